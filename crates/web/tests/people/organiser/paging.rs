//! Lists that are longer than a page.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use backend::paging;
use backend::people::sponsors;
use backend_model::StaffRole;

use super::{Hall, browser, scan_of_nobody};
use test_world::browser::Browser;

/// One more than a page has.
const MANY: usize = paging::ROWS as usize + 1;

/// What stands between two marks, each time.
fn between<'a>(html: &'a str, begin: &str, end: &str) -> Vec<&'a str> {
    html.split(begin)
        .skip(1)
        .map(|rest| rest.split(end).next().unwrap())
        .collect()
}

/// Turns the pages of a list from its first to its last, and gives for each what is listed on it.
async fn pages(browser: &mut Browser<'_>, list: &str, begin: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(list.to_owned());
    while let Some(path) = next {
        let shown = browser.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        let listed = between(&shown.html, begin, "\"");
        pages.push(listed.into_iter().map(str::to_owned).collect());
        let turn = between(&shown.html, "<nav class=\"pages\"", "</nav>");
        let turn = turn.first().copied().unwrap_or_default();
        assert_eq!(turn.contains("Page before"), pages.len() > 1, "{path}");
        next = turn
            .contains("Next page")
            .then(|| between(turn, "<a href=\"", "\"").pop().unwrap())
            .map(|path| path.replace("&#38;", "&"));
    }
    pages
}

/// So many are listed, a full page and the rest, none of them twice.
fn assert_paged(pages: &[Vec<String>], count: usize) {
    let rows: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(rows, [MANY - 1, count - (MANY - 1)]);
    let different: BTreeSet<_> = pages.iter().flatten().collect();
    assert_eq!(different.len(), count);
}

#[tokio::test]
async fn sponsors_and_devices_are_listed_a_page_at_a_time() {
    let hall = Hall::new().await;
    let world = &hall.world;
    let mut tx = world.backend.db().write().await.unwrap();
    for number in 0..MANY {
        let name = format!("Sponsor {number}");
        sponsors::add(&world.backend, &mut tx, &world.event, &name)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    for number in 0..MANY {
        world
            .device(&hall.sponsor, &format!("Tablet {number}"))
            .await;
    }
    let mut auditor = browser(world, StaffRole::Auditor).await;
    let link = "<th scope=\"row\"><a href=\"";
    let sponsors = pages(&mut auditor, "/organiser/sponsors", link).await;
    assert_paged(&sponsors, MANY + 1);
    let devices = pages(&mut auditor, "/organiser/devices", link).await;
    assert_paged(&devices, MANY + 1);

    // A filter holds for every page, and counts before the pages are cut.
    let last = devices[1][0].clone();
    let mut support = browser(world, StaffRole::Support).await;
    support.post(&format!("{last}/revoke"), &[]).await;
    let revoked = pages(&mut auditor, "/organiser/devices?which=revoked", link).await;
    assert_eq!(revoked, [[last]]);
    let beyond = auditor.get("/organiser/devices?page=4294967295").await;
    assert_eq!(beyond.status, StatusCode::OK);
    assert!(!beyond.html.contains("Tablet 1"));
}

#[tokio::test]
async fn reports_and_the_quarantine_are_listed_a_page_at_a_time() {
    let hall = Hall::new().await;
    let world = &hall.world;
    for _ in 0..MANY {
        hall.report("").await;
    }
    let mut device = world.device(&hall.sponsor, "Guesser").await;
    for _ in 1..MANY {
        world.state(&mut device, scan_of_nobody()).await;
    }
    let mut support = browser(world, StaffRole::Support).await;
    let link = "<h2 class=\"name\"><a href=\"";
    let open = pages(&mut support, "/organiser/reports", link).await;
    assert_paged(&open, MANY);

    let form = [("decision", "dismiss"), ("reason", "You tapped share.")];
    support.post(&open[0][0], &form).await;
    let open = pages(&mut support, "/organiser/reports", link).await;
    assert_eq!(open.len(), 1, "one fewer fits on a page");
    let all = pages(&mut support, "/organiser/reports?all=true", link).await;
    assert_paged(&all, MANY);

    let hash = "<code>";
    let pages = pages(&mut support, "/organiser/quarantine/unknown_badge", hash).await;
    assert_eq!(
        pages.iter().map(Vec::len).collect::<Vec<_>>(),
        [MANY - 1, 1]
    );
}
