-- Who gets the front page by mail, and every single mail that was to go out.

create table subscribers (
    id text primary key not null,
    -- In small letters; one subscriber each.
    address text not null unique,
    -- What was asked for last, in the words of news::MailPlan; in force once the link in the mail was followed.
    wish text not null,
    -- When it was asked for.
    asked integer not null,
    -- What is in force; null until then.
    plan text,
    confirmed integer,
    -- When the next issue is due; null when none is.
    due integer,
    -- Refusals for good in a row, and what the last one said.
    refusals integer not null default 0,
    reason text,
    -- When mailing stopped after so many.
    stopped integer
) strict, without rowid;
create index subscribers_due on subscribers (due) where due is not null;

create table deliveries (
    subscriber text not null,
    -- The day of a digest, there; or 'confirmation'.
    issue text not null,
    -- waiting, sending, sent, refused, given up or skipped. What is sending may have arrived: nobody sends it again
    -- unless the operator says so.
    state text not null,
    due integer not null,
    -- By when whoever sends it has done so, or has died.
    lease_end integer,
    attempts integer not null default 0,
    at integer not null,
    reason text,
    primary key (subscriber, issue)
) strict, without rowid;
create index deliveries_waiting on deliveries (due) where state = 'waiting';
create index deliveries_at on deliveries (at);

create table mail_secret (
    -- One row.
    number integer primary key not null,
    -- What the links in mails are signed with.
    secret text not null
) strict;
