use crate::site::front::{SectionLink, section_link};
use crate::{Look, Site, assets, times};
use jiff::Timestamp;
use news::Registry;

/// What every page is set in: the site's look, its outlets, and the time on its clock.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub look: &'a Look,
    pub registry: &'a Registry,
    pub now: Timestamp,
    pub form: Form,
    /// Whether readers can have the front page by mail.
    pub mails: bool,
}

/// For what a page is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A running server, which can also search.
    Served,
    /// A folder of files.
    Exported,
}

impl<'a> Setting<'a> {
    /// The setting of a request that comes now.
    pub(crate) fn of(site: &'a Site, form: Form) -> Setting<'a> {
        let mails = form == Form::Served && site.mail.is_some();
        Setting { look: &site.look, registry: &site.registry, now: (site.clock)(), form, mails }
    }

    /// The sections of the edition, in order.
    pub(crate) fn sections(&self) -> Vec<SectionLink> {
        let sections = self.look.sections.iter();
        sections.filter_map(|section| section_link(Some(&section.name), self)).collect()
    }

    /// The name by which readers know an outlet.
    pub(crate) fn outlet_name(&self, key: &str) -> String {
        self.registry.known(key).map_or_else(|| key.to_owned(), |outlet| outlet.name.clone())
    }

    /// An address of ours as others must write it.
    pub(crate) fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.look.base_url.trim_end_matches('/'))
    }
}

/// A picture for link previews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Preview {
    /// Absolute.
    pub address: String,
    pub width: u32,
    pub height: u32,
    pub alt: String,
}

/// What stands around every page: nameplate, navigation, foot, and what machines read in its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub language: String,
    pub site_title: String,
    pub tagline: String,
    pub notice: Option<String>,
    /// The page's own title; none for the front page.
    pub title: Option<String>,
    pub description: Option<String>,
    /// Absolute; none for a page that should not be found.
    pub canonical: Option<String>,
    pub picture: Option<Preview>,
    /// `article` or `website`, for link previews.
    pub kind: &'static str,
    pub today: String,
    pub today_machine: String,
    pub stylesheet: &'static str,
    pub script: &'static str,
    /// What keeps pages for reading offline; none where it cannot be served.
    pub worker: Option<&'static str>,
    pub searchable: bool,
    /// Whether `/subscribe` is there.
    pub mails: bool,
    /// The edition's sections, each with whether this is its page.
    pub sections: Vec<(SectionLink, bool)>,
    /// Where the page's own feeds stand, with a slash at the end; none when it has none of its own.
    pub feeds: Option<String>,
    pub base_url: String,
}

impl Frame {
    /// The frame of a page called `title` at `address`; without an address it is not to be indexed.
    pub(crate) fn new(setting: &Setting<'_>, title: Option<&str>, address: Option<&str>) -> Frame {
        let look = setting.look;
        let today = times::day_of(setting.now);
        Frame {
            language: look.language.clone(),
            site_title: look.title.clone(),
            tagline: look.tagline.clone(),
            notice: look.notice.clone(),
            title: title.map(str::to_owned),
            description: None,
            canonical: address.map(|address| setting.absolute(address)),
            picture: None,
            kind: "website",
            today: times::long_day(today),
            today_machine: today.to_string(),
            stylesheet: assets::stylesheet_address(),
            script: assets::script_address(),
            worker: (setting.form == Form::Served).then_some(assets::WORKER_ADDRESS),
            searchable: setting.form == Form::Served,
            mails: setting.mails,
            sections: sections(setting, address),
            feeds: None,
            base_url: look.base_url.trim_end_matches('/').to_owned(),
        }
    }
}

fn sections(setting: &Setting<'_>, address: Option<&str>) -> Vec<(SectionLink, bool)> {
    let with = |section: SectionLink| {
        let is_here = address == Some(section.address.as_str());
        (section, is_here)
    };
    setting.sections().into_iter().map(with).collect()
}
