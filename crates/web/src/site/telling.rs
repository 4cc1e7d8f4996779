//! A brief as it is read: its sentences with their marks, for the story's page and for feeds.

use crate::links;
use crate::reading::StoryFacts;
use crate::setting::{Preview, Setting};
use crate::times::{self, Instant};
use jiff::Timestamp;
use news::{
    ArticleId, Brief, BriefImage, Disagreement, Evidence, Heading, Judged, Quote, Section,
    Statement, Writer, counted,
};
use std::collections::BTreeMap;

/// Sentences to a paragraph: the usual length of one in news text.
const PARAGRAPH: usize = 3;

/// What a brief says, ready to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Telling {
    pub kicker: Option<String>,
    pub headline: String,
    /// "Written by the extractive writer from 4 sources".
    pub writer: String,
    pub lede: Vec<Sentence>,
    pub pictures: Vec<Picture>,
    pub sections: Vec<SectionText>,
    /// Quotes for which there was no section left.
    pub quotes: Vec<QuoteText>,
    pub disagreements: Vec<DisagreementText>,
    pub timeline: Vec<MomentText>,
    pub figures: Vec<FigureText>,
}

/// A sentence with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub text: String,
    pub cites: Vec<Cite>,
}

/// The mark from a sentence to its evidence in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cite {
    /// Counts the marks of a page; names the card in its markup.
    pub card: usize,
    pub number: usize,
    /// The source, opened at the words; none when its address is not one for the web.
    pub href: Option<String>,
    pub outlet: String,
    pub time: Option<Instant>,
    /// The exact words.
    pub quotes: Vec<String>,
}

/// A picture that we hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// Its widest copy.
    pub address: String,
    /// Every copy with its width, as a `srcset` says it.
    pub copies: String,
    pub width: u32,
    pub height: u32,
    pub caption: String,
    pub source: String,
}

impl Picture {
    /// For the head of a page.
    pub(crate) fn preview(&self, setting: &Setting<'_>) -> Preview {
        let address = setting.absolute(&self.address);
        Preview { address, width: self.width, height: self.height, alt: self.caption.clone() }
    }
}

/// A section with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SectionText {
    pub heading: Sentence,
    pub paragraphs: Vec<Vec<Sentence>>,
    pub pictures: Vec<Picture>,
    pub quote: Option<QuoteText>,
}

/// Words that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QuoteText {
    pub words: Sentence,
    pub speaker: String,
}

/// What sources contradict each other on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DisagreementText {
    pub about: String,
    pub sides: Vec<Side>,
}

/// One side, with who takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Side {
    pub outlets: String,
    pub sentence: Sentence,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MomentText {
    pub machine: String,
    pub day: String,
    pub what: Sentence,
}

/// A number shown apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FigureText {
    pub label: String,
    pub value: Sentence,
    /// Whether it stands in a sentence that is one side of a disagreement.
    pub disputed: bool,
}

/// Where a cited article is found.
struct CitedSource {
    number: usize,
    outlet: String,
    url: Option<String>,
    reported: Option<Timestamp>,
}

/// Sets a brief, numbering its marks as it goes.
pub(crate) struct Teller<'a> {
    facts: &'a StoryFacts,
    sources: BTreeMap<&'a ArticleId, CitedSource>,
    cards: usize,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(facts: &'a StoryFacts, setting: &Setting<'_>) -> Teller<'a> {
        let cited = facts.told.record.brief.cited().into_iter().enumerate();
        let sources = cited.map(|(place, id)| (id, cited_source(facts, setting, id, place + 1)));
        Teller { facts, sources: sources.collect(), cards: 0 }
    }

    /// The whole brief.
    pub(crate) fn tell(mut self) -> Telling {
        let brief = &self.facts.told.record.brief;
        let lede = self.sentences(&brief.lede);
        let mut quotes = brief.quotes.iter();
        let sections = brief.sections.iter().enumerate();
        let sections = sections.map(|(place, s)| self.section(place, s, quotes.next())).collect();
        Telling {
            kicker: brief.kicker.clone(),
            headline: brief.headline.statement.text().to_owned(),
            writer: written_by(brief),
            lede,
            pictures: self.pictures(None),
            sections,
            quotes: quotes.map(|quote| self.quote(quote)).collect(),
            disagreements: brief.disagreements.iter().map(|d| self.disagreement(d)).collect(),
            timeline: brief.timeline.iter().map(|moment| self.moment(moment)).collect(),
            figures: brief
                .figures
                .iter()
                .map(|figure| self.figure(figure, is_disputed(figure, brief)))
                .collect(),
        }
    }

    fn section(
        &mut self,
        place: usize,
        section: &Section<Judged>,
        quote: Option<&Quote<Judged>>,
    ) -> SectionText {
        let heading = match &section.heading {
            Heading::Label(label) => Sentence { text: label.clone(), cites: Vec::new() },
            Heading::Stating(statement) => self.sentence(&statement.statement),
        };
        let paragraphs = section.sentences.chunks(PARAGRAPH);
        SectionText {
            heading,
            paragraphs: paragraphs.map(|sentences| self.sentences(sentences)).collect(),
            pictures: self.pictures(Some(place)),
            quote: quote.map(|quote| self.quote(quote)),
        }
    }

    fn quote(&mut self, quote: &Quote<Judged>) -> QuoteText {
        QuoteText { words: self.sentence(&quote.words.statement), speaker: quote.speaker.clone() }
    }

    fn disagreement(&mut self, disagreement: &Disagreement<Judged>) -> DisagreementText {
        let sides = disagreement.sides.iter().map(|side| {
            let sentence = self.sentence(&side.statement);
            Side { outlets: outlets(&sentence.cites), sentence }
        });
        DisagreementText { about: disagreement.about.clone(), sides: sides.collect() }
    }

    fn moment(&mut self, moment: &news::Moment<Judged>) -> MomentText {
        MomentText {
            machine: moment.date.to_string(),
            day: times::day(moment.date),
            what: self.sentence(&moment.what.statement),
        }
    }

    fn figure(&mut self, figure: &news::Figure<Judged>, disputed: bool) -> FigureText {
        let value = self.sentence(&figure.value.statement);
        FigureText { label: figure.label.clone(), value, disputed }
    }

    fn sentences(&mut self, sentences: &[Judged]) -> Vec<Sentence> {
        sentences.iter().map(|judged| self.sentence(&judged.statement)).collect()
    }

    fn sentence(&mut self, statement: &Statement) -> Sentence {
        let mut spans: BTreeMap<usize, Vec<&Evidence>> = BTreeMap::new();
        for evidence in statement.evidence() {
            if let Some(source) = self.sources.get(&evidence.article) {
                spans.entry(source.number).or_default().push(evidence);
            }
        }
        let cites = spans.into_values().filter_map(|evidence| self.cite(&evidence)).collect();
        Sentence { text: statement.text().to_owned(), cites }
    }

    /// One mark for all words of one article.
    fn cite(&mut self, evidence: &[&Evidence]) -> Option<Cite> {
        let source = self.sources.get(&evidence.first()?.article)?;
        self.cards += 1;
        let mut quotes: Vec<&str> = Vec::new();
        for one in evidence {
            if !quotes.contains(&one.quote.as_str()) {
                quotes.push(&one.quote);
            }
        }
        Some(Cite {
            card: self.cards,
            number: source.number,
            href: source.url.as_deref().and_then(|url| links::at_words(url, &quotes)),
            outlet: source.outlet.clone(),
            time: source.reported.map(Instant::of),
            quotes: quotes.into_iter().map(str::to_owned).collect(),
        })
    }

    fn pictures(&self, section: Option<usize>) -> Vec<Picture> {
        let images = self.facts.told.record.brief.images.iter();
        images.filter(|i| i.section == section).filter_map(|image| self.picture(image)).collect()
    }

    fn picture(&self, image: &BriefImage) -> Option<Picture> {
        let source = self.sources.get(&image.article);
        let outlet = source.map(|source| source.outlet.as_str()).unwrap_or_default();
        picture(self.facts.told.picture(image)?, image, outlet)
    }
}

