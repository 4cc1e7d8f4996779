//! `newsloom extract`: pages in, what they say out.

use super::lines;
use anyhow::Context;
use flate2::read::MultiGzDecoder;
use news::{Image, Page};
use serde_json::{Map, Value, json};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `newsloom extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to read; standard input when there are none
    pub files: Vec<PathBuf>,
    /// Where the input came from: resolves relative links
    #[arg(long)]
    pub url: Option<String>,
    /// Threads to use [default: one a core]
    #[arg(long)]
    pub jobs: Option<usize>,
}

/// Bytes of a page, unpacked, beyond which the rest is left unread; `pipeline` reads no more either.
const PAGE_LIMIT_BYTES: u64 = 16 << 20;

/// One page to read.
enum Input {
    File(PathBuf),
    StandardInput,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let inputs = inputs(&args.files)?;
    let url = args.url.as_deref();
    let work = |input| read_page(&input, url);
    lines::each(inputs.into_iter().map(Ok), io::stdout(), lines::threads(args.jobs), work)
        .context("could not write the pages")
}

fn inputs(paths: &[PathBuf]) -> anyhow::Result<Vec<Input>> {
    if paths.is_empty() {
        return Ok(vec![Input::StandardInput]);
    }
    let mut inputs = Vec::new();
    for path in paths {
        match path {
            path if path.as_os_str() == "-" => inputs.push(Input::StandardInput),
            path if path.is_dir() => inputs.extend(files_of(path)?.into_iter().map(Input::File)),
            path => inputs.push(Input::File(path.clone())),
        }
    }
    Ok(inputs)
}

/// The files of a folder in byte order of their names.
fn files_of(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let problem = || format!("{}: could not read the folder", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(problem)? {
        let path = entry.with_context(problem)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(files)
}

fn read_page(input: &Input, url: Option<&str>) -> Result<Value, Value> {
    let (id, bytes) = match input {
        Input::StandardInput => ("-".to_owned(), bounded(io::stdin().lock())),
        Input::File(path) => (id_of(path), fs::File::open(path).and_then(bounded)),
    };
    match bytes.and_then(unpacked) {
        Ok(bytes) => Ok(line(&id, &pipeline::extract::extract(&bytes, url, None))),
        Err(cause) => Err(json!({"id": id, "error": format!("could not be read: {cause}")})),
    }
}

/// The file's name without `.gz` and then `.html`.
fn id_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.strip_suffix(".html").unwrap_or(name).to_owned()
}

fn bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(PAGE_LIMIT_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Unpacks gzip, known by its first bytes; what was unpacked before a fault or the limit counts.
fn unpacked(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut page = Vec::new();
    match MultiGzDecoder::new(&bytes[..]).take(PAGE_LIMIT_BYTES).read_to_end(&mut page) {
        Err(cause) if page.is_empty() => Err(cause),
        _ => Ok(page),
    }
}

/// The page as `contracts` lays it down: what is absent has no key.
fn line(id: &str, page: &Page) -> Value {
    let mut line = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            line.insert(key.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    let time = |time: &Option<news::SourceTime>| time.map(|time| json!(time.to_string()));
    put("id", Some(json!(id)));
    put("url", text(&page.url));
    put("title", text(&page.title));
    put("author", text(&page.author));
    put("published", time(&page.published));
    put("modified", time(&page.modified));
    put("language", text(&page.language));
    put("site", text(&page.site));
    put("section", text(&page.section));
    put("image", page.image.as_ref().map(image));
    put("words", Some(json!(page.words())));
    put("blocked", page.blocked.map(|blocked| json!(blocked.word())));
    put("text", Some(json!(page.text)));
    Value::Object(line)
}

fn image(image: &Image) -> Value {
    let mut shown = Map::new();
    shown.insert("url".to_owned(), json!(image.url));
    for (key, value) in [("credit", &image.credit), ("caption", &image.caption)] {
        if let Some(value) = value {
            shown.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn ids_are_file_names_without_their_endings() {
        for (path, expected) in
            [("a/b.html", "b"), ("b.html.gz", "b"), ("b.gz", "b"), ("b.htm", "b.htm"), ("b", "b")]
        {
            assert_eq!(id_of(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn gzip_is_unpacked_and_bounded() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let zeros = vec![b' '; 1 << 20];
        for _ in 0..20 {
            packer.write_all(&zeros).expect("memory takes it");
        }
        let bomb = packer.finish().expect("memory takes it");
        assert_eq!(unpacked(bomb).expect("it is gzip").len() as u64, PAGE_LIMIT_BYTES);
        assert_eq!(unpacked(b"<p>plain".to_vec()).expect("no gzip"), b"<p>plain");
        assert!(unpacked(b"\x1f\x8bbroken".to_vec()).is_err());
    }

    #[test]
    fn absent_values_are_absent_keys() {
        let shown = line("a", &Page::default()).to_string();
        assert_eq!(shown, r#"{"id":"a","words":0,"text":""}"#);
    }
}
