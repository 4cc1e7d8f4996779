//! Whom and what a story names: few names, in their full form, that several of its reports bear.

use crate::check::names::runs;
use crate::check::words::{Word, words};
use news::{ArticleId, Entity, Registry, StoryFile};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

/// Names of a story at most: what fits a line or two under it.
pub const MOST_ENTITIES: usize = 6;

/// Bytes of a text that are looked at: who matters is named early.
const LOOKED_AT_BYTES: usize = 4_000;

/// Words of a name at most: longer runs are headings in capitals, or lists.
const MOST_WORDS: usize = 5;

/// Of the origins of a story at least this part names whom the story is about, and two of them. With one of
/// four, bystanders of large stories come in (looked at on the demo's stories).
const LEAST_SHARE: f64 = 0.34;

/// In a story of one origin, who is named this often and in a title too.
const OFTEN: usize = 3;

/// Offices and forms of address before a person's name.
const OFFICES: &str = "president vice prime minister chancellor judge justice senator representative \
    congressman congresswoman professor prof doctor dr mr mrs ms sir lord lady dame chief executive director \
    mayor governor councillor councilor councilwoman councilman king queen prince princess pope general captain colonel sergeant secretary commissioner \
    chairman chairwoman chair spokesman spokeswoman spokesperson founder analyst economist engineer deputy \
    attorney ambassador inspector superintendent rev reverend bishop";

/// Forms of companies after their names.
const COMPANIES: &str = "inc corp corporation ltd limited llc plc ag gmbh se sa nv bv co company";

/// Written with a capital, and nobody's name.
const NOBODY: &str = "ai ceo cfo cto coo cpu gpu api llm ipo pc tv it pr hr vat gdp dna iq faq q1 q2 q3 q4 \
    office american americans german germans french dutch swiss greek arab democrat democrats company board committee \
    court ministry government parliament act internet web news update breaking exclusive today yesterday \
    tomorrow north south east west northern southern eastern western god earth christmas easter i";

/// Endings of words for what belongs to a country or people: "European", "Chinese", "British".
const PEOPLES: [&str; 6] = ["ian", "ians", "ean", "eans", "ese", "ish"];

/// Languages that write every noun with a capital: there a name has two words.
const NOUNS_ARE_LARGE: [&str; 2] = ["de", "lb"];

/// The names of a story, the chief ones first, at most [`MOST_ENTITIES`].
///
/// A name is a run of words with capitals in the texts, without offices ("President") and forms of companies
/// ("Inc"); no outlet's, people's or adjective's. A short form ("Lund") counts for a longer one ("Ada Lund")
/// that most of its reports give before it. Origins count, not reports: at least two must name it, and a third of
/// them; in a story of one origin it must be told of often and in a title. Texts without capital letters have no
/// names here, and what is reserved gives none.
pub(super) fn entities(file: &StoryFile, registry: &Registry) -> Vec<Entity> {
    let mut forms = Forms::of(file, registry);
    forms.join_short_forms();
    forms.chief()
}

/// A name in one spelling, with where it stands.
#[derive(Default)]
struct Form<'a> {
    origins: BTreeSet<&'a ArticleId>,
    /// Mentions of each way of writing it.
    written: BTreeMap<String, usize>,
    /// For each article that names it the place of the first mention, in bytes.
    first: BTreeMap<&'a ArticleId, usize>,
}

impl Form<'_> {
    fn mentions(&self) -> usize {
        self.written.values().sum()
    }

    /// As most mentions write it, rather not all in capitals.
    fn name(&self) -> String {
        let loud = |name: &str| name.len() > 4 && !name.chars().any(char::is_lowercase);
        let best = self.written.iter().max_by_key(|(name, count)| (!loud(name), **count));
        best.map(|(name, _)| name.clone()).unwrap_or_default()
    }
}

type Keys = Vec<String>;

