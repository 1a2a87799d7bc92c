//! The tiles of the first page: what is counted, the change, its range and what to see beside it. Colour says
//! nothing alone: a shape and a word stand beside it. Next: `front.rs`.

use super::flow::{Flow, Ink, Of, Row, baseline};
use super::letters::{Letters, tidy};
use super::style::{
    CONCERN, FURNITURE, IMPROVEMENT, Look, PALE, TILE, TILE_CHANGE, TILE_FIGURE, UNCLEAR, WIDTH,
};
use super::tags::Kind;
use crate::report::brief::{Change, Tile};
use crate::report::charts::style::QUIET_TEXT;
use crate::report::charts::{Area, Colour};

/// Tiles side by side.
const MOST: usize = 3;
const BETWEEN: f64 = 12.0;
const PAD: f64 = 9.0;
/// The coloured edge at the left.
const EDGE: f64 = 3.0;
/// No text of a tile has more lines.
const MOST_LINES: usize = 7;

/// A line of a tile.
enum Line {
    Text(usize, String, Look),
    Change(usize, Change),
}

/// The tiles in a row.
pub fn tiles(flow: &mut Flow, tiles: &[Tile]) {
    let tiles = &tiles[..tiles.len().min(MOST)];
    if tiles.is_empty() {
        return;
    }
    let count = tiles.len() as f64;
    let width = (WIDTH - (count - 1.0) * BETWEEN) / count;
    let list = flow.tree.add(None, Kind::List { points: false });
    let lines: Vec<Vec<Line>> =
        tiles.iter().map(|tile| lines(flow, list, tile, width - 2.0 * PAD - EDGE)).collect();
    let high = |line: &Line| match line {
        Line::Text(_, _, look) => look.line,
        Line::Change(..) => TILE_CHANGE.line + 2.0,
    };
    let height =
        lines.iter().map(|lines| lines.iter().map(high).sum::<f64>()).fold(0.0, f64::max) + 2.0 * PAD;
    let mut ink = Vec::new();
    for (number, (tile, lines)) in tiles.iter().zip(lines).enumerate() {
        let left = number as f64 * (width + BETWEEN);
        let ground = Area { left, top: 0.0, right: left + width, bottom: height };
        ink.push((Of::Nothing, Ink::Block { area: ground, colour: PALE }));
        let edge = Area { right: left + EDGE, ..ground };
        ink.push((Of::Nothing, Ink::Block { area: edge, colour: colour(tile.change).unwrap_or(FURNITURE) }));
        let (left, mut top) = (left + EDGE + PAD, PAD);
        for line in lines {
            let step = high(&line);
            match line {
                Line::Text(part, text, look) => {
                    let at = (left, top + baseline(look));
                    ink.push((Of::Part(part), Ink::Text { at, text, face: look.face, colour: look.colour }));
                }
                Line::Change(part, change) => {
                    let colour = colour(change).unwrap_or(UNCLEAR);
                    ink.push((
                        Of::Nothing,
                        shape(change, (left + 4.0, top + TILE_CHANGE.line / 2.0), colour),
                    ));
                    let at = (left + 12.0, top + baseline(TILE_CHANGE));
                    let text = change.words().to_owned();
                    ink.push((Of::Part(part), Ink::Text { at, text, face: TILE_CHANGE.face, colour }));
                }
            }
            top += step;
        }
    }
    flow.push(Row { height, ink, ..Row::default() });
    flow.gap(10.0);
}

/// A tile line by line, its parts in the order of reading.
fn lines(flow: &mut Flow, list: usize, tile: &Tile, room: f64) -> Vec<Line> {
    let item = flow.tree.add(Some(list), Kind::Item);
    let body = flow.tree.add(Some(item), Kind::Body);
    let mut lines = Vec::new();
    let quiet = Look { colour: QUIET_TEXT, ..TILE };
    let mut text = |flow: &mut Flow, words: &str, look: Look| {
        if tidy(words).is_empty() {
            return;
        }
        let part = flow.tree.add(Some(body), Kind::Paragraph);
        let wrapped = flow.letters.at_most(words, room, look.face, MOST_LINES);
        lines.extend(wrapped.into_iter().map(|line| Line::Text(part, line, look)));
    };
    text(flow, &tile.label, TILE);
    let figure = fitting(&tile.figure, room, flow.letters);
    text(flow, &tile.figure, figure);
    if !tile.change.words().is_empty() && tidy(&tile.figure) != tile.change.words() {
        let part = flow.tree.add(Some(body), Kind::Paragraph);
        lines.push(Line::Change(part, tile.change));
    }
    let mut text = |flow: &mut Flow, words: &str| {
        if tidy(words).is_empty() {
            return;
        }
        let part = flow.tree.add(Some(body), Kind::Paragraph);
        let wrapped = flow.letters.at_most(words, room, quiet.face, MOST_LINES);
        lines.extend(wrapped.into_iter().map(|line| Line::Text(part, line, quiet)));
    };
    text(flow, &tile.range);
    text(flow, &tile.beside);
    lines
}

/// The figure on one line, smaller where it must be.
fn fitting(figure: &str, room: f64, letters: Letters) -> Look {
    let wide = letters.width(&tidy(figure), TILE_FIGURE.face);
    let smaller = (room / wide.max(1.0)).clamp(0.7, 1.0);
    let mut look = TILE_FIGURE;
    look.face.size *= smaller;
    look
}

/// The colour of a change; none for a level.
fn colour(change: Change) -> Option<Colour> {
    match change {
        Change::Level => None,
        Change::Improvement => Some(IMPROVEMENT),
        Change::Concern => Some(CONCERN),
        Change::NoClearDifference => Some(UNCLEAR),
    }
}

/// The shape of [`Change::shape`], drawn, because no font has to hold it.
fn shape(change: Change, (x, y): (f64, f64), colour: Colour) -> Ink {
    let around = |corners: [(f64, f64); 4]| Ink::Shape {
        around: corners.map(|(right, down)| (x + right, y + down)).to_vec(),
        colour,
        opacity: 1.0,
    };
    match change {
        Change::Level | Change::Improvement => Ink::Disc { at: (x, y), radius: 3.0, colour },
        Change::Concern => around([(-2.8, -2.8), (2.8, -2.8), (2.8, 2.8), (-2.8, 2.8)]),
        Change::NoClearDifference => around([(-3.4, 0.0), (0.0, -3.4), (3.4, 0.0), (0.0, 3.4)]),
    }
}
