use super::*;
use proptest::prelude::*;

/// A query in one line: `+` joins what must all hold, `|` what may.
fn shown(asked: &Asked) -> String {
    let join = |all: &[Asked], by: &str| {
        format!("({})", all.iter().map(shown).collect::<Vec<_>>().join(by))
    };
    match asked {
        Asked::All(all) => join(all, " + "),
        Asked::Any(any) => join(any, " | "),
        Asked::Not(not) => format!("-{}", shown(not)),
        Asked::Words(words) => words.clone(),
        Asked::Beginning(letters) => format!("{letters}*"),
        Asked::Of(field, value) => format!("{}:{value}", field.word()),
        Asked::Language(language) => format!("lang:{language}"),
        Asked::From(day) => format!("from:{day}"),
        Asked::Before(day) => format!("before:{day}"),
    }
}

#[track_caller]
fn check(typed: &str, expected: &str, notes: &[Note]) {
    let query = Query::read(typed);
    let asked = query.asked.as_ref().map(shown).unwrap_or_default();
    assert_eq!((asked.as_str(), query.notes.as_slice()), (expected, notes), "{typed}");
}

#[test]
fn queries_are_read_as_they_are_meant() {
    check("ferry", "ferry", &[]);
    check("  ferry   Aurora ", "(ferry + Aurora)", &[]);
    check("\"hit a sandbank\" ferry", "(hit a sandbank + ferry)", &[]);
    check("„hit a sandbank“", "hit a sandbank", &[]);
    check("ferry OR ship", "(ferry | ship)", &[]);
    check("ferry AND ship", "(ferry + ship)", &[]);
    check("a b OR c d", "((a + b) | (c + d))", &[]);
    check("a AND (b OR c)", "(a + (b | c))", &[]);
    check("a NOT b", "(a + -b)", &[]);
    check("a -b", "(a + -b)", &[]);
    check("a -\"b c\" -(d OR e)", "(a + -b c + -(d | e))", &[]);
    check("NOT NOT a", "a", &[]);
    check("-a", "-a", &[]);
    check("not or and", "(not + or + and)", &[]);
    check("cross-border", "cross-border", &[]);
    check("before – after", "(before + after)", &[]);
    check("ferr*", "ferr*", &[]);
    check("Zür*", "zur*", &[]);
    check("outlet:gazette.example", "outlet:gazette.example", &[]);
    check("Outlet:\"Coast Times\" a", "(outlet:Coast Times + a)", &[]);
    check("topic:shipping -entity:\"Ada Lund\"", "(topic:shipping + -entity:Ada Lund)", &[]);
    check("section:news author:lund", "(section:news + author:lund)", &[]);
    check("lang:en-GB", "lang:en", &[]);
    check("after:2026-11-03 before:2026-12", "(from:2026-11-03 + before:2026-12-01)", &[]);
    check("after:2026", "from:2026-01-01", &[]);
    check("東京 (火)", "(東京 + 火)", &[]);
    check("Breaking: ferry aground", "(Breaking + ferry + aground)", &[]);
    check("", "", &[]);
    check("?! … —", "", &[]);
    check("https://gazette.example/a", "https //gazette.example/a", &[]);
}

#[test]
fn what_is_not_understood_is_read_leniently_and_said() {
    check("\"hit a sandbank", "hit a sandbank", &[Note::OpenPhrase]);
    check("(ferry OR ship", "(ferry | ship)", &[Note::Parenthesis]);
    check("ferry) ship", "(ferry + ship)", &[Note::Parenthesis]);
    check(")(", "", &[Note::Parenthesis]);
    check("ferry OR", "ferry", &[Note::Loose("OR")]);
    check("OR ferry", "ferry", &[Note::Loose("OR")]);
    check("AND ferry AND", "ferry", &[Note::Loose("AND")]);
    check("ferry NOT", "ferry", &[Note::Loose("NOT")]);
    check("NOT OR", "", &[Note::Loose("NOT"), Note::Loose("OR")]);
    check("colour:red", "colour red", &[Note::UnknownField("colour".to_owned())]);
    check("outlet: ferry", "ferry", &[Note::NoValue("outlet".to_owned())]);
    check("after:yesterday a", "a", &[Note::NotADate("yesterday".to_owned())]);
    check("after:2026-13-01", "", &[Note::NotADate("2026-13-01".to_owned())]);
    check("before:99999999999999", "", &[Note::NotADate("99999999999999".to_owned())]);
    check("fe*", "fe", &[Note::ShortBeginning("fe".to_owned())]);
    check("*", "", &[]);
    let deep = format!("{}a{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(Query::read(&deep).notes[0], Note::TooDeep);
    let long = Query::read(&"word ".repeat(500));
    assert_eq!(long.notes, [Note::TooLong]);
    assert!(long.notes[0].to_string().contains("48"));
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read(typed in "([\"()*: -]|AND |OR |NOT |outlet:|after:|lang:|[a-z]{1,3}|\\PC){0,60}") {
        let query = Query::read(&typed);
        for note in &query.notes {
            prop_assert!(note.to_string().ends_with('.'));
        }
        prop_assert_eq!(Query::read(&typed), query);
    }
}
