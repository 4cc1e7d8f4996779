use super::sentences;
use proptest::prelude::*;

#[test]
fn stops_end_sentences() {
    check("", &[]);
    check("  \n\n ", &[]);
    check("No stop", &["No stop"]);
    check("One. Two! Three?", &["One.", "Two!", "Three?"]);
    check("What?! Never.", &["What?!", "Never."]);
    check(
        "Rates rose to 4.25 percent. Few were surprised.",
        &["Rates rose to 4.25 percent.", "Few were surprised."],
    );
    check("It fell to 3. 40 people left.", &["It fell to 3.", "40 people left."]);
    check("iTunes fell. iPads rose.", &["iTunes fell.", "iPads rose."]);
    check("it is over . they went home .", &["it is over .", "they went home ."]);
    check("It was over.The crowd left.", &["It was over.", "The crowd left."]);
    check(
        "See example.com. Or www.Example.org now.",
        &["See example.com.", "Or www.Example.org now."],
    );
}

#[test]
fn abbreviations_keep_their_stop() {
    check(
        "Mr. Ode met Dr. A. B. Lund. They spoke.",
        &["Mr. Ode met Dr. A. B. Lund.", "They spoke."],
    );
    check(
        "The U.S. Senate voted. It left the U.S. The rest stayed.",
        &["The U.S. Senate voted.", "It left the U.S.", "The rest stayed."],
    );
    check(
        "Vell Inc. Chairman Ode quit. He sold Vell Inc. He left.",
        &["Vell Inc. Chairman Ode quit.", "He sold Vell Inc.", "He left."],
    );
    check(
        "On Jan. 5 at 9 a.m. EST it began. It ended at 5 p.m. Nobody came.",
        &["On Jan. 5 at 9 a.m. EST it began.", "It ended at 5 p.m.", "Nobody came."],
    );
    check(
        "It was No. 5 of the list. She said no. Then she left.",
        &["It was No. 5 of the list.", "She said no.", "Then she left."],
    );
    check("Fruit, e.g. Apples, sold.", &["Fruit, e.g. Apples, sold."]);
    check(
        "Nobody was faster than I. The rest were slow.",
        &["Nobody was faster than I.", "The rest were slow."],
    );
}

/// Each of these is one sentence, and is cut from the one that follows it.
const WHOLE: [&str; 46] = [
    "Sens. Ada Lund, R-S.C., and Cory Ode, D-N.Y., offered a bill.",
    "Sen. Ada Lund, D-N.Y. and the chair, left.",
    "Rep. Cory Ode (D-Calif.) voted against it.",
    "Rep. Cory Ode (R-Ala.) voted against it.",
    "Then-Sen. Cory Ode and ex-Gov. Ada Lund met.",
    "Igor I. Ode, the president of Vell, left.",
    "Ada W. Lund and J. R. R. Ode met J.K. Vale.",
    "The Igor I. Ode bridge was closed.",
    "He lives in Kelm, Calif. Mayor Ode does not.",
    "He was born in Springfield, Ill. Mayor Ode was not.",
    "The plant in Cheyenne, Wyo. Governor Ode visits burned down.",
    "She is ranked No. 3 in Norland.",
    "Nos. 4 and 5 were closed.",
    "The train left St. Louis at noon.",
    "The march went from Mt. Ode to Ft. Kelm.",
    "The vote is at 5 p.m. ET on Friday.",
    "The vote is at 5 p.m. London time on Friday.",
    "The vote is at 9 a.m. (0800 GMT) on Friday.",
    "The vote is at 9 a.m. Friday in Kelm.",
    "Vell Inc. said it would sell the plant.",
    "Vell Corp. Chief Executive Ada Lund left.",
    "Ode Bros. Pictures and Vell Co. Ltd. merged.",
    "The makers are Vell Pty. Ltd. and Ode plc.",
    "The U.S. officials met U.N. Secretary Ode.",
    "The U.S. Navy ship left Washington, D.C. for Kelm.",
    "Lt. Col. Ada Lund met Maj. Gen. Cory Ode.",
    "Lt. Gov. Ada Lund and Atty. Gen. Cory Ode met.",
    "Dr. Ada Lund, Ph.D. and M.D. of Kelm, agreed.",
    "Prof. Ode Jr. and Mrs. Lund Sr. agreed.",
    "Msgr. Ode and Fr. Lund agreed.",
    "The court ruled in Ode v. Lund on Monday.",
    "It was Kelm vs. Vell on Monday.",
    "It opened on Jan. 5, 2026, and closed on Sept. 11.",
    "It fell by 4.25 percent to 1.5 million.",
    "A ticket costs Rs. 500 in Kelm.",
    "The bridge dates from ca. 1900 or so.",
    "See Art. 5 and para. 7 of the law.",
    "Ode et al. found ferries, trams, etc. in Kelm.",
    "Fruit, i.e. Apples, and boats, e.g. Ferries, sold.",
    "The site ode.example and www.Kelm.example broke down.",
    "The house on Main St. near Ode Ave. burned.",
    "“Mr. Ode left,” Ms. Lund said.",
    "The M.P. Ada Lund asked M. Ode.",
    "A Kelm-St. Ode ferry sank.",
    "Gens. Ode and Lund, Adm. Vale and Cpl. Dahl met.",
    "The Rt. Hon. Ada Lund and Amb. Ode met.",
];

