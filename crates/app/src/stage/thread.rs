//! `newsloom thread`.

mod batch;
mod pair;

use super::lines;
use super::report;
use jiff::Timestamp;
use model::Embedder;
use news::{Article, ArticleId, Placement, Registry, Tie, TieTo};
use pipeline::thread::{Candidate, Threader, Thresholds, gist};
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Articles between two looks at what has left the window: rarely enough to cost nothing, often enough
/// to keep the memory flat.
const ARTICLES_PER_SWEEP: usize = 20_000;

/// Times of which the middle one is taken as the present: a few articles from the far future must not
/// empty the window.
const TIMES_KEPT: usize = 31;

/// Bytes of input that are read at once, when so many have come.
const INPUT_BYTES: usize = 64 * 1024;

/// Flags of `newsloom thread`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Articles as JSON Lines, in order of arrival [default: standard input]
    pub files: Vec<PathBuf>,
    /// Write each line as soon as its article has been read, before later ones are known; without this, what
    /// came early is read again when all is known
    #[arg(long)]
    pub online: bool,
    /// Say of two articles, by their ids, why they are in one story or in two; nothing else is written
    #[arg(long, num_args = 2, value_names = ["ID", "ID"], conflicts_with = "online")]
    pub explain: Option<Vec<String>>,
    /// Folder of a sentence model (config.json, tokenizer.json, model.safetensors): reports of one event are
    /// then known by their meaning too, with a multilingual model across languages
    #[arg(long, value_name = "DIR")]
    pub embedder: Option<PathBuf>,
    /// Threads to use [default: one a core]; articles are placed one after the other, so one is used
    #[arg(long, value_parser = super::lines::jobs)]
    pub jobs: Option<usize>,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let embedder = args.embedder.as_deref().map(Embedder::open).transpose()?;
    let mut window = Window::new(embedder);
    let input = report::input(&args.files)?;
    if let Some([one, other]) = args.explain.as_deref() {
        let explained = pair::explain(lines::read(input), &mut window, [one, other])?;
        serde_json::to_writer_pretty(io::stdout().lock(), &explained)?;
        println!();
        return Ok(ExitCode::SUCCESS);
    }
    let output = io::stdout().lock();
    Ok(if args.online {
        thread(input, &mut window, output)?
    } else {
        batch::thread(lines::read(input), &mut window, output)?
    })
}

/// Answers all lines that have come before it waits for more.
fn thread(input: impl Read, window: &mut Window, output: impl Write) -> io::Result<ExitCode> {
    let output = RefCell::new(BufWriter::new(output));
    let mut failed = false;
    let input = BufReader::with_capacity(INPUT_BYTES, Asking { input, output: &output });
    for line in lines::read(input) {
        let answer = line?
            .and_then(|object| window.place(&object.fields).map_err(|error| object.failed(&error)));
        failed |= answer.is_err();
        let (Ok(value) | Err(value)) = answer;
        let mut output = output.borrow_mut();
        serde_json::to_writer(&mut *output, &value)?;
        output.write_all(b"\n")?;
    }
    output.borrow_mut().flush()?;
    Ok(ExitCode::from(if failed { lines::SOME_FAILED } else { lines::ALL_DONE }))
}

/// An input that is never waited for while answers are held back: those to all that came are out before more
/// is read.
struct Asking<'a, R, W: Write> {
    input: R,
    output: &'a RefCell<BufWriter<W>>,
}

impl<R: Read, W: Write> Read for Asking<'_, R, W> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.output.borrow_mut().flush()?;
        self.input.read(bytes)
    }
}

/// The open stories, and what time it is among the articles.
struct Window {
    threader: Threader,
    embedder: Option<Embedder>,
    last_seen: Timestamp,
    times: Vec<Timestamp>,
    placed: usize,
}

impl Window {
    fn new(embedder: Option<Embedder>) -> Window {
        let judge = match embedder {
            Some(_) => Threader::with_meaning,
            None => Threader::new,
        };
        Window {
            threader: judge(Thresholds::standard(), Registry::default()),
            embedder,
            last_seen: Timestamp::UNIX_EPOCH,
            times: Vec::new(),
            placed: 0,
        }
    }

    fn place(&mut self, object: &Map<String, Value>) -> Result<Value, String> {
        let (article, placement) = self.placed(object)?;
        Ok(answer(&article.id, &placement))
    }

    fn placed(&mut self, object: &Map<String, Value>) -> Result<(Article, Placement), String> {
        let (article, vector) = self.take(object)?;
        let placement = self.threader.place_with(&article, vector);
        Ok((article, placement))
    }

    /// Whether the next article makes it look at what has left the window.
    fn sweeps_next(&self) -> bool {
        (self.placed + 1).is_multiple_of(ARTICLES_PER_SWEEP)
    }

    /// The same with all that was weighed, which costs more.
    fn place_among(
        &mut self,
        object: &Map<String, Value>,
    ) -> Result<(Article, Placement, Vec<Candidate>), String> {
        let (article, vector) = self.take(object)?;
        let (placement, candidates) = self.threader.place_among(&article, vector);
        Ok((article, placement, candidates))
    }

    /// Reads the next article, with what the sentence model makes of it.
    fn take(&mut self, object: &Map<String, Value>) -> Result<(Article, Vec<f32>), String> {
        let article = report::article(object, self.last_seen)?;
        self.last_seen = article.seen;
        self.keep_time(article.seen);
        let embed = |embedder: &Embedder| embedder.embed(&gist(&article));
        let vector = self.embedder.as_ref().map(embed).transpose().map_err(|e| e.to_string())?;
        Ok((article, vector.unwrap_or_default()))
    }

