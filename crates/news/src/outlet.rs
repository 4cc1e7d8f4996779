use crate::OutletId;
use std::collections::{BTreeMap, BTreeSet};

/// What sort of publisher an outlet is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutletKind {
    /// A news agency whose reports others reprint.
    Wire,
    /// A newspaper, printed or not.
    #[default]
    Newspaper,
    /// A magazine.
    Magazine,
    /// Radio or television.
    Broadcaster,
    /// Journalism for one trade.
    TradePress,
    /// A person or a small group.
    Blog,
    /// A company or body speaking of itself.
    PrimarySource,
    /// A service that spreads what others say of themselves.
    PressRelease,
    /// A research institute, journal or preprint server.
    Research,
    /// A government or an authority.
    Government,
}

impl OutletKind {
    /// Every kind with the word used for it in files and on pages.
    pub const ALL: [(OutletKind, &'static str); 10] = [
        (OutletKind::Wire, "wire"),
        (OutletKind::Newspaper, "newspaper"),
        (OutletKind::Magazine, "magazine"),
        (OutletKind::Broadcaster, "broadcaster"),
        (OutletKind::TradePress, "trade press"),
        (OutletKind::Blog, "blog"),
        (OutletKind::PrimarySource, "primary source"),
        (OutletKind::PressRelease, "press release"),
        (OutletKind::Research, "research"),
        (OutletKind::Government, "government"),
    ];

    /// The word for this kind.
    pub fn word(self) -> &'static str {
        OutletKind::ALL.iter().find(|(kind, _)| *kind == self).map_or("newspaper", |(_, word)| word)
    }

    /// The kind that `word` names.
    pub fn from_word(word: &str) -> Option<OutletKind> {
        OutletKind::ALL.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }
}

/// How much of an outlet's pictures readers may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PicturePolicy {
    /// At every width that we make.
    #[default]
    Show,
    /// At the smallest width alone.
    Thumbnail,
    /// Not at all, nor are they fetched.
    Never,
}

impl PicturePolicy {
    /// Every policy with the word used for it in files.
    pub const ALL: [(PicturePolicy, &'static str); 3] = [
        (PicturePolicy::Show, "show"),
        (PicturePolicy::Thumbnail, "thumbnail"),
        (PicturePolicy::Never, "never"),
    ];

    /// The word for this policy.
    pub fn word(self) -> &'static str {
        let mut all = PicturePolicy::ALL.iter();
        all.find(|(policy, _)| *policy == self).map_or("show", |(_, word)| word)
    }

    /// The policy that `word` names.
    pub fn from_word(word: &str) -> Option<PicturePolicy> {
        let mut all = PicturePolicy::ALL.iter();
        all.find(|(_, name)| *name == word).map(|(policy, _)| *policy)
    }
}

/// A publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlet {
    /// Its main domain where known.
    pub id: OutletId,
    /// The name readers know it by.
    pub name: String,
    /// All domains it publishes on, lowercase, without `www.`.
    pub domains: Vec<String>,
    /// What sort of publisher it is.
    pub kind: OutletKind,
    /// Who controls it, when that is another than itself.
    pub owner: Option<String>,
    /// Country name or ISO code, as the registry gives it.
    pub country: Option<String>,
    /// How much its word weighs in ranking, from 0 to 1, where somebody judged it.
    pub authority: Option<f64>,
    /// Whether these facts were written down from memory, and no list was seen that has them.
    pub is_from_memory: bool,
    /// How much of its pictures may be shown.
    pub pictures: PicturePolicy,
}

/// The authority of an outlet that nobody judged: the middle, so that it neither lifts a report nor lowers it.
pub const MIDDLE_AUTHORITY: f64 = 0.5;

impl Outlet {
    /// An outlet of which only the name or domain is known.
    pub fn unknown(name: &str) -> Outlet {
        Outlet {
            id: OutletId(name.to_owned()),
            name: name.to_owned(),
            domains: Vec::new(),
            kind: OutletKind::default(),
            owner: None,
            country: None,
            authority: None,
            is_from_memory: false,
            pictures: PicturePolicy::default(),
        }
    }

    /// How much its word weighs in ranking: as judged, else the middle.
    pub fn authority_or_middle(&self) -> f64 {
        self.authority.unwrap_or(MIDDLE_AUTHORITY)
    }

