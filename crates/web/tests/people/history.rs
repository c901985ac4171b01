//! Whatever happens, in whatever order: no answer to a sponsor holds a value that the rule does not
//! allow, and what it allows is there. What has happened is kept here a second time, as facts, and the
//! rule of the `consent` crate is asked about those.

use std::collections::BTreeMap;

use backend::event::{self, EventChange};
use backend::people::sessions::Subject;
use backend_model::MemberRole;
use consent::{ConsentAction, Decision, Fact, decide};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use protocol::{Field, FieldSet, MemberId, Note, ReportId, ScanId};
use serde_json::{Value, json};

use test_world::browser::Browser;
use test_world::people::{Attendee, Device, HEADINGS, Sponsor, World, csv_of, row_of, value_of};

const SPONSORS: usize = 2;
const ATTENDEES: usize = 3;
const CASES: u32 = 24;
const STEPS: std::ops::RangeInclusive<usize> = 25..=35;
/// Answers are searched after so many steps, and at the end.
const LOOK_EVERY: usize = 6;

#[derive(Debug, Clone)]
enum Step {
    Scan {
        sponsor: usize,
        attendee: usize,
        fields: FieldSet,
    },
    Note {
        scan: usize,
    },
    Narrow {
        scan: usize,
        fields: FieldSet,
    },
    Void {
        scan: usize,
    },
    ShareWithAll {
        attendee: usize,
        fields: FieldSet,
    },
    ShareWithOne {
        sponsor: usize,
        attendee: usize,
        fields: FieldSet,
    },
    DoNotScan {
        attendee: usize,
        wish: bool,
    },
    Withdraw {
        sponsor: usize,
        attendee: usize,
    },
    WithdrawAll {
        attendee: usize,
    },
    Allow {
        sponsor: usize,
        attendee: usize,
    },
    Report {
        sponsor: usize,
        attendee: usize,
    },
    Decide {
        report: usize,
        uphold: bool,
    },
    Alias {
        attendee: usize,
        set: bool,
    },
    Correct {
        attendee: usize,
    },
    AllowedFields {
        fields: FieldSet,
    },
    Erase {
        attendee: usize,
    },
}

