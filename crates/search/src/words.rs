//! How a text is cut into the words that are looked up.
//!
//! A word is a run of letters and digits, in lowercase and without diacritics ("Zürich" is found by `zurich`, and
//! the other way round). Scripts that are written without spaces between words, and Hangul, whose words carry
//! their endings, give each pair of neighbouring characters instead: 東京都 is 東京 and 京都, looked for in this
//! order. Such a run also gives its last character alone, so that each character begins some word and can be found
//! by itself.
//!
//! Words are not stemmed. A report's language is a guess, a query's is unknown, and a stemmer of the wrong language
//! hides names; `ferr*` finds ferry and ferries.

use std::str::CharIndices;
use tantivy::tokenizer::{
    AsciiFoldingFilter, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};

/// The name of the analyzer in the schema.
pub(crate) const NAME: &str = "words";

/// Longest word, in bytes: what is longer (an address without marks, a line of code) is known by its beginning.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it is looked up.
    pub text: String,
    /// Bytes of the text.
    pub start: usize,
    pub end: usize,
    /// Counted from 0.
    pub position: usize,
}

/// The analyzer for texts and for queries.
pub(crate) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(Cutter).filter(AsciiFoldingFilter).build()
}

/// The analyzers that an index needs.
pub(crate) fn analyzers() -> TokenizerManager {
    // With the library's own, one of which leaves keys as they are.
    let manager = TokenizerManager::default();
    manager.register(NAME, analyzer());
    manager
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut analyzer = analyzer();
    analyzer.token_stream(text).process(&mut |token| {
        words.push(Word {
            text: token.text.clone(),
            start: token.offset_from,
            end: token.offset_to,
            position: token.position,
        });
    });
    words
}

/// The words by which a query's text is looked up: without the lone characters that follow pairs.
pub(crate) fn words_asked_for(text: &str) -> Vec<Word> {
    let mut asked: Vec<Word> = Vec::new();
    for word in words(text) {
        if asked.last().is_none_or(|last| last.end <= word.start) || !is_lone(&word.text) {
            asked.push(word);
        }
    }
    asked
}

/// Whether a word is one character of a script without spaces, which stands at the beginning of pairs.
pub(crate) fn is_lone(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_spaceless) && chars.next().is_none()
}

/// Cuts texts into words.
#[derive(Clone, Default)]
struct Cutter;

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cuts<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cuts<'a> {
        Cuts { rest: text.char_indices(), next: None, first: None, token: Token::default() }.begun()
    }
}

/// The words of one text, as they come.
struct Cuts<'a> {
    rest: CharIndices<'a>,
    /// What comes next.
    next: Option<(usize, char)>,
    /// A character without spaces that waits for its neighbour.
    first: Option<(usize, char)>,
    token: Token,
}

impl Cuts<'_> {
    fn begun(mut self) -> Self {
        self.next = self.rest.next();
        self
    }

    fn take(&mut self) -> Option<(usize, char)> {
        std::mem::replace(&mut self.next, self.rest.next())
    }

    fn begin(&mut self, start: usize) {
        self.token.text.clear();
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = start;
    }

    /// The waiting character with its neighbour, or alone at the end of its run.
    fn pair(&mut self, (start, first): (usize, char)) {
        self.begin(start);
        self.token.text.push(first);
        self.token.offset_to = start + first.len_utf8();
        self.first = None;
        if let Some((at, second)) = self.next.filter(|(_, c)| is_spaceless(*c)) {
            self.token.text.push(second);
            self.token.offset_to = at + second.len_utf8();
            self.first = self.take();
        }
    }

    /// The word that begins here. False when it has no letter.
    fn run(&mut self, start: usize) -> bool {
        self.begin(start);
        while let Some((at, c)) = self.next {
            match kind(c) {
                Kind::Letter if self.token.text.len() < LONGEST => fold(c, &mut self.token.text),
                Kind::Letter | Kind::Mark => {}
                Kind::Spaceless | Kind::Between => break,
            }
            self.token.offset_to = at + c.len_utf8();
            self.take();
        }
        let is_word = !self.token.text.is_empty();
        if !is_word {
            self.token.position = self.token.position.wrapping_sub(1);
        }
        is_word
    }
}

