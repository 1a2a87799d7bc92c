//! A plot between two numeric axes: ticks, names, grid lines, and where amounts lie. Knows nothing of
//! what is drawn into it. Next: `ribbon.rs`, `curve.rs`, `plane.rs`.

use super::drawing::{Anchor, Area, Drawing, Point};
use super::figures::Figures;
use super::span::{Along, Extent, Span};
use super::style::{AXIS, GRID, QUIET_TEXT, SECOND, SMALL, TEXT};
use super::text;

/// What axes are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Name of the level axis.
    pub across: &'a str,
    /// Name of the upright axis.
    pub measure: &'a str,
    /// What the level axis holds.
    pub level: Extent,
    /// What the upright axis holds.
    pub upright: Extent,
    /// The places of the level axis at which something stands, in order: ticks stand nowhere else. None:
    /// ticks may stand anywhere.
    pub stops: &'a [f64],
    /// Whether both axes end on ticks and show grid lines, as for points anywhere between; else the level
    /// axis begins and ends with its amounts.
    pub square: bool,
    /// Whether ticks have a sign, as differences do.
    pub signed: bool,
    /// Height left free between the name of the upright axis and the plot.
    pub above: f64,
}

/// A plot.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    /// Between the axes.
    pub area: Area,
    /// Amounts from left to right.
    pub across: Along,
    /// Amounts upwards.
    pub up: Along,
}

impl Plot {
    /// The lines at zero, where zero lies within an axis.
    pub fn zeros(&self) -> Vec<(Point, Point)> {
        let Self { area, across, up } = self;
        let inside = |along: &Along| along.least < 0.0 && along.greatest > 0.0;
        let level = inside(up).then(|| ((area.left, up.at(0.0)), (area.right, up.at(0.0))));
        let upright = inside(across).then(|| ((across.at(0.0), area.top), (across.at(0.0), area.bottom)));
        level.into_iter().chain(upright).collect()
    }
}

/// Height of what stands below a plot: ticks and the name of the level axis.
const BELOW: f64 = 50.0;
/// Height of the name above a plot.
const NAME: f64 = 2.1 * SMALL.size;

/// Draws axes into an area that includes their labels.
pub fn draw(drawing: &mut Drawing, area: Area, wanted: &Wanted<'_>) -> Plot {
    let measure = text::shorten(wanted.measure, area.width(), SMALL);
    drawing.text(&measure, (area.left, area.top + SMALL.size), Anchor::Start, SMALL, QUIET_TEXT);
    let (top, bottom) = (area.top + NAME + wanted.above, area.bottom - BELOW);
    let rows = ((bottom - top) / 40.0).clamp(2.0, 8.0) as usize;
    let upright = Span::over(wanted.upright.least, wanted.upright.greatest, rows, false);
    let figures = Figures::of_ticks(wanted.measure, &upright);
    let write =
        |figures: &Figures, tick| if wanted.signed { figures.signed(tick) } else { figures.tick(tick) };
    let labels: Vec<(f64, String)> = upright.ticks().map(|tick| (tick, write(&figures, tick))).collect();
    let widest = labels.iter().map(|(_, label)| text::width(label, SMALL)).fold(0.0, f64::max);
    let plot = Area { left: area.left + widest + 8.0, top, right: area.right, bottom };
    let up = upright.along(plot.bottom, plot.top);
    for (tick, label) in &labels {
        let y = up.at(*tick);
        drawing.rule((plot.left, y), (plot.right, y), GRID, 1.0);
        drawing.text(label, (plot.left - 8.0, y + SMALL.size * 0.36), Anchor::End, SMALL, QUIET_TEXT);
    }
    let across = level_axis(drawing, plot, wanted);
    let plot = Plot { area: plot, across, up };
    for (from, to) in plot.zeros().into_iter().filter(|(from, to)| wanted.square || from.0 < to.0) {
        drawing.rule(from, to, AXIS, 1.5);
    }
    plot
}

/// An upright rule with its words above the plot.
pub fn mark(drawing: &mut Drawing, at: f64, words: &str, plot: &Plot) {
    let words = text::shorten(words, plot.area.width(), SMALL);
    let x = plot.across.at(at);
    drawing.rule((x, plot.area.top - 6.0), (x, plot.area.bottom), SECOND, 1.5);
    let half = text::width(&words, SMALL) / 2.0;
    let middle = x.min(plot.area.right - half).max(drawing.sheet().margin() + half);
    drawing.text(&words, (middle, plot.area.top - 10.0), Anchor::Middle, SMALL, TEXT);
}

fn level_axis(drawing: &mut Drawing, plot: Area, wanted: &Wanted<'_>) -> Along {
    let whole = !wanted.stops.is_empty() && wanted.stops.iter().all(|at| (at - at.round()).abs() < 1e-9);
    let span = |most| {
        let (least, greatest) = (wanted.level.least, wanted.level.greatest);
        let make = if wanted.square { Span::over } else { Span::within };
        make(least, greatest, most, whole)
    };
    let write = |span: &Span| {
        let figures = Figures::of_ticks(wanted.across, span);
        let word = |tick| if wanted.signed { figures.signed(tick) } else { figures.tick(tick) };
        span.ticks().map(|tick| (tick, word(tick))).collect::<Vec<_>>()
    };
    let fits = |span: &Span| {
        let pitch = span.step / (span.greatest - span.least) * plot.width();
        write(span).iter().all(|(_, label)| text::width(label, SMALL) + 16.0 <= pitch)
    };
    let span = (2..=10).rev().map(span).find(fits).unwrap_or_else(|| span(2));
    let across = span.along(plot.left, plot.right);
    let round: Vec<(f64, String)> = write(&span);
    let slack = 1e-9 * (span.greatest - span.least);
    let stands = |tick: &f64| wanted.stops.iter().any(|at| (at - tick).abs() <= slack);
    let labels = if wanted.stops.is_empty() || round.len() > 2 && round.iter().all(|(tick, _)| stands(tick)) {
        round
    } else {
        let figures = Figures::of_points(wanted.across, wanted.stops);
        wanted.stops.iter().map(|&at| (at, figures.tick(at))).collect()
    };
    drawing.rule((plot.left, plot.bottom), (plot.right, plot.bottom), AXIS, 1.0);
    let baseline = plot.bottom + 8.0 + SMALL.size;
    let sheet = drawing.sheet();
    let mut free = f64::NEG_INFINITY;
    for (tick, label) in labels {
        let x = across.at(tick);
        if wanted.square {
            drawing.rule((x, plot.top), (x, plot.bottom), GRID, 1.0);
        }
        drawing.rule((x, plot.bottom), (x, plot.bottom + 5.0), AXIS, 1.0);
        let half = text::width(&label, SMALL) / 2.0;
        let middle = x.max(sheet.margin() + half).min(sheet.right() - half);
        if middle - half < free {
            continue;
        }
        free = middle + half + 6.0;
        drawing.text(&label, (middle, baseline), Anchor::Middle, SMALL, QUIET_TEXT);
    }
    let name = text::shorten(wanted.across, plot.right - sheet.margin(), SMALL);
    drawing.text(&name, (plot.right, baseline + SMALL.line() + 2.0), Anchor::End, SMALL, QUIET_TEXT);
    across
}
