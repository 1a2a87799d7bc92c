//! What stands round every chart: headline, subtitle, key, note and source line. Knows no kind of
//! chart. Next: `fan.rs`.

use super::drawing::{Anchor, Area, Drawing, Mark, Point};
use super::marker::{self, Shape};
use super::style::{
    BAND_90_EDGE, BAR, BAR_EDGE, Colour, Face, GROUND, MARKER, QUIET_TEXT, SMALL, SOURCE, SUBTITLE, Sheet,
    TEXT, WHISKER, contrast,
};
use super::text;

/// The words round a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Headline: the finding.
    pub title: String,
    /// Measure, place and period.
    pub subtitle: String,
    /// Where the figures come from; stands at the foot.
    pub source: String,
    /// Finding, range and extremes in words, for those who do not see the chart (`<desc>` of an SVG).
    pub description: String,
}

impl Frame {
    /// The source as it is written; empty where none is known.
    pub fn source_line(&self) -> String {
        match text::clean(&self.source) {
            source if source.is_empty() => source,
            source => format!("Source: {source}"),
        }
    }
}

/// What a key shows beside its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    /// A filled band with its edge.
    Band { fill: Colour, edge: Colour },
    /// A line.
    Line { colour: Colour, width: f64 },
    /// A line of dashes.
    Dashes { colour: Colour, width: f64 },
    /// A bar.
    Bar,
    /// An interval.
    Whisker,
    /// A marker.
    Dot,
    /// A marker of some shape.
    Spot { shape: Shape, colour: Colour, radius: f64 },
    /// The outline round a cell.
    Outline,
    /// Colours from light to dark.
    Steps(&'static [Colour]),
}

impl Sample {
    fn width(self) -> f64 {
        match self {
            Self::Steps(colours) => 18.0 * colours.len() as f64,
            _ => 26.0,
        }
    }
}

/// Draws headline, subtitle and key; returns where the chart may begin.
pub fn head(drawing: &mut Drawing, frame: &Frame, key: &[(Sample, String)]) -> f64 {
    let sheet = drawing.sheet();
    let (margin, face) = (sheet.margin(), sheet.title());
    let mut baseline = margin + face.size * 0.8;
    let title = text::balanced(&frame.title, sheet.room(), face, sheet.lines(3));
    baseline = drawing.lines(&title, (margin, baseline), Anchor::Start, face, TEXT);
    baseline -= face.line() - SUBTITLE.line() - 4.0;
    let subtitle = text::wrap(&frame.subtitle, sheet.room(), SUBTITLE, sheet.lines(3));
    baseline = drawing.lines(&subtitle, (margin, baseline), Anchor::Start, SUBTITLE, QUIET_TEXT);
    let bottom = baseline - SUBTITLE.line() + 8.0;
    if key.is_empty() { bottom } else { key_rows(drawing, key, bottom + 8.0) }
}

fn key_rows(drawing: &mut Drawing, key: &[(Sample, String)], top: f64) -> f64 {
    const GAP: f64 = 24.0;
    let row = SMALL.line() + 4.0;
    let sheet = drawing.sheet();
    let (mut left, mut middle) = (sheet.margin(), top + row / 2.0);
    for (sample, label) in key {
        let before = sample.width() + 8.0;
        let lines = text::wrap(label, sheet.room() - before, SMALL, if sheet.is_narrow() { 3 } else { 1 });
        let wide = before + lines.iter().map(|line| text::width(line, SMALL)).fold(0.0, f64::max);
        if left > sheet.margin() && left + wide > sheet.right() {
            left = sheet.margin();
            middle += row;
        }
        draw_sample(drawing, *sample, left, middle);
        let at = (left + before, middle + SMALL.size * 0.36);
        drawing.lines(&lines, at, Anchor::Start, SMALL, TEXT);
        left += wide + GAP;
        middle += lines.len().saturating_sub(1) as f64 * SMALL.line();
    }
    middle + row / 2.0
}

