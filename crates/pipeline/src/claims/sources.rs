use crate::check::names::named;
use crate::check::tongue_of;
use crate::check::words::words_in;
use crate::tongue::Tongue;
use jiff::Timestamp;
use news::{Article, ArticleId, ArticleVersionId, Evidence, Part, Reliance, StoryFile};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// The number of an origin within a story, counted from 0 in the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Origin(pub usize);

/// A story's articles as a writer uses them: each with its version's name, its origin, and whether
/// nothing may be taken from it: a corrected report of the same outlet has taken its place, or its
/// outlet keeps its words for itself.
#[derive(Clone)]
pub(crate) struct Sources<'a> {
    pub(crate) file: &'a StoryFile,
    versions: Vec<ArticleVersionId>,
    origins: Vec<Origin>,
    unusable: Vec<bool>,
    relying: Vec<bool>,
    tongues: Vec<Tongue>,
}

impl<'a> Sources<'a> {
    pub(crate) fn of(file: &'a StoryFile) -> Sources<'a> {
        Sources {
            versions: file.articles.iter().map(Article::version).collect(),
            origins: origins(file),
            unusable: unusable(&file.articles),
            relying: relying(file),
            tongues: file.articles.iter().map(tongue_of).collect(),
            file,
        }
    }

    /// All articles, those too that may not be used.
    pub(crate) fn articles(&self) -> &'a [Article] {
        &self.file.articles
    }

    /// The language of an article.
    pub(crate) fn tongue(&self, article: usize) -> Tongue {
        self.tongues.get(article).copied().unwrap_or_default()
    }

    /// The language of most articles; of equals the one of the first.
    pub(crate) fn main_tongue(&self) -> Tongue {
        let count = |tongue: &Tongue| self.tongues.iter().filter(|one| *one == tongue).count();
        let most = self.tongues.iter().map(count).max().unwrap_or_default();
        self.tongues.iter().copied().find(|tongue| count(tongue) == most).unwrap_or_default()
    }

    /// The places of the articles that may be used.
    pub(crate) fn usable(&self) -> impl Iterator<Item = usize> {
        (0..self.file.articles.len()).filter(|article| !self.unusable[*article])
    }

    pub(crate) fn origin(&self, article: usize) -> Origin {
        self.origins[article]
    }

    /// How many origins the articles have.
    pub(crate) fn origin_count(&self) -> usize {
        self.origins.iter().map(|origin| origin.0 + 1).max().unwrap_or_default()
    }

    /// The article that stands for the origin of this one.
    pub(crate) fn origin_id(&self, article: usize) -> &ArticleId {
        self.file.origin_of(&self.file.articles[article].id)
    }

    /// How well an article stands for its origin, the least first: the origin itself, then its copies
    /// by the time of their report.
    pub(crate) fn standing_in(&self, article: usize) -> (bool, Timestamp) {
        let own = self.file.articles[article].id == *self.origin_id(article);
        (!own, self.file.articles[article].reported())
    }

    /// How much the word of the article's outlet weighs, from 0 to 1.
    pub(crate) fn authority(&self, article: usize) -> f64 {
        self.file.story.reports.get(article).map_or(0.5, |report| report.authority)
    }

    /// Whether two articles were reported apart: other origins, other owners, neither leaning on
    /// reports of this story.
    pub(crate) fn independent(&self, one: usize, other: usize) -> bool {
        let reports = &self.file.story.reports;
        let (Some(first), Some(second)) = (reports.get(one), reports.get(other)) else {
            return false;
        };
        first.origin != second.origin
            && first.owner != second.owner
            && !self.only_relies(one)
            && !self.only_relies(other)
    }

    /// Whether the article only passes on what another report of the story said.
    pub(crate) fn only_relies(&self, article: usize) -> bool {
        self.relying.get(article).copied().unwrap_or_default()
    }

    /// The words at `span`, ready to be cited.
    pub(crate) fn evidence(
        &self,
        article: usize,
        part: Part,
        span: Range<usize>,
    ) -> Option<Evidence> {
        let source = self.file.articles.get(article)?;
        let quote = source.part(part).get(span.clone()).filter(|quote| !quote.is_empty())?;
        // Built here and not by `Evidence::of`, which would hash the whole article each time.
        Some(Evidence {
            article: source.id.clone(),
            version: self.versions.get(article)?.clone(),
            part,
            start: u32::try_from(span.start).ok()?,
            end: u32::try_from(span.end).ok()?,
            quote: quote.to_owned(),
        })
    }
}

fn relying(file: &StoryFile) -> Vec<bool> {
    let reliance = Reliance::of(&file.story);
    file.story.reports.iter().map(|report| reliance.only_relies(report)).collect()
}

fn origins(file: &StoryFile) -> Vec<Origin> {
    let mut numbers: BTreeMap<&ArticleId, usize> = BTreeMap::new();
    let known: BTreeMap<&ArticleId, &ArticleId> =
        file.story.reports.iter().map(|report| (&report.article, &report.origin)).collect();
    file.articles
        .iter()
        .map(|article| {
            let next = numbers.len();
            let id = known.get(&article.id).copied().unwrap_or(&article.id);
            Origin(*numbers.entry(id).or_insert(next))
        })
        .collect()
}

/// For each article, whether its outlet reserved it, or corrected it in a later one of these articles.
fn unusable(articles: &[Article]) -> Vec<bool> {
    let corrections: Vec<usize> =
        (0..articles.len()).filter(|at| says_correction(&articles[*at])).collect();
    (0..articles.len())
        .map(|at| {
            articles[at].reserved.is_some()
                || corrections.iter().any(|later| corrects(&articles[*later], &articles[at]))
        })
        .collect()
}

/// How outlets mark a corrected report, at the head of the title or of a paragraph.
const CORRECTED: [&str; 8] = [
    "correction",
    "corrects ",
    "corrected",
    "(corrects",
    "(corrected",
    "korrektur",
    "berichtigung",
    "(korrigiert",
];

fn says_correction(article: &Article) -> bool {
    let marks = |line: &str| {
        let head: String = line.trim_start().chars().take(12).collect();
        let head = head.to_lowercase();
        CORRECTED.iter().any(|mark| head.starts_with(mark))
    };
    marks(&article.title) || article.text.split("\n\n").any(marks)
}

fn corrects(later: &Article, earlier: &Article) -> bool {
    later.outlet == earlier.outlet
        && later.id != earlier.id
        && later.reported() > earlier.reported()
        && shared_name(later, earlier)
}

/// Whether two titles name somebody or something in common: one outlet has many reports of a story,
/// and a correction is of one of them.
fn shared_name(one: &Article, other: &Article) -> bool {
    let keys = |article: &Article| -> HashSet<String> {
        let words = words_in(tongue_of(article), &article.title);
        named(&words).into_iter().flat_map(|name| name.keys).collect()
    };
    !keys(one).is_disjoint(&keys(other))
}
