use super::jobs::{self, Opening};
use super::stories::lock_name;
use super::{Archive, changes, directory, publications, tallies};
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time, time_or_none};
use crate::rows::{self, BriefRow, JudgedRow};
use crate::{
    BriefLine, BriefRecord, BriefState, Briefs, Job, OutLine, PublicationKind, Stage, StoreError,
    TallyOf,
};
use async_trait::async_trait;
use jiff::Timestamp;
use news::{Approved, BriefHash, Checked, Held, Judged, Standing, StoryId, Tally, Withdrawal};
use std::collections::BTreeSet;

const LATEST_OF: Sql = Sql::Both(
    "select story, version, hash, state, reviewed_by from briefs where story = $1
    order by version desc limit 1",
);

const FILE: Sql = Sql::Both(
    "insert into briefs (story, version, hash, state, held_reason, reviewed_by, reviewed_at, at,
        headline, withheld_count, document, withheld)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);

const PUBLISH_HELD: Sql = Sql::Both(
    "update briefs set state = 'published', held_reason = null, withdrawn_by = null,
        withdrawn_at = null, withdrawn_why = null, reviewed_by = $3, reviewed_at = $4, at = $5
    where story = $1 and version = $2",
);

const REVIEW: Sql = Sql::Both(
    "update briefs set reviewed_by = $3, reviewed_at = $4 where story = $1 and version = $2",
);

const RENEW_REASON: Sql = Sql::Both(
    "update briefs set held_reason = $3 where story = $1 and version = $2 and state = 'held'",
);

// All of them: were only the latest taken off, the one before it would come back.
const WITHDRAW: Sql = Sql::Both(
    "update briefs set state = 'withdrawn', withdrawn_by = $2, withdrawn_at = $3, withdrawn_why = $4
    where story = $1 and state = 'published'",
);

const OUT: Sql = Sql::Both(
    "select version from briefs where story = $1 and state = 'published' order by version desc limit 1",
);

const IMAGE: Sql = Sql::Both("select url from images where url = $1");

const PUBLISHED: Sql = Sql::Both(
    "select story, version, hash, state, held_reason, withdrawn_by, withdrawn_at, withdrawn_why,
        reviewed_by, reviewed_at, at, document, withheld from briefs where story = $1 and state = 'published'
    order by version desc limit 1",
);

const VERSION: Sql = Sql::Both(
    "select story, version, hash, state, held_reason, withdrawn_by, withdrawn_at, withdrawn_why,
        reviewed_by, reviewed_at, at, document, withheld from briefs where story = $1 and version = $2",
);

const HISTORY: Sql = Sql::Both(
    "select story, version, hash, state, held_reason, withdrawn_by, withdrawn_at, withdrawn_why,
        reviewed_by, reviewed_at, at, headline, withheld_count from briefs where story = $1 order by version",
);

const LATEST: Sql = Sql::Both(
    "select story, version, hash, state, held_reason, withdrawn_by, withdrawn_at, withdrawn_why,
        reviewed_by, reviewed_at, at, headline, withheld_count from briefs
    where version = (select max(version) from briefs as other where other.story = briefs.story)
        and not exists (select id from stories where id = story and merged_into is not null)
    order by at desc, story",
);

const ALL_PUBLISHED: Sql = Sql::Both(
    "select story, version, hash, state, held_reason, withdrawn_by, withdrawn_at, withdrawn_why,
        reviewed_by, reviewed_at, at, headline, withheld_count from briefs
    where state = 'published' and version = (select max(version) from briefs as other
        where other.story = briefs.story and other.state = 'published')
        and not exists (select id from stories where id = story and merged_into is not null)
    order by story",
);

const COUNT_OUT: Sql = Sql::Both(
    "select count(distinct story) as stories from briefs where state = 'published'
        and not exists (select id from stories where id = story and merged_into is not null)",
);

const OUT_PAGE: Sql = Sql::Both(
    "select latest.story, latest.headline, latest.at, first.headline as first_headline,
        first.at as first_at
    from briefs as latest join briefs as first on first.story = latest.story
        and first.version = (select min(version) from briefs as other
            where other.story = latest.story and other.state in ('published', 'withdrawn'))
    where latest.state = 'published' and latest.version = (select max(version) from briefs as other
            where other.story = latest.story and other.state = 'published')
        and not exists (select id from stories where id = latest.story and merged_into is not null)
    order by latest.story limit $1 offset $2",
);

const OUT_SINCE: Sql = Sql::Both(
    "select latest.story, latest.headline, latest.at, first.headline as first_headline,
        first.at as first_at
    from briefs as latest join briefs as first on first.story = latest.story
        and first.version = (select min(version) from briefs as other
            where other.story = latest.story and other.state in ('published', 'withdrawn'))
    where latest.state = 'published' and latest.at >= $1 and first.at >= $1
        and latest.version = (select max(version) from briefs as other
            where other.story = latest.story and other.state = 'published')
        and not exists (select id from stories where id = latest.story and merged_into is not null)
    order by first.at desc, latest.story limit $2",
);

