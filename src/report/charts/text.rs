//! Letters: the font that travels with the program, how wide a text is, and where it breaks. Knows
//! nothing of charts. Next: `drawing.rs`.

use std::sync::OnceLock;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::ChartError;
use super::style::Face;

/// The fonts that a viewer of an SVG is asked for; in a PNG the letters are Noto Sans.
pub const FAMILY: &str = "Arial, Helvetica, Liberation Sans, sans-serif";

/// Height of Noto Sans (ascent and descent) for an em of 1: the font library takes heights.
pub const HEIGHT_PER_EM: f64 = 1.362;

/// Some viewers have none of the named fonts, and their own is wider than Noto Sans by up to this.
const ALLOWANCE: f64 = 1.08;

/// No text is laid out beyond this many characters.
const LONGEST: usize = 1_000;

/// Makes the fonts known to the drawing library, once, so that a machine without fonts draws text.
pub fn register_fonts() -> Result<(), ChartError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let registered = REGISTERED.get_or_init(|| {
        [
            (FontStyle::Normal, notosans::REGULAR_TTF),
            (FontStyle::Bold, notosans::BOLD_TTF),
            (FontStyle::Italic, notosans::ITALIC_TTF),
            (FontStyle::Oblique, notosans::ITALIC_TTF),
        ]
        .into_iter()
        .all(|(style, bytes)| register_font(FAMILY, style, bytes).is_ok())
    });
    if *registered { Ok(()) } else { Err(ChartError::Font) }
}

/// The font of the drawing library for a face drawn `scale` times as large.
pub fn font(face: Face, height: f64) -> FontDesc<'static> {
    let style = if face.bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), height, style)
}

/// Width of a text in logical pixels, on the safe side. Needs [`register_fonts`]; without, a guess.
pub fn width(text: &str, face: Face) -> f64 {
    const MEASURED_AT: f64 = 1_000.0;
    let measured =
        font(face, MEASURED_AT * HEIGHT_PER_EM).layout_box(text).map(|((left, _), (right, _))| right - left);
    let ems = measured.map_or(0.6 * text.chars().count() as f64, |width| f64::from(width) / MEASURED_AT);
    ems * face.size * ALLOWANCE
}

/// The text without what cannot be drawn: control characters and runs of spaces become one space.
pub fn clean(text: &str) -> String {
    let drawable = |c: char| {
        let space = (c.is_whitespace() && c != '\u{a0}') || c.is_control();
        if space || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }
    };
    let plain: String = text.chars().take(LONGEST).map(drawable).collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text in lines no wider than `room`, at most `most` of them; what is left over ends in "…". A
/// word wider than the room is broken. No line for an empty text.
pub fn wrap(text: &str, room: f64, face: Face, most: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if lines.len() + 1 >= most {
            lines.push(shorten(rest, room, face));
            break;
        }
        let taken = fitting(rest, room, face);
        lines.push(rest[..taken].trim_end().to_owned());
        rest = rest[taken..].trim_start();
    }
    lines
}

/// The text on one line no wider than `room`, cut with "…" where it must be.
pub fn shorten(text: &str, room: f64, face: Face) -> String {
    let text = clean(text);
    if width(&text, face) <= room {
        return text;
    }
    let mut kept = text;
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if width(&cut, face) <= room {
            return cut;
        }
    }
    "…".to_owned()
}

/// How many bytes of the text go on a line: whole words where possible, at least one character.
fn fitting(text: &str, room: f64, face: Face) -> usize {
    let mut taken = 0;
    for end in text.match_indices(' ').map(|(at, _)| at).chain([text.len()]) {
        if width(&text[..end], face) > room {
            break;
        }
        taken = end;
    }
    if taken > 0 {
        return taken;
    }
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut taken = ends.next().unwrap_or(text.len());
    for end in ends {
        if width(&text[..end], face) > room {
            break;
        }
        taken = end;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::super::style::{LABEL, TITLE};
    use super::*;

    #[test]
    fn a_digit_is_as_wide_as_the_font_says() {
        register_fonts().unwrap();
        let face = Face { size: 100.0, bold: false };
        // 572 of 1,000 units in Noto Sans.
        assert!((width("0", face) - 57.2 * ALLOWANCE).abs() < 0.2, "{}", width("0", face));
        assert!(width("mean", Face { bold: true, ..face }) > width("mean", face));
    }

    #[test]
    fn lines_fit_their_room_and_lose_no_word() {
        register_fonts().unwrap();
        let text = "No room in Convalescence beds (care homes) for people from other areas";
        let lines = wrap(text, 180.0, LABEL, 9);
        assert!(lines.len() >= 3);
        assert!(lines.iter().all(|line| width(line, LABEL) <= 180.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        register_fonts().unwrap();
        let lines = wrap(&"many words ".repeat(80), 300.0, TITLE, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(width(&lines[1], TITLE) <= 300.0);
    }

    #[test]
    fn a_word_without_end_is_broken() {
        register_fonts().unwrap();
        let lines = wrap(&"w".repeat(120), 100.0, LABEL, 40);
        assert!(lines.len() > 5);
        assert!(lines.iter().all(|line| width(line, LABEL) <= 100.0));
        assert_eq!(lines.concat().len(), 120);
    }

    #[test]
    fn nothing_that_cannot_be_drawn_is_kept() {
        assert_eq!(clean(" a\u{0}b\t\n c\u{7}\u{ffff} "), "a b c");
        assert!(wrap(" \n ", 100.0, LABEL, 3).is_empty());
        assert_eq!(wrap("word", 0.0, LABEL, 1), ["…"]);
    }
}
