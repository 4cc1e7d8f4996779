-- What changed of all that readers find, for those who follow it, as the search index does: a row for each story and
-- each article, which moves to the end when it changes. Who has read to the end knows all; who begins at 0 reads all.

create table changes (
    -- Grows in the order of commits, so that nobody who reads on misses one. Not without gaps.
    number bigint primary key not null,
    -- story or article.
    kind text not null,
    subject text collate "C" not null,
    unique (kind, subject)
);

insert into changes (number, kind, subject)
    select row_number() over (order by id), 'article', id from articles;
insert into changes (number, kind, subject)
    select (select coalesce(max(number), 0) from changes) + row_number() over (order by id), 'story', id from stories;