const WITHDRAWN: Sql = Sql::Both(
    "select story, version, hash, state, held_reason, withdrawn_by, withdrawn_at, withdrawn_why,
        reviewed_by, reviewed_at, at, headline, withheld_count from briefs
    where state = 'withdrawn' and version = (select max(version) from briefs as other
            where other.story = briefs.story and other.state = 'withdrawn')
        and not exists (select story from briefs as other
            where other.story = briefs.story and other.state = 'published')
    order by withdrawn_at desc, story limit $1",
);

/// Addresses of images that are longer are not fetched: PostgreSQL cannot index more than some 2,700
/// bytes, and no browser or sitemap promises to take more than about 2,000.
const IMAGE_URL_LIMIT_BYTES: usize = 2_000;

#[async_trait]
impl Briefs for Archive {
    async fn publish(
        &self,
        job: Option<&Job>,
        approved: &Approved,
        at: Timestamp,
    ) -> Result<u32, StoreError> {
        let checked = approved.checked();
        let state = Filed::Published(approved.standing());
        let mut transaction = self.begin("publish a brief", job, checked.story()).await?;
        let latest = latest(&mut transaction, checked.story()).await?;
        let came_out = came_out(&mut transaction, checked.story()).await?;
        let (version, kind) = match latest.as_ref().filter(|l| l.hash == approved.hash().0) {
            Some(same) => {
                let story = checked.story();
                let again = publish_again(&mut transaction, story, same, approved, at).await?;
                (same.version, again.map(|again| again.unwrap_or(came_out)))
            }
            None => {
                let version = file(&mut transaction, checked, latest.as_ref(), state, at).await?;
                (version, Some(came_out))
            }
        };
        open_media(&mut transaction, checked, at).await?;
        directory::set_out(&mut transaction, checked.story(), true).await?;
        changes::note_stories(&mut transaction, [checked.story()]).await?;
        if let Some(kind) = kind {
            publications::note(&mut transaction, checked.story(), version, kind, at).await?;
        }
        transaction.commit().await?;
        Ok(version)
    }

    async fn hold(&self, job: Option<&Job>, held: &Held, at: Timestamp) -> Result<u32, StoreError> {
        let checked = &held.checked;
        let reason = held.reason.to_string();
        let mut transaction = self.begin("hold a brief", job, checked.story()).await?;
        let latest = latest(&mut transaction, checked.story()).await?;
        let same =
            |latest: &&Latest| latest.hash == checked.hash().0 && latest.state != "published";
        let version = match latest.as_ref().filter(same) {
            Some(same) => {
                let values = [text(&checked.story().0), int(same.version), text(&reason)];
                transaction.run(RENEW_REASON, &values).await?;
                same.version
            }
            None => {
                let state = Filed::Held(&reason);
                file(&mut transaction, checked, latest.as_ref(), state, at).await?
            }
        };
        transaction.commit().await?;
        Ok(version)
    }

    async fn withdraw(&self, story: &StoryId, withdrawal: &Withdrawal) -> Result<bool, StoreError> {
        let mut transaction = self.begin("withdraw a brief", None, story).await?;
        let Withdrawal { by, at, why } = withdrawal;
        let values = [text(&story.0), text(by), time(*at), text_or_none(why.as_deref())];
        let out = transaction.row(OUT, &[text(&story.0)]).await?;
        let withdrawn = transaction.run(WITHDRAW, &values).await?;
        directory::set_out(&mut transaction, story, false).await?;
        changes::note_stories(&mut transaction, [story]).await?;
        if let Some(row) = out {
            let (version, kind) = (row.count("version")?, PublicationKind::Withdrawn);
            publications::note(&mut transaction, story, version, kind, *at).await?;
        }
        transaction.commit().await?;
        Ok(withdrawn > 0)
    }

    async fn published(&self, story: &StoryId) -> Result<Option<BriefRecord>, StoreError> {
        let row = self.database.read_one("read a brief", PUBLISHED, &[text(&story.0)]).await?;
        row.as_ref().map(record).transpose()
    }

    async fn version(
        &self,
        story: &StoryId,
        version: u32,
    ) -> Result<Option<BriefRecord>, StoreError> {
        let values = [text(&story.0), int(version)];
        let row = self.database.read_one("read a brief", VERSION, &values).await?;
        row.as_ref().map(record).transpose()
    }

    async fn history(&self, story: &StoryId) -> Result<Vec<BriefLine>, StoreError> {
        let values = [text(&story.0)];
        let rows = self.database.read("list a brief's versions", HISTORY, &values).await?;
        rows.iter().map(line).collect()
    }

