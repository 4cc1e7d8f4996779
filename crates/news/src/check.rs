use crate::{
    ArticleId, Brief, BriefHash, BriefImage, Disagreement, Draft, Figure, Heading, Moment, Quote,
    Role, Section, Statement, StoryId, digest,
};

/// What the check says of a sentence, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The evidence says otherwise.
    Contradicted,
    /// The evidence does not say so.
    Unsupported,
    /// All numbers, dates, names, quotes, speakers, hedges and negations are in the evidence; some
    /// other words are not. Published only after a person approved it.
    Partly,
    /// All that is said is in the evidence.
    Supported,
}

impl Verdict {
    /// The word for it in `contracts`.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Supported => "supported",
            Verdict::Partly => "partly",
            Verdict::Unsupported => "unsupported",
            Verdict::Contradicted => "contradicted",
        }
    }

    /// Reads what [`Verdict::word`] writes.
    pub fn from_word(word: &str) -> Option<Verdict> {
        [Verdict::Supported, Verdict::Partly, Verdict::Unsupported, Verdict::Contradicted]
            .into_iter()
            .find(|verdict| verdict.word() == word)
    }

    /// Whether the sentence may stand at all.
    pub fn stands(self) -> bool {
        self >= Verdict::Partly
    }
}

/// What a reason for a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// A number, its unit or currency.
    Number,
    /// A date or time.
    Date,
    /// A name of a person, place or body.
    Name,
    /// Words between quotation marks.
    Quote,
    /// Who says it, and how surely.
    Attribution,
    /// A denial.
    Negation,
    /// How well the words match.
    Alignment,
    /// What an entailment model says.
    Entailment,
    /// An editor's word: what says so was struck.
    Struck,
}

impl ReasonKind {
    /// Every kind with its word in `contracts`.
    pub const ALL: [(ReasonKind, &'static str); 9] = [
        (ReasonKind::Number, "number"),
        (ReasonKind::Date, "date"),
        (ReasonKind::Name, "name"),
        (ReasonKind::Quote, "quote"),
        (ReasonKind::Attribution, "attribution"),
        (ReasonKind::Negation, "negation"),
        (ReasonKind::Alignment, "alignment"),
        (ReasonKind::Entailment, "entailment"),
        (ReasonKind::Struck, "struck"),
    ];

    /// The word for it in `contracts`.
    pub fn word(self) -> &'static str {
        ReasonKind::ALL.iter().find(|(kind, _)| *kind == self).map_or("alignment", |(_, w)| w)
    }

    /// Reads what [`ReasonKind::word`] writes.
    pub fn from_word(word: &str) -> Option<ReasonKind> {
        ReasonKind::ALL.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }
}

/// Why a verdict is not better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it is about.
    pub kind: ReasonKind,
    /// In words for an editor: `"500,000" is not in the cited words`.
    pub detail: String,
}

/// A verdict with its score and reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What the check says.
    pub verdict: Verdict,
    /// From 0 to 1; 1 is fully supported.
    pub score: f64,
    /// Empty only for what is fully supported.
    pub reasons: Vec<Reason>,
}

impl Eq for Judgement {}

/// A statement that the check has judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What is said, and on what it rests.
    pub statement: Statement,
    /// What the check says of it.
    pub judgement: Judgement,
}

impl AsRef<Statement> for Judged {
    fn as_ref(&self) -> &Statement {
        &self.statement
    }
}

impl Judged {
    /// The verdict alone.
    pub fn verdict(&self) -> Verdict {
        self.judgement.verdict
    }
}

/// A brief of which every statement has been judged, without those that failed.
///
/// The only way to one is [`Draft::checked`], so nothing reaches the desk unjudged. The headline
/// stays whatever its verdict, since a brief without one has no shape; [`crate::Approved`] refuses
/// such a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    story: StoryId,
    brief: Brief<Judged>,
    withheld: Vec<Judged>,
    lede_withheld: usize,
    set_aside: Vec<Judged>,
    replaced: usize,
}

