use super::{Archive, jobs};
use crate::database::{Row, Sql, int, text};
use crate::{Job, Media, Settled, StoreError, StoredImage};
use async_trait::async_trait;

const SAVE: Sql = Sql::Both(
    "insert into images (url, object, media_type, width, height) values ($1, $2, $3, $4, $5)
    on conflict (url) do update set object = excluded.object, media_type = excluded.media_type,
        width = excluded.width, height = excluded.height",
);

const BY_URL: Sql =
    Sql::Both("select url, object, media_type, width, height from images where url = $1");

// Several addresses may give the same picture; the first stands for all.
const BY_OBJECT: Sql = Sql::Both(
    "select url, object, media_type, width, height from images where object = $1
    order by url limit 1",
);

#[async_trait]
impl Media for Archive {
    async fn save_image(&self, job: &Job, image: &StoredImage) -> Result<Settled, StoreError> {
        let mut transaction = self.database.write("keep an image").await?;
        if jobs::finish(&mut transaction, job).await?.is_none() {
            return Ok(Settled::LeaseLost);
        }
        let values = [
            text(&image.url),
            text(&image.object),
            text(&image.media_type),
            int(image.width),
            int(image.height),
        ];
        transaction.run(SAVE, &values).await?;
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn by_url(&self, url: &str) -> Result<Option<StoredImage>, StoreError> {
        let row = self.database.read_one("find an image", BY_URL, &[text(url)]).await?;
        row.as_ref().map(image).transpose()
    }

    async fn by_object(&self, object: &str) -> Result<Option<StoredImage>, StoreError> {
        let row = self.database.read_one("find an image", BY_OBJECT, &[text(object)]).await?;
        row.as_ref().map(image).transpose()
    }
}

fn image(row: &Row) -> Result<StoredImage, StoreError> {
    Ok(StoredImage {
        url: row.text("url")?,
        object: row.text("object")?,
        media_type: row.text("media_type")?,
        width: row.count("width")?,
        height: row.count("height")?,
    })
}