    /// Who answers for what it prints: its owner, or else itself.
    pub fn owner_or_self(&self) -> &str {
        self.owner.as_deref().unwrap_or(&self.id.0)
    }
}

/// The outlets we know something about, found by id, name or domain.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    outlets: Vec<Outlet>,
    by_key: BTreeMap<String, usize>,
}

impl Registry {
    /// Builds the registry; of two outlets that claim one key the later wins.
    pub fn new(mut outlets: Vec<Outlet>) -> Registry {
        name_owners(&mut outlets);
        let mut by_key = BTreeMap::new();
        for (place, outlet) in outlets.iter().enumerate() {
            for key in [&outlet.id.0, &outlet.name].into_iter().chain(&outlet.domains) {
                by_key.insert(key.to_lowercase(), place);
            }
        }
        Registry { outlets, by_key }
    }

    /// The outlet known under this id, name or domain (a subdomain finds its parent), else one of
    /// which only that is known.
    pub fn find(&self, key: &str) -> Outlet {
        self.known(key).cloned().unwrap_or_else(|| Outlet::unknown(key))
    }

    /// The outlet known under this id, name or domain.
    pub fn known(&self, key: &str) -> Option<&Outlet> {
        let lower = key.to_lowercase();
        let mut rest = lower.strip_prefix("www.").unwrap_or(&lower);
        loop {
            if let Some(place) = self.by_key.get(rest) {
                return self.outlets.get(*place);
            }
            // Only names with a dot are domains whose parent may be known.
            rest = rest.split_once('.').map(|(_, parent)| parent).filter(|p| p.contains('.'))?;
        }
    }

    /// The outlet that publishes on a host: the known one, else one of which only the site is known, so
    /// that `feeds.example.org` and `www.example.org` are one.
    pub fn of_host(&self, host: &str) -> Outlet {
        let lower = host.to_lowercase();
        self.known(&lower).cloned().unwrap_or_else(|| Outlet::unknown(crate::site_of(&lower)))
    }

    /// Whether pictures of some outlets may not be shown at every width.
    pub fn limits_pictures(&self) -> bool {
        self.outlets.iter().any(|outlet| outlet.pictures != PicturePolicy::Show)
    }

    /// All outlets, in the order given.
    pub fn outlets(&self) -> &[Outlet] {
        &self.outlets
    }
}

/// An outlet that owns others is its own owner by the name under which it owns them, so that it and they
/// count as one.
fn name_owners(outlets: &mut [Outlet]) {
    let owners: BTreeSet<String> =
        outlets.iter().filter_map(|outlet| outlet.owner.clone()).collect();
    for outlet in outlets.iter_mut().filter(|outlet| outlet.owner.is_none()) {
        outlet.owner = owners.get(&outlet.name).cloned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_are_found_by_any_name() {
        let mut gazette = Outlet::unknown("gazette.example");
        gazette.name = "The Gazette".to_owned();
        gazette.domains = vec!["gazette.example".to_owned(), "gaz.test".to_owned()];
        let registry = Registry::new(vec![gazette]);
        for key in ["gazette.example", "THE GAZETTE", "www.gaz.test", "news.gaz.test"] {
            assert_eq!(registry.find(key).name, "The Gazette", "{key}");
        }
        assert_eq!(registry.find("other.test").name, "other.test");
        assert!(registry.known("test").is_none());
        assert_eq!(registry.of_host("Feeds.Gaz.test").name, "The Gazette");
        assert_eq!(registry.of_host("feeds.Other.test").id, registry.of_host("www.other.test").id);
    }

    #[test]
    fn an_outlet_that_owns_others_counts_as_one_with_them() {
        let owned = |name: &str, owner: Option<&str>| Outlet {
            owner: owner.map(str::to_owned),
            ..Outlet::unknown(name)
        };
        let registry = Registry::new(vec![
            owned("Harbour Agency", None),
            owned("Harbour TV", Some("Harbour Agency")),
            owned("The Gazette", None),
        ]);
        let owner = |name: &str| registry.find(name).owner_or_self().to_owned();
        assert_eq!(owner("Harbour Agency"), owner("Harbour TV"));
        assert_eq!(owner("The Gazette"), "The Gazette");
        assert_eq!(registry.find("The Gazette").owner, None);
    }
}
