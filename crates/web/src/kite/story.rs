//! A story in Kite's form: our sentences with the marks of their sources, our sections in the fields that there are.

use super::shape::{Article, Domain, Image, Moment, Perspective, PerspectiveSource, Quote, Story};
use super::wording::{labelled, plain};
use super::{Kite, ids};
use crate::links;
use crate::reading::StoryFacts;
use crate::setting::Setting;
use crate::site::front::section_link;
use crate::site::telling::picture;
use crate::times;
use jiff::Timestamp;
use news::{ArticleId, BriefImage, Heading, Judged, Section, Statement, Verdict};

/// A story of a page.
pub(crate) struct Telling<'a> {
    pub facts: &'a StoryFacts,
    pub kite: &'a Kite,
    pub setting: &'a Setting<'a>,
    /// See [`ids::story_numbers`].
    pub number: u32,
    /// Its section on that page.
    pub section: Option<&'a str>,
}

/// An article of the story, with the mark by which sentences cite it.
struct Cited {
    id: ArticleId,
    article: Article,
    mark: String,
    outlet: String,
}

/// Where a heading of ours has a field of its own.
enum Field {
    Background,
    Business,
    Technical,
    None,
}

/// The story.
pub(crate) fn story(telling: &Telling<'_>) -> Story {
    let Telling { facts, kite, setting, .. } = telling;
    let record = &facts.told.record;
    let brief = &record.brief;
    let mut cited = cited(telling);
    let lead = brief.images.iter().find(|image| image.section.is_none());
    let second = brief.images.iter().find(|image| image.section.is_some());
    let image = |image: Option<&BriefImage>| image.and_then(|i| self::image(telling, &cited, i));
    let (primary, secondary) = (image(lead), image(second));
    show(&mut cited, lead, primary.as_ref());
    let of = |field: fn(&Field) -> bool| sections(&brief.sections, &cited, field);
    let domains = domains(&cited);
    let section = section_link(telling.section, setting).map(|link| link.title);
    let category = section.or_else(|| brief.kicker.clone());
    Story {
        cluster_number: telling.number,
        id: ids::story_uuid(&record.story),
        title: plain(brief.headline.statement.text()),
        category: plain(&category.unwrap_or_else(|| kite.category_name.clone())),
        short_summary: sentences(&brief.lede, &cited),
        unique_domains: domains.len(),
        number_of_titles: cited.len(),
        source_language: setting.look.language.clone(),
        selected_language: setting.look.language.clone(),
        talking_points: talking_points(&brief.sections, &cited),
        quote: quote(telling, &cited),
        perspectives: perspectives(telling, &cited),
        timeline: brief.timeline.iter().map(|moment| self::moment(moment, &cited)).collect(),
        historical_background: joined(of(|field| matches!(field, Field::Background))),
        business_angle_text: joined(of(|field| matches!(field, Field::Business))),
        technical_details: of(|field| matches!(field, Field::Technical)),
        primary_image: primary,
        secondary_image: secondary,
        articles: cited.into_iter().map(|cited| cited.article).collect(),
        domains,
    }
}

/// What the brief cites, by number, then the story's other reports; each domain's articles counted in this order.
fn cited(telling: &Telling<'_>) -> Vec<Cited> {
    let facts = telling.facts;
    let numbered = facts.told.record.brief.cited();
    let others = facts.story.shown_reports().into_iter().map(|report| &report.article);
    let others = others.filter(|id| !numbered.contains(id));
    let mut all: Vec<Cited> = Vec::new();
    for id in numbered.iter().copied().chain(others) {
        let Some((article, outlet)) = article(telling, id) else { continue };
        let before = all.iter().filter(|cited| cited.article.domain == article.domain).count();
        let mark = format!("[{}#{}]", article.domain, before + 1);
        all.push(Cited { id: id.clone(), article, mark, outlet });
    }
    all
}

/// An article with the name of its outlet; none of one that is no longer kept.
fn article(telling: &Telling<'_>, id: &ArticleId) -> Option<(Article, String)> {
    let facts = telling.facts;
    let report = facts.story.reports.iter().find(|report| report.article == *id);
    let stray = facts.strays.iter().find(|article| article.id == *id);
    let (outlet, title, url, reported) = match (report, stray) {
        (Some(r), _) => (&r.outlet.0, &r.title, &r.url, r.reported),
        (None, Some(a)) => (&a.outlet.0, &a.title, &a.url, a.reported()),
        (None, None) => return None,
    };
    let web = url.as_deref().and_then(links::web_link);
    let host = web.as_ref().and_then(|url| url.host_str()).map(str::to_owned);
    let host = host.unwrap_or_else(|| outlet.to_lowercase());
    // Where a source stands nowhere on the web, our own page says what it is.
    let page = telling.setting.absolute(&facts.told.address());
    let article = Article {
        title: plain(title),
        link: web.map_or(page, String::from),
        domain: domain(&host),
        date: times::machine(reported),
        image: String::new(),
        image_caption: String::new(),
    };
    Some((article, telling.setting.outlet_name(outlet)))
}

/// A host as a name in citations: without what could end one.
fn domain(host: &str) -> String {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let safe: String = host
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-') { c } else { '-' })
        .collect();
    if safe.is_empty() { "source".to_owned() } else { safe }
}

fn domains(cited: &[Cited]) -> Vec<Domain> {
    let mut domains: Vec<Domain> = Vec::new();
    for Cited { article, .. } in cited {
        if domains.iter().all(|known| known.name != article.domain) {
            let favicon = format!("/api/favicon-proxy?domain={}", links::encoded(&article.domain));
            domains.push(Domain { name: article.domain.clone(), favicon });
        }
    }
    domains
}

