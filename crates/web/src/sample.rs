//! An invented story for the tests, as nasty as sources get.

use crate::finding::{Around, Index, SubjectFacts};
use crate::reading::{FrontFact, FrontFacts, StoryFacts, Told};
use crate::setting::{Form, Setting};
use crate::{Look, times};
use jiff::Timestamp;
use news::*;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    BriefLine, BriefRecord, BriefState, Filed, ImageCopy, ListedStory, OutletTally, StoredImage,
    SubjectLine,
};

pub(crate) fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

pub(crate) fn look() -> Look {
    Look {
        title: "The Loom".to_owned(),
        tagline: "Many reports, one story".to_owned(),
        base_url: "https://loom.example".to_owned(),
        notice: None,
        language: "en".to_owned(),
        sections: Vec::new(),
        top: 10,
    }
}

pub(crate) fn registry() -> Registry {
    let outlet = |id: &str, name: &str, kind, owner: Option<&str>| Outlet {
        id: OutletId(id.to_owned()),
        name: name.to_owned(),
        domains: vec![id.to_owned()],
        kind,
        owner: owner.map(str::to_owned),
        country: Some("Merrow".to_owned()),
        authority: Some(0.7),
        is_from_memory: false,
        pictures: news::PicturePolicy::Show,
    };
    Registry::new(vec![
        outlet("harbour.example", "Harbour Wire", OutletKind::Wire, None),
        outlet("gazette.example", "The Gazette", OutletKind::Newspaper, Some("Tidewater Group")),
        outlet(
            "courier.example",
            "Courier & <Post>",
            OutletKind::Newspaper,
            Some("Tidewater Group"),
        ),
        outlet("evil.example", "Evil \"Times\"", OutletKind::Blog, None),
    ])
}

/// The setting at a fixed moment.
pub(crate) fn setting<'a>(look: &'a Look, registry: &'a Registry) -> Setting<'a> {
    Setting { look, registry, now: at("2026-11-20T12:00:00Z"), form: Form::Served, mails: false }
}

pub(crate) fn evidence(article: &str, quote: &str) -> Evidence {
    Evidence {
        article: ArticleId(article.to_owned()),
        version: ArticleVersionId(format!("v-{article}")),
        part: Part::Text,
        start: 0,
        end: quote.len() as u32,
        quote: quote.to_owned(),
    }
}

pub(crate) fn said(text: &str, evidence: Vec<Evidence>) -> Judged {
    Judged {
        statement: Statement::new(text.to_owned(), evidence).unwrap(),
        judgement: Judgement { verdict: Verdict::Supported, score: 1.0, reasons: Vec::new() },
    }
}

fn report(article: &str, outlet: &str, title: &str, url: &str, time: &str, origin: &str) -> Report {
    Report {
        article: ArticleId(article.to_owned()),
        outlet: OutletId(outlet.to_owned()),
        owner: registry().find(outlet).owner_or_self().to_owned(),
        authority: 0.7,
        title: title.to_owned(),
        url: Some(url.to_owned()),
        reported: at(time),
        seen: at(time),
        origin: ArticleId(origin.to_owned()),
        relies_on: Vec::new(),
    }
}

fn reports() -> Vec<Report> {
    let wire = "https://harbour.example/ferry";
    let mut post = report(
        "c1",
        "courier.example",
        "Ferry aground, <b>all</b> safe",
        "https://courier.example/f?a=1&b=2",
        "2026-11-20T08:10:00Z",
        "w1",
    );
    post.relies_on = vec![Tie {
        to: TieTo::Outlet(OutletId("gazette.example".to_owned())),
        by: TieReason::Owner,
    }];
    let mut blog = report(
        "e1",
        "evil.example",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "2026-11-20T09:00:00Z",
        "e1",
    );
    blog.relies_on =
        vec![Tie { to: TieTo::Article(ArticleId("w1".to_owned())), by: TieReason::Attribution }];
    vec![
        report(
            "w1",
            "harbour.example",
            "Ferry runs aground off Merrow",
            wire,
            "2026-11-20T07:40:00Z",
            "w1",
        ),
        post,
        report(
            "g1",
            "gazette.example",
            "Ferry “Aurora” hits sandbank",
            "https://gazette.example/aurora#top",
            "2026-11-20T08:30:00Z",
            "g1",
        ),
        blog,
    ]
}

