//! Who reports in the town, and what.

use super::{Told, at};
use jiff::civil::date;
use news::*;

/// The town's outlets.
pub fn registry() -> Registry {
    use OutletKind::{Blog, Broadcaster, Newspaper, Wire};
    let group = Some("Tidewater Group");
    Registry::new(vec![
        outlet("harbour.example", "Harbour Wire", Wire, None),
        outlet("gazette.example", "The Merrow Gazette", Newspaper, group),
        outlet("courier.example", "Courier & <Post>", Newspaper, group),
        outlet("radio.example", "Radio Sound", Broadcaster, None),
        outlet("quay.example", "Notes from the \"Quay\"", Blog, None),
    ])
}

fn outlet(id: &str, name: &str, kind: OutletKind, owner: Option<&str>) -> Outlet {
    Outlet {
        id: OutletId(id.to_owned()),
        name: name.to_owned(),
        domains: vec![id.to_owned()],
        kind,
        owner: owner.map(str::to_owned),
        country: Some("Merrow".to_owned()),
        authority: Some(0.6),
        is_from_memory: false,
        pictures: news::PicturePolicy::Show,
    }
}

/// The town's stories, the ferry first.
pub fn stories() -> Vec<Told> {
    let rest = REST.iter().enumerate().map(|(place, words)| short_story(place, words));
    std::iter::once(ferry()).chain(rest).collect()
}

/// Topic, headline, two sentences, what happened next.
const REST: [[&str; 4]; 13] = [
    [
        "Energy",
        "Tidal plant at Skerry Sound stands still for nine hours",
        "A fault in a converter stopped the tidal plant at Skerry Sound for nine hours.",
        "No homes lost power.",
    ],
    [
        "Health",
        "Two clinics withdraw their plans on the same day",
        "Both named the cost of a further study.",
        "The health board said that it had asked for none.",
    ],
    [
        "Markets",
        "Orrin Bank reports a third quarter of rising profit",
        "Profit rose to 1.2 billion crowns, the bank said.",
        "Lending to small firms grew most.",
    ],
    [
        "Transport",
        "Night trains between Vell and Port Asher return after eleven years",
        "The first train leaves on 2 December.",
        "A berth costs 49 crowns.",
    ],
    [
        "Science",
        "Survey finds 31 unknown species on the Halcyon shelf",
        "Most of them are worms and sponges.",
        "One is a fish that carries its own light.",
    ],
    [
        "Courts",
        "Court orders the port authority to publish its dredging contracts",
        "The authority has thirty days.",
        "It may still appeal.",
    ],
    [
        "Weather",
        "Storm Isbel turns north; two towns stay on alert",
        "Winds of 120 km/h were measured at Cape Rime.",
        "The harbour of Asher stays closed until Saturday.",
    ],
    [
        "Culture",
        "Marlow library gives its last card catalogue to a museum",
        "The oak drawers hold 1.4 million cards.",
        "The museum will show them from March.",
    ],
    [
        "Sport",
        "Asher United parts with its second coach this autumn",
        "The club has won one of nine matches.",
        "A successor has not been named.",
    ],
    [
        "Cities",
        "Vell closes four more streets to cars",
        "Deliveries are allowed until ten in the morning.",
        "Shopkeepers had asked for noon.",
    ],
    [
        "Farming",
        "Late frost takes a third of the Ardley plum harvest",
        "Growers ask for their loans to be deferred.",
        "The ministry promised an answer within a week.",
    ],
    [
        "Software",
        "Outage at Cirro stops payment terminals for forty minutes",
        "The company blamed a certificate that had run out.",
        "No payments were lost.",
    ],
    [
        "Space",
        "Probe <Lantern> sends its first picture home",
        "It shows the Earth and the Moon, two pixels apart.",
        "The next one is due in April.",
    ],
];

