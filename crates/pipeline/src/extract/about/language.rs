//! The language of the article.

use super::Head;
use crate::extract::html::{Document, Tag};

/// ISO 639-1: decided by [`crate::language`] from title and text, with what the page declares as a hint.
pub fn language(
    document: &Document<'_>,
    head: &Head,
    title: Option<&str>,
    text: &str,
) -> Option<String> {
    let tagged = document.all(Tag::Html).find_map(|node| {
        document.attribute(node, "lang").or_else(|| document.attribute(node, "xml:lang"))
    });
    let told = [
        tagged.map(|tag| tag.into_owned()),
        head.meta.first(&["content-language", "language", "dc.language", "dcterms.language"]),
        head.data.language.clone(),
        head.meta.first(&["og:locale"]),
    ];
    let declared = told.into_iter().flatten().find_map(|told| crate::language::code(&told));
    crate::language::language(declared.as_deref(), title.unwrap_or_default(), text)
}
