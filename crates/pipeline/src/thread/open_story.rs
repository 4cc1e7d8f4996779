//! A story that still takes reports: what it is about, and who reported it when.

use super::meaning::Meaning;
use super::profile::Profile;
use super::terms::{Bag, TermKey};
use news::{OutletId, StoryId};

/// Terms a story keeps once it has grown: its heaviest. Large stories have many side issues.
const MOST_TERMS: usize = 300;

/// Words of headlines, names, and figures that a story keeps.
const MOST_TITLE_TERMS: usize = 100;
const MOST_NAMES: usize = 100;
const MOST_FIGURES: usize = 200;

/// Reports of a story that an article is compared with one by one: the first, and the latest. 12 do the
/// same on the labelled sets.
const MOST_MEMBERS: usize = 8;

/// Outlets, days and owners remembered per story.
const MOST_OUTLETS: usize = 200;
const MOST_DAYS: usize = 40;
const MOST_OWNERS: usize = 200;

const SECONDS_PER_DAY: f32 = 86_400.0;

/// A term of a story: how much it weighs over all reports, and in how many it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// The term.
    pub key: TermKey,
    /// The sum over the reports.
    pub weight: f32,
    /// How rare it was when it came last.
    pub rarity: f32,
    /// Reports that have it.
    pub reports: u32,
}

/// One report of a story, as far as it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What it is about.
    pub terms: Bag,
    /// When it was reported, in Unix seconds.
    pub seconds: i64,
}

/// A story as far as joining it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenStory {
    /// Its name.
    pub id: StoryId,
    /// By key, the heaviest.
    pub terms: Vec<Shared>,
    /// The length of `terms` as a vector.
    pub length: f32,
    /// Of all headlines, and its length as a vector.
    pub title: Bag,
    /// The length of `title`.
    pub title_length: f32,
    /// By key, the heaviest.
    pub names: Vec<Shared>,
    /// The length of `names`.
    pub names_length: f32,
    /// Ascending.
    pub figures: Vec<TermKey>,
    /// Empty while there is one report: that one is `terms`.
    members: Vec<Member>,
    /// How many reports there are.
    pub reports: u32,
    /// How many of them have a body.
    pub with_body: u32,
    /// Days that addresses name, ascending.
    pub days: Vec<i32>,
    /// How many reports have an address with a day.
    pub dated: u32,
    /// Sections that addresses name, with the number of reports.
    pub sections: Vec<(TermKey, u32)>,
    /// When each outlet was heard last, in Unix seconds.
    pub outlets: Vec<(TermKey, i64)>,
    /// What a sentence model makes of the reports.
    pub meaning: Meaning,
    first_seconds: i64,
    last_seconds: i64,
    owners: Vec<(String, OutletId)>,
}

impl OpenStory {
    /// A story without reports; the first decides what it is about.
    pub fn new(id: StoryId) -> OpenStory {
        OpenStory {
            id,
            terms: Vec::new(),
            length: 0.0,
            title: Bag::default(),
            title_length: 0.0,
            names: Vec::new(),
            names_length: 0.0,
            figures: Vec::new(),
            members: Vec::new(),
            reports: 0,
            with_body: 0,
            days: Vec::new(),
            dated: 0,
            sections: Vec::new(),
            outlets: Vec::new(),
            meaning: Meaning::default(),
            first_seconds: i64::MAX,
            last_seconds: i64::MIN,
            owners: Vec::new(),
        }
    }

    /// Takes in one more report.
    pub fn add(&mut self, profile: &Profile) {
        self.add_member(profile);
        let terms = profile.terms.0.iter().zip(&profile.rarities);
        let terms = terms.map(|((key, weight), rarity)| (*key, *weight, *rarity));
        add_all(&mut self.terms, terms, MOST_TERMS);
        self.length = length(&self.terms);
        self.title = self.title.plus(&profile.title).heaviest(MOST_TITLE_TERMS);
        self.title_length = self.title.length();
        let names_length = profile.names.length().max(f32::MIN_POSITIVE);
        let names =
            profile.names.0.iter().map(|(key, rarity)| (*key, rarity / names_length, *rarity));
        add_all(&mut self.names, names, MOST_NAMES);
        self.names_length = length(&self.names);
        self.meaning.add(&profile.vector);
        self.reports = self.reports.saturating_add(1);
        self.note_circumstances(profile);
    }

    fn add_member(&mut self, profile: &Profile) {
        if self.reports == 0 {
            return;
        }
        if self.members.is_empty() {
            let terms = Bag(self.terms.iter().map(|term| (term.key, term.weight)).collect());
            self.members.push(Member { terms, seconds: self.last_seconds });
        }
        if self.members.len() >= MOST_MEMBERS {
            self.members.remove(1);
        }
        self.members.push(Member { terms: profile.terms.clone(), seconds: profile.seconds });
    }

