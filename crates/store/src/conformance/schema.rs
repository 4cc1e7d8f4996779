use super::samples::{accept, article, held, put, report, story, threading};
use super::{at, on_each_database};
use crate::database::{Sql, int};
use crate::{BriefState, Durability, Hold, Store, StoreError};
use news::{FrontItem, FrontPage, Standing, Withdrawal};
use std::path::Path;

const COLUMNS: Sql = Sql::Each {
    sqlite: "select t.name as table_name, c.name as column_name, lower(c.type) as type,
            case when c.\"notnull\" = 1 then 'always' else 'sometimes' end as given
        from sqlite_master t join pragma_table_info(t.name) c
        where t.type = 'table' and t.name not like 'sqlite_%' order by 1, 2",
    postgres: "select cast(table_name as text) as table_name,
            cast(column_name as text) as column_name, cast(data_type as text) as type,
            case when is_nullable = 'NO' then 'always' else 'sometimes' end as given
        from information_schema.columns where table_schema = current_schema()
        order by table_name collate \"C\", column_name collate \"C\"",
};

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let seen = std::cell::RefCell::new(Vec::new());
    on_each_database(async |store, _| {
        let rows = store.database.read("read the tables", COLUMNS, &[]).await.unwrap();
        let text = |row: &crate::database::Row, column| row.text(column).unwrap();
        let columns: Vec<String> = rows
            .iter()
            .map(|row| {
                let kind = text(row, "type").replace("bigint", "integer");
                let (table, column) = (text(row, "table_name"), text(row, "column_name"));
                format!("{table}.{column} {kind} {}", text(row, "given"))
            })
            .collect();
        assert!(columns.contains(&"jobs.order_key integer always".to_owned()), "{columns:?}");
        seen.borrow_mut().push(columns);
    })
    .await;
    let seen = seen.into_inner();
    assert_eq!(seen.first(), seen.last());
}

