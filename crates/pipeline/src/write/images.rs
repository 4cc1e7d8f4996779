//! Pictures: one above the brief, others beside the sections that their articles tell.

use crate::claims::Sources;
use news::{Article, BriefImage, Image, Section, Statement};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Chooses the pictures, the lead image first, then at most one for each section.
pub(super) fn choose(sources: &Sources<'_>, sections: &[Section<Statement>]) -> Vec<BriefImage> {
    let mut pictures = pictures(sources);
    if pictures.is_empty() {
        return pictures;
    }
    let mut chosen = vec![pictures.remove(0)];
    let mut urls: BTreeSet<String> = BTreeSet::from([chosen[0].image.url.clone()]);
    for (number, section) in sections.iter().enumerate() {
        let beside = pictures.iter().find(|p| !urls.contains(&p.image.url) && cites(section, p));
        if let Some(picture) = beside {
            urls.insert(picture.image.url.clone());
            chosen.push(BriefImage { section: Some(number), ..picture.clone() });
        }
    }
    chosen
}

fn cites(section: &Section<Statement>, picture: &BriefImage) -> bool {
    let mut evidence = section.sentences.iter().flat_map(Statement::evidence);
    evidence.any(|evidence| evidence.article == picture.article)
}

/// All pictures with an address, best first: with credit and caption, of the weightiest outlet.
fn pictures(sources: &Sources<'_>) -> Vec<BriefImage> {
    let articles = sources.articles();
    let mut pictures: Vec<(usize, &Article, &Image)> = sources
        .usable()
        .filter_map(|at| Some((at, &articles[at], articles[at].image.as_ref()?)))
        .filter(|(_, _, image)| {
            image.url.starts_with("https://") || image.url.starts_with("http://")
        })
        .collect();
    pictures.sort_by_key(|(at, _, image)| {
        let told = usize::from(image.credit.is_some()) + usize::from(image.caption.is_some());
        let authority = (sources.authority(*at) * 1000.0) as i64;
        (Reverse(told), Reverse(authority), *at)
    });
    let shown = |(_, article, image): (usize, &Article, &Image)| BriefImage {
        image: image.clone(),
        article: article.id.clone(),
        section: None,
    };
    pictures.into_iter().map(shown).collect()
}
