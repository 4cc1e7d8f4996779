//! A story that still takes reports: what it is about, and who reported it when.

use super::meaning::Meaning;
use super::origins::Print;
use super::profile::Profile;
use super::snapshot::as_text;
use super::terms::{Bag, TermKey, heavier, lightest_of};
use news::{OutletId, StoryId};
use serde::{Deserialize, Serialize};

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

/// Terms of a story: how much each weighs over all reports, and in how many it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// The sums over the reports.
    pub bag: Bag,
    /// The length of `bag` as a vector.
    pub length: f32,
    /// Reports that have each. Empty while there is one report: that one has all.
    pub reports: Vec<u32>,
}

impl Shared {
    /// How many reports have the term that stands at `place`.
    pub fn reports_of(&self, place: usize) -> u32 {
        self.reports.get(place).copied().unwrap_or(1)
    }

    /// Adds one report's terms and keeps the `most` heaviest; the story had `reports` before.
    fn add(&mut self, report: &Bag, reports: u32, most: usize) {
        if reports == 0 {
            self.bag = report.clone();
        } else {
            let both = self.bag.plus(report);
            self.reports = self.counted(report, &both);
            self.bag = both;
        }
        self.keep_heaviest(most);
        self.length = self.bag.length();
    }

    /// For each term of `both` in how many reports it stands, the new one included.
    fn counted(&self, report: &Bag, both: &Bag) -> Vec<u32> {
        let mut counts = vec![0_u32; both.0.len()];
        both.meet(&self.bag, |place, known| counts[place] = self.reports_of(known));
        both.meet(report, |place, _| counts[place] = counts[place].saturating_add(1));
        counts
    }

    fn keep_heaviest(&mut self, most: usize) {
        let Some(least) = lightest_of(&self.bag.0, most) else { return };
        let mut kept = self.bag.0.iter().map(|term| heavier(term, &least).is_le());
        self.reports.retain(|_| kept.next().unwrap_or_default());
        self.bag.0.retain(|term| heavier(term, &least).is_le());
    }
}

/// One report of a story, as far as it is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// What it is about.
    pub terms: Bag,
    /// When it was reported, in Unix seconds.
    pub seconds: i64,
}

/// An outlet that reported, and who answers for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sibling {
    owner: String,
    #[serde(with = "as_text")]
    outlet: OutletId,
}

/// A story as far as joining it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenStory {
    /// Its name.
    #[serde(with = "as_text")]
    pub id: StoryId,
    /// The heaviest.
    pub terms: Shared,
    /// Of all headlines, and its length as a vector.
    pub title: Bag,
    /// The length of `title`.
    pub title_length: f32,
    /// The heaviest.
    pub names: Shared,
    /// How rare each of `names` was when it came last.
    pub rarities: Vec<f32>,
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
    owners: Vec<Sibling>,
    /// Its last report.
    pub latest: Option<Print>,
}

impl OpenStory {
    /// A story without reports; the first decides what it is about.
    pub fn new(id: StoryId) -> OpenStory {
        OpenStory {
            id,
            terms: Shared::default(),
            title: Bag::default(),
            title_length: 0.0,
            names: Shared::default(),
            rarities: Vec::new(),
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
            latest: None,
        }
    }

    /// Takes in one more report.
    pub fn add(&mut self, profile: &Profile) {
        self.add_member(profile);
        self.terms.add(&profile.terms, self.reports, MOST_TERMS);
        self.title = self.title.plus(&profile.title).heaviest(MOST_TITLE_TERMS);
        self.title_length = self.title.length();
        self.add_names(&profile.names);
        self.meaning.add(&profile.vector);
        self.reports = self.reports.saturating_add(1);
        self.note_circumstances(profile);
    }

    fn add_names(&mut self, names: &Bag) {
        let length = names.length().max(f32::MIN_POSITIVE);
        let weighed = Bag(names.0.iter().map(|(key, rarity)| (*key, rarity / length)).collect());
        let known = std::mem::take(&mut self.rarities);
        let before = self.names.bag.clone();
        self.names.add(&weighed, self.reports, MOST_NAMES);
        let bag = &self.names.bag;
        self.rarities = vec![0.0; bag.0.len()];
        bag.meet(&before, |place, old| self.rarities[place] = known[old]);
        bag.meet(names, |place, new| self.rarities[place] = names.0[new].1);
    }

    fn add_member(&mut self, profile: &Profile) {
        if self.reports == 0 {
            return;
        }
        if self.members.is_empty() {
            let terms = self.terms.bag.clone();
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
        let length = self.terms.length;
        if length <= 0.0 { 0.0 } else { profile.terms.dot(&self.terms.bag) / length }
    }

    /// The reports that an article is compared with one by one; none while there is a single one.
    pub fn members(&self) -> &[Member] {
        &self.members
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
        let of_owner = self.owners.iter().filter(|known| known.owner == owner);
        of_owner.map(|known| &known.outlet).find(|sibling| *sibling != outlet)
    }

    /// Notes that an outlet of `owner` reported in it.
    pub fn note_owner(&mut self, owner: &str, outlet: &OutletId) {
        let sibling = Sibling { owner: owner.to_owned(), outlet: outlet.clone() };
        if !self.owners.contains(&sibling) && self.owners.len() < MOST_OWNERS {
            self.owners.push(sibling);
        }
    }
}

/// A difference in seconds as days.
pub fn in_days(seconds: i64) -> f32 {
    seconds as f32 / SECONDS_PER_DAY
}