/// What is said, with a mark for each article that it rests on, in the order of the sources.
fn said(statement: &Statement, cited: &[Cited]) -> String {
    let rests_on = |one: &&Cited| statement.evidence().iter().any(|e| e.article == one.id);
    let marks: String = cited.iter().filter(rests_on).map(|one| one.mark.as_str()).collect();
    format!("{}{marks}", plain(statement.text()))
}

fn sentences(judged: &[Judged], cited: &[Cited]) -> String {
    let told: Vec<String> = judged.iter().map(|judged| said(&judged.statement, cited)).collect();
    told.join(" ")
}

fn heading(section: &Section<Judged>) -> &str {
    match &section.heading {
        Heading::Label(label) => label,
        Heading::Stating(judged) => judged.statement.text(),
    }
}

/// The field for a section. Only a label names a field: a heading that states something is a point of its own.
fn field(section: &Section<Judged>) -> Field {
    let Heading::Label(label) = &section.heading else { return Field::None };
    let label = label.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| label.split(' ').any(|one| one == *word));
    if names(&["background", "history", "context", "hintergrund", "contexte", "antecedentes"]) {
        Field::Background
    } else if names(&["business", "market", "markets", "economy", "money", "costs"]) {
        Field::Business
    } else if names(&["technical", "technology", "specifications", "benchmarks"]) {
        Field::Technical
    } else {
        Field::None
    }
}

/// Each section that belongs to a field.
fn sections(
    sections: &[Section<Judged>],
    cited: &[Cited],
    belongs: fn(&Field) -> bool,
) -> Vec<String> {
    let own = sections.iter().filter(|section| belongs(&field(section)));
    own.map(|section| sentences(&section.sentences, cited)).collect()
}

fn joined(texts: Vec<String>) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// The sections for which there is no field.
fn talking_points(sections: &[Section<Judged>], cited: &[Cited]) -> Vec<String> {
    let rest = sections.iter().filter(|section| matches!(field(section), Field::None));
    rest.map(|section| labelled(heading(section), &sentences(&section.sentences, cited))).collect()
}

/// The first quote whose very words stand in its source, with no letter that the client would take for something else.
fn quote(telling: &Telling<'_>, cited: &[Cited]) -> Option<Quote> {
    let quotes = telling.facts.told.record.brief.quotes.iter();
    let verbatim = |words: &Judged| {
        let text = words.statement.text();
        let stands = words.statement.evidence().iter().any(|e| e.quote.contains(text));
        stands && words.verdict() == Verdict::Supported && !text.contains(['[', ']'])
    };
    let mut found = quotes.filter(|quote| verbatim(&quote.words)).filter_map(|quote| {
        let evidence = quote.words.statement.evidence();
        let source = cited.iter().find(|one| evidence.iter().any(|e| e.article == one.id))?;
        let (author, about) = quote.speaker.split_once(", ").unwrap_or((&quote.speaker, ""));
        Some(Quote {
            quote: quote.words.statement.text().to_owned(),
            quote_author: plain(author),
            quote_attribution: plain(about),
            quote_source_url: source.article.link.clone(),
            quote_source_domain: source.article.domain.clone(),
        })
    });
    found.next()
}

/// The sides of every disagreement, each with who takes it.
fn perspectives(telling: &Telling<'_>, cited: &[Cited]) -> Vec<Perspective> {
    let disagreements = telling.facts.told.record.brief.disagreements.iter();
    let sides = disagreements.flat_map(|disagreement| &disagreement.sides);
    sides.map(|side| perspective(side, cited)).collect()
}

fn perspective(side: &Judged, cited: &[Cited]) -> Perspective {
    let evidence = side.statement.evidence();
    let own = cited.iter().filter(|one| evidence.iter().any(|e| e.article == one.id));
    let mut names: Vec<&str> = Vec::new();
    let mut sources = Vec::new();
    for one in own {
        if !names.contains(&one.outlet.as_str()) {
            names.push(&one.outlet);
        }
        let (name, url) = (plain(&one.outlet), one.article.link.clone());
        sources.push(PerspectiveSource { name, url });
    }
    let who = if names.is_empty() { "A source".to_owned() } else { names.join(", ") };
    Perspective { text: labelled(&who, &said(&side.statement, cited)), sources }
}

fn moment(moment: &news::Moment<Judged>, cited: &[Cited]) -> Moment {
    Moment {
        date: times::day(moment.date),
        date_iso: moment.date.to_string(),
        content: said(&moment.what.statement, cited),
    }
}

/// A picture that we hold, under our own address.
fn image(telling: &Telling<'_>, cited: &[Cited], image: &BriefImage) -> Option<Image> {
    let source = cited.iter().find(|one| one.id == image.article);
    let outlet = source.map(|one| one.outlet.as_str()).unwrap_or_default();
    let shown = picture(telling.facts.told.picture(image)?, image, outlet)?;
    let page = telling.setting.absolute(&telling.facts.told.address());
    Some(Image {
        url: shown.address.replacen("/media/", "/api/images/", 1),
        caption: plain(&shown.caption),
        credit: plain(&shown.source),
        link: source.map_or(page, |one| one.article.link.clone()),
    })
}

/// Puts the lead picture beside the article that it came with.
fn show(cited: &mut [Cited], image: Option<&BriefImage>, shown: Option<&Image>) {
    let (Some(image), Some(shown)) = (image, shown) else { return };
    if let Some(one) = cited.iter_mut().find(|one| one.id == image.article) {
        one.article.image = shown.url.clone();
        one.article.image_caption = shown.caption.clone();
    }
}

/// Seconds since 1970, as the contract counts time.
pub(crate) fn seconds(time: Timestamp) -> i64 {
    time.as_second()
}
