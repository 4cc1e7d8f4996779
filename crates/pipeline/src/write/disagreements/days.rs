//! The same act, on different days.

use super::Dispute;
use super::pairs::Pair;
use super::tables::{EDGES, LEADS, TIMES};
use crate::check::dates::{days, days_from_report, own_clock};
use crate::check::lexicon::is_saying;
use crate::check::words::{Kind, Word};
use crate::claims::Passage;
use jiff::civil::Date;
use news::Article;

/// Two days of one act lie at most so many days apart: outlets err by a day or two, not by a month.
const MOST_DAYS: i32 = 6;
/// Words between a verb and its day.
const REACH: usize = 4;
/// How much of the rest the two must share.
const FEWEST_SHARED: usize = 4;
const SHARE: f64 = 0.33;
/// A later report tells of a later act of the kind.
const HOURS: i64 = 7 * 24;

/// An act with its day.
struct Act<'p> {
    verb: &'p Word,
    date: Date,
    /// Whether the day is told as a day of the week. Which of the two a report uses says nothing of the day, but
    /// counting one from the other errs where a report was written on another day than it appeared.
    weekday: bool,
    /// Where the day begins, in UTF-8 bytes of the passage.
    day: usize,
    /// The names between the verb and its day, and the last one before the verb.
    named: Vec<&'p Word>,
    doer: Option<&'p Word>,
}

/// The first act that the two date otherwise.
pub(super) fn found(pair: &Pair<'_>) -> Option<Dispute> {
    if pair.shared < FEWEST_SHARED
        || pair.share < SHARE
        || !pair.within_hours(HOURS)
        || !pair.is_of_one_stage()
    {
        return None;
    }
    let ([one, other], [first, second]) = (pair.passages(), pair.articles());
    let (acts, others) = (acts(one, first), acts(other, second));
    let of_both = acts.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
    let (a, _) = of_both.into_iter().find(|(a, b)| {
        is_other_day(a, b)
            && !is_of_others(a, other)
            && !is_of_others(b, one)
            && !tells(pair, 0, first, b)
            && !tells(pair, 1, second, a)
            && pair.meets_in_names()
    })?;
    Some(Dispute { about: about(one, a)?, sides: pair.places, counts: None })
}

fn is_other_day(a: &Act<'_>, b: &Act<'_>) -> bool {
    let apart = a.date.since(b.date).map_or(i32::MAX, |span| span.get_days().abs());
    a.verb.stem == b.verb.stem && a.weekday == b.weekday && (1..=MOST_DAYS).contains(&apart)
}

/// Whether it is done by or to somebody whom the other sentence does not name.
fn is_of_others(act: &Act<'_>, other: &Passage<'_>) -> bool {
    let knows = |word: &Word| other.words.iter().any(|w| w.key == word.key);
    let doer = act.doer.is_some_and(|word| !knows(word));
    doer || (!act.named.is_empty() && !act.named.iter().any(|word| knows(word)))
}

/// Whether an article tells this act of this day too.
fn tells(pair: &Pair<'_>, side: usize, article: &Article, act: &Act<'_>) -> bool {
    let same = |own: &Act<'_>| own.verb.stem == act.verb.stem && own.date == act.date;
    pair.told_with(side).any(|passage| acts(passage, article).iter().any(same))
}

fn acts<'p>(passage: &'p Passage<'_>, article: &Article) -> Vec<Act<'p>> {
    let published = article.published.as_ref().map(own_clock);
    let words = &passage.words;
    let days = days(passage.text, published);
    days.into_iter()
        .filter_map(|day| {
            let at = words.partition_point(|word| word.span.start < day.span.start);
            let weekday = matches!(words.get(at)?.kind, Kind::Weekday(_));
            // "Yesterday" is counted from the hour of writing, which nobody tells.
            let named = weekday || days_from_report(&words[at]).is_none();
            let beside = verb_of(words, at, day.span.end).filter(|_| named);
            let verb = beside.filter(|verb| !is_saying(&verb.key))?;
            let own = passage.text.get(day.span.end..)?.starts_with(['\'', '’']);
            let named = words[..at].iter().rev().take_while(|word| word.span != verb.span);
            let named = named.filter(|word| word.capital && word.kind == Kind::Content).collect();
            let doer = words[..at].iter().rev().skip_while(|word| word.span != verb.span);
            let doer = doer.into_iter().find(|word| word.capital && word.kind == Kind::Content);
            (!own).then_some(Act {
                verb,
                date: day.date,
                weekday,
                day: day.span.start,
                named,
                doer,
            })
        })
        .collect()
}

/// The verb right before a day, "arrested on Tuesday", or right after it: "on Tuesday rejected".
fn verb_of(words: &[Word], at: usize, end: usize) -> Option<&Word> {
    let from = at.saturating_sub(REACH + 1);
    let edge = |word: &Word| EDGES.contains(&word.key.as_str());
    if words[from..at].last().is_some_and(edge) {
        return None;
    }
    let told = |at: &usize| is_act(&words[*at]) && !modifies(words, *at);
    let before = (from..at).rev().find(told);
    let next = words.partition_point(|word| word.span.start < end);
    let after = (next..words.len().min(next + 2)).find(told);
    before.or(after).map(|at| &words[at])
}

/// Whether a word belongs to the noun behind it: "the injured reserve".
fn modifies(words: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].key.as_str());
    LEADS.contains(&before)
}

/// Whether a word is a verb of the past.
fn is_act(word: &Word) -> bool {
    let past = word.key.len() > 4 && word.key.ends_with("ed");
    word.kind == Kind::Content
        && !word.capital
        && (past || is_saying(&word.key) || super::super::timeline::is_event(&word.key))
}

/// "When arrested by guards": the verb, and what stands between it and the day.
fn about(passage: &Passage<'_>, act: &Act<'_>) -> Option<String> {
    let words = passage.words.iter().skip_while(|word| word.span.start < act.verb.span.start);
    let told = words.take_while(|word| word.span.start < act.day).take(LABEL_WORDS);
    let last = told.filter(|word| word.is_content() && !TIMES.contains(&word.key.as_str())).last();
    let end = last.map_or(act.verb.span.end, |word| word.span.end.max(act.verb.span.end));
    Some(format!("when {}", passage.text.get(act.verb.span.start..end)?))
}

/// A label of more words is a sentence.
const LABEL_WORDS: usize = 6;
