use super::*;
use jiff::Timestamp;
use news::{ArticleId, OutletId};

/// An article that is a headline only.
pub fn headline(title: &str) -> Article {
    Article {
        id: ArticleId(title.to_owned()),
        outlet: OutletId("harbour.example".to_owned()),
        url: None,
        title: title.to_owned(),
        text: String::new(),
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

fn wind() -> Topic {
    let phrases = ["wind farm", "turbine"].map(str::to_owned);
    Topic::described(&phrases, &[]).expect("it has words")
}

fn lesson(title: &str, section: Option<&str>) -> Lesson {
    Lesson {
        article: headline(title),
        belongs: section.is_some(),
        section: section.map(str::to_owned),
        weight: 1.0,
        stands_for: 1.0,
        group: None,
    }
}

fn lessons() -> Vec<Lesson> {
    vec![
        lesson("Wind farm sold for a billion", Some("business")),
        lesson("Turbine maker's profit falls", Some("business")),
        lesson("New blade bends like a wing, study finds", Some("research")),
        lesson("Study: turbine noise harms nobody", Some("research")),
        lesson("Wind farm trail reopens for hikers", None),
        lesson("Hikers lost near wind farm", None),
        lesson("School holidays begin", None),
    ]
}

#[test]
fn a_description_alone_tells_what_belongs() {
    let score = |title: &str| wind().judge(&headline(title)).relevance.score;
    assert!(score("Turbines for the coast") > 0.9);
    assert!(score("Strong winds over the farm land") < 0.5);
    assert!(score("School holidays begin") < 0.1);
    assert!(Topic::described(&["?".to_owned()], &[]).is_none());
}

#[test]
fn the_desk_teaches_relevance_and_sections() {
    let taught =
        wind().taught(&lessons(), RECALL, "the desk", "2026-11-23T08:00:00Z").expect("both kinds");
    let judge = |title: &str| taught.judge(&headline(title)).relevance;
    assert!(wind().judge(&headline("Hikers camp at wind farm")).relevance.score > 0.5);
    assert!(judge("Hikers camp at wind farm").score < 0.5);
    assert_eq!(judge("Turbine maker sold").section.as_deref(), Some("business"));
    assert_eq!(judge("Turbine study finds cracks").section.as_deref(), Some("research"));
    assert_eq!(judge("School holidays begin").section, None);
    let [provenance] = taught.learned() else { panic!("taught once") };
    assert_eq!((provenance.kept, provenance.killed), (4, 3));
    assert_eq!(taught.description(), wind().description());
}

#[test]
fn one_kind_of_decision_teaches_nothing() {
    let kept = vec![lesson("Turbine", Some("business"))];
    let error = wind()
        .taught(&kept, RECALL, "the desk", "now")
        .map(|_| ())
        .expect_err("nothing was killed");
    assert_eq!(error, teaching::CannotLearn { kept: 1, killed: 0 });
}

#[test]
fn a_topic_is_written_and_read_back() {
    let taught =
        wind().taught(&lessons(), RECALL, "the desk", "2026-11-23T08:00:00Z").expect("both kinds");
    let text = taught.write().expect("it is all text and numbers");
    let again = Topic::read(&text).expect("we wrote it");
    assert_eq!(again.learned(), taught.learned());
    assert_eq!(again.description(), taught.description());
    for lesson in lessons() {
        let (one, other) = (taught.judge(&lesson.article), again.judge(&lesson.article));
        assert!(
            (one.relevance.score - other.relevance.score).abs() < 1e-2,
            "{}",
            lesson.article.title
        );
        assert_eq!(one.relevance.section, other.relevance.section);
    }
    assert!(matches!(Topic::read("{}"), Err(BadTopic::Json(_))));
    let newer = text.replace("\"form\": 1", "\"form\": 9");
    assert!(matches!(Topic::read(&newer), Err(BadTopic::Form(9))));
}

#[test]
fn a_judgement_says_why() {
    let judgement = wind().judge(&headline("Turbine on fire"));
    assert_eq!(judgement.reasons[0].what, "answers \"turbine\" in the title");
    assert!(judgement.beforehand < 0.0);
}
