//! Colours and sizes of every chart, and the test that the colours can be told apart. Knows nothing
//! of charts or of how they are drawn. Colours: Government Analysis Function palette, with the text
//! grey of the NHS. Next: `frame.rs`.

use serde::{Deserialize, Serialize};

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Behind everything.
pub const GROUND: Colour = Colour(0xff, 0xff, 0xff);
/// Headlines and labels.
pub const TEXT: Colour = Colour(0x21, 0x2b, 0x32);
/// Subtitles, ticks, sources.
pub const QUIET_TEXT: Colour = Colour(0x4c, 0x5a, 0x64);
/// Grid lines: helpers, not marks.
pub const GRID: Colour = Colour(0xe3, 0xe8, 0xeb);
/// The line on which a chart stands.
pub const AXIS: Colour = Colour(0x6b, 0x78, 0x82);
/// Median lines.
pub const MEDIAN: Colour = Colour(0x12, 0x43, 0x6d);
/// Fill of the 50% band; always with an edge.
pub const BAND_50: Colour = Colour(0x8f, 0xc1, 0xec);
/// Fill of the 90% band; always with an edge.
pub const BAND_90: Colour = Colour(0xdd, 0xeb, 0xf8);
/// Edge of the 50% band.
pub const BAND_50_EDGE: Colour = Colour(0x20, 0x73, 0xbc);
/// Edge of the 90% band.
pub const BAND_90_EDGE: Colour = Colour(0x4a, 0x8f, 0xcf);
/// Capacity, as a stepped line.
pub const CAPACITY: Colour = Colour(0x80, 0x16, 0x50);
/// A second line.
pub const SECOND: Colour = Colour(0x3d, 0x3d, 0x3d);
/// Fill of a bar; always with an edge.
pub const BAR: Colour = Colour(0x6b, 0xac, 0xe6);
/// Edge of a bar.
pub const BAR_EDGE: Colour = Colour(0x12, 0x43, 0x6d);
/// Fill of a bar that stands back; always with an edge.
pub const MUTED: Colour = Colour(0xd9, 0xd9, 0xd9);
/// Edge of a bar that stands back.
pub const MUTED_EDGE: Colour = Colour(0x6b, 0x6b, 0x6b);
/// Interval whiskers.
pub const WHISKER: Colour = Colour(0x21, 0x2b, 0x32);
/// Markers beside a bar; the outline of a cell.
pub const MARKER: Colour = Colour(0x80, 0x16, 0x50);
/// Fill of what an option does beside the baseline; always with an edge.
pub const OPTION: Colour = Colour(0xf4, 0x6a, 0x25);
/// Lines, edges and words of an option: darker than the palette's orange, so that they hold on a band.
pub const OPTION_EDGE: Colour = Colour(0xb8, 0x43, 0x0e);
/// Its fill as a band, seen on white.
pub const OPTION_BAND: Colour = Colour(0xfd, 0xea, 0xe0);
/// Fill of a fourth band; always with an edge.
pub const FOURTH: Colour = Colour(0x28, 0xa1, 0x97);
/// A fourth line: darker than the palette's turquoise, so that it holds on a band.
pub const FOURTH_EDGE: Colour = Colour(0x17, 0x75, 0x6e);
/// How much of its colour a band has that lets others shine through.
pub const VEIL: f64 = 0.14;
/// Blues from light to dark. None is so dark for dark words and so light for white ones that neither
/// can be read on it.
pub const STEPS: [Colour; 6] = [
    Colour(0xee, 0xf5, 0xfb),
    Colour(0xcb, 0xe0, 0xf4),
    Colour(0x9c, 0xc7, 0xec),
    Colour(0x6b, 0xac, 0xe6),
    Colour(0x20, 0x73, 0xbc),
    Colour(0x12, 0x43, 0x6d),
];

/// Height of a picture that needs no more, for a width of [`Sheet::WIDE`].
const HEIGHT: f64 = 540.0;

/// How wide a picture is, in logical pixels, and what follows from that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Width of the ground.
    pub width: f64,
}

impl Sheet {
    /// Of every picture that stands in a file of its own.
    pub const WIDE: Self = Self { width: 960.0 };
    /// Of a report: on the width of A4 its smallest letters are 9 points high.
    pub const PAGE: Self = Self { width: 736.0 };
    /// Of a telephone.
    pub const NARROW: Self = Self { width: 420.0 };

    /// Whether there is no room beside a plot: names stand above it.
    pub fn is_narrow(self) -> bool {
        self.width < 600.0
    }

    /// Height of a picture that needs no more.
    pub fn height(self) -> f64 {
        if self.is_narrow() { HEIGHT } else { self.part(HEIGHT).round() }
    }

    /// So much as this is of a wide picture.
    pub fn part(self, of_wide: f64) -> f64 {
        of_wide * (self.width / Self::WIDE.width).min(1.0)
    }

    /// White space at each side.
    pub fn margin(self) -> f64 {
        if self.is_narrow() { 12.0 } else { 28.0 }
    }

    /// Where the white space on the right begins.
    pub fn right(self) -> f64 {
        self.width - self.margin()
    }

    /// Width between the white spaces.
    pub fn room(self) -> f64 {
        self.width - 2.0 * self.margin()
    }

