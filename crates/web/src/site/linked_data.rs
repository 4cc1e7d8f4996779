//! A story for machines: JSON-LD as schema.org has it, with what it cites.

use super::sources::{SourceGroup, SourceLine};
use super::telling::Telling;
use crate::reading::Told;
use crate::setting::Setting;
use crate::times;
use news::Standing;
use serde_json::{Value, json};

/// A `NewsArticle` with its citations, ready to stand in a page: no letter of it opens or ends an element.
pub(crate) fn linked_data(
    told: &Told,
    telling: &Telling,
    sources: &[SourceGroup],
    sections: &[String],
    setting: &Setting<'_>,
) -> String {
    let address = setting.absolute(&told.address());
    let site = json!({
        "@type": "NewsMediaOrganization",
        "name": setting.look.title,
        "url": setting.absolute("/"),
        "correctionsPolicy": setting.absolute("/corrections"),
        "ethicsPolicy": setting.absolute("/about"),
    });
    let lede: Vec<&str> = telling.lede.iter().map(|sentence| sentence.text.as_str()).collect();
    let published = told.first_published().map_or(told.record.at, |line| line.at);
    let pictures = telling.pictures.iter().map(|picture| setting.absolute(&picture.address));
    let mut article = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": telling.headline,
        "description": lede.join(" "),
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": times::machine(published),
        "dateModified": times::machine(told.record.at),
        "inLanguage": setting.look.language,
        "isAccessibleForFree": true,
        "author": site,
        "publisher": site,
        "creditText": telling.writer,
        "articleSection": sections,
        "image": pictures.collect::<Vec<_>>(),
        "citation": cited(sources),
    });
    if let Standing::Reviewed { by, .. } = told.standing() {
        article["editor"] = json!({ "@type": "Person", "name": by });
    }
    in_a_page(&article)
}

/// The sources that the brief cites, in the order of their numbers.
fn cited(sources: &[SourceGroup]) -> Vec<Value> {
    let lines =
        sources.iter().flat_map(|group| std::iter::once(&group.origin).chain(&group.reprints));
    let mut numbered: Vec<(usize, Value)> =
        lines.filter_map(|line| Some((line.number?, source(line)))).collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, source)| source).collect()
}

fn source(line: &SourceLine) -> Value {
    let mut source = json!({
        "@type": "NewsArticle",
        "headline": line.title,
        "publisher": { "@type": "Organization", "name": line.outlet },
    });
    if let Some(href) = &line.href {
        source["url"] = json!(href);
    }
    if let Some(time) = &line.time {
        source["datePublished"] = json!(time.machine);
    }
    source
}

fn in_a_page(value: &Value) -> String {
    let text = value.to_string();
    [
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ]
    .into_iter()
    .fold(text, |text, (letter, escaped)| text.replace(letter, escaped))
}
