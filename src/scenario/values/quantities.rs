//! Numbers with their ranges: shares, counts, rates, factors, money, dates.
//!
//! Each knows what it may be and says so when it is not. `duration` holds lengths of time.

use jiff::civil::Date;

use super::definitions::{Definitions, Describe};
use super::table::{Decode, LeftOut};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Node, show_number};
use crate::scenario::text::path::Path;

/// The number in a value, if it is one within a range.
pub fn number(
    node: &Node,
    path: &Path,
    found: &mut Found,
    range: std::ops::RangeInclusive<f64>,
    name: &str,
) -> Option<f64> {
    let expected = || {
        let (from, to) = (range.start(), range.end());
        if to.is_finite() {
            format!("{name}, from {from} to {to}")
        } else {
            format!("{name}, {from} or more")
        }
    };
    match node.number() {
        Some(x) if range.contains(&x) => Some(x),
        Some(_) => {
            found.wrong(node, path, format!("{} is out of range", node.shown()), expected());
            None
        }
        None => {
            found.wrong(node, path, format!("{} is not a number", node.shown()), expected());
            None
        }
    }
}

macro_rules! quantities {
    ($($(#[doc = $doc:literal])+ $name:ident: $words:literal, $from:literal, $to:literal;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(pub f64);

        impl Decode for $name {
            fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
                number(node, path, found, $from..=$to, $words).map(Self)
            }
        }

        impl LeftOut for $name {
            fn in_words(&self) -> String {
                show_number(self.0)
            }
        }

        impl Describe for $name {
            fn describe(all: &mut Definitions) -> serde_json::Value {
                all.number(stringify!($name), $words, concat!($($doc),+), $from, $to)
            }
        }
    )*};
}

quantities! {
    /// A share of people.
    Share: "a share", 0.0, 1.0;
    /// A share of what something costs.
    Part: "a share", 0.0, 1.0;
    /// People a day.
    Rate: "people a day", 0.0, 10_000.0;
    /// What something is multiplied by.
    Factor: "a factor", 0.0, 1_000.0;
    /// A factor or a count, of which only the proportion to others matters.
    Weight: "a factor", 0.0, 1_000_000_000.0;
    /// What is added to a factor of 1.
    Uplift: "an uplift", -1.0, 1_000.0;
    /// A strength, in standard deviations.
    Strength: "a strength in standard deviations", -5.0, 5.0;
    /// Variance ÷ mean of counts.
    VarianceOverMean: "variance ÷ mean", 1.0, 1_000.0;
    /// A standard deviation on the logit scale.
    Spread: "a standard deviation of a logit", 0.0, 10.0;
    /// A standard deviation of a logarithm.
    LogSpread: "a standard deviation of a logarithm", 0.0, 3.0;
    /// How strongly one thing goes with another: 0.5 where 1% more goes with 0.5% more.
    Power: "a power", 0.0, 100.0;
    /// Money, in pounds.
    Pounds: "pounds", 0.0, 1_000_000_000.0;
    /// A chance a day.
    Chance: "a chance a day", 0.0, 1.0;
}

/// What shares sum to that must sum to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// To 1, but for what decimals lose.
    One,
    /// To between 99.9% and 100.1%, as shares do that are published to two decimals.
    Nearly,
    /// To something else.
    Other,
}

impl Sum {
    /// Of this sum.
    pub fn of(sum: f64) -> Self {
        // The least part is for bounds that decimals miss.
        const NEARLY: f64 = 0.001 + 1e-9;
        let off = (sum - 1.0).abs();
        if off <= 1e-6 {
            Self::One
        } else if off <= NEARLY {
            Self::Nearly
        } else {
            Self::Other
        }
    }
}

/// The greatest number of people, places or pieces of work.
pub const MOST: f64 = 1_000_000.0;

/// A whole number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u32);

impl LeftOut for Count {
    fn in_words(&self) -> String {
        self.0.to_string()
    }
}

impl Decode for Count {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let x = number(node, path, found, 0.0..=MOST, "a whole number")?;
        if x.fract() != 0.0 {
            found.wrong(node, path, format!("{} is not a whole number", node.shown()), "a whole number");
            return None;
        }
        Some(Self(x as u32))
    }
}

impl Decode for Date {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let date = node.text().and_then(date);
        if date.is_none() {
            found.wrong(
                node,
                path,
                format!("{} is not a date", node.shown()),
                "a date from 1900 to 2199, as in \"2024-10-01\"",
            );
        }
        date
    }
}

/// A date typed as `2024-10-01`, within the years that make sense here.
pub fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    let plain = text.len() == 10 && (1900..2200).contains(&date.year());
    plain.then_some(date)
}

/// A number with at most six decimals, for faults about sums.
pub fn rounded(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

pub fn pounds(typed: Option<Pounds>) -> f64 {
    typed.map_or(0.0, |pounds| pounds.0)
}
