//! What an edition lets through, as its settings say and its desk taught it.

use crate::topics;
use anyhow::{Context, bail};
use jiff::Timestamp;
use news::{Choice, Registry};
use pipeline::screen::topic::{Lesson, Topic};
use pipeline::screen::{Rules, Screen};
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
    let taught = move || before.taught(&lessons, "the desk", &at.to_string());
    let topic = tokio::task::spawn_blocking(taught).await.context("learning broke off")??;
    let (description, document) = (topic.description(), topic.write()?);
    let learned = LearnedTopic { description, at, choices, document };
    store.screenings.keep_topic(&learned).await?;
    Ok(learned)
}
