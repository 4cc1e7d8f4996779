-- What is learned of feeds: how lively they are, where they were, how they failed, which hub tells of
-- their news; and what publishers keep from machines that write.

alter table feeds add column answered integer;
alter table feeds add column content text;
alter table feeds add column rest_seconds integer not null default 0;
alter table feeds add column entries_milli integer not null default 0;
alter table feeds add column watched_seconds integer not null default 0;
alter table feeds add column failed_at integer;
-- A copy of the subscription's end, so that a poll need not look for it.
alter table feeds add column pushed_until integer;

-- Addresses that feeds have moved away from. Whoever adds one of them means the feed.
create table former_addresses (
    url text primary key not null,
    feed integer not null references feeds (id) on delete cascade,
    since integer not null
) strict, without rowid;
create index former_addresses_feed on former_addresses (feed, since);

create table feed_failures (
    feed integer not null references feeds (id) on delete cascade,
    at integer not null,
    reason text not null,
    primary key (feed, at)
) strict, without rowid;

create table subscriptions (
    feed integer primary key not null references feeds (id) on delete cascade,
    hub text not null,
    topic text not null,
    -- The end of the callback's address: nobody can guess it.
    token text not null unique,
    secret text not null,
    -- When the hub is to be asked next.
    due integer not null,
    lease_end integer,
    attempts integer not null default 0,
    -- The hub has said yes until then.
    until integer,
    reason text
) strict;
create index subscriptions_due on subscriptions (due);

alter table entries add column page_reserved text;
alter table entries add column page_images_reserved integer not null default 0;
