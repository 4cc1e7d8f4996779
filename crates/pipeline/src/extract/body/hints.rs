//! What the names that a page gives its parts say about them.

use crate::extract::html::{Document, NodeId, Tag};

/// What a node is, going by its tag, class, id, role and style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Nothing is said.
    #[default]
    None,
    /// Not shown to a reader.
    Hidden,
    /// Comments of readers.
    Comments,
    /// Navigation, sharing, related stories, promotion, …
    Boilerplate,
    /// Named like an article or its surroundings.
    Article,
    /// Named like the text of an article.
    Body,
}

/// What the node's own names say.
pub fn of(document: &Document<'_>, node: NodeId) -> Hint {
    let tag = document.tag(node);
    if matches!(tag, Tag::Html | Tag::Body | Tag::Text) {
        return Hint::None;
    }
    if !document.has_attributes(node) {
        return by_tag(tag);
    }
    if is_hidden(document, node) {
        return Hint::Hidden;
    }
    if let Some(said) = by_role(document, node) {
        return said;
    }
    let class = document.raw_attribute(node, "class").unwrap_or_default();
    let id = document.raw_attribute(node, "id").unwrap_or_default();
    match by_names(class, id) {
        Hint::None => by_tag(tag),
        // Words in the text of an article may carry odd classes; links to comments are no comments.
        Hint::Comments | Hint::Boilerplate if matches!(tag, Tag::Article | Tag::Main) => {
            by_tag(tag)
        }
        said => said,
    }
}

fn by_tag(tag: Tag) -> Hint {
    match tag {
        Tag::Nav | Tag::Footer | Tag::Aside | Tag::Dialog | Tag::Form => Hint::Boilerplate,
        Tag::Article | Tag::Main => Hint::Article,
        _ => Hint::None,
    }
}

fn is_hidden(document: &Document<'_>, node: NodeId) -> bool {
    let says = |name: &str, value: &str| {
        document.raw_attribute(node, name).is_some_and(|said| said.eq_ignore_ascii_case(value))
    };
    let hidden = document.raw_attribute(node, "hidden");
    hidden.is_some_and(|how| !how.eq_ignore_ascii_case("until-found"))
        || says("aria-hidden", "true")
        || document.raw_attribute(node, "style").is_some_and(hides)
}

/// Whether a style keeps its element from being seen.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    let any = ["display:none", "visibility:hidden", "font-size:0;", "font-size:0px"];
    any.iter().any(|how| style.contains(how)) || style.ends_with("font-size:0")
}

fn by_role(document: &Document<'_>, node: NodeId) -> Option<Hint> {
    if let Some(property) = document.raw_attribute(node, "itemprop") {
        match property {
            "articleBody" | "articlebody" => return Some(Hint::Body),
            "comment" => return Some(Hint::Comments),
            _ => {}
        }
    }
    let role = document.raw_attribute(node, "role")?;
    match role {
        "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog"
        | "alertdialog" | "menu" | "menubar" | "toolbar" => Some(Hint::Boilerplate),
        "main" | "article" => Some(Hint::Article),
        _ => None,
    }
}

/// What the words in class and id say; the id speaks when the class is silent.
pub fn by_names(class: &str, id: &str) -> Hint {
    let said = by_name_words(class);
    let other = by_name_words(id);
    match (said, other) {
        (Hint::Body, Hint::None | Hint::Article) | (Hint::None | Hint::Article, Hint::Body) => {
            Hint::Body
        }
        (Hint::None, said) | (said, Hint::None | Hint::Article) => said,
        (Hint::Article, said) => said,
        (said, _) => said,
    }
}

/// Longer lists of names are design systems speaking, not the author.
const NAME_BYTES: usize = 300;

