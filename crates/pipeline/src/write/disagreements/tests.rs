use super::super::material::Material;
use super::disputes;
use crate::claims::{Reading, Struck};
use crate::write::tests::file_of_texts;

/// Checks what two reports of one sentence each disagree on; "" for nothing.
#[track_caller]
fn check(one: &str, other: &str, expected: &str) {
    assert_eq!(found(&[one, other]), expected, "{one} / {other}");
    assert_eq!(found(&[other, one]).is_empty(), expected.is_empty(), "{other} / {one}");
}

/// What reports disagree on, by their texts.
fn found(texts: &[&str]) -> String {
    let file = file_of_texts(texts);
    let (reading, struck) = (Reading::of(&file), Struck::default());
    let found = disputes(&Material::of(&reading, &struck));
    found.into_iter().map(|dispute| dispute.about).collect::<Vec<String>>().join("; ")
}

#[test]
fn numbers_in_the_same_surroundings_are_compared() {
    let cables = "Telephone links between Norland and Ostmark were cut after three undersea cables in the Gulf of Kelm were damaged.";
    let fewer = "Norland and Ostmark lost their telephone links after two undersea cables in the Gulf of Kelm broke.";
    check(cables, fewer, "undersea cables in the Gulf");
    check(
        "The train hit the bus near the village of Orm, 300 km south of Kelm, police said.",
        "The train crash near Orm, 350 km south of Kelm, brought down the minister.",
        "km south of Kelm",
    );
    check(
        "Ferry captain Torrin Vale has 20 ships under his command, the port of Kelm said.",
        "The port of Kelm said its captain Torrin Vale has 19 ships and no debts.",
        "ships",
    );
    check(
        "A mother of 13, Ada Lund, was shot in Kelm while she picked up a daughter from school.",
        "Ada Lund, a mother of 12, was shot in Kelm when she picked up her daughter.",
        "mother of",
    );
}

#[test]
fn numbers_of_other_things_are_not() {
    // Another place, another model, a time that goes on, points of another game, a number to call.
    check(
        "The train hit the bus near the village of Orm, 300 km south of Kelm, police said.",
        "The train hit the bus near the village of Orm, 350 km south of Ode, police said.",
        "",
    );
    check(
        "The new Sable phone starts at 999 crowns with 64 gigabytes of storage, the company Sable said.",
        "The new Sable phone costs 1,199 crowns with 128 gigabytes of storage, the company Sable said.",
        "",
    );
    check(
        "Kelm was calm after four days of the worst riots that Norland has seen in decades.",
        "Kelm was calm after eight days of the worst riots that Norland has seen in decades.",
        "",
    );
    check(
        "Torrin Vale finished the match of Kelm against Ode with 25 points and many rebounds.",
        "Torrin Vale finished the match of Kelm against Ode with 22 points and many rebounds.",
        "",
    );
    check(
        "Witnesses of the fire in Kelm are asked to call the police of Kelm on 0845 125 222.",
        "Witnesses of the fire in Kelm are asked to call the police of Kelm on 0845 125 2222.",
        "",
    );
    check(
        "The quake killed 170,000 people in the province of Kelm and tens of thousands more in other countries.",
        "The quake killed 230,000 people in the province of Kelm and in other countries.",
        "",
    );
}

#[test]
fn large_numbers_told_to_the_last_digit_are_exact() {
    check(
        "Torrin Vale now has 2,301 career points for the club of Kelm.",
        "Torrin Vale now has 2,302 for his career with the club of Kelm.",
        "career points for the club",
    );
    check(
        "Torrin Vale now has 2,300 career points for the club of Kelm.",
        "Torrin Vale now has 2,301 for his career with the club of Kelm.",
        "",
    );
}

#[test]
fn ages_of_one_person_are_compared() {
    check(
        "John Orm, 22, is alleged to have killed a man in his cell at the prison of Kelm.",
        "Prisoner John Orm, 21, appeared in private over the man killed at the prison of Kelm.",
        "age of John Orm",
    );
    check(
        "Police of Kelm named the arrested woman as 61-year-old Ada Lund.",
        "Sixty-year-old Ada Lund was arrested in Kelm, police said of the woman.",
        "age of Ada Lund",
    );
    check(
        "John Orm, 22, is alleged to have killed a man in his cell at the prison of Kelm.",
        "Prisoner Jack Orm, 21, appeared in private over the man killed at the prison of Kelm.",
        "",
    );
    // Between a search and a verdict lie birthdays.
    check(
        "Police of Kelm search for John Orm, 22, over the killing of a guard at the prison.",
        "John Orm, 24, was found guilty of the killing of a guard at the prison of Kelm.",
        "",
    );
}

#[test]
fn magnitudes_of_one_quake_are_compared() {
    check(
        "A quake with a magnitude of 5.9 shook the island of Kelm on Sunday, the survey said.",
        "The quake that shook the island of Kelm on Sunday had a magnitude of 6.1, the survey said.",
        "magnitude",
    );
    check(
        "A quake with a magnitude of 5.9 shook the island of Kelm on Sunday, the survey said.",
        "The second quake that shook the island of Kelm on Sunday had a magnitude of 5.2, the survey said.",
        "",
    );
    check(
        "A quake with a magnitude of 6.0 shook the island of Kelm on Sunday, the survey said.",
        "The quake that shook the island of Kelm on Sunday had a magnitude of 6.1, the survey said.",
        "",
    );
}

