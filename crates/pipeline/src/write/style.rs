use super::lede::SECTIONS_FROM_WORDS;

/// How a brief is to be written. Defaults stand in the example settings.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Style {
    /// Length of a brief, in words, lede and sections together.
    pub words: usize,
    /// Words that may always be taken from one source word for word.
    pub source_words: usize,
    /// Share of a source's words that may be taken where that is more, from 0 to 1.
    pub source_share: f64,
    /// Words that are never exceeded for one source, however long it is.
    pub source_most_words: usize,
    /// Words that may be taken from one source in one go.
    pub run_words: usize,
    /// Quotes shown apart.
    pub quotes: usize,
    /// Lines of the timeline.
    pub moments: usize,
    /// Numbers shown apart.
    pub figures: usize,
    /// Who writes.
    pub writer: Hand,
    /// What a model is told of the edition's style; empty for the house's own.
    pub sheet: String,
}

/// Who writes the text of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hand {
    /// Our own selection of the sources' sentences.
    Extractive,
    /// A language model, with the extractive writer where it fails.
    Model,
}

impl Style {
    /// The house's own style.
    ///
    /// 400 words are read in two minutes. The budget of a source (90 words, or 15 % of it up to 120)
    /// is the length that press law treats as a short excerpt in the stricter countries; a run of 90
    /// is two long sentences. Three quotes, eight moments and four figures fit beside such a text.
    pub fn standard() -> Style {
        Style {
            words: 400,
            source_words: 90,
            source_share: 0.15,
            source_most_words: 120,
            run_words: 90,
            quotes: 3,
            moments: 8,
            figures: 4,
            writer: Hand::Extractive,
            sheet: String::new(),
        }
    }

    /// Whether the brief is one paragraph.
    pub(super) fn is_paragraph(&self) -> bool {
        self.words < SECTIONS_FROM_WORDS
    }

    /// Words that may be taken from a source of this length.
    pub(super) fn budget(&self, source_words: usize) -> usize {
        let share = (source_words as f64 * self.source_share.clamp(0.0, 1.0)) as usize;
        share.max(self.source_words).min(self.source_most_words)
    }
}

impl Default for Style {
    fn default() -> Style {
        Style::standard()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sources_may_be_quoted_more_but_not_much_more() {
        check(0, 90);
        check(600, 90);
        check(700, 105);
        check(5000, 120);
    }

    #[track_caller]
    fn check(source_words: usize, expected: usize) {
        assert_eq!(Style::standard().budget(source_words), expected, "{source_words}");
    }
}
