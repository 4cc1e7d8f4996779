-- Claims that last, what editors struck, and what each version of a brief counts.

create table claims (
    -- As the briefs name it: what was said is kept even when the story is not.
    story text collate "C" not null,
    id text collate "C" not null,
    -- reported, confirmed, disputed, withdrawn.
    status text collate "C" not null,
    -- 1: it is not followed any more.
    ended bigint not null,
    document text collate "C" not null,
    primary key (story, id)
);

create table strikes (
    -- From 1, in the order in which they came.
    number bigint primary key not null,
    story text collate "C" not null references stories (id),
    said text collate "C" not null,
    -- The places where sources say it, and the claims that do: JSON.
    document text collate "C" not null,
    struck_by text collate "C" not null,
    why text collate "C",
    struck_at bigint not null,
    -- Who took it back, and when.
    undone_by text collate "C",
    undone_at bigint
);
create index strikes_story on strikes (story, number);

-- The articles that say what was struck, so that it stays struck in whatever story they are.
create table struck_articles (
    article text collate "C" not null,
    strike bigint not null references strikes (number),
    primary key (article, strike)
);

create table tallies (
    story text collate "C" not null,
    version bigint not null,
    writer text collate "C" not null,
    -- briefs (always 1), written, replaced, or withheld with the kind of the first reason.
    what text collate "C" not null,
    amount bigint not null,
    primary key (story, version, what)
);

-- PostgreSQL reads no NUL character, which JSON can name: U+FFFD stands in its place.
insert into tallies (story, version, writer, what, amount)
select story, version, document ->> 'writer', 'briefs', 1
from (select story, version, cast(replace(document, '\u0000', '\ufffd') as jsonb) as document
    from briefs) as told;

-- Every judged statement of a brief has a verdict.
insert into tallies (story, version, writer, what, amount)
select story, version, document ->> 'writer', 'written',
    withheld_count + (select count(*) from jsonb_path_query(document, 'strict $.**.verdict'))
from (select story, version, withheld_count,
        cast(replace(document, '\u0000', '\ufffd') as jsonb) as document
    from briefs) as told;

insert into tallies (story, version, writer, what, amount)
select story, version, document ->> 'writer',
    'withheld ' || coalesce(one.value -> 'reasons' -> 0 ->> 'kind', 'alignment'), count(*)
from (select story, version, cast(replace(document, '\u0000', '\ufffd') as jsonb) as document,
        cast(replace(withheld, '\u0000', '\ufffd') as jsonb) as withheld
    from briefs) as told,
    jsonb_array_elements(told.withheld) as one (value)
group by 1, 2, 3, 4;