impl Draft {
    /// Judges every statement and takes out those that do not stand.
    ///
    /// A disagreement left with one side, a section left without sentences and a heading that
    /// fails go too (the sentences of such a section stay).
    pub fn checked(self, judge: impl FnMut(Role<'_>, &Statement) -> Judgement) -> Checked {
        let written = self.brief.lede.len();
        let mut bench = Bench { judge, withheld: Vec::new() };
        let brief = bench.brief(self.brief);
        let lede_withheld = written - brief.lede.len();
        Checked {
            story: self.story,
            brief,
            withheld: bench.withheld,
            lede_withheld,
            set_aside: Vec::new(),
            replaced: 0,
        }
    }
}

impl Checked {
    /// The same brief, with sentences that a model wrote and that failed before there was a draft.
    pub fn with_set_aside(self, set_aside: Vec<Judged>) -> Checked {
        Checked { set_aside, ..self }
    }

    /// Sentences that a model wrote and that failed before there was a draft: they count as withheld in
    /// public, but say nothing against what stands, which was written without them.
    pub fn set_aside(&self) -> &[Judged] {
        &self.set_aside
    }

    /// The story it is about.
    pub fn story(&self) -> &StoryId {
        &self.story
    }

    /// What stands of the brief.
    pub fn brief(&self) -> &Brief<Judged> {
        &self.brief
    }

    /// What was taken out, in reading order.
    pub fn withheld(&self) -> &[Judged] {
        &self.withheld
    }

    /// How many of the withheld were sentences of the lede.
    pub fn lede_withheld(&self) -> usize {
        self.lede_withheld
    }

    /// How many sentences of its writer's own gave way to a source's, since they did not pass.
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// Notes how many of the writer's own sentences gave way to a source's. Counted, and no part of what
    /// the brief says.
    pub fn with_replaced(self, replaced: usize) -> Checked {
        Checked { replaced, ..self }
    }

    /// The name of what it says: equal for briefs that say the same on the same evidence.
    pub fn hash(&self) -> BriefHash {
        self.brief.hash()
    }

    /// The draft again, without verdicts: to be judged anew before it goes further.
    pub fn into_draft(self) -> Draft {
        Draft { story: self.story, brief: self.brief.map(|judged| judged.statement) }
    }

    /// Takes out what stands only partly; for publishing without a person.
    pub(crate) fn without_partly(self) -> Checked {
        let lede = self.lede_withheld + self.brief.lede.len();
        let mut judgements = Vec::new();
        let draft_brief = self.brief.map(|judged| {
            judgements.push(judged.judgement);
            judged.statement
        });
        let mut known = judgements.into_iter();
        let headline_kept = |role: Role<'_>, judgement: &Judgement| {
            judgement.verdict == Verdict::Partly && role != Role::Headline
        };
        let mut bench = Bench {
            judge: |role: Role<'_>, _: &Statement| {
                let judgement = known.next().expect("one judgement was kept per statement");
                match headline_kept(role, &judgement) {
                    true => Judgement { verdict: Verdict::Unsupported, ..judgement },
                    false => judgement,
                }
            },
            withheld: self.withheld,
        };
        let brief = bench.brief(draft_brief);
        let lede_withheld = lede - brief.lede.len();
        Checked { brief, withheld: bench.withheld, lede_withheld, ..self }
    }
}

impl Brief<Judged> {
    /// The name of what it says: equal for briefs that say the same on the same evidence.
    pub fn hash(&self) -> BriefHash {
        let parts = self.hashed();
        let bytes: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
        BriefHash(digest(&bytes))
    }

    /// What [`Brief::hash`] is the [`digest`] of, part by part: writer and kicker; each statement by its role, text,
    /// verdict and evidence; the labels of the sections; the images.
    pub fn hashed(&self) -> Vec<String> {
        let mut parts: Vec<String> = vec![self.writer.word()];
        parts.extend(self.kicker.clone());
        for (role, judged) in self.statements() {
            parts.push(format!("{role:?}"));
            parts.push(judged.statement.text().to_owned());
            parts.push(judged.verdict().word().to_owned());
            for e in judged.statement.evidence() {
                parts.push(format!("{} {:?} {}-{}", e.version, e.part, e.start, e.end));
            }
        }
        parts.extend(self.sections.iter().map(|s| heading_label(&s.heading)));
        parts.extend(self.images.iter().map(|i| format!("{:?} {:?}", i.image, i.section)));
        parts
    }
}

