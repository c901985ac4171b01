//! What attendees, and the organiser about reports, have done; and all that has happened between a
//! sponsor and an attendee, as facts for the consent rule.

use std::collections::{BTreeMap, BTreeSet};

use consent::{Act, Decision, Fact, WithheldSince};
use protocol::{AttendeeId, EventSlug, FieldSet, ReportId, SponsorId, UnixMillis};

use backend_db::{DbError, Row, Tx, Value};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The attendee.
    Attendee,
    /// The organiser.
    Organiser,
    /// An import, which speaks for the registration system.
    Import,
}

impl Actor {
    const fn name(self) -> &'static str {
        match self {
            Self::Attendee => "attendee",
            Self::Organiser => "organiser",
            Self::Import => "import",
        }
    }
}

/// Writes down an act, and gives its number. No sponsor: it concerns all.
///
/// # Errors
/// [`DbError`].
pub async fn append(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: Option<&SponsorId>,
    act: Act,
    actor: Actor,
    now: UnixMillis,
) -> Result<u64, DbError> {
    let number: i64 = tx
        .query_one(
            "UPDATE event SET last_act = last_act + 1 WHERE event = $1 RETURNING last_act",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("there is no such event".into()))?
        .get(0)?;
    let Columns {
        kind,
        fields,
        flag,
        report,
    } = Columns::of(act);
    tx.execute(
        "INSERT INTO act (event, number, attendee, sponsor, kind, fields, flag, report, at, actor)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            event.into(),
            number.into(),
            attendee.into(),
            sponsor.into(),
            kind.into(),
            fields.into(),
            flag.into(),
            report.as_ref().into(),
            now.into(),
            actor.name().into(),
        ],
    )
    .await?;
    u64::try_from(number).map_err(|_| DbError::column(0))
}

/// An act as the table holds it.
struct Columns {
    kind: &'static str,
    fields: Option<FieldSet>,
    flag: Option<bool>,
    report: Option<ReportId>,
}

impl Columns {
    const fn of(act: Act) -> Self {
        let mut columns = Self {
            kind: "",
            fields: None,
            flag: None,
            report: None,
        };
        columns.kind = match act {
            Act::ShareWithAll(fields) => {
                columns.fields = Some(fields);
                "share_with_all"
            }
            Act::ShareWithSponsor(fields) => {
                columns.fields = Some(fields);
                "share_with_sponsor"
            }
            Act::DoNotScan(wish) => {
                columns.flag = Some(wish);
                "do_not_scan"
            }
            Act::Report(report) => {
                columns.report = Some(report);
                "report"
            }
            Act::Uphold(report) => {
                columns.report = Some(report);
                "uphold"
            }
            Act::Dismiss(report) => {
                columns.report = Some(report);
                "dismiss"
            }
            Act::Withdraw => "withdraw",
            Act::Allow => "allow",
            Act::Erase => "erase",
        };
        columns
    }

    /// Reads the four columns that begin at `first`.
    fn act(row: &Row, first: usize) -> Result<Act, DbError> {
        let kind: String = row.get(first)?;
        Ok(match kind.as_str() {
            "share_with_all" => Act::ShareWithAll(row.get(first + 1)?),
            "share_with_sponsor" => Act::ShareWithSponsor(row.get(first + 1)?),
            "do_not_scan" => Act::DoNotScan(row.get(first + 2)?),
            "withdraw" => Act::Withdraw,
            "allow" => Act::Allow,
            "report" => Act::Report(row.get(first + 3)?),
            "uphold" => Act::Uphold(row.get(first + 3)?),
            "dismiss" => Act::Dismiss(row.get(first + 3)?),
            "erase" => Act::Erase,
            _ => return Err(DbError::column(first)),
        })
    }
}

/// All that has happened between one sponsor and one attendee.
#[derive(Debug, Clone, Default)]
pub struct History {
    facts: Vec<Fact>,
    /// When the act of each number was done.
    dates: BTreeMap<u64, UnixMillis>,
    last_voided: Option<UnixMillis>,
}

