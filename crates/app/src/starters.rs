//! The starter lists of feeds, compiled in.

/// A list of feeds to start an instance with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// The word for it on the command line.
    pub word: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// The shipped topic that an edition of these feeds is about; none for everything that they bring.
    pub topic: Option<&'static str>,
    /// The list, as OPML.
    pub opml: &'static str,
}

/// All of them; the first is the one of an instance that names none.
pub const STARTERS: [Starter; 9] = [
    Starter {
        word: "ai",
        about: "artificial intelligence",
        topic: Some("ai"),
        opml: include_str!("../../../data/starters/ai.opml"),
    },
    Starter {
        word: "technology",
        about: "companies, devices, open source",
        topic: None,
        opml: include_str!("../../../data/starters/technology.opml"),
    },
    Starter {
        word: "world",
        about: "news of the world, in English",
        topic: None,
        opml: include_str!("../../../data/starters/world.opml"),
    },
    Starter {
        word: "science",
        about: "physics, medicine, space, climate",
        topic: None,
        opml: include_str!("../../../data/starters/science.opml"),
    },
    Starter {
        word: "business",
        about: "economy, energy, central banks",
        topic: None,
        opml: include_str!("../../../data/starters/business.opml"),
    },
    Starter {
        word: "climate",
        about: "climate and energy",
        topic: None,
        opml: include_str!("../../../data/starters/climate.opml"),
    },
    Starter {
        word: "security",
        about: "cybersecurity and privacy",
        topic: None,
        opml: include_str!("../../../data/starters/security.opml"),
    },
    Starter {
        word: "europe",
        about: "Europe, in English",
        topic: None,
        opml: include_str!("../../../data/starters/europe.opml"),
    },
    Starter {
        word: "middle-east",
        about: "the Middle East, in English",
        topic: None,
        opml: include_str!("../../../data/starters/middle-east.opml"),
    },
];

/// The starter of this word; the error lists them.
pub fn find(word: &str) -> Result<Starter, String> {
    let found = STARTERS.iter().find(|starter| starter.word.eq_ignore_ascii_case(word));
    found
        .copied()
        .ok_or_else(|| format!("there are {}", STARTERS.map(|starter| starter.word).join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::feeds::outlet_of;
    use crate::{opml, registry};
    use news::Registry;

    #[test]
    fn every_starter_is_a_list_of_feeds_whose_outlets_are_known() {
        let registry = Registry::new(registry::known().expect("the list is valid"));
        for starter in STARTERS {
            let feeds = opml::read(starter.opml.as_bytes()).expect(starter.word);
            assert!((30..=120).contains(&feeds.len()), "{}: {}", starter.word, feeds.len());
            assert!(starter.opml.contains("MIT licence, Copyright (c) 2024 Kagi Search"));
            for feed in feeds {
                let outlet = outlet_of(&feed.url, &registry).expect("its address is one");
                assert!(registry.known(&outlet.0).is_some(), "{}: {}", starter.word, feed.url);
            }
        }
    }

    #[test]
    fn an_unknown_starter_is_answered_with_those_there_are() {
        assert_eq!(find("World").map(|starter| starter.word), Ok("world"));
        assert_eq!(
            find("sport").expect_err("there is none"),
            "there are ai, technology, world, science, business, climate, security, europe, middle-east"
        );
    }
}
