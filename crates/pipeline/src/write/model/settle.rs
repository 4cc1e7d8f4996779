//! What stands of a model's brief, and what stands in the place of the rest.

use super::super::Style;
use super::super::budget::Budget;
use super::super::images;
use super::super::likeness::in_order;
use super::super::page::REPEATS;
use super::answer::Place;
use super::bench::{Bench, Failure, label};
use super::commission::Commission;
use super::reading::{Reading, Slot};
use crate::check::words::words;
use crate::claims::Sources;
use news::{
    ArticleId, Brief, Draft, FailedSentence, Heading, Instead, Judged, Section, Statement,
    StoryFile, Writer, Writing,
};
use std::collections::{BTreeSet, HashMap};

/// A brief that a model wrote, as far as it stands.
#[derive(Debug)]
pub struct Settled {
    /// The draft, for the check as any other.
    pub draft: Draft,
    /// Sentences that failed, for the public count of what is withheld. One that names no claim was held
    /// against nothing and stands in the [`Writing`] alone.
    pub set_aside: Vec<Judged>,
}

/// Too little of a model's brief stands: the extractive writer's goes out.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fallen {
    /// Fewer than half of its sentences stand.
    #[error("only {stood} of the {written} sentences that it wrote stood before the check")]
    Untrue {
        /// Sentences of lede and body that stood.
        stood: usize,
        /// Those that it wrote.
        written: usize,
    },
    /// It is much shorter than what it should replace.
    #[error("it wrote only {words} words that stand; the extractive writer has {other}")]
    TooShort {
        /// Words of lede and body.
        words: usize,
        /// Words of the extractive brief.
        other: usize,
    },
}

/// A brief may be longer than asked by this share; models do not count well.
const MOST_OVER: (usize, usize) = (5, 4);

/// A brief of fewer than one word in three of the extractive one's tells too little.
const LEAST_SHARE: usize = 3;

impl Reading {
    /// Puts the brief together: the model's sentences that stand, words of the sources for those that do
    /// not, and everything else from the extractive writer. `model` is the name that readers see.
    ///
    /// What is taken word for word stays within the budget of each source, and within
    /// [`Style::run_words`] of any one.
    pub fn settle(
        self,
        commission: &Commission,
        file: &StoryFile,
        model: &str,
    ) -> (Writing, Result<Settled, Fallen>) {
        let mut table = Table::lay(commission, file);
        let headline = table.headline(&self.slots);
        let lede = table.lede(&self.slots);
        let sections = table.sections(&self.slots);
        let fallen = table.fallen();
        let writing = Writing {
            model: model.to_owned(),
            fell_back: fallen.as_ref().map(Fallen::to_string),
            sentences: self.slots.len(),
            sent_back: self.sent_back,
            mended: self.mended,
            left_out: table.left_out,
            failed: table.failed,
        };
        if let Some(fallen) = fallen {
            return (writing, Err(fallen));
        }
        let images = images::choose(&Sources::of(file), &sections);
        let Draft { story, brief: own } = commission.stand_in.clone();
        let writer = Writer::Model(model.to_owned());
        let brief = Brief { headline, lede, sections, images, writer, ..own };
        let draft = Draft { story, brief };
        (writing, Ok(Settled { draft, set_aside: table.set_aside }))
    }
}

/// The brief as it is put together, with what that cost.
struct Table<'a> {
    commission: &'a Commission,
    bench: Bench<'a>,
    numbers: HashMap<&'a ArticleId, usize>,
    budget: Budget,
    /// The words of each printed sentence.
    printed: Vec<Vec<String>>,
    /// Claims whose words stand on the page, or that a sentence on it rests on.
    used: BTreeSet<String>,
    words: usize,
    /// Sentences of lede and body that the model wrote and that were fit to be printed or failed.
    written: usize,
    /// Those that are printed as the model wrote them.
    stood: usize,
    left_out: usize,
    failed: Vec<FailedSentence>,
    set_aside: Vec<Judged>,
}

