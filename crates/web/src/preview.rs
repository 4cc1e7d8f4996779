#![cfg(test)]
use crate::answer::{Document, Kind};
use crate::reading::{FrontFact, Told};
use crate::sample::*;
use crate::site::{
    front::{FrontPage, top_stories},
    story::StoryPage,
};
use askama::Template;
use news::{
    Brief, Disagreement, Evidence, Figure, FrontItem, Heading, Judged, Moment, Quote, Section,
    Standing, StoryId,
};
use std::collections::BTreeMap;
use store::*;

fn ev(a: &str, q: &str) -> Evidence {
    evidence(a, q)
}

const HEADS: [(&str, &str, &str); 14] = [
    (
        "Chips",
        "Merrow clears imports of the Halden H9 accelerator for three firms after weeks at customs",
        "The trade ministry of Merrow has cleared imports of Halden's H9 accelerator for three large firms, a wire agency reported on Thursday. Shipments had been held at customs for five weeks. More than 400,000 units are covered.",
    ),
    (
        "Energy",
        "Tidal plant at Skerry Sound goes dark for nine hours",
        "A fault in a converter stopped the tidal plant at Skerry Sound for nine hours on Wednesday. No homes lost power.",
    ),
    (
        "Health",
        "Two vaccine makers withdraw their applications on the same day",
        "Both cited the cost of a further trial. The regulator said that it had asked for none.",
    ),
    (
        "Markets",
        "Orrin Bank reports a third quarter of rising profit",
        "Profit rose to 1.2 billion crowns as lending to small firms grew, the bank said.",
    ),
    (
        "Transport",
        "Night trains between Vell and Port Asher return after eleven years",
        "The first train leaves on 2 December. A berth costs 49 crowns.",
    ),
    (
        "Science",
        "Survey finds 31 unknown species on the Halcyon shelf",
        "Most are worms and sponges; one is a fish that carries its own light.",
    ),
    (
        "Courts",
        "Court orders the port authority to publish its dredging contracts",
        "The authority has thirty days. It may still appeal.",
    ),
    (
        "Weather",
        "Storm Isbel turns north; two coastal towns stay on alert",
        "Winds of 120 km/h were measured at the lighthouse of Cape Rime.",
    ),
    (
        "Culture",
        "The Marlow library lends its last card catalogue to a museum",
        "The oak drawers hold 1.4 million cards.",
    ),
    (
        "Sport",
        "Asher United sacks its second coach this autumn",
        "The club has won one of nine matches.",
    ),
    (
        "Cities",
        "Vell bans cars from four more streets",
        "Deliveries are allowed until ten in the morning.",
    ),
    (
        "Farming",
        "Late frost takes a third of the Ardley plum harvest",
        "Growers ask for a deferral of their loans.",
    ),
    (
        "Software",
        "Outage at Cirro takes payment terminals offline for forty minutes",
        "The company blamed a certificate that had run out.",
    ),
    (
        "Space",
        "Probe to Europa sends its first picture home",
        "It shows the Earth and the Moon, two pixels apart.",
    ),
];

fn long_brief(n: usize) -> Brief<Judged> {
    let (k, h, l) = HEADS[n];
    let w = || {
        ev(
            "w1",
            "The ministry has cleared the import of H9 accelerators for three companies, two people familiar with the decision said on Thursday, after shipments were held at customs for five weeks.",
        )
    };
    let g = || ev("g1", "The approval covers about 400,000 units, worth some 9 billion crowns.");
    let e = || ev("e1", "No more than 360,000 units are part of it, a customs official said.");
    let lede: Vec<Judged> =
        l.split_inclusive(". ").map(|s| said(s.trim(), vec![w(), g()])).collect();
    let mut b = ferry_brief();
    b.kicker = Some(k.to_owned());
    b.headline = said(h, vec![w()]);
    b.lede = lede;
    if n != 0 && n != 4 && n != 5 {
        b.disagreements.clear();
    }
    b.images = if n == 0 || n == 3 || n == 4 { b.images[..1].to_vec() } else { vec![] };
    if n == 3 {
        b.images[0].image.url = "chips".into();
    }
    if n == 0 {
        b.images[0].image.caption = Some("Containers at the customs yard of Port Asher, where the shipments were held since October".into());
        b.images[0].image.credit = Some("Harbour Wire / Jonna Reed".into());
        b.sections = vec![
            Section {
                heading: Heading::Label("What was decided".into()),
                sentences: vec![
                    said(
                        "The approvals went to Orrin Cloud, Tessel and the state telecom Vellnet, according to two people familiar with the decision.",
                        vec![w()],
                    ),
                    said(
                        "The exporting country had cleared the same chips in August, under a tariff of 15 percent.",
                        vec![g(), w()],
                    ),
                    said(
                        "Customs began to hold shipments on 14 October without giving a reason.",
                        vec![w()],
                    ),
                    said(
                        "A spokeswoman of the ministry declined to comment on Thursday and referred to the law on dual-use goods.",
                        vec![g()],
                    ),
                    said(
                        "The three firms are expected to receive the first containers next week.",
                        vec![w(), e()],
                    ),
                ],
            },
            Section {
                heading: Heading::Stating(said(
                    "Halden says that licences are still being finalised",
                    vec![g()],
                )),
                sentences: vec![
                    said(
                        "Halden's chief executive, Ada Marlow, said on a visit to Vell that no orders had come in yet.",
                        vec![g()],
                    ),
                    said("She expects the paperwork to take weeks rather than months.", vec![g()]),
                ],
            },
            Section {
                heading: Heading::Label("What it may mean".into()),
                sentences: vec![
                    said("Analysts are divided.", vec![g(), e()]),
                    said(
                        "Ines Vale of Brookline Research called the approval a turning point for the country's data centres.",
                        vec![g()],
                    ),
                    said(
                        "Tor Aske of Kestrel Capital expects domestic makers to keep most of the market.",
                        vec![e()],
                    ),
                ],
            },
        ];
        b.quotes = vec![Quote {
            words: said(
                "We have no orders today, and the licences are still being finalised",
                vec![g()],
            ),
            speaker: "Ada Marlow, chief executive of Halden".into(),
        }];
        b.disagreements = vec![
            Disagreement {
                about: "units covered".into(),
                sides: vec![
                    said("About 400,000 units are covered.", vec![g()]),
                    said("No more than 360,000 units are part of the approval.", vec![e()]),
                ],
            },
            Disagreement {
                about: "value of the order".into(),
                sides: vec![
                    said("The order is worth some 9 billion crowns.", vec![g()]),
                    said(
                        "It is worth 7.4 billion crowns, the customs office estimates.",
                        vec![e()],
                    ),
                ],
            },
        ];
        b.timeline = vec![
            Moment {
                date: jiff::civil::date(2026, 8, 20),
                what: said(
                    "The exporting country clears the H9 under a tariff of 15 percent.",
                    vec![w()],
                ),
            },
            Moment {
                date: jiff::civil::date(2026, 10, 14),
                what: said("Customs begins to hold shipments at Port Asher.", vec![w()]),
            },
            Moment {
                date: jiff::civil::date(2026, 11, 19),
                what: said("Imports are approved for three firms.", vec![w(), g()]),
            },
        ];
        b.figures = vec![
            Figure {
                label: "units covered, according to the wire".into(),
                value: said("400,000", vec![g()]),
            },
            Figure {
                label: "tariff of the exporting country".into(),
                value: said("15 percent", vec![w()]),
            },
            Figure { label: "held at customs".into(), value: said("five weeks", vec![w()]) },
        ];
    }
    b
}

