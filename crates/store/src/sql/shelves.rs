use super::{Archive, feeds};
use crate::database::{Row, Sql, int, text_or_none};
use crate::{Shelf, Shelved, Shelves, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use news::FeedId;
use std::collections::BTreeMap;

const SHELVE: Sql = Sql::Both(
    "insert into feed_shelves (feed, folder, site) values ($1, $2, $3)
    on conflict (feed) do update set folder = coalesce(excluded.folder, feed_shelves.folder),
        site = coalesce(excluded.site, feed_shelves.site)",
);

const SHELVES: Sql = Sql::Both("select feed, folder, site from feed_shelves order by feed");

#[async_trait]
impl Shelves for Archive {
    async fn follow_all(&self, feeds: &[Shelved], due: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.database.write("follow feeds").await?;
        // Feeds are numbered in the order of the list, so two imports may want the same rows in
        // different orders: the second waits here for the first.
        transaction.lock("newsloom feeds").await?;
        let mut new = 0;
        for Shelved { feed, shelf } in feeds {
            let (id, is_new) = feeds::follow(&mut transaction, feed, due).await?;
            new += u64::from(is_new);
            if *shelf != Shelf::default() {
                let folder = text_or_none(shelf.folder.as_deref());
                let values = [int(id.0), folder, text_or_none(shelf.site.as_deref())];
                transaction.run(SHELVE, &values).await?;
            }
        }
        transaction.commit().await?;
        Ok(new)
    }

    async fn shelves(&self) -> Result<BTreeMap<FeedId, Shelf>, StoreError> {
        let rows = self.database.read("list the places of feeds", SHELVES, &[]).await?;
        rows.iter().map(shelf).collect()
    }
}

fn shelf(row: &Row) -> Result<(FeedId, Shelf), StoreError> {
    let shelf = Shelf { folder: row.text_or_none("folder")?, site: row.text_or_none("site")? };
    Ok((FeedId(row.int("feed")?), shelf))
}