impl TokenStream for Cuts<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(first) = self.first {
                self.pair(first);
                return true;
            }
            let Some((at, c)) = self.next else { return false };
            match kind(c) {
                Kind::Spaceless => self.first = self.take(),
                Kind::Letter => {
                    if self.run(at) {
                        return true;
                    }
                }
                Kind::Mark | Kind::Between => {
                    self.take();
                }
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

enum Kind {
    /// Of a word with spaces around it.
    Letter,
    /// Of a script that is written without spaces.
    Spaceless,
    /// Stands on a letter, or inside a word unseen; left out.
    Mark,
    /// Between words.
    Between,
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Kind::Letter } else { Kind::Between };
    }
    if is_mark(c) {
        Kind::Mark
    } else if is_spaceless(c) {
        Kind::Spaceless
    } else if c.is_alphanumeric() {
        Kind::Letter
    } else {
        Kind::Between
    }
}

/// Combining marks, points of Hebrew and Arabic, viramas and nuktas of India, and signs that nobody sees.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}'
        | '\u{b3c}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}' | '\u{cbc}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}')
}

/// Han, kana, Hangul, Thai, Lao, Burmese and Khmer, with the marks that stand on them.
fn is_spaceless(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}'
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{323af}')
}

/// Lowercase, and what the folding of Latin letters leaves: Greek accents, the Cyrillic ё, forms of the alef.
fn fold(c: char, into: &mut String) {
    if c.is_ascii() {
        return into.push(c.to_ascii_lowercase());
    }
    for c in c.to_lowercase().filter(|c| !is_mark(*c)) {
        into.push(match c {
            'ά' | 'ὰ' => 'α',
            'έ' | 'ὲ' => 'ε',
            'ή' | 'ὴ' => 'η',
            'ί' | 'ϊ' | 'ΐ' | 'ὶ' => 'ι',
            'ό' | 'ὸ' => 'ο',
            'ύ' | 'ϋ' | 'ΰ' | 'ὺ' => 'υ',
            'ώ' | 'ὼ' => 'ω',
            'ς' => 'σ',
            'ё' => 'е',
            'ґ' => 'г',
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_cut_into_words() {
        check("The ferry's 30 cars.", "the ferry s 30 cars");
        check("ZÜRICH Ångström œuvre Straße", "zurich angstrom oeuvre strasse");
        check("Zu\u{308}rich", "zurich");
        check("Ёлка Αθήνα أحمد", "елка αθηνα احمد");
        check("हिन्दी की ख़बर", "हिनदी की खबर");
        check("東京都", "東京 京都 都");
        check("東京のferry号", "東京 京の の ferry 号");
        check("火", "火");
        check("กรุงเทพ", "กร รุ ุง งเ เท ทพ พ");
        check("서울에서", "서울 울에 에서 서");
        check("ＡＢＣ１２", "abc12");
        check("a\u{301}\u{301} \u{301} –", "a");
        check(&"x".repeat(200), &"x".repeat(LONGEST));
        check("", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn a_query_leaves_out_the_lone_character_behind_pairs() {
        let asked = |text| {
            let words = words_asked_for(text);
            words.into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(asked("東京都"), "東京 京都");
        assert_eq!(asked("火"), "火");
        assert_eq!(asked("東京 火 ferry"), "東京 火 ferry");
    }

    proptest! {
        #[test]
        fn words_stand_where_they_say(text in "\\PC{0,40}") {
            for (place, word) in words(&text).into_iter().enumerate() {
                prop_assert_eq!(word.position, place);
                prop_assert!(word.start < word.end);
                prop_assert!(text.get(word.start..word.end).is_some());
                prop_assert!(!word.text.is_empty());
            }
        }
    }
}
