-- Claims that last, what editors struck, and what each version of a brief counts.

create table claims (
    -- As the briefs name it: what was said is kept even when the story is not.
    story text not null,
    id text not null,
    -- reported, confirmed, disputed, withdrawn.
    status text not null,
    -- 1: it is not followed any more.
    ended integer not null,
    document text not null,
    primary key (story, id)
) strict;

create table strikes (
    -- From 1, in the order in which they came.
    number integer primary key not null,
    story text not null references stories (id),
    said text not null,
    -- The places where sources say it, and the claims that do: JSON.
    document text not null,
    struck_by text not null,
    why text,
    struck_at integer not null,
    -- Who took it back, and when.
    undone_by text,
    undone_at integer
) strict;
create index strikes_story on strikes (story, number);

-- The articles that say what was struck, so that it stays struck in whatever story they are.
create table struck_articles (
    article text not null,
    strike integer not null references strikes (number),
    primary key (article, strike)
) strict, without rowid;

create table tallies (
    story text not null,
    version integer not null,
    writer text not null,
    -- briefs (always 1), written, replaced, or withheld with the kind of the first reason.
    what text not null,
    amount integer not null,
    primary key (story, version, what)
) strict, without rowid;

insert into tallies (story, version, writer, what, amount)
select story, version, document ->> 'writer', 'briefs', 1 from briefs;

-- Every judged statement of a brief has a verdict.
insert into tallies (story, version, writer, what, amount)
select story, version, document ->> 'writer', 'written',
    withheld_count + (select count(*) from json_tree(document) where key = 'verdict')
from briefs;

insert into tallies (story, version, writer, what, amount)
select story, version, document ->> 'writer',
    'withheld ' || coalesce(one.value ->> '$.reasons[0].kind', 'alignment'), count(*)
from briefs, json_each(withheld) as one group by 1, 2, 3, 4;
