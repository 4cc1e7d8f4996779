//! How the fixtures are written, and how a [`World`] is made of them.

use super::world::{FeedForm, FeedText, Layout, Publisher, Report, Wording, World};
use anyhow::{Context, bail};
use news::{Image, Outlet, OutletId, OutletKind, SourceTime};
use serde::Deserialize;
use std::collections::HashMap;

/// What ends the dateline of an agency: `ALDERGATE, Nov 12 (Harbor Wire) - `.
const DATELINE_END: &str = ") - ";

/// Longest dateline in bytes; our longest is 44, and a `) - ` further in belongs to the text.
const DATELINE_LIMIT_BYTES: usize = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletsFile {
    outlets: Vec<OutletRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletRow {
    host: String,
    name: String,
    kind: String,
    country: String,
    owner: Option<String>,
    authority: f64,
    form: FeedForm,
    text: FeedText,
    feed: String,
    moved_to: Option<String>,
    broken_feed: Option<String>,
    html_feed: Option<String>,
    layout: Layout,
    address: String,
    language: Option<String>,
    #[serde(default)]
    latin1: bool,
    #[serde(default)]
    gzip: bool,
    disallow: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFile {
    articles: Vec<ReportRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportRow {
    outlet: String,
    slug: String,
    published: String,
    dated: Option<String>,
    title: String,
    feed_title: Option<String>,
    feed_summary: Option<String>,
    byline: String,
    section: String,
    #[serde(default)]
    text: String,
    reprints: Option<String>,
    #[serde(default)]
    paragraphs: usize,
    /// Whether a reprint keeps the agency's dateline.
    #[serde(default)]
    dateline: bool,
    image: Option<ImageRow>,
    sponsored: Option<String>,
    hidden: Option<String>,
    corrected: Option<CorrectedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageRow {
    file: String,
    credit: String,
    caption: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CorrectedRow {
    at: String,
    title: String,
    text: String,
    note: String,
}

/// Reads the outlets and, per event, its name and reports.
pub fn read(outlets: &str, events: &[(&str, &str)]) -> anyhow::Result<World> {
    let rows: OutletsFile = toml::from_str(outlets).context("could not read the demo's outlets")?;
    let mut written = Vec::new();
    for (event, text) in events {
        let file: EventFile =
            toml::from_str(text).with_context(|| format!("could not read the event {event}"))?;
        written.extend(file.articles);
    }
    let own_texts: HashMap<String, Vec<String>> =
        written.iter().map(|row| (row.key(), paragraphs(&row.text))).collect();
    let mut reports = Vec::new();
    for row in written {
        let key = row.key();
        let report = report(row, &rows.outlets, &own_texts);
        reports.push(report.with_context(|| format!("could not read the report {key}"))?);
    }
    reports.sort_by(|a, b| a.appeared.cmp(&b.appeared).then_with(|| a.key.cmp(&b.key)));
    let publishers = rows.outlets.into_iter().map(publisher).collect::<anyhow::Result<_>>()?;
    Ok(World { publishers, reports })
}

impl ReportRow {
    fn key(&self) -> String {
        format!("{}/{}", self.outlet, self.slug)
    }
}

fn publisher(row: OutletRow) -> anyhow::Result<Publisher> {
    let kind = OutletKind::from_word(&row.kind)
        .with_context(|| format!("{}: there is no kind {:?}", row.host, row.kind))?;
    let outlet = Outlet {
        id: OutletId(row.host.clone()),
        name: row.name,
        domains: vec![row.host],
        kind,
        owner: row.owner,
        country: Some(row.country),
        authority: Some(row.authority),
        is_from_memory: false,
        pictures: news::PicturePolicy::Show,
    };
    Ok(Publisher {
        outlet,
        language: row.language.unwrap_or_else(|| "en".to_owned()),
        form: row.form,
        text: row.text,
        feed: row.feed,
        moved_to: row.moved_to,
        broken_feed: row.broken_feed,
        html_feed: row.html_feed,
        layout: row.layout,
        latin1: row.latin1,
        gzip: row.gzip,
        disallow: row.disallow,
    })
}

fn report(
    row: ReportRow,
    outlets: &[OutletRow],
    own_texts: &HashMap<String, Vec<String>>,
) -> anyhow::Result<Report> {
    let host = format!("{}.example", row.outlet);
    let publisher = outlets
        .iter()
        .position(|outlet| outlet.host == host)
        .with_context(|| format!("there is no outlet {host}"))?;
    let appeared = SourceTime::parse(&row.published)?;
    let dated = row.dated.as_deref().map_or(Ok(appeared), SourceTime::parse)?;
    let first = Wording {
        from: appeared,
        title: row.title.clone(),
        paragraphs: printed(&row, own_texts)?,
        note: None,
    };
    let corrected = row.corrected.as_ref().map(corrected).transpose()?;
    Ok(Report {
        publisher,
        key: row.key(),
        path: path(&outlets[publisher].address, &row, appeared),
        appeared,
        dated,
        feed_title: row.feed_title,
        feed_summary: row.feed_summary,
        byline: row.byline,
        section: row.section,
        image: row.image.map(image),
        sponsor: row.sponsored,
        hidden: row.hidden,
        #[cfg(test)]
        reprints: row.reprints,
        wordings: [Some(first), corrected].into_iter().flatten().collect(),
    })
}

/// The paragraphs of a report: for a reprint those that it takes, then its own.
fn printed(
    row: &ReportRow,
    own_texts: &HashMap<String, Vec<String>>,
) -> anyhow::Result<Vec<String>> {
    let own = paragraphs(&row.text);
    let Some(source) = &row.reprints else {
        return Ok(own);
    };
    let source = own_texts
        .get(source)
        .with_context(|| format!("it reprints {source}, which is not there"))?;
    if row.paragraphs == 0 || row.paragraphs > source.len() {
        bail!("it takes {} of {} paragraphs", row.paragraphs, source.len());
    }
    let mut taken = source[..row.paragraphs].to_vec();
    if !row.dateline {
        taken[0] = without_dateline(&taken[0]).to_owned();
    }
    taken.extend(own);
    Ok(taken)
}

fn corrected(row: &CorrectedRow) -> anyhow::Result<Wording> {
    Ok(Wording {
        from: SourceTime::parse(&row.at)?,
        title: row.title.clone(),
        paragraphs: paragraphs(&row.text),
        note: Some(row.note.clone()),
    })
}

fn image(row: ImageRow) -> Image {
    Image { url: row.file, credit: Some(row.credit), caption: Some(row.caption) }
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

fn without_dateline(paragraph: &str) -> &str {
    match paragraph.split_once(DATELINE_END) {
        Some((dateline, rest)) if dateline.len() <= DATELINE_LIMIT_BYTES => rest,
        _ => paragraph,
    }
}

fn path(address: &str, row: &ReportRow, appeared: SourceTime) -> String {
    let date = appeared.local().date();
    let date = format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day());
    address.replace("{section}", &row.section).replace("{slug}", &row.slug).replace("{date}", &date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_the_agencys() {
        check("VELL (Continental Press) - It rained.", "It rained.");
        check("ALDERGATE, Nov 12 (Harbor Wire) - It snowed.", "It snowed.");
        check("It rained (a lot).", "It rained (a lot).");
        check("", "");
    }

    #[track_caller]
    fn check(paragraph: &str, expected: &str) {
        assert_eq!(without_dateline(paragraph), expected);
    }

    #[test]
    fn wrong_fixtures_are_named() {
        let report =
            "[[articles]]\noutlet = 'nobody'\nslug = 'a'\npublished = '2026-11-09T10:00:00Z'
            title = 'A'\nbyline = ''\nsection = 'b'";
        let error = read("outlets = []", &[("storm", report)]).unwrap_err();
        let message = format!("{error:#}");
        assert_eq!(
            message,
            "could not read the report nobody/a: there is no outlet nobody.example"
        );
    }
}