fn newest(store: &Store) -> u32 {
    store.database.engine().migrations().last().unwrap().version
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    on_each_database(async |store, _| {
        let newest = newest(store);
        assert_eq!(store.schema_version().await.unwrap(), newest);
        const NEWER: Sql = Sql::Both("insert into schema_version (version) values ($1)");
        let mut transaction = store.database.write("pretend").await.unwrap();
        transaction.run(NEWER, &[int(newest + 6)]).await.unwrap();
        transaction.commit().await.unwrap();
        let error = crate::database::migrate(&store.database).await.unwrap_err();
        let StoreError::TooNew { found, known, .. } = &error else { panic!("{error}") };
        assert_eq!((*found, *known), (newest + 6, newest));
        assert!(error.to_string().contains("use the newer newsloom"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn two_processes_may_open_a_new_database_at_once() {
    on_each_database(async |store, other| {
        assert_eq!(store.schema_version().await.unwrap(), newest(store));
        assert_eq!(other.schema_version().await.unwrap(), newest(store));
        const APPLIED: Sql = Sql::Both("select version from schema_version");
        let applied = store.database.read("read the versions", APPLIED, &[]).await.unwrap();
        assert_eq!(applied.len(), store.database.engine().migrations().len());
        crate::database::migrate(&store.database).await.unwrap();
        assert_eq!(other.schema_version().await.unwrap(), newest(store));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_committed_is_undone() {
    on_each_database(async |store, other| {
        const FOLLOW: Sql = Sql::Both("insert into feeds (url, outlet, due) values ('a', 'o', $1)");
        let mut transaction = store.database.write("begin and leave").await.unwrap();
        transaction.run(FOLLOW, &[int(0)]).await.unwrap();
        assert_eq!(other.feeds.list().await.unwrap(), []);
        drop(transaction);
        accept(store, &["a"]).await;
        assert_eq!(store.feeds.list().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_was_spoilt_is_named() {
    on_each_database(async |store, _| {
        accept(store, &["a"]).await;
        const SPOIL: Sql = Sql::Both("update article_versions set document = '{}'");
        let mut transaction = store.database.write("spoil").await.unwrap();
        transaction.run(SPOIL, &[]).await.unwrap();
        transaction.commit().await.unwrap();
        let version = article("a", "Nobody was hurt.").version();
        let error = store.articles.version(&version).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("article version {version}: ")), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_missing_article_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let Some(store) = sqlite(folder.path()).await else { return };
    accept(&store, &["a"]).await;
    const LOSE: Sql = Sql::Both("update articles set latest = 'gone'");
    let mut transaction = store.database.write("lose").await.unwrap();
    transaction.run(LOSE, &[]).await.unwrap();
    transaction.commit().await.unwrap();
    let wrong = store.check_integrity().await.unwrap();
    assert_eq!(wrong, ["article a: its latest version is missing"]);
}

#[tokio::test]
async fn a_full_disk_is_called_so_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let Some(store) = sqlite(folder.path()).await else { return };
    accept(&store, &["a"]).await;
    let mut transaction = store.database.write("limit the file").await.unwrap();
    transaction.script("pragma max_page_count = 60").await.unwrap();
    transaction.commit().await.unwrap();
    // SQLite ends the transaction by itself here; the connection must serve again afterwards.
    let large = article("large", &"word ".repeat(100_000));
    let error = store.articles.accept(None, &large, at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    assert_eq!(store.articles.counts().await.unwrap().articles, 1);
    accept(&store, &["b"]).await;
}

/// A store in `folder`; nothing in a build without SQLite.
async fn sqlite(folder: &Path) -> Option<Store> {
    let address = format!("sqlite:{}", folder.join("n.db").display());
    match Store::open(&address, &folder.join("objects"), Durability::Throwaway).await {
        Err(StoreError::UnknownDatabase(_)) => None,
        opened => Some(opened.unwrap()),
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().display();
    std::fs::write(folder.path().join("letter"), "Dear reader, ".repeat(1000)).unwrap();
    check(&format!("sqlite:{here}/no/n.db"), "its folder does not exist").await;
    check(&format!("sqlite://{here}"), "it is a folder: name a file").await;
    check(&format!("sqlite:{here}/letter"), "file is not a database; check").await;
    check("sqlite:", "name a file").await;
    check("sqlite::memory:", "name a file").await;
    check("postgres://ada:secret@127.0.0.1:1/x", "postgres://ada@127.0.0.1:1/x: cannot be").await;
    check("postgres://ada:secret@:x:1/x?y", "write it as postgres://USER").await;
    check("mysql://ada:secret@127.0.0.1/x", "mysql://…: no such database").await;
    check("n.db", "n.db: no such database in this build").await;
}

async fn check(address: &str, expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let Err(error) = Store::open(address, folder.path(), Durability::Throwaway).await else {
        panic!("{address} was opened");
    };
    let text = error.to_string();
    let left_out = matches!(&error, StoreError::UnknownDatabase(_));
    assert!(text.contains(expected) || left_out, "{address}: {text}");
    assert!(!format!("{error:?} {text}").contains("secret"), "{address}: {text}");
}

#[tokio::test]
async fn a_store_is_described_without_its_password() {
    on_each_database(async |store, _| {
        let described = store.describe();
        assert!(described.starts_with("sqlite:/") || described.starts_with("postgres://"));
        assert!(!described.contains("search_path"), "{described}");
    })
    .await;
}

#[tokio::test]
async fn withdrawals_of_the_first_schema_are_told_from_holds() {
    on_each_database(async |store, _| {
        for name in ["out", "waiting"] {
            let job = threading(store, &article(name, "Words."), 100).await;
            put(&*store.stories, &job, name, &report(name, 10)).await;
            let hold = Hold { by: "Ada".to_owned(), why: "wrong ship".to_owned(), at: at(7) };
            assert!(store.stories.set_hold(&story(name), Some(&hold)).await.unwrap());
            store.briefs.hold(None, &held(name, "Ferry", "wrong ship"), at(7)).await.unwrap();
        }
        let (terms, articles, independent_reports) = (Vec::new(), 1, 1);
        let (news, names) = (None, Default::default());
        let item = FrontItem {
            story: story("out"),
            version: 1,
            terms,
            articles,
            independent_reports,
            news,
            names,
            section: None,
        };
        let page = FrontPage { at: at(6), items: vec![item], below: Vec::new() };
        store.stories.save_front_page(&page).await.unwrap();
        // The columns are there already; what the migration does to the rows is done again.
        let script = store.database.engine().migrations()[1].script;
        let update = &script[script.find("update briefs").unwrap()..];
        let update = &update[..update.find(';').unwrap()];
        let mut transaction = store.database.write("migrate again").await.unwrap();
        transaction.script(update).await.unwrap();
        transaction.commit().await.unwrap();
        let state = async |name| store.briefs.history(&story(name)).await.unwrap().remove(0).state;
        let why = Some("wrong ship".to_owned());
        let withdrawal = Withdrawal { by: "Ada".to_owned(), at: at(7), why };
        assert_eq!(state("out").await, BriefState::Withdrawn(Standing::NotYetReviewed, withdrawal));
        assert!(matches!(state("waiting").await, BriefState::Held(_)));
    })
    .await;
}
