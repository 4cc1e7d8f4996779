use super::*;
use proptest::prelude::*;

const REPORT: &str = "KELM (Wire) — The harbour ministry of Kelm said on Tuesday that it would clear 400,000 \
tonnes of grain for three buyers. Minister Ada Ode accused Torrin Vale of delaying the ships. \
The ferry Aurora may return to service in May. \"No orders have come,\" said Lund, who heads the \
port union. Prices did not fall. The union is considering a strike. Traffic rose 4.5 percent to \
$4.2 billion. Ode left for Vell after the talks, and the ships are still waiting.";

fn verdict(sentence: &str) -> (Verdict, Vec<ReasonKind>) {
    let published = "2027-01-06T10:00:00Z".parse().ok();
    let finding = check_sentence(sentence, &[SourceText { text: REPORT, published, tongue: None }]);
    let kinds = finding.judgement.reasons.iter().map(|reason| reason.kind).collect();
    (finding.judgement.verdict, kinds)
}

#[test]
fn what_the_source_says_is_supported() {
    supported("Prices did not fall.");
    supported("Minister Ada Ode accused Torrin Vale of delaying the ships.");
    supported("Ode accused Vale of delaying the ships.");
    supported("The ministry said on Tuesday that it would clear 400 thousand tonnes of grain.");
    supported("Traffic rose 4.5% to 4.2 billion dollars.");
    supported("Lund said: \"No orders have come.\"");
    supported("Prices didn't fall; the union is considering a strike.");
    supported("Ode left for Vell after the talks");
}

#[track_caller]
fn supported(sentence: &str) {
    assert_eq!(verdict(sentence), (Verdict::Supported, vec![]), "{sentence}");
}

#[test]
fn a_question_says_nothing() {
    let check = |sentence: &str, text: &str, expected: Verdict| {
        let source = SourceText { text, published: None, tongue: None };
        let found = check_sentence(sentence, &[source]).judgement.verdict;
        assert_eq!(found, expected, "{sentence} / {text}");
    };
    let asked = "Has the council of Velm approved the new plan?";
    check("The council of Velm has approved the new plan.", asked, Verdict::Unsupported);
    check("Has the council of Velm approved the new plan?", asked, Verdict::Supported);
    let spanish = "¿El consejo de Velm aprobó el plan?";
    check("El consejo de Velm aprobó el plan.", spanish, Verdict::Unsupported);
    let both = "The council approved the plan? Nobody knows. The council approved the plan.";
    check("The council approved the plan.", both, Verdict::Supported);
}

#[test]
fn each_damage_is_found() {
    use ReasonKind::*;
    fails("The ministry would clear 500,000 tonnes of grain for three buyers.", Number);
    fails("Traffic rose 4.5 percentage points to $4.2 billion.", Number);
    fails("Traffic rose 4.5 percent to €4.2 billion.", Number);
    fails("The ministry said on Friday that it would clear 400,000 tonnes of grain.", Date);
    fails("The ferry Aurora may return to service in July.", Date);
    fails("Minister Ada Ode accused Lund of delaying the ships.", Name);
    fails("Torrin Vale accused Minister Ada Ode of delaying the ships.", Name);
    fails("The ferry Borealis may return to service in May.", Name);
    fails("The ferry Aurora will return to service in May.", Attribution);
    fails("The union has decided on a strike, and the ships are still waiting.", Attribution);
    fails("Prices did fall.", Negation);
    fails("The ships are not still waiting.", Negation);
    fails("Traffic fell 4.5 percent to $4.2 billion.", Negation);
    fails("\"No ships have come,\" said Lund, who heads the port union.", Quote);
    fails("\"No orders have come,\" said Torrin Vale, who heads the port union.", Name);
    fails("The ships are still waiting because of a strike.", Alignment);
}

#[test]
fn what_is_only_doubted_or_hangs_on_something_is_not_said() {
    use ReasonKind::*;
    falls("The dam is safe.", "The agency doubts that the dam is safe.", Negation);
    falls("The driver was drunk.", "Police found no evidence that the driver was drunk.", Negation);
    falls("The board voted against the new pier.", "The board voted for the new pier.", Negation);
    falls(
        "The vote came before five hours of talks.",
        "The vote came after five hours of talks.",
        Negation,
    );
    falls(
        "The treaty binds Norvale from January.",
        "The treaty binds every state except Norvale from January.",
        Negation,
    );
    falls(
        "The mill will dismiss the workers.",
        "The mill will dismiss the workers if the court agrees.",
        Attribution,
    );
    falls("Orlan bought the bridge works.", "Orlan tried to buy the bridge works.", Attribution);
    falls("All of the nine pumps failed.", "Only one of the nine pumps failed.", Number);
}

#[track_caller]
fn falls(sentence: &str, source: &str, kind: ReasonKind) {
    let finding =
        check_sentence(sentence, &[SourceText { text: source, published: None, tongue: None }]);
    let judgement = finding.judgement;
    assert!(!judgement.verdict.stands(), "{sentence}: {judgement:?}");
    assert!(judgement.reasons.iter().any(|one| one.kind == kind), "{sentence}: {judgement:?}");
}