impl History {
    /// The facts, for [`consent::decide`].
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// What the sponsor may see now.
    #[must_use]
    pub fn decide(&self, allowed: FieldSet) -> Decision {
        consent::decide(allowed, &self.facts)
    }

    /// What the sponsor might see after one act more.
    #[must_use]
    pub fn decide_after(&self, allowed: FieldSet, act: Act) -> Decision {
        let mut facts = self.facts.clone();
        let number = u64::MAX;
        facts.push(Fact::Done { number, act });
        consent::decide(allowed, &facts)
    }

    /// The fields agreed to at the booth.
    #[must_use]
    pub fn agreed(&self) -> FieldSet {
        consent::agreed(&self.facts)
    }

    /// Since when nothing may be seen without a break, if nothing may. The rule itself says since which
    /// act, so that there is no second statement of it.
    #[must_use]
    pub fn withheld_since(&self) -> Option<UnixMillis> {
        match consent::withheld_since(&self.facts)? {
            WithheldSince::Act(number) => self.dates.get(&number).copied(),
            WithheldSince::Scans => self.last_voided,
        }
    }

    /// What was done at the backend, in order.
    pub(crate) fn acts(&self) -> impl Iterator<Item = Act> {
        let mut acts: Vec<(u64, Act)> = self
            .facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Done { number, act } => Some((*number, *act)),
                _ => None,
            })
            .collect();
        acts.sort_by_key(|(number, _)| *number);
        acts.into_iter().map(|(_, act)| act)
    }
}

/// Whose histories are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Of<'a> {
    /// These attendees, with one sponsor.
    These(&'a SponsorId, &'a [AttendeeId]),
    /// One attendee, with all sponsors that have scanned them.
    Attendee(&'a AttendeeId),
    /// One of each.
    Pair(&'a SponsorId, &'a AttendeeId),
}

impl<'a> Of<'a> {
    /// A condition on a scan `s`, and its parameters after the event's.
    fn condition(self) -> (String, Vec<Value<'a>>) {
        match self {
            Self::These(sponsor, attendees) => {
                let mut params = vec![sponsor.into()];
                params.extend(attendees.iter().map(Value::from));
                let list = placeholders(3, attendees.len());
                let condition =
                    format!("s.event = $1 AND s.sponsor = $2 AND s.attendee IN ({list})");
                (condition, params)
            }
            Self::Attendee(attendee) => (
                "s.event = $1 AND s.attendee = $2".into(),
                vec![attendee.into()],
            ),
            Self::Pair(sponsor, attendee) => (
                "s.event = $1 AND s.sponsor = $2 AND s.attendee = $3".into(),
                vec![sponsor.into(), attendee.into()],
            ),
        }
    }
}

/// `$3, $4, …`: so many parameters, counted from `first`. A list in SQL has at least one member, and
/// none of ours is NULL.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    if count == 0 {
        return "NULL".into();
    }
    let names: Vec<String> = (first..first + count)
        .map(|number| format!("${number}"))
        .collect();
    names.join(", ")
}

/// Sponsor and attendee.
pub type Between = (SponsorId, AttendeeId);

