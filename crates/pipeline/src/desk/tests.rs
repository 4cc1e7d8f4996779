use super::*;
use news::{
    ArticleId, ArticleVersionId, Brief, Draft, Evidence, Heading, Judgement, OutletId, Part,
    Reason, ReasonKind, Report, Section, Statement, StoryId, Writer,
};

#[test]
fn a_sound_brief_publishes_itself() {
    check("s", "ss", "sssss", 2, "published with 7 sentences");
    // A quarter of the seven below the lede and the headline may not be withheld, less may.
    check("s", "ss", "sssssu", 2, "published with 7 sentences");
    check("s", "ss", "sssssp", 2, "published with 7 sentences");
}

#[test]
fn the_rest_is_held_with_its_reason() {
    check("p", "ss", "sssss", 2, "the headline is partly: why");
    check("u", "ss", "sssss", 2, "the headline is unsupported: why");
    check("c", "ss", "sssss", 2, "a statement contradicts its source: \"headline\"");
    check("s", "sc", "sssss", 2, "a statement contradicts its source: \"lede\"");
    check("s", "ss", "ssssc", 2, "a statement contradicts its source: \"sentence\"");
    check("s", "su", "sssss", 2, "the lede is not fully supported");
    check("s", "sp", "sssss", 2, "the lede is not fully supported");
    check("s", "", "sssss", 2, "the lede is not fully supported");
    check("s", "s", "s", 2, "only 2 sentences are left after the check; 3 needed");
    check("s", "s", "ssuu", 2, "2 of 6 sentences were withheld");
    check("s", "s", "sspp", 2, "2 of 6 sentences were withheld");
    check("s", "ss", "sssss", 0, "1 independent report; the rule asks for 2");
}

/// One letter a statement: supported, partly, unsupported, contradicted.
#[track_caller]
fn check(headline: &str, lede: &str, sentences: &str, reports: usize, expected: &str) {
    let rule = Rule { least_sentences: 3, withheld_share: 0.25, least_reports: 2 };
    let decided = decide(checked(headline, lede, sentences), &story(reports), &rule);
    let shown = match decided {
        Ok(approved) => {
            format!("published with {} sentences", approved.checked().brief().sentences().count())
        }
        Err(held) => held.reason.to_string(),
    };
    assert_eq!(shown, expected, "{headline} {lede} {sentences}");
}

fn checked(headline: &str, lede: &str, sentences: &str) -> Checked {
    let brief = Brief {
        kicker: None,
        headline: statement("headline"),
        lede: lede.chars().map(|_| statement("lede")).collect(),
        sections: vec![Section {
            heading: Heading::Label("More".to_owned()),
            sentences: sentences.chars().map(|_| statement("sentence")).collect(),
        }],
        quotes: vec![],
        disagreements: vec![],
        timeline: vec![],
        figures: vec![],
        images: vec![],
        writer: Writer::Extractive,
    };
    let all = format!("{headline}{lede}{sentences}");
    let mut letters = all.chars();
    let draft = Draft { story: StoryId("kelm".to_owned()), brief };
    draft.checked(|_, _| judgement(letters.next().expect("one letter a statement")))
}

fn judgement(letter: char) -> Judgement {
    let verdict = match letter {
        's' => Verdict::Supported,
        'p' => Verdict::Partly,
        'u' => Verdict::Unsupported,
        _ => Verdict::Contradicted,
    };
    let reason = Reason { kind: ReasonKind::Alignment, detail: "why".to_owned() };
    Judgement { verdict, score: 0.5, reasons: vec![reason] }
}

fn statement(text: &str) -> Statement {
    let evidence = Evidence {
        article: ArticleId("a".to_owned()),
        version: ArticleVersionId("v".to_owned()),
        part: Part::Text,
        start: 0,
        end: 1,
        quote: "x".to_owned(),
    };
    Statement::new(text.to_owned(), vec![evidence]).expect("it has evidence")
}

fn story(reports: usize) -> Story {
    let report = |at: usize| Report {
        article: ArticleId(format!("a{at}")),
        outlet: OutletId(format!("o{at}")),
        owner: format!("owner {at}"),
        authority: 0.5,
        title: String::new(),
        url: None,
        reported: jiff::Timestamp::UNIX_EPOCH,
        seen: jiff::Timestamp::UNIX_EPOCH,
        origin: ArticleId(format!("a{at}")),
        relies_on: vec![],
    };
    Story { id: StoryId("kelm".to_owned()), reports: (0..reports.max(1)).map(report).collect() }
}
