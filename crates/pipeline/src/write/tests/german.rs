use super::{article, file};
use crate::check::check;
use crate::write::{Style, write};
use news::{Heading, Registry, Verdict};

const HAFENBLATT: &str = "Kelm (nda) - Die Fähre „Aurora“ ist am Dienstagmorgen vor dem Hafen von Kelm auf eine Sandbank gelaufen. An Bord \
    waren 212 Passagiere und 28 Besatzungsmitglieder. Zwölf Passagiere wurden verletzt, als die Fähre Aurora auf die Sandbank lief, teilten die \
    Seenotretter mit.\n\nNach Angaben der Reederei Nordlinie war die Ruderanlage ausgefallen. „Das Schiff ließ sich plötzlich nicht mehr \
    steuern“, sagte Kapitän Torben Vale dem Hafenblatt.\n\nHafenchefin Ada Lindqvist kündigte eine Untersuchung an. Die „Aurora“ verkehrt seit \
    2015 zwischen Kelm und Vargo. Sie gehört der Reederei Nordlinie.\n\nLesen Sie auch: Zehn Fähren für den Sommer.";

const KURIER: &str = "Nach der Havarie der Fähre „Aurora“ vor Kelm sind alle 212 Passagiere in Sicherheit. 17 Passagiere wurden verletzt, als \
    die Fähre Aurora auf die Sandbank lief, teilte das Krankenhaus mit. Die Umweltministerin Paula Sander wies Kritik an den Kontrollen \
    zurück.\n\nDie Reederei Nordlinie rechnet mit einem Schaden von 2,4 Millionen Euro. Drei Schlepper sollen die Fähre am Mittwoch bei Hochwasser \
    freischleppen. Das Gewerbeaufsichtsamt prüft die Wartung der Ruderanlage.";

#[test]
fn a_german_story_is_told_in_german() {
    let file = file(vec![
        article("hafenblatt", "Fähre „Aurora“ läuft vor Kelm auf Grund", HAFENBLATT),
        article("kurier", "Warum die „Aurora“ auf Grund lief", KURIER),
    ]);
    let draft =
        write(&file, &Registry::default(), &Style::standard()).expect("the story has words");
    let checked = check(draft, &file);
    let brief = checked.brief();
    assert_eq!(brief.kicker.as_deref(), Some("Schifffahrt"));
    assert_eq!(brief.headline.statement.text(), "Fähre „Aurora“ läuft vor Kelm auf Grund");
    let texts: Vec<&str> = brief.sentences().map(|one| one.statement.text()).collect();
    assert!(texts.len() > 6, "{texts:?}");
    for sentence in brief.sentences() {
        assert_eq!(sentence.judgement.verdict, Verdict::Supported, "{}", sentence.statement.text());
    }
    assert!(texts[0].starts_with("Die Fähre „Aurora“ ist am Dienstagmorgen"), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("Lesen Sie")), "{texts:?}");
    let labels = brief.sections.iter().map(|section| match &section.heading {
        Heading::Label(label) => label.clone(),
        Heading::Stating(title) => title.statement.text().to_owned(),
    });
    let labels: Vec<String> = labels.collect();
    let english = ["What", "The ", "In ", "Since", "Reaction", "Background", "Analysis"];
    assert!(
        !labels.iter().any(|label| english
            .iter()
            .any(|word| label.starts_with(word) && label != "Reaktionen")),
        "{labels:?}"
    );
    let speakers: Vec<&str> = brief.quotes.iter().map(|quote| quote.speaker.as_str()).collect();
    assert_eq!(speakers, ["Kapitän Torben Vale"]);
    let disputes: Vec<&str> = brief.disagreements.iter().map(|one| one.about.as_str()).collect();
    assert_eq!(disputes, ["Passagiere"]);
    assert!(brief.figures.iter().any(|figure| figure.label == "Schaden"), "{:?}", brief.figures);
}
