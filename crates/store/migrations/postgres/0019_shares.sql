-- Every single post of a story to somebody outside: Slack, Discord, Telegram, Mastodon, a webhook.

create table shares (
    -- Whom the settings name so.
    target text collate "C" not null,
    story text collate "C" not null,
    version bigint not null,
    -- waiting, sending, sent, refused, given up or skipped. What is sending may have arrived: nobody posts it again
    -- unless the operator says so.
    state text collate "C" not null,
    -- The target's day, of which only so many are posted.
    day text collate "C" not null,
    due bigint not null,
    -- By when whoever posts it has done so, or has died.
    lease_end bigint,
    attempts bigint not null default 0,
    at bigint not null,
    reason text collate "C",
    -- Where it stands there, as the other side says.
    place text collate "C",
    primary key (target, story, version)
);
create index shares_waiting on shares (due) where state = 'waiting';
create index shares_day on shares (target, day);
create index shares_at on shares (at);
