use super::Style;
use super::absent::means_absent;
use super::budget::Budget;
use super::disputed::{Disputed, is_attributed};
use super::hearsay::{is_hearsay, is_passed_on, sums_up};
use super::lede::SECTIONS_FROM_WORDS;
use super::likeness::{in_order, told_by};
use super::material::Material;
use crate::check::words::{Kind, words_in};
use crate::claims::{Footing, Passage};
use news::{ArticleId, Outlet, OutletId, OutletKind, Registry, Statement};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The brief as far as it has been put together: what has been said, and what that cost.
pub(super) struct Page<'m> {
    pub(super) material: &'m Material<'m>,
    pub(super) registry: &'m Registry,
    pub(super) style: &'m Style,
    pub(super) budget: Budget,
    /// Words printed in lede and sections.
    pub(super) words: usize,
    /// Terms that have been named.
    named: BTreeSet<usize>,
    /// Last words of names given in full, and all names of the headline.
    introduced: HashSet<String>,
    /// Those of them that were introduced before the body.
    introduced_early: HashSet<String>,
    /// The articles whose title the headline is.
    headlined: BTreeSet<ArticleId>,
    /// Stems of the headline.
    headline: HashSet<String>,
    /// Stems of the headline and of the lede.
    told: HashSet<String>,
    /// The words of each printed sentence.
    printed: Vec<Vec<String>>,
    /// The outlets of the story whose trade is to report, by name.
    reporters: BTreeMap<OutletId, String>,
    /// The article whose words stand first on the page.
    first: Option<usize>,
    /// The article whose words were printed last.
    last: Option<usize>,
    /// Passages that have been printed.
    shown: BTreeSet<usize>,
    /// Passages whose words have been taken from the budgets.
    charged: BTreeSet<usize>,
    /// Groups that are printed or can no longer be.
    closed: Vec<bool>,
    /// The figures that sources dispute.
    disputed: &'m Disputed,
}

/// Two sentences of which more than this runs in the same order read as a repetition. The labelled
/// sets ask for at most 0.35 between the two most alike sentences of a brief on average, which this
/// gives.
pub(super) const REPEATS: f64 = 0.42;

/// A sentence of whose words a printed one has this share tells nothing new; hearsay needs less, as
/// words that say who reported it come on top. Chosen by reading pairs of sentences of one event.
const TOLD: f64 = 0.52;
const TOLD_BY_OTHERS: f64 = 0.4;

/// A report this much later than the one that the brief begins with tells what came of it.
const LATER_HOURS: i64 = 6;

/// How much less a source counts when its budget is gone: spreads the brief over its sources.
/// Weighed on the labelled stories.
const SPREAD: f64 = 0.4;

