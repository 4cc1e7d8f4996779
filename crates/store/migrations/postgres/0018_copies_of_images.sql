-- Images are served in copies that we made: decoded, made smaller, written anew. The bytes that came are never sent on.

create table image_copies (
    -- Key of the image as it came.
    original text collate "C" not null,
    -- Pixels.
    width bigint not null,
    height bigint not null,
    -- Key of the copy, a WebP image.
    object text collate "C" not null,
    primary key (original, width)
);

-- What is held already gets its copies from the bytes that are kept: its work is open again.
insert into jobs (stage, subject, input, state, due, order_key, since)
    select 'media', url, '', 'open', cast(extract(epoch from now()) * 1000000 as bigint), 0, cast(extract(epoch from now()) * 1000000 as bigint) from images where true
    on conflict (stage, subject) do update set state = 'open', due = excluded.due, since = excluded.since,
        lease_end = null, attempts = 0, reason = null;
