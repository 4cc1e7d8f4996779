//! What the desk is told of a model's writing.

use news::{Brief, Judged, Writer, Writing, counted};
use std::fmt::Write;

/// How a brief came to be, in a line.
pub fn line(writing: &Writing) -> String {
    let Writing { model, fell_back, sentences, sent_back, mended, left_out, .. } = writing;
    let mut line = match fell_back {
        Some(why) => format!("written by the extractive writer, not by model {model}: {why}"),
        None => format!("written by model {model}"),
    };
    if *sentences > 0 {
        let (replaced, withheld) = (writing.replaced(), writing.withheld());
        let wrote = counted(*sentences, "sentence", "sentences");
        let _ = write!(
            line,
            " ({wrote} written, {sent_back} sent back, {mended} mended, {replaced} replaced, \
             {withheld} withheld, {left_out} left out)"
        );
    }
    line
}

/// Whether a writing is that of a brief: one of a time before a model wrote, or after, has none.
pub fn is_of(writing: &Writing, brief: &Brief<Judged>) -> bool {
    (brief.writer == Writer::Extractive) == writing.fell_back.is_some()
}

/// The same, with each sentence that failed and why.
pub fn in_full(writing: &Writing) -> String {
    let mut page = format!("\n{}\n", line(writing));
    for failed in &writing.failed {
        let (what, verdict) = (failed.instead.word(), failed.verdict.word());
        let _ = writeln!(page, "    {what} ({verdict}): {}", failed.text);
        for reason in &failed.reasons {
            let _ = writeln!(page, "        {}: {}", reason.kind.word(), reason.detail);
        }
    }
    page
}