/// Loads histories, with one query for each table. There is one where a scan is accepted; where the
/// sponsor only was told of the attendee once, there is one as soon as anything was done about it.
///
/// What was taken away at a scan counts whatever became of the scan.
///
/// # Errors
/// [`DbError`].
pub async fn histories(
    tx: &mut Tx,
    event: &EventSlug,
    of: Of<'_>,
) -> Result<BTreeMap<Between, History>, DbError> {
    let (condition, mut params) = of.condition();
    params.insert(0, event.into());
    let mut histories: BTreeMap<Between, History> = BTreeMap::new();

    let scans =
        format!("SELECT s.sponsor, s.attendee, s.scan, s.fields FROM scan s WHERE {condition}");
    for row in tx.query(&scans, &params).await? {
        // Only what was accepted becomes a row.
        let fact = Fact::Scan {
            scan: row.get(2)?,
            fields: row.get(3)?,
            accepted: true,
        };
        histories
            .entry(between(&row)?)
            .or_default()
            .facts
            .push(fact);
    }

    let narrowings = format!(
        "SELECT s.sponsor, s.attendee, n.scan, n.removed FROM scanned s JOIN narrowing n
            ON n.event = s.event AND n.sponsor = s.sponsor AND n.scan = s.scan
         WHERE {condition}"
    );
    for row in tx.query(&narrowings, &params).await? {
        // By itself it tells the sponsor of nobody.
        if let Some(history) = histories.get_mut(&between(&row)?) {
            history.facts.push(Fact::Narrow {
                scan: row.get(2)?,
                removed: row.get(3)?,
            });
        }
    }

    let voids = format!(
        "SELECT s.sponsor, s.attendee, v.scan, v.wall FROM scan s JOIN void v
            ON v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan
         WHERE {condition}"
    );
    for row in tx.query(&voids, &params).await? {
        let fact = Fact::Void { scan: row.get(2)? };
        let history = histories.entry(between(&row)?).or_default();
        history.facts.push(fact);
        history.last_voided = history.last_voided.max(Some(row.get(3)?));
    }

    let acts = format!(
        "SELECT p.sponsor, p.attendee, a.kind, a.fields, a.flag, a.report, a.number, a.at
         FROM (SELECT s.event, s.sponsor, s.attendee FROM scan s WHERE {condition}
               UNION SELECT s.event, s.sponsor, s.attendee FROM disclosure s WHERE {condition}) p
         JOIN act a ON a.event = p.event AND a.attendee = p.attendee
            AND (a.sponsor IS NULL OR a.sponsor = p.sponsor)"
    );
    for row in tx.query(&acts, &params).await? {
        let number = row.get(6)?;
        let history = histories.entry(between(&row)?).or_default();
        history.facts.push(Fact::Done {
            number,
            act: Columns::act(&row, 2)?,
        });
        history.dates.insert(number, row.get(7)?);
    }
    Ok(histories)
}

