-- Under what readers find stories, so that a page of a section, a topic, a name or an outlet reads few rows.
-- Filed again at each writing of a story. A row may outlast its story: who reads asks what is out.

create table directory (
    story text collate "C" primary key not null,
    since bigint not null,
    latest bigint not null,
    articles bigint not null,
    independent_reports bigint not null,
    section text,
    topic text
);
create index directory_sections on directory (latest) where section is not null;

create table subjects (
    -- section, topic, entity, outlet.
    kind text not null,
    -- As it stands in addresses.
    key text collate "C" not null,
    story text collate "C" not null references directory (story),
    -- As this story writes it; of an outlet its id.
    title text collate "C" not null,
    -- The chief ones first, from 1.
    place bigint not null,
    -- Those of the story: its latest report; the day of its first, counted from 1970; 1: it is published.
    latest bigint not null,
    day bigint not null,
    is_out bigint not null,
    primary key (kind, key, story)
);
create index subjects_latest on subjects (kind, key, is_out, latest, story);
create index subjects_days on subjects (kind, key, is_out, day);
create index subjects_recent on subjects (kind, is_out, latest, story);
create index subjects_story on subjects (story, kind, place);

create table story_outlets (
    outlet text collate "C" not null,
    story text collate "C" not null references directory (story),
    reports bigint not null,
    -- 1: others reported too; 1: it was first of them.
    is_shared bigint not null,
    was_first bigint not null,
    corrections bigint not null,
    silent_edits bigint not null,
    primary key (outlet, story)
);
create index story_outlets_story on story_outlets (story);
