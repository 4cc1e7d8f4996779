use super::stories::lock_name;
use super::{Archive, changes};
use crate::database::{Row, Sql, Transaction, int, text, text_or_none, time};
use crate::{Coverage, Directory, Filed, ListedStory, OutletTally, StoreError, SubjectLine};
use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use news::{Listing, OutletId, OutletPart, StoryId, Subject, SubjectKind};
use std::collections::BTreeMap;

const FILE: Sql = Sql::Both(
    "insert into directory (story, since, latest, articles, independent_reports, section, topic)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (story) do update set since = excluded.since, latest = excluded.latest,
        articles = excluded.articles, independent_reports = excluded.independent_reports,
        section = excluded.section, topic = excluded.topic",
);

const FORGET_SUBJECTS: Sql = Sql::Both("delete from subjects where story = $1");

const FILE_UNDER: Sql = Sql::Both(
    "insert into subjects (kind, key, story, title, place, latest, day, is_out)
    values ($1, $2, $3, $4, $5, $6, $7, (select count(distinct story) from briefs
        where briefs.story = $3 and state = 'published'))
    on conflict (kind, key, story) do nothing",
);

const FORGET_OUTLETS: Sql = Sql::Both("delete from story_outlets where story = $1");

const FILE_OUTLET: Sql = Sql::Both(
    "insert into story_outlets (outlet, story, reports, is_shared, was_first, corrections, silent_edits)
    values ($1, $2, $3, $4, $5, $6, $7)",
);

const UNLISTED: Sql = Sql::Both(
    "select distinct story from briefs where state = 'published'
        and not exists (select story from directory where directory.story = briefs.story)
        and exists (select story from reports where reports.story = briefs.story)
    order by story limit $1",
);

const LISTED: Sql = Sql::Both(
    "select directory.story, headline, at, since, directory.latest, articles, independent_reports,
        section, topic, (select headline from briefs as first
            where first.story = briefs.story and first.state in ('published', 'withdrawn')
            order by version limit 1) as first_headline
    from subjects join directory on directory.story = subjects.story
        join briefs on briefs.story = subjects.story and state = 'published'
            and version = (select max(version) from briefs as other
                where other.story = subjects.story and other.state = 'published')
    where kind = $1 and key = $2 and is_out = 1
        and exists (select story from reports where reports.story = subjects.story)
    order by subjects.latest desc, subjects.story desc limit $3",
);

const LISTED_STORY: Sql = Sql::Both(
    "select directory.story, headline, at, since, latest, articles, independent_reports,
        section, topic, (select headline from briefs as first
            where first.story = briefs.story and first.state in ('published', 'withdrawn')
            order by version limit 1) as first_headline
    from directory join briefs on briefs.story = directory.story and state = 'published'
    where directory.story = $1
        and exists (select story from reports where reports.story = directory.story)
    order by version desc limit 1",
);

// Small letters come after capitals: a name is told quietly where one of the latest stories does.
const TITLE: Sql = Sql::Both(
    "select max(title) as title from (
        select title from subjects where kind = $1 and key = $2 and is_out = 1
        order by latest desc, story desc limit 100) as recent",
);

const DAYS: Sql = Sql::Both(
    "select day, count(*) as stories from subjects where kind = $1 and key = $2 and is_out = 1
    group by day order by day",
);

const FILED: Sql =
    Sql::Both("select kind, key, title from subjects where story = $1 order by kind, place, key");

const OTHERS: Sql = Sql::Both(
    "select story, latest from subjects
    where kind = $1 and key = $2 and is_out = 1 and story <> $3
        and exists (select story from reports where reports.story = subjects.story)
    order by latest desc, story desc limit $4",
);

// Over the latest rows alone: all of them took seconds with 100,000 stories.
const SUBJECTS: Sql = Sql::Both(
    "select key, max(title) as title, count(*) as stories, max(latest) as latest from (
        select key, title, latest from subjects where kind = $1 and is_out = 1
        order by latest desc, story desc limit 5000) as recent
    group by key having count(*) >= $2 order by count(*) desc, max(latest) desc, key limit $3",
);

// What is published is told of in lists, as long as it is.
const SET_OUT: Sql = Sql::Both("update subjects set is_out = $2 where story = $1");

const SECTIONS: Sql =
    Sql::Both("select story, section from directory where section is not null and latest >= $1");

