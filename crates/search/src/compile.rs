//! What is asked, as the library takes it.

use crate::fields::{Fields, OUT};
use crate::find::{Kinds, Reach};
use crate::query::Asked;
use crate::words;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

type Clause = (Occur, Box<dyn Query>);

/// A question on its way.
struct Compiler<'a> {
    fields: &'a Fields,
    reach: Reach,
}

/// The whole question: what is asked, of what may be seen.
pub(crate) fn question(
    asked: &Asked,
    fields: &Fields,
    reach: Reach,
    kinds: Kinds,
) -> Box<dyn Query> {
    // All in one list: only what stands side by side is found by skipping over what cannot be among the best.
    let mut clauses = Compiler { fields, reach }.required(asked);
    // The words of what is out stand apart: only a question without words must be told what is out.
    if reach == Reach::Public && !needs_words(asked) {
        clauses.push((Occur::Must, filter(term(fields.reach, OUT))));
    }
    if kinds == Kinds::Articles {
        clauses.push((Occur::Must, filter(term(fields.kind, "article"))));
    } else if has_not(asked) {
        // A sentence that lacks a word says nothing of a story that has it.
        clauses.push((Occur::MustNot, term(fields.kind, "statement")));
    }
    match clauses.pop() {
        // Not inside another: the best of several words are found by skipping, too, when they stand alone.
        Some((Occur::Must, alone)) if clauses.is_empty() => alone,
        last => Box::new(BooleanQuery::new(clauses.into_iter().chain(last).collect())),
    }
}

/// Whether all that is found has some of the words that are asked for.
fn needs_words(asked: &Asked) -> bool {
    match asked {
        Asked::Words(_) | Asked::Beginning(_) => true,
        Asked::All(all) => all.iter().any(needs_words),
        Asked::Any(any) => any.iter().all(needs_words),
        _ => false,
    }
}

fn has_not(asked: &Asked) -> bool {
    match asked {
        Asked::Not(_) => true,
        Asked::All(several) | Asked::Any(several) => several.iter().any(has_not),
        _ => false,
    }
}

impl Compiler<'_> {
    /// What must hold, a clause each.
    fn required(&self, asked: &Asked) -> Vec<Clause> {
        let Asked::All(all) = asked else { return vec![self.clause(asked)] };
        let mut clauses: Vec<Clause> = all.iter().map(|one| self.clause(one)).collect();
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        clauses
    }

    fn clause(&self, asked: &Asked) -> Clause {
        match asked {
            Asked::Not(not) => (Occur::MustNot, self.compiled(not)),
            other => (Occur::Must, self.compiled(other)),
        }
    }

    fn compiled(&self, asked: &Asked) -> Box<dyn Query> {
        let at = self.fields.at;
        match asked {
            Asked::All(_) => Box::new(BooleanQuery::new(self.required(asked))),
            Asked::Any(any) => {
                let sides = any.iter().map(|one| (Occur::Should, self.compiled(one)));
                Box::new(BooleanQuery::new(sides.collect()))
            }
            Asked::Not(not) => {
                let all: Box<dyn Query> = Box::new(AllQuery);
                let not = (Occur::MustNot, self.compiled(not));
                Box::new(BooleanQuery::new(vec![(Occur::Must, filter(all)), not]))
            }
            Asked::Words(text) => self.words(|field| phrase(field, text)),
            Asked::Beginning(letters) => self.words(|field| beginning(field, letters)),
            Asked::Of(field, value) => filter(phrase(self.fields.asked(*field), value)),
            Asked::Language(language) => filter(term(self.fields.language, language)),
            Asked::From(day) => filter(range(at, Bound::Included(second(*day)), Bound::Unbounded)),
            Asked::Before(day) => {
                filter(range(at, Bound::Unbounded, Bound::Excluded(second(*day))))
            }
        }
    }

    /// Words of what may be seen.
    fn words(&self, asked: impl Fn(Field) -> Box<dyn Query>) -> Box<dyn Query> {
        let out = asked(self.fields.text);
        match self.reach {
            Reach::Public => out,
            Reach::All => Box::new(BooleanQuery::union(vec![out, asked(self.fields.inner)])),
        }
    }
}

/// Words one right after the other.
fn phrase(field: Field, text: &str) -> Box<dyn Query> {
    let words = words::words_asked_for(text);
    match words.as_slice() {
        [] => Box::new(EmptyQuery),
        [one] if words::is_lone(&one.text) => beginning(field, &one.text),
        [one] => term(field, &one.text),
        several => {
            let first = several[0].position;
            let terms = several
                .iter()
                .map(|word| (word.position - first, Term::from_field_text(field, &word.text)));
            Box::new(PhraseQuery::new_with_offset(terms.collect()))
        }
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn beginning(field: Field, letters: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, letters);
    Box::new(FuzzyTermQuery::new_prefix(term, 0, true))
}

/// Something that must hold and says nothing about how well a text answers.
fn filter(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn range(field: Field, from: Bound<i64>, to: Bound<i64>) -> Box<dyn Query> {
    let term = |second| Term::from_field_i64(field, second);
    Box::new(RangeQuery::new(from.map(term), to.map(term)))
}

/// When a (UTC) day begins, in seconds since 1970.
fn second(day: Date) -> i64 {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).map_or(i64::MAX, |start| start.as_second())
}
