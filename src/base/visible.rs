//! Text that is not ours, made harmless to look at: what would move a cursor, change colours or turn
//! the order of letters round is shown by its number instead. Files and names may hold anything; what
//! goes to a terminal, into a page or a picture goes through here.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is for machines and not for eyes: control characters (C0 but for the line feed,
/// DEL, C1), other line ends, marks that override the order of letters, and what is no character.
pub fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{9}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}'
    )
}

/// The text with hidden characters shown as `\u{1b}`. Lines stay lines.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            // Writing to a text cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// The same on one line: line ends and tabs become spaces.
pub fn on_one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    visible(&line).into_owned()
}

/// JSON with hidden characters inside its texts as JSON has them; it reads back as the same.
pub fn in_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hidden(c) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_and_all_others_are_left() {
        let plain = "Care at home – “£5”, é 日本 🏥 a\u{301}\nnext line";
        assert_eq!(visible(plain), plain);
        assert_eq!(
            visible("\u{1b}[31m\u{7}a\tb\r\u{9b}\u{202e}\u{2028}\u{7f}"),
            "\\u{1b}[31m\\u{7}a\\u{9}b\\u{d}\\u{9b}\\u{202e}\\u{2028}\\u{7f}"
        );
        assert_eq!(visible(""), "");
        for c in (0..0x20).chain(0x7f..0xa0).filter_map(char::from_u32).filter(|&c| c != '\n') {
            assert!(!visible(&c.to_string()).contains(c), "{c:?}");
        }
    }

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(on_one_line("a\r\nerror: b\tc\u{1b}"), "a  error: b c\\u{1b}");
    }

    #[test]
    fn json_reads_back_as_the_same() {
        let json = "[\"a\u{9b}\u{7f}\u{202e}\\u001b\"]";
        let shown = in_json(json);
        assert!(!shown.contains(is_hidden));
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&shown), read(json));
    }
}