    /// Letters of the headline.
    pub fn title(self) -> Face {
        if self.is_narrow() { NARROW_TITLE } else { TITLE }
    }

    /// So many lines where it is wide, and as much text where it is not.
    pub fn lines(self, most: usize) -> usize {
        if self.is_narrow() { 2 * most } else { most }
    }
}

/// A size of letters, in logical pixels, and their weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Face {
    /// Size of the em.
    pub size: f64,
    /// Whether bold.
    pub bold: bool,
}

impl Face {
    /// From one baseline to the next.
    pub fn line(self) -> f64 {
        (self.size * 1.3).round()
    }
}

/// Headline.
pub const TITLE: Face = Face { size: 21.0, bold: true };
/// Headline of a narrow picture.
pub const NARROW_TITLE: Face = Face { size: 18.0, bold: true };
/// Measure, place and period.
pub const SUBTITLE: Face = Face { size: 14.5, bold: false };
/// Title of one of many panels.
pub const PANEL_TITLE: Face = Face { size: 15.0, bold: true };
/// Labels of lines and bars.
pub const LABEL: Face = Face { size: 14.0, bold: false };
/// Numbers at bars.
pub const NUMBER: Face = Face { size: 14.0, bold: true };
/// Keys, ticks and intervals.
pub const SMALL: Face = Face { size: 13.0, bold: false };
/// Source line: the smallest that is used.
pub const SOURCE: Face = Face { size: 12.0, bold: false };

/// Dark or white, whichever reads better on a ground.
pub fn ink_on(ground: Colour) -> Colour {
    if contrast(TEXT, ground) >= contrast(GROUND, ground) { TEXT } else { GROUND }
}

fn luminance(colour: Colour) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// Contrast ratio as WCAG 2.2 defines it.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_of_black_on_white_is_21() {
        assert!((contrast(Colour(0, 0, 0), GROUND) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn every_colour_of_text_has_contrast_4_5_on_white() {
        for colour in [TEXT, QUIET_TEXT, MEDIAN, CAPACITY, SECOND, MARKER, OPTION_EDGE, FOURTH_EDGE] {
            assert!(contrast(colour, GROUND) >= 4.5, "{colour:?}: {}", contrast(colour, GROUND));
        }
    }

    #[test]
    fn every_mark_or_its_edge_has_contrast_3_on_white() {
        for colour in [AXIS, BAND_50_EDGE, BAND_90_EDGE, BAR_EDGE, MUTED_EDGE, WHISKER, OPTION, OPTION_EDGE] {
            assert!(contrast(colour, GROUND) >= 3.0, "{colour:?}: {}", contrast(colour, GROUND));
        }
    }

    #[test]
    fn lines_have_contrast_3_against_the_bands_and_bars_they_cross() {
        for (line, under) in [
            (MEDIAN, BAND_50),
            (MEDIAN, BAND_90),
            (CAPACITY, BAND_50),
            (CAPACITY, BAND_90),
            (SECOND, BAND_50),
            (SECOND, BAND_90),
            (WHISKER, BAR),
            (WHISKER, MUTED),
            (WHISKER, OPTION),
        ] {
            assert!(contrast(line, under) >= 3.0, "{line:?} on {under:?}: {}", contrast(line, under));
        }
    }

    /// A ground seen through a band.
    fn veiled(ground: Colour, band: Colour) -> Colour {
        let mix =
            |under: u8, over: u8| (f64::from(under) * (1.0 - VEIL) + f64::from(over) * VEIL).round() as u8;
        Colour(mix(ground.0, band.0), mix(ground.1, band.1), mix(ground.2, band.2))
    }

    #[test]
    fn lines_have_contrast_3_against_any_two_bands_that_overlap() {
        let bands = [BAND_50_EDGE, OPTION, CAPACITY, FOURTH];
        for under in [GROUND, BAND_90].into_iter().chain(bands.map(|band| veiled(GROUND, band))) {
            for ground in bands.map(|band| veiled(under, band)) {
                for line in [MEDIAN, OPTION_EDGE, CAPACITY, FOURTH_EDGE] {
                    let found = contrast(line, ground);
                    assert!(found >= 3.0, "{line:?} on {ground:?}: {found}");
                }
            }
        }
    }

    #[test]
    fn the_key_shows_the_band_of_an_option_as_it_is_seen() {
        assert_eq!(veiled(GROUND, OPTION), OPTION_BAND);
    }

    #[test]
    fn words_have_contrast_4_5_on_every_step_and_steps_darken() {
        for step in STEPS {
            assert!(contrast(ink_on(step), step) >= 4.5, "{step:?}: {}", contrast(ink_on(step), step));
        }
        for pair in STEPS.windows(2) {
            assert!(luminance(pair[0]) > luminance(pair[1]) * 1.2, "{pair:?}");
        }
    }

    #[test]
    fn the_two_bands_differ_in_lightness() {
        assert!(contrast(BAND_50, BAND_90) >= 1.5, "{}", contrast(BAND_50, BAND_90));
    }

    #[test]
    fn no_text_is_under_12_pixels() {
        for face in [TITLE, NARROW_TITLE, SUBTITLE, PANEL_TITLE, LABEL, NUMBER, SMALL, SOURCE] {
            assert!(face.size >= 12.0);
        }
    }
}
