-- Which stories editors pull up or down, and since when the front page has shown the news of a story.

create table pins (
    story text primary key not null references stories (id),
    -- up, down
    pull text not null,
    pinned_by text not null,
    pinned_at integer not null,
    -- From when on it no longer holds.
    until integer
) strict, without rowid;

create table shown (
    -- As the front page names it: a page is kept even when its story is not.
    story text primary key not null,
    since integer not null,
    -- When the latest news that was shown had come to us.
    news integer not null
) strict, without rowid;
create index shown_news on shown (news);