fn by_name_words(names: &str) -> Hint {
    let mut best = Hint::None;
    for name in names.split_ascii_whitespace() {
        if name.len() > NAME_BYTES {
            continue;
        }
        let said = by_name(name);
        best = match (best, said) {
            (Hint::Body, _) | (_, Hint::Body) => Hint::Body,
            (Hint::Comments, _) | (_, Hint::Comments) => Hint::Comments,
            (Hint::Boilerplate, _) | (_, Hint::Boilerplate) => Hint::Boilerplate,
            (Hint::None, said) => said,
            (best, _) => best,
        };
    }
    best
}

/// Names of the element that holds an article's text in the common publishing systems.
const BODY_NAMES: &[&str] = &[
    "articlebody",
    "articletext",
    "articlecontent",
    "articlebodytext",
    "articlebodycontent",
    "bodytext",
    "contentbody",
    "entrycontent",
    "entrytext",
    "maincontenttext",
    "newsbody",
    "newstext",
    "pagebody",
    "postbody",
    "postcontent",
    "postcontentbody",
    "posttext",
    "singlecontent",
    "storybody",
    "storycontent",
    "storytext",
    "storybodytext",
    "textcontent",
    "articlemaintext",
    "blogcontent",
    "postentry",
    "articlefulltext",
    "fulltext",
    "artikeltext",
    "articlepage",
    "newscontent",
    "storycontainer",
    "tdpostcontent",
    "contentarticle",
    "articlebodycommercialselector",
    "richtext",
    "postarticle",
    "blogpostbody",
    "contentmaintext",
];

fn by_name(name: &str) -> Hint {
    let mut words = [0_u8; NAME_BYTES * 2];
    let words = split_words(name, &mut words);
    // A post from a social network inside an article is a quotation.
    if words.contains("embed") {
        return Hint::None;
    }
    let mut article = false;
    let mut previous = "";
    let mut rest = words;
    while let Some(word) = next_word(&mut rest) {
        match by_word(word, previous, rest) {
            Hint::None => {}
            Hint::Article => article = true,
            said => return said,
        }
        previous = word;
    }
    if article && is_body_name(words) {
        return Hint::Body;
    }
    if article { Hint::Article } else { Hint::None }
}

fn next_word<'w>(rest: &mut &'w str) -> Option<&'w str> {
    let trimmed = rest.trim_start_matches('-');
    let (word, after) = trimmed.split_once('-').unwrap_or((trimmed, ""));
    *rest = after;
    (!word.is_empty()).then_some(word)
}

/// Whether the words, joined, end in one of the usual names: `c-article-body`, `ArticleBody`.
fn is_body_name(words: &str) -> bool {
    let joined: String = words.split('-').collect();
    BODY_NAMES.iter().any(|name| joined.ends_with(name))
}

/// Lower case, with `-` between words: `shareBar_2` becomes `share-bar-`.
fn split_words<'b>(name: &str, buffer: &'b mut [u8]) -> &'b str {
    let mut length = 0;
    let mut push = |byte: u8| {
        if let Some(slot) = buffer.get_mut(length) {
            *slot = byte;
            length += 1;
        }
    };
    let mut was_lower = false;
    for byte in name.bytes() {
        if byte.is_ascii_alphabetic() {
            if byte.is_ascii_uppercase() && was_lower {
                push(b'-');
            }
            push(byte.to_ascii_lowercase());
        } else {
            push(b'-');
        }
        was_lower = byte.is_ascii_lowercase();
    }
    std::str::from_utf8(&buffer[..length]).unwrap_or_default()
}

/// Beginnings of words that name boilerplate, whatever follows: `sharethis`, `relatedposts`.
const BOILERPLATE_BEGINNINGS: &[&str] = &[
    "addthis",
    "advert",
    "breadcrumb",
    "cookie",
    "footer",
    "newsletter",
    "outbrain",
    "recommend",
    "related",
    "sharedaddy",
    "sharing",
    "sidebar",
    "social",
    "sponsor",
    "subscri",
    "taboola",
    "tagcloud",
    "trending",
    "addtoany",
    "sharethis",
    "sharebar",
    "ssba",
    "verwandte",
    "morestories",
    "readmore",
    "popular",
    "pagination",
    "mostread",
    "donat",
    "promo",
    "mashsb",
    "shariff",
    "tooltip",
    "popover",
    "flyout",
    "hovercard",
];