fn fields() -> impl Strategy<Value = FieldSet> {
    prop_oneof![
        2 => Just(FieldSet::ALL),
        3 => (0..=0x7f_u8).prop_map(|bits| FieldSet::from_bits(bits).unwrap()),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let (s, a, any_of) = (0..SPONSORS, 0..ATTENDEES, 0..100_usize);
    prop_oneof![
        8 => (s.clone(), a.clone(), fields()).prop_map(|(sponsor, attendee, fields)| {
            Step::Scan { sponsor, attendee, fields }
        }),
        2 => any_of.clone().prop_map(|scan| Step::Note { scan }),
        2 => (any_of.clone(), fields()).prop_map(|(scan, fields)| Step::Narrow { scan, fields }),
        1 => any_of.clone().prop_map(|scan| Step::Void { scan }),
        1 => (a.clone(), fields())
            .prop_map(|(attendee, fields)| Step::ShareWithAll { attendee, fields }),
        2 => (s.clone(), a.clone(), fields()).prop_map(|(sponsor, attendee, fields)| {
            Step::ShareWithOne { sponsor, attendee, fields }
        }),
        1 => (a.clone(), any::<bool>())
            .prop_map(|(attendee, wish)| Step::DoNotScan { attendee, wish }),
        2 => (s.clone(), a.clone())
            .prop_map(|(sponsor, attendee)| Step::Withdraw { sponsor, attendee }),
        1 => a.clone().prop_map(|attendee| Step::WithdrawAll { attendee }),
        3 => (s.clone(), a.clone())
            .prop_map(|(sponsor, attendee)| Step::Allow { sponsor, attendee }),
        1 => (s, a.clone()).prop_map(|(sponsor, attendee)| Step::Report { sponsor, attendee }),
        2 => (any_of, any::<bool>()).prop_map(|(report, uphold)| Step::Decide { report, uphold }),
        3 => (a.clone(), any::<bool>()).prop_map(|(attendee, set)| Step::Alias { attendee, set }),
        1 => a.clone().prop_map(|attendee| Step::Correct { attendee }),
        1 => fields().prop_map(|fields| Step::AllowedFields { fields }),
        1 => a.prop_map(|attendee| Step::Erase { attendee }),
    ]
}

#[derive(Default)]
struct Person {
    version: u32,
    alias: bool,
    erased: bool,
}

struct Play {
    world: World,
    sponsors: Vec<Sponsor>,
    devices: Vec<Device>,
    attendees: Vec<Attendee>,
    people: Vec<Person>,
    allowed: FieldSet,
    facts: BTreeMap<(usize, usize), Vec<Fact>>,
    scans: Vec<(usize, usize, ScanId)>,
    /// Open reports.
    reports: Vec<(usize, usize, ReportId)>,
    acts: u64,
    /// What a program knows that only ever asks for changes, and its cursor.
    members: Vec<MemberId>,
    mirrors: Vec<(BTreeMap<String, Value>, String)>,
}

impl Play {
    async fn new() -> Self {
        let world = World::new().await;
        let mut play = Self {
            sponsors: Vec::new(),
            members: Vec::new(),
            devices: Vec::new(),
            attendees: Vec::new(),
            people: Vec::new(),
            allowed: FieldSet::ALL,
            facts: BTreeMap::new(),
            scans: Vec::new(),
            reports: Vec::new(),
            acts: 0,
            mirrors: vec![(BTreeMap::new(), "0".into()); SPONSORS],
            world,
        };
        for number in 0..SPONSORS {
            let sponsor = play.world.sponsor(&format!("Sponsor {number}")).await;
            play.devices
                .push(play.world.device(&sponsor, "Tablet").await);
            play.world.member(&sponsor, "ana", MemberRole::Member).await;
            let team = play.world.team(&sponsor).await;
            play.members.push(team[0].id);
            play.sponsors.push(sponsor);
        }
        for number in 0..ATTENDEES {
            let person = Person {
                version: 1,
                ..Person::default()
            };
            play.world
                .import(&csv_of(&HEADINGS, &[row_of(&registration_id(number), 1)]))
                .await;
            play.attendees
                .push(play.world.attendee(&registration_id(number)).await);
            play.people.push(person);
        }
        play
    }

    fn fact(&mut self, sponsor: usize, attendee: usize, fact: Fact) {
        self.facts
            .entry((sponsor, attendee))
            .or_default()
            .push(fact);
    }

    fn act(&mut self, sponsor: Option<usize>, attendee: usize, action: ConsentAction) {
        self.acts += 1;
        let fact = Fact::Action {
            number: self.acts,
            action,
        };
        for each in 0..SPONSORS {
            if sponsor.is_none_or(|sponsor| sponsor == each) {
                self.fact(each, attendee, fact);
            }
        }
    }

    fn decision(&self, sponsor: usize, attendee: usize) -> Decision {
        let none = Vec::new();
        let facts = self.facts.get(&(sponsor, attendee)).unwrap_or(&none);
        decide(self.allowed, facts)
    }

    /// The value that may leave, of a field that may.
    fn value(&self, attendee: usize, field: Field) -> String {
        let person = &self.people[attendee];
        match field {
            Field::Email if person.alias => alias(attendee),
            Field::Email => format!("{}@example.org", plain(attendee, field, person.version)),
            field => plain(attendee, field, person.version),
        }
    }

    async fn attendee_asks(
        &self,
        attendee: usize,
        put: bool,
        path: &str,
        body: Option<Value>,
    ) -> Value {
        let path = format!("/api/v1/me/{path}");
        let method = if put {
            axum::http::Method::PUT
        } else {
            axum::http::Method::POST
        };
        let token = &self.attendees[attendee].token;
        let answer = self.world.ask(method, &path, token, body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap_or(Value::Null)
    }

    async fn about(
        &self,
        sponsor: usize,
        attendee: usize,
        what: &str,
        body: Option<Value>,
    ) -> Value {
        let path = format!("sponsors/{}/{what}", self.sponsors[sponsor].id);
        self.attendee_asks(attendee, false, &path, body).await
    }

    async fn take(&mut self, step: Step) {
        self.world.advance(1000);
        let about = match &step {
            Step::Scan { attendee, .. }
            | Step::ShareWithAll { attendee, .. }
            | Step::ShareWithOne { attendee, .. }
            | Step::DoNotScan { attendee, .. }
            | Step::Withdraw { attendee, .. }
            | Step::WithdrawAll { attendee }
            | Step::Allow { attendee, .. }
            | Step::Report { attendee, .. }
            | Step::Alias { attendee, .. }
            | Step::Erase { attendee } => Some(*attendee),
            _ => None,
        };
        // Their badge is revoked and their token is gone.
        if about.is_some_and(|attendee| self.people[attendee].erased) {
            return;
        }
        match step {
            Step::Scan {
                sponsor,
                attendee,
                fields,
            } => {
                let device = &mut self.devices[sponsor];
                let badge = &self.attendees[attendee];
                let scan = self.world.scan(device, badge, fields, "Ana").await;
                let accepted = true;
                self.fact(
                    sponsor,
                    attendee,
                    Fact::Scan {
                        scan,
                        fields,
                        accepted,
                    },
                );
                self.scans.push((sponsor, attendee, scan));
            }
            Step::Note { scan } => {
                if let Some((sponsor, _, scan)) = pick(&self.scans, scan) {
                    let note = Note {
                        scan,
                        text: "a note".into(),
                        ..Note::default()
                    };
                    self.world.note(&mut self.devices[sponsor], note).await;
                }
            }
            Step::Narrow { scan, fields } => {
                let picked = pick(&self.scans, scan);
                if let Some((sponsor, attendee, scan)) = picked.filter(|_| !fields.is_empty()) {
                    self.world
                        .narrow(&mut self.devices[sponsor], scan, fields)
                        .await;
                    self.fact(
                        sponsor,
                        attendee,
                        Fact::Narrow {
                            scan,
                            removed: fields,
                        },
                    );
                }
            }
            Step::Void { scan } => {
                if let Some((sponsor, attendee, scan)) = pick(&self.scans, scan) {
                    self.world.void(&mut self.devices[sponsor], scan).await;
                    self.fact(sponsor, attendee, Fact::Void { scan });
                }
            }
            Step::ShareWithAll { attendee, fields } => {
                self.attendee_asks(attendee, true, "sharing", Some(json!({ "fields": fields })))
                    .await;
                self.act(None, attendee, ConsentAction::ShareWithAll(fields));
            }
            Step::ShareWithOne {
                sponsor,
                attendee,
                fields,
            } => {
                self.about(
                    sponsor,
                    attendee,
                    "share",
                    Some(json!({ "fields": fields })),
                )
                .await;
                self.act(
                    Some(sponsor),
                    attendee,
                    ConsentAction::ShareWithSponsor(fields),
                );
            }
            Step::DoNotScan { attendee, wish } => {
                self.attendee_asks(attendee, true, "do-not-scan", Some(json!({ "wish": wish })))
                    .await;
                self.act(None, attendee, ConsentAction::DoNotScan(wish));
            }
            Step::Withdraw { sponsor, attendee } => {
                self.about(sponsor, attendee, "withdraw", None).await;
                self.act(Some(sponsor), attendee, ConsentAction::Withdraw);
            }
            Step::WithdrawAll { attendee } => {
                self.attendee_asks(attendee, false, "withdraw", None).await;
                self.act(None, attendee, ConsentAction::Withdraw);
            }
            Step::Allow { sponsor, attendee } => {
                self.about(sponsor, attendee, "allow", None).await;
                self.act(Some(sponsor), attendee, ConsentAction::Allow);
            }
            Step::Report { sponsor, attendee } => {
                let body = json!({"reason": "not_asked", "text": ""});
                let answer = self.about(sponsor, attendee, "report", Some(body)).await;
                let report = answer["report"].as_str().unwrap().parse().unwrap();
                self.act(Some(sponsor), attendee, ConsentAction::Report(report));
                self.reports.push((sponsor, attendee, report));
            }
            Step::Decide { report, uphold } => self.decide_report(report, uphold).await,
            Step::Alias { attendee, set } => {
                let email = set.then(|| alias(attendee));
                let body = json!({ "email": email });
                self.attendee_asks(attendee, true, "sponsor-email", Some(body))
                    .await;
                self.people[attendee].alias = set;
            }
            Step::Correct { attendee } => {
                self.people[attendee].version += 1;
                let row = row_of(&registration_id(attendee), self.people[attendee].version);
                self.world.import(&csv_of(&HEADINGS, &[row])).await;
            }
            Step::AllowedFields { fields } => {
                let change = EventChange {
                    allowed_fields: Some(fields),
                    ..EventChange::default()
                };
                let backend = &self.world.backend;
                let mut tx = backend.db().write().await.unwrap();
                event::change(backend, &mut tx, &self.world.event, &change)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                self.allowed = fields;
            }
            Step::Erase { attendee } => {
                self.attendee_asks(attendee, false, "erase", Some(json!({"confirm": true})))
                    .await;
                self.act(None, attendee, ConsentAction::Erase);
                self.people[attendee].erased = true;
            }
        }
    }

    async fn decide_report(&mut self, report: usize, uphold: bool) {
        if self.reports.is_empty() {
            return;
        }
        let place = report % self.reports.len();
        let (sponsor, attendee, report) = self.reports.remove(place);
        let decided = self.world.decide(&report, uphold, "because").await;
        decided.unwrap();
        let act = if uphold {
            ConsentAction::Uphold(report)
        } else {
            ConsentAction::Dismiss(report)
        };
        self.act(Some(sponsor), attendee, act);
    }

    /// Searches everything that each sponsor can get.
    async fn look(&mut self) {
        for sponsor in 0..SPONSORS {
            let token = &self.sponsors[sponsor].token;
            let leads = self.world.leads(&self.sponsors[sponsor]).await;
            let mut answers = vec![
                Value::from(leads.clone()).to_string(),
                self.world.get("/api/v1/leads.csv", token).await.body,
                self.world.get("/api/v1/devices", token).await.body,
                self.world
                    .get("/api/v1/leads?since=100000", token)
                    .await
                    .body,
                self.world.get("/api/v1/me", token).await.body,
            ];
            for file in ["leads.json", "leads-salesforce.csv", "leads-hubspot.csv"] {
                let path = format!("/api/v1/exports/{file}");
                answers.push(self.world.get(&path, token).await.body);
            }
            answers.extend(self.pages(sponsor, &leads).await);
            for lead in &leads {
                let path = format!("/api/v1/leads/{}", lead["lead"].as_str().unwrap());
                let one = self.world.get(&path, token).await;
                assert_eq!(one.json(), *lead);
                answers.push(one.body);
                let tombstone = lead["state"] == "withheld";
                assert_eq!(lead.get("scans").is_none(), tombstone);
                assert_eq!(lead.get("notes").is_none(), tombstone);
                for (other, somebody) in self.sponsors.iter().enumerate() {
                    if other != sponsor {
                        let refused = self.world.get(&path, &somebody.token).await;
                        assert_eq!(refused.code(), "not_found");
                    }
                }
            }
            for attendee in 0..ATTENDEES {
                self.check(sponsor, attendee, &leads, &answers);
            }
            self.check_mirror(sponsor, &leads).await;
        }
    }

    /// What a member of the sponsor's team sees.
    async fn pages(&self, sponsor: usize, leads: &[Value]) -> Vec<String> {
        let subject = Subject::Member(self.sponsors[sponsor].id, self.members[sponsor]);
        let mut browser = Browser::of(&self.world, subject).await;
        let mut paths: Vec<String> = ["", "/exports", "/deletions", "/devices", "/charts"]
            .map(|page| format!("/sponsor{page}"))
            .to_vec();
        let ids = leads.iter().map(|lead| lead["lead"].as_str().unwrap());
        paths.extend(ids.map(|lead| format!("/sponsor/leads/{lead}")));
        let mut pages = Vec::new();
        for path in paths {
            let page = browser.get(&path).await;
            assert!(page.status.is_success(), "{path} {}", page.status);
            pages.push(page.html);
        }
        pages
    }

    fn check(&self, sponsor: usize, attendee: usize, leads: &[Value], answers: &[String]) {
        let decision = self.decision(sponsor, attendee);
        for field in Field::ALL {
            let may_leave = decision.fields().contains(field);
            let value = self.value(attendee, field);
            let holding = leads
                .iter()
                .filter(|lead| lead[field.name()] == *value)
                .count();
            assert_eq!(
                holding,
                usize::from(may_leave),
                "{sponsor} {attendee} {field} {decision:?}"
            );
            let csv = &answers[1];
            assert_eq!(
                csv.contains(&value),
                may_leave,
                "{sponsor} {attendee} {field} {decision:?}"
            );
            // What may not leave is nowhere: neither this value, nor an older one, nor the address
            // behind an alias.
            let mut hidden: Vec<String> = (1..=self.people[attendee].version)
                .map(|version| plain(attendee, field, version))
                .collect();
            if field == Field::Email {
                hidden.push(alias(attendee));
            }
            hidden.retain(|hidden| !may_leave || !value.starts_with(hidden.as_str()));
            for hidden in hidden {
                for answer in answers {
                    assert!(!answer.contains(&hidden), "{hidden} is in {answer}");
                }
            }
        }
    }

    /// Whoever only asks for changes knows the same as who asks for everything.
    async fn check_mirror(&mut self, sponsor: usize, leads: &[Value]) {
        let (known, cursor) = &mut self.mirrors[sponsor];
        let (changed, next) = self
            .world
            .leads_after(&self.sponsors[sponsor], cursor)
            .await;
        *cursor = next;
        for lead in changed {
            known.insert(lead["lead"].as_str().unwrap().to_owned(), lead);
        }
        let all = leads
            .iter()
            .map(|lead| (lead["lead"].as_str().unwrap().to_owned(), lead.clone()))
            .collect();
        assert_eq!(*known, all);
        let told = (0..ATTENDEES)
            .filter(|attendee| self.decision(sponsor, *attendee) != Decision::Never)
            .count();
        assert_eq!(leads.len(), told);
    }
}

fn registration_id(attendee: usize) -> String {
    format!("R{attendee}")
}

fn plain(attendee: usize, field: Field, version: u32) -> String {
    value_of(&registration_id(attendee), field.name(), version)
}

fn alias(attendee: usize) -> String {
    format!("alias{attendee}@example.net")
}

fn pick(scans: &[(usize, usize, ScanId)], number: usize) -> Option<(usize, usize, ScanId)> {
    if scans.is_empty() {
        return None;
    }
    scans.get(number % scans.len()).copied()
}

#[test]
fn no_history_gives_a_sponsor_more_than_the_rule_allows() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases: CASES,
        // Each step is a few transactions on a real disk.
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    let histories = proptest::collection::vec(step(), STEPS);
    TestRunner::new(config)
        .run(&histories, |history| {
            runtime.block_on(async {
                let mut play = Play::new().await;
                for (number, step) in history.into_iter().enumerate() {
                    play.take(step).await;
                    if (number + 1) % LOOK_EVERY == 0 {
                        play.look().await;
                    }
                }
                play.look().await;
            });
            Ok(())
        })
        .unwrap();
}
