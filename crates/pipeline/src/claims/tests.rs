use super::*;
use jiff::Timestamp;
use news::{Article, ArticleId, OutletId, Report, Story, StoryId};

fn file(texts: &[(&str, &str)]) -> StoryFile {
    let articles: Vec<Article> = texts.iter().map(|(id, text)| article(id, text)).collect();
    let report = |article: &Article| Report {
        article: article.id.clone(),
        outlet: article.outlet.clone(),
        owner: article.outlet.0.clone(),
        authority: 0.5,
        title: article.title.clone(),
        url: None,
        reported: article.seen,
        seen: article.seen,
        origin: article.id.clone(),
        relies_on: Vec::new(),
    };
    let reports = articles.iter().map(report).collect();
    StoryFile { story: Story { id: StoryId("story".to_owned()), reports }, articles }
}

fn article(id: &str, text: &str) -> Article {
    Article {
        id: ArticleId(id.to_owned()),
        outlet: OutletId(id.to_owned()),
        url: None,
        title: "Ferry runs aground off Kelm".to_owned(),
        text: text.to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: None,
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn nothing_is_taken_from_an_outlet_that_keeps_its_words() {
    let said = "The ferry Aurora ran aground off Kelm on Monday.";
    let mut file = file(&[("a", said), ("b", said)]);
    let sources = |file: &StoryFile| Sources::of(file).usable().collect::<Vec<_>>();
    assert_eq!(sources(&file), [0, 1]);
    file.articles[0].reserved = Some("noai".to_owned());
    assert_eq!(sources(&file), [1]);
}

#[test]
fn sentences_that_say_the_same_become_one_claim() {
    check("The ferry Aurora ran aground off Kelm on Monday.", "a b");
    check("On Monday the ferry Aurora ran aground off Kelm.", "a b");
    check("The ferry Aurora ran aground off Kelm on Tuesday.", "a|b");
    check("The ferry Aurora did not run aground off Kelm on Monday.", "a|b");
    check("The harbour of Kelm stays closed to all ships.", "a|b");
    check("He left.", "a");
}

/// The origins of each claim when one report says that the ferry ran aground, and the other `text`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let file = file(&[("a", "The ferry Aurora ran aground off Kelm on Monday."), ("b", text)]);
    let origins: Vec<String> = claims(&file)
        .iter()
        .map(|claim| claim.origins.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(origins.join("|"), expected, "{text}");
}

#[test]
fn claims_of_most_origins_come_first_with_their_speaker() {
    let file = file(&[
        (
            "a",
            "Torrin Vale said the rudder of the ferry had broken. The ferry Aurora ran aground off Kelm.",
        ),
        ("b", "The ferry Aurora ran aground off Kelm."),
    ]);
    let claims = claims(&file);
    assert_eq!(claims[0].statement.text(), "The ferry Aurora ran aground off Kelm.");
    assert_eq!(claims[0].statement.evidence().len(), 2);
    assert_eq!(claims[1].speaker.as_deref(), Some("Torrin Vale"));
}
