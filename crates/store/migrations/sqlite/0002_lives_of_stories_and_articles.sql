-- What was out and was taken off is told apart from what never was: it is withdrawn, not held.

alter table briefs add column withdrawn_by text;
alter table briefs add column withdrawn_at integer;
alter table briefs add column withdrawn_why text;

-- Until now a withdrawal was a hold of the story that reached versions already out. Those stood on a
-- front page, and took on the moment of the hold.
update briefs set state = 'withdrawn', held_reason = null, withdrawn_at = at,
    withdrawn_by = (select hold_by from stories where id = story),
    withdrawn_why = (select hold_why from stories where id = story)
where state = 'held'
    and at = (select hold_at from stories where id = story)
    and exists (select day from front_pages where document like '%"' || story || '"%');
