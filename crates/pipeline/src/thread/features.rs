//! What is looked at when an article is held against a story.

use super::meaning::Usual;
use super::open_story::{OpenStory, in_days};
use super::profile::Profile;
use super::terms::TermKey;

/// Words of the body below which an article counts as a headline alone.
pub const HEADLINE_ALONE: usize = 10;

/// Days apart that count as far: more makes no difference.
const FAR_DAYS: i32 = 60;

/// Days since an outlet reported in a story in which it has not.
const NEVER_DAYS: f32 = 99.0;

/// Stands for what one of the two does not tell.
const UNKNOWN: f32 = -1.0;

/// Features there are.
pub const COUNT: usize = 32;

/// The name of each, and what it says.
pub const NAMES: [(&str, &str); COUNT] = [
    ("story", "likeness of the article and all reports of the story"),
    ("coherence", "how alike the reports of the story are"),
    ("closest", "likeness of the article and the nearest report"),
    ("usual", "mean likeness of the article and the reports"),
    ("headline", "likeness of headline and headlines"),
    ("shared", "rarity of all shared words together"),
    ("rarest", "rarity of the rarest shared word"),
    ("words", "number of shared words"),
    ("shared in headlines", "rarity of all words shared by headlines together"),
    ("rarest in headlines", "rarity of the rarest word shared by headlines"),
    ("core", "share of the article that most reports have too"),
    ("lead", "by how much the story is more like the article than the next"),
    ("lead of the closest", "the same for the nearest reports"),
    ("new word", "rarity of the rarest word of the headline that the story lacks"),
    ("figures", "number of shared figures"),
    ("new figures", "number of figures that the story lacks"),
    ("names", "share of the article's names that the story has"),
    ("likeness of names", "likeness of the names of both"),
    ("missing name", "rarity of the rarest name of most reports that the article lacks"),
    ("size", "logarithm of the number of reports"),
    ("silence", "days between the article and the nearer end of the story"),
    ("age", "days between the article and the first report"),
    ("nearest", "days between the article and the report nearest in time"),
    ("own report", "days since the article's outlet reported in the story; 99 when it has not"),
    ("day of the address", "days between those that the addresses name; -1 when they name none"),
    ("dated", "share of reports whose address names a day"),
    ("section", "share of reports whose address names the article's section; -1 when none does"),
    ("length", "words of the article's body"),
    ("bodies", "share of reports that have a body"),
    ("crowd", "logarithm of the number of stories in the news"),
    ("meaning", "likeness of meaning, in standard deviations; -9 without a sentence model"),
    ("lead of meaning", "by how much the story is more like the article in meaning than the next"),
];

/// The values, in the order of [`NAMES`].
pub type Features = [f32; COUNT];

const STORY: usize = 0;
const CLOSEST: usize = 2;
const LEAD: usize = 11;
const LEAD_OF_CLOSEST: usize = 12;
const SILENCE: usize = 20;
const MEANING: usize = 30;
const LEAD_OF_MEANING: usize = 31;

/// Holds an article against a story, with `stories` in the news and `cosines` of meaning as usual; `cosine`
/// is [`OpenStory::cosine`]. The leads are set by [`set_leads`].
pub fn compare(
    profile: &Profile,
    story: &OpenStory,
    cosine: f32,
    stories: f64,
    cosines: &Usual,
) -> Features {
    let reports = story.reports.max(1) as f32;
    let title = profile.title.dot(&story.title) / story.title_length.max(f32::MIN_POSITIVE);
    let [closest, usual, nearest] = members(profile, story, cosine);
    let [shared, rarest, words, core] = shared_words(profile, story, reports);
    let [titles_shared, title_rarest, new_word] = headlines(profile, story);
    let [figures, new_figures] = figures(profile, story);
    let [names, names_alike, missing_name] = names(profile, story, reports);
    [
        cosine,
        story.terms.length / reports,
        closest,
        usual,
        title,
        shared,
        rarest,
        words,
        titles_shared,
        title_rarest,
        core,
        0.0,
        0.0,
        new_word,
        figures,
        new_figures,
        names,
        names_alike,
        missing_name,
        reports.ln(),
        story.days_apart(profile.seconds),
        story.days_since_first(profile.seconds),
        nearest,
        own_report(profile, story),
        day_of_address(profile, story),
        story.dated as f32 / reports,
        section(profile, story),
        profile.body_words as f32,
        story.with_body as f32 / reports,
        (1.0 + stories as f32).ln(),
        cosines.standardised(story.meaning.cosine(&profile.vector)),
        0.0,
    ]
}

/// Sets by how much each story is more like the article than the most like of the others.
pub fn set_leads(options: &mut [Features]) {
    let leads = [(STORY, LEAD), (CLOSEST, LEAD_OF_CLOSEST), (MEANING, LEAD_OF_MEANING)];
    for (from, to) in leads {
        let values: Vec<f32> = options.iter().map(|features| features[from]).collect();
        for (place, features) in options.iter_mut().enumerate() {
            let others = values.iter().enumerate().filter(|(other, _)| *other != place);
            features[to] = values[place] - others.map(|(_, value)| *value).fold(0.0, f32::max);
        }
    }
}