// Casts, since sums of PostgreSQL are no bigint.
const OUTLET: Sql = Sql::Both(
    "select count(*) as stories,
        cast(coalesce(sum(reports), 0) as bigint) as reports,
        cast(coalesce(sum(is_shared), 0) as bigint) as shared,
        cast(coalesce(sum(was_first), 0) as bigint) as first,
        cast(coalesce(sum(corrections), 0) as bigint) as corrections,
        cast(coalesce(sum(silent_edits), 0) as bigint) as silent_edits
    from story_outlets where outlet = $1",
);

#[async_trait]
impl Directory for Archive {
    async fn list(&self, listing: &Listing) -> Result<(), StoreError> {
        let mut transaction = self.database.write("file a story").await?;
        let story = text(&listing.story.0);
        transaction.lock(&lock_name(&listing.story.0)).await?;
        let values = [
            story.clone(),
            time(listing.since),
            time(listing.latest),
            int(listing.articles),
            int(listing.independent_reports),
            text_or_none(listing.section.as_deref()),
            text_or_none(listing.topic.as_deref()),
        ];
        transaction.run(FILE, &values).await?;
        transaction.run(FORGET_SUBJECTS, std::slice::from_ref(&story)).await?;
        for (place, filed) in (1..).zip(filed_under(listing)) {
            file_under(&mut transaction, listing, place, &filed).await?;
        }
        transaction.run(FORGET_OUTLETS, std::slice::from_ref(&story)).await?;
        for part in &listing.outlets {
            file_outlet(&mut transaction, &listing.story, part).await?;
        }
        changes::note_stories(&mut transaction, [&listing.story]).await?;
        transaction.commit().await
    }

    async fn unlisted(&self, limit: u32) -> Result<Vec<StoryId>, StoreError> {
        let rows = self.database.read("find stories to file", UNLISTED, &[int(limit)]).await?;
        rows.iter().map(|row| row.text("story").map(StoryId)).collect()
    }

    async fn listed(&self, subject: &Subject, limit: u32) -> Result<Vec<ListedStory>, StoreError> {
        let values = [text(subject.kind.word()), text(&subject.key), int(limit)];
        let rows = self.database.read("list the stories of a subject", LISTED, &values).await?;
        rows.iter().map(listed).collect()
    }

    async fn listed_story(&self, story: &StoryId) -> Result<Option<ListedStory>, StoreError> {
        let values = [text(&story.0)];
        let action = "read where a story is filed";
        let row = self.database.read_one(action, LISTED_STORY, &values).await?;
        row.as_ref().map(listed).transpose()
    }

    async fn coverage(&self, subject: &Subject) -> Result<Option<Coverage>, StoreError> {
        let values = [text(subject.kind.word()), text(&subject.key)];
        let action = "count the stories of a subject";
        let row = self.database.read_one(action, TITLE, &values).await?;
        let title = row.map_or(Ok(None), |row| row.text_or_none("title"))?;
        let Some(title) = title else { return Ok(None) };
        let rows = self.database.read(action, DAYS, &values).await?;
        let days = rows.iter().map(|row| Ok((day(row)?, row.count("stories")?)));
        let days = days.collect::<Result<_, StoreError>>()?;
        Ok(Some(Coverage { title, days }))
    }

    async fn filed(&self, story: &StoryId) -> Result<Vec<Filed>, StoreError> {
        let action = "read what a story is filed under";
        let rows = self.database.read(action, FILED, &[text(&story.0)]).await?;
        rows.iter()
            .map(|row| {
                let word = row.text("kind")?;
                let kind = SubjectKind::from_word(&word)
                    .ok_or_else(|| row.unreadable("kind", "it is not a kind of subject"))?;
                let subject = Subject { kind, key: row.text("key")? };
                Ok(Filed { subject, title: row.text("title")? })
            })
            .collect()
    }

    async fn others(
        &self,
        subject: &Subject,
        but: &StoryId,
        limit: u32,
    ) -> Result<Vec<(StoryId, Timestamp)>, StoreError> {
        let values = [text(subject.kind.word()), text(&subject.key), text(&but.0), int(limit)];
        let rows = self.database.read("find other stories of a subject", OTHERS, &values).await?;
        rows.iter().map(|row| Ok((StoryId(row.text("story")?), row.time("latest")?))).collect()
    }

