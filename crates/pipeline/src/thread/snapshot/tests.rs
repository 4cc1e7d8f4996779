use super::super::tests::{article, registry, stream};
use super::*;
use jiff::Timestamp;
use news::{Article, Registry};

/// A window in which stories have grown and closed, texts were copied, owners and addresses noted.
fn window() -> Threader {
    let mut threader = Threader::new(Thresholds::standard(), registry());
    for article in articles() {
        threader.place(&article);
    }
    threader.forget_before(day(33));
    assert!(threader.reports() < articles().count(), "some have left");
    threader
}

fn articles() -> impl Iterator<Item = Article> {
    let early = ["A zeppelin landed", "The quartz mine flooded", "An old violin turned up"];
    let early = early.into_iter().enumerate().map(|(number, title)| {
        let text =
            format!("{title} near Selm on a quiet morning, said those who saw it. ").repeat(9);
        article(&format!("early {number}"), "lake.example", 0, title, &text)
    });
    early.chain((0..6).flat_map(part))
}

/// The same events again, days later.
fn part(part: i64) -> impl Iterator<Item = Article> {
    let days = jiff::SignedDuration::from_hours(24 * part);
    stream().into_iter().enumerate().map(move |(number, article)| Article {
        id: ArticleId(format!("{part} {number}")),
        outlet: news::OutletId(["post.example", "coast.example"][number % 2].to_owned()),
        url: (number % 5 > 0).then(|| format!("https://post.example/2026/09/{number}-old-pier")),
        title: format!("{} of part {part}", article.title),
        text: format!("{} {}", article.text, "Part of the port was shut. ".repeat(number % 7)),
        seen: article.seen + days,
        ..article
    })
}

fn day(day: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + day * 86_400).expect("written for this test")
}

fn empty() -> Threader {
    Threader::new(Thresholds::standard(), registry())
}

fn written(threader: &mut Threader) -> Vec<u8> {
    let mut bytes = Vec::new();
    threader.write_window(&mut bytes).expect("memory takes it");
    bytes
}

/// What is made again from the rest.
fn derived(threader: &Threader) -> String {
    let Threader { crowd, silence, slots, numbers, addresses, index, origins, .. } = threader;
    let sorted = |map: &super::super::Map<u64, u32>| {
        map.iter()
            .map(|(key, number)| (*key, *number))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let maps = [slots, numbers, addresses].map(sorted);
    format!("{crowd:?} {silence:?} {maps:?} {} {}", index.summary(), origins.summary())
}

#[test]
fn a_window_is_read_as_it_was_written_and_goes_on_alike() {
    let mut live = window();
    let bytes = written(&mut live);
    let mut read = empty().read_window(&bytes[..]).expect("it is whole");
    assert_eq!(written(&mut read), bytes);
    assert_eq!(derived(&read), derived(&live));
    for (number, article) in stream().into_iter().enumerate() {
        let later = Article { id: ArticleId(format!("later {number}")), ..article };
        assert_eq!(
            read.place_among(&later, Vec::new()),
            live.place_among(&later, Vec::new()),
            "{number}"
        );
        if number % 10 == 0 {
            live.forget_before(day(32 + number as i64 / 10));
            read.forget_before(day(32 + number as i64 / 10));
        }
    }
    assert_eq!(written(&mut read), written(&mut live));
    assert_eq!(derived(&read), derived(&live));
}

#[test]
fn a_restored_window_is_the_one_that_was_placed() {
    let (mut placed, mut restored) = (empty(), empty());
    for (number, article) in articles().enumerate() {
        let placement = placed.place(&article);
        restored.restore(&article, Vec::new(), &placement.story, &placement.origin);
        if number == 100 {
            let bytes = written(&mut restored);
            restored = empty().read_window(&bytes[..]).expect("it is whole");
        }
    }
    assert_eq!(written(&mut restored), written(&mut placed));
    assert_eq!(derived(&restored), derived(&placed));
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let bytes = written(&mut window());
    for end in (0..bytes.len()).step_by(997) {
        refused(&bytes[..end]);
    }
    for place in (0..bytes.len()).step_by(499) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x10;
        refused(&damaged);
    }
    refused(&[&bytes[..], b"x"].concat());
}

#[track_caller]
fn refused(bytes: &[u8]) {
    assert!(empty().read_window(bytes).is_err());
}

#[test]
fn a_snapshot_of_another_maker_is_refused() {
    let bytes = written(&mut window());
    let other = Thresholds { join: 0.41, ..Thresholds::standard() };
    let refused =
        |threader: Threader| threader.read_window(&bytes[..]).map(drop).map_err(|e| e.to_string());
    let why = Err("it was made by another version or with other settings".to_owned());
    assert_eq!(refused(Threader::new(other, registry())), why);
    assert_eq!(refused(Threader::new(Thresholds::standard(), Registry::default())), why);
    assert_eq!(refused(empty()), Ok(()));
}

#[test]
fn placements_tell_story_and_origin_of_every_article() {
    let mut threader = empty();
    let first = threader.place(&article("1", "", 0, "Oldport closes wooden pier", ""));
    let told: Vec<_> = threader.placements().collect();
    assert_eq!(told, [(&ArticleId("1".to_owned()), &first.story, &first.origin)]);
}