impl<'m> Page<'m> {
    pub(super) fn new(
        material: &'m Material<'m>,
        registry: &'m Registry,
        style: &'m Style,
        headline: &Statement,
        disputed: &'m Disputed,
    ) -> Page<'m> {
        let texts: Vec<&str> =
            material.sources.articles().iter().map(|article| article.text.as_str()).collect();
        let title = words_in(material.sources.main_tongue(), headline.text());
        Page {
            budget: Budget::new(&texts, style),
            words: 0,
            named: BTreeSet::new(),
            introduced: title.iter().filter(|w| w.capital).map(|w| w.key.clone()).collect(),
            introduced_early: HashSet::new(),
            headlined: headline.evidence().iter().map(|e| e.article.clone()).collect(),
            told: title.iter().filter(|w| w.is_content()).map(|w| w.stem.clone()).collect(),
            headline: title.into_iter().filter(|w| w.is_content()).map(|w| w.stem).collect(),
            printed: Vec::new(),
            reporters: reporters(material, registry),
            first: None,
            last: None,
            shown: BTreeSet::new(),
            charged: BTreeSet::new(),
            closed: vec![false; material.groups.len()],
            disputed,
            material,
            registry,
            style,
        }
    }

    /// The open group that is worth most by `worth` and can be printed; closes those that cannot.
    pub(super) fn best(
        &mut self,
        worth: impl Fn(&Page<'m>, usize) -> Option<f64>,
    ) -> Option<usize> {
        let open = (0..self.closed.len()).filter(|group| !self.closed[*group]);
        let mut worths: Vec<(f64, usize)> =
            open.filter_map(|group| Some((worth(self, group)?, group))).collect();
        worths.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, group) in worths {
            let passage = self.material.lead(group);
            if !self.knows_all(passage) {
                continue;
            }
            if self.fits(self.material.groups[group].lead()) {
                return Some(group);
            }
            self.closed[group] = true;
        }
        None
    }

    /// What a group adds to the page as it is, with its source's share counted.
    pub(super) fn worth(&self, group: usize) -> f64 {
        let article = self.material.lead(group).article;
        self.material.importance.worth(group, &self.named) - SPREAD * self.budget.used(article)
    }

    /// How many of the headline's words the passage has, from 0 to 1.
    pub(super) fn tells_headline(&self, passage: &Passage<'_>) -> f64 {
        let said: HashSet<&str> = passage.stems().collect();
        let shared = self.headline.iter().filter(|stem| said.contains(stem.as_str())).count();
        shared as f64 / self.headline.len().max(1) as f64
    }

    /// The share of these stems, or words in small letters, that the headline has, from 0 to 1.
    pub(super) fn told_by_headline(&self, words: &[String]) -> f64 {
        let tongue = self.material.sources.main_tongue();
        let has = |word: &&String| {
            self.headline.contains(*word) || self.headline.contains(&tongue.stem(word))
        };
        words.iter().filter(has).count() as f64 / words.len().max(1) as f64
    }

    /// Whether a sentence of the lede needs words of its article that stand neither in the headline nor
    /// in the lede so far.
    pub(super) fn means_absent(&self, passage: &Passage<'_>) -> bool {
        means_absent(&passage.words, &self.stems_so_far())
    }

    /// The share of what a passage says, besides numbers and days, that headline and printed sentences
    /// say together, from 0 to 1.
    pub(super) fn said_so_far(&self, passage: &Passage<'_>) -> f64 {
        let known = self.stems_so_far();
        let words = passage.words.iter().filter(|word| word.kind == Kind::Content);
        let stems: BTreeSet<&str> = words.map(|word| word.stem.as_str()).collect();
        let said = stems.iter().filter(|stem| known.contains(**stem)).count();
        said as f64 / stems.len().max(1) as f64
    }

    fn stems_so_far(&self) -> HashSet<String> {
        let passages = self.shown.iter().map(|at| &self.material.passages[*at]);
        let printed = passages.flat_map(Passage::stems).map(str::to_owned);
        printed.chain(self.headline.iter().cloned()).collect()
    }

    /// The share of these stems that headline and lede have, from 0 to 1.
    pub(super) fn told_before_body(&self, stems: &[String]) -> f64 {
        let told = stems.iter().filter(|stem| self.told.contains(*stem)).count();
        told as f64 / stems.len().max(1) as f64
    }

    /// Whether the headline is this article's title.
    pub(super) fn is_headlined(&self, article: usize) -> bool {
        self.headlined.contains(&self.material.sources.articles()[article].id)
    }

    /// Whether everybody whom the passage calls by surname has been introduced.
    pub(super) fn knows_all(&self, passage: &Passage<'_>) -> bool {
        passage.surnames.iter().all(|surname| self.introduced.contains(surname))
    }

    /// Whether somebody of this surname has been named in full, or stands in the headline.
    pub(super) fn has_introduced(&self, surname: &str) -> bool {
        self.introduced.contains(surname)
    }

    /// Stems of the headline.
    pub(super) fn headline_stems(&self) -> impl Iterator<Item = &String> {
        self.headline.iter()
    }

    /// Whether its sources can bear it and it repeats nothing.
    pub(super) fn fits(&self, at: usize) -> bool {
        let passage = &self.material.passages[at];
        self.bears(at)
            && !self.repeats(passage)
            && !is_passed_on(passage, self.material.sources)
            && !self.takes_a_side(passage)
            && !self.has_own_words(passage)
    }

    /// Whether a title gives a disputed figure, which no heading may: it has no room to say whose it is.
    pub(super) fn gives_disputed_figure(&self, title: &str) -> bool {
        let words = words_in(self.material.sources.main_tongue(), title);
        self.disputed.told_by(&words).is_some()
    }

    /// Whether it gives a disputed figure as a fact, or after another sentence did: the figures of a
    /// dispute stand side by side, and once in a sentence that says whose they are.
    fn takes_a_side(&self, passage: &Passage<'_>) -> bool {
        let Some(dispute) = self.disputed.told_by(&passage.words) else {
            return false;
        };
        let mut shown = self.shown.iter().map(|at| &self.material.passages[*at].words);
        !is_attributed(&passage.words)
            || shown.any(|words| self.disputed.told_by(words) == Some(dispute))
    }

    /// Whether it only says what another report of the story reported, which can be cited itself.
    fn has_own_words(&self, passage: &Passage<'_>) -> bool {
        // A brief of one paragraph is made of a few openings, which often say whose news it is.
        if self.style.words < SECTIONS_FROM_WORDS {
            return false;
        }
        let own = &self.material.sources.articles()[passage.article].outlet;
        let mut others = self.reporters.iter().filter(|(outlet, _)| *outlet != own);
        others.any(|(_, name)| sums_up(passage.text, name))
    }

    fn repeats(&self, passage: &Passage<'_>) -> bool {
        let keys = keys(passage);
        self.printed.iter().any(|printed| in_order(printed, &keys) > REPEATS)
            || self.tells_again(passage)
    }

    /// Whether what it tells is told by a sentence on the page in other words or in another order.
    fn tells_again(&self, passage: &Passage<'_>) -> bool {
        // Of three sentences on one event each shares much with the others.
        if self.style.words < SECTIONS_FROM_WORDS {
            return false;
        }
        let share = match is_hearsay(passage, self.material.sources) {
            true => TOLD_BY_OTHERS,
            false => TOLD,
        };
        let printed = self.shown.iter().map(|at| &self.material.passages[*at]);
        printed.into_iter().any(|printed| told_by(passage, printed) >= share)
    }

    /// Whether adding so many words brings the page nearer to a length of `target`.
    pub(super) fn has_room(&self, length: usize, target: usize) -> bool {
        length < 2 * target.saturating_sub(self.words)
    }

    /// Notes that the words of a group stand on the page.
    pub(super) fn print(&mut self, group: usize) {
        self.closed[group] = true;
        self.named.extend(self.material.importance.terms(group));
        self.print_passage(self.material.groups[group].lead());
    }

    /// Notes that a passage stands on the page.
    pub(super) fn print_passage(&mut self, at: usize) {
        let passage = &self.material.passages[at];
        self.words += passage.length();
        self.charge(at);
        self.shown.insert(at);
        self.first.get_or_insert(passage.article);
        self.last = Some(passage.article);
        self.introduced.extend(passage.introduces().map(str::to_owned));
        self.printed.push(keys(passage));
    }

    /// Takes the words of a passage from the budgets of its sources, once.
    pub(super) fn charge(&mut self, at: usize) {
        if self.charged.insert(at) {
            let passage = &self.material.passages[at];
            let cost = self.budget.cost(passage.text, passage.article);
            self.budget.spend(&cost);
        }
    }

    /// Whether the sources can bear that this passage is printed.
    pub(super) fn bears(&self, at: usize) -> bool {
        let passage = &self.material.passages[at];
        self.charged.contains(&at)
            || self.budget.bears(&self.budget.cost(passage.text, passage.article))
    }

    /// Whether the sources can bear that this passage is printed as one side of a dispute: a dispute is
    /// worth more than any sentence, so only what is never exceeded bounds it.
    pub(super) fn bears_side(&self, at: usize) -> bool {
        let passage = &self.material.passages[at];
        self.charged.contains(&at)
            || self.budget.bears_at_most(&self.budget.cost(passage.text, passage.article))
    }

    /// The origin of the first words on the page.
    pub(super) fn first_origin(&self) -> Option<usize> {
        self.first.map(|article| self.material.sources.origin(article).0)
    }

    /// The origin of the last words on the page.
    pub(super) fn last_origin(&self) -> Option<usize> {
        self.last.map(|article| self.material.sources.origin(article).0)
    }

    /// Whether a passage was reported so much later than the first words on the page that it tells
    /// what came of the news.
    pub(super) fn came_later(&self, passage: &Passage<'_>) -> bool {
        let articles = self.material.sources.articles();
        let reported = |article: usize| articles[article].reported();
        self.first.is_some_and(|first| {
            reported(passage.article).duration_since(reported(first)).as_hours() >= LATER_HOURS
        })
    }

    /// Notes that what follows is the body, whose sentences are put in order later.
    pub(super) fn begin_body(&mut self) {
        self.introduced_early = self.introduced.clone();
        let passages = self.shown.iter().map(|at| &self.material.passages[*at]);
        self.told.extend(passages.flat_map(Passage::stems).map(str::to_owned));
    }

    /// Whether somebody was named in full before the body.
    pub(super) fn knew_before_body(&self, surname: &str) -> bool {
        self.introduced_early.contains(surname)
    }

    /// Keeps a group from being printed.
    pub(super) fn close(&mut self, group: usize) {
        self.closed[group] = true;
    }

    /// Whether a group can still be printed.
    pub(super) fn is_open(&self, group: usize) -> bool {
        !self.closed[group]
    }

    /// Keeps the group that holds this passage from being printed.
    pub(super) fn close_group_of(&mut self, at: usize) {
        let holders = self.material.groups.iter().enumerate();
        for (group, _) in holders.filter(|(_, group)| group.members.contains(&at)) {
            self.closed[group] = true;
        }
    }

    /// Whether the passage stands on the page.
    pub(super) fn shows(&self, at: usize) -> bool {
        self.shown.contains(&at)
    }

    /// Whether a passage that points back ("The decision") can stand: headline or lede speak of it.
    pub(super) fn may_stand(&self, passage: &Passage<'_>) -> bool {
        match passage.footing {
            Footing::Alone => true,
            Footing::Pointing => {
                passage.words.get(1).is_some_and(|noun| self.told.contains(&noun.stem))
            }
            Footing::Referring | Footing::Leaning | Footing::Never => false,
        }
    }
}

/// The names of the outlets that report on others; what a company reports of itself is its own news.
fn reporters(material: &Material<'_>, registry: &Registry) -> BTreeMap<OutletId, String> {
    let articles = material.sources.articles();
    let outlets = material.sources.usable().map(|at| registry.find(&articles[at].outlet.0));
    let reports = |outlet: &Outlet| {
        !matches!(
            outlet.kind,
            OutletKind::PrimarySource | OutletKind::Government | OutletKind::Research
        )
    };
    outlets.filter(reports).map(|outlet| (outlet.id, outlet.name)).collect()
}

fn keys(passage: &Passage<'_>) -> Vec<String> {
    passage.words.iter().map(|word| word.key.clone()).collect()
}
