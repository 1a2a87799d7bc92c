//! The chart of causes by removal: what lifting saves, with what is booked beside it.

use super::Lifted;
use crate::report::charts::{Bar, Bars, Chart, Frame};
use crate::report::differences::NCTR;
use crate::report::pictures::Picture;
use crate::report::words::{Grain, count, period};
use crate::scenario::constraints::Part;

/// More constraints than these are left to the files.
const MOST: usize = 25;

/// Every chart.
pub fn pictures(all: &Lifted<'_>) -> Vec<Picture> {
    vec![Picture { name: "causes", chart: causes(all) }]
}

fn causes(all: &Lifted<'_>) -> Chart {
    let bars: Vec<Bar> = all
        .ranked(&[Part::Delay])
        .filter_map(|(constraint, cause)| {
            let (booked, saved) = (cause.booked.mean.unwrap_or(0.0), cause.saved[0]?);
            // Bars begin at 0: an interval that reaches below is left to the files.
            let interval = saved.precision95.filter(|[low, _]| *low >= 0.0).map(|[low, high]| (low, high));
            (booked > 0.0 || saved.mean != 0.0).then(|| Bar {
                label: constraint.label.clone(),
                value: saved.mean.max(0.0),
                interval,
                marker: (!constraint.reasons.is_empty()).then_some(booked),
                muted: !saved.clear,
            })
        })
        .take(MOST)
        .collect();
    let days = |x: f64| Grain::of("bed-days", x).show(x);
    let title = bars.first().filter(|bar| !bar.muted && bar.value > 0.0).map_or_else(
        || "Nothing lifted alone clearly saves delayed bed-days".to_owned(),
        |bar| {
            let most = if all.is_first() { "saves most" } else { "saves, but not clearly most" };
            format!("Lifted alone, “{}” {most}: {} delayed bed-days", bar.label, days(bar.value))
        },
    );
    let each = bars.iter().map(|bar| {
        format!("{}: saves {}, booked {}", bar.label, days(bar.value), days(bar.marker.unwrap_or(0.0)))
    });
    let calendar = &all.base.plan.calendar;
    let together = match (all.found.together[0], all.found.added[0]) {
        (Some(together), Some(added)) => format!(
            "All together save {}; the bars add up to {}, some share days and others lie behind each other. ",
            days(together.mean),
            days(added.mean)
        ),
        _ => String::new(),
    };
    Chart::Bars(Bars {
        frame: Frame {
            subtitle: format!(
                "Delayed bed-days that go when it alone is lifted, “{}”, {}",
                all.base.names.scenario,
                period(calendar.start(), calendar.measured_days())
            ),
            source: format!(
                "wardflow {}, {} of each scenario, seed {}",
                env!("CARGO_PKG_VERSION"),
                count(all.found.base.runs, "run"),
                all.how.seed
            ),
            description: format!("{title}. {}.", each.collect::<Vec<_>>().join("; ")),
            title,
        },
        measure: "Bed-days".to_owned(),
        value_name: "Saved by lifting it".to_owned(),
        interval_name: "How sure (95%)".to_owned(),
        marker_name: "Booked to it".to_owned(),
        bars,
        note: format!("{together}Grey: no clear difference. {NCTR}"),
    })
}
