//! What was not published for a trust, taken from its region or else from the nation: medians of what was published
//! for others, from the table and not typed.

use super::table::{BANDS, Column, PATHWAYS, REASONS, Table, Trust};

/// The fewest trusts of a region whose median says anything.
const FEWEST: usize = 3;

/// Where figures are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Published for this trust.
    Own,
    /// The median of so many trusts of this region.
    Region(String, usize),
    /// The median of so many trusts of the nation.
    Nation(usize),
}

impl From {
    /// In words; nothing of its own figures.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Own => None,
            Self::Region(region, n) => Some(format!("the median of {n} trusts of the region {region}")),
            Self::Nation(n) => Some(format!("the median of all {n} trusts that published it")),
        }
    }
}

/// Figures and where they are from.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled<const N: usize> {
    /// The figures.
    pub values: [f64; N],
    /// Where they are from.
    pub from: From,
}

/// Shares of discharges by pathway, 0 to 3; those of others where `own` is not believed.
pub fn pathways(table: &Table, trust: &Trust, own: bool) -> Filled<4> {
    shares(table, trust, PATHWAYS, own)
}

/// Shares of people delayed by reason.
pub fn reasons(table: &Table, trust: &Trust) -> Filled<6> {
    shares(table, trust, REASONS, true)
}

/// Shares of the delayed by band of delay.
pub fn bands(table: &Table, trust: &Trust) -> Filled<6> {
    shares(table, trust, BANDS, true)
}

/// One figure.
pub fn figure(table: &Table, trust: &Trust, column: Column) -> Filled<1> {
    filled(table, trust, true, |one| one.get(column).filter(|x| *x > 0.0).map(|x| [x]))
}

fn shares<const N: usize>(table: &Table, trust: &Trust, columns: [Column; N], own: bool) -> Filled<N> {
    let of = |one: &Trust| {
        let all = one.all(columns)?;
        let sum: f64 = all.iter().sum();
        // One number alone is no division.
        let some = all.iter().filter(|x| **x > 0.0).count() > 1;
        (some && sum > 0.0).then(|| all.map(|x| x / sum))
    };
    let Filled { values, from } = filled(table, trust, own, of);
    let sum: f64 = values.iter().sum::<f64>().max(1e-12);
    Filled { values: values.map(|x| x / sum), from }
}

fn filled<const N: usize>(
    table: &Table,
    trust: &Trust,
    own: bool,
    of: impl Fn(&Trust) -> Option<[f64; N]>,
) -> Filled<N> {
    if let Some(values) = of(trust).filter(|_| own) {
        return Filled { values, from: From::Own };
    }
    let others = |near: bool| -> Vec<[f64; N]> {
        let all =
            table.0.iter().filter(|one| one.code != trust.code && (!near || one.region == trust.region));
        all.filter_map(&of).collect()
    };
    let near = others(true);
    if near.len() >= FEWEST {
        return Filled { values: medians(&near), from: From::Region(trust.region.clone(), near.len()) };
    }
    let all = others(false);
    Filled { values: medians(&all), from: From::Nation(all.len()) }
}

fn medians<const N: usize>(all: &[[f64; N]]) -> [f64; N] {
    std::array::from_fn(|i| {
        let mut column: Vec<f64> = all.iter().map(|row| row[i]).collect();
        column.sort_by(f64::total_cmp);
        match column.len() {
            0 => 0.0,
            n if n % 2 == 1 => column[n / 2],
            n => f64::midpoint(column[n / 2 - 1], column[n / 2]),
        }
    })
}