/// Likeness, from 0 to 1, and the days of silence before it.
pub fn likeness_and_silence(features: &Features) -> (f32, f32) {
    (features[STORY], features[SILENCE])
}

/// Likeness of the nearest report, mean likeness, and days to the report nearest in time.
fn members(profile: &Profile, story: &OpenStory, cosine: f32) -> [f32; 3] {
    let days = |seconds: i64| {
        in_days(i64::try_from(seconds.abs_diff(profile.seconds)).unwrap_or(i64::MAX))
    };
    let members = story.members();
    if members.is_empty() {
        return [cosine.max(0.0), cosine, days(story.last_seconds())];
    }
    let (mut closest, mut sum, mut nearest) = (0.0_f32, 0.0, f32::INFINITY);
    for member in members {
        let likeness = profile.terms.dot(&member.terms);
        closest = closest.max(likeness);
        sum += likeness;
        nearest = nearest.min(days(member.seconds));
    }
    [closest, sum / members.len() as f32, nearest]
}

/// Rarity of all shared words, of the rarest, their number, and the share of the article that most
/// reports have too.
fn shared_words(profile: &Profile, story: &OpenStory, reports: f32) -> [f32; 4] {
    let mut found = [0.0_f32; 4];
    profile.terms.meet(&story.terms.bag, |own, known| {
        let (weight, rarity) = (profile.terms.0[own].1, profile.rarities[own]);
        found[0] += rarity;
        found[1] = found[1].max(rarity);
        found[2] += 1.0;
        found[3] += weight * weight * story.terms.reports_of(known) as f32 / reports;
    });
    found
}

/// Rarity of all words that headlines share, of the rarest, and of the rarest that the story lacks.
fn headlines(profile: &Profile, story: &OpenStory) -> [f32; 3] {
    let mut found = [0.0_f32; 3];
    for (key, weight) in &profile.title.0 {
        let rarity = weight * profile.title_length;
        if story.title.weight(*key).is_some() {
            found[0] += rarity;
            found[1] = found[1].max(rarity);
        }
        if story.terms.bag.weight(*key).is_none() {
            found[2] = found[2].max(rarity);
        }
    }
    found
}

fn figures(profile: &Profile, story: &OpenStory) -> [f32; 2] {
    let known = |figure: &&TermKey| story.figures.binary_search(figure).is_ok();
    let both = profile.figures.iter().filter(known).count() as f32;
    let new = if story.figures.is_empty() { 0.0 } else { profile.figures.len() as f32 - both };
    [both, new]
}

/// Share of the article's names that the story has, likeness of names, and the rarity of the rarest
/// name of most reports that the article lacks.
fn names(profile: &Profile, story: &OpenStory, reports: f32) -> [f32; 3] {
    let all: f32 = profile.names.0.iter().map(|(_, rarity)| rarity).sum();
    if all <= 0.0 {
        return [UNKNOWN; 3];
    }
    let names = &story.names;
    let known = profile.names.0.iter().filter(|(key, _)| names.bag.weight(*key).is_some());
    let share = known.map(|(_, rarity)| rarity).sum::<f32>() / all;
    let lengths = profile.names.length() * names.length;
    let alike = if lengths > 0.0 { profile.names.dot(&names.bag) / lengths } else { UNKNOWN };
    let of_most = (names.bag.keys().enumerate().zip(&story.rarities))
        .filter(|((place, _), _)| names.reports_of(*place) as f32 / reports >= 0.5);
    let missing = of_most.filter(|((_, key), _)| profile.spoken.binary_search(key).is_err());
    [share, alike, missing.map(|(_, rarity)| *rarity).fold(0.0, f32::max)]
}

fn own_report(profile: &Profile, story: &OpenStory) -> f32 {
    let own = story.outlets.iter().find(|(outlet, _)| *outlet == profile.outlet);
    own.map_or(NEVER_DAYS, |(_, last)| {
        in_days(profile.seconds.saturating_sub(*last).saturating_abs())
    })
}

fn day_of_address(profile: &Profile, story: &OpenStory) -> f32 {
    let apart = profile.day.and_then(|day| {
        story.days.iter().map(|known| known.saturating_sub(day).saturating_abs()).min()
    });
    apart.map_or(UNKNOWN, |days| days.min(FAR_DAYS) as f32)
}

fn section(profile: &Profile, story: &OpenStory) -> f32 {
    let all: u32 = story.sections.iter().map(|(_, count)| count).sum();
    let Some(own) = profile.section.filter(|_| all > 0) else { return UNKNOWN };
    let same = story.sections.iter().find(|(section, _)| *section == own);
    same.map_or(0.0, |(_, count)| *count as f32 / all as f32)
}
