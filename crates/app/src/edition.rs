//! What an edition lets through, as its settings say and its desk taught it.

use crate::topics;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::{Choice, Registry};
use pipeline::publish::Layout;
use pipeline::screen::topic::{Lesson, RECALL, Topic};
use pipeline::screen::{Rules, Screen};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{LearnedTopic, Store};

/// Choices that are learned from at most, the latest: enough for any desk, and a minute's work.
const MOST_LESSONS: u32 = 20_000;

/// The screen of an edition, as far as it has learned.
pub struct Edition {
    rules: Rules,
    registry: Arc<Registry>,
    screen: Arc<Screen>,
    /// When what the screen knows was learned, and from how many choices; none when it only knows the settings.
    learned: Option<(Timestamp, u64)>,
}

impl Edition {
    /// What the settings say, with what the desk has taught so far.
    pub async fn open(
        store: &Store,
        rules: &Rules,
        registry: &Arc<Registry>,
    ) -> anyhow::Result<Edition> {
        let learned = newest(store, rules).await?;
        let mut edition = Edition {
            rules: rules.clone(),
            registry: registry.clone(),
            screen: Arc::new(Screen::new(rules, described(rules)?, registry)?),
            learned: None,
        };
        edition.take_over(learned)?;
        Ok(edition)
    }

    /// The screen.
    pub fn screen(&self) -> Arc<Screen> {
        self.screen.clone()
    }

    /// Learns anew when the desk has chosen often enough since the last time, and takes over what another process
    /// learned meanwhile.
    pub async fn keep_up(&mut self, store: &Store, now: Timestamp) -> anyhow::Result<()> {
        let Some(before) = described(&self.rules)? else { return Ok(()) };
        let newest = newest(store, &self.rules).await?;
        let known = newest.as_ref().map_or(0, |topic| topic.choices);
        let choices = store.screenings.count_choices().await?;
        let fresh = choices.saturating_sub(known);
        if self.rules.train_after == 0 || fresh < u64::from(self.rules.train_after) {
            return self.take_over(newest);
        }
        let at = now.max(newest.map_or(now, |topic| topic.at));
        match learn(store, before, at).await {
            Ok(learned) => {
                tracing::info!("learned the topic anew from the desk's {choices} choices");
                self.take_over(Some(learned))
            }
            // One kind of choice teaches nothing; the next choice may be of the other kind.
            Err(reason) => {
                tracing::debug!("nothing was learned: {reason:#}");
                Ok(())
            }
        }
    }

    fn take_over(&mut self, learned: Option<LearnedTopic>) -> anyhow::Result<()> {
        let Some(learned) = learned else { return Ok(()) };
        let known = Some((learned.at, learned.choices));
        if self.learned == known {
            return Ok(());
        }
        let topic =
            Topic::read(&learned.document).context("the topic that was learned is broken")?;
        self.screen = Arc::new(Screen::new(&self.rules, Some(topic), &self.registry)?);
        self.learned = known;
        Ok(())
    }
}

/// The topic that the settings describe: one that ships with the program, one in their own words, or both.
pub fn described(rules: &Rules) -> anyhow::Result<Option<Topic>> {
    let Rules { topic, query, examples, .. } = rules;
    match topics::shipped(topic)? {
        Some(topic) => Ok(Some(topic.with(query, examples))),
        None if topic.is_empty() => Ok(Topic::described(query, examples)),
        None => bail!("screen.topic: there is no topic {topic:?}"),
    }
}

/// The sections that the edition's topic has, in the order of the layout; none for an edition without any.
pub fn sections(rules: &Rules, layout: &Layout) -> anyhow::Result<Vec<(String, String)>> {
    let Some(topic) = described(rules)? else { return Ok(Vec::new()) };
    let known: BTreeSet<&str> = topic.sections().collect();
    let named = layout.named_sections().into_iter();
    Ok(named.filter(|(name, _)| known.contains(name.as_str())).collect())
}

/// Learns from the desk's choices and keeps the result.
pub async fn train(store: &Store, rules: &Rules, at: Timestamp) -> anyhow::Result<Topic> {
    let Some(before) = described(rules)? else {
        bail!(
            "the edition is about everything, so there is nothing to learn; \
             set `topic`, `query` or `examples` in the section [screen]"
        );
    };
    let learned = learn(store, before, at).await?;
    Topic::read(&learned.document).context("the topic that was learned is broken")
}