struct Forms<'a> {
    forms: BTreeMap<Keys, Form<'a>>,
    /// The words of each article's title.
    titles: BTreeMap<&'a ArticleId, HashSet<String>>,
    origins: usize,
}

impl<'a> Forms<'a> {
    fn of(file: &'a StoryFile, registry: &Registry) -> Forms<'a> {
        let mut found = Forms { forms: BTreeMap::new(), titles: BTreeMap::new(), origins: 0 };
        let mut origins = BTreeSet::new();
        for article in file.articles.iter().filter(|article| article.reserved.is_none()) {
            let origin = file.origin_of(&article.id);
            origins.insert(origin);
            let title = words(&article.title).into_iter().map(|word| word.key);
            found.titles.insert(&article.id, title.collect());
            let text = &article.text[..article.text.floor_char_boundary(LOOKED_AT_BYTES)];
            let language = article.language.as_deref().unwrap_or_default();
            let nouns_are_large = NOUNS_ARE_LARGE.contains(&language);
            let fewest = if nouns_are_large { 2 } else { 1 };
            for mention in mentions(text, nouns_are_large) {
                if mention.keys.len() >= fewest && is_name(&mention, registry) {
                    found.note(&article.id, origin, mention);
                }
            }
        }
        found.origins = origins.len();
        found
    }

    fn note(&mut self, article: &'a ArticleId, origin: &'a ArticleId, mention: Mention) {
        let form = self.forms.entry(mention.keys).or_default();
        form.origins.insert(origin);
        *form.written.entry(mention.written).or_default() += 1;
        form.first.entry(article).or_insert(mention.place);
    }

    /// Counts each short form for the one longer form that most articles give before it; one that may mean
    /// several names nobody.
    fn join_short_forms(&mut self) {
        let full: Vec<Keys> = self.forms.keys().cloned().collect();
        for short in full.iter().filter(|keys| keys.len() == 1) {
            let meant: Vec<&Keys> =
                full.iter().filter(|long| self.introduces(long, short)).collect();
            let Some(long) = meant.first() else { continue };
            let Some(form) = self.forms.remove(short).filter(|_| meant.len() == 1) else {
                continue;
            };
            let (mentions, Some(whole)) = (form.mentions(), self.forms.get_mut(*long)) else {
                continue;
            };
            whole.origins.extend(form.origins);
            for (article, place) in form.first {
                whole.first.entry(article).or_insert(place);
            }
            // The short form's mentions count; how it is written stays that of the full one.
            let name = whole.name();
            *whole.written.entry(name).or_default() += mentions;
        }
    }

    /// Whether `short` is what articles call `long` after they have named it so: most of them by the last word,
    /// as surnames are; all of them by the first, since a place also opens names of bodies that stand in it.
    fn introduces(&self, long: &Keys, short: &Keys) -> bool {
        let (Some(whole), Some(form)) = (self.forms.get(long), self.forms.get(short)) else {
            return false;
        };
        let is_last = long.len() > 1 && long.last() == short.last();
        let is_first = long.len() > 1 && long.first() == short.first();
        let after = form.first.iter().filter(|(article, place)| {
            whole.first.get(*article).is_some_and(|first| first < *place)
        });
        let (after, all) = (after.count(), form.first.len());
        (is_last && after * 2 > all) || (is_first && after == all)
    }

    fn chief(self) -> Vec<Entity> {
        let mut ranked: Vec<(usize, usize, usize, Entity)> = Vec::new();
        for (keys, form) in &self.forms {
            let titled = form.first.keys().filter(|article| self.is_titled(article, keys)).count();
            if self.is_told_of(form, titled) {
                let (name, origins) = (form.name(), form.origins.len());
                let entity = Entity { name, origins: super::count(origins) };
                ranked.push((titled, origins, form.mentions(), entity));
            }
        }
        // Whom titles name comes first; of equals the one that more origins name, and more often.
        ranked.sort_by(|a, b| {
            (b.0, b.1, b.2).cmp(&(a.0, a.1, a.2)).then_with(|| a.3.name.cmp(&b.3.name))
        });
        ranked.into_iter().map(|(.., entity)| entity).take(MOST_ENTITIES).collect()
    }

    /// Whether the title bears the name, or its last word.
    fn is_titled(&self, article: &ArticleId, keys: &Keys) -> bool {
        let title = self.titles.get(article);
        title.is_some_and(|title| keys.last().is_some_and(|last| title.contains(last)))
    }

    fn is_told_of(&self, form: &Form<'_>, titled: usize) -> bool {
        let origins = form.origins.len();
        match self.origins {
            0 | 1 => titled > 0 && form.mentions() >= OFTEN,
            all => origins >= 2 && origins as f64 >= LEAST_SHARE * all as f64,
        }
    }
}

/// A name in a text.
struct Mention {
    keys: Keys,
    written: String,
    place: usize,
}

/// The runs of capitals of a text, without what stands around a name.
fn mentions(text: &str, nouns_are_large: bool) -> Vec<Mention> {
    let words = words(text);
    let runs: Vec<Range<usize>> =
        runs(&words).into_iter().flat_map(|run| parted(text, &words, run)).collect();
    let known: HashSet<Keys> = runs.iter().map(|run| keys(&words[run.clone()])).collect();
    // Where nouns are large, what opens a sentence often stands before a noun: "Im Hafen".
    let opens = |first: &Word, rest: &[Word]| {
        first.first && (nouns_are_large || known.contains(&keys(rest)))
    };
    runs.iter().filter_map(|run| mention(text, bare(&words[run.clone()], opens))).collect()
}

/// The names of a run, which ends at each possessive: "Tarn’s Vale" are two.
fn parted(text: &str, words: &[Word], run: Range<usize>) -> Vec<Range<usize>> {
    let owns = |at: &usize| {
        let written = &text[words[*at].span.clone()];
        written.ends_with("’s") || written.ends_with("'s")
    };
    let ends = run.clone().filter(owns).map(|at| at + 1).chain([run.end]);
    let mut start = run.start;
    let parts = ends.map(|end| std::mem::replace(&mut start, end)..end);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The words of a run without offices, forms of companies, and a word that only opens the sentence.
fn bare(mut run: &[Word], opens: impl Fn(&Word, &[Word]) -> bool) -> &[Word] {
    while let [first, rest @ ..] = run {
        let is_part = !holds(OFFICES, &first.key) && first.is_content() && !opens(first, rest);
        if is_part || rest.is_empty() {
            break;
        }
        run = rest;
    }
    while let [rest @ .., last] = run {
        if rest.is_empty() || (last.is_content() && !holds(COMPANIES, &last.key)) {
            break;
        }
        run = rest;
    }
    run
}

fn keys(run: &[Word]) -> Keys {
    run.iter().filter(|word| word.is_content()).map(|word| word.key.clone()).collect()
}

fn mention(text: &str, run: &[Word]) -> Option<Mention> {
    let span = run.first()?.span.start..run.last()?.span.end;
    let plain = text.get(span.clone())?.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = ["’s", "'s", "’", "'"].iter().find_map(|end| plain.strip_suffix(end));
    let written = written.unwrap_or(&plain).to_owned();
    Some(Mention { keys: keys(run), written, place: span.start })
}

fn is_name(mention: &Mention, registry: &Registry) -> bool {
    let is_outlet = registry.known(&mention.written).is_some()
        || registry.known(&format!("the {}", mention.written)).is_some();
    let is_short = mention.keys.len() <= MOST_WORDS && mention.written.chars().count() > 1;
    let is_somebody = match &mention.keys[..] {
        [] => false,
        [only] => {
            !holds(NOBODY, only)
                && !holds(OFFICES, only)
                && !PEOPLES.iter().any(|end| only.len() > end.len() + 2 && only.ends_with(end))
        }
        _ => true,
    };
    is_short && is_somebody && !is_outlet
}

fn holds(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

#[cfg(test)]
mod tests;