#[test]
fn a_stop_within_a_sentence_is_not_its_end() {
    for sentence in WHOLE {
        check(
            &format!("{sentence} The rest stayed. {sentence}"),
            &[sentence, "The rest stayed.", sentence],
        );
    }
}

#[test]
fn a_letter_by_itself_is_an_initial_only_before_a_name() {
    check("They chose plan B. The rest stayed.", &["They chose plan B.", "The rest stayed."]);
    check("It was Group A. He left.", &["It was Group A.", "He left."]);
    check("It is you and I. Torrin left.", &["It is you and I.", "Torrin left."]);
    check("She met A. A. Lund. He left.", &["She met A. A. Lund.", "He left."]);
    check("It is in Kelm, D.C. The rest stayed.", &["It is in Kelm, D.C.", "The rest stayed."]);
    check("He is R-S.C. She is not.", &["He is R-S.C.", "She is not."]);
}

#[test]
fn marks_after_the_stop_belong_to_the_sentence() {
    check("\"It is done.\" He left.", &["\"It is done.\"", "He left."]);
    check("“It is done.” (He left.) Why?", &["“It is done.”", "(He left.)", "Why?"]);
    check(
        "\"Why?\" he asked. \"Who?\" Mr. Ode asked.",
        &["\"Why?\" he asked.", "\"Who?\" Mr. Ode asked."],
    );
    check("\"Why?\" Nobody knew.", &["\"Why?\"", "Nobody knew."]);
    check("„Es ist vorbei.“ Sie ging.", &["„Es ist vorbei.“", "Sie ging."]);
}

#[test]
fn a_gap_ends_a_sentence_before_a_capital_only() {
    check("Well ... maybe not. But... Yes.", &["Well ... maybe not.", "But...", "Yes."]);
    check("Well . . . maybe. Yes…", &["Well . . . maybe.", "Yes…"]);
}

#[test]
fn lines_end_sentences_unless_they_are_wrapped() {
    check("A heading\n\nThe text", &["A heading", "The text"]);
    check("A heading\nThe text.", &["A heading", "The text."]);
    check("The text\ngoes on.", &["The text goes on."]);
    check("To do:\n- buy\n* sell\n2) wait\n", &["To do:", "- buy", "* sell", "2) wait"]);
    check("1. Buy it. 2. Sell it.", &["1. Buy it.", "2. Sell it."]);
    let wrapped = "The ministry of fisheries said that the harbour of\nKelm would open in a week.";
    check(wrapped, &[&wrapped.replace('\n', " ")]);
}

#[test]
fn wide_stops_need_no_space() {
    check(
        "船は着いた。皆無事だった！「本当？」と聞いた。",
        &["船は着いた。", "皆無事だった！", "「本当？」", "と聞いた。"],
    );
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> =
        sentences(text).into_iter().map(|span| text[span].replace('\n', " ")).collect();
    assert_eq!(found, expected, "{text}");
}

/// Text of the characters that matter to the cutter.
fn marked_text() -> impl Strategy<Value = String> {
    proptest::collection::vec("[ \\n.!?…。\"'“”()aAéß1船-]{0,6}|Mr|U\\.S\\.|[a-z]{1,60}", 0..40)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn spans_are_ordered_and_only_white_space_lies_between(text in prop_oneof![any::<String>(), marked_text()]) {
        let mut end = 0;
        for span in sentences(&text) {
            prop_assert!(end <= span.start && span.start < span.end);
            prop_assert!(text[end..span.start].trim().is_empty());
            prop_assert_eq!(text[span.clone()].trim(), &text[span.clone()]);
            prop_assert!(!text[span.clone()].contains("\n\n"));
            end = span.end;
        }
        prop_assert!(text[end..].trim().is_empty());
    }
}
