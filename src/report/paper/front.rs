//! The first two pages: the answer, the tiles, what has to be known with it, the comparison, the options and what it
//! rests on. What has no room there is left for the appendix, and said to be. Next: `appendix.rs`.

use jiff::civil::Date;

use super::figure;
use super::flow::{Flow, Keep};
use super::letters::Letters;
use super::pages::pages;
use super::style::{ANSWER, BODY, HEIGHT, QUIET, WIDTH};
use super::tags::Kind;
use super::{table, tiles};
use crate::report::block::{Block, Part};
use crate::report::brief::Brief;
use crate::report::words;

/// Caveats on the first pages.
const CAVEATS: usize = 3;
/// The pages that it may take.
const PAGES: usize = 2;
/// No chart is higher here.
const CHART: f64 = 400.0;

/// What begins the second page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// What has no room on the first.
    Rest,
    /// The options.
    Options,
    /// What it rests on.
    RestsOn,
}

/// How much stands on the first pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Rows of options, over all tables.
    pub rows: usize,
    /// Sentences and rows of what it rests on.
    pub rests: usize,
    /// Whether the comparison is drawn here.
    pub chart: bool,
    /// What begins the second page.
    pub second: Second,
}

/// What the first pages left for the appendix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Caveats from this one on.
    pub caveats: usize,
    /// Whether not every row of the options is there.
    pub options: bool,
    /// Whether not all is there that it rests on.
    pub rests: bool,
    /// The figure that stands there.
    pub chart: Option<String>,
}

/// The first pages with as much on them as they hold.
pub fn front(brief: &Brief, made: Option<Date>, letters: Letters) -> (Flow, Left) {
    let count = |flow: &Flow| pages(&flow.rows, &flow.heads, HEIGHT).len();
    let all = Room { rows: usize::MAX, rests: usize::MAX, chart: true, second: Second::Rest };
    let mut found = written(brief, made, letters, all);
    if count(&found.0) == 1 {
        return found;
    }
    // What needs two pages is parted where a reader would part it.
    let parted = [Second::RestsOn, Second::Options, Second::Rest].map(|second| Room { second, ..all });
    for room in parted.into_iter().chain(rooms()) {
        found = written(brief, made, letters, room);
        if count(&found.0) <= PAGES {
            break;
        }
    }
    found
}

/// From more to less: first what it rests on gets shorter, then the options.
fn rooms() -> Vec<Room> {
    let of = |rows, rests, chart| Room { rows, rests, chart, second: Second::Rest };
    let rests = [12, 8, 6].map(|rests| of(usize::MAX, rests, true));
    let rows = [25, 20, 16, 12, 10, 8, 7, 6].map(|rows| of(rows, 6, true));
    let least = [of(6, 4, true), of(5, 3, true), of(6, 6, false), of(3, 3, false), of(2, 1, false)];
    rests.into_iter().chain(rows).chain(least).collect()
}

fn written(brief: &Brief, made: Option<Date>, letters: Letters, room: Room) -> (Flow, Left) {
    let mut flow = Flow::new(letters);
    let mut left = Left { caveats: CAVEATS.min(brief.caveats.len()), ..Left::default() };
    head(&mut flow, brief, made);
    tiles::tiles(&mut flow, &brief.tiles);
    if !brief.caveats.is_empty() {
        flow.heading(2, "What to know before using this");
        flow.points(brief.caveats.iter().take(CAVEATS).map(|caveat| caveat.text.as_str()));
    }
    left.chart = chart(&mut flow, brief, room);
    if room.second == Second::Options {
        flow.new_page();
    }
    left.options = options(&mut flow, brief, room.rows);
    if room.second == Second::RestsOn {
        flow.new_page();
    }
    left.rests = rests(&mut flow, &brief.rests_on, room.rests);
    flow.gap(8.0);
    flow.paragraph(
        "The appendix holds what else was found, every chart with its numbers, how it was made and the commands \
         that make it again. report.html and results.xlsx beside this paper hold the same findings and all numbers.",
        QUIET,
    );
    (flow, left)
}

fn head(flow: &mut Flow, brief: &Brief, made: Option<Date>) {
    flow.heading(1, &super::title(brief));
    let made = made.map(|date| format!(" Made on {}.", words::date(date)));
    let ran = brief.ran.trim_end_matches('.');
    flow.paragraph(&format!("{}.{}", words::capital(ran), made.unwrap_or_default()), QUIET);
    flow.gap(8.0);
    let part = flow.tree.add(None, Kind::Paragraph);
    flow.lines(part, &brief.answer.text, 0.0, WIDTH, ANSWER, Keep::Text);
    flow.gap(10.0);
}

/// The comparison; its name where it stands here.
fn chart(flow: &mut Flow, brief: &Brief, room: Room) -> Option<String> {
    let name = brief.chart.as_ref()?;
    let chart = brief.figure(name)?;
    if !room.chart || CHART < figure::SMALLEST * figure::height(chart) {
        flow.paragraph(&format!("The chart “{}” is in the appendix.", chart.title), BODY);
        return None;
    }
    figure::figure(flow, chart, 2, CHART);
    Some(name.clone())
}

/// The options; whether rows were left out.
fn options(flow: &mut Flow, brief: &Brief, mut room: usize) -> bool {
    let all: usize = brief.options.iter().map(|table| table.rows.len()).sum();
    if brief.options.is_empty() {
        return false;
    }
    flow.heading(2, if brief.study == "compare" { "The options" } else { "The figures" });
    let (mut shown, mut tables) = (0, 0);
    for part in &brief.options {
        if room == 0 {
            break;
        }
        let here = part.rows.len().min(room);
        table::table(flow, part, here);
        (room, shown, tables) = (room - here, shown + here, tables + 1);
    }
    if shown < all {
        let rows = words::count((all - shown) as u64, "more row");
        let of = match brief.options.len() - tables {
            0 => String::new(),
            more => format!(", {} among them,", words::count(more as u64, "whole table")),
        };
        flow.paragraph(&format!("{}{of} in the appendix.", words::capital(&rows)), QUIET);
    }
    shown < all
}

/// What it rests on; whether something was left out.
fn rests(flow: &mut Flow, parts: &[Part], mut room: usize) -> bool {
    let mut left = parts.iter().any(|part| !part.figures.is_empty());
    'parts: for part in parts {
        if room == 0 {
            left = true;
            break;
        }
        flow.heading(2, &part.heading);
        for block in &part.blocks {
            match block {
                Block::Text(text) if room > 0 => {
                    flow.paragraph(text, BODY);
                    room -= 1;
                }
                Block::Points(points) if room > 0 => {
                    let here = points.len().min(room);
                    flow.points(points.iter().take(here).map(String::as_str));
                    left |= here < points.len();
                    room -= here;
                }
                Block::Table(part) if room > part.rows.len() => {
                    table::table(flow, part, usize::MAX);
                    room -= part.rows.len() + 1;
                }
                _ => {
                    left = true;
                    break 'parts;
                }
            }
        }
    }
    if left {
        flow.paragraph("More of it in the appendix.", QUIET);
    }
    left
}
