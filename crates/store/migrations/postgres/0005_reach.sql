-- What stands beyond an entry's own page.

-- Further pages of an entry's article, in the order in which they were asked for.
create table further_pages (
    entry text collate "C" not null references entries (id),
    number bigint not null,
    -- next, amp or print.
    form text collate "C" not null,
    asked text collate "C" not null,
    at bigint not null,
    object text collate "C",
    url text collate "C",
    content_type text collate "C",
    etag text collate "C",
    last_modified text collate "C",
    -- Why there is none.
    skipped text collate "C",
    reserved text collate "C",
    images_reserved bigint not null default 0,
    primary key (entry, number)
);
create index further_pages_skipped on further_pages (at) where skipped is not null;

-- 1: a page of the article was missing when this was read, so that what it lacks nobody took out.
alter table article_versions add column partial bigint not null default 0;

-- What is known of the sitemaps that a feed names, when it is an index of sitemaps.
create table child_sitemaps (
    feed bigint not null references feeds (id) on delete cascade,
    url text collate "C" not null,
    etag text collate "C",
    last_modified text collate "C",
    -- When it last changed, as the index said, and the minutes east of UTC that it wrote.
    updated bigint,
    updated_offset bigint,
    -- When it was last asked for.
    asked bigint not null,
    primary key (feed, url)
);
