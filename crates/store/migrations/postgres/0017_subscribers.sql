-- Who gets the front page by mail, and every single mail that was to go out.

create table subscribers (
    id text collate "C" primary key not null,
    -- In small letters; one subscriber each.
    address text collate "C" not null unique,
    -- What was asked for last, in the words of news::MailPlan; in force once the link in the mail was followed.
    wish text collate "C" not null,
    -- When it was asked for.
    asked bigint not null,
    -- What is in force; null until then.
    plan text collate "C",
    confirmed bigint,
    -- When the next issue is due; null when none is.
    due bigint,
    -- Refusals for good in a row, and what the last one said.
    refusals bigint not null default 0,
    reason text collate "C",
    -- When mailing stopped after so many.
    stopped bigint
);
create index subscribers_due on subscribers (due) where due is not null;

create table deliveries (
    subscriber text collate "C" not null,
    -- The day of a digest, there; or 'confirmation'.
    issue text collate "C" not null,
    -- waiting, sending, sent, refused, given up or skipped. What is sending may have arrived: nobody sends it again
    -- unless the operator says so.
    state text collate "C" not null,
    due bigint not null,
    -- By when whoever sends it has done so, or has died.
    lease_end bigint,
    attempts bigint not null default 0,
    at bigint not null,
    reason text collate "C",
    primary key (subscriber, issue)
);
create index deliveries_waiting on deliveries (due) where state = 'waiting';
create index deliveries_at on deliveries (at);

create table mail_secret (
    -- One row.
    number bigint primary key not null,
    -- What the links in mails are signed with.
    secret text collate "C" not null
);
