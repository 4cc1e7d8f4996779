use super::language;
use proptest::prelude::*;

#[test]
fn the_text_decides_and_the_page_gives_a_hint() {
    let german = "Die Fähre ist am Morgen auf eine Sandbank gelaufen, und die Küstenwache hat alle Menschen an Bord in Sicherheit gebracht.";
    check(Some("en"), "", german, Some("de"));
    check(None, "Ferry runs aground, and all of the passengers are safe", "", Some("en"));
    check(Some("sv"), "Volvo Saab", "", Some("sv"));
    check(Some("zz-top"), "", "", Some("zz"));
    check(Some("en_GB"), "42", "", Some("en"));
    check(None, "42 % !!", "", None);
    check(None, "", "", None);
    check(Some("no-such-tag"), "", "", Some("no"));
    check(Some("nb"), "Fergen gikk på grunn", "", Some("no"));
}

#[test]
fn scripts_tell_by_themselves() {
    check(None, "フェリーが座礁、全員無事", "", Some("ja"));
    check(None, "渡轮搁浅无人受伤", "", Some("zh"));
    check(None, "여객선 좌초, 전원 구조", "", Some("ko"));
    check(None, "Το πλοίο προσάραξε", "", Some("el"));
    check(None, "המעבורת עלתה על שרטון", "", Some("he"));
    check(None, "Паром сел на мель", "", Some("ru"));
    check(None, "Пором сів на мілину, усі живі", "", Some("uk"));
    check(None, "کشتی به گل نشست", "", Some("fa"));
    check(None, "جنحت العبارة قرب الشاطئ", "", Some("ar"));
    check(Some("en"), "नौका रेत में फंस गई", "", Some("hi"));
}

#[track_caller]
fn check(declared: Option<&str>, title: &str, text: &str, expected: Option<&str>) {
    assert_eq!(language(declared, title, text).as_deref(), expected, "{title}{text}");
}

proptest! {
    #[test]
    fn whatever_is_read_the_answer_is_a_code(
        declared in prop::option::of("[a-zA-Z_-]{0,8}"), title in any::<String>(), text in any::<String>()
    ) {
        let answer = language(declared.as_deref(), &title, &text);
        prop_assert!(answer.as_deref().is_none_or(|code| code.len() == 2 && code.is_ascii()));
        prop_assert_eq!(answer, language(declared.as_deref(), &title, &text));
    }
}