impl<'a> Table<'a> {
    fn lay(commission: &'a Commission, file: &'a StoryFile) -> Table<'a> {
        let texts: Vec<&str> = file.articles.iter().map(|article| article.text.as_str()).collect();
        let style = &commission.style;
        let most = style.source_most_words.min(style.run_words);
        let style = Style { source_most_words: most, ..style.clone() };
        let ids = file.articles.iter().enumerate();
        let mut table = Table {
            commission,
            bench: Bench::new(commission, file),
            numbers: ids.map(|(at, article)| (&article.id, at)).collect(),
            budget: Budget::new(&texts, &style),
            printed: Vec::new(),
            used: BTreeSet::new(),
            words: 0,
            written: 0,
            stood: 0,
            left_out: 0,
            failed: Vec::new(),
            set_aside: Vec::new(),
        };
        table.charge_what_stays();
        table
    }

    /// What the extractive writer shows beside the text is taken from the sources first.
    fn charge_what_stays(&mut self) {
        let brief = &self.commission.stand_in.brief;
        let sides = brief.disagreements.iter().flat_map(|disagreement| &disagreement.sides);
        let quotes = brief.quotes.iter().map(|quote| &quote.words);
        let moments = brief.timeline.iter().map(|moment| &moment.what);
        let mut seen = BTreeSet::new();
        for statement in sides.chain(quotes).chain(moments) {
            if seen.insert(statement.text()) {
                self.charge(statement);
            }
        }
    }

    fn charge(&mut self, statement: &Statement) {
        let from = self.numbers.get(&statement.evidence()[0].article);
        let cost = from.map(|from| self.budget.cost(statement.text(), *from));
        self.budget.spend(&cost.unwrap_or_default());
    }

    /// The model's headline, or else the extractive writer's.
    fn headline(&mut self, slots: &[Slot]) -> Statement {
        let own = slots.iter().find(|slot| slot.place == Place::Headline);
        let stands = own.and_then(|slot| match &slot.heard {
            Ok(statement) => Some(statement.clone()),
            Err(failure) => {
                self.fail(slot, failure.clone(), Instead::Extractive);
                None
            }
        });
        stands.unwrap_or_else(|| self.commission.stand_in.brief.headline.clone())
    }

    /// The model's lede, with words of the sources where a sentence fails; the extractive writer's where
    /// nothing is left.
    fn lede(&mut self, slots: &[Slot]) -> Vec<Statement> {
        let own = slots.iter().filter(|slot| slot.place == Place::Lede);
        let lede: Vec<Statement> = own.filter_map(|slot| self.sentence(slot)).collect();
        if !lede.is_empty() {
            return lede;
        }
        let lede = self.commission.stand_in.brief.lede.clone();
        for statement in &lede {
            self.charge(statement);
            self.print(statement);
        }
        lede
    }

    fn sections(&mut self, slots: &[Slot]) -> Vec<Section<Statement>> {
        let mut sections: Vec<Section<Statement>> = Vec::new();
        for head in slots {
            let Place::Heading(at) = head.place else { continue };
            let own = slots.iter().filter(|slot| slot.place == Place::Body(at));
            let sentences: Vec<Statement> = own.filter_map(|slot| self.sentence(slot)).collect();
            if !sentences.is_empty() {
                let heading = self.heading(head, sections.len());
                sections.push(Section { heading, sentences });
            }
        }
        sections
    }

    /// The model's heading, or else a label that asserts nothing.
    fn heading(&mut self, slot: &Slot, before: usize) -> Heading<Statement> {
        if let Some(label) = label(&slot.line.text) {
            return Heading::Label(label.to_owned());
        }
        match &slot.heard {
            Ok(statement) => Heading::Stating(statement.clone()),
            Err(failure) => {
                self.fail(slot, failure.clone(), Instead::Extractive);
                Heading::Label(PLAIN_LABELS[before.min(PLAIN_LABELS.len() - 1)].to_owned())
            }
        }
    }

    /// A sentence of lede or body as it is printed: the model's, a source's, or none.
    fn sentence(&mut self, slot: &Slot) -> Option<Statement> {
        let failure = match &slot.heard {
            Ok(statement) => return self.own(slot, statement),
            Err(failure) => failure.clone(),
        };
        self.written += 1;
        let instead = self.instead(&slot.line.claims);
        let what = if instead.is_some() { Instead::Extractive } else { Instead::Nothing };
        self.fail(slot, failure, what);
        instead
    }

    /// A sentence that is true is left out all the same when the page says it already, has no room, or
    /// may take no more words from its source.
    fn own(&mut self, slot: &Slot, statement: &Statement) -> Option<Statement> {
        let cost = self.budget.copied(statement.text());
        if !self.has_room() || self.repeats(statement) || !self.budget.bears(&cost) {
            self.left_out += 1;
            return None;
        }
        self.budget.spend(&cost);
        self.print(statement);
        self.used.extend(slot.line.claims.iter().cloned());
        self.written += 1;
        self.stood += 1;
        Some(statement.clone())
    }

    /// The words of the first of these claims that can be printed.
    fn instead(&mut self, claims: &[String]) -> Option<Statement> {
        for id in claims {
            let claim = self.commission.claim(id).filter(|claim| !self.used.contains(&claim.id));
            let Some(words) = claim.and_then(|claim| self.bench.own_words(claim)) else { continue };
            let from = self.numbers.get(&words.evidence()[0].article).copied()?;
            let cost = self.budget.cost(words.text(), from);
            if self.has_room() && !self.repeats(&words) && self.budget.bears(&cost) {
                self.budget.spend(&cost);
                self.print(&words);
                self.used.insert(id.clone());
                return Some(words);
            }
        }
        None
    }

    fn has_room(&self) -> bool {
        self.words * MOST_OVER.1 < self.commission.style.words * MOST_OVER.0
    }

    fn repeats(&self, statement: &Statement) -> bool {
        let keys = keys(statement);
        self.printed.iter().any(|printed| in_order(printed, &keys) > REPEATS)
    }

    fn print(&mut self, statement: &Statement) {
        self.words += length(statement);
        self.printed.push(keys(statement));
    }

    fn fail(&mut self, slot: &Slot, failure: Failure, instead: Instead) {
        let Failure { statement, judgement } = failure;
        self.failed.push(FailedSentence {
            text: slot.line.text.clone(),
            verdict: judgement.verdict,
            reasons: judgement.reasons.clone(),
            instead,
        });
        self.set_aside.extend(statement.map(|statement| Judged { statement, judgement }));
    }

    fn fallen(&self) -> Option<Fallen> {
        let (stood, written) = (self.stood, self.written);
        if stood * 2 < written || stood == 0 {
            return Some(Fallen::Untrue { stood, written });
        }
        let other: usize = self.commission.stand_in.brief.sentences().map(length).sum();
        let words = self.words;
        (words * LEAST_SHARE < other).then_some(Fallen::TooShort { words, other })
    }
}

/// What stands above a section whose heading failed, by its number.
const PLAIN_LABELS: [&str; 3] = ["What happened", "In detail", "More"];

fn keys(statement: &Statement) -> Vec<String> {
    words(statement.text()).into_iter().map(|word| word.key).collect()
}

fn length(statement: &Statement) -> usize {
    statement.text().split_whitespace().count()
}
