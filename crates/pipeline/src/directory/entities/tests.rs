use super::super::outlets::tests::story;
use super::*;
use jiff::Timestamp;
use news::{Article, Outlet, OutletId};

/// Articles of one story, a title and a text each; origins as in [`story`].
fn file(reports: &str, articles: &[(&str, &str)]) -> StoryFile {
    let story = story(reports);
    let article = |(report, (title, text)): (&news::Report, &(&str, &str))| Article {
        id: report.article.clone(),
        outlet: report.outlet.clone(),
        url: None,
        title: (*title).to_owned(),
        text: (*text).to_owned(),
        byline: None,
        published: None,
        modified: None,
        language: Some("en".to_owned()),
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: Timestamp::UNIX_EPOCH,
    };
    let articles = story.reports.iter().zip(articles).map(article).collect();
    StoryFile { story, articles }
}

fn registry() -> Registry {
    let mut gazette = Outlet::unknown("gazette.example");
    gazette.name = "The Oldport Gazette".to_owned();
    Registry::new(vec![gazette])
}

#[track_caller]
fn check(reports: &str, articles: &[(&str, &str)], expected: &str) {
    let found = entities(&file(reports, articles), &registry());
    let names: Vec<&str> = found.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(names.join("|"), expected, "{articles:?}");
}

#[test]
fn names_of_several_origins_are_found_in_full() {
    check(
        "a b",
        &[
            (
                "Lund leaves Tarn",
                "Director Ada Lund left Tarn Inc. on Monday. Lund had led Tarn for years.",
            ),
            (
                "Tarn loses its head",
                "In Kelm, Ada Lund said that Lund's time was over. The board of Tarn agreed.",
            ),
        ],
        "Tarn|Ada Lund",
    );
}

#[test]
fn a_possessive_ends_a_name() {
    let text =
        "On Monday the ship left Kelm. By noon Tarn’s Aurora Vale was at sea, and Tarn was glad.";
    check("a b", &[("", text), ("", text)], "Tarn|Aurora Vale|Kelm");
}

#[test]
fn a_place_is_not_what_bears_its_name() {
    let texts = [
        ("Kelm votes", "The Kelm Council met in Kelm. Voters of Kelm came."),
        ("Kelm decides", "In the town of Kelm the Kelm Council sat down."),
    ];
    check("a b", &texts, "Kelm|Kelm Council");
}

#[test]
fn two_who_share_a_surname_stay_two() {
    let text = "On Monday Ada Lund met Bo Lund. Then Lund spoke to the crew.";
    check("a b", &[("", text), ("", text)], "Ada Lund|Bo Lund");
}

#[test]
fn what_only_one_origin_names_is_left_out() {
    let wire = "The ferry Aurora ran aground off Merrow.";
    check("a b>a", &[("x", wire), ("x", wire)], "");
    check(
        "a b",
        &[("x", wire), ("x", "A ferry, the Aurora, is stuck. So says Ines Vale.")],
        "Aurora",
    );
    // Bystanders of a large story.
    let aurora = ("x", "The ferry Aurora is stuck.");
    let vale = ("x", "The ferry Aurora is stuck. So says Ines Vale, and Ines Vale knows.");
    check("a b c d e f g", &[vale, vale, aurora, aurora, aurora, aurora, aurora], "Aurora");
}

#[test]
fn a_story_of_one_origin_names_whom_it_is_about() {
    let text = "The ferry Aurora ran aground. The Aurora had left Merrow at dawn. Aurora is old.";
    check("a", &[("Aurora aground", text)], "Aurora");
    check("a", &[("Ferry aground", text)], "");
}

#[test]
fn outlets_peoples_and_offices_are_no_names() {
    let text = "European officials told the Oldport Gazette on Monday that AI, as the CEO said in \
                Kelm, is here. British and Chinese firms agreed, President Ode said.";
    check("a b", &[("", text), ("", text)], "Kelm|Ode");
}

#[test]
fn what_is_written_loudly_is_told_quietly() {
    let loud = "PORT MARROW, Nov 19 - The port is shut.";
    check("a b", &[("", loud), ("", "The quays of Port Marrow are shut.")], "Port Marrow");
}

#[test]
fn a_word_that_opens_a_sentence_is_no_part_of_a_name() {
    let text = "Yesterday Ada Lund spoke. The crowd heard Ada Lund.";
    check("a b", &[("", text), ("", text)], "Ada Lund");
}

#[test]
fn where_all_nouns_are_large_a_name_has_two_words() {
    let text = "Im Hafen traf Ada Lund gestern den Kapitän. Das Schiff gehört Ada Lund.";
    let mut file = file("a b", &[("", text), ("", text)]);
    for article in &mut file.articles {
        article.language = Some("de".to_owned());
    }
    let found = entities(&file, &registry());
    assert_eq!(found.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["Ada Lund"]);
}

#[test]
fn reserved_words_and_no_words_name_nobody() {
    let text = "Ada Lund spoke.";
    let mut reserved = file("a b", &[("", text), ("", text)]);
    reserved.articles[1].reserved = Some("noai".to_owned());
    assert!(entities(&reserved, &registry()).is_empty());
    check("a b", &[("", ""), ("", "東京で電車が止まった。")], "");
    assert_eq!(OutletId("A".to_owned()), reserved.articles[0].outlet);
}
