-- The first tables. All times are microseconds since 1970-01-01T00:00:00Z; documents are JSON.

create table feeds (
    -- Never used again after a removal, so that an old entry cannot come to name a new feed.
    id integer primary key autoincrement not null,
    url text not null unique,
    outlet text not null,
    title text,
    etag text,
    last_modified text,
    failures integer not null default 0,
    last_failure text,
    -- 1: the server said that it is gone, or another feed has its address.
    retired integer not null default 0,
    due integer not null,
    lease_end integer
) strict;
create index feeds_due on feeds (retired, due, id);

create table entries (
    id text primary key not null,
    -- The feed that first listed it; it may have been removed since.
    feed integer not null,
    outlet text not null,
    input text not null,
    seen integer not null,
    document text not null,
    page_at integer,
    page_object text,
    page_url text,
    page_content_type text,
    page_skipped text
) strict;

-- What each feed last said of an entry. Two feeds of an outlet often describe the same entry
-- differently; compared with each other they would change at every poll.
create table listings (
    feed integer not null references feeds (id) on delete cascade,
    entry text not null references entries (id),
    input text not null,
    primary key (feed, entry)
) strict, without rowid;

create table articles (
    id text primary key not null,
    latest text not null,
    versions integer not null
) strict;

create table article_versions (
    version text primary key not null,
    article text not null references articles (id),
    -- From 1, in the order in which they came.
    number integer not null,
    seen integer not null,
    -- kept, dropped, or null before screening.
    screening text,
    labels text,
    dropped_reason text,
    document text not null,
    unique (article, number)
) strict;
create index article_versions_dropped on article_versions (screening, seen);

create table stories (
    id text primary key not null,
    hold_by text,
    hold_why text,
    hold_at integer
) strict;

create table reports (
    article text primary key not null,
    story text not null references stories (id),
    -- In the order in which they joined the story.
    position integer not null,
    -- The version of the article that was threaded.
    version text not null,
    reported integer not null,
    document text not null
) strict;
create index reports_story on reports (story, position);
create index reports_reported on reports (reported);

create table front_pages (
    -- The UTC day, as 2026-11-23.
    day text primary key not null,
    at integer not null,
    document text not null
) strict;

create table briefs (
    story text not null,
    version integer not null,
    hash text not null,
    -- published or held.
    state text not null,
    held_reason text,
    reviewed_by text,
    reviewed_at integer,
    at integer not null,
    headline text not null,
    withheld_count integer not null,
    document text not null,
    withheld text not null,
    primary key (story, version)
) strict;
create index briefs_published on briefs (state, story, version);

create table images (
    url text primary key not null,
    object text not null,
    media_type text not null,
    width integer not null,
    height integer not null
) strict;
create index images_object on images (object);

create table jobs (
    stage text not null,
    subject text not null,
    input text not null,
    -- open, done or quarantined.
    state text not null,
    due integer not null,
    order_key integer not null,
    lease_end integer,
    attempts integer not null default 0,
    reason text,
    -- When it came into its state: opened or put into quarantine.
    since integer not null,
    primary key (stage, subject)
) strict, without rowid;
create index jobs_due on jobs (stage, state, due, order_key, subject);
create index jobs_state on jobs (state, due);