#[track_caller]
fn fails(sentence: &str, kind: ReasonKind) {
    let (verdict, kinds) = verdict(sentence);
    assert!(!verdict.stands(), "{sentence}: {verdict:?}");
    assert!(kinds.contains(&kind), "{sentence}: {kinds:?}");
}

#[test]
fn the_check_fails_closed() {
    let nothing = |sentence: &str, sources: &[SourceText<'_>]| {
        let finding = check_sentence(sentence, sources);
        assert_eq!(finding.judgement.verdict, Verdict::Unsupported, "{sentence}");
        assert_eq!(finding.judgement.score, 0.0, "{sentence}");
        assert!(!finding.judgement.reasons.is_empty() && finding.evidence.is_empty());
    };
    let report = SourceText { text: REPORT, published: None, tongue: None };
    nothing("", &[report]);
    nothing(" … ", &[report]);
    nothing("Prices did not fall.", &[]);
    nothing("Prices did not fall.", &[SourceText { text: "", published: None, tongue: None }]);
    nothing("Wholly invented.", &[report]);
    nothing(&"fall ".repeat(500), &[report]);
}

#[test]
fn a_weekday_may_be_resolved_from_the_time_of_the_report() {
    let text = "The ferry Aurora returned to service yesterday.";
    let judge = |published: Option<&str>| {
        let published = published.and_then(|time| time.parse().ok());
        let sentence = "The ferry Aurora returned to service on Tuesday.";
        check_sentence(sentence, &[SourceText { text, published, tongue: None }]).judgement.verdict
    };
    assert_eq!(judge(Some("2027-01-06T10:00:00Z")), Verdict::Supported);
    assert_eq!(judge(Some("2027-01-07T10:00:00Z")), Verdict::Unsupported);
    assert_eq!(judge(None), Verdict::Unsupported);
}

#[test]
fn evidence_is_the_sentences_that_say_it() {
    let finding = check_sentence(
        "The ferry Aurora may return in May, and prices did not fall.",
        &[SourceText { text: REPORT, published: None, tongue: None }],
    );
    let shown: Vec<&str> = finding.evidence.into_iter().map(|(_, span)| &REPORT[span]).collect();
    assert_eq!(shown, ["The ferry Aurora may return to service in May.", "Prices did not fall."]);
}

const GERMAN: &str = "Norlund (nda). Der Stadtrat von Norlund hat am Dienstag den Bau einer Brücke für 1,5 Millionen Euro beschlossen. \
Bürgermeisterin Ada Lindqvist sagte: „Wir bauen noch in diesem Jahr.“ Laut Polizei wurde niemand verletzt. Die Reederei Nordlinie lehnte den \
Antrag der Stadt ab. Der Umsatz dürfte um 3,2 Prozent steigen. Die Fähre fällt wegen eines Schadens am Rumpf aus.";

#[test]
fn a_german_sentence_is_read_by_german_rules() {
    use ReasonKind::*;
    let judge = |sentence: &str| {
        check_sentence(sentence, &[SourceText { text: GERMAN, published: None, tongue: None }])
            .judgement
    };
    for sentence in [
        "Der Stadtrat von Norlund beschloss am Dienstag den Bau einer Brücke für 1,5 Mio. Euro.",
        "„Wir bauen noch in diesem Jahr“, sagte Lindqvist.",
        "Den Antrag der Stadt lehnte die Reederei Nordlinie ab.",
        "Die Nordlinie hat den Antrag der Stadt abgelehnt.",
    ] {
        assert!(judge(sentence).verdict.stands(), "{sentence}: {:?}", judge(sentence));
    }
    for (sentence, kind) in [
        (
            "Der Stadtrat von Norlund hat am Dienstag den Bau einer Brücke für 1,5 Milliarden Euro beschlossen.",
            Number,
        ),
        (
            "Der Stadtrat von Norlund hat am Freitag den Bau einer Brücke für 1,5 Millionen Euro beschlossen.",
            Date,
        ),
        (
            "Der Stadtrat von Vargo hat am Dienstag den Bau einer Brücke für 1,5 Millionen Euro beschlossen.",
            Name,
        ),
        ("Bürgermeisterin Karin Holm sagte: „Wir bauen noch in diesem Jahr.“", Name),
        ("Bürgermeisterin Ada Lindqvist sagte: „Wir bauen nicht mehr in diesem Jahr.“", Quote),
        ("Laut Feuerwehr wurde niemand verletzt.", Name),
        ("Die Reederei Nordlinie nahm den Antrag der Stadt an.", Negation),
        ("Die Reederei Nordlinie lehnte den Antrag der Stadt nicht ab.", Negation),
        ("Der Umsatz wird um 3,2 Prozent steigen.", Attribution),
        ("Die Fähre fällt wegen eines Streiks aus.", Name),
    ] {
        let judgement = judge(sentence);
        assert!(!judgement.verdict.stands(), "{sentence}: {judgement:?}");
        assert!(
            judgement.reasons.iter().any(|reason| reason.kind == kind),
            "{sentence}: {judgement:?}"
        );
    }
}

