//! The vocabularies that feeds are written in.

/// A vocabulary: what the namespace of an element means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// RSS, Atom, sitemaps and other words without a prefix.
    Core,
    /// RDF's own words.
    Rdf,
    /// Dublin Core.
    Dublin,
    /// RSS's `content:encoded`.
    Content,
    /// Media RSS.
    Media,
    /// Podcasts.
    Itunes,
    /// Google's news sitemaps.
    News,
    /// Google's image sitemaps.
    Picture,
    /// How often a feed changes (`sy:`).
    Syndication,
    /// Any other: its words are not ours, even when they sound the same.
    Other,
}

/// Parts of namespace addresses, by which they are known in all their spellings, lowercase.
const ADDRESSES: [(&str, Space); 19] = [
    ("www.w3.org/2005/atom", Space::Core),
    ("purl.org/atom/", Space::Core),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules/syndication", Space::Syndication),
    ("purl.org/rss/1.0/modules/", Space::Other),
    ("purl.org/rss/1.0", Space::Core),
    ("purl.org/net/rss1.1", Space::Core),
    ("my.netscape.com/", Space::Core),
    ("channel.netscape.com/", Space::Core),
    ("backend.userland.com/", Space::Core),
    ("blogs.law.harvard.edu/", Space::Core),
    ("sitemaps.org/schemas/sitemap/", Space::Core),
    ("22-rdf-syntax-ns", Space::Rdf),
    ("purl.org/dc/", Space::Dublin),
    ("search.yahoo.com/", Space::Media),
    ("www.itunes.com/", Space::Itunes),
    ("schemas/sitemap-news/", Space::News),
    ("schemas/sitemap-image/", Space::Picture),
    ("www.w3.org/1999/xhtml", Space::Other),
];

/// Prefixes that mean the same everywhere, for feeds that forget to declare them.
const PREFIXES: [(&str, Space); 16] = [
    ("atom", Space::Core),
    ("atom03", Space::Core),
    ("atom10", Space::Core),
    ("a10", Space::Core),
    ("rss", Space::Core),
    ("rdf", Space::Rdf),
    ("dc", Space::Dublin),
    ("dcterms", Space::Dublin),
    ("content", Space::Content),
    ("media", Space::Media),
    ("itunes", Space::Itunes),
    ("news", Space::News),
    ("image", Space::Picture),
    ("sitemap", Space::Core),
    ("n", Space::News),
    ("sy", Space::Syndication),
];

impl Space {
    /// The vocabulary of a namespace address.
    pub fn of_address(address: &str) -> Option<Space> {
        let lower = address.trim().to_ascii_lowercase();
        ADDRESSES.iter().find(|(part, _)| lower.contains(part)).map(|(_, space)| *space)
    }

    /// The vocabulary that a prefix stands for by habit.
    pub fn of_prefix(prefix: &str) -> Space {
        let known = PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix));
        known.map_or(Space::Other, |(_, space)| *space)
    }
}
