//! JSON Lines in, JSON Lines out: what all stage commands share.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

/// Every line or file was processed.
pub const ALL_DONE: u8 = 0;
/// The command was called wrongly.
pub const WRONG_USAGE: u8 = 2;
/// Some lines or files could not be processed; the others were.
pub const SOME_FAILED: u8 = 3;

/// Items read before they are processed side by side: bounds the memory, keeps all threads busy.
const BATCH: usize = 256;

/// Bytes of output that are written at once: an answer of usual size.
const OUTPUT_BYTES: usize = 64 * 1024;

/// An object of the input.
#[derive(Clone, Debug)]
pub struct Object {
    /// The line that it stands on, counted from 1.
    pub number: usize,
    /// What it holds.
    pub fields: Map<String, Value>,
}

impl Object {
    /// The line to write for an object that could not be processed: named by its id, or without one by
    /// the number of its line.
    pub fn failed(&self, error: &str) -> Value {
        match self.fields.get("id") {
            Some(id @ (Value::String(_) | Value::Number(_))) => json!({"id": id, "error": error}),
            _ => failed_line(self.number, error),
        }
    }
}

fn failed_line(number: usize, error: &str) -> Value {
    json!({"id": null, "line": number, "error": error})
}

/// A line of input: its object, or the line to write instead.
pub type Line = Result<Object, Value>;

/// The beginning of an answer: the id as it was given; none when none was.
pub fn begun(fields: &Map<String, Value>) -> Map<String, Value> {
    let id = fields.get("id").filter(|id| !id.is_null() && *id != "");
    id.map(|id| ("id".to_owned(), id.clone())).into_iter().collect()
}

/// Reads JSON Lines; empty lines are passed over.
pub fn read(input: impl BufRead) -> impl Iterator<Item = io::Result<Line>> {
    let numbered = input.split(b'\n').enumerate();
    let full = numbered.filter(|(_, line)| match line {
        Ok(bytes) => !bytes.trim_ascii().is_empty(),
        Err(_) => true,
    });
    full.map(|(index, line)| line.map(|bytes| object(&bytes, index + 1)))
}

fn object(bytes: &[u8], number: usize) -> Line {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(fields)) => Ok(Object { number, fields }),
        Ok(_) => Err(failed_line(number, "the line is JSON, but no object")),
        Err(cause) => Err(failed_line(number, &format!("the line is not JSON: {cause}"))),
    }
}

/// Gives each object of the input to `work` on `jobs` threads and writes the answers in input order.
pub fn map(
    input: impl BufRead,
    output: impl Write,
    jobs: usize,
    work: impl Fn(&Map<String, Value>) -> Result<Value, String> + Sync + Send,
) -> io::Result<ExitCode> {
    each(read(input), output, jobs, |line| match line {
        Err(broken) => Err(broken),
        Ok(object) => work(&object.fields).map_err(|error| object.failed(&error)),
    })
}

/// Gives each item to `work` on `jobs` threads and writes the answers, one line each, in order.
/// `Err` holds the line to write for an item that could not be processed.
pub fn each<T: Send, R: Serialize>(
    items: impl Iterator<Item = io::Result<T>>,
    output: impl Write,
    jobs: usize,
    work: impl Fn(T) -> Result<R, Value> + Sync + Send,
) -> io::Result<ExitCode> {
    let mut output = io::BufWriter::with_capacity(OUTPUT_BYTES, output);
    let mut failed = false;
    let crew = Crew::new(jobs)?;
    let mut items = items.peekable();
    while items.peek().is_some() {
        if jobs <= 1 {
            // A thread alone keeps nothing waiting: an answer is gone before the next item is read.
            let item = items.by_ref().next().transpose()?;
            failed |=
                item.map(&work).map_or(Ok(false), |answer| write_line(&mut output, answer))?;
            continue;
        }
        let batch = items.by_ref().take(BATCH).collect::<io::Result<Vec<T>>>()?;
        for answer in crew.side_by_side(batch, |item| line(work(item))) {
            let (bytes, is_failure) = answer?;
            failed |= is_failure;
            output.write_all(&bytes)?;
        }
    }
    output.flush()?;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { ALL_DONE }))
}

/// The line of an answer, and whether it says that something failed. Made where the work was done:
/// bytes wait for their turn in less memory than trees of values do.
fn line<R: Serialize>(answer: Result<R, Value>) -> io::Result<(Vec<u8>, bool)> {
    let mut line = Vec::new();
    let is_failure = write_line(&mut line, answer)?;
    Ok((line, is_failure))
}

fn write_line<R: Serialize>(output: &mut impl Write, answer: Result<R, Value>) -> io::Result<bool> {
    let is_failure = answer.is_err();
    match answer {
        Ok(answer) => serde_json::to_writer(&mut *output, &answer)?,
        Err(error) => serde_json::to_writer(&mut *output, &error)?,
    }
    output.write_all(b"\n")?;
    Ok(is_failure)
}

/// Threads that work side by side, for as long as a command runs. They stay because each keeps what it
/// needs to look for patterns: 100 MB and a tenth of the time went into making that anew for every batch.
pub struct Crew {
    /// None works alone.
    threads: Option<ThreadPool>,
}

impl Crew {
    /// So many threads.
    pub fn new(jobs: usize) -> io::Result<Crew> {
        let build = || ThreadPoolBuilder::new().num_threads(jobs).build();
        let threads = (jobs > 1).then(build).transpose().map_err(io::Error::other)?;
        Ok(Crew { threads })
    }

    /// How many there are, at least one.
    pub fn size(&self) -> usize {
        self.threads.as_ref().map_or(1, ThreadPool::current_num_threads)
    }

    /// Works on all items; answers stand in the order of the items.
    pub fn side_by_side<T: Send, R: Send>(
        &self,
        items: Vec<T>,
        work: impl Fn(T) -> R + Sync + Send,
    ) -> Vec<R> {
        match &self.threads {
            Some(threads) if items.len() > 1 => {
                // One at a time: a page may take as long as a hundred others.
                threads.install(|| items.into_par_iter().with_max_len(1).map(work).collect())
            }
            _ => items.into_iter().map(work).collect(),
        }
    }
}

/// Reads the value of `--jobs`.
pub fn jobs(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one thread is needed".to_owned()),
        Ok(count) => Ok(count),
        Err(_) => Err("a whole number of threads is needed".to_owned()),
    }
}

/// The threads to use: as asked, else one a core.
pub fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_keep_the_order_and_broken_lines_their_number() {
        let input = b"{\"id\":1}\nnonsense\n\n[1]\n{\"id\":2}\n{\"id\":{}}\n";
        for jobs in [1, 4] {
            let mut output = Vec::new();
            let _ = map(&input[..], &mut output, jobs, |o| match o["id"].as_i64() {
                Some(1) => Ok(json!({"id": o["id"]})),
                _ => Err("no one".to_owned()),
            });
            let text = String::from_utf8(output).expect("JSON is UTF-8");
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines[0], r#"{"id":1}"#);
            assert!(lines[1].starts_with(r#"{"id":null,"line":2,"error":"the line is not JSON"#));
            assert_eq!(
                lines[2],
                r#"{"id":null,"line":4,"error":"the line is JSON, but no object"}"#
            );
            assert_eq!(lines[3], r#"{"id":2,"error":"no one"}"#);
            assert_eq!(lines[4], r#"{"id":null,"line":6,"error":"no one"}"#);
        }
    }
}