/// Images keep their section where it stands, under its new number; those of a section that fell go.
fn beside_sections_left<S>(
    images: Vec<BriefImage>,
    sections: &[Option<Section<S>>],
) -> Vec<BriefImage> {
    let left = |place: usize| {
        let before = sections.get(..place)?.iter().flatten().count();
        sections.get(place)?.as_ref().map(|_| before)
    };
    let placed = images.into_iter().map(|image| match image.section {
        None => Some(image),
        Some(place) => left(place).map(|place| BriefImage { section: Some(place), ..image }),
    });
    placed.flatten().collect()
}

fn heading_label<S>(heading: &Heading<S>) -> String {
    match heading {
        Heading::Label(label) => label.clone(),
        Heading::Stating(_) => String::new(),
    }
}

/// Passes a brief's statements before the judge in reading order, and keeps what fails.
struct Bench<J> {
    judge: J,
    withheld: Vec<Judged>,
}

impl<J: FnMut(Role<'_>, &Statement) -> Judgement> Bench<J> {
    fn brief(&mut self, draft: Brief<Statement>) -> Brief<Judged> {
        let headline = self.judged(Role::Headline, draft.headline);
        let lede = self.standing(Role::Lede, draft.lede);
        let sections: Vec<_> = draft.sections.into_iter().map(|s| self.section(s)).collect();
        let images = beside_sections_left(draft.images, &sections);
        Brief {
            kicker: draft.kicker,
            headline,
            lede,
            sections: sections.into_iter().flatten().collect(),
            quotes: draft.quotes.into_iter().filter_map(|q| self.quote(q)).collect(),
            disagreements: draft
                .disagreements
                .into_iter()
                .filter_map(|d| self.disagreement(d))
                .collect(),
            timeline: draft.timeline.into_iter().filter_map(|m| self.moment(m)).collect(),
            figures: draft.figures.into_iter().filter_map(|f| self.figure(f)).collect(),
            images,
            writer: draft.writer,
        }
    }

    fn judged(&mut self, role: Role<'_>, statement: Statement) -> Judged {
        let judgement = (self.judge)(role, &statement);
        Judged { statement, judgement }
    }

    fn stands(&mut self, role: Role<'_>, statement: Statement) -> Option<Judged> {
        let judged = self.judged(role, statement);
        if judged.verdict().stands() {
            return Some(judged);
        }
        self.withheld.push(judged);
        None
    }

    fn standing(&mut self, role: Role<'_>, statements: Vec<Statement>) -> Vec<Judged> {
        statements.into_iter().filter_map(|statement| self.stands(role, statement)).collect()
    }

    fn section(&mut self, section: Section<Statement>) -> Option<Section<Judged>> {
        let heading = match section.heading {
            Heading::Label(label) => Heading::Label(label),
            Heading::Stating(statement) => match self.stands(Role::Heading, statement) {
                Some(heading) => Heading::Stating(heading),
                None => Heading::Label("More".to_owned()),
            },
        };
        let sentences = self.standing(Role::Sentence, section.sentences);
        (!sentences.is_empty()).then_some(Section { heading, sentences })
    }

    fn quote(&mut self, quote: Quote<Statement>) -> Option<Quote<Judged>> {
        let words = self.stands(Role::Quote { speaker: &quote.speaker }, quote.words)?;
        Some(Quote { words, speaker: quote.speaker })
    }

    fn disagreement(&mut self, d: Disagreement<Statement>) -> Option<Disagreement<Judged>> {
        let sides = self.standing(Role::Side { about: &d.about }, d.sides);
        (sides.len() > 1).then_some(Disagreement { about: d.about, sides })
    }

    fn moment(&mut self, moment: Moment<Statement>) -> Option<Moment<Judged>> {
        let what = self.stands(Role::Moment { date: moment.date }, moment.what)?;
        Some(Moment { date: moment.date, what })
    }

    fn figure(&mut self, figure: Figure<Statement>) -> Option<Figure<Judged>> {
        let value = self.stands(Role::Figure { label: &figure.label }, figure.value)?;
        Some(Figure { label: figure.label, value })
    }
}

