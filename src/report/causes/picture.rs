//! The chart of causes by removal: what lifting saves, with what is booked beside it.

use super::Lifted;
use crate::experiment::compare::Difference;
use crate::report::charts::{Bar, Bars, Chart, Frame};
use crate::report::study::Picture;
use crate::report::words::{Grain, period};
use crate::scenario::constraints::Part;

/// More constraints than these are left to the files.
const MOST: usize = 25;

/// Every chart.
pub fn pictures(all: &Lifted<'_>) -> Vec<Picture> {
    vec![Picture { name: "causes", chart: causes(all) }]
}

fn causes(all: &Lifted<'_>) -> Chart {
    let mut bars: Vec<Bar> = all
        .ranked(&[Part::Delay])
        .filter_map(|(constraint, cause)| {
            let (booked, saved) = (cause.booked.mean.unwrap_or(0.0), cause.saved[0]?);
            let interval = above_zero(&saved);
            (booked > 0.0 || saved.mean != 0.0).then(|| Bar {
                label: constraint.label.clone(),
                value: saved.mean.max(0.0),
                interval,
                marker: (!constraint.reasons.is_empty()).then_some(booked),
                muted: !saved.clear,
                ..Bar::default()
            })
        })
        .take(MOST)
        .collect();
    let days = |x: f64| Grain::of("bed-days", x).show(x);
    let title = title(all, &bars);
    bars.extend(rounds(all));
    let grey =
        if bars.iter().any(|bar| bar.muted && bar.value > 0.0) { "Grey: no clear difference. " } else { "" };
    let each = bars.iter().map(|bar| {
        let what = if bar.beside { "acute bed-days, no delay" } else { "delayed bed-days" };
        format!("{}: saves {} {what}, booked {}", bar.label, days(bar.value), days(bar.marker.unwrap_or(0.0)))
    });
    let calendar = &all.base.plan.calendar;
    let rounds_are_no_part = if bars.iter().any(|bar| bar.beside) {
        "Waiting for a round is no delay and in no sum of it; its bar is acute bed-days. "
    } else {
        ""
    };
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
                "Delayed bed-days that go when each is lifted alone, {}, {}",
                all.base.names.scenario,
                period(calendar.start(), calendar.measured_days())
            ),
            description: format!("{title}. {}.", each.collect::<Vec<_>>().join("; ")),
            title,
            ..Frame::default()
        },
        measure: "Bed-days in the period".to_owned(),
        unit: "bed-days".to_owned(),
        value_name: "Saved by lifting it".to_owned(),
        interval_name: "How sure (95%)".to_owned(),
        marker_name: "Booked to it, or spent waiting for it".to_owned(),
        beside_name: "No delay, beside the others: acute bed-days saved".to_owned(),
        bars,
        note: format!("{together}{rounds_are_no_part}{grey}").trim_end().to_owned(),
    })
}

/// Bars begin at 0: an interval that reaches below is left to the files.
fn above_zero(saved: &Difference) -> Option<(f64, f64)> {
    saved.precision95.filter(|[low, _]| *low >= 0.0).map(|[low, high]| (low, high))
}

/// What saves alone, and whether it saves most, as on the page.
fn title(all: &Lifted<'_>, bars: &[Bar]) -> String {
    let Some(first) = bars.first().filter(|bar| bar.value > 0.0 && !bar.muted) else {
        return "Nothing lifted alone clearly saves delayed bed-days".to_owned();
    };
    let most = if all.is_first() { "saves most" } else { "saves, but not clearly most" };
    let days = Grain::of("bed-days", first.value).show(first.value);
    format!("Lifted alone, “{}” {most}: {days} delayed bed-days", first.label)
}

/// Board rounds, as a bar beside those of the delay: what goes is time in a bed that is no delay.
fn rounds(all: &Lifted<'_>) -> Option<Bar> {
    let (_, cause) = all.ranked(&[Part::Finding]).next()?;
    let saved = cause.saved[1]?;
    Some(Bar {
        label: "Waiting to be found by a board round".to_owned(),
        value: saved.mean.max(0.0),
        interval: above_zero(&saved),
        marker: all.unseen().mean,
        muted: !saved.clear,
        beside: true,
    })
}
