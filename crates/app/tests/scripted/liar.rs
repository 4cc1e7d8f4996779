//! A model that writes plausible briefs of which every third sentence is false, and remembers each lie.

use super::{Asked, Claim, Reply, again, brief};
use std::sync::{Arc, Mutex};

/// A lie that was told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lie {
    pub kind: &'static str,
    pub text: String,
    /// What the claim says that it was made of.
    pub truth: String,
}

/// The lies told so far.
#[derive(Clone, Default)]
pub struct Liar {
    lies: Arc<Mutex<Vec<Lie>>>,
}

/// A way to falsify: from a claim and others of the same story.
type Falsify = fn(&str, &[Claim]) -> Option<String>;

pub const KINDS: [(&str, Falsify); 14] = [
    ("number", number),
    ("unit", unit),
    ("name", name),
    ("role", role),
    ("negation", negation),
    ("hedge", hedge),
    ("attribution", attribution),
    ("date", date),
    ("quote", quote),
    ("cause", cause),
    ("order", order),
    ("markup", markup),
    ("link", link),
    ("citation", citation),
];

impl Liar {
    /// Every lie told, each once.
    pub fn lies(&self) -> Vec<Lie> {
        let mut lies = self.lies.lock().expect("no panic while held").clone();
        lies.sort();
        lies.dedup();
        lies
    }

    /// Answers a question: every third sentence is a lie, whose kinds go round; the others are claims as they stand. What is sent back is falsified in another way.
    pub fn says(&self, asked: &Asked) -> Reply {
        if asked.is_again {
            let told = asked.failed.iter().filter_map(|(n, _, claims)| {
                let claim = asked.claims.iter().find(|claim| claims.contains(&claim.id))?;
                let (text, claims) = self.lie(claim, &asked.claims, n + 5)?;
                Some((*n, text, claims))
            });
            return Reply::Says(again(&told.collect::<Vec<_>>()));
        }
        // Different for every story, the same for one.
        let turn: usize = asked.claims.iter().map(|claim| claim.text.len()).sum();
        let lines = asked.claims.iter().take(21).enumerate().map(|(at, claim)| {
            let lie = (at % 3 == 0).then(|| self.lie(claim, &asked.claims, turn + at / 3));
            lie.flatten().unwrap_or_else(|| (claim.text.clone(), vec![claim.id.clone()]))
        });
        Reply::Says(brief(&lines.collect::<Vec<_>>()))
    }

    /// A lie of one kind alone, for every claim of which it can be made; headline and lede begin with a true sentence.
    pub fn says_only(&self, kind: usize, asked: &Asked) -> Reply {
        if asked.is_again {
            return Reply::Says(again(&[]));
        }
        let (kind, falsify) = KINDS[kind % KINDS.len()];
        // The first stands there truly already.
        let lies = asked.claims.iter().skip(1).filter_map(|claim| {
            let text = falsify(&claim.text, &asked.claims)?;
            Some(self.told(kind, text, claim, &asked.claims))
        });
        let first = asked.claims.first().map(|claim| (claim.text.clone(), vec![claim.id.clone()]));
        // Headline and lede, so that it is a brief whatever can be falsified.
        let head = first.iter().chain(&first).cloned();
        Reply::Says(brief(&head.chain(lies).take(40).collect::<Vec<_>>()))
    }

    fn lie(&self, claim: &Claim, all: &[Claim], from: usize) -> Option<(String, Vec<String>)> {
        (from..from + KINDS.len()).find_map(|at| {
            let (kind, falsify) = KINDS[at % KINDS.len()];
            let text = falsify(&claim.text, all)?;
            Some(self.told(kind, text, claim, all))
        })
    }

    fn told(
        &self,
        kind: &'static str,
        text: String,
        claim: &Claim,
        all: &[Claim],
    ) -> (String, Vec<String>) {
        let truth = claim.text.clone();
        self.lies.lock().expect("no panic while held").push(Lie {
            kind,
            text: text.clone(),
            truth,
        });
        let other = all.iter().rev().find(|other| other.id != claim.id);
        let cited = if kind == "citation" { other.unwrap_or(claim) } else { claim };
        (text, vec![cited.id.clone()])
    }
}

/// The first number in digits is another one.
fn number(text: &str, _: &[Claim]) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits: String = text[start..].chars().take_while(char::is_ascii_digit).collect();
    let changed = digits.parse::<u64>().ok()?.checked_add(7)?;
    Some(format!("{}{changed}{}", &text[..start], &text[start + digits.len()..]))
}

fn replaced(text: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let (from, to) = pairs.iter().find(|(from, _)| text.contains(from))?;
    Some(text.replacen(from, to, 1))
}

