//! Selects the record of each `seq` that is on a device's chain.
//!
//! The selection depends on the stored records and not on the order of their arrival, with one unavoidable
//! exception: where two branches part, the one whose first record arrived first is the chain, and the other is
//! the fork.

use protocol::RecordHash;

/// A stored record as a link of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) hash: RecordHash,
    /// The hash of its predecessor; `None` if its bytes are no record of the device.
    pub(crate) prev: Option<RecordHash>,
    /// Its place in the order of arrival among the records of its seq, from 0.
    pub(crate) arrival_order: u64,
    /// Its position when the chain was last computed; `None` while it is new.
    pub(crate) position: Option<ChainPosition>,
}

/// A record's position in relation to its device's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChainPosition {
    /// The record is on the chain.
    OnChain,
    /// The record is on the chain because its seq has no better one, but it does not fit its predecessor.
    Broken,
    /// Another record of the same seq is on the chain.
    OffChain,
}

/// Selects the link on the chain among all links of one seq. `before` is the hash on the chain at the previous
/// seq, if that is known.
///
/// A link that fits its predecessor, or whose predecessor is missing, is preferred to one that does not fit, and
/// that one to bytes that are no record. Among equals the first to arrive is selected.
pub(crate) fn chain_link(links: &[Link], before: Option<RecordHash>) -> Option<RecordHash> {
    let rank = |link: &Link| match (link.prev, before) {
        (None, _) => 2,
        (Some(prev), Some(before)) if prev != before => 1,
        (Some(_), _) => 0,
    };
    links
        .iter()
        .min_by_key(|link| (rank(link), link.arrival_order))
        .map(|link| link.hash)
}

/// The position of a link, given the hash on the chain at its own seq and at the previous one.
pub(crate) fn position(
    link: &Link,
    on_chain: RecordHash,
    before: Option<RecordHash>,
) -> ChainPosition {
    if link.hash != on_chain {
        return ChainPosition::OffChain;
    }
    match (link.prev, before) {
        (Some(prev), Some(before)) if prev != before => ChainPosition::Broken,
        _ => ChainPosition::OnChain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(byte: u8) -> RecordHash {
        RecordHash::from_bytes([byte; 32])
    }

    fn link(name: u8, prev: Option<u8>, arrival_order: u64) -> Link {
        Link {
            hash: hash(name),
            prev: prev.map(hash),
            arrival_order,
            position: None,
        }
    }

    #[test]
    fn a_link_that_fits_replaces_an_earlier_one_that_does_not() {
        let links = [link(1, Some(9), 0), link(2, Some(7), 1)];
        assert_eq!(chain_link(&links, Some(hash(7))), Some(hash(2)));
        assert_eq!(
            position(&links[0], hash(2), Some(hash(7))),
            ChainPosition::OffChain
        );
        assert_eq!(
            position(&links[1], hash(2), Some(hash(7))),
            ChainPosition::OnChain
        );
    }

    #[test]
    fn among_links_that_fit_or_may_fit_the_first_to_arrive_is_selected() {
        let links = [link(1, Some(7), 0), link(2, Some(7), 1)];
        assert_eq!(chain_link(&links, Some(hash(7))), Some(hash(1)));
        assert_eq!(chain_link(&links, None), Some(hash(1)));
    }

    #[test]
    fn a_lone_link_that_does_not_fit_is_on_the_chain_and_broken() {
        let links = [link(1, Some(9), 0)];
        assert_eq!(chain_link(&links, Some(hash(7))), Some(hash(1)));
        assert_eq!(
            position(&links[0], hash(1), Some(hash(7))),
            ChainPosition::Broken
        );
    }

    #[test]
    fn bytes_that_are_no_record_are_on_the_chain_only_while_they_are_alone() {
        let garbage = link(1, None, 0);
        assert_eq!(chain_link(&[garbage], Some(hash(7))), Some(hash(1)));
        assert_eq!(
            position(&garbage, hash(1), Some(hash(7))),
            ChainPosition::OnChain
        );
        let links = [garbage, link(2, Some(9), 1)];
        assert_eq!(chain_link(&links, Some(hash(7))), Some(hash(2)));
    }
}
