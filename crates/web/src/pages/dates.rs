//! Moments as a reader in the event's zone writes them.

use jiff::tz::TimeZone;
use protocol::UnixMillis;

use backend_text::Words;

/// The zone of this IANA name; UTC where there is none, which the settings never store.
pub(crate) fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// A moment, always with its day where that is not today. What lies outside all calendars, because a
/// device's clock may say anything, is a dash.
pub(crate) fn moment(words: &Words, zone: &TimeZone, at: UnixMillis, now: UnixMillis) -> String {
    let (Ok(at), Ok(now)) = (
        jiff::Timestamp::from_millisecond(at.0),
        jiff::Timestamp::from_millisecond(now.0),
    ) else {
        return "–".into();
    };
    let (at, now) = (
        at.to_zoned_datetime(zone.clone()),
        now.to_zoned_datetime(zone.clone()),
    );
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    if at.date() == now.date() {
        return (words.shell.dates.today)(&time);
    }
    (words.shell.dates.at)(&day_of(words, &at, &now), &time)
}

/// A day.
pub(crate) fn day(words: &Words, zone: &TimeZone, at: UnixMillis, now: UnixMillis) -> String {
    let (Ok(at), Ok(now)) = (
        jiff::Timestamp::from_millisecond(at.0),
        jiff::Timestamp::from_millisecond(now.0),
    ) else {
        return "–".into();
    };
    day_of(
        words,
        &at.to_zoned_datetime(zone.clone()),
        &now.to_zoned_datetime(zone.clone()),
    )
}

fn day_of(words: &Words, at: &jiff::ZonedDateTime, now: &jiff::ZonedDateTime) -> String {
    let dates = &words.shell.dates;
    let month = usize::try_from(at.month() - 1)
        .ok()
        .and_then(|month| dates.months.get(month))
        .copied()
        .unwrap_or_default();
    if at.year() == now.year() {
        (dates.day)(at.day(), month)
    } else {
        (dates.day_of_year)(at.day(), month, at.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend_text::Language;

    const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

    fn render(language: Language, zone: &str, at: i64) -> String {
        moment(language.words(), &zone_of(zone), UnixMillis(at), NOW)
    }

    #[test]
    fn a_moment_has_its_day_where_it_is_not_today_in_the_event_s_zone() {
        use Language::{English, Spanish};
        // 2027-01-15 08:00 UTC is midnight in Los Angeles.
        assert_eq!(
            render(English, "America/Los_Angeles", NOW.0),
            "today at 00:00"
        );
        let before = NOW.0 - 60_000;
        assert_eq!(
            render(English, "America/Los_Angeles", before),
            "January 14 at 23:59"
        );
        assert_eq!(render(Spanish, "UTC", before), "hoy a las 07:59");
        assert_eq!(render(Spanish, "UTC", 0), "1 de enero de 1970 a las 00:00");
        assert_eq!(render(English, "UTC", i64::MAX), "–");
    }
}