fn between(row: &Row) -> Result<Between, DbError> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Whether the attendee asks not to be scanned.
///
/// # Errors
/// [`DbError`].
pub async fn do_not_scan(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<bool, DbError> {
    let last = tx
        .query_one(
            "SELECT flag FROM act WHERE event = $1 AND attendee = $2 AND kind = 'do_not_scan'
             ORDER BY number DESC LIMIT 1",
            &[event.into(), attendee.into()],
        )
        .await?;
    last.map_or(Ok(false), |row| row.get(0))
}

/// The last thing that was done about an attendee, and the sponsor it concerns.
pub(crate) async fn last(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Option<(Option<SponsorId>, Act)>, DbError> {
    let row = tx
        .query_one(
            "SELECT sponsor, kind, fields, flag, report FROM act
             WHERE event = $1 AND attendee = $2 ORDER BY number DESC LIMIT 1",
            &[event.into(), attendee.into()],
        )
        .await?;
    row.map(|row| Ok((row.get(0)?, Columns::act(&row, 1)?)))
        .transpose()
}

/// Something that was done, with what the consent rule does not ask.
pub(crate) struct Done {
    /// About which sponsor; none: all.
    pub(crate) sponsor: Option<SponsorId>,
    /// What.
    pub(crate) act: Act,
    /// When.
    pub(crate) at: UnixMillis,
    /// `attendee`, `organiser` or `import`.
    pub(crate) actor: String,
}

/// What was done about an attendee, in order: all of it, or what concerns one sponsor.
pub(crate) async fn done(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: Option<&SponsorId>,
) -> Result<Vec<Done>, DbError> {
    let rows = tx
        .query(
            "SELECT sponsor, kind, fields, flag, report, at, actor FROM act
             WHERE event = $1 AND attendee = $2 ORDER BY number",
            &[event.into(), attendee.into()],
        )
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let done = Done {
            sponsor: row.get(0)?,
            act: Columns::act(&row, 1)?,
            at: row.get(5)?,
            actor: row.get(6)?,
        };
        let concerns = match (sponsor, &done.sponsor) {
            (Some(asked), Some(of)) => asked == of,
            _ => true,
        };
        if concerns {
            all.push(done);
        }
    }
    Ok(all)
}

/// All attendees who ask not to be scanned.
///
/// # Errors
/// [`DbError`].
pub async fn all_do_not_scan(
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<BTreeSet<AttendeeId>, DbError> {
    let acts = tx
        .query(
            "SELECT attendee, flag FROM act WHERE event = $1 AND kind = 'do_not_scan'
             ORDER BY number",
            &[event.into()],
        )
        .await?;
    let mut asking = BTreeSet::new();
    for act in acts {
        let attendee: AttendeeId = act.get(0)?;
        if act.get(1)? {
            asking.insert(attendee);
        } else {
            asking.remove(&attendee);
        }
    }
    Ok(asking)
}

/// Which fields the attendee lets sponsors have at most, as set for all of them.
///
/// # Errors
/// [`DbError`].
pub async fn shared_with_all(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<FieldSet, DbError> {
    let last = tx
        .query_one(
            "SELECT fields FROM act WHERE event = $1 AND attendee = $2 AND kind = 'share_with_all'
             ORDER BY number DESC LIMIT 1",
            &[event.into(), attendee.into()],
        )
        .await?;
    last.map_or(Ok(FieldSet::ALL), |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Field, ScanId};

    const AT: fn(i64) -> UnixMillis = UnixMillis;

    fn history(acts: &[(u64, Act)]) -> History {
        let scan = Fact::Scan {
            scan: ScanId::from_random([1; 16]),
            fields: FieldSet::ALL,
            accepted: true,
        };
        let done = acts.iter().map(|(number, act)| Fact::Done {
            number: *number,
            act: *act,
        });
        History {
            facts: std::iter::once(scan).chain(done).collect(),
            dates: acts
                .iter()
                .map(|(number, _)| (*number, AT(i64::try_from(*number * 100).unwrap())))
                .collect(),
            last_voided: None,
        }
    }

    #[test]
    fn a_tombstone_dates_from_the_act_after_which_nothing_was_shown_any_more() {
        let report = ReportId::from_random([2; 16]);
        for (acts, since) in [
            (vec![], None),
            (vec![(1, Act::Withdraw)], Some(AT(100))),
            // Withdrawing twice does not move the date, nor does a reason that comes on top.
            (vec![(1, Act::Withdraw), (4, Act::Withdraw)], Some(AT(100))),
            (vec![(1, Act::Withdraw), (4, Act::Erase)], Some(AT(100))),
            (
                vec![
                    (1, Act::Withdraw),
                    (2, Act::Allow),
                    (3, Act::DoNotScan(true)),
                ],
                Some(AT(300)),
            ),
            (
                vec![(1, Act::Report(report)), (2, Act::Uphold(report))],
                Some(AT(100)),
            ),
            (
                vec![(1, Act::Report(report)), (2, Act::Dismiss(report))],
                None,
            ),
        ] {
            assert_eq!(history(&acts).withheld_since(), since, "{acts:?}");
        }
    }

    #[test]
    fn a_voided_lead_dates_from_the_void() {
        let mut voided = history(&[(1, Act::ShareWithAll([Field::Email].into_iter().collect()))]);
        voided.facts.push(Fact::Void {
            scan: ScanId::from_random([1; 16]),
        });
        voided.last_voided = Some(AT(7));
        assert_eq!(voided.withheld_since(), Some(AT(7)));
    }
}
