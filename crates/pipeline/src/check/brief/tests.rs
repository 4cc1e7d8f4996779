use super::*;
use news::{
    Brief, Figure, Heading, Moment, OutletId, Quote, Section, SourceTime, Story, StoryId, Writer,
};

const TEXT: &str = "The port of Kelm closed on Monday. \"No ship will sail,\" said Ada Ode, the harbour \
master. About 4,000 tonnes of grain wait. Prices did not fall.";

#[test]
fn each_statement_is_judged_against_its_own_evidence() {
    check(|brief| brief.lede.push(cited("Prices did not fall.", "Prices did not fall.")), "");
    let other = "The port of Kelm closed on Monday.";
    check(|brief| brief.lede.push(cited("Prices did not fall.", other)), "Prices did not fall.");
}

#[test]
fn evidence_must_stand_in_the_article() {
    let mut moved = evidence("Prices did not fall.");
    moved.start += 1;
    let mut old = evidence("Prices did not fall.");
    old.version.0.push('x');
    let mut foreign = evidence("Prices did not fall.");
    foreign.article = ArticleId("elsewhere".to_owned());
    for wrong in [moved, old, foreign] {
        let statement = statement("Prices did not fall.", vec![wrong]);
        check(|brief| brief.lede.push(statement), "Prices did not fall.");
    }
}

#[test]
fn words_that_their_outlet_keeps_support_nothing() {
    let judged = |article: &Article| {
        let evidence = Evidence::of(article, Part::Title, 0..article.title.len()).unwrap();
        let said = statement("Port of Kelm closed", vec![evidence]);
        judge_statement(Role::Headline, &said, &HashMap::from([(&article.id, article)])).verdict
    };
    assert_eq!(judged(&article()), Verdict::Supported);
    let kept = Article { reserved: Some("noai".to_owned()), ..article() };
    assert_ne!(kept.version(), article().version());
    assert_eq!(judged(&kept), Verdict::Unsupported);
}

#[test]
fn a_quote_stands_verbatim_and_its_speaker_is_named() {
    let all = "\"No ship will sail,\" said Ada Ode";
    quote("No ship will sail", "Ada Ode", all, "");
    quote("No ship will sail", "Ode", all, "");
    quote("No ships will sail", "Ada Ode", all, "No ships will sail");
    quote("no ship will sail", "Ada Ode", all, "no ship will sail");
    quote("No ship will sail", "Torrin Vale", all, "No ship will sail");
    quote("No ship will sail", "Ada Ode", "\"No ship will sail,\"", "No ship will sail");
    quote("No ship will sail", "", all, "No ship will sail");
}

#[test]
fn a_figure_has_its_number_in_the_evidence() {
    let waits = "About 4,000 tonnes of grain wait.";
    figure("4,000 tonnes", waits, "");
    figure("4 thousand tonnes", waits, "");
    figure("5,000 tonnes", waits, "5,000 tonnes");
    figure("4,000 dollars", waits, "4,000 dollars");
    figure("tonnes", waits, "tonnes");
}

#[test]
fn a_moment_has_a_day_that_follows_from_the_evidence() {
    let closed = "The port of Kelm closed on Monday.";
    // The report is of Wednesday, 6 January 2027.
    moment("2027-01-04", closed, "");
    moment("2027-01-06", closed, "");
    moment("2027-01-05", closed, closed);
    moment("2026-12-28", closed, closed);
}

fn quote(words: &str, speaker: &str, evidence: &str, withheld: &str) {
    let words = cited(words, evidence);
    check(|brief| brief.quotes.push(Quote { words, speaker: speaker.to_owned() }), withheld);
}

fn figure(value: &str, evidence: &str, withheld: &str) {
    let value = cited(value, evidence);
    check(|brief| brief.figures.push(Figure { label: "grain".to_owned(), value }), withheld);
}

fn moment(date: &str, evidence: &str, withheld: &str) {
    let date = date.parse().expect("the table holds dates");
    let what = cited("The port of Kelm closed on Monday.", evidence);
    check(|brief| brief.timeline.push(Moment { date, what }), withheld);
}

/// Checks a sound brief with one statement more, and compares what is withheld.
#[track_caller]
fn check(add: impl FnOnce(&mut Brief<Statement>), expected: &str) {
    let sound = "The port of Kelm closed on Monday.";
    let mut brief = Brief {
        kicker: None,
        headline: cited(sound, sound),
        lede: vec![cited(sound, sound)],
        sections: vec![Section {
            heading: Heading::Label("Background".to_owned()),
            sentences: vec![cited("Prices did not fall.", "Prices did not fall.")],
        }],
        quotes: vec![],
        disagreements: vec![],
        timeline: vec![],
        figures: vec![],
        images: vec![],
        writer: Writer::Extractive,
    };
    add(&mut brief);
    let story = Story { id: StoryId("kelm".to_owned()), reports: vec![] };
    let file = StoryFile { story: story.clone(), articles: vec![article()] };
    let checked = super::check(Draft { story: story.id, brief }, &file);
    let withheld: Vec<&str> = checked.withheld().iter().map(|j| j.statement.text()).collect();
    assert_eq!(withheld.join("|"), expected);
    assert!(checked.withheld().iter().all(|judged| !judged.judgement.reasons.is_empty()));
}

fn cited(text: &str, quote: &str) -> Statement {
    statement(text, vec![evidence(quote)])
}

fn statement(text: &str, evidence: Vec<Evidence>) -> Statement {
    Statement::new(text.to_owned(), evidence).expect("it has evidence")
}

fn evidence(quote: &str) -> Evidence {
    let start = TEXT.find(quote).expect("the article says so");
    Evidence::of(&article(), Part::Text, start..start + quote.len())
        .expect("the span is in the text")
}

fn article() -> Article {
    Article {
        id: ArticleId("a".to_owned()),
        outlet: OutletId("kelm-courier".to_owned()),
        url: None,
        title: "Port of Kelm closed".to_owned(),
        text: TEXT.to_owned(),
        byline: None,
        published: SourceTime::parse("2027-01-06T10:00:00Z").ok(),
        modified: None,
        language: None,
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    }
}
