//! Which record of each `seq` a device's chain goes through.
//!
//! The answer depends on what is there, and not on the order in which it came, with one exception that
//! cannot be avoided: where two branches part, the one whose first record came first is the chain, and
//! the other is the fork.

use protocol::RecordHash;

/// A stored record, as a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) hash: RecordHash,
    /// The hash that it names as its predecessor's; none where its bytes are no record of the device.
    pub(crate) prev: Option<RecordHash>,
    /// The how-manieth record of its seq it was.
    pub(crate) arrival: u64,
    /// Where it was last found to stand; none while it is new.
    pub(crate) place: Option<Place>,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The chain goes through it.
    OnChain,
    /// The chain goes through it for want of a better one, and it does not fit the record before it.
    Broken,
    /// The chain goes through another record of the same seq.
    Beside,
}

/// Finds the link that the chain goes through, among all of one seq. `before` is the hash that the
/// chain has at the seq before, where that is known.
///
/// A link that fits, or may yet turn out to, goes before one that does not, and that before bytes that
/// are no record; among equals the first come stays.
pub(crate) fn holder(links: &[Link], before: Option<RecordHash>) -> Option<RecordHash> {
    let rank = |link: &Link| match (link.prev, before) {
        (None, _) => 2,
        (Some(prev), Some(before)) if prev != before => 1,
        (Some(_), _) => 0,
    };
    links
        .iter()
        .min_by_key(|link| (rank(link), link.arrival))
        .map(|link| link.hash)
}

/// Where a link stands, given the link that the chain goes through.
pub(crate) fn place(link: &Link, holder: RecordHash, before: Option<RecordHash>) -> Place {
    if link.hash != holder {
        return Place::Beside;
    }
    match (link.prev, before) {
        (Some(prev), Some(before)) if prev != before => Place::Broken,
        _ => Place::OnChain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(byte: u8) -> RecordHash {
        RecordHash::from_bytes([byte; 32])
    }

    fn link(name: u8, prev: Option<u8>, arrival: u64) -> Link {
        Link {
            hash: hash(name),
            prev: prev.map(hash),
            arrival,
            place: None,
        }
    }

    #[test]
    fn a_link_that_fits_takes_the_chain_from_an_earlier_one_that_does_not() {
        let links = [link(1, Some(9), 0), link(2, Some(7), 1)];
        assert_eq!(holder(&links, Some(hash(7))), Some(hash(2)));
        assert_eq!(place(&links[0], hash(2), Some(hash(7))), Place::Beside);
        assert_eq!(place(&links[1], hash(2), Some(hash(7))), Place::OnChain);
    }

    #[test]
    fn among_links_that_fit_or_may_the_first_come_stays() {
        let links = [link(1, Some(7), 0), link(2, Some(7), 1)];
        assert_eq!(holder(&links, Some(hash(7))), Some(hash(1)));
        assert_eq!(holder(&links, None), Some(hash(1)));
    }

    #[test]
    fn a_lone_link_that_does_not_fit_holds_the_place_and_is_broken() {
        let links = [link(1, Some(9), 0)];
        assert_eq!(holder(&links, Some(hash(7))), Some(hash(1)));
        assert_eq!(place(&links[0], hash(1), Some(hash(7))), Place::Broken);
    }

    #[test]
    fn bytes_that_are_no_record_hold_the_place_only_while_they_are_alone() {
        let garbage = link(1, None, 0);
        assert_eq!(holder(&[garbage], Some(hash(7))), Some(hash(1)));
        assert_eq!(place(&garbage, hash(1), Some(hash(7))), Place::OnChain);
        let links = [garbage, link(2, Some(9), 1)];
        assert_eq!(holder(&links, Some(hash(7))), Some(hash(2)));
    }
}