fn draw_sample(drawing: &mut Drawing, sample: Sample, left: f64, middle: f64) {
    let (right, centre) = (left + sample.width(), left + sample.width() / 2.0);
    let block = Area { left, top: middle - 7.0, right, bottom: middle + 7.0 };
    match sample {
        Sample::Band { fill, edge } => drawing.block(block, fill, edge),
        Sample::Bar => drawing.block(block, BAR, BAR_EDGE),
        Sample::Line { colour, width } => drawing.rule((left, middle), (right, middle), colour, width),
        Sample::Dashes { colour, width } => {
            drawing.dashes(vec![(left, middle), (right, middle)], colour, width);
        }
        Sample::Whisker => whisker(drawing, left + 2.0, right - 2.0, middle),
        Sample::Dot => dot(drawing, centre, middle),
        Sample::Spot { shape, colour, radius } => {
            marker::draw(drawing, shape, (centre, middle), radius, colour);
        }
        Sample::Outline => outline(drawing, block),
        Sample::Steps(colours) => {
            for (i, &colour) in colours.iter().enumerate() {
                let left = left + 18.0 * i as f64;
                cell(drawing, Area { left: left + 0.5, right: left + 17.5, ..block }, colour);
            }
        }
    }
}

/// A cell of a colour; a light one has an edge.
pub fn cell(drawing: &mut Drawing, area: Area, colour: Colour) {
    let edge = if contrast(colour, GROUND) < 3.0 { BAND_90_EDGE } else { colour };
    drawing.block(area, colour, edge);
}

/// The outline of a cell, drawn before it.
pub fn outline(drawing: &mut Drawing, area: Area) {
    drawing.marks.push(Mark::Block { area, colour: MARKER });
    let inner = Area {
        left: area.left + OUTLINE,
        top: area.top + OUTLINE,
        right: area.right - OUTLINE,
        bottom: area.bottom - OUTLINE,
    };
    drawing.marks.push(Mark::Block { area: inner, colour: GROUND });
}

/// How thick an outline is.
pub const OUTLINE: f64 = 3.0;

/// An interval: a line with a stop at each end.
pub fn whisker(drawing: &mut Drawing, left: f64, right: f64, middle: f64) {
    drawing.rule((left, middle), (right, middle), WHISKER, 1.5);
    for end in [left, right] {
        drawing.rule((end, middle - 5.0), (end, middle + 5.0), WHISKER, 1.5);
    }
}

/// Lines of text from a first baseline downwards, on a ground of their own, so that no line of a grid runs through
/// them.
pub fn lines_on_ground(drawing: &mut Drawing, lines: &[String], at: Point, face: Face) {
    let wide = lines.iter().map(|line| text::width(line, face)).fold(0.0, f64::max);
    if wide > 0.0 {
        let top = at.1 - face.size;
        let bottom = at.1 + (lines.len() - 1) as f64 * face.line() + face.size * 0.25;
        let area = Area { left: at.0 - 2.0, top, right: at.0 + wide + 2.0, bottom };
        drawing.marks.push(Mark::Block { area, colour: GROUND });
    }
    drawing.lines(lines, at, Anchor::Start, face, TEXT);
}

/// A marker.
pub fn dot(drawing: &mut Drawing, x: f64, middle: f64) {
    drawing.marks.push(Mark::Dot { at: (x, middle), radius: 5.0, colour: MARKER });
}

/// The lines under a chart.
pub struct Foot {
    sheet: Sheet,
    note: Vec<String>,
    source: Vec<String>,
}

impl Foot {
    /// The foot of a chart with an optional note.
    pub fn new(sheet: Sheet, frame: &Frame, note: &str) -> Self {
        let wrap = |words: &str, face| text::wrap(words, sheet.room(), face, sheet.lines(3));
        Self { sheet, note: wrap(note, SMALL), source: wrap(&frame.source_line(), SOURCE) }
    }

    /// Its height, with the space above and the margin below.
    pub fn height(&self) -> f64 {
        let lines = |lines: &[String], face: Face| lines.len() as f64 * face.line();
        14.0 + lines(&self.note, SMALL)
            + if self.note.is_empty() { 0.0 } else { 4.0 }
            + lines(&self.source, SOURCE)
            + self.sheet.margin() * 0.6
    }

    /// Draws it at the end of the drawing.
    pub fn draw(&self, drawing: &mut Drawing) {
        let top = drawing.height - self.height() + 14.0;
        let mut baseline = top + SMALL.size * 0.8;
        let left = self.sheet.margin();
        baseline = drawing.lines(&self.note, (left, baseline), Anchor::Start, SMALL, TEXT);
        if !self.note.is_empty() {
            baseline += 4.0;
        }
        drawing.lines(&self.source, (left, baseline), Anchor::Start, SOURCE, QUIET_TEXT);
    }
}

/// Says in the place of a chart that there is nothing to draw.
pub fn nothing(drawing: &mut Drawing, area: Area) {
    let at = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
    drawing.text("No figures for this period", at, Anchor::Middle, SMALL, QUIET_TEXT);
}
