//! What happened when.

use super::hearsay::is_hearsay;
use super::likeness::told_by;
use super::page::Page;
use crate::check::dates::{Day, days_in};
use crate::check::words::Word;
use crate::claims::{Footing, Passage};
use crate::tongue::Tongue;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use news::{Moment, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// A line of a timeline is read at a glance; the head of a wire report has up to 45 words.
const MOST_WORDS: usize = 45;

/// A timeline of one day is none, and one of two only where both stand in the words.
const FEWEST_DAYS: usize = 3;
const FEWEST_DAYS_NAMED: usize = 2;

/// Two lines of which one says this share of the other tell one event. Chosen as for the page.
const SAME_EVENT: f64 = 0.52;

/// Builds the timeline, earliest first, one line a day; empty when the days are too few.
pub(super) fn build(page: &mut Page<'_>) -> Vec<Moment<Statement>> {
    let mut days: Vec<(Date, usize)> = best_of_days(page);
    days.sort_by(|a, b| page.worth(b.1).total_cmp(&page.worth(a.1)).then(a.cmp(b)));
    let mut days = events(page, days);
    days.truncate(page.style.moments);
    days.sort();
    let names = |(_, group): &(Date, usize)| names_day(page, page.material.lead(*group));
    let named = days.iter().all(names);
    if days.len() < if named { FEWEST_DAYS_NAMED } else { FEWEST_DAYS } {
        return Vec::new();
    }
    let mut moments = Vec::new();
    for (date, group) in days {
        page.charge(page.material.groups[group].lead());
        moments.extend(page.material.statement(group).map(|what| Moment { date, what }));
    }
    moments
}

/// The lines without those that tell an event of a better one once more.
fn events(page: &Page<'_>, days: Vec<(Date, usize)>) -> Vec<(Date, usize)> {
    let mut events: Vec<(Date, usize)> = Vec::new();
    for (date, group) in days {
        let line = page.material.lead(group);
        let again = events.iter().any(|(_, other)| {
            let other = page.material.lead(*other);
            told_by(line, other) >= SAME_EVENT || told_by(other, line) >= SAME_EVENT
        });
        if !again {
            events.push((date, group));
        }
    }
    events
}

fn names_day(page: &Page<'_>, passage: &Passage<'_>) -> bool {
    let article = &page.material.sources.articles()[passage.article];
    !days_in(passage.tongue, passage.text, article.published.map(|time| time.instant)).is_empty()
}

/// The group worth most for each day. What is printed goes before what would cost words anew.
fn best_of_days(page: &Page<'_>) -> Vec<(Date, usize)> {
    let mut best: BTreeMap<Date, (bool, f64, usize)> = BTreeMap::new();
    for group in 0..page.material.groups.len() {
        let at = page.material.groups[group].lead();
        let Some(date) = day_of(page, &page.material.passages[at]) else {
            continue;
        };
        if !is_of_the_event(page, group) {
            continue;
        }
        let offer = (page.shows(at), weight(page, group), group);
        let better = best
            .get(&date)
            .is_none_or(|known| known.0.cmp(&offer.0).then(known.1.total_cmp(&offer.1)).is_lt());
        if better {
            best.insert(date, offer);
        }
    }
    let mut spent: BTreeMap<usize, usize> = BTreeMap::new();
    best.into_iter()
        .filter(|(_, o)| o.0 || bears(page, o.2, &mut spent))
        .map(|(d, o)| (d, o.2))
        .collect()
}

/// What is told of the event itself, and not passed on from another report.
fn is_of_the_event(page: &Page<'_>, group: usize) -> bool {
    let passage = page.material.lead(group);
    let centrality = page.material.importance.centrality(group);
    let printed = page.shows(page.material.groups[group].lead());
    let central = centrality >= LEAST_CENTRAL || printed;
    let told = page.tells_headline(passage);
    let own = told >= LEAST_TOLD || (told > 0.0 && centrality >= MOST_CENTRAL);
    central && own && tells_event(passage) && !is_hearsay(passage, page.material.sources)
}

/// Less central sentences, and those that share less of the headline, tell of side matters, unless
/// they are as central as those that say the news. Chosen by reading.
const LEAST_CENTRAL: f64 = 0.35;
const LEAST_TOLD: f64 = 0.25;
const MOST_CENTRAL: f64 = 0.6;

/// Verbs of events whose past does not end with "ed".
const EVENTS: [&str; 52] = [
    "said",
    "told",
    "went",
    "came",
    "left",
    "began",
    "broke",
    "fell",
    "rose",
    "hit",
    "struck",
    "sank",
    "ran",
    "shot",
    "fought",
    "won",
    "lost",
    "beat",
    "met",
    "made",
    "took",
    "gave",
    "sent",
    "brought",
    "bought",
    "sold",
    "found",
    "held",
    "led",
    "set",
    "cut",
    "shut",
    "put",
    "paid",
    "spoke",
    "wrote",
    "swept",
    "burst",
    "blew",
    "flew",
    "drove",
    "threw",
    "quit",
    "became",
    "saw",
    "grew",
    "drew",
    "withdrew",
    "rebuilt",
    "overthrew",
    "stole",
    "sued",
];

/// Whether a verb of an event whose past does not end with "ed".
pub(super) fn is_event(key: &str) -> bool {
    EVENTS.contains(&key)
}

/// Whether something happens in it: a verb of the past, or one of what is to come.
fn tells_event(passage: &Passage<'_>) -> bool {
    let past =
        |word: &Word| (word.key.len() > 4 && word.key.ends_with("ed")) || is_event(&word.key);
    if passage.tongue == Tongue::German {
        return passage.words.iter().any(is_german_past) || is_coming(passage);
    }
    passage.words.iter().any(past) || is_coming(passage)
}

/// What speaks for a sentence as the line of its day: its place and terms, and how many print it.
fn weight(page: &Page<'_>, group: usize) -> f64 {
    let printed = page.material.groups[group].members.len() as f64;
    page.material.importance.worth(group, &BTreeSet::new()) + 0.15 * printed.ln()
}

/// Whether the sources can bear one more line on top of the lines taken before.
fn bears(page: &Page<'_>, group: usize, spent: &mut BTreeMap<usize, usize>) -> bool {
    let lead = page.material.lead(group);
    let mut sum = spent.clone();
    for (source, words) in page.budget.cost(lead.text, lead.article) {
        *sum.entry(source).or_insert(0) += words;
    }
    let bears = page.budget.bears(&sum);
    if bears {
        *spent = sum;
    }
    bears
}

/// The one day that a passage tells of: the day in its words, or the report's own for its lead.
fn day_of(page: &Page<'_>, passage: &Passage<'_>) -> Option<Date> {
    let short = passage.length() <= MOST_WORDS && passage.quoted_share() < 0.3;
    if passage.footing != Footing::Alone || !short || !page.knows_all(passage) {
        return None;
    }
    let article = &page.material.sources.articles()[passage.article];
    let published = article.published.map(|time| time.instant);
    let named = days_in(passage.tongue, passage.text, published);
    match named.as_slice() {
        [day] if tells_day(passage, day, published) => Some(day.date),
        [] if passage.place == 0 => Some(day(published?)),
        _ => None,
    }
}

/// Words before a day that make it an edge of a time and not the time of an event.
const EDGES: [&str; 9] =
    ["from", "until", "till", "since", "before", "after", "by", "between", "for"];

/// Words of a sentence about what is to come: a weekday in it is not the last one.
const COMING: [&str; 21] = [
    " will ",
    " would ",
    " expected ",
    " due ",
    " scheduled ",
    " plans ",
    " plan ",
    " set to ",
    " to be ",
    " is to ",
    " are to ",
    " runs ",
    " run ",
    " opens ",
    " begins ",
    " starts ",
    " ends ",
    " meets ",
    " votes ",
    " takes place ",
    " may ",
];

/// The same in German.
const GERMAN_EDGES: [&str; 10] =
    ["von", "vom", "bis", "seit", "vor", "nach", "ab", "zwischen", "zum", "für"];
const GERMAN_COMING: [&str; 14] = [
    " soll ",
    " sollen ",
    " wird ",
    " werden ",
    " will ",
    " wollen ",
    " geplant",
    " plant ",
    " planen ",
    " beginnt ",
    " endet ",
    " tritt ",
    " kommenden ",
    " nächsten ",
];

fn is_coming(passage: &Passage<'_>) -> bool {
    let marks: &[&str] = match passage.tongue {
        Tongue::German => &GERMAN_COMING,
        _ => &COMING,
    };
    marks.iter().any(|mark| passage.text.contains(mark))
}

/// Whether a word is a German verb of the past, as far as its form tells: "sank", "sagte", "gesunken", "worden".
fn is_german_past(word: &Word) -> bool {
    let small = !word.large && !word.is_number();
    let auxiliary = matches!(
        word.key.as_str(),
        "hat" | "haben" | "ist" | "sind" | "wurde" | "wurden" | "worden" | "war" | "waren"
    );
    let key = &word.key;
    small
        && (auxiliary
            || key.len() > 4 && (key.ends_with("te") || key.ends_with("ten"))
            || crate::tongue::german::is_strong_past(key))
}

/// Whether the passage tells what happened, or is to happen, on that day.
fn tells_day(passage: &Passage<'_>, day: &Day, published: Option<Timestamp>) -> bool {
    let text = passage.text;
    let before = text.get(..day.span.start).unwrap_or_default().trim_end();
    let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    // A day that needs no report to be understood is written out in full.
    let in_full = published.is_none() || !days_in(passage.tongue, text, None).is_empty();
    let coming = is_coming(passage);
    let edges: &[&str] = match passage.tongue {
        Tongue::German => &GERMAN_EDGES,
        _ => &EDGES,
    };
    !edges.contains(&last.as_str()) && (in_full || !coming)
}

/// The check counts days in UTC too.
fn day(time: Timestamp) -> Date {
    time.to_zoned_datetime(TimeZone::UTC).date()
}