/// The brief about the ferry: every part of a brief, with markup and quotes in its texts.
pub(crate) fn ferry_brief() -> Brief<Judged> {
    let wire =
        || evidence("w1", "The ferry hit a sandbank at dawn on Friday, the coastguard said.");
    let gazette = || evidence("g1", "All 30 people aboard the \"Aurora\" are safe & well.");
    let blog = || evidence("e1", "</span><script>alert('31')</script>");
    Brief {
        kicker: Some("Shipping".to_owned()),
        headline: said("Ferry <Aurora> runs aground off Merrow, all safe", vec![wire()]),
        lede: vec![
            said("The ferry Aurora hit a sandbank at dawn on Friday.", vec![wire()]),
            said("All 30 aboard are safe.", vec![gazette(), wire(), evidence("g1", "All 30")]),
        ],
        sections: vec![
            Section {
                heading: Heading::Label("The rescue".to_owned()),
                sentences: vec![
                    said("Two lifeboats <i>came</i> within the hour.", vec![wire()]),
                    said("The harbour stayed open, the \"Gazette\" wrote.", vec![gazette()]),
                ],
            },
            Section {
                heading: Heading::Stating(said(
                    "Tugs are to free the ship on Saturday",
                    vec![wire()],
                )),
                sentences: vec![said("Three tugs are on their way.", vec![wire()])],
            },
        ],
        quotes: vec![Quote {
            words: said("We felt a jolt & then silence", vec![gazette()]),
            speaker: "Ada <Marlow>, passenger".to_owned(),
        }],
        disagreements: vec![Disagreement {
            about: "people aboard".to_owned(),
            sides: vec![
                said("30 people were aboard.", vec![gazette()]),
                said("31 people were aboard.", vec![blog()]),
            ],
        }],
        timeline: vec![Moment {
            date: jiff::civil::date(2026, 11, 20),
            what: said("The ferry ran aground.", vec![wire()]),
        }],
        figures: vec![Figure {
            label: "people aboard".to_owned(),
            value: said("30", vec![gazette()]),
        }],
        images: vec![
            picture("https://harbour.example/a.jpg", None),
            picture("https://evil.example/pixel.gif", Some(0)),
        ],
        writer: Writer::Extractive,
    }
}

fn picture(url: &str, section: Option<usize>) -> BriefImage {
    BriefImage {
        image: Image {
            url: url.to_owned(),
            credit: Some("Harbour Wire / J. <Reed>".to_owned()),
            caption: Some("The Aurora at \"low\" tide".to_owned()),
        },
        article: ArticleId("w1".to_owned()),
        section,
    }
}

/// A line of a history.
pub(crate) fn line(version: u32, headline: &str, state: BriefState, time: &str) -> BriefLine {
    BriefLine {
        story: StoryId("0a1b2c3d4e5f".to_owned()),
        version,
        hash: BriefHash(format!("{version:064}")),
        headline: headline.to_owned(),
        state,
        at: at(time),
        withheld: 2,
    }
}

fn withheld(text: &str, kind: ReasonKind) -> Judged {
    let mut judged = said(text, vec![evidence("w1", "The ferry hit a sandbank")]);
    judged.judgement = Judgement {
        verdict: Verdict::Unsupported,
        score: 0.1,
        reasons: vec![Reason { kind, detail: "\"400\" is not in the cited words".to_owned() }],
    };
    judged
}

fn copy_of_the_ferry(width: u32) -> ImageCopy {
    ImageCopy { object: format!("{width:064}"), width, height: width * 2 / 3 }
}

