use super::article::ImageRow;
use super::statement::JudgedRow;
use jiff::civil::Date;
use news::{
    ArticleId, Brief, BriefImage, Disagreement, Figure, Heading, Judged, Moment, Quote, Section,
    Writer,
};
use serde::{Deserialize, Serialize};

/// What a judged brief says, as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct BriefRow {
    kicker: Option<String>,
    headline: JudgedRow,
    lede: Vec<JudgedRow>,
    sections: Vec<SectionRow>,
    quotes: Vec<QuoteRow>,
    disagreements: Vec<DisagreementRow>,
    timeline: Vec<MomentRow>,
    figures: Vec<FigureRow>,
    images: Vec<BriefImageRow>,
    writer: String,
}

#[derive(Serialize, Deserialize)]
struct SectionRow {
    heading: HeadingRow,
    sentences: Vec<JudgedRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HeadingRow {
    Label(String),
    Stating(JudgedRow),
}

#[derive(Serialize, Deserialize)]
struct QuoteRow {
    words: JudgedRow,
    speaker: String,
}

#[derive(Serialize, Deserialize)]
struct DisagreementRow {
    about: String,
    sides: Vec<JudgedRow>,
}

#[derive(Serialize, Deserialize)]
struct MomentRow {
    date: String,
    what: JudgedRow,
}

#[derive(Serialize, Deserialize)]
struct FigureRow {
    label: String,
    value: JudgedRow,
}

#[derive(Serialize, Deserialize)]
struct BriefImageRow {
    image: ImageRow,
    article: String,
    section: Option<usize>,
}

impl From<&Brief<Judged>> for BriefRow {
    fn from(brief: &Brief<Judged>) -> BriefRow {
        BriefRow {
            kicker: brief.kicker.clone(),
            headline: (&brief.headline).into(),
            lede: rows(&brief.lede),
            sections: rows(&brief.sections),
            quotes: rows(&brief.quotes),
            disagreements: rows(&brief.disagreements),
            timeline: rows(&brief.timeline),
            figures: rows(&brief.figures),
            images: rows(&brief.images),
            writer: brief.writer.word(),
        }
    }
}

impl TryFrom<BriefRow> for Brief<Judged> {
    type Error = String;

    fn try_from(row: BriefRow) -> Result<Brief<Judged>, String> {
        Ok(Brief {
            kicker: row.kicker,
            headline: row.headline.try_into()?,
            lede: nouns(row.lede)?,
            sections: nouns(row.sections)?,
            quotes: nouns(row.quotes)?,
            disagreements: nouns(row.disagreements)?,
            timeline: nouns(row.timeline)?,
            figures: nouns(row.figures)?,
            images: row.images.into_iter().map(Into::into).collect(),
            writer: Writer::from_word(&row.writer)
                .ok_or_else(|| format!("{:?} is not a writer", row.writer))?,
        })
    }
}

fn rows<'a, Noun, Row: From<&'a Noun>>(nouns: &'a [Noun]) -> Vec<Row> {
    nouns.iter().map(Row::from).collect()
}

fn nouns<Row, Noun: TryFrom<Row, Error = String>>(rows: Vec<Row>) -> Result<Vec<Noun>, String> {
    rows.into_iter().map(Noun::try_from).collect()
}

impl From<&Section<Judged>> for SectionRow {
    fn from(section: &Section<Judged>) -> SectionRow {
        let heading = match &section.heading {
            Heading::Label(label) => HeadingRow::Label(label.clone()),
            Heading::Stating(judged) => HeadingRow::Stating(judged.into()),
        };
        SectionRow { heading, sentences: rows(&section.sentences) }
    }
}

impl TryFrom<SectionRow> for Section<Judged> {
    type Error = String;

    fn try_from(row: SectionRow) -> Result<Section<Judged>, String> {
        let heading = match row.heading {
            HeadingRow::Label(label) => Heading::Label(label),
            HeadingRow::Stating(judged) => Heading::Stating(judged.try_into()?),
        };
        Ok(Section { heading, sentences: nouns(row.sentences)? })
    }
}

impl From<&Quote<Judged>> for QuoteRow {
    fn from(quote: &Quote<Judged>) -> QuoteRow {
        QuoteRow { words: (&quote.words).into(), speaker: quote.speaker.clone() }
    }
}

impl TryFrom<QuoteRow> for Quote<Judged> {
    type Error = String;

    fn try_from(row: QuoteRow) -> Result<Quote<Judged>, String> {
        Ok(Quote { words: row.words.try_into()?, speaker: row.speaker })
    }
}

impl From<&Disagreement<Judged>> for DisagreementRow {
    fn from(disagreement: &Disagreement<Judged>) -> DisagreementRow {
        DisagreementRow { about: disagreement.about.clone(), sides: rows(&disagreement.sides) }
    }
}

impl TryFrom<DisagreementRow> for Disagreement<Judged> {
    type Error = String;

    fn try_from(row: DisagreementRow) -> Result<Disagreement<Judged>, String> {
        Ok(Disagreement { about: row.about, sides: nouns(row.sides)? })
    }
}

impl From<&Moment<Judged>> for MomentRow {
    fn from(moment: &Moment<Judged>) -> MomentRow {
        MomentRow { date: moment.date.to_string(), what: (&moment.what).into() }
    }
}

impl TryFrom<MomentRow> for Moment<Judged> {
    type Error = String;

    fn try_from(row: MomentRow) -> Result<Moment<Judged>, String> {
        let date: Date = row.date.parse().map_err(|_| format!("{:?} is not a date", row.date))?;
        Ok(Moment { date, what: row.what.try_into()? })
    }
}

impl From<&Figure<Judged>> for FigureRow {
    fn from(figure: &Figure<Judged>) -> FigureRow {
        FigureRow { label: figure.label.clone(), value: (&figure.value).into() }
    }
}

impl TryFrom<FigureRow> for Figure<Judged> {
    type Error = String;

    fn try_from(row: FigureRow) -> Result<Figure<Judged>, String> {
        Ok(Figure { label: row.label, value: row.value.try_into()? })
    }
}

impl From<&BriefImage> for BriefImageRow {
    fn from(image: &BriefImage) -> BriefImageRow {
        BriefImageRow {
            image: image.image.clone().into(),
            article: image.article.0.clone(),
            section: image.section,
        }
    }
}

impl From<BriefImageRow> for BriefImage {
    fn from(row: BriefImageRow) -> BriefImage {
        let article = ArticleId(row.article);
        BriefImage { image: row.image.into(), article, section: row.section }
    }
}
