//! Ingest of signed batches: a batch becomes stored records, facts and a signed receipt.
//!
//! ```text
//! bytes → Unverified → VerifiedRequest (signatures, shapes) → one transaction → signed reply
//! ```
//!
//! Every record of a signed batch is stored byte for byte under the seq that the batch gives it. It counts as
//! held whether it is accepted or quarantined, so a refused record stays as evidence and blocks nothing.
//! Storing is idempotent on (device, seq, hash).
//!
//! The verdict on a record does not depend on the order in which records arrive. A record whose predecessor is
//! missing is accepted by its own signature. If the predecessor arrives with another hash than the record
//! names, the record is quarantined and its facts are removed. If two records of a device use one scan id, the
//! earlier one in the chain keeps it. Three decisions depend on the arrival, because they are about it: which of
//! two branches of a cloned device is the fork, whether a record arrived after its device was revoked, and which
//! of two devices used a scan id first.
//!
//! A narrowing is always accepted and never removed. It applies to all attendees of its scan id, and in every
//! case: on a fork, after a revocation, and if the scan itself is quarantined.
//!
//! Once a device has missed often enough with guessable codes (typed or foreign ones), its later hits get the
//! same verdict as misses: this is the guess lock. If misses arrive late, earlier hits are quarantined after
//! all; if badges are added that turn misses into hits, these are accepted. While an earlier record is missing,
//! misses at higher seqs count too. Until the gap is filled, the verdict on a guessable code may therefore
//! depend on the order of arrival. Whether a device is flagged depends on the history, and no flag is removed.

mod arrival;
mod batch;
mod chain;
mod changes;
mod classify;
mod code_lookup;
pub mod counts;
mod effects;
mod error;
mod facts;
mod guess_lock;
mod intake;
mod queue;
mod reclassify;
mod slots;
mod verdict;
mod verify;

pub use crate::ingest::arrival::Origin;
pub use crate::ingest::error::IngestError;
pub use crate::ingest::guess_lock::GUESS_LIMIT;
pub use crate::ingest::intake::Ingest;
pub use crate::ingest::reclassify::reresolve;
pub use crate::ingest::verify::VerifiedRequest;
