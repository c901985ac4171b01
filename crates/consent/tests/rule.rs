//! Tests of the consent rule: single cases, and properties over arbitrary histories.

use consent::{ConsentAction, Decision, Fact, Withheld, WithheldSince, decide, withheld_since};
use proptest::prelude::*;
use protocol::{Field, FieldSet, ReportId, ScanId};

fn scan_id(number: u8) -> ScanId {
    ScanId::from_bytes([number; 16])
}

fn report_id(number: u8) -> ReportId {
    ReportId::from_bytes([number; 16])
}

fn scan(number: u8, fields: FieldSet) -> Fact {
    Fact::Scan {
        scan: scan_id(number),
        fields,
        accepted: true,
    }
}

fn done(number: u64, action: ConsentAction) -> Fact {
    Fact::Action { number, action }
}

fn names() -> FieldSet {
    [Field::FirstName, Field::LastName].into_iter().collect()
}

fn email() -> FieldSet {
    FieldSet::NONE.with(Field::Email)
}

fn check(facts: &[Fact], expected: Decision) {
    assert_eq!(decide(FieldSet::ALL, facts), expected, "{facts:?}");
}

const WITHDRAWN: Decision = Decision::Withheld(Withheld::Withdrawn);
const ALL: Decision = Decision::Shown(FieldSet::ALL);

#[test]
fn without_an_accepted_scan_the_sponsor_learns_nothing() {
    check(&[], Decision::Never);
    check(&[done(1, ConsentAction::Allow)], Decision::Never);
    let quarantined = Fact::Scan {
        scan: scan_id(1),
        fields: FieldSet::ALL,
        accepted: false,
    };
    check(&[quarantined], Decision::Never);
}

#[test]
fn the_event_the_attendee_and_the_scan_each_bound_the_fields() {
    assert_eq!(
        decide(names(), &[scan(1, FieldSet::ALL)]),
        Decision::Shown(names())
    );
    check(&[scan(1, names())], Decision::Shown(names()));
    check(
        &[
            scan(1, FieldSet::ALL),
            done(1, ConsentAction::ShareWithAll(names())),
        ],
        Decision::Shown(names()),
    );
    check(
        &[
            scan(1, FieldSet::ALL),
            done(1, ConsentAction::ShareWithSponsor(email())),
        ],
        Decision::Shown(email()),
    );
}

#[test]
fn two_scans_add_up_and_a_narrowing_holds_for_both() {
    check(
        &[scan(1, names()), scan(2, email())],
        Decision::Shown(names().union(email())),
    );
    let narrowed = Fact::Narrow {
        scan: scan_id(1),
        removed: email(),
    };
    check(
        &[scan(1, FieldSet::ALL), narrowed, scan(2, email())],
        Decision::Shown(FieldSet::ALL.difference(email())),
    );
}

#[test]
fn a_voided_scan_gives_nothing_and_leaves_a_tombstone() {
    let void = Fact::Void { scan: scan_id(1) };
    check(
        &[scan(1, FieldSet::ALL), void],
        Decision::Withheld(Withheld::Voided),
    );
    check(
        &[scan(1, FieldSet::ALL), void, scan(2, names())],
        Decision::Shown(names()),
    );
}

#[test]
fn after_a_withdrawal_a_later_scan_stays_withheld_until_the_attendee_allows_it() {
    let withdrawn = [
        scan(1, FieldSet::ALL),
        done(5, ConsentAction::Withdraw),
        scan(2, FieldSet::ALL),
    ];
    check(&withdrawn, WITHDRAWN);
    let allowed = [&withdrawn[..], &[done(6, ConsentAction::Allow)]].concat();
    check(&allowed, ALL);
    check(
        &[&allowed[..], &[done(7, ConsentAction::Withdraw)]].concat(),
        WITHDRAWN,
    );
}

