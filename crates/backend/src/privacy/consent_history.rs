//! The numbered list of consent actions, and all facts between a sponsor and an attendee for the consent rule.

use std::collections::{BTreeMap, BTreeSet};

use consent::{ConsentAction, Decision, Fact, WithheldSince};
use protocol::{AttendeeId, EventSlug, FieldSet, ReportId, SponsorId, UnixMillis};

use crate::sql::placeholders;
use backend_db::{DbError, Row, Tx, Value};

/// The source of a consent action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionSource {
    Attendee,
    Organiser,
    /// An import, on behalf of the registration system.
    Import,
}

impl ActionSource {
    const fn name(self) -> &'static str {
        match self {
            Self::Attendee => "attendee",
            Self::Organiser => "organiser",
            Self::Import => "import",
        }
    }
}

/// Appends an action, and returns its number. Without a sponsor it concerns all sponsors.
pub async fn append(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: Option<&SponsorId>,
    action: ConsentAction,
    source: ActionSource,
    now: UnixMillis,
) -> Result<u64, DbError> {
    let number: i64 = tx
        .query_one(
            "UPDATE event SET last_act = last_act + 1 WHERE event = $1 RETURNING last_act",
            &[event.into()],
        )
        .await?
        .ok_or_else(|| DbError::Statement("there is no such event".into()))?
        .get("last_act")?;
    let Columns {
        kind,
        fields,
        flag,
        report,
    } = Columns::of(action);
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
            source.name().into(),
        ],
    )
    .await?;
    u64::try_from(number).map_err(|_| DbError::column("last_act"))
}

/// An action as the columns of the table.
struct Columns {
    kind: &'static str,
    fields: Option<FieldSet>,
    flag: Option<bool>,
    report: Option<ReportId>,
}

impl Columns {
    const fn of(action: ConsentAction) -> Self {
        let mut columns = Self {
            kind: "",
            fields: None,
            flag: None,
            report: None,
        };
        columns.kind = match action {
            ConsentAction::ShareWithAll(fields) => {
                columns.fields = Some(fields);
                "share_with_all"
            }
            ConsentAction::ShareWithSponsor(fields) => {
                columns.fields = Some(fields);
                "share_with_sponsor"
            }
            ConsentAction::DoNotScan(wish) => {
                columns.flag = Some(wish);
                "do_not_scan"
            }
            ConsentAction::Report(report) => {
                columns.report = Some(report);
                "report"
            }
            ConsentAction::Uphold(report) => {
                columns.report = Some(report);
                "uphold"
            }
            ConsentAction::Dismiss(report) => {
                columns.report = Some(report);
                "dismiss"
            }
            ConsentAction::Withdraw => "withdraw",
            ConsentAction::Allow => "allow",
            ConsentAction::Erase => "erase",
        };
        columns
    }

    fn action(row: &Row) -> Result<ConsentAction, DbError> {
        Ok(match row.get::<String>("kind")?.as_str() {
            "share_with_all" => ConsentAction::ShareWithAll(row.get("fields")?),
            "share_with_sponsor" => ConsentAction::ShareWithSponsor(row.get("fields")?),
            "do_not_scan" => ConsentAction::DoNotScan(row.get("flag")?),
            "withdraw" => ConsentAction::Withdraw,
            "allow" => ConsentAction::Allow,
            "report" => ConsentAction::Report(row.get("report")?),
            "uphold" => ConsentAction::Uphold(row.get("report")?),
            "dismiss" => ConsentAction::Dismiss(row.get("report")?),
            "erase" => ConsentAction::Erase,
            _ => return Err(DbError::column("kind")),
        })
    }
}

/// All facts between one sponsor and one attendee.
#[derive(Debug, Clone, Default)]
pub struct History {
    facts: Vec<Fact>,
    /// The time of the action with each number.
    dates: BTreeMap<u64, UnixMillis>,
    last_voided: Option<UnixMillis>,
}

impl History {
    /// Returns the facts for [`consent::decide`].
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Decides which fields the sponsor may see now.
    #[must_use]
    pub fn decide(&self, allowed: FieldSet) -> Decision {
        consent::decide(allowed, &self.facts)
    }

    /// Decides which fields the sponsor could see after another action.
    #[must_use]
    pub fn decide_after(&self, allowed: FieldSet, action: ConsentAction) -> Decision {
        let mut facts = self.facts.clone();
        let number = u64::MAX;
        facts.push(Fact::Action { number, action });
        consent::decide(allowed, &facts)
    }

    /// Returns the fields that were agreed to at the booth.
    #[must_use]
    pub fn agreed(&self) -> FieldSet {
        consent::agreed(&self.facts)
    }

    /// Returns the time since which the lead has been withheld without a break; `None` if it is not withheld
    /// now.
    #[must_use]
    pub fn withheld_since(&self) -> Option<UnixMillis> {
        match consent::withheld_since(&self.facts)? {
            WithheldSince::Action(number) => self.dates.get(&number).copied(),
            WithheldSince::Scans => self.last_voided,
        }
    }

