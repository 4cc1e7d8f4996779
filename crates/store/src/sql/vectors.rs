use super::Archive;
use crate::database::{Row, Sql, text};
use crate::{StoreError, Vector, Vectors};
use async_trait::async_trait;
use news::ArticleVersionId;

const KEEP: Sql = Sql::Both(
    "insert into vectors (version, model, numbers) values ($1, $2, $3)
    on conflict (version, model) do update set numbers = excluded.numbers",
);

const MADE: Sql =
    Sql::Both("select version, numbers from vectors where version = $1 and model = $2");

/// Steps from 0 to 1.
const STEPS: f32 = 32_767.0;

/// Hexadecimal digits of a number.
const DIGITS: usize = 4;

#[async_trait]
impl Vectors for Archive {
    async fn keep(
        &self,
        model: &str,
        made: &[(ArticleVersionId, Vector)],
    ) -> Result<(), StoreError> {
        let mut transaction = self.database.write("keep vectors").await?;
        // By version: whoever else does so meets them in the same order.
        let mut order: Vec<&(ArticleVersionId, Vector)> = made.iter().collect();
        order.sort_by_key(|(version, _)| version);
        for (version, vector) in order {
            let numbers = written(vector);
            let values = [text(&version.0), text(model), text(&numbers)];
            transaction.run(KEEP, &values).await?;
        }
        transaction.commit().await
    }

    async fn made(
        &self,
        model: &str,
        version: &ArticleVersionId,
    ) -> Result<Option<Vector>, StoreError> {
        let values = [text(&version.0), text(model)];
        let row = self.database.read_one("read a vector", MADE, &values).await?;
        row.as_ref().map(vector).transpose()
    }
}

fn written(vector: &[f32]) -> String {
    let step = |number: &f32| (number.clamp(-1.0, 1.0) * STEPS).round() as i16;
    vector.iter().map(|number| format!("{:04x}", step(number))).collect()
}

fn vector(row: &Row) -> Result<Vector, StoreError> {
    let digits = row.text("numbers")?;
    let number = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok()?;
        Some(f32::from(u16::from_str_radix(digits, 16).ok()? as i16) / STEPS)
    };
    let numbers: Option<Vector> = match digits.len() % DIGITS {
        0 => digits.as_bytes().chunks_exact(DIGITS).map(number).collect(),
        _ => None,
    };
    numbers.ok_or_else(|| row.unreadable("numbers", "it is no row of hexadecimal numbers"))
}