    async fn latest(&self) -> Result<Vec<BriefLine>, StoreError> {
        let rows = self.database.read("list the briefs", LATEST, &[]).await?;
        rows.iter().map(line).collect()
    }

    async fn withdrawn(&self, limit: u32) -> Result<Vec<BriefLine>, StoreError> {
        let rows = self.database.read("list what was withdrawn", WITHDRAWN, &[int(limit)]).await?;
        rows.iter().map(line).collect()
    }

    async fn all_published(&self) -> Result<Vec<BriefLine>, StoreError> {
        let rows = self.database.read("list what is published", ALL_PUBLISHED, &[]).await?;
        rows.iter().map(line).collect()
    }

    async fn count_out(&self) -> Result<u64, StoreError> {
        let row = self.database.read_one("count what is out", COUNT_OUT, &[]).await?;
        row.map_or(Ok(0), |row| row.count("stories"))
    }

    async fn out(&self, skip: u64, limit: u32) -> Result<Vec<OutLine>, StoreError> {
        let values = [int(limit), int(i64::try_from(skip).unwrap_or(i64::MAX))];
        let rows = self.database.read("list what is out", OUT_PAGE, &values).await?;
        rows.iter().map(out_line).collect()
    }

    async fn out_since(&self, since: Timestamp, limit: u32) -> Result<Vec<OutLine>, StoreError> {
        let values = [time(since), int(limit)];
        let rows = self.database.read("list what came out", OUT_SINCE, &values).await?;
        rows.iter().map(out_line).collect()
    }

    async fn tallies(&self, of: TallyOf) -> Result<Vec<Tally>, StoreError> {
        tallies::read(&self.database, of).await
    }
}

impl Archive {
    /// Begins a change to a story's briefs and ends the job that it came from.
    async fn begin(
        &self,
        action: &'static str,
        job: Option<&Job>,
        story: &StoryId,
    ) -> Result<Transaction, StoreError> {
        let mut transaction = self.database.write(action).await?;
        transaction.lock(&lock_name(&story.0)).await?;
        if let Some(job) = job
            && jobs::finish(&mut transaction, job).await?.is_none()
        {
            let (stage, subject) = (job.stage.word(), job.subject.clone());
            return Err(StoreError::LeaseLost { stage, subject });
        }
        Ok(transaction)
    }
}

/// What matters of the latest version when another one comes.
struct Latest {
    version: u32,
    hash: String,
    state: String,
    is_reviewed: bool,
}

async fn latest(
    transaction: &mut Transaction,
    story: &StoryId,
) -> Result<Option<Latest>, StoreError> {
    let Some(row) = transaction.row(LATEST_OF, &[text(&story.0)]).await? else { return Ok(None) };
    Ok(Some(Latest {
        version: row.count("version")?,
        hash: row.text("hash")?,
        state: row.text("state")?,
        is_reviewed: row.text_or_none("reviewed_by")?.is_some(),
    }))
}

