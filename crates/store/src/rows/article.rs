use super::time::{MomentRow, SourceTimeRow};
use news::{Article, ArticleId, Image, OutletId};
use serde::{Deserialize, Serialize};

/// A version of an article as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct ArticleRow {
    id: String,
    outlet: String,
    url: Option<String>,
    title: String,
    text: String,
    byline: Option<String>,
    published: Option<SourceTimeRow>,
    modified: Option<SourceTimeRow>,
    language: Option<String>,
    section: Option<String>,
    image: Option<ImageRow>,
    named_source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reserved: Option<String>,
    seen: MomentRow,
}

/// A picture as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct ImageRow {
    url: String,
    credit: Option<String>,
    caption: Option<String>,
}

impl From<&Article> for ArticleRow {
    fn from(article: &Article) -> ArticleRow {
        let article = article.clone();
        ArticleRow {
            id: article.id.0,
            outlet: article.outlet.0,
            url: article.url,
            title: article.title,
            text: article.text,
            byline: article.byline,
            published: article.published.map(Into::into),
            modified: article.modified.map(Into::into),
            language: article.language,
            section: article.section,
            image: article.image.map(Into::into),
            named_source: article.named_source,
            reserved: article.reserved,
            seen: MomentRow(article.seen),
        }
    }
}

impl From<ArticleRow> for Article {
    fn from(row: ArticleRow) -> Article {
        Article {
            id: ArticleId(row.id),
            outlet: OutletId(row.outlet),
            url: row.url,
            title: row.title,
            text: row.text,
            byline: row.byline,
            published: row.published.map(Into::into),
            modified: row.modified.map(Into::into),
            language: row.language,
            section: row.section,
            image: row.image.map(Into::into),
            named_source: row.named_source,
            reserved: row.reserved,
            seen: row.seen.0,
        }
    }
}

impl From<Image> for ImageRow {
    fn from(image: Image) -> ImageRow {
        ImageRow { url: image.url, credit: image.credit, caption: image.caption }
    }
}

impl From<ImageRow> for Image {
    fn from(row: ImageRow) -> Image {
        Image { url: row.url, credit: row.credit, caption: row.caption }
    }
}
