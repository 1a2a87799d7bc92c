//! Sizes and colours of the paper, in points. Knows no text and no page. Next: `letters.rs`.

use crate::report::charts::style::{OPTION_EDGE, QUIET_TEXT, TEXT};
use crate::report::charts::{Colour, Face};

/// Width of A4.
pub const PAGE_WIDTH: f64 = 595.28;
/// Height of A4.
pub const PAGE_HEIGHT: f64 = 841.89;
/// White space at the left and at the right.
pub const SIDE: f64 = 45.0;
/// White space above the text; the running head stands in it.
pub const ABOVE: f64 = 56.0;
/// White space below the text; the number of the page stands in it.
pub const BELOW: f64 = 54.0;
/// Width of the text.
pub const WIDTH: f64 = PAGE_WIDTH - 2.0 * SIDE;
/// Height of the text.
pub const HEIGHT: f64 = PAGE_HEIGHT - ABOVE - BELOW;

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Size and weight.
    pub face: Face,
    /// Its colour.
    pub colour: Colour,
    /// From one baseline to the next.
    pub line: f64,
}

const fn look(size: f64, bold: bool, line: f64, colour: Colour) -> Look {
    Look { face: Face { size, bold }, colour, line }
}

/// NHS dark blue: headings.
pub const HEADING: Colour = Colour(0x00, 0x30, 0x87);
/// NHS blue: the edge of tiles, the rule below the title.
pub const FURNITURE: Colour = Colour(0x00, 0x5e, 0xb8);
/// NHS pale grey: behind tiles and the heads of tables.
pub const PALE: Colour = Colour(0xe8, 0xed, 0xee);
/// Between the rows of a table.
pub const RULE: Colour = Colour(0xc3, 0xcb, 0xd0);
/// A change that is better.
pub const IMPROVEMENT: Colour = Colour(0x00, 0x5e, 0xb8);
/// A change that is worse.
pub const CONCERN: Colour = OPTION_EDGE;
/// No clear change.
pub const UNCLEAR: Colour = QUIET_TEXT;

/// The title of the paper.
pub const TITLE: Look = look(20.0, true, 25.0, HEADING);
/// The answer.
pub const ANSWER: Look = look(14.5, false, 20.0, TEXT);
/// Headings, from the second to the fourth.
pub const HEADINGS: [Look; 3] =
    [look(13.0, true, 17.0, HEADING), look(11.0, true, 15.0, HEADING), look(10.0, true, 14.0, TEXT)];
/// Text that is read.
pub const BODY: Look = look(10.0, false, 14.0, TEXT);
/// What stands back: periods, sources, notes.
pub const QUIET: Look = look(8.5, false, 11.5, QUIET_TEXT);
/// What a tile counts, its range, what it is to be seen beside.
pub const TILE: Look = look(9.0, false, 12.0, TEXT);
/// The figure of a tile.
pub const TILE_FIGURE: Look = look(17.0, true, 25.0, TEXT);
/// The words of a change.
pub const TILE_CHANGE: Look = look(9.0, true, 13.0, TEXT);
/// What a table shows.
pub const CAPTION: Look = look(9.5, true, 13.0, TEXT);
/// A cell.
pub const CELL: Look = look(9.0, false, 12.0, TEXT);
/// The head of a column.
pub const CELL_HEAD: Look = look(8.5, true, 11.5, TEXT);
/// Running head and number of the page.
pub const RUNNING: Look = look(8.0, false, 10.0, QUIET_TEXT);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::style::{GROUND, contrast};

    #[test]
    fn every_text_has_contrast_4_5_on_white_and_on_a_tile() {
        let looks = [TITLE, ANSWER, BODY, QUIET, TILE, TILE_FIGURE, CELL, CELL_HEAD, RUNNING];
        let colours = looks.map(|look| look.colour).into_iter().chain(HEADINGS.map(|look| look.colour));
        for colour in colours.chain([IMPROVEMENT, CONCERN, UNCLEAR]) {
            for ground in [GROUND, PALE] {
                assert!(
                    contrast(colour, ground) >= 4.5,
                    "{colour:?} on {ground:?}: {}",
                    contrast(colour, ground)
                );
            }
        }
    }
}
