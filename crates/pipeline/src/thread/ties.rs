//! What a report relies on without sharing text: outlets that it names, links to, or has an owner with.

use super::origins::{full_name, wire_named};
use super::terms::long_key;
use super::{Threader, attribution};
use news::{Article, ArticleId, OutletId, StoryId, Tie, TieReason, TieTo};
use std::collections::BTreeSet;

impl Threader {
    /// What the article relies on without sharing text.
    pub(super) fn ties(&self, article: &Article, story: &StoryId, origin: &ArticleId) -> Vec<Tie> {
        let mut ties = BTreeSet::new();
        let named = attribution::attributed_to(&article.text, &self.names);
        let find = |mark| self.names.find(mark).or_else(|| self.names.find(full_name(mark)));
        let wires = wire_named(&article.text).and_then(find);
        for outlet in named.into_iter().chain(wires) {
            ties.insert(Tie { to: TieTo::Outlet(outlet), by: TieReason::Attribution });
        }
        for outlet in self.linked(article) {
            ties.insert(Tie { to: TieTo::Outlet(outlet), by: TieReason::Link });
        }
        ties.extend(
            self.same_address(article)
                .filter(|other| other != origin)
                .map(|other| Tie { to: TieTo::Article(other), by: TieReason::Link }),
        );
        ties.extend(
            self.sibling(article, story)
                .map(|sibling| Tie { to: TieTo::Outlet(sibling), by: TieReason::Owner }),
        );
        ties.retain(|tie| tie.to != TieTo::Outlet(article.outlet.clone()));
        ties.into_iter().collect()
    }

    /// The publisher that the entry names as its source, and the one whose site its address is on.
    fn linked(&self, article: &Article) -> Vec<OutletId> {
        let named = article.named_source.as_deref();
        let source =
            named.map(|name| self.names.find(name).unwrap_or_else(|| OutletId(name.to_owned())));
        let host = article.url.as_deref().and_then(|url| self.names.host_of(url));
        if source.is_none() && host.is_none() {
            return Vec::new();
        }
        let own = self.names.find(&article.outlet.0);
        // Only where the registry knows both: an unknown outlet may well publish on a host of many.
        let host = host.filter(|_| own.is_some());
        source.into_iter().chain(host).filter(|outlet| own.as_ref() != Some(outlet)).collect()
    }

    fn same_address(&self, article: &Article) -> impl Iterator<Item = ArticleId> {
        let print = article.url.as_deref().and_then(|url| self.addresses.get(&long_key(url)));
        let other = print.and_then(|print| self.placed.get(*print));
        other.filter(|placed| placed.id != article.id).map(|placed| placed.id.clone()).into_iter()
    }

    fn sibling(&self, article: &Article, story: &StoryId) -> Option<OutletId> {
        let owner = self.names.owner(&article.outlet)?;
        let slot = self.slots.get(&long_key(&story.0))?;
        self.stories.get(*slot)?.sibling(owner, &article.outlet).cloned()
    }
}
