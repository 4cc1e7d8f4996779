//! Stories, briefs and what they rest on, told in the forms of the API.

mod said;

use super::ROOT;
use super::shape::{self, Link};
use crate::finding::Around;
use crate::links;
use crate::reading::{FrontFact, FrontFacts, StoryFacts, Told};
use crate::setting::Setting;
use crate::site::telling::picture;
use crate::text::shortened;
use crate::times;
use news::{
    ArticleId, BriefImage, Counts, Edit, Judged, Lineage, OutletId, Report, Standing, Subject,
    SubjectKind, TieReason, TieTo,
};
pub(crate) use said::part;
use said::{disagreements, figures, quotes, section, sentence, timeline, withheld};
use store::{BriefLine, BriefState, ListedStory};

/// Letters of what an outlet says of its correction, as on the site: about a paragraph.
const NOTE: usize = 400;

/// Tells things in one setting.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    pub setting: &'a Setting<'a>,
}

impl Teller<'_> {
    /// An address of the API.
    pub(crate) fn api(&self, path: &str) -> Link {
        Link(self.setting.absolute(&format!("{ROOT}{path}")))
    }

    /// An address of the site.
    pub(crate) fn page(&self, path: &str) -> Link {
        Link(self.setting.absolute(path))
    }

    fn story_link(&self, id: &str) -> Link {
        self.api(&format!("/stories/{}", links::encoded(id)))
    }

    pub(crate) fn story_line(&self, story: &ListedStory) -> shape::StoryLine {
        let address = links::story_address(&links::slug(&story.first_headline), &story.story);
        shape::StoryLine {
            id: story.story.0.clone(),
            url: self.page(&address),
            story: self.story_link(&story.story.0),
            headline: story.headline.clone(),
            since: story.since.into(),
            latest: story.latest.into(),
            updated: story.at.into(),
            articles: story.articles,
            independent_reports: story.independent_reports,
            section: story.section.clone(),
            topic: story.topic.clone(),
        }
    }

    pub(crate) fn front_page(&self, facts: &FrontFacts) -> shape::FrontPage {
        let items = facts.items.iter().zip(1..);
        shape::FrontPage {
            edition: super::fronts::EDITION,
            day: times::day_of(facts.at).into(),
            at: facts.at.into(),
            withdrawn: facts.withdrawn,
            items: items.map(|(fact, place)| self.front_item(fact, place)).collect(),
        }
    }

    fn front_item(&self, fact: &FrontFact, place: usize) -> shape::FrontItem {
        let (item, told) = (&fact.item, &fact.told);
        let brief = &told.record.brief;
        let lede: Vec<&str> = brief.lede.iter().map(|judged| judged.statement.text()).collect();
        let lead = brief.images.iter().find(|image| image.section.is_none());
        shape::FrontItem {
            place,
            id: item.story.0.clone(),
            version: item.version,
            url: self.page(&told.address()),
            story: self.story_link(&item.story.0),
            kicker: brief.kicker.clone(),
            headline: brief.headline.statement.text().to_owned(),
            lede: lede.join(" "),
            section: item.section.clone(),
            articles: item.articles,
            independent_reports: item.independent_reports,
            disputed: !brief.disagreements.is_empty(),
            review: review(&told.standing()),
            updated: told.record.at.into(),
            score: item.terms.iter().map(news::Term::adds).sum(),
            terms: item.terms.iter().map(term).collect(),
            image: lead.and_then(|image| self.image(told, image, "")),
        }
    }

    pub(crate) fn story(&self, facts: &StoryFacts, around: &Around) -> shape::Story {
        let (told, story) = (&facts.told, &facts.story);
        let at = told.record.at;
        let section = around.filed.iter().map(|(filed, _)| filed);
        let section = section.filter(|filed| filed.subject.kind == SubjectKind::Section);
        shape::Story {
            id: told.record.story.0.clone(),
            url: self.page(&told.address()),
            since: story.first_reported().unwrap_or(at).into(),
            latest: story.last_reported().unwrap_or(at).into(),
            published: told.first_published().map_or(at, |line| line.at).into(),
            updated: at.into(),
            articles: story.shown_reports().len(),
            origins: story.origins().len(),
            independent_reports: story.independent_reports(),
            section: section.map(|filed| filed.title.clone()).next(),
            subjects: self.subjects(around),
            brief: self.brief(facts),
            sources: self.sources(facts),
            lineage: self.lineage(&Lineage::of(story)),
            versions: self.versions(&told.history),
            revisions: facts.revisions.iter().map(|revision| self.revision(revision)).collect(),
            related: around.related.iter().map(|story| self.story_line(story)).collect(),
        }
    }

    fn subjects(&self, around: &Around) -> Vec<shape::SubjectRef> {
        let told = around.filed.iter().filter(|(filed, _)| {
            matches!(filed.subject.kind, SubjectKind::Topic | SubjectKind::Entity)
        });
        told.map(|(filed, _)| self.subject(&filed.subject, &filed.title)).collect()
    }

    /// Something that stories are found under; `title` as the store has it.
    pub(crate) fn subject(&self, subject: &Subject, title: &str) -> shape::SubjectRef {
        let (kind, parameter) = match subject.kind {
            SubjectKind::Section => (shape::SubjectWord::Section, "section"),
            SubjectKind::Topic => (shape::SubjectWord::Topic, "topic"),
            SubjectKind::Entity => (shape::SubjectWord::Entity, "entity"),
            SubjectKind::Outlet => (shape::SubjectWord::Outlet, "outlet"),
        };
        let title = match subject.kind {
            SubjectKind::Outlet => self.setting.outlet_name(title),
            SubjectKind::Section => {
                let mut sections = self.setting.look.sections.iter();
                let shown = sections.find(|section| section.name == title);
                shown.map_or(title, |section| &section.title).to_owned()
            }
            SubjectKind::Topic | SubjectKind::Entity => title.to_owned(),
        };
        shape::SubjectRef {
            kind,
            key: subject.key.clone(),
            title,
            url: self.page(&links::subject_address(subject)),
            stories: self.api(&format!("/stories?{parameter}={}", links::encoded(&subject.key))),
        }
    }

    pub(crate) fn outlet(&self, outlet: &OutletId) -> shape::OutletRef {
        shape::OutletRef {
            id: outlet.0.clone(),
            key: Subject::named(SubjectKind::Outlet, &outlet.0).key,
            name: self.setting.outlet_name(&outlet.0),
        }
    }

    /// A version of a brief.
    pub(crate) fn brief(&self, facts: &StoryFacts) -> shape::Brief {
        let (told, record) = (&facts.told, &facts.told.record);
        let brief = &record.brief;
        let numbers = brief.cited();
        let say = |judged: &Judged| sentence(judged, &numbers);
        let all = |sentences: &[Judged]| sentences.iter().map(say).collect();
        shape::Brief {
            version: record.version,
            hash: record.hash.0.clone(),
            at: record.at.into(),
            writer: brief.writer.word(),
            review: review(&told.standing()),
            kicker: brief.kicker.clone(),
            headline: say(&brief.headline),
            lede: all(&brief.lede),
            sections: brief.sections.iter().map(|one| section(one, &numbers)).collect(),
            quotes: quotes(brief, &say),
            disagreements: disagreements(brief, &say),
            timeline: timeline(brief, &say),
            figures: figures(brief, &say),
            images: self.images(facts),
            withheld: withheld(&record.withheld),
        }
    }

    fn images(&self, facts: &StoryFacts) -> Vec<shape::Image> {
        let images = facts.told.record.brief.images.iter();
        let outlet = |image: &BriefImage| {
            let reports = facts.story.reports.iter();
            let mut outlets = reports.filter(|r| r.article == image.article).map(|r| &r.outlet.0);
            outlets.next().map(|outlet| self.setting.outlet_name(outlet)).unwrap_or_default()
        };
        images.filter_map(|image| self.image(&facts.told, image, &outlet(image))).collect()
    }

    fn image(&self, told: &Told, image: &BriefImage, outlet: &str) -> Option<shape::Image> {
        let shown = picture(told.picture(image)?, image, outlet)?;
        Some(shape::Image {
            url: self.page(&shown.address),
            width: shown.width,
            height: shown.height,
            caption: shown.caption,
            credit: shown.source,
            article: image.article.0.clone(),
            section: image.section,
        })
    }

    /// The reports of the story in their order, then what the brief cites beside them.
    pub(crate) fn sources(&self, facts: &StoryFacts) -> Vec<shape::Source> {
        let cited = facts.told.record.brief.cited();
        let number = |id: &ArticleId| cited.iter().position(|one| *one == id).map(|at| at + 1);
        let own =
            facts.story.reports.iter().map(|report| self.report(report, number(&report.article)));
        let strays = facts.strays.iter().map(|article| shape::Source {
            n: number(&article.id),
            article: article.id.0.clone(),
            outlet: self.outlet(&article.outlet),
            title: article.title.clone(),
            url: web(article.url.as_deref()),
            reported: article.reported().into(),
            origin: article.id.0.clone(),
            relies_on: Vec::new(),
            is_of_story: false,
        });
        own.chain(strays).collect()
    }

    fn report(&self, report: &Report, n: Option<usize>) -> shape::Source {
        let ties = report.relies_on.iter().map(|tie| {
            let (article, outlet) = match &tie.to {
                TieTo::Article(article) => (Some(article.0.clone()), None),
                TieTo::Outlet(outlet) => (None, Some(self.outlet(outlet))),
            };
            shape::Tie { by: by(tie.by), article, outlet }
        });
        shape::Source {
            n,
            article: report.article.0.clone(),
            outlet: self.outlet(&report.outlet),
            title: report.title.clone(),
            url: web(report.url.as_deref()),
            reported: report.reported.into(),
            origin: report.origin.0.clone(),
            relies_on: ties.collect(),
            is_of_story: true,
        }
    }

    fn lineage(&self, lineage: &Lineage<'_>) -> Vec<shape::Root> {
        let root = |root: &news::Root<'_>| match root {
            news::Root::Report(one) => shape::Root { absent: None, branches: vec![branch(one)] },
            news::Root::Absent(outlet, all) => shape::Root {
                absent: Some(self.outlet(outlet)),
                branches: all.iter().map(branch).collect(),
            },
        };
        lineage.roots.iter().map(root).collect()
    }

    /// The versions that were out and still may be seen; of what waits at the desk nothing.
    pub(crate) fn versions(&self, history: &[BriefLine]) -> Vec<shape::VersionLine> {
        history.iter().filter_map(|line| self.version_line(line)).collect()
    }

    fn version_line(&self, line: &BriefLine) -> Option<shape::VersionLine> {
        let BriefState::Published(standing) = &line.state else { return None };
        let path = format!("/stories/{}/versions/{}", links::encoded(&line.story.0), line.version);
        Some(shape::VersionLine {
            version: line.version,
            hash: line.hash.0.clone(),
            headline: line.headline.clone(),
            at: line.at.into(),
            review: review(standing),
            withheld: line.withheld,
            brief: self.api(&path),
        })
    }

    /// One version with what it cites.
    pub(crate) fn version(&self, facts: &StoryFacts) -> shape::Version {
        let mut sources: Vec<shape::Source> =
            self.sources(facts).into_iter().filter(|source| source.n.is_some()).collect();
        sources.sort_by_key(|source| source.n);
        shape::Version {
            story: self.story_link(&facts.told.record.story.0),
            brief: self.brief(facts),
            sources,
        }
    }

    pub(crate) fn revision(&self, revision: &news::Revision) -> shape::Revision {
        shape::Revision {
            article: revision.article.0.clone(),
            outlet: self.outlet(&revision.outlet),
            headline: revision.headline.clone(),
            at: revision.at.into(),
            correction: match &revision.edit {
                Edit::Correction(note) => Some(shortened(note, NOTE)),
                Edit::Silent => None,
            },
        }
    }

    pub(crate) fn publication(
        &self,
        one: &store::Publication,
        headline: Option<String>,
    ) -> shape::Publication {
        shape::Publication {
            number: one.number,
            kind: match one.kind {
                store::PublicationKind::Published => shape::PublicationWord::Published,
                store::PublicationKind::Updated => shape::PublicationWord::Updated,
                store::PublicationKind::Reviewed => shape::PublicationWord::Reviewed,
                store::PublicationKind::Withdrawn => shape::PublicationWord::Withdrawn,
            },
            at: one.at.into(),
            id: one.story.0.clone(),
            version: one.version,
            story: self.story_link(&one.story.0),
            headline,
        }
    }
}

