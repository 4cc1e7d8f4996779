//! What the pipeline reads in the pages is what was written into them.

use super::super::world::Wording;
use super::*;
use news::Page;

fn read(world: &World, report: &Report, now: Timestamp) -> Page {
    let url = world.url(report);
    let answer = get(world, now, &url);
    let charset = answer.content_type.split_once("charset=").map(|(_, charset)| charset);
    pipeline::extract::extract(&answer.body, Some(&url), charset)
}

/// The text that the page shows: the paragraphs and the note about a correction.
fn shown(wording: &Wording) -> String {
    let mut paragraphs = wording.paragraphs.clone();
    paragraphs.extend(wording.note.clone());
    paragraphs.join("\n\n")
}

/// What is read otherwise than it was written: part, read, written.
fn differences(page: &Page, report: &Report, wording: &Wording) -> Vec<[String; 3]> {
    let image = page.image.clone().unwrap_or_default();
    let drawn = report.image.clone().unwrap_or_default();
    let parts = [
        ("text", Some(page.text.clone()), Some(shown(wording))),
        ("title", page.title.clone(), Some(wording.title.clone())),
        ("author", page.author.clone(), Some(report.byline.clone())),
        ("published", page.published.map(|t| t.to_string()), Some(report.dated.to_string())),
        ("credit", image.credit, drawn.credit),
        ("caption", image.caption, drawn.caption),
        ("section", page.section.clone(), Some(report.section.clone())),
        ("blocked", page.blocked.map(|b| b.word().to_owned()), None),
    ];
    let unlike = |(part, read, written): (&str, Option<String>, Option<String>)| {
        let shown = |text: Option<String>| text.unwrap_or_default();
        (read != written).then(|| [part.to_owned(), shown(read), shown(written)])
    };
    parts.into_iter().filter_map(unlike).collect()
}

#[test]
fn every_page_is_read_as_it_was_written() {
    let world = world();
    let mut wrong = Vec::new();
    for report in &world.reports {
        for wording in &report.wordings {
            let page = read(&world, report, wording.from.instant);
            let language = &world.publishers[report.publisher].language;
            assert_eq!(page.language.as_ref(), Some(language), "{}", report.key);
            assert_eq!(page.url, Some(world.url(report)));
            let found = differences(&page, report, wording);
            wrong.extend(found.into_iter().map(|found| (report.key.clone(), found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
