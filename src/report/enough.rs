//! Whether the runs were enough for the precision that was asked, in a sentence.

use super::words::{Grain, count};
use crate::experiment::precision::Reached;

/// How many runs there are and why, where that was left to the precision.
pub(super) fn precision<'a>(
    of: &Reached,
    runs: u64,
    what: &str,
    watched: impl Iterator<Item = (&'a &'a str, &'a Option<f64>)>,
) -> String {
    let asked = Grain::of("share", of.asked.precision).show(of.asked.precision);
    if of.met {
        return format!("{} were enough to know each {what} to {asked} of itself.", count(runs, "run"));
    }
    let short = watched.filter(|(_, p)| p.is_none_or(|p| p > of.asked.precision)).map(|(name, p)| {
        p.map_or_else(|| (*name).to_owned(), |p| format!("{name} ({})", Grain::of("share", p).show(p)))
    });
    format!(
        "{} were not enough to know each {what} to {asked} of itself; short of it: {}.",
        count(runs, "run"),
        short.collect::<Vec<_>>().join(", ")
    )
}
