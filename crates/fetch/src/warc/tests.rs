use super::{Archive, ArchivedPage, Fault, Found, Place, Step};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::*;
use std::io::Write;

const PAGE: &str = "<html><title>Ferry runs aground</title><p>Nobody was hurt.</html>";

fn record(kind: &str, media: &str, content: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2026-11-20T06:30:00Z\r\n\
         WARC-Target-URI: https://gazette.example/ferry\r\nContent-Type: {media}\r\n\
         Content-Length: {}\r\n\r\n",
        content.len()
    )
    .into_bytes();
    record.extend_from_slice(content);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn answer(header: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").into_bytes();
    answer.extend_from_slice(body);
    record("response", "application/http; msgtype=response", &answer)
}

fn page() -> Vec<u8> {
    answer("Content-Type: text/html; charset=UTF-8", PAGE.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn steps(bytes: &[u8], from: Place) -> Vec<Step> {
    let start = usize::try_from(from.member).unwrap().min(bytes.len());
    let mut archive = Archive::new(&bytes[start..], from).unwrap();
    std::iter::from_fn(|| archive.next().unwrap()).collect()
}

/// What was found, in short: the page's length, `-` for what is none, or what is wrong.
fn told(bytes: &[u8]) -> String {
    let words = steps(bytes, Place::default()).into_iter().map(|step| match step.found {
        Found::Page(page) => page.bytes.len().to_string(),
        Found::Other => "-".to_owned(),
        Found::Broken(fault) => fault.to_string(),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn only_page(bytes: &[u8]) -> ArchivedPage {
    match steps(bytes, Place::default()).pop().map(|step| step.found) {
        Some(Found::Page(page)) => *page,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pages_are_found_among_other_records() {
    let others = [
        record("warcinfo", "application/warc-fields", b"software: crawler"),
        record("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        answer("Content-Type: image/png", b"\x89PNG"),
        record("response", "application/http", b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
    ];
    let mut plain = others.concat();
    plain.extend(page());
    assert_eq!(told(&plain), format!("-, -, -, -, {}", PAGE.len()));
    let packed: Vec<u8> = others.iter().chain([&page()]).flat_map(|record| gzip(record)).collect();
    assert_eq!(told(&packed), told(&plain));
    assert_eq!(told(&gzip(&plain)), told(&plain), "all in one member");
    assert_eq!(told(b""), "");
}

#[test]
fn a_page_comes_with_what_was_said_of_it() {
    let header = "content-type: Text/HTML; Charset=\"windows-1252\"\r\nX-Robots-Tag: noai\r\n\
        tdm-reservation: 1\r\nX-Robots-Tag: bot: noindex";
    let page = only_page(&answer(header, b"<p>caf\xe9"));
    assert_eq!(page.url, "https://gazette.example/ferry");
    assert_eq!(page.at, "2026-11-20T06:30:00Z".parse().ok());
    assert_eq!(page.charset.as_deref(), Some("windows-1252"));
    assert_eq!(page.robots_tags, ["noai", "bot: noindex"]);
    assert!(page.is_reserved);
    assert_eq!(page.bytes, b"<p>caf\xe9");
}

#[test]
fn bodies_are_unpacked_as_their_header_says() {
    let plain = PAGE.as_bytes();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(plain).unwrap();
    let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
    bare.write_all(plain).unwrap();
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 5, 22).write_all(plain).unwrap();
    let chunks = |body: &[u8]| {
        let (one, two) = body.split_at(body.len() / 2);
        let mut chunks = format!("{:x};note\r\n", one.len()).into_bytes();
        chunks.extend_from_slice(one);
        chunks.extend(format!("\r\n{:X}\r\n", two.len()).bytes());
        chunks.extend_from_slice(two);
        chunks.extend_from_slice(b"\r\n0\r\nTrailer: x\r\n\r\n");
        chunks
    };
    unpacks("Content-Encoding: gzip", &gzip(plain));
    unpacks("Content-Encoding: deflate", &zlib.finish().unwrap());
    unpacks("Content-Encoding: deflate", &bare.finish().unwrap());
    unpacks("Content-Encoding: br", &brotli);
    unpacks("Content-Encoding: gzip, gzip", &gzip(&gzip(plain)));
    unpacks("Transfer-Encoding: chunked", &chunks(plain));
    unpacks("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &chunks(&gzip(plain)));
    // Stored unpacked, with the header as it was.
    unpacks("Transfer-Encoding: chunked\r\nContent-Encoding: br", plain);
    unpacks("Content-Encoding: gzip", plain);
    unpacks("Content-Encoding: zstd", plain);
    unpacks("X-Crawl-Content-Encoding: zstd", plain);
}

#[track_caller]
fn unpacks(header: &str, body: &[u8]) {
    let page = only_page(&answer(&format!("Content-Type: text/html\r\n{header}"), body));
    assert_eq!(String::from_utf8_lossy(&page.bytes), PAGE, "{header}");
}

#[test]
fn what_is_broken_is_said_and_the_rest_is_read() {
    let good = PAGE.len().to_string();
    let spoilt = |change: fn(&mut Vec<u8>)| {
        let mut middle = gzip(&page());
        change(&mut middle);
        [gzip(&page()), middle, gzip(&page())].concat()
    };
    let between = |middle: &[u8]| [&page()[..], middle, &page()[..]].concat();
    // A kind of block that there is none of, right after the gzip header.
    check(&spoilt(|member| member[10] = 7), &format!("{good}, {}, {good}", Fault::Gzip));
    let late = |member: &mut Vec<u8>| *member.iter_mut().rev().nth(6).unwrap() ^= 0xff;
    check(&spoilt(late), &format!("{good}, {good}, {}, {good}", Fault::Gzip));
    check(&spoilt(|member| member.truncate(60)), &format!("{good}, {}, {good}", Fault::Gzip));
    check(
        &spoilt(|member| member.splice(0..0, *b"rubbish").for_each(drop)),
        &format!("{good}, {good}, {good}"),
    );
    check(&between(b"rubbish\r\n\r\n"), &format!("{good}, {}, {good}", Fault::NoRecord));
    check(
        &between(b"WARC/1.0\r\nContent-Length: many\r\n\r\nabc\r\n"),
        &format!("{good}, {}, {good}", Fault::NoLength),
    );
    check(
        &between(&[b"WARC/1.0\r\n", &vec![b'x'; 70_000][..], b"\r\n"].concat()),
        &format!("{good}, {}, {good}", Fault::LongHeader),
    );
    check(
        &between(&record("response", "application/http", b"SSH-2.0")),
        &format!("{good}, {}, {good}", Fault::Http),
    );
    check(&page()[..page().len() - 20], &Fault::CutOff.to_string());
    let cut = gzip(&page());
    check(&cut[..cut.len() - 30], &Fault::CutOff.to_string());
    check(
        &answer("Content-Type: text/html\r\nContent-Encoding: br", b"\xff\xff\xff"),
        &Fault::Packing.to_string(),
    );
    check(b"<html>no archive", &Fault::NoRecord.to_string());
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    assert_eq!(told(bytes), expected);
}

/// A page's record whose header tells another length than its content has.
fn misled(more: isize) -> Vec<u8> {
    let good = String::from_utf8(page()).unwrap();
    let (before, after) = good.split_once("Content-Length: ").unwrap();
    let (length, rest) = after.split_once('\r').unwrap();
    let wrong = length.parse::<isize>().unwrap() + more;
    format!("{before}Content-Length: {wrong}\r{rest}").into_bytes()
}

/// As `told`, with a `!` for what was mended.
fn told_with_mending(bytes: &[u8]) -> String {
    let words = steps(bytes, Place::default()).into_iter().map(|step| {
        let mended = if step.mended.is_some() { "!" } else { "" };
        match step.found {
            Found::Page(page) => format!("{}{mended}", page.bytes.len()),
            Found::Other => format!("-{mended}"),
            Found::Broken(fault) => format!("{fault}{mended}"),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_wrong_length_swallows_no_other_record_and_no_word_of_its_own() {
    let good = PAGE.len();
    for more in [-70, -40, -1, 5, 200, 900, 70_000, 20 << 20, isize::MAX / 2] {
        let plain = [page(), misled(more), page(), record("metadata", "text/plain", b"x")].concat();
        let each = [page(), misled(more), page()].map(|record| gzip(&record)).concat();
        let rest = format!("{good} {good}! {good}");
        assert_eq!(told_with_mending(&plain), format!("{rest} -"), "{more}");
        assert_eq!(told_with_mending(&gzip(&plain)), format!("{rest} -"), "{more} in one member");
        assert_eq!(told_with_mending(&each), rest, "{more} in a member each");
    }
    let last = [page(), misled(9)].concat();
    assert_eq!(told_with_mending(&last), format!("{good} {}", Fault::CutOff), "or the file is cut");
    let last = [gzip(&page()), gzip(&misled(9))].concat();
    assert_eq!(told_with_mending(&last), format!("{good} {good}!"), "a whole member is not cut");
}

#[test]
fn a_right_length_is_believed_whatever_the_content_says() {
    let inside =
        answer("Content-Type: text/html", &[PAGE.as_bytes(), b"\r\n\r\n", &page()].concat());
    let nested = record("resource", "application/warc", &[page(), page()].concat());
    let long = vec![b'x'; 17 << 20];
    let long = record("metadata", "text/plain", &long);
    let all = [&inside[..], &nested, &long, &page()].concat();
    let expected = format!("{} - - {}", PAGE.len() + 4 + page().len(), PAGE.len());
    assert_eq!(told_with_mending(&all), expected);
    assert_eq!(told_with_mending(&gzip(&all)), expected);
    let bare = page().strip_suffix(b"\r\n\r\n").unwrap().repeat(2);
    assert_eq!(told_with_mending(&bare), format!("{0} {0}", PAGE.len()), "without empty lines");
}

#[test]
fn lengths_made_to_be_looked_for_cost_little() {
    let record = b"WARC/1.0\r\nContent-Length: 16000000\r\n\r\n";
    let many = record.repeat((8 << 20) / record.len());
    let found = steps(&many, Place::default());
    assert_eq!(found.len(), (8 << 20) / record.len());
    assert!(found.iter().rev().skip(1).all(|step| step.mended == Some(Fault::WrongLength)));
}

#[test]
fn bombs_are_left_unread() {
    let zeros = vec![b'0'; 100 << 20];
    let mut bomb = gzip(&record("metadata", "text/plain", &zeros));
    bomb.extend(gzip(&page()));
    check(&bomb, &format!("{}, {}", Fault::Bomb, PAGE.len()));
    let inner = answer("Content-Type: text/html\r\nContent-Encoding: gzip", &gzip(&zeros));
    check(&inner, &Fault::Bomb.to_string());
    let rubbish = [&b"\x1f\x8b\x08\xff"[..], b"12345678"].concat().repeat(3_000);
    let found = steps(&rubbish, Place::default());
    assert_eq!(found.len(), 1_001);
    assert_eq!(found.last().map(|step| &step.found), Some(&Found::Broken(Fault::GivenUp)));
}

#[test]
fn reading_goes_on_from_any_place() {
    let records =
        [page(), record("metadata", "text/plain", b"x"), page(), b"rubbish\n".to_vec(), page()];
    let plain = records.concat();
    let mut damaged = gzip(&page());
    damaged[40] ^= 0xff;
    let members = [gzip(&page()), damaged, gzip(&plain), gzip(&page())].concat();
    for bytes in [plain.clone(), gzip(&plain), members] {
        let all = steps(&bytes, Place::default());
        assert!(all.len() > 4);
        for (index, step) in all.iter().enumerate() {
            let rest = steps(&bytes, step.next);
            let found = |steps: &[Step]| steps.iter().map(|s| s.found.clone()).collect::<Vec<_>>();
            assert_eq!(found(&rest), found(&all[index + 1..]), "after {step:?}");
        }
    }
}

/// Bytes that look like an archive in places.
fn archives() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        Just(page()),
        Just(gzip(&page())),
        Just(gzip(&[page(), page()].concat())),
        Just(b"WARC/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n".to_vec()),
        Just(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 30\r\n\r\nHTTP/1.1 200 OK\r\n".to_vec()),
        Just(b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n".to_vec()),
        Just(vec![0x1f, 0x8b, 8, 0]),
    ];
    let cut = |(pieces, cut): (Vec<Vec<u8>>, usize)| {
        let mut bytes = pieces.concat();
        bytes.truncate(bytes.len().saturating_sub(cut));
        bytes
    };
    (prop::collection::vec(piece, 0..6), 0..40_usize).prop_map(cut)
}

/// Lines of anything, among them heads of records that promise what does not come.
fn junk() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..90),
        Just(page()),
        Just(misled(40)),
        Just(misled(-40)),
        Just(b"WARC/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n".to_vec()),
        Just(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 30".to_vec()),
        Just(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>".to_vec()),
    ];
    let lines = prop::collection::vec(line, 0..6);
    lines.prop_map(|lines| {
        lines.into_iter().flat_map(|line| [line, b"\n".to_vec()]).flatten().collect()
    })
}

proptest! {
    #[test]
    fn whatever_stands_before_a_record_it_is_found(junk in junk()) {
        let plain = [page(), junk.clone(), page()].concat();
        let packed = [gzip(&page()), gzip(&junk), gzip(&page())].concat();
        for bytes in [gzip(&plain), plain, packed] {
            let found = steps(&bytes, Place::default());
            let good = |step: Option<&Step>| {
                let Some(Found::Page(page)) = step.map(|step| &step.found) else { return false };
                page.bytes == PAGE.as_bytes()
            };
            prop_assert!(good(found.first()), "{:?}", found.first());
            prop_assert!(good(found.last()), "{:?}", found.last());
        }
    }

    #[test]
    fn whatever_comes_in_reading_ends_and_places_only_grow(bytes in archives()) {
        let found = steps(&bytes, Place::default());
        prop_assert!(found.len() <= bytes.len() + 1);
        let mut last = Place::default();
        for step in &found {
            prop_assert!(step.begin >= last && step.next >= step.begin, "{step:?}");
            last = step.next;
        }
        prop_assert!(last.member <= bytes.len() as u64);
        let again = steps(&bytes, Place::default());
        prop_assert_eq!(found, again);
    }
}
