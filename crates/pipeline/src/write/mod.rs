//! A story becomes a draft brief: the extractive writer, and in [`model`] the one that asks a language model.
//!
//! Every sentence of the brief is a source's own, trimmed only by rules that keep what it says. What is
//! chosen, and in which order, follows from the sources alone: the same story gives the same brief.

mod absent;
mod budget;
mod chances;
mod counts;
mod disagreements;
mod disputed;
mod figures;
mod heading;
mod headline;
mod hearsay;
mod images;
mod importance;
mod kicker;
mod lede;
mod likeness;
mod material;
pub mod model;
mod order;
mod page;
mod paragraph;
mod reported;
mod rounding;
mod same_thing;
mod sections;
mod shorter;
mod speech;
mod style;
mod subject;
mod timeline;
mod topic;

pub use chances::{Term, VALUES, Weights};
pub use style::{Hand, Style};

use crate::claims::{Reading, Sources, Struck, passages};
use disputed::Disputed;
use material::Material;
use news::{Brief, Disagreement, Draft, Registry, Statement, StoryFile, Writer};
use page::Page;

/// Why there is nothing to write.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NothingToWrite {
    /// No article has a usable title.
    #[error("no article of the story has a title or text")]
    NoWords,
}

/// Writes a brief from the sources' own sentences.
pub fn write(
    file: &StoryFile,
    registry: &Registry,
    style: &Style,
) -> Result<Draft, NothingToWrite> {
    write_by(file, registry, style, &Weights::standard())
}

/// Writes a brief as [`write()`] does, without what editors struck.
pub fn write_without(
    struck: &Struck,
    reading: &Reading<'_>,
    registry: &Registry,
    style: &Style,
) -> Result<Draft, NothingToWrite> {
    let weights = Weights::standard();
    if struck.is_empty() {
        return compose(&Material::of(reading, struck), registry, style, &weights);
    }
    let left = reading.without(struck);
    compose(&Material::of(&left, struck), registry, style, &weights)
}

/// Writes a brief as [`write()`] does, with other weights of terms.
pub fn write_by(
    file: &StoryFile,
    registry: &Registry,
    style: &Style,
    weights: &Weights,
) -> Result<Draft, NothingToWrite> {
    let (reading, struck) = (Reading::of(file), Struck::default());
    compose(&Material::of(&reading, &struck), registry, style, weights)
}

fn compose(
    material: &Material<'_>,
    registry: &Registry,
    style: &Style,
    weights: &Weights,
) -> Result<Draft, NothingToWrite> {
    let disputes = disagreements::disputes(material);
    let disputed = Disputed::of(&disputes, material.sources.main_tongue());
    let headline =
        headline::choose(material, registry, &disputed).ok_or(NothingToWrite::NoWords)?;
    let mut page = Page::new(material, registry, style, &headline, &disputed);
    let first = lede::begin(&mut page);
    let disagreements = disagreements::show(&mut page, &disputes);
    let lede = match style.is_paragraph() {
        true => paragraph::write(&mut page, weights),
        false => lede::go_on(&mut page, first),
    };
    let quotes = speech::choose(&mut page);
    let sections = sections::write(&mut page);
    let timeline = timeline::build(&mut page);
    let brief = Brief {
        kicker: kicker::choose(material),
        headline,
        lede,
        images: images::choose(material.sources, &sections),
        sections,
        quotes,
        disagreements,
        timeline,
        figures: figures::choose(&page),
        writer: Writer::Extractive,
    };
    Ok(Draft { story: material.sources.file.story.id.clone(), brief })
}

/// All that the sources of a story disagree on, what matters most first: [`write()`] prints those that the
/// page has room for.
pub fn disagreements(file: &StoryFile) -> Vec<Disagreement<Statement>> {
    let (reading, struck) = (Reading::of(file), Struck::default());
    disagreements::listed(&Material::of(&reading, &struck))
}

/// The terms of a story, with what each is judged by.
pub fn terms(file: &StoryFile, weights: &Weights) -> Vec<Term> {
    let sources = Sources::of(file);
    chances::terms(&sources, &passages(&sources), weights)
}

#[cfg(test)]
mod tests;
