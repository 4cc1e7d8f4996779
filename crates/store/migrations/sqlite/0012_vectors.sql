-- What sentence models made of article versions.

create table vectors (
    version text not null,
    model text not null,
    -- Four hexadecimal digits a number: steps of 1/32,767, in two's complement.
    numbers text not null,
    primary key (version, model)
) strict, without rowid;