/// The ferry's brief with its history: an earlier version was reviewed, this one was not.
pub(crate) fn ferry_told() -> Told {
    let reviewed =
        Standing::Reviewed { by: "Ines <Vale>".to_owned(), at: at("2026-11-20T08:50:00Z") };
    let held = StoredImage {
        url: "https://harbour.example/a.jpg".to_owned(),
        object: "ab".repeat(32),
        media_type: "image/jpeg".to_owned(),
        width: 1200,
        height: 800,
        copies: [320, 640, 1200].map(copy_of_the_ferry).into(),
    };
    Told {
        record: BriefRecord {
            story: StoryId("0a1b2c3d4e5f".to_owned()),
            version: 2,
            hash: BriefHash(format!("{:064}", 2)),
            state: BriefState::Published(Standing::NotYetReviewed),
            at: at("2026-11-20T09:15:00Z"),
            brief: ferry_brief(),
            withheld: vec![
                withheld("Some 400 were aboard.", ReasonKind::Number),
                withheld("Captain Secret was asleep.", ReasonKind::Name),
            ],
        },
        history: vec![
            line(1, "Ferry runs aground", BriefState::Published(reviewed), "2026-11-20T08:45:00Z"),
            line(
                2,
                "Ferry <Aurora> runs aground off Merrow, all safe",
                BriefState::Published(Standing::NotYetReviewed),
                "2026-11-20T09:15:00Z",
            ),
        ],
        pictures: BTreeMap::from([(held.url.clone(), held)]),
    }
}

/// A claim with its history: version, status, whether the brief told it.
fn claim(id: &str, text: &str, places: &[&str], steps: &[(u32, ClaimStatus, bool)]) -> Claim {
    let evidence: Vec<Evidence> = places.iter().map(|place| evidence(place, text)).collect();
    let step = |(version, status, told): &(u32, ClaimStatus, bool)| ClaimStep {
        status: *status,
        told: *told,
        version: *version,
        at: at("2026-11-20T09:00:00Z"),
    };
    Claim {
        id: ClaimId(id.to_owned()),
        origins: evidence.iter().map(|place| place.article.clone()).collect(),
        statement: Statement::new(text.to_owned(), evidence).unwrap(),
        speaker: None,
        parts: ClaimParts::default(),
        independent: places.len(),
        updates: None,
        struck: false,
        ended: None,
        history: steps.iter().map(step).collect(),
    }
}

/// What the sources of the ferry's story claim: between its two versions one thing of each kind happened.
pub(crate) fn claims() -> Vec<Claim> {
    use ClaimStatus::{Confirmed, Disputed, Reported, Withdrawn};
    let hit = [(1, Reported, true), (2, Confirmed, true)];
    let gone = [(1, Reported, true), (2, Withdrawn, false)];
    let later = claim("c5", "Four tugs <are> on their way.", &["w2"], &[(2, Reported, true)]);
    let mut struck = claim("c7", "Captain Secret was asleep.", &["w4"], &[(2, Reported, true)]);
    struck.struck = true;
    vec![
        claim("c1", "The ferry hit a sandbank at dawn.", &["w1", "c1"], &hit),
        claim("c2", "30 people were aboard.", &["g1"], &[(1, Reported, true), (2, Disputed, true)]),
        claim("c3", "31 people were aboard.", &["e1"], &[(2, Disputed, true)]),
        claim("c4", "Three tugs are on their way.", &["w2"], &gone),
        Claim { updates: Some(ClaimId("c4".to_owned())), ..later },
        claim("c6", "The harbour is <closed>.", &["g2"], &gone),
        struck,
    ]
}

/// All about the ferry.
pub(crate) fn ferry() -> StoryFacts {
    let story = Story { id: StoryId("0a1b2c3d4e5f".to_owned()), reports: reports() };
    let (strays, revisions, regrouped) = (Vec::new(), Vec::new(), Vec::new());
    StoryFacts { told: ferry_told(), story, strays, revisions, regrouped, claims: claims() }
}

/// A front page that the ferry leads, followed by `others` plain stories.
pub(crate) fn front(others: usize) -> FrontFacts {
    let terms = vec![
        Term { name: "breadth".to_owned(), value: 0.5, weight: 2.0, note: None },
        Term { name: "<freshness>".to_owned(), value: 0.25, weight: 1.0, note: None },
    ];
    let fact = |told: Told| FrontFact {
        item: FrontItem {
            story: told.record.story.clone(),
            version: told.record.version,
            terms: terms.clone(),
            articles: 4,
            independent_reports: 2,
            news: None,
            names: BTreeSet::new(),
            section: None,
        },
        told,
    };
    let at = at("2026-11-20T11:00:00Z");
    let days =
        vec![times::day_of(at), jiff::civil::date(2026, 11, 18), jiff::civil::date(2026, 10, 30)];
    let items =
        std::iter::once(ferry_told()).chain((1..=others).map(plain_told)).map(fact).collect();
    FrontFacts { at, items, withdrawn: 0, days }
}

