//! The check of a whole draft, each statement against its own evidence.

use super::{Finding, SourceText, Sources, dates, words};
use crate::claims::Struck;
use crate::tongue::Tongue;
use jiff::Timestamp;
use jiff::civil::Date;
use news::{
    Article, ArticleId, Checked, Draft, Evidence, Judgement, Part, Reason, ReasonKind, Role,
    Statement, StoryFile, Verdict,
};
use std::collections::HashMap;

/// Judges every statement of a draft against the words that it cites, read anew from the articles:
/// evidence that does not hold in them makes the statement unsupported.
pub fn check(draft: Draft, file: &StoryFile) -> Checked {
    check_without(&Struck::default(), draft, file)
}

/// As [`check`]; what says something that an editor struck falls, whoever wrote it.
pub fn check_without(struck: &Struck, draft: Draft, file: &StoryFile) -> Checked {
    let articles: HashMap<&ArticleId, &Article> =
        file.articles.iter().map(|article| (&article.id, article)).collect();
    draft.checked(|role, statement| match struck.bars(statement) {
        true => unsupported(ReasonKind::Struck, "an editor struck it".to_owned()),
        false => judge_statement(role, statement, &articles),
    })
}

/// Judges one statement as [`check`] judges each of a draft.
pub(crate) fn judge_statement(
    role: Role<'_>,
    statement: &Statement,
    articles: &HashMap<&ArticleId, &Article>,
) -> Judgement {
    let mut texts = Vec::new();
    for evidence in statement.evidence() {
        let source = articles.get(&evidence.article);
        if let Some(kept) = source.and_then(|article| article.reserved.as_ref()) {
            let detail = format!("{} keeps its words for itself ({kept})", evidence.article);
            return unsupported(ReasonKind::Alignment, detail);
        }
        match source.filter(|article| evidence.holds_in(article)) {
            Some(article) => texts.push(SourceText {
                text: &evidence.quote,
                published: article.published.as_ref().map(dates::own_clock),
                tongue: Some(tongue_of(article)),
            }),
            None => return unsupported(ReasonKind::Alignment, lost(evidence)),
        }
    }
    let sources = Sources::read(&texts);
    match role {
        Role::Quote { speaker } => judge_quote(statement.text(), speaker, &texts, &sources),
        Role::Figure { .. } => judge_figure(statement.text(), &sources),
        Role::Moment { date } => judge_moment(statement.text(), date, &texts, &sources),
        _ => sources.judge(statement.text()).judgement,
    }
}

/// The language of an article: as it was read when it came, or as its text shows.
pub(crate) fn tongue_of(article: &Article) -> Tongue {
    Tongue::of(article.language.as_deref(), &article.text)
}

fn lost(evidence: &Evidence) -> String {
    let part = match evidence.part {
        Part::Title => "title",
        Part::Text => "text",
    };
    let (start, end) = (evidence.start, evidence.end);
    format!("the words cited from {part} {start}-{end} of {} do not stand there", evidence.article)
}

fn unsupported(kind: ReasonKind, detail: String) -> Judgement {
    let verdict = Verdict::Unsupported;
    Judgement { verdict, score: 0.0, reasons: vec![Reason { kind, detail }] }
}

fn supported() -> Judgement {
    Judgement { verdict: Verdict::Supported, score: 1.0, reasons: Vec::new() }
}

/// The words must stand verbatim in a piece of evidence, and every word of the speaker's name in one.
fn judge_quote(
    text: &str,
    speaker: &str,
    texts: &[SourceText<'_>],
    sources: &Sources,
) -> Judgement {
    let quote = text.trim();
    if quote.is_empty() || !texts.iter().any(|evidence| evidence.text.contains(quote)) {
        let detail = format!("the words {quote:?} do not stand in the cited words");
        return unsupported(ReasonKind::Quote, detail);
    }
    let name = words::words_in(sources.tongue(), speaker);
    if name.is_empty() || !sources.holds_run(&name) {
        let detail = format!("the cited words do not name {speaker:?}");
        return unsupported(ReasonKind::Attribution, detail);
    }
    supported()
}

/// Every number must be in the evidence with its unit; the words around it are judged as in a sentence.
fn judge_figure(text: &str, sources: &Sources) -> Judgement {
    let stated = words::words_in(sources.tongue(), text);
    if !stated.iter().any(words::Word::is_number) {
        return unsupported(ReasonKind::Number, format!("{text:?} has no number"));
    }
    match sources.holds_run(&stated) {
        true => supported(),
        false => sources.judge(text).judgement,
    }
}

/// The day must follow from the evidence, or be the day on which a cited article appeared.
fn judge_moment(text: &str, date: Date, texts: &[SourceText<'_>], sources: &Sources) -> Judgement {
    let Finding { judgement, .. } = sources.judge(text);
    let named = texts.iter().flat_map(|evidence| {
        let tongue = evidence.tongue.unwrap_or_default();
        dates::days_in(tongue, evidence.text, evidence.published)
    });
    let reported = texts.iter().filter_map(|evidence| evidence.published).map(day_of);
    if named.map(|day| day.date).chain(reported).any(|day| day == date) {
        return judgement;
    }
    let detail = format!("{date} does not follow from the cited words or the time of the report");
    let verdict = judgement.verdict.min(Verdict::Unsupported);
    let mut reasons = judgement.reasons;
    reasons.insert(0, Reason { kind: ReasonKind::Date, detail });
    Judgement { verdict, score: 0.0, reasons }
}

fn day_of(time: Timestamp) -> Date {
    time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}

#[cfg(test)]
mod tests;
