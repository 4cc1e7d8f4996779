use super::{Archive, jobs};
use crate::database::{Row, Sql, int, text};
use crate::{ImageCopy, Job, Media, Settled, StoreError, StoredImage};
use async_trait::async_trait;

const SAVE: Sql = Sql::Both(
    "insert into images (url, object, media_type, width, height) values ($1, $2, $3, $4, $5)
    on conflict (url) do update set object = excluded.object, media_type = excluded.media_type,
        width = excluded.width, height = excluded.height",
);

const SAVE_COPY: Sql = Sql::Both(
    "insert into image_copies (original, width, height, object) values ($1, $2, $3, $4)
    on conflict (original, width) do update set height = excluded.height, object = excluded.object",
);

// A row for each copy, or one without.
const BY_URL: Sql = Sql::Both(
    "select i.url, i.object, i.media_type, i.width, i.height,
        c.width as copy_width, c.height as copy_height, c.object as copy_object
    from images i left join image_copies c on c.original = i.object
    where i.url = $1 order by c.width",
);

// Several addresses may give the same picture; the first stands for all.
const BY_OBJECT: Sql = Sql::Both(
    "select i.url, i.object, i.media_type, i.width, i.height,
        c.width as copy_width, c.height as copy_height, c.object as copy_object
    from images i left join image_copies c on c.original = i.object
    where i.url = (select min(url) from images where object = $1) order by c.width",
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
        for copy in &image.copies {
            let size = (int(copy.width), int(copy.height));
            let values = [text(&image.object), size.0, size.1, text(&copy.object)];
            transaction.run(SAVE_COPY, &values).await?;
        }
        transaction.commit().await?;
        Ok(Settled::Done)
    }

    async fn by_url(&self, url: &str) -> Result<Option<StoredImage>, StoreError> {
        image(&self.database.read("find an image", BY_URL, &[text(url)]).await?)
    }

    async fn by_object(&self, object: &str) -> Result<Option<StoredImage>, StoreError> {
        image(&self.database.read("find an image", BY_OBJECT, &[text(object)]).await?)
    }
}

/// The image of these rows, all of one image.
fn image(rows: &[Row]) -> Result<Option<StoredImage>, StoreError> {
    let Some(row) = rows.first() else { return Ok(None) };
    let copies = rows.iter().filter_map(|row| copy(row).transpose());
    Ok(Some(StoredImage {
        url: row.text("url")?,
        object: row.text("object")?,
        media_type: row.text("media_type")?,
        width: row.count("width")?,
        height: row.count("height")?,
        copies: copies.collect::<Result<_, _>>()?,
    }))
}

fn copy(row: &Row) -> Result<Option<ImageCopy>, StoreError> {
    let Some(object) = row.text_or_none("copy_object")? else { return Ok(None) };
    let (width, height) = (row.count("copy_width")?, row.count("copy_height")?);
    Ok(Some(ImageCopy { object, width, height }))
}
