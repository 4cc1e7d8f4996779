-- What screening says beside keeping and dropping, what editors choose, and what is learned from it.

-- Thousandths of what an article is worth to an edition that is about something.
alter table article_versions add column relevance integer;
alter table article_versions add column topic_section text;

-- An editor's word on an article, which stands above every rule. All are kept; the last counts.
create table article_choices (
    article text not null references articles (id),
    at integer not null,
    -- keep or kill.
    choice text not null,
    editor text not null,
    why text,
    primary key (article, at)
) strict, without rowid;
create index article_choices_at on article_choices (at);

-- What an edition is about, as the desk taught it.
create table learned_topics (
    -- The hash of the words that describe it in the settings.
    description text not null,
    at integer not null,
    -- Choices that there were when it was learned.
    choices integer not null,
    document text not null,
    primary key (description, at)
) strict;
