-- What those who follow from outside need: what came out in which order, the front pages of a day one after
-- the other, stories by time, and what readers report.

create table publications (
    -- From 1, in the order in which they happened.
    number bigint primary key not null,
    story text collate "C" not null,
    version bigint not null,
    -- published, updated, reviewed or withdrawn.
    kind text collate "C" not null,
    at bigint not null
);

create table webhooks (
    name text collate "C" primary key not null,
    -- Of the last publication that was handed on to it.
    number bigint not null
);

create table builds (
    -- The UTC day, as 2026-11-23.
    day text collate "C" not null,
    -- From 1 to 9: the part of the day, each of 160 minutes.
    number bigint not null,
    at bigint not null,
    -- How many stood on it, and their reports; unknown of the days before this.
    stories bigint,
    articles bigint,
    document text collate "C" not null,
    primary key (day, number)
);
create index builds_at on builds (at);
-- Of the days before this there is the last page.
insert into builds (day, number, at, document)
    select day, (at % 86400000000) / 9600000000 + 1, at, document from front_pages;

create index directory_latest on directory (latest, story);

create table reader_reports (
    id text collate "C" primary key not null,
    story text collate "C" not null,
    issue text collate "C" not null,
    description text collate "C" not null,
    -- Addresses that the reader named: JSON.
    sources text collate "C" not null,
    at bigint not null
);
create index reader_reports_at on reader_reports (at, id);
