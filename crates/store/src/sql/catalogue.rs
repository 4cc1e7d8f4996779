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

// The first subject leads through its index; of the others, where there are any, each story is asked.
const OF_SUBJECTS: Sql = Sql::Both(
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
        and ($7 = '' or exists (select story from subjects as more
            where more.kind = $7 and more.key = $8 and more.story = subjects.story))
        and ($9 = '' or exists (select story from subjects as more
            where more.kind = $9 and more.key = $10 and more.story = subjects.story))
        and ($11 = '' or exists (select story from subjects as more
            where more.kind = $11 and more.key = $12 and more.story = subjects.story))
    order by subjects.latest desc, subjects.story desc limit $4",
);

/// Subjects that a list can be of at once: one of each kind.
const MOST_SUBJECTS: usize = 4;

#[async_trait]
impl Catalogue for Archive {
    async fn stories(
        &self,
        of: &[Subject],
        within: Within,
        behind: Option<&Behind>,
        limit: u32,
    ) -> Result<Vec<ListedStory>, StoreError> {
        let end = Behind { latest: within.to, story: StoryId(String::new()) };
        let behind = behind.filter(|behind| behind.latest < end.latest).unwrap_or(&end);
        let mut values =
            vec![time(within.from), time(behind.latest), text(&behind.story.0), int(limit)];
        let sql = if of.is_empty() { ALL } else { OF_SUBJECTS };
        for place in 0..MOST_SUBJECTS * usize::from(!of.is_empty()) {
            let subject = of.get(place);
            let (kind, key) = subject.map_or(("", ""), |s| (s.kind.word(), s.key.as_str()));
            values.extend([text(kind), text(key)]);
        }
        let rows = self.database.read("list stories by time", sql, &values).await?;
        rows.iter().map(directory::listed).collect()
    }
}