/// An outlet's address, when a reader may follow it.
pub(crate) fn web(url: Option<&str>) -> Option<Link> {
    url.and_then(links::web_link).map(|url| Link(url.into()))
}

fn term(term: &news::Term) -> shape::Term {
    shape::Term {
        name: term.name.clone(),
        value: term.value,
        weight: term.weight,
        adds: term.adds(),
        note: term.note.clone(),
    }
}

pub(crate) fn review(standing: &Standing) -> shape::Review {
    match standing {
        Standing::NotYetReviewed => shape::Review { reviewed: false, by: None, at: None },
        Standing::Reviewed { by, at } => {
            shape::Review { reviewed: true, by: Some(by.clone()), at: Some((*at).into()) }
        }
    }
}

fn by(reason: TieReason) -> shape::TieWord {
    match reason {
        TieReason::Owner => shape::TieWord::Owner,
        TieReason::Attribution => shape::TieWord::Attribution,
        TieReason::Link => shape::TieWord::Link,
    }
}

fn branch(branch: &news::Branch<'_>) -> shape::Branch {
    let (counts, counts_with) = match branch.counts {
        Counts::As(first, last) => (Some([first, last]), None),
        Counts::With(number) => (None, Some(number)),
        Counts::Not => (None, None),
    };
    shape::Branch {
        article: branch.report.article.0.clone(),
        by: branch.by.map(by),
        counts,
        counts_with,
        copies: branch.copies.iter().map(|copy| copy.article.0.clone()).collect(),
        relying: branch.relying.iter().map(self::branch).collect(),
    }
}
