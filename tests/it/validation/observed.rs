//! The shipped year beside what was observed in it. Not every row holds; what misses is told.

use wardflow::experiment::observed::compare;
use wardflow::report::run::observed::read;

use super::shipped;
use crate::table::record::{Row, shown, told};
use crate::theory::study::Study;

/// The figures of V7.
pub fn the_year_in_milton_keynes() {
    let seen = Study::of_scenario(shipped("milton-keynes-year.json", &[]), 200);
    let bytes = include_bytes!("../../../scenarios/observed/milton-keynes-2024-25.csv");
    let rows = read(bytes, &seen.scenario).expect("sound rows");
    for compared in compare(&seen.scenario.plan, seen.replications(), &rows) {
        let observed = &compared.observed;
        let [low, high] = observed.accept.map(|bound| bound.map_or("–".to_owned(), shown));
        let mean = compared.found.mean.expect("a value");
        let interval = compared
            .found
            .precision95
            .map_or(String::new(), |[low, high]| format!(" ({} to {})", shown(low), shown(high)));
        told(
            Row {
                what: observed.label.clone(),
                expected: format!(
                    "{low} to {high} (observed: {})",
                    observed.observed.map_or("–".to_owned(), shown)
                ),
                ours: format!("{}{interval}", shown(mean)),
                holds: compared.holds(),
            },
            &[mean],
        );
    }
}
