//! Lengths of time with their unit: `"5.5d"`, `"4h"`, `"30min"`, `"8w"`.
//!
//! Whether a length was written in days or in hours is kept: with opening hours, a day of work is
//! one open day and an hour of work is an hour. `distribution` is made of these.

use super::table::{Decode, LeftOut};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;

/// The longest length that can be written, in days.
pub const LONGEST: f64 = 3650.0;

/// What a length was written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// No length at all, so no unit counts.
    #[default]
    None,
    /// Days or weeks.
    Days,
    /// Hours or minutes.
    Hours,
    /// Some in days, some in hours.
    Mixed,
}

impl Unit {
    /// Of two lengths together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, unit) | (unit, Self::None) => unit,
            (a, b) if a == b => a,
            _ => Self::Mixed,
        }
    }
}

/// A length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Duration {
    /// In days of 24 hours.
    pub days: f64,
    /// What it was written in.
    pub unit: Unit,
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self { days: 0.0, unit: Unit::None };

    /// So many hours.
    pub const fn hours(hours: f64) -> Self {
        Self { days: hours / 24.0, unit: Unit::Hours }
    }
}

impl LeftOut for Duration {
    fn in_words(&self) -> String {
        if self.unit == Unit::Hours {
            format!("{} hours", 24.0 * self.days)
        } else {
            format!("{} days", self.days)
        }
    }
}

impl Decode for Duration {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        match read(node) {
            Ok(duration) => Some(duration),
            Err(what) => {
                found.wrong(
                    node,
                    path,
                    what,
                    "a length of time, as in \"5.5d\", \"4h\", \"30min\" or \"8w\"",
                );
                None
            }
        }
    }
}

fn read(node: &Node) -> Result<Duration, String> {
    let shown = node.shown();
    if node.number().is_some() {
        return Err(format!("{shown} has no unit"));
    }
    let text = node.text().ok_or_else(|| format!("{shown} is not a length of time"))?.trim();
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    // Rust reads `inf` and `1e9`; here the letters are the unit, so neither gets this far.
    let number: f64 = number.trim().parse().map_err(|_| format!("{shown} is not a length of time"))?;
    let (days, unit) = match unit {
        "" => return Err(format!("{shown} has no unit")),
        "w" => (number * 7.0, Unit::Days),
        "d" => (number, Unit::Days),
        "h" => (number / 24.0, Unit::Hours),
        "min" => (number / 1440.0, Unit::Hours),
        other => return Err(format!("\"{other}\" in {shown} is not a unit of time")),
    };
    if !(0.0..=LONGEST).contains(&days) {
        return Err(format!("{shown} is not between 0 and {LONGEST} days"));
    }
    Ok(Duration { days, unit: if days > 0.0 { unit } else { Unit::None } })
}
