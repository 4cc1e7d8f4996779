use super::Mail;
use super::pages::in_words;
use crate::reading::{self, FrontFacts, StoryFacts};
use crate::setting::{Form, Setting};
use crate::site::telling::{Sentence, Teller, Telling};
use crate::{PageError, Site, feeds, times};
use askama::Template;
use jiff::{SignedDuration, Timestamp};
use news::{MailPlan, Rhythm, StoryId};
use std::collections::{BTreeMap, BTreeSet};
use store::Subscriber;

/// A front page that is older than this is not sent as the day's: nothing has been published since.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// What a weekly issue looks back on.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// In one line.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
    /// Where a mail program says that no more is wanted, absolute (RFC 8058); none in a mail that was asked for just now.
    pub leave: Option<String>,
}

/// The front page as it goes to all subscribers of one rhythm.
#[derive(Clone, Debug)]
pub struct Digest {
    rhythm: Rhythm,
    stories: Vec<LetterStory>,
}

/// A story in a letter. All its addresses are ours, and absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LetterStory {
    kicker: Option<String>,
    headline: String,
    address: String,
    /// Lede first; of all but the first story nothing else.
    paragraphs: Vec<Vec<Sentence>>,
    /// The numbers of the marks, each with its outlet.
    sources: Vec<(usize, String)>,
    disputed: bool,
    byline: String,
}

#[derive(Template)]
#[template(path = "mail_digest.html")]
struct DigestHtml<'a> {
    language: &'a str,
    title: &'a str,
    heading: &'a str,
    home: &'a str,
    stories: &'a [LetterStory],
    plan: &'a str,
    change: &'a str,
    leave: &'a str,
}

#[derive(Template)]
#[template(path = "mail_digest.txt")]
struct DigestText<'a> {
    title: &'a str,
    heading: &'a str,
    home: &'a str,
    stories: &'a [LetterStory],
    plan: &'a str,
    change: &'a str,
    leave: &'a str,
}

#[derive(Template)]
#[template(path = "mail_confirm.html")]
struct ConfirmHtml<'a> {
    language: &'a str,
    title: &'a str,
    plan: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail_confirm.txt")]
struct ConfirmText<'a> {
    title: &'a str,
    plan: &'a str,
    link: &'a str,
}

/// What is sent at `now`; none when nothing was published since the last issue.
///
/// A daily issue is the front page as it stands; a weekly one the stories that stood longest and highest on the pages
/// of its seven days, as they are told now.
pub async fn digest(
    site: &Site,
    mail: &Mail,
    rhythm: Rhythm,
    now: Timestamp,
) -> Result<Option<Digest>, PageError> {
    let ids = match rhythm {
        Rhythm::Daily => of_the_day(site, now).await?,
        Rhythm::Weekly => of_the_week(site, now).await?,
    };
    let setting = Setting::of(site, Form::Served);
    let mut stories = Vec::new();
    for facts in feeds::told(site, ids.into_iter().take(mail.stories).collect()).await? {
        stories.push(letter_story(&facts, stories.is_empty(), &setting));
    }
    Ok((!stories.is_empty()).then_some(Digest { rhythm, stories }))
}

async fn of_the_day(site: &Site, now: Timestamp) -> Result<Vec<StoryId>, PageError> {
    let page = reading::front(site, None).await?;
    let fresh = page.filter(|page| now.duration_since(page.at) < FRESH);
    Ok(fresh.map_or_else(Vec::new, |page| stories(&page)))
}

async fn of_the_week(site: &Site, now: Timestamp) -> Result<Vec<StoryId>, PageError> {
    let days = site.store.stories.days().await?;
    let mut pages = Vec::new();
    for day in days.into_iter().take(8) {
        let page = reading::front(site, Some(day)).await?;
        pages.extend(page.filter(|page| now.duration_since(page.at) < WEEK));
    }
    Ok(best_of(&pages.iter().map(stories).collect::<Vec<_>>()))
}

fn stories(page: &FrontFacts) -> Vec<StoryId> {
    page.items.iter().map(|fact| fact.item.story.clone()).collect()
}

/// The stories of these pages, first what stood on them longest and highest: a place counts its reciprocal, so that a
/// day at the top is worth two in the second place. Equal ones in the order of their ids.
fn best_of(pages: &[Vec<StoryId>]) -> Vec<StoryId> {
    let mut worth: BTreeMap<&StoryId, f64> = BTreeMap::new();
    for (place, story) in pages.iter().flat_map(|page| page.iter().enumerate()) {
        *worth.entry(story).or_default() += 1.0 / (place as f64 + 1.0);
    }
    let mut stories: Vec<(&StoryId, f64)> = worth.into_iter().collect();
    stories.sort_by(|one, other| other.1.total_cmp(&one.1));
    stories.into_iter().map(|(story, _)| story.clone()).collect()
}

