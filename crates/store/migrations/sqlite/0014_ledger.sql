-- What was asked of language models, what that took, and what came of it.

create table model_calls (
    id integer primary key autoincrement not null,
    at integer not null,
    model text not null,
    -- write, write again
    purpose text not null,
    -- The story that it was about.
    subject text not null,
    -- Until the call has ended: the most that it can take.
    tokens_in integer not null,
    tokens_out integer not null,
    -- In millionths of whatever money the prices are in.
    cost integer not null,
    -- What came of it; null until it has ended, and for good where the process died.
    outcome text
) strict;
create index model_calls_at on model_calls (at);

-- Answers by the hash of the question, so that a brief can be written again as it was.
create table model_answers (
    question text primary key not null,
    model text not null,
    at integer not null,
    answer text not null
) strict, without rowid;

-- How the latest brief of a story came to be, where a model was asked.
create table writings (
    story text primary key not null,
    at integer not null,
    -- Why the brief is the extractive writer's; null where the model's stands.
    fell_back text,
    document text not null
) strict, without rowid;
create index writings_at on writings (at);