#[test]
fn a_report_withholds_while_open_and_when_upheld_and_not_when_dismissed() {
    let open = [
        scan(1, FieldSet::ALL),
        done(1, ConsentAction::Report(report_id(1))),
    ];
    check(&open, Decision::Withheld(Withheld::Reported));
    check(
        &[&open[..], &[done(2, ConsentAction::Allow)]].concat(),
        Decision::Withheld(Withheld::Reported),
    );
    check(
        &[&open[..], &[done(2, ConsentAction::Dismiss(report_id(1)))]].concat(),
        ALL,
    );
    let upheld = [
        &open[..],
        &[
            done(2, ConsentAction::Uphold(report_id(1))),
            scan(2, FieldSet::ALL),
        ],
    ]
    .concat();
    check(&upheld, Decision::Withheld(Withheld::ReportUpheld));
    check(
        &[&upheld[..], &[done(3, ConsentAction::Allow)]].concat(),
        ALL,
    );
}

#[test]
fn do_not_scan_can_be_lifted_and_an_erasure_can_not() {
    let wish = [
        scan(1, FieldSet::ALL),
        done(1, ConsentAction::DoNotScan(true)),
    ];
    check(&wish, Decision::Withheld(Withheld::DoNotScan));
    check(
        &[&wish[..], &[done(2, ConsentAction::DoNotScan(false))]].concat(),
        ALL,
    );
    let erased = [
        scan(1, FieldSet::ALL),
        done(1, ConsentAction::Erase),
        done(2, ConsentAction::Allow),
    ];
    check(&erased, Decision::Withheld(Withheld::Erased));
}

fn any_fields() -> impl Strategy<Value = FieldSet> {
    (0..=0x7f_u8).prop_map(|bits| FieldSet::from_bits(bits).expect("seven bits"))
}

fn any_act() -> impl Strategy<Value = ConsentAction> {
    let report = || (0..3_u8).prop_map(report_id);
    prop_oneof![
        any_fields().prop_map(ConsentAction::ShareWithAll),
        any_fields().prop_map(ConsentAction::ShareWithSponsor),
        any::<bool>().prop_map(ConsentAction::DoNotScan),
        Just(ConsentAction::Withdraw),
        Just(ConsentAction::Allow),
        Just(ConsentAction::Allow),
        report().prop_map(ConsentAction::Report),
        report().prop_map(ConsentAction::Uphold),
        report().prop_map(ConsentAction::Dismiss),
        Just(ConsentAction::Erase),
    ]
}

fn any_record() -> impl Strategy<Value = Fact> {
    let scan = || (0..4_u8).prop_map(scan_id);
    prop_oneof![
        3 => (scan(), any_fields(), any::<bool>())
            .prop_map(|(scan, fields, accepted)| Fact::Scan { scan, fields, accepted }),
        1 => (scan(), any_fields()).prop_map(|(scan, removed)| Fact::Narrow { scan, removed }),
        1 => scan().prop_map(|scan| Fact::Void { scan }),
    ]
}

/// Generates any number of records, and actions that are numbered in their order.
fn any_history() -> impl Strategy<Value = Vec<Fact>> {
    let records = prop::collection::vec(any_record(), 0..8);
    let acts = prop::collection::vec(any_act(), 0..6);
    (records, acts).prop_map(|(records, acts)| {
        let acts = (1..).zip(acts).map(|(number, action)| done(number, action));
        records.into_iter().chain(acts).collect()
    })
}

