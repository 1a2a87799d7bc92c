//! What a new scenario is made of, as files and as a page. Nothing is run.

pub mod like;
mod page;
pub mod starter;
pub mod text;

use std::io;

use super::csv::{Table, number};
use super::import::daily_table;
use super::study::File;
use crate::experiment::baseline::Baseline;
use crate::experiment::baseline::targets::Target;
use crate::sources::Daily;
pub use page::{next, page, readme};

/// The file of the scenario.
pub const SCENARIO: &str = "scenario.json";
/// The file of what was published.
pub const OBSERVED: &str = "observed.csv";
/// The file of the hospital's own daily return, where one was given.
pub const DAILY: &str = "daily.csv";

/// The files of a baseline, with what is believed of a daily return where one was given; the scenario is also to be
/// had by the trust's code.
pub fn files(baseline: &Baseline, daily: Option<&Daily>) -> Vec<File> {
    let code = baseline.trust.code.to_lowercase();
    let own = serde_json::json!({
        "extends": SCENARIO,
        "description": baseline.scenario["description"],
    });
    let mut made = vec![
        File::of(SCENARIO, Ok(text::typed(&baseline.scenario).into_bytes())),
        File::of(format!("{code}.json"), Ok(text::typed(&own).into_bytes())),
        File::of(OBSERVED, observed(&baseline.targets)),
        File::of("README.md", Ok(readme(baseline).into_bytes())),
    ];
    made.extend(daily.map(|daily| File::of(DAILY, daily_table(daily))));
    made
}

/// What was published, as a file for `--observed`.
fn observed<'a>(targets: impl IntoIterator<Item = &'a Target>) -> io::Result<Vec<u8>> {
    let mut table = Table::new();
    table.row(["measure", "label", "observed", "accept_low", "accept_high", "source"])?;
    for target in targets {
        let digits = |x: f64| (x * 1e4).round() / 1e4;
        let [low, high] = [0, 1].map(|i| number(target.accept.map(|accept| digits(accept[i]))));
        let observed = number(Some(digits(target.observed)));
        table.row([&target.measure, &target.label, &observed, &low, &high, &target.source])?;
    }
    table.finish()
}