    /// Returns the actions in order.
    pub(crate) fn actions(&self) -> impl Iterator<Item = ConsentAction> {
        let mut actions: Vec<(u64, ConsentAction)> = self
            .facts
            .iter()
            .filter_map(|fact| match fact {
                Fact::Action { number, action } => Some((*number, *action)),
                _ => None,
            })
            .collect();
        actions.sort_by_key(|(number, _)| *number);
        actions.into_iter().map(|(_, action)| action)
    }
}

/// The histories to load.
#[derive(Debug, Clone, Copy)]
pub enum HistoryScope<'a> {
    /// The histories of several attendees with one sponsor.
    Attendees(&'a SponsorId, &'a [AttendeeId]),
    /// The histories of one attendee with all sponsors.
    Attendee(&'a AttendeeId),
    /// The history of one sponsor and one attendee.
    Pair(&'a SponsorId, &'a AttendeeId),
}

impl<'a> HistoryScope<'a> {
    /// Returns a condition on a table `s` with sponsors and attendees, and its parameters after the event.
    fn condition(self) -> (String, Vec<Value<'a>>) {
        match self {
            Self::Attendees(sponsor, attendees) => {
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

/// A sponsor and an attendee.
pub type SponsorAttendee = (SponsorId, AttendeeId);

/// Loads histories with one query for each table. An accepted scan gives a history. A sponsor that
/// received data about the attendee without an accepted scan has a history as soon as there is an action.
///
/// A narrowing counts whether its scan was accepted or not.
pub async fn histories(
    tx: &mut Tx,
    event: &EventSlug,
    scope: HistoryScope<'_>,
) -> Result<BTreeMap<SponsorAttendee, History>, DbError> {
    let (condition, mut params) = scope.condition();
    params.insert(0, event.into());
    let mut histories: BTreeMap<SponsorAttendee, History> = BTreeMap::new();

    let scans =
        format!("SELECT s.sponsor, s.attendee, s.scan, s.fields FROM scan s WHERE {condition}");
    for row in tx.query(&scans, &params).await? {
        // The table holds accepted scans only.
        let fact = Fact::Scan {
            scan: row.get("scan")?,
            fields: row.get("fields")?,
            accepted: true,
        };
        histories.entry(pair(&row)?).or_default().facts.push(fact);
    }

    let narrowings = format!(
        "SELECT s.sponsor, s.attendee, n.scan, n.removed FROM scanned s JOIN narrowing n
            ON n.event = s.event AND n.sponsor = s.sponsor AND n.scan = s.scan
         WHERE {condition}"
    );
    for row in tx.query(&narrowings, &params).await? {
        // A narrowing without an accepted scan must not reveal the attendee to the sponsor.
        if let Some(history) = histories.get_mut(&pair(&row)?) {
            history.facts.push(Fact::Narrow {
                scan: row.get("scan")?,
                removed: row.get("removed")?,
            });
        }
    }

    let voids = format!(
        "SELECT s.sponsor, s.attendee, v.scan, v.wall FROM scan s JOIN void v
            ON v.event = s.event AND v.sponsor = s.sponsor AND v.scan = s.scan
         WHERE {condition}"
    );
    for row in tx.query(&voids, &params).await? {
        let fact = Fact::Void {
            scan: row.get("scan")?,
        };
        let history = histories.entry(pair(&row)?).or_default();
        history.facts.push(fact);
        history.last_voided = history.last_voided.max(Some(row.get("wall")?));
    }

    let actions = format!(
        "SELECT p.sponsor, p.attendee, a.kind, a.fields, a.flag, a.report, a.number, a.at
         FROM (SELECT s.event, s.sponsor, s.attendee FROM scan s WHERE {condition}
               UNION SELECT s.event, s.sponsor, s.attendee FROM disclosure s WHERE {condition}) p
         JOIN act a ON a.event = p.event AND a.attendee = p.attendee
            AND (a.sponsor IS NULL OR a.sponsor = p.sponsor)"
    );
    for row in tx.query(&actions, &params).await? {
        let number = row.get("number")?;
        let history = histories.entry(pair(&row)?).or_default();
        history.facts.push(Fact::Action {
            number,
            action: Columns::action(&row)?,
        });
        history.dates.insert(number, row.get("at")?);
    }
    Ok(histories)
}

fn pair(row: &Row) -> Result<SponsorAttendee, DbError> {
    Ok((row.get("sponsor")?, row.get("attendee")?))
}

/// Returns whether the attendee asks not to be scanned.
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
    last.map_or(Ok(false), |row| row.get("flag"))
}

/// Returns the latest action about an attendee and the sponsor that it concerns.
pub(crate) async fn last_action(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
) -> Result<Option<(Option<SponsorId>, ConsentAction)>, DbError> {
    let row = tx
        .query_one(
            "SELECT sponsor, kind, fields, flag, report FROM act
             WHERE event = $1 AND attendee = $2 ORDER BY number DESC LIMIT 1",
            &[event.into(), attendee.into()],
        )
        .await?;
    row.map(|row| Ok((row.get("sponsor")?, Columns::action(&row)?)))
        .transpose()
}

/// An action with the details that the consent rule does not need.
pub(crate) struct PastAction {
    /// The sponsor that the action concerns; `None` means all.
    pub(crate) sponsor: Option<SponsorId>,
    pub(crate) action: ConsentAction,
    pub(crate) at: UnixMillis,
    /// The source of the action: `attendee`, `organiser` or `import`.
    pub(crate) source: String,
}

/// Lists the actions about an attendee in order: all, or those that concern one sponsor.
pub(crate) async fn actions(
    tx: &mut Tx,
    event: &EventSlug,
    attendee: &AttendeeId,
    sponsor: Option<&SponsorId>,
) -> Result<Vec<PastAction>, DbError> {
    let rows = tx
        .query(
            "SELECT sponsor, kind, fields, flag, report, at, actor FROM act
             WHERE event = $1 AND attendee = $2 ORDER BY number",
            &[event.into(), attendee.into()],
        )
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let past = PastAction {
            sponsor: row.get("sponsor")?,
            action: Columns::action(&row)?,
            at: row.get("at")?,
            source: row.get("actor")?,
        };
        let concerns = match (sponsor, &past.sponsor) {
            (Some(asked), Some(of)) => asked == of,
            _ => true,
        };
        if concerns {
            all.push(past);
        }
    }
    Ok(all)
}

/// Returns all attendees who ask not to be scanned.
pub async fn all_do_not_scan(
    tx: &mut Tx,
    event: &EventSlug,
) -> Result<BTreeSet<AttendeeId>, DbError> {
    let rows = tx
        .query(
            "SELECT attendee, flag FROM act WHERE event = $1 AND kind = 'do_not_scan'
             ORDER BY number",
            &[event.into()],
        )
        .await?;
    let mut asking = BTreeSet::new();
    for row in rows {
        let attendee: AttendeeId = row.get("attendee")?;
        if row.get("flag")? {
            asking.insert(attendee);
        } else {
            asking.remove(&attendee);
        }
    }
    Ok(asking)
}

/// Returns the limit that the attendee has set for the fields of all sponsors.
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
    last.map_or(Ok(FieldSet::ALL), |row| row.get("fields"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Field, ScanId};

    const AT: fn(i64) -> UnixMillis = UnixMillis;

    fn history(actions: &[(u64, ConsentAction)]) -> History {
        let scan = Fact::Scan {
            scan: ScanId::from_random([1; 16]),
            fields: FieldSet::ALL,
            accepted: true,
        };
        let done = actions.iter().map(|(number, action)| Fact::Action {
            number: *number,
            action: *action,
        });
        History {
            facts: std::iter::once(scan).chain(done).collect(),
            dates: actions
                .iter()
                .map(|(number, _)| (*number, AT(i64::try_from(*number * 100).unwrap())))
                .collect(),
            last_voided: None,
        }
    }

    #[test]
    fn a_tombstone_dates_from_the_act_after_which_nothing_was_shown_any_more() {
        let report = ReportId::from_random([2; 16]);
        for (actions, since) in [
            (vec![], None),
            (vec![(1, ConsentAction::Withdraw)], Some(AT(100))),
            // Another withdrawal does not move the date, nor does a further reason.
            (
                vec![(1, ConsentAction::Withdraw), (4, ConsentAction::Withdraw)],
                Some(AT(100)),
            ),
            (
                vec![(1, ConsentAction::Withdraw), (4, ConsentAction::Erase)],
                Some(AT(100)),
            ),
            (
                vec![
                    (1, ConsentAction::Withdraw),
                    (2, ConsentAction::Allow),
                    (3, ConsentAction::DoNotScan(true)),
                ],
                Some(AT(300)),
            ),
            (
                vec![
                    (1, ConsentAction::Report(report)),
                    (2, ConsentAction::Uphold(report)),
                ],
                Some(AT(100)),
            ),
            (
                vec![
                    (1, ConsentAction::Report(report)),
                    (2, ConsentAction::Dismiss(report)),
                ],
                None,
            ),
        ] {
            assert_eq!(history(&actions).withheld_since(), since, "{actions:?}");
        }
    }

    #[test]
    fn a_voided_lead_dates_from_the_void() {
        let mut voided = history(&[(
            1,
            ConsentAction::ShareWithAll([Field::Email].into_iter().collect()),
        )]);
        voided.facts.push(Fact::Void {
            scan: ScanId::from_random([1; 16]),
        });
        voided.last_voided = Some(AT(7));
        assert_eq!(voided.withheld_since(), Some(AT(7)));
    }
}
