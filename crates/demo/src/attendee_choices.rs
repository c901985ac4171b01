//! The end of the demo: attendees change what they share, and sponsors fetch their leads.

use std::fs;

use protocol::{Field, FieldSet};
use serde_json::{Value, json};

use crate::cast::Cast;
use crate::day::{Day, EVENT, fields};
use crate::ledger::{Found, all_but};
use crate::terminal::{part, say, table};

/// Has one attendee take fields away, one withdraw and one report a scan.
pub(crate) fn attendees_decide(day: &mut Day, cast: &Cast) -> anyhow::Result<()> {
    let sponsor = 0;
    let id = day.sponsors[sponsor].id.clone();
    let [takes, withdraws, reports] = [cast.full(0)?, cast.full(1)?, cast.full(2)?];

    part("An attendee's own view, before");
    let token = day.attendee_token(&day.people[takes])?;
    show_own_view(&day.own_view(&token)?);

    part("Three attendees change their mind");
    let left = all_but(&[Field::Email, Field::Employer]);
    let names: Vec<&str> = left.iter().map(Field::name).collect();
    day.act(
        &token,
        &format!("/api/v1/me/sponsors/{id}/share"),
        &fields(&names),
    )?;
    let person = day.people[takes].clone();
    let ledger = &mut day.sponsors[sponsor].ledger;
    ledger.remove(&person, FieldSet::ALL.difference(left));
    say(&format!(
        "One takes e-mail and employer away from {}.",
        day.sponsors[sponsor].name
    ));

    let other = day.attendee_token(&day.people[withdraws])?;
    day.act(
        &other,
        &format!("/api/v1/me/sponsors/{id}/withdraw"),
        &json!({}),
    )?;
    let person = day.people[withdraws].clone();
    day.sponsors[sponsor].ledger.remove(&person, FieldSet::ALL);
    say(&format!(
        "One withdraws from {}.",
        day.sponsors[sponsor].name
    ));

    let third = day.attendee_token(&day.people[reports])?;
    let complaint = json!({ "reason": "not_asked", "text": "Nobody asked me before scanning." });
    day.act(
        &third,
        &format!("/api/v1/me/sponsors/{id}/report"),
        &complaint,
    )?;
    let person = day.people[reports].clone();
    day.sponsors[sponsor].ledger.remove(&person, FieldSet::ALL);
    say(&format!(
        "One reports a scan by {}: the lead is withheld at once.",
        day.sponsors[sponsor].name
    ));

    part("The first attendee's own view, after");
    show_own_view(&day.own_view(&token)?);
    Ok(())
}

fn show_own_view(view: &Value) {
    let headings = ["Sponsor", "Scanned by", "Gets", "Seen", "Exported"];
    let mut rows = vec![headings.map(str::to_owned).to_vec()];
    for sponsor in view["sponsors"].as_array().into_iter().flatten() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value, what: fn(&Value) -> &Value| -> String {
            let texts = value
                .as_array()
                .into_iter()
                .flatten()
                .map(|entry| text(what(entry)));
            texts.collect::<Vec<_>>().join(", ")
        };
        let yes_no = |value: &Value| if value.is_null() { "no" } else { "yes" }.to_owned();
        rows.push(vec![
            text(&sponsor["name"]),
            list(&sponsor["scans"], |scan| &scan["device"]),
            list(&sponsor["fields"], |field| field),
            yes_no(&sponsor["disclosed"]["first_seen_at"]),
            yes_no(&sponsor["disclosed"]["exported_at"]),
        ]);
    }
    table(&rows);
}

/// How many leads of each sponsor are printed. The export has all of them.
const LEADS_PRINTED: usize = 8;

/// Fetches each sponsor's leads through the API and as an export, and searches both for withheld values.
pub(crate) fn fetch(day: &Day) -> anyhow::Result<Found> {
    let mut all = Found::default();
    for sponsor in &day.sponsors {
        let leads = day.leads(sponsor)?;
        let export = day.export(sponsor)?;
        let file = day.out.join(format!(
            "{}.csv",
            sponsor.name.to_lowercase().replace(' ', "-")
        ));
        fs::write(&file, &export)?;
        let found = sponsor.ledger.search(&day.people, &leads, &[export]);
        let (shared, withheld): (Vec<&Value>, Vec<&Value>) =
            leads.iter().partition(|lead| lead["state"] == "shared");
        let (whole, partly): (Vec<&Value>, Vec<&Value>) = shared
            .iter()
            .copied()
            .partition(|lead| lead["not_shared"].as_array().is_none_or(Vec::is_empty));
        all = all.and(found).and_leads(shared.len());
        say(&format!(
            "{}: {} leads, {} withheld",
            sponsor.name,
            shared.len(),
            withheld.len()
        ));
        let headings = [
            "First name",
            "Last name",
            "E-mail",
            "Employer",
            "Country",
            "Scans",
        ];
        let mut rows = vec![headings.map(str::to_owned).to_vec()];
        let first = withheld.into_iter().chain(partly).chain(whole);
        rows.extend(first.take(LEADS_PRINTED).map(row_of));
        table(&rows);
        say(&format!("… all of them in {}", file.display()));
        say("");
    }
    Ok(all)
}

/// Counts the records in quarantine at the backend.
pub(crate) fn quarantined(day: &Day) -> anyhow::Result<usize> {
    let devices = day.backend.run(&["device", "list", "--event", EVENT])?;
    let each = devices.as_array().into_iter().flatten();
    let sum: u64 = each
        .filter_map(|device| device["quarantined"].as_u64())
        .sum();
    Ok(usize::try_from(sum)?)
}

fn row_of(lead: &Value) -> Vec<String> {
    if let Some(reason) = lead["reason"].as_str() {
        return vec![format!("({})", reason.replace('_', " "))];
    }
    let not_shared: Vec<&str> = lead["not_shared"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut row: Vec<String> = ["first_name", "last_name", "email", "employer", "country"]
        .iter()
        .map(|field| {
            if not_shared.contains(field) {
                return "(not shared)".to_owned();
            }
            let text = lead[field].as_str().unwrap_or_default();
            let clean: String = text.chars().filter(|letter| !letter.is_control()).collect();
            if clean.chars().count() > 32 {
                clean.chars().take(31).chain(['…']).collect()
            } else {
                clean
            }
        })
        .collect();
    row.push(lead["scans"].as_array().map_or(0, Vec::len).to_string());
    row
}
