use crate::newsroom::{Done, Newsroom};
use anyhow::Context;
use web::Source;

/// Puts the next things that changed into the search index. Safe to run twice: how far was read is written together
/// with what was read.
pub async fn index_changes(room: &Newsroom) -> anyhow::Result<Done> {
    let language = &room.settings.site.language;
    let source = Source { store: &room.store, registry: &room.registry, language };
    let done = web::catch_up(source, &room.search).await;
    done.context("could not bring the search index up to date")
}

/// Puts in all that changed. What goes wrong is said and left: the index is made from what stays, at the next turn.
pub async fn index_all(room: &Newsroom) -> anyhow::Result<()> {
    let mut all = 0;
    loop {
        match index_changes(room).await {
            Ok(0) => break,
            Ok(done) => all += done,
            Err(error) => {
                tracing::warn!(turn = "index", "{error:#}");
                break;
            }
        }
    }
    crate::newsroom::sum_up("index", all);
    Ok(())
}
