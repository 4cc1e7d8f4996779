-- What was imported: how far large files were read, and where lists of feeds had their feeds.

-- A row goes with the articles up to its place, in one transaction: a killed import goes on there.
create table imports (
    -- The hash of the file's beginning, end and length: a moved file is known, a changed one is not.
    file text collate "C" primary key not null,
    name text collate "C" not null,
    -- Bytes of the file before the gzip member that comes next, and bytes to skip inside it.
    member bigint not null,
    inside bigint not null,
    -- 1: read to its end.
    finished bigint not null,
    at bigint not null,
    document text collate "C" not null
);

create table feed_shelves (
    feed bigint primary key not null references feeds (id) on delete cascade,
    -- The folders of the list that named it, outermost first, joined with ' / '.
    folder text collate "C",
    site text collate "C"
);
