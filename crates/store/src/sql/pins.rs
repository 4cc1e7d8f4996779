use super::Archive;
use crate::database::{Row, Sql, Transaction, text, time, time_or_none};
use crate::{Pins, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{FrontPage, Pin, Pull, Shown, StoryId};
use std::collections::BTreeMap;

// The story's row is written, so that it cannot go meanwhile, and stays as it is.
const KNOWN: Sql = Sql::Both("update stories set id = id where id = $1");

const PIN: Sql = Sql::Both(
    "insert into pins (story, pull, pinned_by, pinned_at, until) values ($1, $2, $3, $4, $5)
    on conflict (story) do update set pull = excluded.pull, pinned_by = excluded.pinned_by,
        pinned_at = excluded.pinned_at, until = excluded.until",
);

const UNPIN: Sql = Sql::Both("delete from pins where story = $1");

const PINS: Sql =
    Sql::Both("select story, pull, pinned_by, pinned_at, until from pins order by story");

// News that a page has shown before stays shown since then.
const SHOW: Sql = Sql::Both(
    "insert into shown (story, since, news) values ($1, $2, $3)
    on conflict (story) do update set since = excluded.since, news = excluded.news
    where excluded.news > shown.news",
);

const SHOWN: Sql =
    Sql::Both("select story, since, news from shown where news >= $1 order by story");

#[async_trait]
impl Pins for Archive {
    async fn set_pin(&self, story: &StoryId, pin: Option<&Pin>) -> Result<bool, StoreError> {
        let mut transaction = self.database.write("pin a story").await?;
        let known = transaction.run(KNOWN, &[text(&story.0)]).await? > 0;
        match pin.filter(|_| known) {
            Some(pin) => {
                let (by, until) = (text(&pin.by), time_or_none(pin.until));
                let values = [text(&story.0), text(word(pin.pull)), by, time(pin.at), until];
                transaction.run(PIN, &values).await?
            }
            None => transaction.run(UNPIN, &[text(&story.0)]).await?,
        };
        transaction.commit().await?;
        Ok(known)
    }

    async fn pins(&self) -> Result<BTreeMap<StoryId, Pin>, StoreError> {
        let rows = self.database.read("list the pins", PINS, &[]).await?;
        rows.iter().map(pin).collect()
    }

    async fn shown(&self, since: Timestamp) -> Result<BTreeMap<StoryId, Shown>, StoreError> {
        let action = "read what was shown";
        let rows = self.database.read(action, SHOWN, &[time(since)]).await?;
        rows.iter()
            .map(|row| {
                let shown = Shown { since: row.time("since")?, news: row.time("news")? };
                Ok((StoryId(row.text("story")?), shown))
            })
            .collect()
    }
}

/// Notes since when the stories of a page have been shown as they stand there, by id: whoever else
/// does so meets them in the same order.
pub(super) async fn note_shown(
    transaction: &mut Transaction,
    page: &FrontPage,
) -> Result<(), StoreError> {
    let dated = page.items.iter().filter_map(|item| Some((&item.story.0, item.news?)));
    for (story, news) in dated.collect::<BTreeMap<_, _>>() {
        transaction.run(SHOW, &[text(story), time(page.at), time(news)]).await?;
    }
    Ok(())
}

fn word(pull: Pull) -> &'static str {
    match pull {
        Pull::Up => "up",
        Pull::Down => "down",
    }
}

fn pin(row: &Row) -> Result<(StoryId, Pin), StoreError> {
    let pull = match row.text("pull")?.as_str() {
        "up" => Pull::Up,
        "down" => Pull::Down,
        _ => return Err(row.unreadable("pull", "it is neither up nor down")),
    };
    let (at, until) = (row.time("pinned_at")?, row.time_or_none("until")?);
    Ok((StoryId(row.text("story")?), Pin { pull, by: row.text("pinned_by")?, at, until }))
}