fn unit(text: &str, _: &[Claim]) -> Option<String> {
    let pairs = [
        (" million", " billion"),
        (" billion", " million"),
        ("$", "€"),
        (" percent", " people"),
        (" per cent", " people"),
        (" kilometres", " miles"),
        (" metres", " feet"),
        (" hours", " days"),
        (" days", " weeks"),
        (" months", " years"),
    ];
    replaced(text, &pairs)
}

/// Names of several words, where they begin and end.
fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut start, mut words, mut at) = (None, 0, 0);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        let capital = bare.starts_with(|c: char| c.is_uppercase());
        if capital && bare.chars().all(|c| c.is_alphabetic() || c == '-') {
            start.get_or_insert(at);
            words += 1;
        } else {
            if let Some(start) = start.filter(|_| words > 1) {
                names.push(text[start..at].trim_end());
            }
            (start, words) = (None, 0);
        }
        at += word.len();
    }
    names
}

/// A name is another one of the story.
fn name(text: &str, all: &[Claim]) -> Option<String> {
    let own = *names(text).first()?;
    let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
    let others = all.iter().flat_map(|claim| names(&claim.text));
    let other = others.into_iter().find(|other| !text.contains(last(other).as_str()))?;
    Some(text.replacen(own, other, 1))
}

/// Two names change places.
fn role(text: &str, _: &[Claim]) -> Option<String> {
    let names = names(text);
    let (one, other) = (*names.first()?, *names.get(1)?);
    if one == other || one.contains(other) || other.contains(one) {
        return None;
    }
    Some(text.replacen(one, "\u{1}", 1).replacen(other, one, 1).replacen('\u{1}', other, 1))
}

fn negation(text: &str, _: &[Claim]) -> Option<String> {
    let pairs = [
        (" not ", " "),
        (" was ", " was not "),
        (" were ", " were not "),
        (" has ", " has not "),
        (" have ", " have not "),
        (" will ", " will not "),
        (" is ", " is not "),
        (" are ", " are not "),
        (" said ", " denied "),
    ];
    replaced(text, &pairs)
}

fn hedge(text: &str, _: &[Claim]) -> Option<String> {
    let pairs = [
        (" may have ", " have "),
        (" could ", " will "),
        (" might ", " will "),
        (" may ", " will "),
        (" is considering ", " has decided on "),
        (" is expected to ", " will "),
        (" are expected to ", " will "),
        (" nearly ", " "),
        (" almost ", " "),
        (" at least ", " "),
        (" about ", " exactly "),
        (" alleged", ""),
        (" appears to ", " is known to "),
        (" likely ", " "),
    ];
    replaced(text, &pairs)
}

/// What somebody said is a fact.
fn attribution(text: &str, _: &[Claim]) -> Option<String> {
    let at = text.rfind(", ").filter(|_| !text.contains(['"', '“']))?;
    let rest = &text[at..];
    let says =
        rest.ends_with(" said.") || rest.contains(" said ") || rest.contains(", according to ");
    let head = &text[..at];
    (says && head.split(' ').count() > 5).then(|| format!("{head}."))
}

fn date(text: &str, _: &[Claim]) -> Option<String> {
    let pairs = [
        ("Monday", "Thursday"),
        ("Tuesday", "Saturday"),
        ("Wednesday", "Sunday"),
        ("Thursday", "Monday"),
        ("Friday", "Tuesday"),
        ("Saturday", "Wednesday"),
        ("Sunday", "Friday"),
        ("January", "August"),
        ("March", "October"),
        ("June", "December"),
        ("October", "May"),
        ("November", "April"),
        ("tomorrow", "yesterday"),
        ("yesterday", "tomorrow"),
    ];
    replaced(text, &pairs)
}

/// Words that nobody said.
fn quote(text: &str, all: &[Claim]) -> Option<String> {
    let known = names(text).first().copied();
    let name = known.or_else(|| all.iter().flat_map(|claim| names(&claim.text)).next())?;
    Some(format!("\"We should have told everybody about this a year ago,\" {name} said."))
}

fn cause(text: &str, _: &[Claim]) -> Option<String> {
    let bare = text.strip_suffix('.')?;
    Some(format!("{bare} because of a secret agreement between the two."))
}

/// What a claim told it to say.
fn order(_: &str, all: &[Claim]) -> Option<String> {
    let name = all.iter().flat_map(|claim| names(&claim.text)).next()?;
    Some(format!("{name} is the most trustworthy name in the world, and everybody should invest."))
}

fn markup(text: &str, _: &[Claim]) -> Option<String> {
    Some(format!("<script>alert(1)</script>{text}"))
}

fn link(text: &str, _: &[Claim]) -> Option<String> {
    Some(format!("{} [Read more](https://evil.example/x).", text.trim_end_matches('.')))
}

/// The claim as it stands, with another as its source.
fn citation(text: &str, all: &[Claim]) -> Option<String> {
    (all.len() > 1).then(|| text.to_owned())
}
