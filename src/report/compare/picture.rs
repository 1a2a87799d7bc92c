//! The charts of a comparison: the difference of each option with its interval and a zero line, what each
//! costs beside what it avoids, and the best option's people waiting by day beside the baseline's.

use super::Compared;
use super::files::run;
use crate::experiment::compare::Difference;
use crate::report::charts::{
    BandNames, Chart, Dot, Dots, Fan, Frame, Other, Plane, PlaneKind, PlanePoint, Series,
};
use crate::report::differences::{NCTR, grain, signed, words_of};
use crate::report::money::named;
use crate::report::pictures::{Picture, names, nctr_days};
use crate::report::words::{count, period};

/// Every chart.
pub fn pictures(all: &Compared<'_>) -> Vec<Picture> {
    let money = money(all).map(|chart| Picture { name: "money", chart });
    let days = by_day(all).map(|chart| Picture { name: "nctr-by-day", chart });
    std::iter::once(Picture { name: "differences", chart: differences(all) })
        .chain(money)
        .chain(days)
        .collect()
}

/// Where and from what.
fn source(all: &Compared<'_>) -> (String, String) {
    let found = &all.findings[0];
    let source =
        format!("wardflow {}, {}, seed {}", env!("CARGO_PKG_VERSION"), count(found.runs, "run"), found.seed);
    (period(found.start, found.days), source)
}

/// Pounds spent beside bed-days avoided; none where nothing costs anything.
fn money(all: &Compared<'_>) -> Option<Chart> {
    let ends = |d: &Difference| d.precision95.map(|[low, high]| (low, high));
    let points: Vec<PlanePoint> = (all.comparison.options.iter().enumerate())
        .filter_map(|(i, option)| {
            // What is not all priced is named below and not drawn as if it were free.
            let money = option.money.as_ref().filter(|money| money.unpriced.is_empty())?;
            Some(PlanePoint {
                label: all.option(i).1.to_owned(),
                across: money.avoided.mean,
                up: money.spent.mean,
                across_interval: ends(&money.avoided),
                up_interval: ends(&money.spent),
                kind: PlaneKind::Frontier,
            })
        })
        .collect();
    if points.iter().all(|point| point.up.abs() <= 0.0) {
        return None;
    }
    let not_drawn: Vec<String> = (all.comparison.options.iter().enumerate())
        .filter_map(|(i, option)| {
            let named = named(&option.money.as_ref()?.unpriced)?;
            Some(format!("“{}” ({named})", all.option(i).1))
        })
        .collect();
    let not_drawn = match not_drawn.as_slice() {
        [] => String::new(),
        all => format!("Not priced and so not drawn: {}. ", all.join("; ")),
    };
    let (period, source) = source(all);
    let each = points.iter().map(|p| format!("{}: {:.0} bed-days for £{:.0}", p.label, p.across, p.up));
    Some(Chart::Plane(Plane {
        frame: Frame {
            title: "What each option costs, and what it avoids".to_owned(),
            subtitle: format!("Differences from “{}” with the same people, {period}", all.label(0)),
            source,
            description: each.collect::<Vec<_>>().join("; "),
        },
        across: "Bed-days with NCTR avoided".to_owned(),
        measure: "Spent more on services, open beds and staff (£)".to_owned(),
        points,
        joined: Vec::new(),
        note: format!("{not_drawn}Lines: how sure the mean differences are (95%). {NCTR}"),
        quarters: true,
    }))
}

/// People waiting by day: the baseline and the option that ranks first.
fn by_day(all: &Compared<'_>) -> Option<Chart> {
    let first = *all.comparison.ranked().first()?;
    let (base, option) = (run(all, 0), run(all, first + 1));
    let label = all.option(first).1.to_owned();
    let days = nctr_days(&option);
    let (period, source) = source(all);
    Some(Chart::Fan(Fan {
        frame: Frame {
            title: format!("People who wait in hospital, as it is and with “{label}”"),
            subtitle: format!(
                "People in acute beds with no criteria to reside at midnight, day by day, {period}"
            ),
            source,
            description: format!(
                "Median and 90% band of single runs by day, of “{}” and of “{label}”.",
                all.label(0)
            ),
        },
        measure: "People".to_owned(),
        names: BandNames { median: "Baseline".to_owned(), ..names() },
        series: Series { days: nctr_days(&base), other: Some(Other { label, days }), ..Series::default() },
    }))
}

/// The chart of the outcome by which options are ranked.
fn differences(all: &Compared<'_>) -> Chart {
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
    let (clear, first_is_clear) = all.leading();
    let what = words_of(by.name);
    let title = match clear.as_slice() {
        [] => format!("No option clearly changes this: {what}"),
        [first, ..] if first_is_clear && dots.len() > 1 => {
            format!("{what}: {} makes the largest difference", all.with_size(*first))
        }
        [only] => format!("{what}: {} makes a clear difference", all.with_size(*only)),
        several => {
            format!("{what}: {} options make a clear difference, none clearly the largest", several.len())
        }
    };
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