/// A story in a letter; `is_whole` for one of which more than the lede is told.
fn letter_story(facts: &StoryFacts, is_whole: bool, setting: &Setting<'_>) -> LetterStory {
    let telling = Teller::new(facts, setting).tell();
    let byline = feeds::line_of(facts, &telling);
    let paragraphs = paragraphs(&telling, is_whole);
    let cites = paragraphs.iter().flatten().flat_map(|sentence| &sentence.cites);
    let sources: BTreeSet<(usize, String)> =
        cites.map(|cite| (cite.number, cite.outlet.clone())).collect();
    LetterStory {
        kicker: telling.kicker.clone(),
        headline: telling.headline.clone(),
        address: setting.absolute(&facts.told.address()),
        paragraphs,
        sources: sources.into_iter().collect(),
        disputed: !telling.disagreements.is_empty(),
        byline,
    }
}

fn paragraphs(telling: &Telling, is_whole: bool) -> Vec<Vec<Sentence>> {
    let rest = telling.sections.iter().flat_map(|section| &section.paragraphs);
    let rest = rest.filter(|_| is_whole).cloned();
    std::iter::once(telling.lede.clone()).chain(rest).filter(|one| !one.is_empty()).collect()
}

impl Digest {
    /// The letter to one subscriber, at `now`.
    pub fn letter(
        &self,
        site: &Site,
        mail: &Mail,
        subscriber: &Subscriber,
        now: Timestamp,
    ) -> Result<Letter, PageError> {
        let setting = Setting::of(site, Form::Served);
        let plan = subscriber.plan.as_ref().unwrap_or(&subscriber.wish);
        let leave = setting.absolute(&mail.key.leave_address(&subscriber.id));
        let (heading, words) = (heading(self.rhythm, plan, now), in_words(plan));
        let (home, change) = (setting.absolute("/"), setting.absolute("/subscribe"));
        let title = &setting.look.title;
        let html = DigestHtml {
            language: &setting.look.language,
            title,
            heading: &heading,
            home: &home,
            stories: &self.stories,
            plan: &words,
            change: &change,
            leave: &leave,
        };
        let text = DigestText {
            title,
            heading: &heading,
            home: &home,
            stories: &self.stories,
            plan: &words,
            change: &change,
            leave: &leave,
        };
        let lead = self.stories.first().map_or("", |story| story.headline.as_str());
        Ok(Letter {
            subject: one_line(&format!("{title}: {lead}")),
            html: html.render()?,
            text: text.render()?,
            leave: Some(leave),
        })
    }
}

fn heading(rhythm: Rhythm, plan: &MailPlan, now: Timestamp) -> String {
    let day = times::long_day(plan.day(now));
    match rhythm {
        Rhythm::Daily => day,
        Rhythm::Weekly => format!("The week until {day}"),
    }
}

/// The letter that asks a subscriber to confirm his wish, good for three days from `now`.
pub fn confirmation(
    site: &Site,
    mail: &Mail,
    subscriber: &Subscriber,
    now: Timestamp,
) -> Result<Letter, PageError> {
    let setting = Setting::of(site, Form::Served);
    let confirm = mail.key.confirm(&subscriber.id, &subscriber.wish, now);
    let link = setting.absolute(&mail.key.confirm_address(&confirm));
    let (title, plan) = (setting.look.title.as_str(), in_words(&subscriber.wish));
    let language = &setting.look.language;
    Ok(Letter {
        subject: one_line(&format!("{title}: please confirm")),
        html: ConfirmHtml { language, title, plan: &plan, link: &link }.render()?,
        text: ConfirmText { title, plan: &plan, link: &link }.render()?,
        leave: None,
    })
}

/// Without what could begin another header.
fn one_line(text: &str) -> String {
    let plain = text.replace(|c: char| c.is_control(), " ");
    crate::text::shortened(&plain.split_whitespace().collect::<Vec<_>>().join(" "), 150)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stood_longest_and_highest_is_the_weeks_best() {
        let page = |ids: &str| ids.split(' ').map(|id| StoryId(id.to_owned())).collect::<Vec<_>>();
        let best = |pages: &[&str]| {
            let pages: Vec<_> = pages.iter().map(|ids| page(ids)).collect();
            best_of(&pages).into_iter().map(|id| id.0).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(best(&["a b c", "b a c", "b d"]), "b a c d");
        assert_eq!(best(&["d c", "c d"]), "c d");
        assert_eq!(best(&[]), "");
    }

    #[test]
    fn a_subject_is_one_line() {
        assert_eq!(one_line("A\r\nBcc: b@c.example \u{7} x"), "A Bcc: b@c.example x");
        assert!(one_line(&"long words ".repeat(40)).chars().count() <= 151);
    }
}
