-- What was out and was taken off is told apart from what never was: it is withdrawn, not held.

alter table briefs add column withdrawn_by text collate "C";
alter table briefs add column withdrawn_at bigint;
alter table briefs add column withdrawn_why text collate "C";

-- Until now a withdrawal was a hold of the story that reached versions already out. Those stood on a
-- front page, and took on the moment of the hold.
update briefs set state = 'withdrawn', held_reason = null, withdrawn_at = at,
    withdrawn_by = (select hold_by from stories where id = story),
    withdrawn_why = (select hold_why from stories where id = story)
where state = 'held'
    and at = (select hold_at from stories where id = story)
    and exists (select day from front_pages where document like '%"' || story || '"%');

-- What the server gave us to ask for the page again with.
alter table entries add column page_etag text collate "C";
alter table entries add column page_last_modified text collate "C";

-- The article that came first with the same address or words; none for that one.
alter table articles add column copy_of text collate "C";
create index articles_copies on articles (copy_of, id) where copy_of is not null;
create index articles_changed on articles (versions) where versions > 1;

-- By what copies are known, and who bore it first.
create table article_marks (
    mark text collate "C" primary key not null,
    article text collate "C" not null references articles (id),
    outlet text collate "C" not null
);
