//! What versions of briefs count, filed with each of them.

use crate::database::{Database, Row, Sql, Transaction, int, text};
use crate::{StoreError, TallyOf, rows};
use news::{Checked, ReasonKind, Tally, Writer};

const COUNT: Sql = Sql::Both(
    "insert into tallies (story, version, writer, what, amount) values ($1, $2, $3, $4, $5)",
);

// Casts, since sums of PostgreSQL are no bigint.
const ALL: Sql = Sql::Both(
    "select writer, what, cast(sum(amount) as bigint) as amount from tallies
    group by writer, what order by writer, what",
);

const PUBLISHED: Sql = Sql::Both(
    "select writer, what, cast(sum(amount) as bigint) as amount from tallies
    join (select story as told, max(version) as latest from briefs
        where state = 'published'
            and not exists (select id from stories where id = story and merged_into is not null)
        group by story) as published on story = told and version = latest
    group by writer, what order by writer, what",
);

const BRIEFS: &str = "briefs";
const WRITTEN: &str = "written";
const REPLACED: &str = "replaced";
const WITHHELD: &str = "withheld ";

/// Files what a version counts.
pub(super) async fn count(
    transaction: &mut Transaction,
    checked: &Checked,
    version: u32,
) -> Result<(), StoreError> {
    let tally = Tally::of(checked);
    let mut amounts = vec![(BRIEFS.to_owned(), tally.briefs), (WRITTEN.to_owned(), tally.written)];
    amounts.push((REPLACED.to_owned(), tally.replaced));
    let withheld = tally.withheld.iter();
    amounts.extend(withheld.map(|(kind, amount)| (format!("{WITHHELD}{}", kind.word()), *amount)));
    let writer = tally.writer.word();
    for (what, amount) in amounts.iter().filter(|(_, amount)| *amount > 0) {
        let values = [
            text(&checked.story().0),
            int(version),
            text(&writer),
            text(what),
            int(rows::stored(*amount)),
        ];
        transaction.run(COUNT, &values).await?;
    }
    Ok(())
}

/// Adds up what is counted of each writer.
pub(super) async fn read(database: &Database, of: TallyOf) -> Result<Vec<Tally>, StoreError> {
    let sql = match of {
        TallyOf::Published => PUBLISHED,
        TallyOf::All => ALL,
    };
    let mut tallies: Vec<Tally> = Vec::new();
    for row in database.read("count what was written", sql, &[]).await? {
        let word = row.text("writer")?;
        let writer = Writer::from_word(&word)
            .ok_or_else(|| row.unreadable("writer", "it is not a writer"))?;
        if tallies.last().is_none_or(|tally| tally.writer != writer) {
            tallies.push(Tally::of_nothing(writer));
        }
        if let Some(tally) = tallies.last_mut() {
            add(tally, &row)?;
        }
    }
    Ok(tallies)
}

fn add(tally: &mut Tally, row: &Row) -> Result<(), StoreError> {
    let amount: u64 = row.count("amount")?;
    match row.text("what")?.as_str() {
        BRIEFS => tally.briefs += amount,
        WRITTEN => tally.written += amount,
        REPLACED => tally.replaced += amount,
        what => {
            let kind = what.strip_prefix(WITHHELD).and_then(ReasonKind::from_word);
            let kind =
                kind.ok_or_else(|| row.unreadable("what", "it is nothing that is counted"))?;
            *tally.withheld.entry(kind).or_default() += amount;
        }
    }
    Ok(())
}
