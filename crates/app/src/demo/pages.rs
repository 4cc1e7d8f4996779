//! The pages of the demo's outlets, with the furniture that real sites put around an article.

use super::markup::{escape, html_paragraphs, shown_time};
use super::world::{Layout, Publisher, Report, Wording, World};
use jiff::Timestamp;
use serde_json::json;

/// How many other reports stand under "Related" and on a home page.
const RELATED: usize = 4;

/// Sections in the navigation bar of a newspaper.
const SECTIONS: [&str; 6] = ["News", "Business", "Technology", "Science", "Culture", "Opinion"];

/// The page of `report` as it read at `now`; none before it appeared.
pub fn article_page(world: &World, report: &Report, now: Timestamp) -> Option<String> {
    let wording = report.wording(now)?;
    let publisher = &world.publishers[report.publisher];
    let related = related(world, report, now);
    let story = match publisher.layout {
        Layout::Agency => agency_story(report, wording, &related),
        Layout::Paper => paper_story(report, wording, &related),
        Layout::Blog => blog_story(report, wording, &related),
    };
    let hidden = report.hidden.as_ref().map_or(String::new(), |words| {
        format!("<div style=\"display:none\" aria-hidden=\"true\">{}</div>\n", escape(words))
    });
    let body = format!("{}{hidden}{story}{}", masthead(publisher), foot(publisher));
    Some(document(publisher, &head(publisher, report, wording), &body))
}

/// The page at `/`: the latest headlines.
pub fn home_page(world: &World, place: usize, now: Timestamp) -> String {
    let publisher = &world.publishers[place];
    let latest = world.published_by(place, now);
    let list = headline_list(&latest[..latest.len().min(RELATED * 3)], now);
    let body = format!("{}<main>\n{list}</main>\n{}", masthead(publisher), foot(publisher));
    let name = escape(&publisher.outlet.name);
    let feed = publisher.url(&publisher.feed);
    let head = format!("<title>{name}</title>\n<link rel=\"alternate\" href=\"{feed}\">\n");
    document(publisher, &head, &body)
}

/// The page that stands where a podcast feed used to be.
pub fn former_feed_page(publisher: &Publisher) -> String {
    let body = format!(
        "{}<main><h1>Our podcasts have moved</h1>\n<p>You will now find every programme in the \
         app of {}.</p></main>\n{}",
        masthead(publisher),
        escape(&publisher.outlet.name),
        foot(publisher)
    );
    document(publisher, "<title>Our podcasts have moved</title>\n", &body)
}

/// What robots are asked.
pub fn robots(publisher: &Publisher) -> String {
    let disallow = publisher.disallow.as_deref().unwrap_or_default();
    format!("User-agent: *\nDisallow: {disallow}\n")
}

fn related<'a>(world: &'a World, report: &Report, now: Timestamp) -> Vec<&'a Report> {
    let mut others = world.published_by(report.publisher, now);
    others.retain(|other| other.key != report.key);
    others.truncate(RELATED);
    others
}

fn headline_list(reports: &[&Report], now: Timestamp) -> String {
    let line = |report: &&Report| {
        let title = &report.wording(now)?.title;
        Some(format!("<li><a href=\"{}\">{}</a></li>\n", report.path, escape(title)))
    };
    // The titles are today's even where the page is older, as on real sites.
    format!("<ul>\n{}</ul>\n", reports.iter().filter_map(line).collect::<String>())
}

fn document(publisher: &Publisher, head: &str, body: &str) -> String {
    let charset = if publisher.latin1 { "iso-8859-1" } else { "utf-8" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"{charset}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{head}\
         <style>body{{font:1rem/1.5 serif;max-width:44rem;margin:auto}}img{{max-width:100%}}</style>\n\
         </head>\n<body>\n{body}</body>\n</html>\n",
        publisher.language
    )
}

