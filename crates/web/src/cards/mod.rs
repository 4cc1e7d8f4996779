//! The picture that stands for a story where its link is passed on: drawn by us, of words alone.
//!
//! A card's address names what it shows, so it may be kept for good, by readers and here. One is drawn at a time.

mod canvas;

use crate::answer::{Document, Kind};
use crate::reading::StoryFacts;
use crate::setting::{Preview, Setting};
use crate::site::sources;
use crate::site::story::independent_reports;
use crate::text::shortened;
use crate::{PageError, Site, reading};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use canvas::{Canvas, Ink, can_draw, width_of};
use news::{StoryId, counted};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore};

/// The size that those who show such cards ask for, in pixels.
pub(crate) const WIDTH: u32 = 1200;
pub(crate) const HEIGHT: u32 = 630;

/// Changes with the drawing, so that what was drawn before is asked for anew.
const DRAWING: &str = "1";

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    story: StoryId,
    edition: String,
    kicker: String,
    headline: String,
    facts: String,
    outlets: String,
}

impl Card {
    /// The card of a story as it is out.
    pub(crate) fn of(facts: &StoryFacts, setting: &Setting<'_>) -> Card {
        let record = &facts.told.record;
        let articles = counted(facts.story.shown_reports().len(), "article", "articles");
        let independent = independent_reports(facts.story.independent_reports());
        Card {
            story: record.story.clone(),
            edition: setting.look.title.clone(),
            kicker: record.brief.kicker.clone().unwrap_or_default(),
            headline: record.brief.headline.statement.text().to_owned(),
            facts: format!("{articles} · {independent}"),
            outlets: named(&sources::outlets(facts, setting)),
        }
    }

    /// What it says, for those who do not see it.
    pub(crate) fn alt(&self) -> String {
        let Card { edition, headline, facts, outlets, .. } = self;
        format!("{edition}: {headline}. {facts}. {outlets}")
    }

    /// `/card/STORY/HASH.png`.
    pub(crate) fn address(&self) -> String {
        format!("/card/{}/{}.png", self.story, self.key())
    }

    fn key(&self) -> String {
        let parts =
            [DRAWING, &self.edition, &self.kicker, &self.headline, &self.facts, &self.outlets];
        news::short_digest(&parts.map(str::as_bytes))
    }

    /// For the head of the story's page.
    pub(crate) fn preview(&self, setting: &Setting<'_>) -> Preview {
        let address = setting.absolute(&self.address());
        Preview { address, width: WIDTH, height: HEIGHT, alt: self.alt() }
    }
}

/// Outlets that a card names: what fits two lines.
const MOST_OUTLETS: usize = 5;

fn named(outlets: &[String]) -> String {
    let shown = outlets.iter().take(MOST_OUTLETS).map(|name| shortened(name, 40));
    let shown: Vec<String> = shown.collect();
    match outlets.len().saturating_sub(MOST_OUTLETS) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Space left at the sides, in pixels.
const MARGIN: i32 = 72;
/// How wide a line of text may be.
const MEASURE: f32 = (WIDTH as i32 - 2 * MARGIN) as f32;
/// Sizes that a headline is tried in, in pixels, the largest first, with the lines that have room in it.
const HEADLINES: [(f32, usize); 5] = [(76.0, 3), (68.0, 4), (60.0, 4), (52.0, 5), (44.0, 6)];

/// The card as a PNG.
///
/// What the font has no letters for is left out, as a whole: half a headline would say something else.
fn drawn(card: &Card) -> Result<Vec<u8>, png::EncodingError> {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    canvas.bar(0, 0, WIDTH as i32, 14, Ink::Thread);
    masthead(&mut canvas, card);
    headline(&mut canvas, card);
    canvas.bar(MARGIN, 516, WIDTH as i32 - 2 * MARGIN, 2, Ink::Strong);
    canvas.text(&card.facts, MARGIN as f32, 562.0, 31.0, 0.0, Ink::Strong);
    if can_draw(&card.outlets) {
        let outlets = fitting(&card.outlets, 25.0);
        canvas.text(&outlets, MARGIN as f32, 602.0, 25.0, 0.0, Ink::Soft);
    }
    canvas.png()
}

fn masthead(canvas: &mut Canvas, card: &Card) {
    if can_draw(&card.edition) {
        let edition = fitting(&card.edition, 42.0);
        canvas.text(&edition, MARGIN as f32, 82.0, 42.0, 0.0, Ink::Strong);
    }
    canvas.bar(MARGIN, 104, WIDTH as i32 - 2 * MARGIN, 2, Ink::Strong);
    canvas.bar(MARGIN, 109, WIDTH as i32 - 2 * MARGIN, 4, Ink::Strong);
    let kicker = card.kicker.to_uppercase();
    if can_draw(&kicker) {
        canvas.text(&fitting(&kicker, 25.0), MARGIN as f32, 166.0, 25.0, 2.5, Ink::Thread);
    }
}

fn headline(canvas: &mut Canvas, card: &Card) {
    if !can_draw(&card.headline) {
        return;
    }
    let [.., smallest] = HEADLINES;
    let tried = HEADLINES.map(|(size, most)| (size, most, lines(&card.headline, size)));
    let fits = tried.into_iter().find(|(_, most, lines)| lines.len() <= *most);
    let (size, set) = match fits {
        Some((size, _, lines)) => (size, lines),
        None => (smallest.0, cut(lines(&card.headline, smallest.0), smallest.1)),
    };
    let leading = size * 1.1;
    let mut baseline = 190.0 + size * 0.8;
    for line in set {
        canvas.text(&fitting(&line, size), MARGIN as f32, baseline, size, 0.0, Ink::Strong);
        baseline += leading;
    }
}

/// The first `most` lines, the last of them ending with an ellipsis.
fn cut(mut lines: Vec<String>, most: usize) -> Vec<String> {
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        let (kept, _) = last.rsplit_once(' ').unwrap_or((last, ""));
        *last = format!("{kept}…");
    }
    lines
}

