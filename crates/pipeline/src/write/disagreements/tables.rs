//! The words by which disagreements are told, all in one place: English so far.

/// Words that tell how far a case has come.
pub(super) const STAGES: [&str; 11] = [
    "trial",
    "jury",
    "jurors",
    "verdict",
    "guilty",
    "convicted",
    "conviction",
    "sentenced",
    "appeal",
    "acquitted",
    "extradited",
];

/// Things of which one has other numbers in each game, and words for nothing in particular.
pub(super) const MANY: [&str; 15] = [
    "points",
    "rebounds",
    "yards",
    "games",
    "goals",
    "touchdowns",
    "catches",
    "punches",
    "wins",
    "laps",
    "runs",
    "ways",
    "places",
    "things",
    "occasions",
];

/// Who has children: "a mother of 12".
pub(super) const PARENTS: [&str; 4] = ["mother", "father", "parent", "parents"];

/// Words with which what is counted has ended.
pub(super) const ENDS: [&str; 20] = [
    "and",
    "or",
    "as",
    "who",
    "that",
    "which",
    "was",
    "were",
    "is",
    "are",
    "had",
    "has",
    "have",
    "but",
    "when",
    "after",
    "before",
    "to",
    "said",
    "according",
];

/// Offices that one person holds.
pub(super) const OFFICES: [&str; 26] = [
    "manager",
    "minister",
    "president",
    "chancellor",
    "mayor",
    "governor",
    "director",
    "chairman",
    "chairwoman",
    "chief",
    "coach",
    "captain",
    "coroner",
    "sheriff",
    "commissioner",
    "ambassador",
    "secretary",
    "editor",
    "founder",
    "owner",
    "conductor",
    "driver",
    "pilot",
    "author",
    "ceo",
    "judge",
];

/// Words with which there are several of an office.
pub(super) const SEVERAL: [&str; 12] = [
    "former",
    "deputy",
    "vice",
    "assistant",
    "acting",
    "then",
    "ex",
    "interim",
    "regional",
    "associate",
    "co",
    "district",
];

/// Verbs and adjectives of denial.
pub(super) const DENIES: [&str; 10] = [
    "denied",
    "denies",
    "denying",
    "disputed",
    "disputes",
    "refuted",
    "refutes",
    "contradicted",
    "false",
    "untrue",
];

/// Verbs of denial where a claim or a report follows: a court dismisses complaints too.
pub(super) const REFUSES: [&str; 4] = ["rejected", "rejects", "dismissed", "dismisses"];

/// Words before "denied" with which it means that something was not given.
pub(super) const PASSIVE: [&str; 7] = ["was", "were", "been", "be", "being", "is", "are"];

/// Steps of a court and of the police are no claims: a charge and a plea are two facts.
pub(super) const STEPS: [&str; 12] = [
    "charged",
    "charges",
    "charge",
    "arrested",
    "indicted",
    "pleaded",
    "plead",
    "trial",
    "convicted",
    "guilty",
    "sued",
    "bail",
];

/// Words for what somebody says, which are no part of it.
pub(super) const REPORTS: [&str; 16] = [
    "claim",
    "claims",
    "report",
    "reports",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "suggestion",
    "suggestions",
    "rumor",
    "rumors",
    "rumours",
    "statement",
    "charge",
    "involvement",
];

/// Words of sentences that compare a quake with others.
pub(super) const OTHERS: [&str; 12] = [
    "aftershock",
    "aftershocks",
    "second",
    "first",
    "another",
    "followed",
    "earlier",
    "later",
    "series",
    "smaller",
    "ago",
    "previous",
];

/// Words that lead to a day and are none of the act.
pub(super) const TIMES: [&str; 3] = ["early", "late", "last"];

/// Outcomes of which only one can be.
pub(super) const EXCLUDING: &str = "convicted acquitted|convicted cleared|approved rejected|approved blocked|passed rejected|accepted rejected|\
accepted refused|agreed refused|survived died|survived killed|granted denied|resigned fired|resigned dismissed|resigned sacked|\
suspended expelled|upheld overturned|upheld quashed|lifted extended|rose fell|increased decreased|won lost|backed opposed|\
supported opposed|confirmed denied|captured escaped|surrendered captured|closed reopened|cancelled postponed|landed crashed|\
succeeded failed|recovered died|accident suicide|accident murder|suicide murder|tied won|halted resumed|ordered voluntarily";

/// Words before a day that make it an edge of a time and not the time of an act.
pub(super) const EDGES: [&str; 8] =
    ["until", "since", "from", "before", "after", "by", "next", "for"];

/// Words right before a participle that belongs to a noun: "the injured reserve".
pub(super) const LEADS: [&str; 13] =
    ["the", "a", "an", "his", "her", "its", "their", "on", "in", "of", "for", "with", "to"];
