use super::answer::{Line, Piece, Place, Unreadable, mended};
use super::bench::{Bench, Failure};
use super::commission::Commission;
use super::question::{self, Question};
use news::{Statement, StoryFile};

/// A sentence of an answer, judged.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) place: Place,
    pub(super) line: Line,
    pub(super) heard: Result<Statement, Failure>,
}

/// A model's brief with a judgement on each of its sentences.
#[derive(Clone, Debug)]
pub struct Reading {
    pub(super) slots: Vec<Slot>,
    pub(super) sent_back: usize,
    pub(super) mended: usize,
}

impl Reading {
    pub(super) fn of(piece: Piece, commission: &Commission, file: &StoryFile) -> Reading {
        let bench = Bench::new(commission, file);
        let slots = piece.lines().map(|(place, line)| Slot {
            place,
            line: line.clone(),
            heard: bench.hear(place, line),
        });
        Reading { slots: slots.collect(), sent_back: 0, mended: 0 }
    }

    /// The sentences that stand before the check, as the model wrote them.
    pub fn standing(&self) -> impl Iterator<Item = &str> {
        let standing = self.slots.iter().filter(|slot| slot.heard.is_ok());
        standing.map(|slot| slot.line.text.as_str())
    }

    /// The sentences that fail, with their numbers.
    pub(super) fn failing(&self) -> impl Iterator<Item = (usize, &Slot, &Failure)> {
        let numbered = self.slots.iter().enumerate();
        numbered.filter_map(|(n, slot)| Some((n, slot, slot.heard.as_ref().err()?)))
    }

    /// Sends back what failed in `said`, the answer that was read; none when nothing did.
    pub fn question_again(&self, commission: &Commission, said: &str) -> Option<Question> {
        question::again(commission, self, said)
    }

    /// Notes that what failed was sent back.
    pub fn send_back(&mut self) {
        self.sent_back = self.failing().count();
    }

    /// Reads what came back for the sentences that failed. What was not asked for is passed over.
    pub fn mend(
        &mut self,
        answer: &str,
        commission: &Commission,
        file: &StoryFile,
    ) -> Result<(), Unreadable> {
        let bench = Bench::new(commission, file);
        for again in mended(answer)? {
            let Some(slot) = self.slots.get_mut(again.n).filter(|slot| slot.heard.is_err()) else {
                continue;
            };
            let line = Line { text: again.text, claims: again.claims };
            slot.heard = bench.hear(slot.place, &line);
            self.mended += usize::from(slot.heard.is_ok());
            slot.line = line;
        }
        Ok(())
    }
}