/// What a new version is filed as; withdrawn is only what was out before.
enum Filed<'a> {
    Published(&'a Standing),
    Held(&'a str),
}

/// Files a version that says something new.
async fn file(
    transaction: &mut Transaction,
    checked: &Checked,
    latest: Option<&Latest>,
    state: Filed<'_>,
    at: Timestamp,
) -> Result<u32, StoreError> {
    let version = latest.map_or(1, |latest| latest.version + 1);
    let (word, reason, standing) = match state {
        Filed::Published(standing) => ("published", None, Some(standing)),
        Filed::Held(reason) => ("held", Some(reason), None),
    };
    let (by, reviewed_at) = review(standing);
    let failed = checked.withheld().iter().chain(checked.set_aside());
    let withheld: Vec<JudgedRow> = failed.map(JudgedRow::from).collect();
    let hash = checked.hash();
    let document = rows::written(&BriefRow::from(checked.brief()))?;
    let withheld_document = rows::written(&withheld)?;
    let values = [
        text(&checked.story().0),
        int(version),
        text(&hash.0),
        text(word),
        text_or_none(reason),
        text_or_none(by),
        time_or_none(reviewed_at),
        time(at),
        text(checked.brief().headline.statement.text()),
        int(i64::try_from(withheld.len()).unwrap_or(i64::MAX)),
        text(&document),
        text(&withheld_document),
    ];
    transaction.run(FILE, &values).await?;
    tallies::count(transaction, checked, version).await?;
    Ok(version)
}

/// What it is before readers when a version comes out now.
async fn came_out(
    transaction: &mut Transaction,
    story: &StoryId,
) -> Result<PublicationKind, StoreError> {
    let out = transaction.row(OUT, &[text(&story.0)]).await?;
    Ok(out.map_or(PublicationKind::Published, |_| PublicationKind::Updated))
}

/// Publishes the latest version, which says the same, or records a review that it does not have yet. None when
/// nothing changed; else what it is before readers, where it does not just come out.
async fn publish_again(
    transaction: &mut Transaction,
    story: &StoryId,
    same: &Latest,
    approved: &Approved,
    at: Timestamp,
) -> Result<Option<Option<PublicationKind>>, StoreError> {
    let (by, reviewed_at) = review(Some(approved.standing()));
    let (story, version) = (text(&story.0), int(same.version));
    if same.state != "published" {
        let values = [story, version, text_or_none(by), time_or_none(reviewed_at), time(at)];
        transaction.run(PUBLISH_HELD, &values).await?;
        return Ok(Some(None));
    } else if by.is_some() && !same.is_reviewed {
        let values = [story, version, text_or_none(by), time_or_none(reviewed_at)];
        transaction.run(REVIEW, &values).await?;
        return Ok(Some(Some(PublicationKind::Reviewed)));
    }
    Ok(None)
}

/// Who reviewed, and when.
fn review(standing: Option<&Standing>) -> (Option<&str>, Option<Timestamp>) {
    match standing {
        Some(Standing::Reviewed { by, at }) => (Some(by), Some(*at)),
        Some(Standing::NotYetReviewed) | None => (None, None),
    }
}

/// Opens a job for each image that we do not hold yet.
async fn open_media(
    transaction: &mut Transaction,
    checked: &Checked,
    at: Timestamp,
) -> Result<(), StoreError> {
    // By address, so that two briefs with the same pictures never wait for each other.
    let urls: BTreeSet<&str> =
        checked.brief().images.iter().map(|image| image.image.url.as_str()).collect();
    for url in urls.into_iter().filter(|url| url.len() <= IMAGE_URL_LIMIT_BYTES) {
        if transaction.row(IMAGE, &[text(url)]).await?.is_some() {
            continue;
        }
        let (input, order_key) = (news::digest(&[url.as_bytes()]), at.as_microsecond());
        let media =
            Opening { stage: Stage::Media, subject: url, input: &input, due: at, order_key };
        jobs::open(transaction, &media).await?;
    }
    Ok(())
}

fn record(row: &Row) -> Result<BriefRecord, StoreError> {
    let story = row.text("story")?;
    let version: u32 = row.count("version")?;
    let what = format!("brief {version} of story {story}");
    let unreadable = |why: String| StoreError::Unreadable { what: what.clone(), why };
    let brief: BriefRow = rows::read(&what, &row.text("document")?)?;
    let withheld: Vec<JudgedRow> = rows::read(&what, &row.text("withheld")?)?;
    Ok(BriefRecord {
        story: StoryId(story),
        version,
        hash: BriefHash(row.text("hash")?),
        state: state(row)?,
        at: row.time("at")?,
        brief: brief.try_into().map_err(unreadable)?,
        withheld: withheld
            .into_iter()
            .map(Judged::try_from)
            .collect::<Result<_, _>>()
            .map_err(unreadable)?,
    })
}

fn line(row: &Row) -> Result<BriefLine, StoreError> {
    Ok(BriefLine {
        story: StoryId(row.text("story")?),
        version: row.count("version")?,
        hash: BriefHash(row.text("hash")?),
        headline: row.text("headline")?,
        state: state(row)?,
        at: row.time("at")?,
        withheld: row.count("withheld_count")?,
    })
}

fn out_line(row: &Row) -> Result<OutLine, StoreError> {
    Ok(OutLine {
        story: StoryId(row.text("story")?),
        headline: row.text("headline")?,
        at: row.time("at")?,
        first_headline: row.text("first_headline")?,
        first_at: row.time("first_at")?,
    })
}

fn state(row: &Row) -> Result<BriefState, StoreError> {
    match row.text("state")?.as_str() {
        "held" => Ok(BriefState::Held(row.text_or_none("held_reason")?.unwrap_or_default())),
        "published" => Ok(BriefState::Published(standing(row)?)),
        "withdrawn" => Ok(BriefState::Withdrawn(standing(row)?, withdrawal(row)?)),
        _ => Err(row.unreadable("state", "it is not a state of a brief")),
    }
}

fn standing(row: &Row) -> Result<Standing, StoreError> {
    Ok(match row.text_or_none("reviewed_by")? {
        Some(by) => Standing::Reviewed { by, at: row.time("reviewed_at")? },
        None => Standing::NotYetReviewed,
    })
}

fn withdrawal(row: &Row) -> Result<Withdrawal, StoreError> {
    Ok(Withdrawal {
        by: row.text("withdrawn_by")?,
        at: row.time("withdrawn_at")?,
        why: row.text_or_none("withdrawn_why")?,
    })
}
