//! What is put into the index: stories with their statements, and articles.

use crate::fields::{Fields, OUT};
use crate::fingerprint;
use jiff::Timestamp;
use news::{ArticleId, StoryId, SubjectKind};
use tantivy::{TantivyDocument, Term};

/// What a story is filed under, in the words by which it may be looked up; several for one thing where it goes by
/// several (an outlet's name and its domain).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filing {
    /// Each with the kind of thing that it names.
    pub names: Vec<(SubjectKind, String)>,
}

/// A published story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryEntry {
    /// Which.
    pub id: StoryId,
    /// When the version that is out was published.
    pub at: Timestamp,
    /// ISO 639-1, of the site.
    pub language: Option<String>,
    /// Every statement of its brief in reading order, the headline first.
    pub statements: Vec<String>,
    /// What it is filed under.
    pub filing: Filing,
}

/// A kept article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleEntry {
    /// Which.
    pub id: ArticleId,
    /// The story that it is in.
    pub story: Option<StoryId>,
    /// Whether that story is published: only then the public finds it.
    pub is_out: bool,
    /// When it appeared.
    pub at: Timestamp,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Its headline.
    pub title: String,
    /// Its latest text.
    pub text: String,
    /// Who wrote it.
    pub authors: Option<String>,
    /// The names of its outlet.
    pub outlet: Vec<String>,
    /// What its story is filed under; outlets of it count for nothing here.
    pub filing: Filing,
}

/// Something to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// In place of what was there of this story.
    Story(StoryEntry),
    /// In place of what was there of this article.
    Article(ArticleEntry),
    /// This story is found no more.
    NoStory(StoryId),
    /// This article is found no more.
    NoArticle(ArticleId),
}

impl Filing {
    /// A number that is another one for another filing.
    pub fn fingerprint(&self) -> u64 {
        let parts = self.names.iter().flat_map(|(kind, name)| [kind.word(), name.as_str()]);
        fingerprint(parts)
    }
}

impl Entry {
    /// The name under which all that is kept of it goes.
    pub(crate) fn key(&self) -> String {
        match self {
            Entry::Story(StoryEntry { id, .. }) | Entry::NoStory(id) => story_key(id),
            Entry::Article(ArticleEntry { id, .. }) | Entry::NoArticle(id) => article_key(id),
        }
    }

    /// The term by which all that is kept of it is deleted.
    pub(crate) fn term(&self, fields: &Fields) -> Term {
        Term::from_field_text(fields.key, &self.key())
    }

    /// What is kept of it.
    pub(crate) fn documents(&self, fields: &Fields) -> Vec<TantivyDocument> {
        match self {
            Entry::Story(story) => story.documents(fields),
            Entry::Article(article) => vec![article.document(fields)],
            Entry::NoStory(_) | Entry::NoArticle(_) => Vec::new(),
        }
    }
}

/// The key of a story and its statements.
pub(crate) fn story_key(story: &StoryId) -> String {
    format!("s/{}", story.0)
}

fn article_key(article: &ArticleId) -> String {
    format!("a/{}", article.0)
}

/// The article that a key names.
pub(crate) fn article_of(key: &str) -> Option<ArticleId> {
    key.strip_prefix("a/").map(|id| ArticleId(id.to_owned()))
}

impl StoryEntry {
    /// The story as a whole, and each of its statements.
    fn documents(&self, fields: &Fields) -> Vec<TantivyDocument> {
        let mut whole = self.document(fields, 0);
        whole.add_u64(fields.filing, self.filing.fingerprint());
        // The headline counts twice: what a text is called says more than what it mentions.
        for statement in self.statements.iter().take(1).chain(&self.statements) {
            whole.add_text(fields.text, statement);
        }
        let mut documents = vec![whole];
        for (place, statement) in (1..).zip(&self.statements) {
            let mut document = self.document(fields, place);
            document.add_text(fields.text, statement);
            documents.push(document);
        }
        documents
    }

    fn document(&self, fields: &Fields, place: u64) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(fields.key, story_key(&self.id));
        document.add_text(fields.reach, OUT);
        document.add_text(fields.kind, if place == 0 { "story" } else { "statement" });
        document.add_u64(fields.place, place);
        document.add_text(fields.story, &self.id.0);
        document.add_u64(fields.group, fingerprint([self.id.0.as_str()]));
        add_common(&mut document, fields, self.at, self.language.as_deref());
        for (kind, name) in &self.filing.names {
            document.add_text(fields.of(*kind), name);
        }
        document
    }
}

impl ArticleEntry {
    fn document(&self, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(fields.key, article_key(&self.id));
        document.add_text(fields.kind, "article");
        document.add_text(fields.reach, if self.is_out { OUT } else { "in" });
        let group = self.story.as_ref().map_or(&self.id.0, |story| &story.0);
        document.add_u64(fields.group, fingerprint([group.as_str()]));
        if let Some(story) = &self.story {
            document.add_text(fields.story, &story.0);
        }
        add_common(&mut document, fields, self.at, self.language.as_deref());
        for name in &self.outlet {
            document.add_text(fields.of(SubjectKind::Outlet), name);
        }
        for (kind, name) in self.filing.names.iter().filter(|(k, _)| *k != SubjectKind::Outlet) {
            document.add_text(fields.of(*kind), name);
        }
        if let Some(authors) = &self.authors {
            document.add_text(fields.author, authors);
        }
        let words = if self.is_out { fields.text } else { fields.inner };
        for text in [&self.title, &self.title, &self.text] {
            document.add_text(words, text);
        }
        document
    }
}

fn add_common(
    document: &mut TantivyDocument,
    fields: &Fields,
    at: Timestamp,
    language: Option<&str>,
) {
    document.add_i64(fields.at, at.as_second());
    if let Some(language) = language {
        let language = language.split(['-', '_']).next().unwrap_or(language);
        document.add_text(fields.language, language.to_lowercase());
    }
}
