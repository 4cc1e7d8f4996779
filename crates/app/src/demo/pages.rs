//! The pages of the demo's outlets.

use super::furniture::{Furniture, headline_link};
use super::markup::{escape, html_paragraphs, shown_time};
use super::world::{Layout, Publisher, Report, Wording, World};
use jiff::Timestamp;
use serde_json::json;

/// How many older reports an article's page links to.
const RELATED: usize = 4;

/// How many headlines a home page lists.
const LATEST: usize = 12;

/// An article with what its page is built of.
struct Story<'a> {
    report: &'a Report,
    wording: &'a Wording,
    related: Vec<&'a Report>,
    furniture: Furniture,
}

/// The page of `report` as it read at `now`; none before it appeared.
pub fn article_page(world: &World, report: &Report, now: Timestamp) -> Option<String> {
    let wording = report.wording(now)?;
    let publisher = &world.publishers[report.publisher];
    let furniture = Furniture::of(&publisher.language);
    // Only older ones, so that a page changes with its own article and with nothing else.
    let mut related = world.published_by(report.publisher, report.appeared.instant);
    related.retain(|other| other.key != report.key);
    related.truncate(RELATED);
    let story = Story { report, wording, related, furniture };
    let text = match publisher.layout {
        Layout::Agency => agency_story(&story),
        Layout::Paper => paper_story(&story),
        Layout::Blog => blog_story(&story),
    };
    let body = format!("{}{text}", hidden(report));
    Some(document(publisher, &head(publisher, report, wording), &body))
}

/// The page at `/`: the latest headlines.
pub fn home_page(world: &World, place: usize, now: Timestamp) -> String {
    let publisher = &world.publishers[place];
    let latest = world.published_by(place, now);
    let links: String = latest.into_iter().take(LATEST).filter_map(headline_link).collect();
    let title = format!("<title>{}</title>\n", escape(&publisher.outlet.name));
    let head = format!("{title}{}", feed_link(publisher));
    document(publisher, &head, &format!("<main>\n<ul>\n{links}</ul>\n</main>\n"))
}

/// The page that stands where a podcast feed used to be.
pub fn former_feed_page(publisher: &Publisher) -> String {
    let body = format!(
        "<main><h1>Our podcasts have moved</h1>\n<p>You will now find every programme in the app \
         of {}.</p></main>\n",
        escape(&publisher.outlet.name),
    );
    document(publisher, "<title>Our podcasts have moved</title>\n", &body)
}

/// What robots are asked.
pub fn robots(publisher: &Publisher) -> String {
    match &publisher.disallow {
        Some(folder) => format!("User-agent: *\nDisallow: {folder}\n"),
        None => "User-agent: *\nDisallow:\n".to_owned(),
    }
}

fn document(publisher: &Publisher, head: &str, body: &str) -> String {
    let charset = if publisher.latin1 { "iso-8859-1" } else { "utf-8" };
    let furniture = Furniture::of(&publisher.language);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"{charset}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{head}\
         <style>body{{font:1rem/1.5 serif;max-width:44rem;margin:auto}}img{{max-width:100%}}</style>\n\
         </head>\n<body>\n{}{body}{}</body>\n</html>\n",
        publisher.language,
        furniture.masthead(publisher),
        furniture.foot(publisher),
    )
}

fn feed_link(publisher: &Publisher) -> String {
    format!("<link rel=\"alternate\" title=\"Feed\" href=\"{}\">\n", publisher.url(&publisher.feed))
}

fn head(publisher: &Publisher, report: &Report, wording: &Wording) -> String {
    let title = escape(&wording.title);
    let url = publisher.url(&report.path);
    format!(
        "<title>{title} | {name}</title>\n<link rel=\"canonical\" href=\"{url}\">\n{feed}\
         <meta name=\"description\" content=\"{description}\">\n\
         <meta property=\"og:type\" content=\"article\">\n\
         <meta property=\"og:site_name\" content=\"{name}\">\n\
         <meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:url\" content=\"{url}\">\n{times}\
         <meta property=\"article:section\" content=\"{section}\">\n{linked}",
        name = escape(&publisher.outlet.name),
        feed = feed_link(publisher),
        description = escape(wording.paragraphs.first().map_or("", String::as_str)),
        times = dates_and_image(publisher, report, wording),
        section = escape(&report.section),
        linked = linked_data(publisher, report, wording),
    )
}

fn dates_and_image(publisher: &Publisher, report: &Report, wording: &Wording) -> String {
    let image = report.image.as_ref().map(|i| publisher.url(&format!("/images/{}", i.url)));
    let modified = wording.note.as_ref().map(|_| wording.from.to_string());
    let properties = [
        ("og:image", image),
        ("article:published_time", Some(report.dated.to_string())),
        ("article:modified_time", modified),
    ];
    let meta = |(name, value): (&str, Option<String>)| {
        Some(format!("<meta property=\"{name}\" content=\"{}\">\n", value?))
    };
    properties.into_iter().filter_map(meta).collect()
}

