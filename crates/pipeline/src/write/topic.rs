//! What a sentence is about: what happened, who took a stand, what was before, what will be.

use crate::claims::Passage;
use crate::tongue::Tongue;

/// What the sentences under a heading have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    Events,
    Details,
    Since,
    Reaction,
    Analysis,
    Background,
    Next,
}

impl Topic {
    pub(super) const ALL: [Topic; 7] = [
        Topic::Events,
        Topic::Details,
        Topic::Since,
        Topic::Reaction,
        Topic::Analysis,
        Topic::Background,
        Topic::Next,
    ];

    pub(super) fn label(self, tongue: Tongue) -> &'static str {
        match tongue {
            Tongue::German => self.german_label(),
            _ => self.english_label(),
        }
    }

    fn german_label(self) -> &'static str {
        match self {
            Topic::Events => "Was geschah",
            Topic::Details => "Im Einzelnen",
            Topic::Since => "Seither",
            Topic::Analysis => "Einschätzung",
            Topic::Reaction => "Reaktionen",
            Topic::Background => "Hintergrund",
            Topic::Next => "Wie es weitergeht",
        }
    }

    fn english_label(self) -> &'static str {
        match self {
            Topic::Events => "What happened",
            Topic::Details => "In detail",
            Topic::Since => "Since then",
            Topic::Analysis => "Analysis",
            Topic::Reaction => "Reaction",
            Topic::Background => "Background",
            Topic::Next => "What comes next",
        }
    }
}

/// The German marks of what will be, of what was before, of those who weigh, and of those who take a stand.
const GERMAN_NEXT: [&str; 14] = [
    " soll ",
    " sollen ",
    " wird voraussichtlich ",
    " ist geplant",
    " sind geplant",
    " plant ",
    " planen ",
    " kommende woche",
    " kommenden ",
    " nächsten ",
    " nächste woche",
    " in kraft treten",
    " tritt am ",
    " wird erwartet",
];
const GERMAN_BEFORE: [&str; 18] = [
    " vor jahren",
    " jahren hatte",
    " im vergangenen jahr",
    " vergangenes jahr",
    " im vorjahr",
    " bereits früher",
    " in der vergangenheit",
    " gegründet",
    " geboren",
    " seit 19",
    " seit 20",
    " seit jahren",
    " seit langem",
    " in den vergangenen jahren",
    " zuletzt hatte",
    " frühere ",
    " jahrzehnte",
    " ursprünglich ",
];
const GERMAN_WEIGHS: [&str; 9] = [
    " analyst ",
    " analysten ",
    " analystin ",
    " ökonom ",
    " ökonomen ",
    " ökonomin ",
    " experten ",
    " beobachter ",
    " schätzungen zufolge ",
];
const GERMAN_STANDS: [&str; 30] = [
    " verurteilte ",
    " begrüßte ",
    " begrüßten ",
    " kritisierte ",
    " kritisierten ",
    " lobte ",
    " forderte ",
    " forderten ",
    " fordert ",
    " wies ",
    " zurück.",
    " warf ",
    " bestritt ",
    " bestreitet ",
    " warnte ",
    " warnten ",
    " warnt ",
    " dankte ",
    " entschuldigte sich",
    " verteidigte ",
    " lehnte ",
    " lehnten ",
    " sprach von ",
    " sprachen von ",
    " mahnte ",
    " appellierte ",
    " verlangte ",
    " rief ",
    " dementierte ",
    " versprach ",
];

/// What the writer says will be, in small letters with a space around.
const NEXT: [&str; 16] = [
    " will ",
    " is expected to ",
    " are expected to ",
    " is scheduled ",
    " are scheduled ",
    " is due ",
    " are due ",
    " is set to ",
    " are set to ",
    " plans to ",
    " plan to ",
    " next week",
    " next month",
    " next year",
    " tomorrow ",
    " are to ",
];