fn head(publisher: &Publisher, report: &Report, wording: &Wording) -> String {
    let title = escape(&wording.title);
    let url = publisher.url(&report.path);
    let first = wording.paragraphs.first().map_or("", String::as_str);
    let image = report.image.as_ref().map_or(String::new(), |image| {
        let url = publisher.url(&format!("/images/{}", image.url));
        format!("<meta property=\"og:image\" content=\"{url}\">\n")
    });
    format!(
        "<title>{title} | {name}</title>\n<link rel=\"canonical\" href=\"{url}\">\n\
         <link rel=\"alternate\" href=\"{feed}\">\n\
         <meta name=\"description\" content=\"{description}\">\n\
         <meta property=\"og:type\" content=\"article\">\n\
         <meta property=\"og:site_name\" content=\"{name}\">\n\
         <meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:url\" content=\"{url}\">\n{image}\
         <meta property=\"article:published_time\" content=\"{dated}\">\n\
         <meta property=\"article:section\" content=\"{section}\">\n{linked}",
        name = escape(&publisher.outlet.name),
        feed = publisher.url(&publisher.feed),
        description = escape(first),
        dated = report.dated,
        section = escape(&report.section),
        linked = linked_data(publisher, report, wording),
    )
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

fn masthead(publisher: &Publisher) -> String {
    let links: String = SECTIONS
        .iter()
        .map(|section| format!("<a href=\"/{}\">{section}</a>\n", section.to_lowercase()))
        .collect();
    let name = escape(&publisher.outlet.name);
    format!(
        "<a class=\"skip\" href=\"#story\">Skip to the article</a>\n\
         <header class=\"masthead\"><a class=\"logo\" href=\"/\">{name}</a>\n\
         <nav aria-label=\"Sections\">{links}</nav>\n\
         <form action=\"/search\"><input name=\"q\" aria-label=\"Search\"></form></header>\n"
    )
}

fn foot(publisher: &Publisher) -> String {
    let name = escape(&publisher.outlet.name);
    format!(
        "<footer class=\"site-footer\"><nav><a href=\"/about\">About {name}</a> \
         <a href=\"/contact\">Contact</a> <a href=\"/privacy\">Privacy</a> \
         <a href=\"/jobs\">Jobs</a></nav>\n<p>© 2026 {name}. All rights reserved.</p></footer>\n"
    )
}

fn byline(report: &Report) -> String {
    let names: Vec<_> = report.byline.split("; ").map(escape).collect();
    format!("By <span class=\"author\" rel=\"author\">{}</span>", names.join(" and "))
}

fn times(report: &Report, wording: &Wording) -> String {
    let dated = &report.dated;
    let mut times =
        format!("<time datetime=\"{dated}\" class=\"published\">{}</time>", shown_time(dated));
    if wording.note.is_some() {
        let from = &wording.from;
        let shown = shown_time(from);
        times.push_str(&format!(
            " (updated <time datetime=\"{from}\" class=\"updated\">{shown}</time>)"
        ));
    }
    times
}

fn figure(report: &Report) -> String {
    let Some(image) = &report.image else {
        return String::new();
    };
    let caption = escape(image.caption.as_deref().unwrap_or_default());
    let credit = escape(image.credit.as_deref().unwrap_or_default());
    format!(
        "<figure class=\"lead-image\"><img src=\"/images/{}\" width=\"1200\" height=\"675\" \
         alt=\"{caption}\">\n<figcaption>{caption} <span class=\"credit\">Photo: {credit}</span>\
         </figcaption></figure>\n",
        image.url
    )
}

fn sponsor_label(report: &Report) -> String {
    report.sponsor.as_ref().map_or(String::new(), |sponsor| {
        format!("<p class=\"sponsor-label\">Sponsored by {}</p>\n", escape(sponsor))
    })
}

fn note(wording: &Wording) -> String {
    wording.note.as_ref().map_or(String::new(), |note| {
        format!("<p class=\"correction\"><em>{}</em></p>\n", escape(note))
    })
}

fn related_box(related: &[&Report], heading: &str) -> String {
    let links: String = related
        .iter()
        .filter_map(|report| {
            // A related link keeps the title that stood there first.
            let title = &report.wordings.first()?.title;
            Some(format!("<li><a href=\"{}\">{}</a></li>\n", report.path, escape(title)))
        })
        .collect();
    if links.is_empty() {
        return String::new();
    }
    format!("<aside class=\"related\"><h2>{heading}</h2>\n<ul>\n{links}</ul></aside>\n")
}

const SHARE: &str = "<div class=\"share-bar\"><a href=\"#\">Share</a> <a href=\"#\">Copy link</a> \
    <a href=\"#\">Print</a></div>\n";

const NEWSLETTER: &str = "<div class=\"newsletter-signup\"><h3>The morning briefing</h3>\n\
    <p>Get the stories that matter in your inbox at seven. You can unsubscribe at any time.</p>\n\
    <form><input type=\"email\" placeholder=\"Your e-mail address\"><button>Sign up</button></form></div>\n";

fn agency_story(report: &Report, wording: &Wording, related: &[&Report]) -> String {
    format!(
        "<main id=\"story\">\n<article>\n<h1>{}</h1>\n{}<p class=\"byline\">{}</p>\n\
         <p class=\"dateline\">{}</p>\n{}<div class=\"article-body\">\n{}{}</div>\n</article>\n\
         </main>\n{SHARE}{}",
        escape(&wording.title),
        sponsor_label(report),
        byline(report),
        times(report, wording),
        figure(report),
        html_paragraphs(&wording.paragraphs),
        note(wording),
        related_box(related, "More from this desk"),
    )
}

fn paper_story(report: &Report, wording: &Wording, related: &[&Report]) -> String {
    // Newspapers put their boxes between the paragraphs.
    let (top, rest) = wording.paragraphs.split_at(wording.paragraphs.len().min(2));
    format!(
        "<div id=\"content\">\n<ol class=\"breadcrumbs\"><li><a href=\"/\">Home</a></li>\
         <li>{}</li></ol>\n<div class=\"story\" id=\"story\">\n{}<h1 class=\"story__headline\">{}</h1>\n\
         <div class=\"story__meta\">{} <br> {}</div>\n{SHARE}{}<section class=\"story__body\">\n\
         {}{}{}{}</section>\n{NEWSLETTER}</div>\n\
         <aside class=\"rail\"><h2>Most read</h2><p>Advertisement</p></aside>\n</div>\n",
        escape(&report.section),
        sponsor_label(report),
        escape(&wording.title),
        byline(report),
        times(report, wording),
        figure(report),
        html_paragraphs(top),
        related_box(related, "Read also"),
        html_paragraphs(rest),
        note(wording),
    )
}

fn blog_story(report: &Report, wording: &Wording, related: &[&Report]) -> String {
    format!(
        "<article class=\"post\" id=\"story\">\n<header class=\"entry-header\"><h1 \
         class=\"entry-title\">{}</h1>\n<div class=\"entry-meta\">{} on {}</div></header>\n{}{}\
         <div class=\"entry-content\">\n{}{}</div>\n<p class=\"tags\">Filed under <a \
         href=\"/tag\">{}</a></p>\n</article>\n{}{NEWSLETTER}",
        escape(&wording.title),
        byline(report),
        times(report, wording),
        sponsor_label(report),
        figure(report),
        html_paragraphs(&wording.paragraphs),
        note(wording),
        escape(&report.section),
        related_box(related, "Older posts"),
    )
}
