-- What was imported: how far large files were read, and where lists of feeds had their feeds.

-- A row goes with the articles up to its place, in one transaction: a killed import goes on there.
create table imports (
    -- The hash of the file's beginning, end and length: a moved file is known, a changed one is not.
    file text primary key not null,
    name text not null,
    -- Bytes of the file before the gzip member that comes next, and bytes to skip inside it.
    member integer not null,
    inside integer not null,
    -- 1: read to its end.
    finished integer not null,
    at integer not null,
    document text not null
) strict;

create table feed_shelves (
    feed integer primary key not null references feeds (id) on delete cascade,
    -- The folders of the list that named it, outermost first, joined with ' / '.
    folder text,
    site text
) strict;
