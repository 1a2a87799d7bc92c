//! A band round a line that may leave its plot: where it does, its edge is not drawn, so that it does not
//! look as if it ended there. Next: `curve.rs`.

use super::drawing::{Drawing, Mark, Point};
use super::span::{Along, Interval};
use super::style::Colour;

/// Where a band lies at one place; an end that is `None` is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rung {
    /// The place, from the left.
    pub x: f64,
    /// Its two ends.
    pub ends: Interval,
}

/// Fill and edge of a band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inks {
    /// What fills it.
    pub fill: Colour,
    /// What bounds it.
    pub edge: Colour,
}

/// One end of a band: its amount, be it beyond the plot, and whether it is open.
#[derive(Clone, Copy)]
struct End {
    amount: f64,
    open: bool,
}

/// Both ends at a place.
type Step = (f64, [End; 2]);

/// Fills a band over two places or more; one place alone is a whisker.
pub fn fill(drawing: &mut Drawing, rungs: &[Rung], up: Along, inks: Inks) {
    let steps = steps(rungs, up);
    if steps.len() > 1 {
        let side = |end: usize| steps.iter().map(|(x, ends)| (*x, up.at(ends[end].amount))).collect();
        drawing.marks.push(Mark::Veil { upper: side(1), lower: side(0), colour: inks.fill });
    }
}

/// Draws the edges of the band.
pub fn edges(drawing: &mut Drawing, rungs: &[Rung], up: Along, inks: Inks) {
    if let [rung] = rungs {
        return whisker(drawing, rung, up, inks.edge);
    }
    let steps = steps(rungs, up);
    for end in [0, 1] {
        let mut line: Vec<Point> = Vec::new();
        for pair in steps.windows(2) {
            let (from, to) = (pair[0].1[end], pair[1].1[end]);
            if (from.open && to.open) || !up.holds(f64::midpoint(from.amount, to.amount)) {
                drawing.line(std::mem::take(&mut line), inks.edge, 1.0);
                continue;
            }
            if line.is_empty() {
                line.push((pair[0].0, up.at(from.amount)));
            }
            line.push((pair[1].0, up.at(to.amount)));
        }
        drawing.line(line, inks.edge, 1.0);
    }
}

/// The band at each place and wherever an end enters or leaves the plot.
fn steps(rungs: &[Rung], up: Along) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for rung in rungs {
        let next = (rung.x, ends(rung.ends, up));
        if let Some(&last) = steps.last() {
            let mut cuts: Vec<f64> =
                [0, 1].into_iter().flat_map(|end| crossings(last.1[end], next.1[end], up)).collect();
            cuts.sort_by(f64::total_cmp);
            steps.extend(cuts.into_iter().map(|share| between(last, next, share)));
        }
        steps.push(next);
    }
    steps
}

fn ends((low, high): Interval, up: Along) -> [End; 2] {
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) => (Some(low.min(high)), Some(high.max(low))),
        ends => ends,
    };
    [(low, up.least), (high, up.greatest)]
        .map(|(end, edge)| End { amount: end.unwrap_or(edge), open: end.is_none() })
}

/// At which shares of the way from one amount to another the plot is entered or left.
fn crossings(from: End, to: End, up: Along) -> impl Iterator<Item = f64> {
    [up.least, up.greatest].into_iter().filter_map(move |edge| {
        let crosses = (from.amount - edge) * (to.amount - edge) < 0.0;
        crosses.then(|| (edge - from.amount) / (to.amount - from.amount))
    })
}

fn between(from: Step, to: Step, share: f64) -> Step {
    let mix = |from: f64, to: f64| from + share * (to - from);
    let end = |i: usize| End {
        amount: mix(from.1[i].amount, to.1[i].amount),
        open: from.1[i].open && to.1[i].open,
    };
    (mix(from.0, to.0), [end(0), end(1)])
}

/// An upright interval; an end beyond the plot has no stop.
fn whisker(drawing: &mut Drawing, rung: &Rung, up: Along, colour: Colour) {
    let ends = ends(rung.ends, up);
    drawing.rule((rung.x, up.at(ends[0].amount)), (rung.x, up.at(ends[1].amount)), colour, 1.5);
    for end in ends {
        if !end.open && up.holds(end.amount) {
            let y = up.at(end.amount);
            drawing.rule((rung.x - 5.0, y), (rung.x + 5.0, y), colour, 1.5);
        }
    }
}
