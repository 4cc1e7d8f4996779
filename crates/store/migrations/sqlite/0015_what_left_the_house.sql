-- What those who follow from outside need: what came out in which order, the front pages of a day one after
-- the other, stories by time, and what readers report.

create table publications (
    -- From 1, in the order in which they happened.
    number integer primary key not null,
    story text not null,
    version integer not null,
    -- published, updated, reviewed or withdrawn.
    kind text not null,
    at integer not null
) strict;

create table webhooks (
    name text primary key not null,
    -- Of the last publication that was handed on to it.
    number integer not null
) strict, without rowid;

create table builds (
    -- The UTC day, as 2026-11-23.
    day text not null,
    -- From 1 to 9: the part of the day, each of 160 minutes.
    number integer not null,
    at integer not null,
    -- How many stood on it, and their reports; unknown of the days before this.
    stories integer,
    articles integer,
    document text not null,
    primary key (day, number)
) strict, without rowid;
create index builds_at on builds (at);
-- Of the days before this there is the last page.
insert into builds (day, number, at, document)
    select day, (at % 86400000000) / 9600000000 + 1, at, document from front_pages;

create index directory_latest on directory (latest, story);

create table reader_reports (
    id text primary key not null,
    story text not null,
    issue text not null,
    description text not null,
    -- Addresses that the reader named: JSON.
    sources text not null,
    at integer not null
) strict, without rowid;
create index reader_reports_at on reader_reports (at, id);
