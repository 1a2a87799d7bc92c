//! Letters on paper: which glyph, how wide, and where a text breaks into lines. Knows no page. Next: `tags.rs`.

use std::sync::OnceLock;

use crate::base::visible::on_one_line;
use crate::report::charts::text::{Fonts, fonts};
use crate::report::charts::{ChartError, Face};

/// After these a word that is wider than its room is broken before it is broken anywhere.
const SEAMS: [char; 8] = ['/', '-', '_', '.', ',', '=', ':', ';'];

/// Letters below this number are looked up once: it takes most of the time of a paper.
const COMMON: u32 = 0x180;
static REGULAR: OnceLock<Vec<(u16, f64)>> = OnceLock::new();
static BOLD: OnceLock<Vec<(u16, f64)>> = OnceLock::new();

/// The letters that travel with the program.
#[derive(Clone, Copy)]
pub struct Letters(&'static Fonts);

impl Letters {
    /// Reads them.
    pub fn read() -> Result<Self, ChartError> {
        Ok(Self(fonts()?))
    }

    /// The glyph of a letter and its width in ems. A letter that the font does not have gets the sign for one; a
    /// reader that copies the text still gets the letter.
    pub fn glyph(self, letter: char, bold: bool) -> (u16, f64) {
        let known = if bold { &BOLD } else { &REGULAR };
        let all = || (0..COMMON).filter_map(char::from_u32).map(|c| self.looked_up(c, bold)).collect();
        let known = known.get_or_init(all).get(letter as usize);
        known.copied().unwrap_or_else(|| self.looked_up(letter, bold))
    }

    fn looked_up(self, letter: char, bold: bool) -> (u16, f64) {
        [letter, '\u{fffd}', '?'].iter().find_map(|&c| self.0.letter(c, bold)).unwrap_or_default()
    }

    /// Width of a text.
    pub fn width(self, text: &str, face: Face) -> f64 {
        text.chars().map(|c| self.glyph(c, face.bold).1).sum::<f64>() * face.size
    }

    /// Width of the widest word.
    pub fn widest_word(self, text: &str, face: Face) -> f64 {
        text.split(' ').map(|word| self.width(word, face)).fold(0.0, f64::max)
    }

    /// The text in lines no wider than `room`; at least one character on each, no line for an empty text. The
    /// space at which a line was broken stays at its end, for readers that join the lines again.
    pub fn wrapped(self, text: &str, room: f64, face: Face) -> Vec<String> {
        let text = tidy(text);
        let (mut lines, mut start, mut width) = (Vec::new(), 0, 0.0);
        // Where a line could end: after a space, or inside a word.
        let (mut space, mut seam) = (None, None);
        for (at, letter) in text.char_indices() {
            let wide = self.glyph(letter, face.bold).1 * face.size;
            if letter == ' ' {
                space = Some(at + 1);
            }
            // What is left of a broken word may be too wide again.
            while letter != ' ' && width + wide > room && at > start {
                let end = space.or(seam).unwrap_or(at);
                lines.push(text[start..end].to_owned());
                width = self.width(&text[end..at], face);
                (start, space, seam) = (end, None, None);
            }
            width += wide;
            if SEAMS.contains(&letter) {
                seam = Some(at + letter.len_utf8());
            }
        }
        if start < text.len() {
            lines.push(text[start..].to_owned());
        }
        lines
    }

    /// The same in at most so many lines; what is left over ends in "…".
    pub fn at_most(self, text: &str, room: f64, face: Face, most: usize) -> Vec<String> {
        let mut lines = self.wrapped(text, room, face);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while !last.is_empty() && self.width(&format!("{last}…"), face) > room {
                    last.pop();
                }
                last.truncate(last.trim_end().len());
                last.push('…');
            }
        }
        lines
    }
}

/// The text on one line, without what no page may hold.
pub fn tidy(text: &str) -> String {
    let plain = on_one_line(text).replace('\u{feff}', "");
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::style::BODY;

    #[test]
    fn lines_fit_their_room_and_lose_no_letter() {
        let letters = Letters::read().unwrap();
        let long = format!("services.bridging.places=0,6 {} — “£54,100” and −1,120 文", "w".repeat(90));
        for room in [40.0, 100.0, 300.0] {
            let lines = letters.wrapped(&long, room, BODY.face);
            assert!(lines.len() > 1);
            assert_eq!(lines.concat(), long);
            for line in &lines {
                assert!(letters.width(line.trim_end(), BODY.face) <= room, "{line}");
            }
        }
        assert_eq!(letters.wrapped("a  b\n c", 300.0, BODY.face), ["a b c"]);
        assert!(letters.wrapped(" \u{feff}\n", 300.0, BODY.face).is_empty());
    }

    #[test]
    fn a_word_too_long_breaks_at_a_seam_before_it_breaks_anywhere() {
        let letters = Letters::read().unwrap();
        let lines = letters.wrapped("services.recuperation_beds.places", 80.0, BODY.face);
        assert_eq!(lines[0], "services.");
    }

    #[test]
    fn what_is_beyond_the_last_line_ends_in_an_ellipsis() {
        let letters = Letters::read().unwrap();
        let lines = letters.at_most(&"many words ".repeat(20), 100.0, BODY.face, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && letters.width(&lines[1], BODY.face) <= 100.0);
    }

    #[test]
    fn a_letter_that_the_font_lacks_has_a_glyph_all_the_same() {
        let letters = Letters::read().unwrap();
        for letter in ['文', '▲', '\u{e000}', '−', '£', '“', '≥', '…', '\u{a0}'] {
            assert_ne!(letters.glyph(letter, false).0, 0, "{letter}");
        }
    }
}