fn by_word(word: &str, previous: &str, rest: &str) -> Hint {
    match word {
        "article" | "story" | "entry" | "post" | "content" | "body" | "text" | "main" | "news"
        | "blog" | "page" | "artikel" | "single" => Hint::Article,
        "comments" | "comment" | "commentlist" | "disqus" | "respond" | "kommentare"
        | "kommentar" | "komentarze" | "commentaires" | "comentarios" | "livefyre" | "commento" => {
            Hint::Comments
        }
        "articlebody" | "articletext" | "articlecontent" | "bodytext" | "entrycontent"
        | "postcontent" | "storybody" | "storytext" | "newstext" | "postbody" | "artikeltext"
        | "fulltext" | "articlefulltext" | "storycontent" | "contentbody" => Hint::Article,
        "share" | "nav" | "navi" | "navigation" | "navbar" | "menu" | "submenu" | "subnav"
        | "banner" | "ad" | "ads" | "adv" | "advt" | "tags" | "taglist" | "tagged"
        | "breadcrumbs" | "toolbar" | "author" | "byline" | "bio" | "authorbox" | "meta"
        | "metadata" | "signup" | "login" | "modal" | "popup" | "overlay" | "lightbox"
        | "rating" | "ratings" | "print" | "noprint" | "printer" | "pager" | "paging" | "toc"
        | "caption" | "captions" | "credit" | "credits" | "copyright" | "disclaimer" | "gdpr"
        | "consent" | "masthead" | "skip" | "dpsp" | "jp" | "yarpp" | "rss" | "hinweis"
        | "anzeige" | "werbung" | "merken" | "sociable" | "follow" | "buttons" | "shop"
        | "product" | "products" | "affiliate" | "infobox" | "bookmark" | "timestamp"
        | "dateline" | "topbar" | "feedback" | "poll" | "quiz" | "nextprev" | "prevnext"
        | "offscreen" | "paywall" | "upsell" => boilerplate_unless_body(word, previous),
        // `hidden-xs` hides on small screens only.
        "hidden" | "invisible" if previous.is_empty() && rest.is_empty() => Hint::Boilerplate,
        // As a part of longer names it is what page builders call everything.
        "widget" if previous.is_empty() => Hint::Boilerplate,
        _ if BOILERPLATE_BEGINNINGS.iter().any(|start| word.starts_with(start)) => {
            boilerplate_unless_body(word, previous)
        }
        _ => Hint::None,
    }
}

/// `has-sidebar`, `no-share`, `with-banner` say what is beside, not what this is.
fn boilerplate_unless_body(_word: &str, previous: &str) -> Hint {
    match previous {
        "has" | "no" | "with" | "without" | "is" | "label" | "show" | "hide" => Hint::None,
        _ => Hint::Boilerplate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_part_is() {
        for (class, id, expected) in [
            ("article-body", "", Hint::Body),
            ("c-entry-content rich", "", Hint::Body),
            ("storyBody", "", Hint::Body),
            ("", "articleText", Hint::Body),
            ("post hentry", "", Hint::Article),
            ("share-bar", "", Hint::Boilerplate),
            ("shareBar", "", Hint::Boilerplate),
            ("relatedposts", "", Hint::Boilerplate),
            ("has-sidebar", "", Hint::None),
            ("hidden-xs", "", Hint::None),
            ("hidden", "", Hint::Boilerplate),
            ("widget", "", Hint::Boilerplate),
            ("builder-widget-wrap", "", Hint::None),
            ("comment-list", "", Hint::Comments),
            ("article", "comments", Hint::Comments),
            ("article-embed social", "", Hint::Boilerplate),
            ("social-embed", "", Hint::None),
            ("sailing", "", Hint::None),
        ] {
            assert_eq!(by_names(class, id), expected, "{class} {id}");
        }
    }
}