fn article(id: &str, outlet: &str, title: &str, text: &str, seen: &str) -> Article {
    Article {
        id: ArticleId(id.to_owned()),
        outlet: OutletId(outlet.to_owned()),
        url: Some(format!("https://{outlet}/news/{id}?from=feed&n=1")),
        title: title.to_owned(),
        text: text.to_owned(),
        byline: None,
        published: Some(SourceTime::utc(at(seen))),
        modified: None,
        language: Some("en".to_owned()),
        section: None,
        image: None,
        named_source: None,
        reserved: None,
        seen: at(seen),
    }
}

/// A statement that rests on these very words of the articles.
fn rests(text: &str, words: &[(&Article, &str)]) -> Statement {
    let evidence = words.iter().map(|(article, words)| {
        let start = article.text.find(words).unwrap();
        Evidence::of(article, Part::Text, start..start + words.len()).unwrap()
    });
    Statement::new(text.to_owned(), evidence.collect()).unwrap()
}

fn short_story(place: usize, [topic, headline, first, second]: &[&str; 4]) -> Told {
    let seen = format!("2026-11-20T{:02}:20:00Z", 10 - place % 9);
    let text = format!("{first} {second}");
    let outlets = ["gazette.example", "radio.example", "quay.example"];
    let articles: Vec<Article> = outlets
        .into_iter()
        .take(1 + place % 3)
        .map(|outlet| article(&format!("{topic}-{outlet}"), outlet, headline, &text, &seen))
        .collect();
    let all = |words| articles.iter().map(|article| (article, words)).collect::<Vec<_>>();
    let brief = Brief {
        kicker: Some(topic.to_string()),
        headline: rests(headline, &all(*first)),
        lede: vec![rests(first, &all(*first)), rests(second, &all(*second))],
        images: if place % 3 == 2 { vec![image(&articles[0], topic)] } else { Vec::new() },
        ..plain(rests(headline, &all(*first)))
    };
    let origins = (0..articles.len()).collect();
    Told { articles, brief, origins }
}

fn plain(headline: Statement) -> Brief<Statement> {
    Brief {
        kicker: None,
        headline,
        lede: Vec::new(),
        sections: Vec::new(),
        quotes: Vec::new(),
        disagreements: Vec::new(),
        timeline: Vec::new(),
        figures: Vec::new(),
        images: Vec::new(),
        writer: Writer::Extractive,
    }
}

fn image(article: &Article, name: &str) -> BriefImage {
    let image = Image {
        url: format!("https://{}/{name}.png", article.outlet),
        credit: Some("Harbour Wire / Jonna Reed".to_owned()),
        caption: Some("The sound between Merrow and Asher, seen from the \"old\" mole.".to_owned()),
    };
    BriefImage { image, article: article.id.clone(), section: None }
}

const WIRE: &str = "The ferry Aurora ran onto a sandbank off Merrow at dawn on Friday, the coastguard \
    said. All 30 people aboard were taken off by two lifeboats within the hour.\n\nThree tugs are to \
    free the ship at high water on Saturday. \"We felt a jolt, and then it was very quiet,\" said Ada \
    Marlow, a passenger. The bank was charted in 1987.";
const GAZETTE: &str = "The shipping line counted 31 people aboard the Aurora, crew and passengers. The \
    line will carry its passengers by bus until Monday. Tides had moved the bank by 200 metres, said \
    Tor Aske, a pilot.";

fn ferry_articles() -> Vec<Article> {
    vec![
        article(
            "w1",
            "harbour.example",
            "Ferry runs aground off Merrow",
            WIRE,
            "2026-11-20T06:40:00Z",
        ),
        article(
            "c1",
            "courier.example",
            "<b>Ferry</b> aground, all are safe",
            WIRE,
            "2026-11-20T07:10:00Z",
        ),
        article(
            "r1",
            "radio.example",
            "Aurora on a sandbank, passengers safe",
            WIRE,
            "2026-11-20T07:25:00Z",
        ),
        article(
            "g1",
            "gazette.example",
            "Line counts 31 aboard stranded ferry",
            GAZETTE,
            "2026-11-20T08:30:00Z",
        ),
    ]
}