fn plain_told(number: usize) -> Told {
    let mut told = ferry_told();
    let headline = format!("Plain story number {number}");
    let words = evidence("g1", "Plain words.");
    told.record.story = StoryId(format!("{number:012}"));
    told.record.state = BriefState::Published(Standing::Reviewed {
        by: "Ines Vale".to_owned(),
        at: at("2026-11-20T10:00:00Z"),
    });
    told.record.brief.headline = said(&headline, vec![words.clone()]);
    told.record.brief.lede = vec![said("It was told in plain words.", vec![words])];
    told.record.brief.disagreements.clear();
    told.record.brief.images.clear();
    told.history = vec![line(1, &headline, told.record.state.clone(), "2026-11-20T09:00:00Z")];
    told
}

/// Two sections of an edition.
pub(crate) fn sections() -> Vec<crate::Section> {
    let section =
        |name: &str, title: &str| crate::Section { name: name.to_owned(), title: title.to_owned() };
    vec![section("policy", "Policy"), section("research", "Research & discoveries")]
}

fn listed(number: usize, day: &str, section: Option<&str>) -> ListedStory {
    ListedStory {
        story: StoryId(format!("{number:012}")),
        headline: format!("Plain <story> number {number}"),
        first_headline: format!("Plain story {number}"),
        at: at(&format!("{day}T10:00:00Z")),
        since: at(&format!("{day}T08:00:00Z")),
        latest: at(&format!("{day}T09:00:00Z")),
        articles: 3,
        independent_reports: 2,
        section: section.map(str::to_owned),
        topic: Some("Shipping".to_owned()),
    }
}

fn filed(kind: SubjectKind, title: &str) -> Filed {
    Filed { subject: Subject::named(kind, title), title: title.to_owned() }
}

/// What leads on from the ferry: one name leads to other stories, the other does not.
pub(crate) fn around() -> Around {
    Around {
        filed: vec![
            (filed(SubjectKind::Entity, "Ada <Lund>"), true),
            (filed(SubjectKind::Entity, "Aurora"), false),
            (filed(SubjectKind::Topic, "Rail"), true),
        ],
        related: vec![listed(7, "2026-11-18", None)],
    }
}

/// A section with a story on today's page and others before it.
pub(crate) fn section() -> SubjectFacts {
    let mut front = front(0).items;
    front[0].item.section = Some("policy".to_owned());
    let policy = Some("policy");
    SubjectFacts {
        subject: Subject::named(SubjectKind::Section, "policy"),
        title: "policy".to_owned(),
        days: vec![
            (jiff::civil::date(2026, 11, 9), 1),
            (jiff::civil::date(2026, 11, 17), 2),
            (jiff::civil::date(2026, 11, 20), 1),
        ],
        stories: vec![
            (
                listed(3, "2026-11-18", policy),
                Some(vec!["It was <told> in plain words.".to_owned(), "x".repeat(240)]),
            ),
            (listed(2, "2026-11-18", policy), None),
        ],
        today: front.into_iter().map(|fact| (4, fact)).collect(),
        tally: None,
    }
}

/// An outlet that was corrected once.
pub(crate) fn outlet() -> SubjectFacts {
    SubjectFacts {
        subject: Subject::named(SubjectKind::Outlet, "gazette.example"),
        title: "gazette.example".to_owned(),
        days: vec![(jiff::civil::date(2026, 11, 18), 1)],
        stories: vec![(listed(3, "2026-11-18", None), None)],
        today: Vec::new(),
        tally: Some(OutletTally {
            stories: 1,
            reports: 2,
            shared: 1,
            first: 1,
            corrections: 1,
            silent_edits: 3,
        }),
    }
}

/// Something of each kind to find.
pub(crate) fn names() -> Index {
    let line = |kind, title: &str, stories| SubjectLine {
        subject: Subject::named(kind, title),
        title: title.to_owned(),
        stories,
        latest: at("2026-11-18T09:00:00Z"),
    };
    Index {
        topics: vec![line(SubjectKind::Topic, "Shipping", 4), line(SubjectKind::Topic, "Rail", 1)],
        entities: vec![line(SubjectKind::Entity, "Ada <Lund>", 3)],
        outlets: vec![line(SubjectKind::Outlet, "gazette.example", 2)],
    }
}
