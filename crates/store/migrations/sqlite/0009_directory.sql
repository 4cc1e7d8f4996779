-- Under what readers find stories, so that a page of a section, a topic, a name or an outlet reads few rows.
-- Filed again at each writing of a story. A row may outlast its story: who reads asks what is out.

create table directory (
    story text primary key not null,
    since integer not null,
    latest integer not null,
    articles integer not null,
    independent_reports integer not null,
    section text,
    topic text
) strict, without rowid;
create index directory_sections on directory (latest) where section is not null;

create table subjects (
    -- section, topic, entity, outlet.
    kind text not null,
    -- As it stands in addresses.
    key text not null,
    story text not null references directory (story),
    -- As this story writes it; of an outlet its id.
    title text not null,
    -- The chief ones first, from 1.
    place integer not null,
    -- Those of the story: its latest report; the day of its first, counted from 1970; 1: it is published.
    latest integer not null,
    day integer not null,
    is_out integer not null,
    primary key (kind, key, story)
) strict, without rowid;
create index subjects_latest on subjects (kind, key, is_out, latest, story);
create index subjects_days on subjects (kind, key, is_out, day);
create index subjects_recent on subjects (kind, is_out, latest, story);
create index subjects_story on subjects (story, kind, place);

create table story_outlets (
    outlet text not null,
    story text not null references directory (story),
    reports integer not null,
    -- 1: others reported too; 1: it was first of them.
    is_shared integer not null,
    was_first integer not null,
    corrections integer not null,
    silent_edits integer not null,
    primary key (outlet, story)
) strict, without rowid;
create index story_outlets_story on story_outlets (story);