fn rich(n: usize) -> Told {
    let mut t = ferry_told();
    t.record.story = StoryId(format!("{n:012}"));
    t.record.brief = long_brief(n);
    let st = if n == 0 || n == 6 {
        Standing::Reviewed { by: "Ines Vale".into(), at: at("2026-11-20T10:00:00Z") }
    } else {
        Standing::NotYetReviewed
    };
    t.record.state = BriefState::Published(st);
    let img = |u: &str, o: &str, w, h| {
        (
            u.to_owned(),
            StoredImage {
                url: u.into(),
                object: o.repeat(32),
                media_type: "image/png".into(),
                width: w,
                height: h,
            },
        )
    };
    t.pictures = BTreeMap::from([
        img("https://harbour.example/a.jpg", "ab", 1200, 800),
        img("chips", "cd", 1200, 675),
    ]);
    t
}

#[test]
fn preview() {
    let mut look = look();
    look.title = "The Daily Loom".into();
    look.notice = Some("This is a demonstration. Its clock stands at 20 November 2026, 12:00 UTC; all outlets, people and companies are invented.".into());
    let reg = registry();
    let s = setting(&look, &reg);
    let fact = |n: usize| FrontFact {
        item: FrontItem {
            story: StoryId(format!("{n:012}")),
            version: 2,
            terms: front(0).items[0].item.terms.clone(),
            articles: 13 - n as u32 % 9,
            independent_reports: 4,
        },
        told: rich(n),
    };
    let mut ff = front(0);
    ff.items = (0..14).map(fact).collect();
    let mut story = ferry();
    story.told = rich(0);
    let mut files = BTreeMap::new();
    let mut put = |name: &str, html: String| {
        crate::export::filed(name, Document::new(Kind::Html, html), &mut files);
    };
    put("/index.html", FrontPage::new(&ff, None, &s).render().unwrap());
    put(
        "/story.html",
        StoryPage::new(&story, top_stories(Some(&ff), &StoryId("000000000000".into())), &s)
            .render()
            .unwrap(),
    );
    put(
        "/ferry.html",
        StoryPage::new(&ferry(), top_stories(Some(&ff), &StoryId("0".into())), &s)
            .render()
            .unwrap(),
    );
    let mut none = ff.clone();
    for i in &mut none.items {
        i.told.pictures.clear();
    }
    put(
        "/plain.html",
        FrontPage::new(&none, Some(jiff::civil::date(2026, 11, 20)), &s).render().unwrap(),
    );
    put(
        "/about.html",
        crate::site::about::AboutPage::new(
            &Counts { articles: 121, versions: 125, dropped: 8, stories: 26, published: 22 },
            17,
            &s,
        )
        .render()
        .unwrap(),
    );
    put("/empty.html", crate::site::message::no_front_page(&s).render().unwrap());
    put("/archive.html", crate::site::archive::ArchivePage::new(&ff.days, &s).render().unwrap());
    put(
        "/404.html",
        crate::site::message::failed(
            axum::http::StatusCode::NOT_FOUND,
            "There is no such page.",
            &s,
        )
        .render()
        .unwrap(),
    );
    for (n, b) in files {
        std::fs::write(format!("/tmp/pv{n}"), b).unwrap();
    }
    std::fs::create_dir_all("/tmp/pv/assets").unwrap();
    std::fs::write(
        format!("/tmp/pv{}", crate::assets::stylesheet_address()),
        crate::assets::STYLESHEET,
    )
    .unwrap();
    std::fs::write("/tmp/pv/favicon.svg", crate::assets::FAVICON).unwrap();
}
