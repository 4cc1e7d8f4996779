use super::evidence::part;
use super::searching::failed;
use super::story::outlet;
use super::{Mcp, Told, broken};
use crate::turns::decide;
use news::{Article, Part, ReasonKind, StoryId, Verdict};
use pipeline::check::dates::own_clock;
use pipeline::check::words::words;
use pipeline::check::{Finding, SourceText, Sources};
use pipeline::tongue::Tongue;
use search::{Kinds, Query, Sorting};
use serde_json::{Value, json};
use web::Ask;

/// Longest sentence that is looked into, in characters.
const LONGEST: usize = 2_000;
/// Stories whose reports are looked into.
const STORIES: usize = 8;

/// The reports of one story, and what they make of the sentence.
struct Weighed {
    story: Option<StoryId>,
    articles: Vec<Article>,
    finding: Finding,
}

/// Words of a sentence that can state something.
const FEWEST_WORDS: usize = 3;

/// `verify_claim`: finds the reports that say most of its words, and judges it by those of each story apart, so that
/// no two events together support what neither does.
pub async fn verify(mcp: &Mcp, sentence: &str) -> Told {
    let sentence = sentence.trim();
    if sentence.is_empty() || sentence.chars().count() > LONGEST {
        return Err(format!("Give one sentence of at most {LONGEST} characters."));
    }
    if words(sentence).len() < FEWEST_WORDS {
        return Err("Give a whole sentence: a word or two state nothing.".to_owned());
    }
    let ask = Ask {
        query: Query::any_of(sentence),
        reach: mcp.reach,
        kinds: Kinds::Articles,
        sorting: Sorting::Best,
        from: 0,
        count: STORIES,
    };
    let found = web::search(&mcp.site, ask).await.map_err(failed)?;
    let groups: Vec<(Option<StoryId>, Vec<Article>)> = (found.groups.into_iter())
        .map(|group| (group.story.map(|story| story.listed.story), group.articles))
        .collect();
    let said = sentence.to_owned();
    let weighed = decide(move || weigh(&said, groups)).await.map_err(broken)?;
    Ok(told(mcp, sentence, &weighed))
}

fn weigh(sentence: &str, groups: Vec<(Option<StoryId>, Vec<Article>)>) -> Vec<Weighed> {
    let judged = groups.into_iter().map(|(story, articles)| {
        let texts: Vec<String> = articles.iter().map(whole).collect();
        let sources: Vec<SourceText<'_>> = (articles.iter().zip(&texts))
            .map(|(article, text)| SourceText {
                text,
                published: article.published.as_ref().map(own_clock),
                tongue: Some(Tongue::of(article.language.as_deref(), text)),
            })
            .collect();
        let finding = silent_without_names(Sources::read(&sources).judge(sentence));
        Weighed { story, articles, finding }
    });
    let mut weighed: Vec<Weighed> = judged.collect();
    weighed.sort_by(|a, b| {
        let (a, b) = (&a.finding.judgement, &b.finding.judgement);
        weight(b.verdict).cmp(&weight(a.verdict)).then(b.score.total_cmp(&a.score))
    });
    weighed
}

/// Reports that lack a name of the sentence speak of something else: they do not contradict it.
fn silent_without_names(mut finding: Finding) -> Finding {
    let judgement = &mut finding.judgement;
    let lacks = judgement.reasons.iter().any(|reason| reason.kind == ReasonKind::Name);
    if lacks && judgement.verdict == Verdict::Contradicted {
        judgement.verdict = Verdict::Unsupported;
    }
    finding
}

/// What says something comes first: support, then contradiction, then silence.
fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Supported => 3,
        Verdict::Partly => 2,
        Verdict::Contradicted => 1,
        Verdict::Unsupported => 0,
    }
}

/// Title and text as one source, the title as a paragraph of its own.
fn whole(article: &Article) -> String {
    format!("{}{BETWEEN}{}", article.title, article.text)
}

const BETWEEN: &str = "\n\n";

fn told(mcp: &Mcp, sentence: &str, weighed: &[Weighed]) -> Value {
    let looked_at: usize = weighed.iter().map(|one| one.articles.len()).sum();
    let Some(best) = weighed.first() else {
        let reason =
            json!({"kind": "alignment", "detail": "no report in the archive has its words"});
        return json!({
            "sentence": sentence,
            "verdict": Verdict::Unsupported.word(),
            "score": 0.0,
            "reasons": [reason],
            "evidence": [],
            "articles_looked_at": 0,
        });
    };
    let judgement = &best.finding.judgement;
    let reasons = judgement.reasons.iter();
    let reasons = reasons.map(|r| json!({"kind": r.kind.word(), "detail": r.detail}));
    let others = weighed[1..].iter().filter(|one| weight(one.finding.judgement.verdict) > 0);
    let others = others.map(|one| {
        json!({
            "story": one.story.as_ref().map(|story| &story.0),
            "verdict": one.finding.judgement.verdict.word(),
            "evidence": evidence(mcp, one),
        })
    });
    json!({
        "sentence": sentence,
        "verdict": judgement.verdict.word(),
        "score": (judgement.score * 1e4).round() / 1e4,
        "reasons": reasons.collect::<Vec<_>>(),
        "story": best.story.as_ref().map(|story| &story.0),
        "evidence": evidence(mcp, best),
        "elsewhere": others.collect::<Vec<_>>(),
        "articles_looked_at": looked_at,
    })
}

fn evidence(mcp: &Mcp, weighed: &Weighed) -> Vec<Value> {
    let spans = weighed.finding.evidence.iter().filter_map(|(source, span)| {
        let article = weighed.articles.get(*source)?;
        let text_at = article.title.len() + BETWEEN.len();
        let (of, start, end) = match span.start >= text_at {
            true => (Part::Text, span.start - text_at, span.end - text_at),
            false => (Part::Title, span.start, span.end.min(article.title.len())),
        };
        let quote = article.part(of).get(start..end)?;
        Some(json!({
            "article": article.id.0,
            "version": article.version().0,
            "outlet": outlet(mcp, &article.outlet.0),
            "title": article.title,
            "url": article.url,
            "published": article.reported().to_string(),
            "part": part(of),
            "span": [start, end],
            "quote": quote,
        }))
    });
    spans.collect()
}
