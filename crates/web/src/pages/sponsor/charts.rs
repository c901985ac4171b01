//! Charts, drawn here as SVG: a bar for each hour, and a bar in each row of the tables.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::UnixMillis;

use crate::Problem;
use crate::pages::layout::{Page, render};
use crate::pages::visit::MemberVisit;
use backend::Backend;
use backend::devices::scan_statistics::{self, ScanCounts, ScanStatistics};

/// Sizes in the drawing's own units, of which text is 13 high.
const SLOT: u64 = 44;
const BAR: u64 = 30;
const HEIGHT: u64 = 120;
const HEAD: u64 = 20;
const FOOT: u64 = 22;

#[derive(Template)]
#[template(path = "sponsor/charts.html")]
struct Charts<'a> {
    page: &'a Page,
    activity: &'a ScanStatistics,
    days: Vec<Day>,
}

/// The chart of one day. All days share one scale and the same hours.
struct Day {
    name: String,
    total: u64,
    width: u64,
    height: u64,
    ground: u64,
    bars: Vec<Bar>,
}

struct Bar {
    hour: String,
    scans: ScanCounts,
    x: u64,
    middle: u64,
    new_y: u64,
    new_height: u64,
    repeated_y: u64,
    repeated_height: u64,
    label_y: u64,
}

/// A chart's title, what its rows are, and the rows: a name and its scans.
type Kind<'a> = (&'static str, &'static str, &'a [(String, ScanCounts)]);

impl Charts<'_> {
    fn drawing(&self, day: &Day) -> String {
        (self.page.words.sponsor.charts.drawing)(&day.name, day.total)
    }

    fn undated(&self) -> String {
        (self.page.words.sponsor.charts.undated)(self.activity.undated)
    }

    /// The ends of the two parts of a row's bar, in per cent of the longest row.
    fn row(rows: &[(String, ScanCounts)], scans: &ScanCounts) -> (u64, u64) {
        let most = rows.iter().map(|(_, scans)| scans.all()).max();
        let most = most.unwrap_or(0).max(1);
        (scans.new * 100 / most, scans.repeated * 100 / most)
    }

    fn kinds(&self) -> [Kind<'_>; 2] {
        let words = &self.page.words.sponsor.charts;
        [
            (words.by_device, words.device, &self.activity.devices),
            (words.by_operator, words.operator, &self.activity.operators),
        ]
    }
}

fn days(page: &Page, activity: &ScanStatistics) -> Vec<Day> {
    let hours = activity.days.values().flatten();
    let first = hours.clone().map(|(hour, _)| *hour).min().unwrap_or(0);
    let last = hours.clone().map(|(hour, _)| *hour).max().unwrap_or(0);
    let most = hours.map(|(_, scans)| scans.all()).max();
    let most = most.unwrap_or(0).max(1);
    activity
        .days
        .iter()
        .map(|(date, hours)| {
            let mut bars: Vec<Bar> = Vec::new();
            let mut x = (SLOT - BAR) / 2;
            for hour in first..=last {
                let scans = hours.get(&hour).copied().unwrap_or_default();
                let new_height = scans.new * HEIGHT / most;
                let repeated_height = scans.all() * HEIGHT / most - new_height;
                let new_y = HEAD + HEIGHT - new_height;
                let repeated_y = new_y - repeated_height;
                bars.push(Bar {
                    hour: format!("{hour:02}"),
                    scans,
                    x,
                    middle: x + BAR / 2,
                    new_y,
                    new_height,
                    repeated_y,
                    repeated_height,
                    label_y: repeated_y - 5,
                });
                x += SLOT;
            }
            // Noon of a day is in that day, whatever its zone does at midnight.
            let noon = date
                .at(12, 0, 0, 0)
                .to_zoned_datetime(page.zone().clone())
                .map_or(0, |noon| noon.timestamp().as_millisecond());
            Day {
                name: page.day(&UnixMillis(noon)),
                total: hours.values().map(|scans| scans.all()).sum(),
                width: x,
                height: HEAD + HEIGHT + FOOT,
                ground: HEAD + HEIGHT,
                bars,
            }
        })
        .collect()
}

/// `GET /sponsor/charts`.
pub(crate) async fn show(
    visit: MemberVisit,
    State(backend): State<Backend>,
) -> Result<Response, Problem> {
    let mut tx = backend.db().read_as(visit.tenant()).await?;
    let activity =
        scan_statistics::load(&mut tx, &visit.event, &visit.sponsor, visit.page.zone()).await?;
    let template = Charts {
        page: &visit.page,
        days: days(&visit.page, &activity),
        activity: &activity,
    };
    Ok(render(StatusCode::OK, &template))
}
