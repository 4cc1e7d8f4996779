use crate::StoreError;
use crate::database::{Database, Sql};

/// Enough to see what is wrong; a broken table would otherwise fill the screen.
const SHOWN: usize = 10;

const NO_VERSION: Sql = Sql::Both(
    "select id from articles where not exists
        (select version from article_versions where version = latest) order by id limit 10",
);

const NO_ARTICLE: Sql = Sql::Both(
    "select story from reports where not exists
        (select id from articles where id = reports.article) order by story limit 10",
);

/// What the database finds wrong with itself, and rows that name others which are not there.
pub(crate) async fn check_integrity(database: &Database) -> Result<Vec<String>, StoreError> {
    let action = "check the database";
    let checked = database.engine().check().await;
    let mut wrong = checked.map_err(|error| database.failure(action, &error))?;
    wrong.truncate(SHOWN);
    for row in database.read(action, NO_VERSION, &[]).await? {
        wrong.push(format!("article {}: its latest version is missing", row.text("id")?));
    }
    for row in database.read(action, NO_ARTICLE, &[]).await? {
        wrong.push(format!("story {}: an article of it is missing", row.text("story")?));
    }
    Ok(wrong)
}
