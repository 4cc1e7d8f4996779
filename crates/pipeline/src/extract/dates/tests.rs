use super::*;
use proptest::prelude::*;

#[test]
fn dates_are_read_as_pages_write_them() {
    check("2026-11-23T08:30:00+01:00", "2026-11-23T08:30:00+01:00");
    check("2026-11-23T08:30:00.123Z", "2026-11-23T08:30:00Z");
    check("2026-11-23 08:30", "2026-11-23T08:30:00Z");
    check("2026-11-23T08:30:00-0500", "2026-11-23T08:30:00-05:00");
    check("20261123T083000", "2026-11-23T08:30:00Z");
    check("2026/11/23", "2026-11-23T00:00:00Z");
    check("Mon, 23 Nov 2026 08:30:00 GMT", "2026-11-23T08:30:00Z");
    check("Mon Nov 23 2026 08:30:00 GMT+0100 (CET)", "2026-11-23T08:30:00+01:00");
    check("Mon Nov 23 08:30:00 2026", "2026-11-23T08:30:00Z");
    check("Published: November 23rd, 2026 at 8:30 p.m. EST", "2026-11-23T20:30:00-05:00");
    check("Nov. 3, 2026 12:05 am", "2026-11-03T00:05:00Z");
    check("19.1.26, 10:00-11:30 Uhr", "2026-01-19T10:00:00Z");
    check("28.09.2612:44", "2026-09-28T00:00:00Z");
    check("26 | 01 | 2026", "2026-01-26T00:00:00Z");
    check("1795422600", "2026-11-23T08:30:00Z");
    check("1795422600000", "2026-11-23T08:30:00Z");
}

#[test]
fn dates_are_read_in_many_languages() {
    check("Stand: 23.11.2026, 08:30 Uhr", "2026-11-23T08:30:00Z");
    check("23. November 2026 um 8.30 Uhr MEZ", "2026-11-23T08:30:00+01:00");
    check("5. März 2026", "2026-03-05T00:00:00Z");
    check("le 1er août 2026 à 8h30", "2026-08-01T08:30:00Z");
    check("23 de noviembre de 2026", "2026-11-23T00:00:00Z");
    check("23 października 2026", "2026-10-23T00:00:00Z");
    check("23 ноября 2026", "2026-11-23T00:00:00Z");
    check("2026年11月23日", "2026-11-23T00:00:00Z");
    check("23 červenec 2026", "2026-07-23T00:00:00Z");
    check("23. 11. 2026", "2026-11-23T00:00:00Z");
}

#[test]
fn short_dates_follow_the_reader() {
    assert_eq!(shown("03/04/2026", true), "2026-04-03T00:00:00Z");
    assert_eq!(shown("03/04/2026", false), "2026-03-04T00:00:00Z");
    assert_eq!(shown("23/11/2026", false), "2026-11-23T00:00:00Z");
    assert_eq!(shown("03.04.26", false), "2026-04-03T00:00:00Z");
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "0001-01-01T00:00:00Z",
        "Reading time: 5 min",
        "2026-13-40",
        "1234567890123456",
        "May be",
        "30.02.2026",
    ] {
        assert_eq!(shown(text, true), "none", "{text}");
    }
}

#[test]
fn only_a_date_at_the_start_is_one_of_a_dateline() {
    let day = |text: &str| at_start(text, true).map(|dated| dated.time.local().date().to_string());
    assert_eq!(day("23.11.2026 - The ferry").as_deref(), Some("2026-11-23"));
    assert_eq!(day("23 November 2026: the ferry").as_deref(), Some("2026-11-23"));
    assert_eq!(day("The ferry of 23.11.2026"), None);
    assert_eq!(clock_alone("21:25 Uhr"), Some(21 * 60 + 25));
    assert_eq!(clock_alone("at noon"), None);
}

proptest! {
    #[test]
    fn any_text_reads_without_harm(text in "[0-9a-zA-Z:.,/ +年月-]{0,40}", day_first: bool) {
        if let Some(time) = read(&text, day_first) {
            prop_assert!(time.offset_minutes.abs() <= 14 * 60);
            prop_assert!(SourceTime::parse(&time.to_string()) == Ok(time));
        }
    }

    #[test]
    fn what_is_printed_is_read_again(seconds in 500_000_000_i64..4_000_000_000, quarters in -56_i32..=56) {
        let instant = Timestamp::from_second(seconds).expect("in range");
        let time = SourceTime { instant, offset_minutes: quarters * 15 };
        prop_assert_eq!(read(&time.to_string(), true), Some(time));
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text, true), expected, "{text}");
}

fn shown(text: &str, day_first: bool) -> String {
    read(text, day_first).map_or("none".to_owned(), |time| time.to_string())
}
