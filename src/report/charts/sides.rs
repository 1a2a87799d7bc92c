//! A level axis with zero on it, for differences: what lies left of zero and right of it is named. Next:
//! `dots.rs`, `tornado.rs`.

use super::axis::Ticks;
use super::drawing::{Anchor, Drawing};
use super::figures::Figures;
use super::span::{Along, bound};
use super::style::{AXIS, GRID, QUIET_TEXT, SMALL, Sheet};
use super::text;

/// Height of what stands below the rows: ticks, the names of the sides, the measure.
pub fn height(sheet: Sheet) -> f64 {
    64.0 + if sheet.is_narrow() { 2.0 * SMALL.line() } else { 0.0 }
}

/// Amounts on both sides of zero as places along a line.
#[derive(Clone, Copy, Debug)]
pub struct Sides {
    /// Where amounts lie.
    pub along: Along,
    /// From one tick to the next.
    pub step: f64,
    /// Ticks left of zero, and right of it.
    ticks: (f64, f64),
}

impl Sides {
    /// An axis from `left` to `right` that holds zero and all the amounts.
    pub fn over(amounts: impl Iterator<Item = f64>, left: f64, right: f64) -> Self {
        let (least, greatest) = amounts.map(bound).fold((0.0_f64, 0.0_f64), |(l, g), x| (l.min(x), g.max(x)));
        let step = step(least, greatest, ((right - left) / 90.0) as usize);
        let (down, up) = ((-least / step - 1e-9).ceil().max(0.0), (greatest / step - 1e-9).ceil().max(0.0));
        let ticks = if down + up < 1.0 { (1.0, 1.0) } else { (down, up) };
        let along = Along { least: -ticks.0 * step, greatest: ticks.1 * step, from: left, to: right };
        Self { along, step, ticks }
    }

    /// The same, which ends with the amounts rather than with a tick.
    pub fn tight(amounts: impl Iterator<Item = f64> + Clone, left: f64, right: f64) -> Self {
        let loose = Self::over(amounts.clone(), left, right);
        let (least, greatest) = amounts.map(bound).fold((0.0_f64, 0.0_f64), |(l, g), x| (l.min(x), g.max(x)));
        if greatest - least < 1e-9 {
            return loose;
        }
        let step = step(least, greatest, ((right - left) / 70.0) as usize);
        let ticks = ((-least / step + 1e-9).floor(), (greatest / step + 1e-9).floor());
        let along = Along { least, greatest, from: left, to: right };
        Self { along, step, ticks }
    }

    /// Where an amount lies.
    pub fn at(&self, amount: f64) -> f64 {
        self.along.at(bound(amount))
    }

    /// How ticks are written, as the measure asks for.
    pub fn figures(&self, measure: &str) -> Figures {
        Figures::of_amounts(measure, self.along.least.abs().max(self.along.greatest.abs()), self.step)
    }

    /// Draws ticks, grid and names below rows that reach from `top` to `bottom`.
    pub fn draw(
        &self,
        drawing: &mut Drawing,
        (top, bottom): (f64, f64),
        (sides, measure): (&[String; 2], &str),
        write: impl Fn(f64) -> String,
    ) {
        let baseline = bottom + 6.0 + SMALL.size;
        let sheet = drawing.sheet();
        // Zero is always named, the others where there is room between those that are.
        let mut named: Vec<(f64, f64)> = Vec::new();
        let mut all: Vec<i64> = (-(self.ticks.0 as i64)..=self.ticks.1 as i64).collect();
        all.sort_by_key(|i| i.abs());
        for i in all {
            let (amount, x) = (i as f64 * self.step, self.at(i as f64 * self.step));
            let (colour, width) = if i == 0 { (AXIS, 1.5) } else { (GRID, 1.0) };
            drawing.rule((x, top), (x, bottom), colour, width);
            let text = write(amount);
            let half = text::width(&text, SMALL) / 2.0;
            let free = named.iter().all(|&(from, to)| x + half + 10.0 < from || x - half - 10.0 > to);
            if free && x - half >= sheet.margin() && x + half <= sheet.right() {
                named.push((x - half, x + half));
                drawing.text(&text, (x, baseline), Anchor::Middle, SMALL, QUIET_TEXT);
            }
        }
        let zero = self.at(0.0);
        let below = baseline + SMALL.line();
        let [fewer, more] = sides;
        if sheet.is_narrow() {
            return Self::names_below(drawing, below, (sides, measure));
        }
        let fits = |side: &str, room: f64| text::width(side, SMALL) < room - 12.0;
        if fits(fewer, zero - sheet.margin()) {
            drawing.text(&format!("← {fewer}"), (zero - 10.0, below), Anchor::End, SMALL, QUIET_TEXT);
        }
        if fits(more, sheet.right() - zero) {
            drawing.text(&format!("{more} →"), (zero + 10.0, below), Anchor::Start, SMALL, QUIET_TEXT);
        }
        let measure = text::shorten(measure, sheet.room(), SMALL);
        drawing.text(&measure, (sheet.right(), below + SMALL.line()), Anchor::End, SMALL, QUIET_TEXT);
    }

    /// The names of the sides below one another, where there is no room for both beside zero.
    fn names_below(drawing: &mut Drawing, below: f64, (sides, measure): (&[String; 2], &str)) {
        let sheet = drawing.sheet();
        let room = sheet.room();
        let [fewer, more] = sides.each_ref().map(|side| text::clean(side));
        let mut baseline = below;
        if !fewer.is_empty() {
            let fewer = text::shorten(&format!("← {fewer}"), room, SMALL);
            drawing.text(&fewer, (sheet.margin(), baseline), Anchor::Start, SMALL, QUIET_TEXT);
            baseline += SMALL.line();
        }
        if !more.is_empty() {
            let more = text::shorten(&format!("{more} →"), room, SMALL);
            drawing.text(&more, (sheet.right(), baseline), Anchor::End, SMALL, QUIET_TEXT);
            baseline += SMALL.line();
        }
        let measure = text::wrap(measure, room, SMALL, 2);
        drawing.lines(&measure, (sheet.right(), baseline), Anchor::End, SMALL, QUIET_TEXT);
    }
}

/// A round step with at most `most` of them over the whole.
fn step(least: f64, greatest: f64, most: usize) -> f64 {
    let ticks = Ticks::up_to(greatest - least, most.clamp(2, 8));
    ticks.values.get(1).copied().unwrap_or(1.0)
}
