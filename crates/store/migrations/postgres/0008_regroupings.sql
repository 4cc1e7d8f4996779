-- Stories that were merged and split, by the repair or by editors.

-- The story that a merged one went into, never one that was merged itself.
alter table stories add column merged_into text collate "C";
create index stories_merged on stories (merged_into) where merged_into is not null;
-- When it was last put together anew.
alter table stories add column regrouped bigint;

create table regroupings (
    -- From 1, in the order in which they were carried out.
    number bigint primary key not null,
    -- merge, split or move.
    kind text collate "C" not null,
    from_story text collate "C" not null references stories (id),
    to_story text collate "C" not null references stories (id),
    -- The articles that went, and the others: JSON.
    went text collate "C" not null,
    others text collate "C" not null,
    -- None for the repair.
    editor text collate "C",
    why text collate "C",
    at bigint not null
);
create index regroupings_from on regroupings (from_story, number);
create index regroupings_to on regroupings (to_story, number);
create index regroupings_by_editors on regroupings (number) where editor is not null;
