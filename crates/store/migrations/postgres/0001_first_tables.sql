-- The first tables. All times are microseconds since 1970-01-01T00:00:00Z; documents are JSON. Texts compare by
-- their bytes, as in SQLite.

create table feeds (
    -- Never used again after a removal, so that an old entry cannot come to name a new feed.
    id bigint generated always as identity primary key not null,
    url text collate "C" not null unique,
    outlet text collate "C" not null,
    title text collate "C",
    etag text collate "C",
    last_modified text collate "C",
    failures bigint not null default 0,
    last_failure text collate "C",
    -- 1: the server said that it is gone, or another feed has its address.
    retired bigint not null default 0,
    due bigint not null,
    lease_end bigint
);
create index feeds_due on feeds (retired, due, id);

create table entries (
    id text collate "C" primary key not null,
    -- The feed that first listed it; it may have been removed since.
    feed bigint not null,
    outlet text collate "C" not null,
    input text collate "C" not null,
    seen bigint not null,
    document text collate "C" not null,
    page_at bigint,
    page_object text collate "C",
    page_url text collate "C",
    page_content_type text collate "C",
    page_skipped text collate "C"
);

-- What each feed last said of an entry. Two feeds of an outlet often describe the same entry
-- differently; compared with each other they would change at every poll.
create table listings (
    feed bigint not null references feeds (id) on delete cascade,
    entry text collate "C" not null references entries (id),
    input text collate "C" not null,
    primary key (feed, entry)
);

create table articles (
    id text collate "C" primary key not null,
    latest text collate "C" not null,
    versions bigint not null
);

create table article_versions (
    version text collate "C" primary key not null,
    article text collate "C" not null references articles (id),
    -- From 1, in the order in which they came.
    number bigint not null,
    seen bigint not null,
    -- kept, dropped, or null before screening.
    screening text collate "C",
    labels text collate "C",
    dropped_reason text collate "C",
    document text collate "C" not null,
    unique (article, number)
);
create index article_versions_dropped on article_versions (screening, seen);

create table stories (
    id text collate "C" primary key not null,
    hold_by text collate "C",
    hold_why text collate "C",
    hold_at bigint
);

create table reports (
    article text collate "C" primary key not null,
    story text collate "C" not null references stories (id),
    -- In the order in which they joined the story.
    position bigint not null,
    -- The version of the article that was threaded.
    version text collate "C" not null,
    reported bigint not null,
    document text collate "C" not null
);
create index reports_story on reports (story, position);
create index reports_reported on reports (reported);

create table front_pages (
    -- The UTC day, as 2026-11-23.
    day text collate "C" primary key not null,
    at bigint not null,
    document text collate "C" not null
);

create table briefs (
    story text collate "C" not null,
    version bigint not null,
    hash text collate "C" not null,
    -- published or held.
    state text collate "C" not null,
    held_reason text collate "C",
    reviewed_by text collate "C",
    reviewed_at bigint,
    at bigint not null,
    headline text collate "C" not null,
    withheld_count bigint not null,
    document text collate "C" not null,
    withheld text collate "C" not null,
    primary key (story, version)
);
create index briefs_published on briefs (state, story, version);

create table images (
    url text collate "C" primary key not null,
    object text collate "C" not null,
    media_type text collate "C" not null,
    width bigint not null,
    height bigint not null
);
create index images_object on images (object);

create table jobs (
    stage text collate "C" not null,
    subject text collate "C" not null,
    input text collate "C" not null,
    -- open, done or quarantined.
    state text collate "C" not null,
    due bigint not null,
    order_key bigint not null,
    lease_end bigint,
    attempts bigint not null default 0,
    reason text collate "C",
    -- When it came into its state: opened or put into quarantine.
    since bigint not null,
    primary key (stage, subject)
);
create index jobs_due on jobs (stage, state, due, order_key, subject);
create index jobs_state on jobs (state, due);
