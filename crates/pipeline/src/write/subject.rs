//! What the sentences under a heading deal with: a heading that says so asserts nothing.

use crate::check::lexicon::stem;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Headings with the words that speak for them. Only words that have one meaning in the news stand
/// here: "charge" and "strike" have several. Of equal ones the earlier is taken.
const SUBJECTS: [(&str, &str); 27] = [
    (
        "The dead and the injured",
        "killed killing dead died deaths casualties fatalities wounded injured injuries",
    ),
    (
        "The search and rescue",
        "rescue rescued rescuers survivors searchers divers lifeboats stranded",
    ),
    ("The evacuation", "evacuated evacuation evacuees shelter shelters displaced"),
    (
        "The investigation",
        "investigation investigators investigating inquiry probe forensic detectives autopsy",
    ),
    ("The arrests", "arrested arrests detained detainees detention custody"),
    (
        "In court",
        "court judge judges trial lawsuit plaintiffs defendant prosecutors jury verdict sentenced appeal",
    ),
    ("The sanctions", "sanctions blacklist embargo"),
    ("The talks", "talks negotiations negotiators ceasefire truce mediators summit"),
    (
        "The fighting",
        "fighting troops airstrikes shelling militants gunfire clashes rebels soldiers",
    ),
    ("The protests", "protest protests protesters demonstrators rally marchers"),
    ("The vote", "vote votes voters ballot ballots election elections turnout referendum"),
    (
        "Before the lawmakers",
        "bill lawmakers senators senate parliament congress legislation amendment",
    ),
    (
        "The rules",
        "regulator regulators regulation regulations rules licence license permit licences",
    ),
    ("The outage", "outage outages blackout restored offline downtime"),
    ("The flaw", "vulnerability vulnerabilities malware hackers ransomware patch exploit"),
    ("The damage", "damage damaged destroyed collapsed flooded wreckage ruins"),
    ("The weather", "storm rain winds snow hurricane typhoon forecasters temperatures rainfall"),
    ("The health risk", "virus infections infected vaccine patients symptoms outbreak hospitals"),
    (
        "The findings",
        "researchers scientists study studies findings experiment experiments samples",
    ),
    ("On the markets", "shares stocks investors traders markets analysts bonds"),
    ("The results", "revenue profit profits earnings quarter quarterly dividend"),
    ("The deal", "acquisition merger takeover acquire shareholders buyer bidder bid"),
    ("The jobs", "layoffs jobs workers employees redundancies union unions wages"),
    ("The price", "price prices cost costs tariff tariffs"),
    (
        "The machines",
        "chips chip processors servers robots satellites rocket spacecraft reactors turbines",
    ),
    ("On the pitch", "goal goals scored penalty defeat victory champions title laps race innings"),
    ("The money", "funding budget grants loans donors debt"),
];

static BY_STEM: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (subject, (_, words)) in SUBJECTS.iter().enumerate() {
        for word in words.split(' ') {
            let subjects = known.entry(stem(word)).or_default();
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
    }
    known
});

/// A subject of one sentence is no subject of a section.
const FEWEST: usize = 2;

/// What a sentence, given by the stems of its words, deals with.
pub(super) fn subjects<'a>(stems: impl Iterator<Item = &'a str>) -> BTreeSet<usize> {
    stems.filter_map(|stem| BY_STEM.get(stem)).flatten().copied().collect()
}

/// The subject of most sentences, but of no fewer than `least`; none of those in `taken`.
pub(super) fn most(sentences: &[BTreeSet<usize>], least: usize, taken: &[String]) -> Option<usize> {
    let count = |subject: usize| sentences.iter().filter(|own| own.contains(&subject)).count();
    let free =
        (0..SUBJECTS.len()).filter(|s| !taken.iter().any(|heading| heading == SUBJECTS[*s].0));
    let (subject, count) =
        free.map(|s| (s, count(s))).max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (count >= least.max(FEWEST)).then_some(subject)
}

/// The heading of a subject.
pub(super) fn heading(subject: usize) -> &'static str {
    SUBJECTS[subject].0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::words::words;

    #[test]
    fn sentences_with_a_subject_in_common_have_a_heading() {
        check(
            &["Two died off Kelm.", "The wounded were flown to Kelm."],
            "The dead and the injured",
        );
        check(&["The victims lost money.", "Its victims live in Kelm."], "-");
        check(&["Divers found a boat.", "Ode was rescued at dawn."], "The search and rescue");
        check(&["Police held an inquiry.", "Investigators went to Kelm."], "The investigation");
        check(&["The judge left.", "A trial begins in Kelm."], "In court");
        check(&["Shares of Vell fell.", "Investors had hoped for more."], "On the markets");
        check(&["Researchers took samples.", "The study was small."], "The findings");
        check(&["The bill was read.", "Lawmakers in Kelm like it."], "Before the lawmakers");
        check(&["Two died off Kelm.", "The sea was calm."], "-");
        check(&["The sea was calm.", "The port of Kelm was open."], "-");
        check(&["Two died off Kelm."], "-");
        check(&[], "-");
    }

    #[track_caller]
    fn check(sentences: &[&str], expected: &str) {
        let found: Vec<BTreeSet<usize>> =
            sentences.iter().map(|s| subjects(words(s).iter().map(|w| w.stem.as_str()))).collect();
        assert_eq!(most(&found, 0, &[]).map_or("-", heading), expected, "{sentences:?}");
        assert!(most(&found, 0, &[expected.to_owned()]).is_none(), "{sentences:?}");
    }
}
