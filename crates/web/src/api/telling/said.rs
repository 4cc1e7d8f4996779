//! What a brief says, with what it rests on.

use crate::api::shape;
use news::{ArticleId, Brief, Heading, Judged, Part, ReasonKind, Verdict};

pub(super) fn sentence(judged: &Judged, numbers: &[&ArticleId]) -> shape::Sentence {
    let evidence = judged.statement.evidence();
    let mut citations: Vec<usize> = evidence
        .iter()
        .filter_map(|one| numbers.iter().position(|id| **id == one.article))
        .map(|place| place + 1)
        .collect();
    citations.sort_unstable();
    citations.dedup();
    shape::Sentence {
        text: judged.statement.text().to_owned(),
        citations,
        evidence: evidence.iter().map(words).collect(),
        verdict: verdict(judged),
    }
}

pub(crate) fn part(part: Part) -> shape::Part {
    match part {
        Part::Title => shape::Part::Title,
        Part::Text => shape::Part::Text,
    }
}

fn words(evidence: &news::Evidence) -> shape::Evidence {
    shape::Evidence {
        article: evidence.article.0.clone(),
        version: evidence.version.0.clone(),
        part: part(evidence.part),
        span: [evidence.start, evidence.end],
        quote: evidence.quote.clone(),
    }
}

fn verdict(judged: &Judged) -> shape::Verdict {
    let reason = |reason: &news::Reason| shape::Reason {
        kind: reason.kind.word().to_owned(),
        detail: reason.detail.clone(),
    };
    shape::Verdict {
        verdict: match judged.verdict() {
            Verdict::Supported => shape::VerdictWord::Supported,
            Verdict::Partly => shape::VerdictWord::Partly,
            Verdict::Unsupported => shape::VerdictWord::Unsupported,
            Verdict::Contradicted => shape::VerdictWord::Contradicted,
        },
        score: judged.judgement.score,
        reasons: judged.judgement.reasons.iter().map(reason).collect(),
    }
}

pub(super) fn section(
    section: &news::Section<Judged>,
    numbers: &[&ArticleId],
) -> shape::BriefSection {
    let (heading, stated) = match &section.heading {
        Heading::Label(label) => (label.clone(), None),
        Heading::Stating(judged) => {
            (judged.statement.text().to_owned(), Some(sentence(judged, numbers)))
        }
    };
    let sentences = section.sentences.iter().map(|judged| sentence(judged, numbers)).collect();
    shape::BriefSection { heading, stated, sentences }
}

pub(super) fn quotes(
    brief: &Brief<Judged>,
    say: &impl Fn(&Judged) -> shape::Sentence,
) -> Vec<shape::Quote> {
    let quotes = brief.quotes.iter();
    quotes.map(|q| shape::Quote { speaker: q.speaker.clone(), words: say(&q.words) }).collect()
}

pub(super) fn disagreements(
    brief: &Brief<Judged>,
    say: &impl Fn(&Judged) -> shape::Sentence,
) -> Vec<shape::Disagreement> {
    let told = brief.disagreements.iter().map(|one| shape::Disagreement {
        about: one.about.clone(),
        sides: one.sides.iter().map(say).collect(),
    });
    told.collect()
}

pub(super) fn timeline(
    brief: &Brief<Judged>,
    say: &impl Fn(&Judged) -> shape::Sentence,
) -> Vec<shape::TimelineEntry> {
    let moments = brief.timeline.iter();
    moments.map(|m| shape::TimelineEntry { day: m.date.into(), what: say(&m.what) }).collect()
}

pub(super) fn figures(
    brief: &Brief<Judged>,
    say: &impl Fn(&Judged) -> shape::Sentence,
) -> Vec<shape::Figure> {
    let figures = brief.figures.iter();
    figures.map(|f| shape::Figure { label: f.label.clone(), value: say(&f.value) }).collect()
}

pub(super) fn withheld(withheld: &[Judged]) -> shape::Withheld {
    let first = |kind: ReasonKind| {
        let of =
            |judged: &&Judged| judged.judgement.reasons.first().is_some_and(|r| r.kind == kind);
        withheld.iter().filter(of).count()
    };
    let reasons = ReasonKind::ALL
        .iter()
        .map(|(kind, word)| shape::WithheldReason { kind: word, sentences: first(*kind) });
    shape::Withheld {
        sentences: withheld.len(),
        reasons: reasons.filter(|reason| reason.sentences > 0).collect(),
    }
}