    fn keep_time(&mut self, seen: Timestamp) {
        if self.times.len() < TIMES_KEPT {
            self.times.push(seen);
        } else {
            self.times[self.placed % TIMES_KEPT] = seen;
        }
        self.placed += 1;
        if self.placed.is_multiple_of(ARTICLES_PER_SWEEP) {
            let mut times = self.times.clone();
            times.sort();
            self.threader.forget_before(times[times.len() / 2]);
        }
    }
}

fn answer(article: &ArticleId, placement: &Placement) -> Value {
    let mut answer = json!({
        "id": report::given(article),
        "story": placement.story.0,
        "origin": report::given(&placement.origin),
    });
    if !placement.relies_on.is_empty() {
        answer["relies_on"] = placement.relies_on.iter().map(tie).collect();
    }
    answer
}

fn tie(tie: &Tie) -> Value {
    match &tie.to {
        TieTo::Article(article) => json!({"article": report::given(article), "by": tie.by.word()}),
        TieTo::Outlet(outlet) => json!({"outlet": outlet.0, "by": tie.by.word()}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIER: &str = "The harbour board of Oldport voted on Monday to close the wooden pier after divers \
        found that worms had eaten through most of its pillars, and said that ferries would leave from the \
        northern quay until a concrete replacement is finished in two years.";

    const HERON: &str = "Builders at the lake of Selm stopped their tallest crane on Friday because a heron had \
        laid four eggs in its cabin, and the owner said that the tower would be finished a month later than \
        planned so that the chicks could leave the nest by themselves.";

    #[test]
    fn lines_are_answered_in_order_with_story_origin_and_ties() {
        let input = format!(
            "{}\n{}\nnonsense\n{}\n{}\n{}\n{}\n",
            json!({"id": "a", "outlet": "Harbour Post", "title": "Oldport closes its wooden pier", "text": PIER}),
            json!({"id": "b", "outlet": "Coast Radio", "title": "Pier closed", "published": "",
                "text": format!("{PIER}\n\nThe vote was first reported by Harbour Post.")}),
            json!({"id": "c", "title": "Glider crosses the Alps in record time"}),
            json!({"title": "no id"}),
            json!({"id": 7, "outlet": "Lake Post", "title": "Heron nests on a crane", "text": HERON}),
            json!({"id": 8, "outlet": "Lake Radio", "title": "Crane stands still for heron", "text": HERON}),
        );
        let (mut output, mut online) = (Vec::new(), Vec::new());
        let window = || Window::new(None);
        let code = batch::thread(lines::read(input.as_bytes()), &mut window(), &mut output);
        let code = code.expect("written for this test");
        assert_eq!(code, ExitCode::from(lines::SOME_FAILED));
        let code =
            thread(input.as_bytes(), &mut window(), &mut online).expect("written for this test");
        assert_eq!((code, &online), (ExitCode::from(lines::SOME_FAILED), &output));
        insta::assert_snapshot!(String::from_utf8(output).expect("JSON is UTF-8"), @r#"
        {"id":"a","story":"a6a9a3b356a3","origin":"a"}
        {"id":"b","story":"a6a9a3b356a3","origin":"a","relies_on":[{"outlet":"Harbour Post","by":"attribution"}]}
        {"id":null,"line":3,"error":"the line is not JSON: expected ident at line 1 column 2"}
        {"id":"c","story":"04caa44ec1b6","origin":"c"}
        {"id":null,"line":5,"error":"id is missing or neither text nor number"}
        {"id":7,"story":"3d0a6b1a68c3","origin":7}
        {"id":8,"story":"3d0a6b1a68c3","origin":7}
        "#);
    }

    /// Gives one line at a time, once the one before has been answered.
    struct Patient<'a> {
        lines: Vec<&'static [u8]>,
        given: usize,
        answers: &'a RefCell<Vec<u8>>,
    }

    impl Read for Patient<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            let answers = self.answers.borrow().iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(answers, self.given, "before more is read all is answered");
            let Some(line) = self.lines.get(self.given) else { return Ok(0) };
            self.given += 1;
            bytes[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }

    struct Shared<'a>(&'a RefCell<Vec<u8>>);

    impl Write for Shared<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn online_no_answer_waits_for_a_later_line() {
        let answers = RefCell::new(Vec::new());
        let lines: Vec<&[u8]> = vec![
            b"{\"id\":1,\"title\":\"Pier closed\"}\n",
            b"nonsense\n",
            b"{\"id\":2,\"title\":\"\"}\n",
        ];
        let input = Patient { lines, given: 0, answers: &answers };
        thread(input, &mut Window::new(None), Shared(&answers)).expect("memory takes it");
        assert_eq!(answers.borrow().iter().filter(|byte| **byte == b'\n').count(), 3);
    }

    #[test]
    fn a_far_future_does_not_empty_the_window() {
        let mut window = Window::new(None);
        for hour in 0..40 {
            let far = if hour % 4 == 0 { 2099 } else { 2026 };
            let published = format!("{far}-11-23T{:02}:00:00Z", hour % 24);
            window.keep_time(published.parse().expect("written for this test"));
        }
        let mut times = window.times.clone();
        times.sort();
        assert!(times[times.len() / 2].to_string().starts_with("2026"));
    }
}