/// The text broken between words into lines that fit.
fn lines(text: &str, size: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|longer| width_of(longer, size, 0.0) <= MEASURE) {
            Some(longer) => {
                *lines.last_mut().expect("it has a last line to be longer than") = longer
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The text, or as much of it as fits one line, with an ellipsis.
fn fitting(text: &str, size: f32) -> String {
    let fits = |text: &str| width_of(text, size, 0.0) <= MEASURE * 0.97;
    if fits(text) {
        return text.to_owned();
    }
    let ends = text.char_indices().rev().map(|(end, _)| format!("{}…", text[..end].trim_end()));
    ends.into_iter().find(|shorter| fits(shorter)).unwrap_or_default()
}

/// Cards kept in memory, some 20 kB each: those of a day's front page and more.
const MOST_KEPT: usize = 100;
/// Requests that may wait for one to be drawn; a drawing takes some 20 ms.
const MOST_WAITING: usize = 32;

/// Draws cards and keeps them.
struct Drawer {
    kept: Mutex<VecDeque<(String, Arc<Vec<u8>>)>>,
    waiting: Semaphore,
}

/// The route to the cards.
pub(crate) fn routes() -> Router<Site> {
    let drawer = Arc::new(Drawer {
        kept: Mutex::new(VecDeque::new()),
        waiting: Semaphore::new(MOST_WAITING),
    });
    let handler = async move |State(site): State<Site>,
                              Path((story, name)): Path<(String, String)>| {
        drawer.answer(&site, StoryId(story), &name).await
    };
    Router::new().route("/card/{story}/{name}", get(handler))
}

impl Drawer {
    /// The card of a story; from the address of an earlier one the way to the present one.
    async fn answer(&self, site: &Site, story: StoryId, name: &str) -> Result<Response, PageError> {
        let facts = reading::story(site, &story).await?;
        let card = Card::of(&facts, &Setting::of(site, crate::setting::Form::Served));
        if name != format!("{}.png", card.key()) {
            return Ok(Redirect::to(&card.address()).into_response());
        }
        let bytes = self.png(card).await?;
        Ok(Document::lasting(Kind::Png, bytes.as_ref().clone()).into_response())
    }

    async fn png(&self, card: Card) -> Result<Arc<Vec<u8>>, PageError> {
        let _place = self.waiting.try_acquire().map_err(|_| PageError::Busy)?;
        // Held while it is drawn: one at a time, and who waits for the same card finds it.
        let mut kept = self.kept.lock().await;
        let key = card.key();
        if let Some((_, bytes)) = kept.iter().find(|(known, _)| *known == key) {
            return Ok(bytes.clone());
        }
        let bytes = Arc::new(tokio::task::spawn_blocking(move || drawn(&card)).await??);
        kept.push_back((key, bytes.clone()));
        while kept.len() > MOST_KEPT {
            kept.pop_front();
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(headline: &str) -> Card {
        Card {
            story: StoryId("0a1b".to_owned()),
            edition: "The Loom".to_owned(),
            kicker: "Shipping".to_owned(),
            headline: headline.to_owned(),
            facts: "13 articles · 4 independent reports".to_owned(),
            outlets: "Harbour Wire, The Gazette".to_owned(),
        }
    }

    /// How many pixels of the headline's place are not paper.
    fn inked(card: &Card) -> usize {
        let bytes = drawn(card).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (WIDTH, HEIGHT));
        let rows = pixels.chunks(WIDTH as usize).skip(180).take(330);
        rows.flatten().filter(|pixel| **pixel != 0).count()
    }

    #[test]
    fn a_headline_is_drawn_and_one_without_letters_for_it_is_left_out() {
        assert!(inked(&card("Ferry runs aground off Merrow")) > 5_000);
        assert!(inked(&card("Паром сел на мель у Мерроу")) > 5_000);
        assert!(inked(&card("Το πλοίο προσάραξε")) > 5_000);
        assert_eq!(inked(&card("渡轮在梅罗附近搁浅")), 0);
        assert_eq!(inked(&card("عبّارة تجنح")), 0);
        assert_eq!(inked(&card("Ferry e\u{301}")), 0, "a mark that would stand beside its letter");
        assert_eq!(inked(&card("")), 0);
    }

    #[test]
    fn a_long_headline_is_set_smaller_and_then_cut() {
        for (headline, most) in
            [("A word", 1), (&"headline ".repeat(20), 6), (&"word ".repeat(400), 6)]
        {
            let set = lines(headline, 44.0);
            let set = cut(set.clone(), most.min(set.len().max(1)));
            assert!(set.len() <= most, "{set:?}");
            inked(&card(headline));
        }
        inked(&card(&"w".repeat(3_000)));
    }

    #[test]
    fn the_address_names_what_is_shown() {
        let (one, other) = (card("One"), card("Other"));
        assert_eq!(one.address(), card("One").address());
        assert_ne!(one.address(), other.address());
        assert!(one.address().starts_with("/card/0a1b/") && one.address().ends_with(".png"));
    }

    #[test]
    fn more_outlets_than_fit_are_counted() {
        let names: Vec<String> = (1..=7).map(|n| format!("Outlet {n}")).collect();
        assert_eq!(named(&names), "Outlet 1, Outlet 2, Outlet 3, Outlet 4, Outlet 5 and 2 more");
        assert_eq!(named(&names[..1]), "Outlet 1");
    }
}