impl<S> Brief<S> {
    /// The same brief with each statement replaced, in reading order.
    pub fn map<T>(self, mut with: impl FnMut(S) -> T) -> Brief<T> {
        Brief {
            kicker: self.kicker,
            headline: with(self.headline),
            lede: self.lede.into_iter().map(&mut with).collect(),
            sections: self.sections.into_iter().map(|s| s.map(&mut with)).collect(),
            quotes: self
                .quotes
                .into_iter()
                .map(|q| Quote { words: with(q.words), speaker: q.speaker })
                .collect(),
            disagreements: self
                .disagreements
                .into_iter()
                .map(|d| Disagreement {
                    about: d.about,
                    sides: d.sides.into_iter().map(&mut with).collect(),
                })
                .collect(),
            timeline: self
                .timeline
                .into_iter()
                .map(|m| Moment { date: m.date, what: with(m.what) })
                .collect(),
            figures: self
                .figures
                .into_iter()
                .map(|f| Figure { label: f.label, value: with(f.value) })
                .collect(),
            images: self.images,
            writer: self.writer,
        }
    }
}

impl<S> Section<S> {
    fn map<T>(self, with: &mut impl FnMut(S) -> T) -> Section<T> {
        let heading = match self.heading {
            Heading::Label(label) => Heading::Label(label),
            Heading::Stating(statement) => Heading::Stating(with(statement)),
        };
        Section { heading, sentences: self.sentences.into_iter().map(with).collect() }
    }
}

impl Checked {
    /// The articles it cites, in the order of their citation numbers.
    pub fn cited(&self) -> Vec<&ArticleId> {
        self.brief.cited()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Evidence, Image, OutletId, Part, Writer};
    use jiff::Timestamp;

    fn statement(text: &str) -> Statement {
        let article = Article {
            id: ArticleId("a".to_owned()),
            outlet: OutletId("A".to_owned()),
            url: None,
            title: text.to_owned(),
            text: String::new(),
            byline: None,
            published: None,
            modified: None,
            language: None,
            section: None,
            image: None,
            named_source: None,
            reserved: None,
            seen: Timestamp::UNIX_EPOCH,
        };
        let evidence = Evidence::of(&article, Part::Title, 0..text.len()).unwrap();
        Statement::new(text.to_owned(), vec![evidence]).unwrap()
    }

    fn section(sentence: &str) -> Section<Statement> {
        let heading = Heading::Label(sentence.to_owned());
        Section { heading, sentences: vec![statement(sentence)] }
    }

    fn image(section: Option<usize>) -> BriefImage {
        BriefImage { image: Image::default(), article: ArticleId("a".to_owned()), section }
    }

    fn draft() -> Draft {
        let brief = Brief {
            kicker: None,
            headline: statement("headline"),
            lede: vec![statement("lede"), statement("false")],
            sections: vec![section("false"), section("true"), section("also true")],
            quotes: vec![Quote { words: statement("false"), speaker: "B".to_owned() }],
            disagreements: vec![Disagreement {
                about: "it".to_owned(),
                sides: vec![statement("true"), statement("false")],
            }],
            timeline: Vec::new(),
            figures: Vec::new(),
            images: vec![image(None), image(Some(0)), image(Some(2))],
            writer: Writer::Extractive,
        };
        Draft { story: StoryId("s".to_owned()), brief }
    }

    /// Supported, unless it says that it is false.
    fn judge(_: Role<'_>, statement: &Statement) -> Judgement {
        let verdict = match statement.text() {
            "false" => Verdict::Unsupported,
            _ => Verdict::Supported,
        };
        Judgement { verdict, score: 1.0, reasons: Vec::new() }
    }

    #[test]
    fn what_fails_is_taken_out_and_images_follow_their_sections() {
        let checked = draft().checked(judge);
        let brief = checked.brief();
        assert_eq!(checked.withheld().len(), 4);
        assert_eq!((brief.lede.len(), brief.quotes.len()), (1, 0));
        assert!(brief.disagreements.is_empty(), "one side is no disagreement");
        assert_eq!(brief.sections.len(), 2);
        let places: Vec<_> = brief.images.iter().map(|image| image.section).collect();
        assert_eq!(places, [None, Some(1)], "the image of the section that fell went with it");
    }

    #[test]
    fn every_statement_comes_before_the_judge() {
        let mut seen = 0;
        let count = draft().brief.statements().len();
        let checked = draft().checked(|role, statement| {
            seen += 1;
            judge(role, statement)
        });
        assert_eq!(seen, count);
        assert_eq!(checked.hash(), draft().checked(judge).hash());
    }
}