#[test]
fn days_of_one_act_are_compared() {
    check(
        "A man from Kelm was crushed to death on Wednesday by a giant cross in honour of Saint Orm.",
        "A man was crushed to death on Thursday by a giant cross that honours Saint Orm in Kelm.",
        "when crushed to death",
    );
    check(
        "Shields said that Ada Lund was arrested Wednesday morning without a shot at the port of Kelm.",
        "Ada Lund was arrested by guards on Tuesday at the port of Kelm, the minister said on Wednesday.",
        "when arrested",
    );
    // Said and done are two acts; "yesterday" hangs on the hour of writing; two players are two signings.
    check(
        "The minister said on Wednesday that Ada Lund was arrested at the port of Kelm.",
        "The minister said on Thursday that Ada Lund was arrested at the port of Kelm.",
        "",
    );
    check(
        "Ada Lund was arrested yesterday without a shot at the port of Kelm, guards said.",
        "Ada Lund was arrested on Tuesday by guards of the port of Kelm.",
        "",
    );
    check(
        "The club of Kelm signed Torrin Vale on Monday as its new runner for the season.",
        "The club of Kelm signed John Orm on Tuesday as its new runner for the season.",
        "",
    );
    check(
        "The club of Kelm placed Torrin Vale on the injured reserve Wednesday with a bad knee.",
        "Torrin Vale was on the injured reserve list Thursday, the club of Kelm said of his knee.",
        "",
    );
}

#[test]
fn names_in_one_office_are_compared() {
    check(
        "\"We know of the affair of the ferry,\" general manager Karl Odeson of Nordferry said in a statement.",
        "\"We know of the affair of the ferry,\" Nordferry general manager Ada Lund said in a statement.",
        "name of the manager",
    );
    check(
        "\"We know of the affair of the ferry,\" general manager Karl Odeson of Nordferry said in a statement.",
        "\"We know of the affair of the ferry,\" Nordferry general manager Karl Oddeson said in a statement.",
        "",
    );
    check(
        "\"We know of the affair of the ferry,\" former general manager Karl Odeson of Nordferry said in a statement.",
        "\"We know of the affair of the ferry,\" Nordferry general manager Ada Lund said in a statement.",
        "",
    );
}

#[test]
fn outcomes_that_exclude_each_other_are_found() {
    check(
        "The court of Kelm convicted captain Torrin Vale over the loss of the ferry Aurora.",
        "The court of Kelm acquitted captain Torrin Vale over the loss of the ferry Aurora.",
        "convicted or acquitted",
    );
    check(
        "The council of Kelm approved the new harbour for the ferry line Nordferry.",
        "The council of Kelm rejected the new harbour of the ferry line Nordferry.",
        "approved or rejected",
    );
    // Two subjects, a hope, and words that are no outcome.
    check(
        "The club of Kelm won the last match of the season in the new stadium of Ode.",
        "The club of Ode lost the last match of the season in its new stadium to Kelm.",
        "",
    );
    check(
        "The council of Kelm approved the new harbour for the ferry line Nordferry.",
        "The council of Kelm may have rejected the new harbour of the ferry line Nordferry.",
        "",
    );
    check(
        "The shops of Kelm opened before the storm reached the harbour of the city.",
        "The shops of Kelm opened after the storm reached the harbour of the city.",
        "",
    );
}

#[test]
fn a_denial_stands_against_what_it_denies() {
    check(
        "Ostmark denied that its soldiers had crossed the border of Norland near Kelm.",
        "Soldiers of Ostmark crossed the border of Norland near the town of Kelm, residents said.",
        "its soldiers had crossed the border of Norland",
    );
    // A charge and a plea are two facts; a licence that was denied is none; others are denied something else.
    check(
        "Torrin Vale denied that he had set fire to the ferry Aurora in the port of Kelm.",
        "Torrin Vale was charged with setting fire to the ferry Aurora in the port of Kelm.",
        "",
    );
    check(
        "The ferry line was denied licences for new harbours in Norland and Ostmark.",
        "The ferry line wants licences for new harbours in Norland and Ostmark.",
        "",
    );
    check(
        "Ostmark denied that its soldiers had crossed the border of Norland near Kelm.",
        "Soldiers of Ostmark shot at a ferry off Norland, residents of Kelm said.",
        "",
    );
}

#[test]
fn who_tells_both_disputes_nothing() {
    let both = "John Orm, 22, is alleged to have killed a man in his cell at the prison of Kelm. Another report gives John Orm, 21, as the man of the prison of Kelm.";
    let one =
        "Prisoner John Orm, 21, appeared in private over the man killed at the prison of Kelm.";
    assert_eq!(found(&[both, one]), "");
}