    async fn subjects(
        &self,
        kind: SubjectKind,
        least: u32,
        limit: u32,
    ) -> Result<Vec<SubjectLine>, StoreError> {
        let values = [text(kind.word()), int(least), int(limit)];
        let rows = self.database.read("list the subjects", SUBJECTS, &values).await?;
        rows.iter()
            .map(|row| {
                Ok(SubjectLine {
                    subject: Subject { kind, key: row.text("key")? },
                    title: row.text("title")?,
                    stories: row.count("stories")?,
                    latest: row.time("latest")?,
                })
            })
            .collect()
    }

    async fn sections(&self, since: Timestamp) -> Result<BTreeMap<StoryId, String>, StoreError> {
        let rows = self.database.read("read the sections", SECTIONS, &[time(since)]).await?;
        rows.iter().map(|row| Ok((StoryId(row.text("story")?), row.text("section")?))).collect()
    }

    async fn outlet(&self, outlet: &OutletId) -> Result<OutletTally, StoreError> {
        let values = [text(&outlet.0)];
        let row = self.database.read_one("count what an outlet did", OUTLET, &values).await?;
        let Some(row) = row else { return Ok(OutletTally::default()) };
        Ok(OutletTally {
            stories: row.count("stories")?,
            reports: row.count("reports")?,
            shared: row.count("shared")?,
            first: row.count("first")?,
            corrections: row.count("corrections")?,
            silent_edits: row.count("silent_edits")?,
        })
    }
}

/// Notes whether a story is published, for the lists.
pub(super) async fn set_out(
    transaction: &mut Transaction,
    story: &StoryId,
    is_out: bool,
) -> Result<(), StoreError> {
    transaction.run(SET_OUT, &[text(&story.0), int(is_out)]).await.map(drop)
}

/// All that a listing is found under, the chief ones of each kind first.
fn filed_under(listing: &Listing) -> Vec<Filed> {
    use SubjectKind::{Entity, Outlet, Section, Topic};
    let of =
        |kind, title: &str| Filed { subject: Subject::named(kind, title), title: title.to_owned() };
    let mut all: Vec<Filed> = Vec::new();
    all.extend(listing.section.iter().map(|section| of(Section, section)));
    all.extend(listing.topic.iter().map(|topic| of(Topic, topic)));
    all.extend(listing.entities.iter().map(|entity| of(Entity, &entity.name)));
    all.extend(listing.outlets.iter().map(|part| of(Outlet, &part.outlet.0)));
    all
}

async fn file_under(
    transaction: &mut Transaction,
    listing: &Listing,
    place: u32,
    filed: &Filed,
) -> Result<(), StoreError> {
    let values = [
        text(filed.subject.kind.word()),
        text(&filed.subject.key),
        text(&listing.story.0),
        text(&filed.title),
        int(place),
        time(listing.latest),
        int(listing.since.as_second().div_euclid(86_400)),
    ];
    transaction.run(FILE_UNDER, &values).await.map(drop)
}

async fn file_outlet(
    transaction: &mut Transaction,
    story: &StoryId,
    part: &OutletPart,
) -> Result<(), StoreError> {
    let values = [
        text(&part.outlet.0),
        text(&story.0),
        int(part.reports),
        int(part.is_shared),
        int(part.was_first),
        int(part.corrections),
        int(part.silent_edits),
    ];
    transaction.run(FILE_OUTLET, &values).await.map(drop)
}

pub(super) fn listed(row: &Row) -> Result<ListedStory, StoreError> {
    let headline = row.text("headline")?;
    Ok(ListedStory {
        story: StoryId(row.text("story")?),
        first_headline: row.text_or_none("first_headline")?.unwrap_or_else(|| headline.clone()),
        headline,
        at: row.time("at")?,
        since: row.time("since")?,
        latest: row.time("latest")?,
        articles: row.count("articles")?,
        independent_reports: row.count("independent_reports")?,
        section: row.text_or_none("section")?,
        topic: row.text_or_none("topic")?,
    })
}

/// The day that is counted from 1970.
fn day(row: &Row) -> Result<Date, StoreError> {
    let start = row.int("day")?.checked_mul(86_400).map(Timestamp::from_second);
    match start {
        Some(Ok(start)) => Ok(start.to_zoned_datetime(TimeZone::UTC).date()),
        _ => Err(row.unreadable("day", "it is no day of the calendar")),
    }
}
