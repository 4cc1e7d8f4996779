-- What stands beyond an entry's own page.

-- Further pages of an entry's article, in the order in which they were asked for.
create table further_pages (
    entry text not null references entries (id),
    number integer not null,
    -- next, amp or print.
    form text not null,
    asked text not null,
    at integer not null,
    object text,
    url text,
    content_type text,
    etag text,
    last_modified text,
    -- Why there is none.
    skipped text,
    reserved text,
    images_reserved integer not null default 0,
    primary key (entry, number)
) strict, without rowid;
create index further_pages_skipped on further_pages (at) where skipped is not null;

-- 1: a page of the article was missing when this was read, so that what it lacks nobody took out.
alter table article_versions add column partial integer not null default 0;

-- What is known of the sitemaps that a feed names, when it is an index of sitemaps.
create table child_sitemaps (
    feed integer not null references feeds (id) on delete cascade,
    url text not null,
    etag text,
    last_modified text,
    -- When it last changed, as the index said, and the minutes east of UTC that it wrote.
    updated integer,
    updated_offset integer,
    -- When it was last asked for.
    asked integer not null,
    primary key (feed, url)
) strict, without rowid;