/// The JSON-LD that search engines ask for. Blogs do not have it.
fn linked_data(publisher: &Publisher, report: &Report, wording: &Wording) -> String {
    if publisher.layout == Layout::Blog {
        return String::new();
    }
    let modified = if wording.note.is_some() { wording.from } else { report.dated };
    let data = json!({
        "@context": "https://schema.org",
        "@type": if report.sponsor.is_some() { "AdvertiserContentArticle" } else { "NewsArticle" },
        "headline": wording.title,
        "datePublished": report.dated.to_string(),
        "dateModified": modified.to_string(),
        "articleSection": report.section,
        "inLanguage": publisher.language,
        "mainEntityOfPage": publisher.url(&report.path),
        "author": authors(&report.byline),
        "publisher": { "@type": "Organization", "name": publisher.outlet.name },
    });
    // `<` would end the script; JSON may write it as an escape instead.
    let data = data.to_string().replace('<', "\\u003c");
    format!("<script type=\"application/ld+json\">{data}</script>\n")
}

fn authors(byline: &str) -> Vec<serde_json::Value> {
    byline.split("; ").map(|name| json!({ "@type": "Person", "name": name })).collect()
}

fn hidden(report: &Report) -> String {
    report.hidden.as_ref().map_or(String::new(), |words| {
        format!("<div style=\"display:none\" aria-hidden=\"true\">{}</div>\n", escape(words))
    })
}

impl Story<'_> {
    fn title(&self) -> String {
        escape(&self.wording.title).into_owned()
    }

    fn byline(&self) -> String {
        let names: Vec<_> = self.report.byline.split("; ").map(escape).collect();
        let by = self.furniture.by;
        format!("{by} <span class=\"author\" rel=\"author\">{}</span>", names.join(", "))
    }

    fn times(&self) -> String {
        let time = |class: &str, time: &news::SourceTime| {
            let shown = shown_time(time);
            format!("<time datetime=\"{time}\" class=\"{class}\">{shown}</time>")
        };
        let published = time("published", &self.report.dated);
        if self.wording.note.is_none() {
            return published;
        }
        let updated = time("updated", &self.wording.from);
        format!("{published} ({} {updated})", self.furniture.updated)
    }

    fn figure(&self) -> String {
        let Some(image) = &self.report.image else {
            return String::new();
        };
        let caption = escape(image.caption.as_deref().unwrap_or_default());
        let credit = escape(image.credit.as_deref().unwrap_or_default());
        format!(
            "<figure class=\"lead-image\"><img src=\"/images/{}\" width=\"1200\" height=\"675\" \
             alt=\"{caption}\">\n<figcaption>{caption} <span class=\"credit\">{} {credit}</span>\
             </figcaption></figure>\n",
            image.url, self.furniture.photo
        )
    }

    fn sponsor_label(&self) -> String {
        self.report.sponsor.as_ref().map_or(String::new(), |sponsor| {
            let by = self.furniture.sponsored;
            format!("<p class=\"sponsor-label\">{by} {}</p>\n", escape(sponsor))
        })
    }

    fn note(&self) -> String {
        self.wording.note.as_ref().map_or(String::new(), |note| {
            format!("<p class=\"correction\"><em>{}</em></p>\n", escape(note))
        })
    }

    fn related_box(&self) -> String {
        self.furniture.related_box(&self.related)
    }
}

fn agency_story(story: &Story) -> String {
    format!(
        "<main id=\"story\">\n<article>\n<h1>{}</h1>\n{}<p class=\"byline\">{}</p>\n\
         <p class=\"dateline\">{}</p>\n{}<div class=\"article-body\">\n{}{}</div>\n</article>\n\
         </main>\n{}{}",
        story.title(),
        story.sponsor_label(),
        story.byline(),
        story.times(),
        story.figure(),
        html_paragraphs(&story.wording.paragraphs),
        story.note(),
        story.furniture.share_bar(),
        story.related_box(),
    )
}

fn paper_story(story: &Story) -> String {
    // Newspapers put their boxes between the paragraphs.
    let paragraphs = &story.wording.paragraphs;
    let (top, rest) = paragraphs.split_at(paragraphs.len().min(2));
    format!(
        "<div id=\"content\">\n<ol class=\"breadcrumbs\"><li><a href=\"/\">⌂</a></li>\
         <li>{1}</li></ol>\n<div class=\"story\" id=\"story\">\n{2}<h1 \
         class=\"story__headline\">{0}</h1>\n<div class=\"story__meta\">{3} <br> {4}</div>\n{5}{6}\
         <section class=\"story__body\">\n{7}{8}{9}{10}</section>\n{11}</div>\n{12}</div>\n",
        story.title(),
        escape(&story.report.section),
        story.sponsor_label(),
        story.byline(),
        story.times(),
        story.furniture.share_bar(),
        story.figure(),
        html_paragraphs(top),
        story.related_box(),
        html_paragraphs(rest),
        story.note(),
        story.furniture.newsletter(),
        story.furniture.rail(),
    )
}

fn blog_story(story: &Story) -> String {
    format!(
        "<article class=\"post\" id=\"story\">\n<header class=\"entry-header\"><h1 \
         class=\"entry-title\">{}</h1>\n<div class=\"entry-meta\">{} · {}</div></header>\n{}{}\
         <div class=\"entry-content\">\n{}{}</div>\n<p class=\"tags\"><a href=\"/tag\">#{}</a></p>\n\
         </article>\n{}{}",
        story.title(),
        story.byline(),
        story.times(),
        story.sponsor_label(),
        story.figure(),
        html_paragraphs(&story.wording.paragraphs),
        story.note(),
        escape(&story.report.section),
        story.related_box(),
        story.furniture.newsletter(),
    )
}
