//! The chart of a comparison: the difference of each option with its interval and a zero line.

use super::Compared;
use crate::report::charts::{Chart, Dot, Dots, Frame};
use crate::report::differences::{NCTR, grain, signed, words_of};
use crate::report::words::{count, period};

/// The name of its file, without ending.
pub const NAME: &str = "differences";

/// The chart of the outcome by which options are ranked.
pub fn differences(all: &Compared<'_>) -> Chart {
    let by = all.by();
    let measure = match by.unit {
        "share" => format!("{} (percentage points)", words_of(by.name)),
        // Most words name their unit.
        _ => words_of(by.name),
    };
    let times = if by.unit == "share" { 100.0 } else { 1.0 };
    let dots: Vec<Dot> = (all.comparison.ranked().into_iter())
        .filter_map(|option| {
            let d = all.ranking(option)?;
            let interval = d.precision95.map(|[low, high]| (low * times, high * times));
            let (found, label) = all.option(option);
            Some(Dot {
                label: label.to_owned(),
                value: d.mean * times,
                interval,
                clear: found.clear_adjusted,
            })
        })
        .collect();
    let largest = dots.iter().filter(|dot| dot.clear).max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
    let title = largest.map_or_else(
        || format!("No option clearly changes this: {}", words_of(by.name)),
        |dot| format!("{}: “{}” makes the largest difference", words_of(by.name), dot.label),
    );
    let each = all.comparison.ranked().into_iter().filter_map(|option| {
        let d = all.ranking(option)?;
        Some(format!("{}: {}", all.option(option).1, signed(grain(d), d.mean)))
    });
    let found = &all.findings[0];
    Chart::Dots(Dots {
        frame: Frame {
            subtitle: format!(
                "Difference from “{}” with the same people, {}",
                all.label(0),
                period(found.start, found.days)
            ),
            source: format!(
                "wardflow {}, {}, seed {}",
                env!("CARGO_PKG_VERSION"),
                count(found.runs, "run"),
                found.seed
            ),
            description: format!("{title}. Mean differences: {}.", each.collect::<Vec<_>>().join("; ")),
            title,
        },
        measure,
        sides: ["less than the baseline".to_owned(), "more than the baseline".to_owned()],
        dots,
        note: format!(
            "Lines: how sure the mean difference is (95%). Grey rings: no clear difference, all options taken together. {NCTR}"
        ),
    })
}