    fn note_circumstances(&mut self, profile: &Profile) {
        self.first_seconds = self.first_seconds.min(profile.seconds);
        self.last_seconds = self.last_seconds.max(profile.seconds);
        self.with_body += u32::from(profile.body_words >= super::features::HEADLINE_ALONE);
        self.figures.extend(&profile.figures);
        self.figures.sort_unstable();
        self.figures.dedup();
        self.figures.truncate(MOST_FIGURES);
        if let Some(day) = profile.day {
            self.dated += 1;
            if let Err(place) = self.days.binary_search(&day)
                && self.days.len() < MOST_DAYS
            {
                self.days.insert(place, day);
            }
        }
        if let Some(section) = profile.section {
            match self.sections.iter_mut().find(|(known, _)| *known == section) {
                Some((_, count)) => *count += 1,
                None => self.sections.push((section, 1)),
            }
        }
        let own = self.outlets.iter().position(|(known, _)| *known == profile.outlet);
        match own {
            Some(place) => self.outlets[place].1 = profile.seconds,
            None if self.outlets.len() < MOST_OUTLETS => {
                self.outlets.push((profile.outlet, profile.seconds));
            }
            None => {}
        }
    }

    /// Whether it has no report yet.
    pub fn is_new(&self) -> bool {
        self.reports == 0
    }

    /// The cosine of an article and all its reports together, from 0 to 1.
    pub fn cosine(&self, profile: &Profile) -> f32 {
        if self.length <= 0.0 { 0.0 } else { dot(&profile.terms, &self.terms) / self.length }
    }

    /// The cosines of an article and its reports one by one, with the seconds of each; never empty.
    pub fn members<'a>(&'a self, profile: &'a Profile) -> Vec<(f32, i64)> {
        if self.members.is_empty() {
            return vec![(self.cosine(profile), self.last_seconds)];
        }
        let members = self.members.iter();
        members.map(|member| (profile.terms.dot(&member.terms), member.seconds)).collect()
    }

    /// Days between an article and the nearer end of the story; 0 within it.
    pub fn days_apart(&self, seconds: i64) -> f32 {
        let before = self.first_seconds.saturating_sub(seconds);
        let after = seconds.saturating_sub(self.last_seconds);
        in_days(before.max(after).max(0))
    }

    /// Days between an article and the first report.
    pub fn days_since_first(&self, seconds: i64) -> f32 {
        in_days(seconds.saturating_sub(self.first_seconds).saturating_abs())
    }

    /// When its first report appeared, in Unix seconds.
    pub fn first_seconds(&self) -> i64 {
        self.first_seconds
    }

    /// When its latest report appeared, in Unix seconds.
    pub fn last_seconds(&self) -> i64 {
        self.last_seconds
    }

    /// Another outlet of `owner` that reported in it.
    pub fn sibling(&self, owner: &str, outlet: &OutletId) -> Option<&OutletId> {
        let of_owner = self.owners.iter().filter(|(known, _)| known == owner);
        of_owner.map(|(_, sibling)| sibling).find(|sibling| *sibling != outlet)
    }

    /// Notes that an outlet of `owner` reported in it.
    pub fn note_owner(&mut self, owner: &str, outlet: &OutletId) {
        let known = self.owners.iter().any(|(o, sibling)| o == owner && sibling == outlet);
        if !known && self.owners.len() < MOST_OWNERS {
            self.owners.push((owner.to_owned(), outlet.clone()));
        }
    }
}

/// A difference in seconds as days.
pub fn in_days(seconds: i64) -> f32 {
    seconds as f32 / SECONDS_PER_DAY
}

/// The term of that key.
pub fn shared(terms: &[Shared], key: TermKey) -> Option<&Shared> {
    terms.binary_search_by_key(&key, |term| term.key).ok().map(|place| &terms[place])
}

/// The sum of products over shared keys.
pub fn dot(bag: &Bag, terms: &[Shared]) -> f32 {
    let mut terms = terms.iter().peekable();
    let mut sum = 0.0;
    for (key, weight) in &bag.0 {
        while terms.next_if(|term| term.key < *key).is_some() {}
        if let Some(term) = terms.next_if(|term| term.key == *key) {
            sum += weight * term.weight;
        }
    }
    sum
}

fn length(terms: &[Shared]) -> f32 {
    terms.iter().map(|term| term.weight * term.weight).sum::<f32>().sqrt()
}

/// Adds one report's terms (key, weight, rarity; ascending) and keeps the `most` heaviest.
fn add_all(
    terms: &mut Vec<Shared>,
    report: impl Iterator<Item = (TermKey, f32, f32)>,
    most: usize,
) {
    let known = terms.len();
    for (key, weight, rarity) in report {
        match terms[..known].binary_search_by_key(&key, |term| term.key) {
            Ok(place) => {
                let term = &mut terms[place];
                term.weight += weight;
                term.rarity = rarity;
                term.reports = term.reports.saturating_add(1);
            }
            Err(_) => terms.push(Shared { key, weight, rarity, reports: 1 }),
        }
    }
    if terms.len() > most {
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.key.cmp(&b.key)));
        terms.truncate(most);
    }
    terms.sort_by_key(|term| term.key);
    terms.shrink_to_fit();
}
