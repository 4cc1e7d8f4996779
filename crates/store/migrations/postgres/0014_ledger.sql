-- What was asked of language models, what that took, and what came of it.

create table model_calls (
    id bigint generated always as identity primary key not null,
    at bigint not null,
    model text collate "C" not null,
    -- write, write again
    purpose text collate "C" not null,
    -- The story that it was about.
    subject text collate "C" not null,
    -- Until the call has ended: the most that it can take.
    tokens_in bigint not null,
    tokens_out bigint not null,
    -- In millionths of whatever money the prices are in.
    cost bigint not null,
    -- What came of it; null until it has ended, and for good where the process died.
    outcome text collate "C"
);
create index model_calls_at on model_calls (at);

-- Answers by the hash of the question, so that a brief can be written again as it was.
create table model_answers (
    question text collate "C" primary key not null,
    model text collate "C" not null,
    at bigint not null,
    answer text collate "C" not null
);

-- How the latest brief of a story came to be, where a model was asked.
create table writings (
    story text collate "C" primary key not null,
    at bigint not null,
    -- Why the brief is the extractive writer's; null where the model's stands.
    fell_back text collate "C",
    document text collate "C" not null
);
create index writings_at on writings (at);
