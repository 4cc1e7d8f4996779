-- What is learned of feeds: how lively they are, where they were, how they failed, which hub tells of
-- their news; and what publishers keep from machines that write.

alter table feeds add column answered bigint;
alter table feeds add column content text collate "C";
alter table feeds add column rest_seconds bigint not null default 0;
alter table feeds add column entries_milli bigint not null default 0;
alter table feeds add column watched_seconds bigint not null default 0;
alter table feeds add column failed_at bigint;
-- A copy of the subscription's end, so that a poll need not look for it.
alter table feeds add column pushed_until bigint;

-- Addresses that feeds have moved away from. Whoever adds one of them means the feed.
create table former_addresses (
    url text collate "C" primary key not null,
    feed bigint not null references feeds (id) on delete cascade,
    since bigint not null
);
create index former_addresses_feed on former_addresses (feed, since);

create table feed_failures (
    feed bigint not null references feeds (id) on delete cascade,
    at bigint not null,
    reason text collate "C" not null,
    primary key (feed, at)
);

create table subscriptions (
    feed bigint primary key not null references feeds (id) on delete cascade,
    hub text collate "C" not null,
    topic text collate "C" not null,
    -- The end of the callback's address: nobody can guess it.
    token text collate "C" not null unique,
    secret text collate "C" not null,
    -- When the hub is to be asked next.
    due bigint not null,
    lease_end bigint,
    attempts bigint not null default 0,
    -- The hub has said yes until then.
    until bigint,
    reason text collate "C"
);
create index subscriptions_due on subscriptions (due);

alter table entries add column page_reserved text collate "C";
alter table entries add column page_images_reserved bigint not null default 0;
