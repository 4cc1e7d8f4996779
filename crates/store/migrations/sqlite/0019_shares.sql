-- Every single post of a story to somebody outside: Slack, Discord, Telegram, Mastodon, a webhook.

create table shares (
    -- Whom the settings name so.
    target text not null,
    story text not null,
    version integer not null,
    -- waiting, sending, sent, refused, given up or skipped. What is sending may have arrived: nobody posts it again
    -- unless the operator says so.
    state text not null,
    -- The target's day, of which only so many are posted.
    day text not null,
    due integer not null,
    -- By when whoever posts it has done so, or has died.
    lease_end integer,
    attempts integer not null default 0,
    at integer not null,
    reason text,
    -- Where it stands there, as the other side says.
    place text,
    primary key (target, story, version)
) strict, without rowid;
create index shares_waiting on shares (due) where state = 'waiting';
create index shares_day on shares (target, day);
create index shares_at on shares (at);
