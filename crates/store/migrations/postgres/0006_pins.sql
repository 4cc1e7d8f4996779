-- Which stories editors pull up or down, and since when the front page has shown the news of a story.

create table pins (
    story text collate "C" primary key not null references stories (id),
    -- up, down
    pull text collate "C" not null,
    pinned_by text collate "C" not null,
    pinned_at bigint not null,
    -- From when on it no longer holds.
    until bigint
);

create table shown (
    -- As the front page names it: a page is kept even when its story is not.
    story text collate "C" primary key not null,
    since bigint not null,
    -- When the latest news that was shown had come to us.
    news bigint not null
);
create index shown_news on shown (news);
