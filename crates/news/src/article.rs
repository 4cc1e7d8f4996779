use crate::{ArticleId, ArticleVersionId, OutletId, SourceTime, digest};
use jiff::Timestamp;

/// A picture with the name of whoever made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Where the outlet serves it.
    pub url: String,
    /// Who made it or whose it is.
    pub credit: Option<String>,
    /// What it shows, in the outlet's words.
    pub caption: Option<String>,
}

/// Which text of an article a span counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The headline.
    Title,
    /// The body.
    Text,
}

/// A report by one outlet, in one version. Versions never change.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The same for all versions.
    pub id: ArticleId,
    /// Whose report it is: a key for the [`crate::Registry`].
    pub outlet: OutletId,
    /// Canonical address.
    pub url: Option<String>,
    /// Plain text.
    pub title: String,
    /// Paragraphs joined by a blank line; may be empty.
    pub text: String,
    /// Several are joined with `; `.
    pub byline: Option<String>,
    /// As the outlet says.
    pub published: Option<SourceTime>,
    /// As the outlet says.
    pub modified: Option<SourceTime>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The section it stood in, or the categories of its entry joined with `; `.
    pub section: Option<String>,
    /// The lead image.
    pub image: Option<Image>,
    /// The publisher that the entry's `<source>` element names, as a name or a domain.
    pub named_source: Option<String>,
    /// Set when the outlet keeps its words from machines that write: how it says so. Such an article is
    /// counted and linked, but nothing is taken from it.
    pub reserved: Option<String>,
    /// When it came to us.
    pub seen: Timestamp,
}

impl Article {
    /// The version's name: the hash of what a reader could see of it (not of when we saw it).
    pub fn version(&self) -> ArticleVersionId {
        let plain = |field: &Option<String>| field.as_deref().unwrap_or_default().to_owned();
        let published = self.published.map(|time| time.to_string());
        let image = self.image.clone().unwrap_or_default();
        let mut said = vec![
            self.id.0.clone(),
            self.outlet.0.clone(),
            plain(&self.url),
            self.title.clone(),
            self.text.clone(),
            plain(&self.byline),
            plain(&published),
            plain(&self.language),
            image.url,
            plain(&image.credit),
            plain(&image.caption),
        ];
        // Only where there is one, so that every other article keeps the name that it always had.
        said.extend(self.reserved.clone());
        let said: Vec<&[u8]> = said.iter().map(String::as_bytes).collect();
        ArticleVersionId(digest(&said))
    }

    /// The words of one part.
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Title => &self.title,
            Part::Text => &self.text,
        }
    }

    /// When it counts as reported: as published, but never later than we saw it.
    ///
    /// Some outlets date articles in the future, which would put them above all news.
    pub fn reported(&self) -> Timestamp {
        self.published.map_or(self.seen, |published| published.instant.min(self.seen))
    }
}