const AGROUND: &str = "The ferry Aurora ran onto a sandbank off Merrow at dawn on Friday";
const TUGS: &str = "Three tugs are to free the ship at high water on Saturday.";
const CHARTED: &str = "The bank was charted in 1987.";

/// The town's lead story: a wire report that others reprint, and one that differs from it.
pub fn ferry() -> Told {
    let articles = ferry_articles();
    let (wire, gazette) = (&articles[0], &articles[3]);
    let all_30 = "All 30 people aboard were taken off by two lifeboats within the hour.";
    let headline = "Ferry <Aurora> runs aground off Merrow; all aboard are safe";
    let brief = Brief {
        kicker: Some("Shipping".to_owned()),
        lede: vec![
            rests(&format!("{AGROUND}, the coastguard said."), &[(wire, AGROUND)]),
            rests(all_30, &[(wire, all_30), (gazette, "people aboard the Aurora")]),
        ],
        sections: ferry_sections(wire, gazette),
        quotes: vec![ferry_quote(wire)],
        disagreements: vec![ferry_disagreement(wire, gazette)],
        timeline: ferry_timeline(wire),
        figures: ferry_figures(wire, gazette),
        images: vec![image(wire, "ferry")],
        ..plain(rests(headline, &[(wire, AGROUND)]))
    };
    Told { articles, brief, origins: vec![0, 0, 0, 3] }
}

fn ferry_quote(wire: &Article) -> Quote<Statement> {
    let said = "\"We felt a jolt, and then it was very quiet,\" said Ada Marlow, a passenger.";
    Quote {
        words: rests("We felt a jolt, and then it was very quiet", &[(wire, said)]),
        speaker: "Ada Marlow, a passenger".to_owned(),
    }
}

fn ferry_disagreement(wire: &Article, gazette: &Article) -> Disagreement<Statement> {
    let counted = "The shipping line counted 31 people aboard the Aurora";
    Disagreement {
        about: "people aboard".to_owned(),
        sides: vec![
            rests("30 people were aboard.", &[(wire, "All 30 people aboard")]),
            rests("The shipping line counted 31 people aboard.", &[(gazette, counted)]),
        ],
    }
}

fn ferry_timeline(wire: &Article) -> Vec<Moment<Statement>> {
    let moment = |day, what, words| Moment {
        date: date(2026, 11, day),
        what: rests(what, &[(wire, words)]),
    };
    vec![
        moment(20, "The ferry runs aground at dawn.", AGROUND),
        moment(21, "Three tugs are to free the ship.", TUGS),
    ]
}

fn ferry_figures(wire: &Article, gazette: &Article) -> Vec<Figure<Statement>> {
    let figure = |label: &str, value| Figure { label: label.to_owned(), value };
    let moved = "Tides had moved the bank by 200 metres";
    vec![
        figure("moved by the tides", rests("200 metres", &[(gazette, moved)])),
        figure("year in which the bank was charted", rests("1987", &[(wire, CHARTED)])),
    ]
}

fn ferry_sections(wire: &Article, gazette: &Article) -> Vec<Section<Statement>> {
    let buses = "The line will carry its passengers by bus until Monday.";
    let tides = "Tides had moved the bank by 200 metres, said Tor Aske, a pilot.";
    vec![
        Section {
            heading: Heading::Stating(rests(
                "Three tugs are to free the ship on Saturday",
                &[(wire, TUGS)],
            )),
            sentences: vec![rests(TUGS, &[(wire, TUGS)]), rests(buses, &[(gazette, buses)])],
        },
        Section {
            heading: Heading::Label("Background".to_owned()),
            sentences: vec![
                rests(CHARTED, &[(wire, CHARTED)]),
                rests(tides, &[(gazette, tides)]),
                rests("A whale was seen nearby.", &[(wire, CHARTED)]),
            ],
        },
    ]
}
