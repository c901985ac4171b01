//! Benchmark of signing and verifying records, compared with ring on the same bytes.

use std::hint::black_box;

use anyhow::Context as _;
use coset::{CborSerializable as _, CoseSign1};
use protocol::{Message as _, Record, SigningKey, Unverified};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::measure::{Effort, in_turn, rate};
use crate::report::Figure;
use crate::specimen;

/// The number of turns in a repeat.
const TURNS: usize = 20;

/// A record, and the bytes of it that the signature covers.
struct Specimen {
    bytes: Vec<u8>,
    signed: Vec<u8>,
    signature: Vec<u8>,
}

pub(crate) fn measure(effort: Effort) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let (enrolment, seed) = specimen::enrolment()?;
    let key = SigningKey::from_seed(seed.clone())?;
    let public = key.verifying_key();
    let pair = Ed25519KeyPair::from_seed_unchecked(seed.expose())
        .ok()
        .context("the seed makes a key")?;
    let ring_public = UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref());
    let records = specimen::records(&enrolment, &key, effort.count(400, 200))?;
    let specimens: Vec<Specimen> = records
        .iter()
        .map(|record| specimen(record, &key))
        .collect::<anyhow::Result<_>>()?;
    let count = records.len();

    let [signed, bare_signed, verified, bare_verified] = in_turn(
        effort,
        TURNS,
        [
            (
                "records signed",
                Box::new(|| {
                    rate(count, || {
                        for record in &records {
                            black_box(record.sign(&key)?);
                        }
                        Ok(())
                    })
                }),
            ),
            (
                "ring's signatures alone",
                Box::new(|| {
                    rate(count, || {
                        for specimen in &specimens {
                            black_box(pair.sign(&specimen.signed));
                        }
                        Ok(())
                    })
                }),
            ),
            (
                "records parsed and verified",
                Box::new(|| {
                    rate(count, || {
                        for specimen in &specimens {
                            let record = Unverified::<Record>::parse(&specimen.bytes)?;
                            black_box(record.verify(&public)?);
                        }
                        Ok(())
                    })
                }),
            ),
            (
                "ring's verifications alone",
                Box::new(|| {
                    rate(count, || {
                        for Specimen {
                            signed, signature, ..
                        } in &specimens
                        {
                            let fits = ring_public.verify(signed, signature);
                            fits.ok().context("the signature fits")?;
                        }
                        Ok(())
                    })
                }),
            ),
        ],
    )?;
    let remarks = vec![format!(
        "A record of a scan has {} bytes here, of which the signature covers {}.",
        specimens[0].bytes.len(),
        specimens[0].signed.len()
    )];
    let figures = vec![
        Figure::new(signed, [bare_signed]),
        Figure::new(verified, [bare_verified]),
    ];
    Ok((figures, remarks))
}

/// A record's signature that ring alone verifies, as the bound of another figure.
pub(crate) struct Signed {
    specimen: Specimen,
    public: Vec<u8>,
}

impl Signed {
    /// Makes a record and its key.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let (enrolment, seed) = specimen::enrolment()?;
        let key = SigningKey::from_seed(seed)?;
        let records = specimen::records(&enrolment, &key, 1)?;
        Ok(Self {
            specimen: specimen(&records[0], &key)?,
            public: enrolment.device_key.as_bytes().to_vec(),
        })
    }

    /// Returns the whole record.
    pub(crate) fn record(&self) -> &[u8] {
        &self.specimen.bytes
    }

    /// Verifies the signature a number of times, and returns the rate.
    pub(crate) fn verify(&self, count: usize) -> anyhow::Result<f64> {
        let public = UnparsedPublicKey::new(&ED25519, &self.public);
        rate(count, || {
            for _ in 0..count {
                let fits = public.verify(&self.specimen.signed, &self.specimen.signature);
                fits.ok().context("the signature fits")?;
            }
            Ok(())
        })
    }
}

fn specimen(record: &Record, key: &SigningKey) -> anyhow::Result<Specimen> {
    let bytes = record.sign(key)?.into_bytes();
    let envelope = CoseSign1::from_slice(&bytes)
        .map_err(|error| anyhow::anyhow!("reading a record's envelope: {error}"))?;
    Ok(Specimen {
        signed: envelope.tbs_data(&[]),
        signature: envelope.signature,
        bytes,
    })
}