/// A second implementation of the rule, close to the words of the privacy notice. For one field, it walks the actions
/// backwards and looks for a reason to withhold it.
fn may_leave(field: Field, allowed: FieldSet, facts: &[Fact]) -> bool {
    let mut acts: Vec<(u64, ConsentAction)> = Vec::new();
    for fact in facts {
        if let Fact::Action { number, action } = fact {
            acts.push((*number, *action));
        }
    }
    acts.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let acts: Vec<ConsentAction> = acts.into_iter().map(|(_, action)| action).collect();
    let latest =
        |wanted: fn(&ConsentAction) -> bool| acts.iter().find(|action| wanted(action)).copied();

    if acts.contains(&ConsentAction::Erase)
        || latest(|action| matches!(action, ConsentAction::DoNotScan(_)))
            == Some(ConsentAction::DoNotScan(true))
    {
        return false;
    }
    if latest(|action| matches!(action, ConsentAction::Withdraw | ConsentAction::Allow))
        == Some(ConsentAction::Withdraw)
    {
        return false;
    }
    for number in 0..3 {
        let id = report_id(number);
        let about = |action: &ConsentAction| matches!(action, ConsentAction::Report(r) | ConsentAction::Uphold(r) | ConsentAction::Dismiss(r) if *r == id);
        match acts.iter().position(about).map(|at| (at, acts[at])) {
            Some((_, ConsentAction::Report(_))) => return false,
            Some((at, ConsentAction::Uphold(_))) if !acts[..at].contains(&ConsentAction::Allow) => {
                return false;
            }
            _ => {}
        }
    }
    for action in [
        latest(|action| matches!(action, ConsentAction::ShareWithAll(_))),
        latest(|action| matches!(action, ConsentAction::ShareWithSponsor(_))),
    ] {
        if let Some(ConsentAction::ShareWithAll(fields) | ConsentAction::ShareWithSponsor(fields)) =
            action
            && !fields.contains(field)
        {
            return false;
        }
    }
    let narrowed = facts
        .iter()
        .any(|fact| matches!(fact, Fact::Narrow { removed, .. } if removed.contains(field)));
    let consented = facts.iter().any(|fact| {
        matches!(fact, Fact::Scan { scan, fields, accepted: true }
            if fields.contains(field) && !facts.contains(&Fact::Void { scan: *scan }))
    });
    allowed.contains(field) && consented && !narrowed
}

/// A second implementation of [`withheld_since`], which evaluates the rule at every point in the past.
fn withheld_since_by_asking(facts: &[Fact]) -> Option<WithheldSince> {
    let withheld_after = |last: u64| {
        let then: Vec<Fact> = facts
            .iter()
            .copied()
            .filter(|fact| !matches!(fact, Fact::Action { number, .. } if *number > last))
            .collect();
        matches!(decide(FieldSet::ALL, &then), Decision::Withheld(_))
    };
    let last = facts.iter().map(|fact| match fact {
        Fact::Action { number, .. } => *number,
        _ => 0,
    });
    let unbroken = (0..=last.max().unwrap_or(0))
        .rev()
        .take_while(|number| withheld_after(*number))
        .last()?;
    Some(match unbroken {
        0 => WithheldSince::Scans,
        number => WithheldSince::Action(number),
    })
}

proptest! {
    #[test]
    fn a_lead_is_withheld_since_the_first_moment_of_the_unbroken_rest(history in any_history()) {
        prop_assert_eq!(withheld_since(&history), withheld_since_by_asking(&history));
    }

    #[test]
    fn no_field_leaves_that_the_rule_does_not_allow(history in any_history(), allowed in any_fields()) {
        let decided = decide(allowed, &history).fields();
        for field in Field::ALL {
            prop_assert_eq!(decided.contains(field), may_leave(field, allowed, &history), "{}", field);
        }
    }

    #[test]
    fn the_result_does_not_depend_on_the_order_of_arrival(
        (history, shuffled) in any_history().prop_flat_map(|history| {
            (Just(history.clone()), Just(history).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(decide(FieldSet::ALL, &history), decide(FieldSet::ALL, &shuffled));
    }

    #[test]
    fn a_fact_that_arrives_twice_counts_once(history in any_history()) {
        let twice = [&history[..], &history[..]].concat();
        prop_assert_eq!(decide(FieldSet::ALL, &history), decide(FieldSet::ALL, &twice));
    }

    #[test]
    fn taking_away_never_gives(history in any_history(), removed in any_fields()) {
        let before = decide(FieldSet::ALL, &history).fields();
        for fact in [
            Fact::Narrow { scan: scan_id(0), removed },
            Fact::Void { scan: scan_id(0) },
            done(1_000, ConsentAction::Withdraw),
            done(1_000, ConsentAction::Report(report_id(9))),
            done(1_000, ConsentAction::DoNotScan(true)),
            done(1_000, ConsentAction::Erase),
        ] {
            let after = decide(FieldSet::ALL, &[&history[..], &[fact]].concat()).fields();
            prop_assert!(before.contains_all(after), "{fact:?} gave {after:?} after {before:?}");
        }
    }
}