async fn newest(store: &Store, rules: &Rules) -> anyhow::Result<Option<LearnedTopic>> {
    let Some(topic) = described(rules)? else { return Ok(None) };
    Ok(store.screenings.topic(&topic.description()).await?)
}

async fn learn(store: &Store, before: Topic, at: Timestamp) -> anyhow::Result<LearnedTopic> {
    let choices = store.screenings.count_choices().await?;
    let listed = store.screenings.choices(MOST_LESSONS).await?;
    let lesson = |(chosen, article): (store::ArticleChoice, news::Article)| Lesson {
        article,
        belongs: chosen.choice == Choice::Keep,
        section: None,
        weight: 1.0,
        stands_for: 1.0,
        group: None,
    };
    let lessons: Vec<Lesson> = listed.into_iter().map(lesson).collect();
    let moment = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let taught = move || before.taught(&lessons, RECALL, "the desk", &moment);
    let topic = tokio::task::spawn_blocking(taught).await.context("learning broke off")??;
    let (description, document) = (topic.description(), topic.write()?);
    let learned = LearnedTopic { description, at, choices, document };
    store.screenings.keep_topic(&learned).await?;
    Ok(learned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Article, ArticleId, OutletId};
    use store::{ArticleChoice, Durability};

    const DECISIONS: [(&str, Choice); 6] = [
        ("Wind farm sold for a billion", Choice::Keep),
        ("Turbine maker's profit falls", Choice::Keep),
        ("New blade bends like a wing", Choice::Keep),
        ("Wind farm trail reopens for hikers", Choice::Kill),
        ("Hikers lost near wind farm", Choice::Kill),
        ("Hikers camp beside turbine", Choice::Kill),
    ];

    fn rules() -> Rules {
        let query = ["wind farm", "turbine"].map(str::to_owned).to_vec();
        Rules { query, train_after: 6, ..Rules::none() }
    }

    fn article(title: &str) -> Article {
        Article {
            id: ArticleId(title.to_owned()),
            outlet: OutletId("harbour.example".to_owned()),
            url: None,
            title: title.to_owned(),
            text: String::new(),
            byline: None,
            published: None,
            modified: None,
            language: None,
            section: None,
            image: None,
            named_source: None,
            reserved: None,
            seen: Timestamp::UNIX_EPOCH,
        }
    }

    async fn choose(store: &Store, title: &str, choice: Choice) {
        let article = article(title);
        store.articles.accept(None, &article, article.seen).await.expect("it is new");
        let (by, why) = ("Ada".to_owned(), None);
        let choice = ArticleChoice { article: article.id, choice, by, why, at: article.seen };
        store.screenings.choose(&choice).await.expect("it is there");
    }

    #[tokio::test]
    async fn an_edition_learns_by_itself_and_from_others() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = format!("sqlite:{}", folder.path().join("n.db").display());
        let store = Store::open(&database, folder.path(), Durability::Throwaway).await;
        let store = store.expect("the folder is ours");
        let registry = Arc::new(Registry::default());
        let open = || async { Edition::open(&store, &rules(), &registry).await.expect("sound") };
        let (mut one, mut other) = (open().await, open().await);
        let keeps = |edition: &Edition| {
            edition.screen().screen(&article("Hikers march to wind farm")).is_kept()
        };
        for (place, (title, choice)) in DECISIONS.into_iter().enumerate() {
            one.keep_up(&store, Timestamp::UNIX_EPOCH).await.expect("the store is there");
            assert!(keeps(&one), "after {place} decisions");
            choose(&store, title, choice).await;
        }
        one.keep_up(&store, Timestamp::UNIX_EPOCH).await.expect("the store is there");
        assert!(!keeps(&one));
        assert!(keeps(&other));
        other.keep_up(&store, Timestamp::UNIX_EPOCH).await.expect("the store is there");
        assert!(!keeps(&other));
        assert!(!keeps(&open().await));
        let topic = train(&store, &rules(), Timestamp::UNIX_EPOCH).await.expect("both kinds");
        assert_eq!(topic.learned().len(), 1);
    }

    #[tokio::test]
    async fn an_edition_about_everything_has_nothing_to_learn() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = format!("sqlite:{}", folder.path().join("n.db").display());
        let store = Store::open(&database, folder.path(), Durability::Throwaway).await;
        let store = store.expect("the folder is ours");
        let error = train(&store, &Rules::none(), Timestamp::UNIX_EPOCH).await.err();
        assert!(error.is_some_and(|error| error.to_string().contains("set `topic`")));
    }
}