/// Marks of what was before the news.
const BEFORE: [&str; 19] = [
    " years ago",
    " last year",
    " last month",
    " previously ",
    " in the past",
    " decades",
    " history",
    " founded ",
    " was born",
    " since 19",
    " since 20",
    " began in ",
    " has long ",
    " have long ",
    " in recent years",
    " earlier this year",
    " last summer",
    " a year ago",
    " for years",
];

/// Marks of those who weigh what happened, with a space around.
const WEIGHS: [&str; 8] = [
    " analyst ",
    " analysts ",
    " economist ",
    " economists ",
    " according to calculations ",
    " by the calculations ",
    " according to estimates ",
    " estimates that ",
];

/// Verbs of those who take a stand, with a space around.
const STANDS: [&str; 36] = [
    " condemned ",
    " condemns ",
    " welcomed ",
    " welcomes ",
    " criticised ",
    " criticized ",
    " praised ",
    " urged ",
    " urges ",
    " denounced ",
    " rejected ",
    " rejects ",
    " accused ",
    " accuses ",
    " denied ",
    " denies ",
    " demanded ",
    " warned ",
    " warns ",
    " thanked ",
    " apologised ",
    " apologized ",
    " vowed ",
    " defended ",
    " hailed ",
    " blamed ",
    " opposed ",
    " insisted ",
    " argued ",
    " argues ",
    " argue ",
    " dismissed ",
    " pledged ",
    " called for ",
    " called on ",
    " calling for ",
];

/// The topic of a passage, by the marks in its words.
pub(super) fn topic(passage: &Passage<'_>) -> Topic {
    let small = format!(" {} ", passage.text.to_lowercase());
    let holds = |marks: &[&str]| marks.iter().any(|mark| small.contains(mark));
    let speaks = passage.quoted_share() > 0.25;
    if passage.tongue == Tongue::German {
        return match () {
            () if holds(&GERMAN_WEIGHS) => Topic::Analysis,
            () if holds(&GERMAN_NEXT) && !speaks => Topic::Next,
            () if speaks || holds(&GERMAN_STANDS) => Topic::Reaction,
            () if holds(&GERMAN_BEFORE) || names_past_year(passage) => Topic::Background,
            () => Topic::Events,
        };
    }
    match () {
        () if holds(&WEIGHS) => Topic::Analysis,
        () if holds(&NEXT) && !speaks => Topic::Next,
        () if speaks || holds(&STANDS) => Topic::Reaction,
        () if holds(&BEFORE) || names_past_year(passage) => Topic::Background,
        () => Topic::Events,
    }
}

/// A year in the words: a report of today names this year seldom.
fn names_past_year(passage: &Passage<'_>) -> bool {
    passage.words.iter().any(|word| word.is_number() && word.is_date())
}

/// Whether a passage tells what was before the news.
pub(super) fn is_background(passage: &Passage<'_>) -> bool {
    topic(passage) == Topic::Background
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_belongs_under_what_it_does() {
        check("The ferry Aurora ran aground off Kelm.", Topic::Events);
        check("Nordferry will repair the hull in the spring.", Topic::Next);
        check("The port is expected to open again within a week.", Topic::Next);
        check("Mayor Ines Dahl called for a new channel.", Topic::Reaction);
        check("\"The sea will not wait for us,\" Ines Dahl said.", Topic::Reaction);
        check("Torrin Vale denied that the captain had slept.", Topic::Reaction);
        check("Nordferry was founded by a fisherman of Kelm.", Topic::Background);
        check("A ferry sank off Kelm three years ago.", Topic::Background);
        check("Ferries have crossed the fjord since 1987.", Topic::Background);
        check("Analysts in Kelm see a loss of nine ferries.", Topic::Analysis);
        check("", Topic::Events);
    }

    #[track_caller]
    fn check(sentence: &str, expected: Topic) {
        assert_eq!(topic(&Passage::alone(sentence)), expected, "{sentence}");
    }
}
