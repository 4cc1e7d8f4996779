use super::{Archive, directory};
use crate::database::{Sql, int, text, time};
use crate::{Behind, Catalogue, ListedStory, StoreError, Within};
use async_trait::async_trait;
use news::{StoryId, Subject};

const ALL: Sql = Sql::Both(
    "select directory.story, headline, at, since, latest, articles, independent_reports,
        section, topic, (select headline from briefs as first
            where first.story = briefs.story and first.state in ('published', 'withdrawn')
            order by version limit 1) as first_headline
    from directory join briefs on briefs.story = directory.story and state = 'published'
        and version = (select max(version) from briefs as other
            where other.story = directory.story and other.state = 'published')
    where latest >= $1 and (latest, directory.story) < ($2, $3)
        and exists (select story from reports where reports.story = directory.story)
    order by latest desc, directory.story desc limit $4",
);

const OF_SUBJECT: Sql = Sql::Both(
    "select directory.story, headline, at, since, directory.latest, articles, independent_reports,
        section, topic, (select headline from briefs as first
            where first.story = briefs.story and first.state in ('published', 'withdrawn')
            order by version limit 1) as first_headline
    from subjects join directory on directory.story = subjects.story
        join briefs on briefs.story = subjects.story and state = 'published'
            and version = (select max(version) from briefs as other
                where other.story = subjects.story and other.state = 'published')
    where kind = $5 and key = $6 and is_out = 1
        and subjects.latest >= $1 and (subjects.latest, subjects.story) < ($2, $3)
        and exists (select story from reports where reports.story = subjects.story)
    order by subjects.latest desc, subjects.story desc limit $4",
);

#[async_trait]
impl Catalogue for Archive {
    async fn stories(
        &self,
        of: Option<&Subject>,
        within: Within,
        behind: Option<&Behind>,
        limit: u32,
    ) -> Result<Vec<ListedStory>, StoreError> {
        let end = Behind { latest: within.to, story: StoryId(String::new()) };
        let behind = behind.filter(|behind| behind.latest < end.latest).unwrap_or(&end);
        let mut values =
            vec![time(within.from), time(behind.latest), text(&behind.story.0), int(limit)];
        let sql = match of {
            Some(subject) => {
                values.extend([text(subject.kind.word()), text(&subject.key)]);
                OF_SUBJECT
            }
            None => ALL,
        };
        let rows = self.database.read("list stories by time", sql, &values).await?;
        rows.iter().map(directory::listed).collect()
    }
}
