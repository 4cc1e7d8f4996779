//! What a page of an export says: its sentences by their marks, read from our own markup alone.

/// What a page says that a brief must stand behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The headline, on a story's page.
    pub headline: Option<String>,
    /// Sentences with a citation, in reading order.
    pub cited: Vec<String>,
    /// Words where only sentences with a citation may stand.
    pub uncited: Vec<String>,
    /// Headline and summary of each story on a front page.
    pub lines: Vec<(String, String)>,
}

/// Elements that have no end tag.
const VOID: [&str; 6] = ["meta", "link", "img", "input", "br", "hr"];

/// Reads a page.
pub fn said(html: &str) -> Said {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        reader.text(text);
        let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
        rest = after;
        if tag.starts_with("script") {
            rest = after.split_once("</script>").map_or("", |(_, rest)| rest);
            continue;
        }
        reader.tag(tag);
    }
    reader.said
}

/// Where a run of words stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The headline of a story's page.
    Headline,
    /// Only sentences with a citation.
    Sentences,
    /// A heading: a sentence with a citation, or a label.
    Heading,
    /// A headline on a front page.
    LineHeadline,
    /// What stands below it.
    LineSummary,
}

/// An element that is open: its name and classes.
struct Open {
    name: String,
    classes: String,
}

impl Open {
    fn is(&self, class: &str) -> bool {
        self.classes.split(' ').any(|own| own == class)
    }
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    place: Option<(Place, usize)>,
    run: String,
    said: Said,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let aside = |open: &Open| open.is("cite") || (open.name == "a" && open.is("disputed"));
        if self.place.is_some() && !self.open.iter().any(aside) {
            self.run.push_str(&plain(text));
        }
    }

    fn tag(&mut self, tag: &str) {
        if let Some(name) = tag.strip_prefix('/') {
            return self.close(name);
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default().to_owned();
        if name.starts_with('!') || VOID.contains(&name.as_str()) {
            return;
        }
        let classes = tag.split_once(" class=\"").and_then(|(_, rest)| rest.split_once('"'));
        let open = Open { name, classes: classes.map_or("", |(classes, _)| classes).to_owned() };
        if open.is("cite") {
            self.cite();
        }
        self.open.push(open);
        if self.place.is_none()
            && let Some(place) = self.begins()
        {
            self.place = Some((place, self.open.len()));
            self.run.clear();
        }
    }

    /// The place that the element begins which was opened last.
    fn begins(&self) -> Option<Place> {
        let (last, around) = self.open.split_last()?;
        let within = |class: &str| around.iter().any(|open| open.is(class));
        let name = last.name.as_str();
        if within("line") {
            return match name {
                "h2" => Some(Place::LineHeadline),
                "p" if last.is("summary") => Some(Place::LineSummary),
                _ => None,
            };
        }
        match name {
            "h1" if within("story-head") => Some(Place::Headline),
            "p" if last.is("lede") || within("section") || within("quote") => {
                Some(Place::Sentences)
            }
            "p" if within("side") && !last.is("who") => Some(Place::Sentences),
            "p" if within("timeline") => Some(Place::Sentences),
            "dd" if within("figures") => Some(Place::Sentences),
            "h2" if within("section") => Some(Place::Heading),
            _ => None,
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        self.open.truncate(at);
        if let Some((place, depth)) = self.place
            && at < depth
        {
            self.ends(place);
            self.place = None;
        }
    }

    /// A sentence has its mark.
    fn cite(&mut self) {
        let run = trimmed(&std::mem::take(&mut self.run));
        if self.place.is_some() && !run.is_empty() {
            self.said.cited.push(run);
        }
    }

    fn ends(&mut self, place: Place) {
        let run = trimmed(&std::mem::take(&mut self.run));
        match place {
            Place::Headline => self.said.headline = Some(run),
            Place::Sentences if !run.is_empty() => self.said.uncited.push(run),
            Place::Sentences | Place::Heading => {}
            Place::LineHeadline => self.said.lines.push((run, String::new())),
            Place::LineSummary => {
                if let Some((_, summary)) = self.said.lines.last_mut() {
                    *summary = run;
                }
            }
        }
    }
}

/// A run without the space around it, nor the marks around a quote.
fn trimmed(run: &str) -> String {
    let run = run.trim();
    run.strip_prefix('“').and_then(|run| run.strip_suffix('”')).unwrap_or(run).trim().to_owned()
}

/// Text without the references that our templates write.
fn plain(text: &str) -> String {
    const NAMED: [(&str, char); 5] =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\'')];
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, tail) = piece.split_once(';').unwrap_or((piece, ""));
        let number = name.strip_prefix('#').and_then(|digits| digits.parse().ok());
        let named = || NAMED.iter().find(|(own, _)| *own == name).map(|(_, c)| *c);
        match number.and_then(char::from_u32).or_else(named) {
            Some(c) => {
                out.push(c);
                out.push_str(tail);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    out
}

/// A statement as a page shows it.
pub fn as_shown(text: &str) -> String {
    trimmed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "<!doctype html><meta charset=\"utf-8\"><p class=\"lede\">\
        A &#60;b&#62; ran aground.<span class=\"cite\"><sup><a href=\"x\">1</a></sup><span class=\"card\"><q>A b</q></span></span> \
        All are safe.<span class=\"cite\">1</span><span class=\"cite\">2</span></p>\
        <section class=\"section\"><h2>Background</h2><p>It sails.</p></section>\
        <section class=\"section\"><h2>It sank<span class=\"cite\">1</span></h2>\
        <figure class=\"picture\"><figcaption>A boat</figcaption></figure>\
        <figure class=\"quote\"><blockquote><p>“We &#38; you”<span class=\"cite\">2</span></p></blockquote><figcaption>Ada</figcaption></figure></section>\
        <section class=\"figures\"><dl><dd>31<span class=\"cite\">1</span> <a class=\"disputed\" href=\"#d\">disputed</a></dd></dl></section>\
        <div class=\"side\"><p class=\"who\">Gazette</p><p>30 died.<span class=\"cite\">1</span></p></div>\
        <script type=\"application/ld+json\">{\"a\":\"<p class='lede'>no</p>\"}</script>";

    #[test]
    fn sentences_are_told_by_their_marks() {
        let said = said(&format!(
            "<header class=\"story-head\"><h1>Ferry &#34;A&#34;</h1></header>{STORY}"
        ));
        assert_eq!(said.headline.as_deref(), Some("Ferry \"A\""));
        let cited =
            ["A <b> ran aground.", "All are safe.", "It sank", "We & you", "31", "30 died."];
        assert_eq!(said.cited, cited);
        assert_eq!(said.uncited, ["It sails."]);
    }

    #[test]
    fn a_front_page_has_lines() {
        let said = said(
            "<article class=\"line\"><div class=\"words\"><p class=\"kicker\">Sea</p><h2 class=\"headline\"><a href=\"x\">Ferry</a></h2>\
             <p class=\"summary\">It ran aground.</p></div></article><article class=\"line\"><h2><a>Two</a></h2></article>",
        );
        let lines = [("Ferry", "It ran aground."), ("Two", "")];
        assert_eq!(said.lines, lines.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
