//! Benchmark of storing records on the device, compared with the bare disk and bare SQLCipher.

use lanyard_tests::raw_device::{now, random};
use protocol::{BootId, Message as _, SecretBytes, SigningKey};
use store::{Appended, Moment, SealedName, Store};

use crate::disk::{Journal, Table};
use crate::measure::{Effort, in_turn, rate};
use crate::report::Figure;
use crate::specimen;

/// The number of steps in a turn. It is small, because the speed of a shared disk varies from second to second.
const STEPS: usize = 20;

pub(crate) fn measure(effort: Effort) -> anyhow::Result<(Vec<Figure>, Vec<String>)> {
    let folder = tempfile::tempdir()?;
    let turns = effort.count(40, 10);

    let (enrolment, seed) = specimen::enrolment()?;
    let mut store = Store::open(&folder.path().join("booth.db"), &SecretBytes::new(random()))?;
    let device = store.add_enrolment("https://lanyard.example", &enrolment, &seed)?;
    let moment = Moment {
        wall: now(),
        monotonic_ms: 1,
        boot: BootId::from_bytes(random()),
    };
    let shown = SealedName {
        name: "Firstname Lastname".into(),
    };

    let key = SigningKey::from_seed(seed)?;
    let record = specimen::records(&enrolment, &key, 1)?.remove(0);
    let bytes = record.sign(&key)?.into_bytes();
    let mut journal = Journal::create(&folder.path().join("journal"))?;
    let mut table = Table::encrypted(&folder.path().join("bare.db"))?;

    let [stored, synced, inserted] = in_turn(
        effort,
        turns,
        [
            (
                "scans appended to the device's store",
                Box::new(|| {
                    rate(STEPS, || {
                        for _ in 0..STEPS {
                            let outcome =
                                store.append(device, moment, specimen::scan(), Some(&shown))?;
                            anyhow::ensure!(matches!(outcome, Appended::Saved { .. }));
                        }
                        Ok(())
                    })
                }),
            ),
            (
                "a bare write and fdatasync of as many bytes",
                Box::new(|| {
                    rate(STEPS, || {
                        for _ in 0..STEPS {
                            journal.append(&bytes)?;
                        }
                        Ok(())
                    })
                }),
            ),
            (
                "a bare SQLCipher insert and commit",
                Box::new(|| rate(STEPS, || table.insert(&bytes, STEPS, 1))),
            ),
        ],
    )?;
    let remarks = vec![
        "An append reads the chain's head, signs, and writes the record and the row that the lists show; SQLite waits with fsync."
            .into(),
    ];
    Ok((vec![Figure::new(stored, [synced, inserted])], remarks))
}