/// A held picture with its caption and credit; `outlet` is named where nobody is credited.
pub(crate) fn picture(
    held: &store::StoredImage,
    image: &BriefImage,
    outlet: &str,
) -> Option<Picture> {
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let credit = text(&image.image.credit);
    let widest = held.copies.last()?;
    let address = |copy: &store::ImageCopy| copy_address(&held.object, copy.width);
    let listed = |copy: &store::ImageCopy| format!("{} {}w", address(copy), copy.width);
    let copies: Vec<String> = held.copies.iter().map(listed).collect();
    Some(Picture {
        address: address(widest),
        copies: copies.join(", "),
        width: widest.width,
        height: widest.height,
        caption: text(&image.image.caption),
        source: if credit.is_empty() { outlet.to_owned() } else { credit },
    })
}

/// Where the copy of this width stands of the picture with this key.
fn copy_address(object: &str, width: u32) -> String {
    format!("/media/{object}-{width}.webp")
}

/// Who wrote the brief, and from how much.
pub(crate) fn written_by(brief: &Brief<Judged>) -> String {
    let sources = counted(brief.cited().len(), "source", "sources");
    match &brief.writer {
        Writer::Extractive => format!("Written by the extractive writer from {sources}"),
        Writer::Model(name) => format!("Written by {name} from {sources}"),
    }
}

fn outlets(cites: &[Cite]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for cite in cites {
        if !names.contains(&cite.outlet.as_str()) {
            names.push(&cite.outlet);
        }
    }
    names.join(", ")
}

fn cited_source(
    facts: &StoryFacts,
    setting: &Setting<'_>,
    id: &ArticleId,
    number: usize,
) -> CitedSource {
    if let Some(report) = facts.story.reports.iter().find(|report| report.article == *id) {
        return CitedSource {
            number,
            outlet: setting.outlet_name(&report.outlet.0),
            url: report.url.clone(),
            reported: Some(report.reported),
        };
    }
    match facts.strays.iter().find(|article| article.id == *id) {
        Some(article) => CitedSource {
            number,
            outlet: setting.outlet_name(&article.outlet.0),
            url: article.url.clone(),
            reported: Some(article.reported()),
        },
        None => CitedSource {
            number,
            outlet: "A source that is no longer kept".to_owned(),
            url: None,
            reported: None,
        },
    }
}

/// Whether a figure stands in a sentence that is one side of a disagreement and in none of the other
/// sides: both sides are then on the page. What all sides say is not disputed.
fn is_disputed(figure: &news::Figure<Judged>, brief: &Brief<Judged>) -> bool {
    let value = figure.value.statement.text();
    let says = |side: &Judged| side.statement.text().contains(value);
    brief.disagreements.iter().any(|disagreement| {
        let telling = disagreement.sides.iter().filter(|side| says(side)).count();
        let is_of_it = |side: &&Judged| {
            let shown = side.statement.evidence();
            says(side) && figure.value.statement.evidence().iter().any(|e| shown.contains(e))
        };
        telling == 1 && disagreement.sides.iter().any(|side| is_of_it(&side))
    })
}
