//! Digits and signs of other scripts become those that the forms are written with.

/// Minutes east of UTC of Korea, whose feeds leave the zone out; its words tell it.
const KOREA: i32 = 540;

/// The zone that a text's own words tell.
pub fn zone(text: &str) -> Option<i32> {
    (text.contains('년') || text.contains("오전") || text.contains("오후")).then_some(KOREA)
}

/// `2004년 05월 28일 오후 01:31:15`, `2004年5月28日 13時31分` and `٢٨ مايو ٢٠٠٤` in the signs of Latin script;
/// nothing for a text that needs none of this.
pub fn plain(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let halves = [("오전", " am "), ("오후", " pm "), ("上午", " am "), ("下午", " pm ")];
    let words = [("午前", " am "), ("午後", " pm ")];
    let mut plain = text.to_owned();
    for (word, half) in halves.iter().chain(&words) {
        if plain.contains(word) {
            plain = plain.replace(word, half);
        }
    }
    let is_counted = plain.contains(['년', '年']);
    let plain: String = plain.chars().filter_map(|c| sign(c, is_counted)).collect();
    Some(match is_counted {
        true => plain.replace("- ", "-").replace(": ", ":"),
        false => plain,
    })
}

/// What stands for a sign. The words for year, month, day and hour mean that only in a counted date.
fn sign(c: char, is_counted: bool) -> Option<char> {
    match c {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => None,
        '\u{a0}' | '\u{202f}' | '\u{3000}' => Some(' '),
        '：' => Some(':'),
        '／' => Some('/'),
        '–' | '－' => Some('-'),
        '，' | '،' | '、' => Some(','),
        '년' | '年' | '월' | '月' if is_counted => Some('-'),
        '일' | '日' | '초' | '秒' if is_counted => Some(' '),
        '시' | '時' | '时' | '点' | '點' | '분' | '分' if is_counted => Some(':'),
        c => Some(digit(c).unwrap_or(c)),
    }
}

/// The digit of another script as ours: Arabic, Persian, Devanagari, Bengali, Thai, full width.
fn digit(c: char) -> Option<char> {
    let zeros = ['٠', '۰', '०', '০', '๐', '０'];
    let value = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    char::from_digit(zeros.into_iter().find_map(value)?, 10)
}
