use super::number::Exact;
use super::time::MomentRow;
use news::{FrontItem, FrontPage, StoryId, Term};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A front page as it is stored.
#[derive(Serialize, Deserialize)]
pub(crate) struct FrontPageRow {
    at: MomentRow,
    items: Vec<ItemRow>,
    #[serde(default)]
    below: Vec<ItemRow>,
}

#[derive(Serialize, Deserialize)]
struct ItemRow {
    story: String,
    version: u32,
    terms: Vec<TermRow>,
    articles: u32,
    independent_reports: u32,
    #[serde(default)]
    news: Option<MomentRow>,
    #[serde(default)]
    names: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    section: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct TermRow {
    name: String,
    value: Exact,
    weight: Exact,
    #[serde(default)]
    note: Option<String>,
}

impl From<&FrontPage> for FrontPageRow {
    fn from(page: &FrontPage) -> FrontPageRow {
        FrontPageRow {
            at: MomentRow(page.at),
            items: page.items.iter().cloned().map(Into::into).collect(),
            below: page.below.iter().cloned().map(Into::into).collect(),
        }
    }
}

impl From<FrontPageRow> for FrontPage {
    fn from(row: FrontPageRow) -> FrontPage {
        let items = |rows: Vec<ItemRow>| rows.into_iter().map(Into::into).collect();
        FrontPage { at: row.at.0, items: items(row.items), below: items(row.below) }
    }
}

impl From<FrontItem> for ItemRow {
    fn from(item: FrontItem) -> ItemRow {
        ItemRow {
            story: item.story.0,
            version: item.version,
            terms: item.terms.into_iter().map(Into::into).collect(),
            articles: item.articles,
            independent_reports: item.independent_reports,
            news: item.news.map(MomentRow),
            names: item.names,
            section: item.section,
        }
    }
}

impl From<ItemRow> for FrontItem {
    fn from(row: ItemRow) -> FrontItem {
        FrontItem {
            story: StoryId(row.story),
            version: row.version,
            terms: row.terms.into_iter().map(Into::into).collect(),
            articles: row.articles,
            independent_reports: row.independent_reports,
            news: row.news.map(|news| news.0),
            names: row.names,
            section: row.section,
        }
    }
}

impl From<Term> for TermRow {
    fn from(term: Term) -> TermRow {
        TermRow {
            name: term.name,
            value: Exact(term.value),
            weight: Exact(term.weight),
            note: term.note,
        }
    }
}

impl From<TermRow> for Term {
    fn from(row: TermRow) -> Term {
        Term { name: row.name, value: row.value.0, weight: row.weight.0, note: row.note }
    }
}
