//! The lead image with its credit and caption.

use super::{Head, canonical, tidy};
use crate::extract::body::Choice;
use crate::extract::html::{Document, NodeId, Tag};
use news::Image;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// The picture that the page shows for itself, else the first figure of the article.
pub fn picture(
    document: &Document<'_>,
    head: &Head,
    choice: &Choice,
    fetched: Option<&str>,
) -> Option<Image> {
    let base = canonical::base(document, fetched);
    let told = [
        head.meta.first(&["og:image", "og:image:url", "og:image:secure_url"]),
        head.data.image.clone(),
        head.meta.first(&["twitter:image", "twitter:image:src", "image", "thumbnail"]),
        canonical::linked(document, "image_src"),
    ];
    let told: Vec<Url> = told
        .into_iter()
        .flatten()
        .filter_map(|told| canonical::absolute(&told, base.as_ref()))
        .filter(|url| !stands_in(url.path()))
        .collect();
    // A figure of the article proves that the picture is its own, also when it shows a logo.
    let told =
        told.into_iter().find(|url| !is_mark(url.path()) || figure_of(document, url).is_some());
    let figure = told.as_ref().and_then(|told| figure_of(document, told));
    let first = || first_figure(document, choice);
    let (url, figure) = match told {
        Some(url) => (url, figure),
        None => {
            let (image, figure) = first()?;
            (canonical::absolute(&source(document, image)?, base.as_ref())?, Some(figure))
        }
    };
    let (caption, credit) = figure.map(|figure| words(document, figure)).unwrap_or_default();
    let told_caption = head.data.image_caption.clone().filter(|_| head.data.image.is_some());
    Some(Image {
        url: url.into(),
        credit: credit.or_else(|| head.data.image_credit.clone()),
        caption: caption.or(told_caption),
    })
}

fn source(document: &Document<'_>, image: NodeId) -> Option<String> {
    let lazy = ["data-src", "data-original", "data-lazy-src", "src"];
    let given = lazy.iter().find_map(|name| {
        document
            .attribute(image, name)
            .filter(|source| !source.starts_with("data:") && !source.trim().is_empty())
    });
    given.map(|source| source.into_owned())
}

/// The figure whose image has the same file name, sizes apart.
fn figure_of(document: &Document<'_>, told: &Url) -> Option<NodeId> {
    let wanted = stem(told.path());
    let image = document.all(Tag::Img).find(|image| {
        let source = source(document, *image).unwrap_or_default();
        wanted.len() > 3 && stem(source.split(['?', '#']).next().unwrap_or_default()) == wanted
    })?;
    around(document, image)
}

/// The file name without its ending and the size that systems append: `ferry-1200x675.jpg`.
fn stem(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let cut = file.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'x' | '-' | '_'));
    if cut.len() > 3 { cut.to_owned() } else { file.to_owned() }
}

fn around(document: &Document<'_>, image: NodeId) -> Option<NodeId> {
    let parents =
        std::iter::successors(Some(image), |node| (*node != 0).then(|| document.parent(*node)));
    parents.take(8).find(|node| document.tag(*node) == Tag::Figure)
}

/// The first figure with an image in the article, or shortly before it.
fn first_figure(document: &Document<'_>, choice: &Choice) -> Option<(NodeId, NodeId)> {
    let fits = |image: &NodeId| {
        let source = source(document, *image).unwrap_or_default();
        let path = source.split(['?', '#']).next().unwrap_or_default();
        !stands_in(path) && !is_mark(path) && !is_small(document, *image)
    };
    let inside = (choice.node..document.end(choice.node))
        .filter(|node| document.tag(*node) == Tag::Img && !choice.dropped[*node]);
    inside.filter(fits).filter_map(|image| Some((image, around(document, image)?))).next()
}

/// Pixels of a side below which a picture is a sign.
const SIGN_PIXELS: u32 = 100;

fn is_small(document: &Document<'_>, image: NodeId) -> bool {
    ["width", "height"].iter().any(|side| {
        let pixels = document.raw_attribute(image, side).and_then(|side| side.parse::<u32>().ok());
        pixels.is_some_and(|pixels| pixels < SIGN_PIXELS)
    })
}

