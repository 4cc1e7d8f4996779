//! What stands around an article on real sites, in the language of the outlet.

use super::markup::escape;
use super::world::{Publisher, Report};

/// The words of a site's furniture.
#[derive(Clone, Copy, Debug)]
pub struct Furniture {
    /// Stands before the names of the authors.
    pub by: &'static str,
    /// Stands before the time of the last change.
    pub updated: &'static str,
    /// Stands before the maker of a picture.
    pub photo: &'static str,
    /// Stands before who paid.
    pub sponsored: &'static str,
    /// Above links to other reports.
    pub related: &'static str,
    sections: [&'static str; 5],
    skip: &'static str,
    share: [&'static str; 3],
    newsletter: [&'static str; 4],
    rail: [&'static str; 2],
    foot: [&'static str; 5],
}

const ENGLISH: Furniture = Furniture {
    by: "By",
    updated: "updated",
    photo: "Photo:",
    sponsored: "Sponsored by",
    related: "Read also",
    sections: ["News", "Business", "Technology", "Science", "Culture"],
    skip: "Skip to the article",
    share: ["Share", "Copy link", "Print"],
    newsletter: [
        "The morning briefing",
        "Get the stories that matter in your inbox at seven. You can unsubscribe at any time.",
        "Your e-mail address",
        "Sign up",
    ],
    rail: ["Most read", "Advertisement"],
    foot: ["About us", "Contact", "Privacy", "Jobs", "All rights reserved."],
};

const GERMAN: Furniture = Furniture {
    by: "Von",
    updated: "aktualisiert",
    photo: "Foto:",
    sponsored: "Anzeige von",
    related: "Lesen Sie auch",
    sections: ["Nachrichten", "Wirtschaft", "Technik", "Wissenschaft", "Kultur"],
    skip: "Zum Artikel",
    share: ["Teilen", "Link kopieren", "Drucken"],
    newsletter: [
        "Der Morgenbrief",
        "Das Wichtigste um sieben Uhr in Ihrem Postfach. Sie können sich jederzeit abmelden.",
        "Ihre E-Mail-Adresse",
        "Anmelden",
    ],
    rail: ["Meistgelesen", "Anzeige"],
    foot: ["Über uns", "Kontakt", "Datenschutz", "Stellen", "Alle Rechte vorbehalten."],
};

impl Furniture {
    /// The furniture in a language; English where we have no other.
    pub fn of(language: &str) -> Furniture {
        if language == "de" { GERMAN } else { ENGLISH }
    }

    /// The top of every page.
    pub fn masthead(&self, publisher: &Publisher) -> String {
        let link =
            |section: &&str| format!("<a href=\"/{}\">{section}</a>\n", section.to_lowercase());
        format!(
            "<a class=\"skip\" href=\"#story\">{}</a>\n\
             <header class=\"masthead\"><a class=\"logo\" href=\"/\">{}</a>\n<nav>{}</nav>\n\
             <form action=\"/search\"><input name=\"q\"></form></header>\n",
            self.skip,
            escape(&publisher.outlet.name),
            self.sections.iter().map(link).collect::<String>(),
        )
    }

    /// The bottom of every page.
    pub fn foot(&self, publisher: &Publisher) -> String {
        let [about, contact, privacy, jobs, rights] = self.foot;
        format!(
            "<footer class=\"site-footer\"><nav><a href=\"/about\">{about}</a> \
             <a href=\"/contact\">{contact}</a> <a href=\"/privacy\">{privacy}</a> \
             <a href=\"/jobs\">{jobs}</a></nav>\n<p>© 2026 {}. {rights}</p></footer>\n",
            escape(&publisher.outlet.name)
        )
    }

    /// The bar of share links.
    pub fn share_bar(&self) -> String {
        let [share, copy, print] = self.share;
        format!(
            "<div class=\"share-bar\"><a href=\"#\">{share}</a> <a href=\"#\">{copy}</a> \
             <a href=\"#\">{print}</a></div>\n"
        )
    }

    /// The box that asks for an e-mail address.
    pub fn newsletter(&self) -> String {
        let [name, promise, address, button] = self.newsletter;
        format!(
            "<div class=\"newsletter-signup\"><h3>{name}</h3>\n<p>{promise}</p>\n\
             <form><input type=\"email\" placeholder=\"{address}\"><button>{button}</button>\
             </form></div>\n"
        )
    }

    /// The column beside an article.
    pub fn rail(&self) -> String {
        let [most_read, advertisement] = self.rail;
        format!("<aside class=\"rail\"><h2>{most_read}</h2><p>{advertisement}</p></aside>\n")
    }

    /// Links to other reports; nothing when there are none.
    pub fn related_box(&self, related: &[&Report]) -> String {
        let links: String = related.iter().filter_map(|report| headline_link(report)).collect();
        if links.is_empty() {
            return String::new();
        }
        let heading = self.related;
        format!("<aside class=\"related\"><h2>{heading}</h2>\n<ul>\n{links}</ul></aside>\n")
    }
}

/// A list item that links to a report, with the title that stood there first.
pub fn headline_link(report: &Report) -> Option<String> {
    let title = &report.wordings.first()?.title;
    Some(format!("<li><a href=\"{}\">{}</a></li>\n", report.path, escape(title)))
}