const POLISH: &str = "Rada miasta Norlund nie zatwierdziła w środę budowy mostu za 3 miliony złotych. Burmistrz Ada Lund powiedziała, że prace \
nie zaczną się w tym roku. Policja zatrzymała 12 osób.";

#[test]
fn without_tables_only_the_very_words_are_supported() {
    let judge = |sentence: &str| {
        check_sentence(sentence, &[SourceText { text: POLISH, published: None, tongue: None }])
            .judgement
            .verdict
    };
    assert_eq!(judge("Policja zatrzymała 12 osób."), Verdict::Supported);
    // What is left out may deny.
    assert_eq!(
        judge("Rada miasta Norlund zatwierdziła w środę budowy mostu za 3 miliony złotych."),
        Verdict::Partly
    );
    assert_eq!(judge("Policja zatrzymała 21 osób."), Verdict::Unsupported);
    assert_eq!(judge("Policja w Norlund zatrzymała 12 osób."), Verdict::Unsupported);
    assert_eq!(
        judge("Burmistrz Ewa Lund powiedziała, że prace nie zaczną się w tym roku."),
        Verdict::Unsupported
    );
    assert_eq!(judge("Zatrzymała policja 12 osób."), Verdict::Unsupported);
}

#[test]
fn across_languages_a_person_decides_at_best() {
    let judge = |sentence: &str, source: &str| {
        let source = SourceText { text: source, published: None, tongue: None };
        check_sentence(sentence, &[source]).judgement.verdict
    };
    let english = "The council of Norlund approved the bridge on Tuesday. It will cost 1.5 million euros and open on March 3, 2028. \
        Mayor Ada Lindqvist said the work would begin at once.";
    assert_eq!(
        judge(
            "Die Brücke in Norlund kostet nach dem Beschluss des Rats 1,5 Millionen Euro.",
            english
        ),
        Verdict::Partly
    );
    assert_eq!(
        judge("Die Brücke soll am 3. März 2028 eröffnet werden, wie der Rat mitteilte.", english),
        Verdict::Partly
    );
    assert_eq!(
        judge(
            "Die Brücke in Norlund kostet nach dem Beschluss des Rats 15 Millionen Euro.",
            english
        ),
        Verdict::Unsupported
    );
    assert_eq!(
        judge("Die Brücke soll am 3. Mai 2028 eröffnet werden, wie der Rat mitteilte.", english),
        Verdict::Unsupported
    );
    assert_eq!(
        judge("Die Brücke wird nach Angaben von Karin Holm sofort gebaut und eröffnet.", english),
        Verdict::Unsupported
    );
    assert_eq!(
        judge("Die Brücke wird nach Angaben des Rats sofort gebaut und eröffnet.", english),
        Verdict::Unsupported
    );
    assert_eq!(
        judge(
            "The mayor of the town of Norlund said that the bridge would be built for 1.5 million euros.",
            GERMAN
        ),
        Verdict::Partly
    );
    assert_eq!(
        judge(
            "The mayor of the town of Norlund said that the bridge would be built for 2.5 million euros.",
            GERMAN
        ),
        Verdict::Unsupported
    );
}

proptest! {
    #[test]
    fn any_text_is_judged(sentence in hostile(), text in hostile()) {
        let finding = check_sentence(&sentence, &[SourceText { text: &text, published: None, tongue: None }]);
        prop_assert!((0.0..=1.0).contains(&finding.judgement.score));
        for (_, span) in finding.evidence {
            prop_assert!(text.get(span).is_some());
        }
    }

    #[test]
    fn a_sentence_of_the_source_is_supported(text in hostile()) {
        for span in crate::sentences::sentences(&text) {
            let sentence = &text[span];
            // Signs alone say nothing that could be supported or not.
            if !sentence.contains(char::is_alphanumeric) {
                continue;
            }
            let finding = check_sentence(sentence, &[SourceText { text: &text, published: None, tongue: None }]);
            let words = !words::words(sentence).is_empty();
            // A mark before the sentence can change what is a name in it, but never its words.
            prop_assert_eq!(finding.judgement.score == 1.0, words, "{:?}", sentence);
        }
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let word = "Ode|Vale|said|not|may|because|\\$|4\\.2|billion|percent|two|dozen|hundred|Monday|May|\
        according|to|of|he|“|”|\"|n't|'s|U\\.S\\.|\\.|,|\n\n|船|é|-|ship|ships|and|half|a";
    let words = proptest::collection::vec((word, " ?"), 0..40)
        .prop_map(|parts| parts.into_iter().map(|(word, gap)| word + &gap).collect::<String>());
    prop_oneof![words, any::<String>()]
}
