//! Days along the foot of a plot: where they lie, and their ticks. Knows nothing of what is drawn over
//! them. Next: `fan.rs`.

use jiff::civil::Date;

use super::axis::{Scale, date_ticks, days_between};
use super::drawing::{Anchor, Area, Drawing, Point};
use super::style::{AXIS, Face, QUIET_TEXT, SMALL};
use super::text;

/// Days along the foot of a plot. The point of a day is at its noon, and the plot reaches from the
/// first noon to the last; one day alone is as wide as the plot.
pub struct Across {
    first: Date,
    /// Days from the first midnight to where the plot begins.
    offset: f64,
    days: f64,
    plot: Area,
}

impl Across {
    /// The days from the first to the last.
    pub fn new(first: Date, last: Date, plot: Area) -> Self {
        match days_between(first, last) {
            0 => Self { first, offset: 0.0, days: 1.0, plot },
            days => Self { first, offset: 0.5, days: f64::from(days), plot },
        }
    }

    /// The same from the first midnight to the last.
    pub fn whole(first: Date, last: Date, plot: Area) -> Self {
        Self { first, offset: 0.0, days: f64::from(days_between(first, last).max(0) + 1), plot }
    }

    /// Where a part of a day lies.
    pub fn at(&self, date: Date, part: f64) -> f64 {
        let days = f64::from(days_between(self.first, date)) + part - self.offset;
        self.plot.left + (days / self.days).clamp(0.0, 1.0) * self.plot.width()
    }

    /// Lines are thinner where days stand close, so that they do not run into one another.
    pub fn thickness(&self, width: f64) -> f64 {
        width * (self.plot.width() / self.days / 2.5).clamp(0.4, 1.0)
    }

    /// A line through days; a day on its own is a line as wide as the day.
    pub fn points(&self, days: &[(Date, f64)], up: Scale) -> Vec<Point> {
        if let [(date, amount)] = *days {
            return vec![(self.at(date, 0.0), up.at(amount)), (self.at(date, 1.0), up.at(amount))];
        }
        days.iter().map(|&(date, amount)| (self.at(date, 0.5), up.at(amount))).collect()
    }
}

/// Draws the line on which the days stand, with ticks and their names.
pub fn date_axis(drawing: &mut Drawing, plot: Area, across: &Across, first: Date, last: Date) {
    let face: Face = SMALL;
    drawing.rule((plot.left, plot.bottom), (plot.right, plot.bottom), AXIS, 1.0);
    let room = text::width("30 Sep", face) + 16.0;
    let ticks = date_ticks(first, last, ((plot.width() / room) as usize).clamp(1, 14));
    let mut free = f64::NEG_INFINITY;
    for tick in ticks {
        let x = across.at(tick.date, if tick.names_day { 0.5 } else { 0.0 });
        drawing.rule((x, plot.bottom), (x, plot.bottom + 5.0), AXIS, 1.0);
        let widest = [Some(&tick.label), tick.year.as_ref()].into_iter().flatten();
        let half = widest.map(|label| text::width(label, face)).fold(0.0, f64::max) / 2.0;
        // A label at the right edge moves inwards rather than under what stands beside the plot.
        let middle = x.min(plot.right - half);
        if middle - half < free {
            continue;
        }
        free = middle + half + 6.0;
        let baseline = plot.bottom + 8.0 + face.size;
        drawing.text(&tick.label, (middle, baseline), Anchor::Middle, face, QUIET_TEXT);
        if let Some(year) = &tick.year {
            drawing.text(year, (middle, baseline + face.line()), Anchor::Middle, face, QUIET_TEXT);
        }
    }
}