/// Whether a file is what systems serve where there is no picture.
fn stands_in(path: &str) -> bool {
    names(
        path,
        &[
            "blank",
            "spacer",
            "placeholder",
            "pixel",
            "favicon",
            "blavatar",
            "avatar",
            "avatars",
            "transparent",
        ],
    )
}

/// Whether a file is a site's mark and no picture of what happened.
fn is_mark(path: &str) -> bool {
    names(path, &["logo", "icon", "opengraph", "ogimage"])
}

/// Whether the file, or the folder it lies in, goes by one of these names.
fn names(path: &str, marks: &[&str]) -> bool {
    let last = path.rsplit('/').take(2).flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    last.map(str::to_lowercase).any(|word| marks.contains(&word.as_str()))
}

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(CREDIT_PATTERN).expect("the pattern is constant and compiles in the tests")
});

/// `Photo: X`, `Bild: X`, `© X`, `(X/AP)`, `X via Getty Images` at the end of a caption.
const CREDIT_PATTERN: &str = r"(?x)
    (?i:(?:photo(?:graph)?|image|picture|foto|bild|quelle|source|credit|crédit|crédito|zdjęcie)(?:\ (?:credit|by))?\s?:\s*|\b(?:photo|image|foto)\ (?:by|von|par)\s+|©\s*)(?P<named>[^.|]{2,80})\s*\.?$
  | \((?P<agency>[^()]{1,60}/[^()]{1,40})\)\s*\.?$
  | [.!?]\s+(?P<via>[\p{Lu}][^.]{1,60}\ via\ [^.]{2,40}|[^.]{0,60}(?:Getty\ Images|Reuters|REUTERS|/AFP|/AP|/dpa|AP\ Photo))\s*$";

/// Longer captions are articles.
const CAPTION_BYTES: usize = 2_000;

/// Caption and credit of a figure.
fn words(document: &Document<'_>, figure: NodeId) -> (Option<String>, Option<String>) {
    let inside = figure..document.end(figure);
    let caption = inside.clone().find(|node| document.tag(*node) == Tag::Figcaption);
    let line = caption.map(|node| document.line(node)).unwrap_or_default();
    let named =
        inside.clone().find(|node| names_credit(document, *node)).map(|node| document.line(node));
    let named = named.and_then(|named| tidy(&named)).filter(|named| named.chars().count() <= 100);
    if let Some(credit) = named {
        let rest = line.replace(&credit, "");
        return (tidy(rest.trim()), Some(bare(&credit)));
    }
    if line.len() > CAPTION_BYTES {
        return (None, None);
    }
    let Some(found) = CREDIT.captures(&line) else { return (tidy(&line), None) };
    let credit = ["named", "agency", "via"]
        .iter()
        .find_map(|name| found.name(name))
        .map(|credit| credit.as_str().trim().to_owned());
    let start = found.get(0).map_or(0, |whole| whole.start());
    // The `via` pattern takes the full stop before it along.
    let kept = if found.name("via").is_some() { start + 1 } else { start };
    (
        line.get(..kept)
            .and_then(|caption| tidy(caption.trim_end_matches([' ', '|', '-', '–', '(']))),
        credit,
    )
}

fn names_credit(document: &Document<'_>, node: NodeId) -> bool {
    if document.tag(node) == Tag::Text || !document.has_attributes(node) {
        return false;
    }
    let property = document.raw_attribute(node, "itemprop").unwrap_or_default();
    let class = document.raw_attribute(node, "class").unwrap_or_default().to_ascii_lowercase();
    property == "copyrightHolder"
        || property == "creditText"
        || ["credit", "copyright", "photographer"].iter().any(|word| class.contains(word))
}

/// The name without `Photo:` or `©` before it.
fn bare(credit: &str) -> String {
    let named = CREDIT
        .captures(credit)
        .and_then(|found| found.name("named").map(|name| name.as_str().trim().to_owned()));
    named.unwrap_or_else(|| {
        credit.trim_start_matches(['©', '(', ' ']).trim_end_matches(')').to_owned()
    })
}
