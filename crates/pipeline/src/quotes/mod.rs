//! Quotations and who said them.

mod actor;
mod german;
mod indirect;
mod label;
mod speaker;
mod verbs;

use crate::check::names;
use crate::check::quoted::quoted;
use crate::check::words::{Word, words_in};
use crate::sentences::sentences_in;
use crate::tongue::Tongue;
use speaker::{Said, in_own_sentence};
use std::ops::Range;

/// How words are reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// "said that …".
    Indirect,
    /// Both.
    Mixed,
}

/// Words that a text says somebody said. Spans are UTF-8 bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundQuote {
    /// The words, without the marks.
    pub span: Range<usize>,
    /// Where the speaker is named.
    pub speaker: Option<Range<usize>>,
    /// The verb: "said".
    pub verb: Option<Range<usize>>,
    /// How they are reported.
    pub kind: QuoteKind,
}

/// Strings between marks of at most so many words are titles, nicknames or doubt unless a verb of
/// saying goes with them. Chosen on the labelled sets.
const WORDS_OF_A_LABEL: usize = 2;

/// The quotations of `text`, in reading order.
pub fn quotes(text: &str) -> Vec<FoundQuote> {
    quotes_in(Tongue::guess(text), text)
}

/// The quotations of a text in a language, in reading order.
pub fn quotes_in(tongue: Tongue, text: &str) -> Vec<FoundQuote> {
    let scene = Scene::new(tongue, text);
    let mut found = scene.direct();
    found.extend(match tongue {
        Tongue::German => german::indirect(&scene),
        _ => indirect::indirect(&scene),
    });
    found.sort_by_key(|quote| (quote.span.start, quote.span.end));
    found
}

/// A text cut up for finding speakers in it. Ranges are places in `words`.
struct Scene<'a> {
    tongue: Tongue,
    text: &'a str,
    words: Vec<Word>,
    sentences: Vec<Range<usize>>,
    names: Vec<Range<usize>>,
    /// The strings between marks, with their bytes.
    quoted: Vec<(Range<usize>, Range<usize>)>,
}

impl<'a> Scene<'a> {
    fn new(tongue: Tongue, text: &'a str) -> Scene<'a> {
        let words = words_in(tongue, text);
        let place = |byte: usize| words.partition_point(|word| word.span.start < byte);
        let within = |span: &Range<usize>| place(span.start)..place(span.end);
        let sentences = sentences_in(tongue, text).iter().map(within).collect();
        let quoted = quoted(text)
            .into_iter()
            .map(|span| (within(&span), span))
            .filter(|(inner, _)| !inner.is_empty() && !label::is_nickname(text, &words, inner))
            .collect();
        let names = names::runs(&words);
        Scene { tongue, text, sentences, names, quoted, words }
    }

    /// The place of the sentence that holds a word.
    fn sentence_of(&self, word: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= word)
    }

    fn direct(&self) -> Vec<FoundQuote> {
        let mut found = Vec::new();
        let mut before: Option<(usize, Said)> = None;
        for (at, (words, span)) in self.quoted.iter().enumerate() {
            let own = match self.tongue {
                Tongue::German => german::in_own_sentence(self, at),
                _ => in_own_sentence(self, at),
            };
            let alone = self.stands_alone(words);
            let begins = self.sentences[self.sentence_of(words.start)].start == words.start;
            if (own.verb.is_none() && words.len() <= WORDS_OF_A_LABEL && !alone)
                || label::is_title(self, words)
                || (self.tongue == Tongue::German
                    && own.verb.is_none()
                    && german::is_label(self, words))
            {
                continue;
            }
            let signed = speaker::signed(self, at);
            if let Some((speaker, words)) = label::named_before(self, span) {
                let said = Said { speaker: Some(speaker), verb: None };
                found.push(self.found(words, &said, QuoteKind::Direct));
                before = Some((at, said));
                continue;
            }
            let said = match own.speaker {
                _ if signed.is_some() => Said { speaker: signed, verb: None },
                Some(_) => own,
                None if alone || begins => self.carried_on(at, &before).unwrap_or(own),
                None => own,
            };
            before = Some((at, said.clone()));
            let kind =
                if self.is_mixed(words, &said) { QuoteKind::Mixed } else { QuoteKind::Direct };
            found.push(self.found(span.clone(), &said, kind));
        }
        found
    }

    fn found(&self, span: Range<usize>, said: &Said, kind: QuoteKind) -> FoundQuote {
        FoundQuote {
            span,
            speaker: said.speaker.clone().map(|words| self.bytes(words)),
            verb: said.verb.map(|verb| self.words[verb].span.clone()),
            kind,
        }
    }

    /// Whether the sentences of the quotation hold no words but its own.
    fn stands_alone(&self, quote: &Range<usize>) -> bool {
        let first = &self.sentences[self.sentence_of(quote.start)];
        let last = &self.sentences[self.sentence_of(quote.end - 1)];
        let outside = (quote.start - first.start) + (last.end - quote.end);
        outside < 2
    }

    /// The speaker of a quotation that has none of its own: who spoke last, or who is named last.
    fn carried_on(&self, at: usize, before: &Option<(usize, Said)>) -> Option<Said> {
        let start = self.quoted[at].0.start;
        let last = before.as_ref().filter(|(last, said)| at - last < 3 && said.speaker.is_some());
        let named = self.speaker_before(start);
        match (last, named) {
            // Somebody else has come up since: "Ode was blunt." "No," …
            (Some((last, said)), Some(name))
                if name.start < self.quoted[*last].0.end + 8 && !self.parts(*last, name.start) =>
            {
                Some(said.clone())
            }
            (_, Some(name)) => Some(Said { speaker: Some(name), verb: None }),
            (Some((_, said)), None) => Some(said.clone()),
            (None, None) => None,
        }
    }

    /// Whether a paragraph ends between a quotation and a word.
    fn parts(&self, quote: usize, word: usize) -> bool {
        let end = self.quoted[quote].1.end;
        self.text.get(end..self.words[word].span.start).is_some_and(|gap| gap.contains("\n\n"))
    }

    /// The name that begins the sentence before `start`.
    fn speaker_before(&self, start: usize) -> Option<Range<usize>> {
        let sentence = self.sentence_of(start).checked_sub(1)?;
        let words = &self.sentences[sentence];
        self.mention(words.start..words.end.min(words.start + speaker::SIGHT))
    }

    /// The first name or pronoun among `words` outside of quotation marks.
    fn mention(&self, words: Range<usize>) -> Option<Range<usize>> {
        let people = actor::people(self, words);
        let acting = people.iter().find(|person| actor::can_act(self, person));
        acting.or(people.first()).cloned()
    }

    /// Whether a word stands between quotation marks.
    fn is_quoted(&self, word: usize) -> bool {
        self.quote_of(word).is_some()
    }

    /// The words of the string between marks that holds a word.
    fn quote_of(&self, word: usize) -> Option<&Range<usize>> {
        let at = self.quoted.partition_point(|(inner, _)| inner.end <= word);
        self.quoted.get(at).map(|(inner, _)| inner).filter(|inner| inner.start <= word)
    }

    /// Whether the words before the marks are reported too: `said it was "over"`.
    fn is_mixed(&self, quote: &Range<usize>, said: &Said) -> bool {
        let small = !self.words[quote.start].capital;
        small && said.verb.is_some_and(|verb| verb + 1 < quote.start)
    }

    fn bytes(&self, words: Range<usize>) -> Range<usize> {
        let last = words.end.saturating_sub(1).max(words.start);
        self.words[words.start].span.start..self.words[last].span.end
    }
}

#[cfg(test)]
mod tests;
