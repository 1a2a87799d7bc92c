//! Letters: the font that travels with the program, how wide a text is, and where it breaks. Knows
//! nothing of charts. Next: `drawing.rs`.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef, OutlinedGlyph, PxScale, ScaleFont};

use super::ChartError;
use super::style::Face;

/// The fonts that a viewer of an SVG is asked for; in a PNG the letters are Noto Sans.
pub const FAMILY: &str = "Arial, Helvetica, Liberation Sans, sans-serif";

/// A viewer may have none of the named fonts, and its own is wider than Noto Sans (`DejaVu Sans` by this).
const ALLOWANCE: f64 = 1.1;
/// The same of bold letters.
const BOLD_ALLOWANCE: f64 = 1.17;

/// No text is laid out beyond this many characters.
const LONGEST: usize = 1_000;

/// The letters that travel with the program, so that text draws on a machine without fonts.
pub struct Fonts {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

/// The fonts, read once.
pub fn fonts() -> Result<&'static Fonts, ChartError> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    let read = || {
        let regular = FontRef::try_from_slice(notosans::REGULAR_TTF).ok()?;
        let bold = FontRef::try_from_slice(notosans::BOLD_TTF).ok()?;
        Some(Fonts { regular, bold })
    };
    FONTS.get_or_init(read).as_ref().ok_or(ChartError::Font)
}

impl Fonts {
    fn of(&self, face: Face) -> &FontRef<'static> {
        if face.bold { &self.bold } else { &self.regular }
    }

    /// Width of a text as its letters are drawn, for an em of `em`.
    pub fn advance(&self, text: &str, face: Face, em: f64) -> f64 {
        f64::from(self.walk(text, face, em, |_, _| ()))
    }

    /// A letter's number in the font and its width in ems; nothing where the font has no such letter.
    pub fn letter(&self, letter: char, bold: bool) -> Option<(u16, f64)> {
        let font = if bold { &self.bold } else { &self.regular };
        let glyph = font.glyph_id(letter);
        let units = font.units_per_em().unwrap_or(1_000.0);
        (glyph.0 != 0).then(|| (glyph.0, f64::from(font.h_advance_unscaled(glyph) / units)))
    }

    /// The outlines of a text that starts at a place on its baseline, for an em of `em`.
    pub fn outlines(&self, text: &str, face: Face, em: f64, start: (f64, f64)) -> Vec<OutlinedGlyph> {
        let font = self.of(face);
        let scale = scale(font, em);
        let mut outlines = Vec::new();
        self.walk(text, face, em, |letter, along| {
            let at = ab_glyph::point(start.0 as f32 + along, start.1 as f32);
            outlines.extend(font.outline_glyph(font.glyph_id(letter).with_scale_and_position(scale, at)));
        });
        outlines
    }

    /// Visits each letter with its distance from the start; returns the distance of the end.
    fn walk(&self, text: &str, face: Face, em: f64, mut visit: impl FnMut(char, f32)) -> f32 {
        let font = self.of(face);
        let scaled = font.as_scaled(scale(font, em));
        let mut along = 0.0;
        let mut before = None;
        for letter in text.chars() {
            let glyph = font.glyph_id(letter);
            along += before.map_or(0.0, |before| scaled.kern(before, glyph));
            visit(letter, along);
            along += scaled.h_advance(glyph);
            before = Some(glyph);
        }
        along
    }
}

/// The font library counts the height from the lowest to the highest letter, not the em.
fn scale(font: &FontRef<'_>, em: f64) -> PxScale {
    let units = font.units_per_em().unwrap_or(1_000.0);
    PxScale::from(em as f32 * font.height_unscaled() / units)
}

/// Width of a text in logical pixels, on the safe side.
pub fn width(text: &str, face: Face) -> f64 {
    // Without fonts nothing is drawn, so the guess is of no consequence.
    let guess = 0.6 * face.size * text.chars().count() as f64;
    let allowance = if face.bold { BOLD_ALLOWANCE } else { ALLOWANCE };
    fonts().map_or(guess, |fonts| fonts.advance(text, face, face.size)) * allowance
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

/// The text in as few lines as [`wrap`] makes of it, of about equal width.
pub fn balanced(text: &str, room: f64, face: Face, most: usize) -> Vec<String> {
    let lines = wrap(text, room, face, most);
    let narrower = (1..=12).map(|step| wrap(text, room * (1.0 - f64::from(step) * 0.04), face, most + 1));
    narrower.take_while(|other| other.len() <= lines.len()).last().unwrap_or(lines.clone())
}

/// The text on one line no wider than `room`, cut with "…" where it must be.
pub fn shorten(text: &str, room: f64, face: Face) -> String {
    let text = clean(text);
    if width(&text, face) <= room {
        return text;
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let cut = |end: usize| format!("{}…", text[..end].trim_end());
    // The more is kept the wider it is, so halving finds how much fits.
    let fitting = ends.partition_point(|&end| width(&cut(end), face) <= room);
    cut(fitting.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0))
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
        let face = Face { size: 100.0, bold: false };
        // 572 of 1,000 units in Noto Sans.
        assert!((width("0", face) - 57.2 * ALLOWANCE).abs() < 0.2, "{}", width("0", face));
        assert!(width("mean", Face { bold: true, ..face }) > width("mean", face));
    }

    #[test]
    fn lines_fit_their_room_and_lose_no_word() {
        let text = "No room in Convalescence beds (care homes) for people from other areas";
        let lines = wrap(text, 180.0, LABEL, 9);
        assert!(lines.len() >= 3);
        assert!(lines.iter().all(|line| width(line, LABEL) <= 180.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn balanced_lines_are_as_many_and_more_equal() {
        let text = "About 96 people a day wait in hospital who could leave, and more of them after Christmas";
        let (greedy, even) = (wrap(text, 800.0, TITLE, 3), balanced(text, 800.0, TITLE, 3));
        let spread = |lines: &[String]| (width(&lines[0], TITLE) - width(&lines[1], TITLE)).abs();
        assert_eq!((greedy.len(), even.len()), (2, 2));
        assert!(spread(&even) < spread(&greedy) / 2.0, "{even:?}");
        assert_eq!(even.join(" "), text);
        assert_eq!(balanced("One line", 800.0, TITLE, 3), ["One line"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let lines = wrap(&"many words ".repeat(80), 300.0, TITLE, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(width(&lines[1], TITLE) <= 300.0);
    }

    #[test]
    fn a_word_without_end_is_broken() {
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
