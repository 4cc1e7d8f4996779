//! Cuts text into the words that a topic is told by.

/// Scripts without spaces are cut into pairs of characters: the longest run that is kept whole.
const DENSE: [std::ops::RangeInclusive<char>; 4] = [
    '\u{3040}'..='\u{30ff}',
    '\u{3400}'..='\u{9fff}',
    '\u{f900}'..='\u{faff}',
    '\u{e00}'..='\u{e7f}',
];

/// The words of a text in small letters, in reading order, at most `limit`.
///
/// "A.I." is one word, "AI-powered" two, and a possessive loses its ending.
pub fn tokens(text: &str, limit: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(is_gap);
    while !rest.is_empty() && found.len() < limit {
        let word = &rest[..rest.find(is_gap).unwrap_or(rest.len())];
        rest = rest[word.len()..].trim_start_matches(is_gap);
        take(word, &mut found);
    }
    found.truncate(limit);
    found
}

/// What stands between words. Points and apostrophes may stand inside of one.
fn is_gap(character: char) -> bool {
    !(character.is_alphanumeric() || matches!(character, '.' | '\'' | '’' | '+' | '#'))
}

fn take(word: &str, found: &mut Vec<String>) {
    let word = word.replace('’', "'").to_lowercase();
    let word = word.strip_suffix("'s").unwrap_or(&word);
    let word = word.trim_matches(['.', '\'', '+', '#']);
    if is_initials(word) {
        found.push(word.replace('.', ""));
        return;
    }
    for part in word.split(['.', '\'', '+', '#']).filter(|part| !part.is_empty()) {
        match part.chars().any(is_dense) {
            true => pairs(part, found),
            false => found.push(part.to_owned()),
        }
    }
}

/// Single letters with points between them, as in "a.i" and "u.s".
fn is_initials(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

fn is_dense(character: char) -> bool {
    DENSE.iter().any(|range| range.contains(&character))
}

fn pairs(run: &str, found: &mut Vec<String>) {
    let characters: Vec<char> = run.chars().collect();
    if characters.len() == 1 {
        found.push(run.to_owned());
    }
    found.extend(characters.windows(2).map(|pair| pair.iter().collect::<String>()));
}

/// The word without the ending that marks a plural in several languages.
///
/// Crude on purpose: both sides of a comparison pass through it. Short words stay whole, so that "as"
/// and "AIs" are not mistaken for others.
pub fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 5] = ["es", "en", "s", "e", "n"];
    /// Letters that must be left: "gas" and "ga" are different words.
    const LEFT: usize = 4;
    let ending = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending));
    ending.filter(|left| left.chars().count() >= LEFT && !left.ends_with('s')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_what_is_no_letter() {
        check("Microsoft’s A.I. plans", "microsoft ai plans");
        check("AI-powered, “smart” glasses", "ai powered smart glasses");
        check("ChatGPT‑5 and GPT-4o: what’s new?", "chatgpt 5 and gpt 4o what new");
        check("The U.S. bans it. Really.", "the us bans it really");
        check("L'intelligence artificielle", "l intelligence artificielle");
        check("人工智能助手", "人工 工智 智能 能助 助手");
        check("", "");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(tokens(text, 99).join(" "), expected, "{text}");
    }

    #[test]
    fn plurals_share_a_stem() {
        for (one, other) in
            [("chatbot", "chatbots"), ("network", "networks"), ("batterie", "batterien")]
        {
            assert_eq!(stem(one), stem(other), "{one}");
        }
        for whole in ["ai", "gas", "news", "glass", "as"] {
            assert_eq!(stem(whole), whole);
        }
    }
}
