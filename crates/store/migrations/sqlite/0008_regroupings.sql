-- Stories that were merged and split, by the repair or by editors.

-- The story that a merged one went into, never one that was merged itself.
alter table stories add column merged_into text;
create index stories_merged on stories (merged_into) where merged_into is not null;
-- When it was last put together anew.
alter table stories add column regrouped integer;

create table regroupings (
    -- From 1, in the order in which they were carried out.
    number integer primary key not null,
    -- merge, split or move.
    kind text not null,
    from_story text not null references stories (id),
    to_story text not null references stories (id),
    -- The articles that went, and the others: JSON.
    went text not null,
    others text not null,
    -- None for the repair.
    editor text,
    why text,
    at integer not null
) strict;
create index regroupings_from on regroupings (from_story, number);
create index regroupings_to on regroupings (to_story, number);
create index regroupings_by_editors on regroupings (number) where editor is not null;
