//! The charts of a sensitivity analysis: a tornado and, where trajectories were asked, bars of mu*.

use super::{Probed, shown};
use crate::base::statistics::student_t;
use crate::experiment::compare::Difference;
use crate::report::charts::{Bar, Bars, Chart, Frame, Tornado, TornadoEnd, TornadoRow};
use crate::report::differences::{at_mark, grain, letters, on_axis, signed, words_of};
use crate::report::growing::{self, SIGN};
use crate::report::study::Picture;
use crate::report::words::{Grain, count, period};

/// More inputs than these are left to the files.
const MOST: usize = 20;

/// Every chart, of the outcome that ranks.
pub fn pictures(all: &Probed<'_>) -> Vec<Picture> {
    let mut pictures = vec![Picture { name: "tornado", chart: tornado(all) }];
    if all.found.screened.is_some() {
        pictures.push(Picture { name: "morris", chart: morris(all) });
    }
    pictures
}

fn frame(all: &Probed<'_>, title: String, what: &str, each: &[String]) -> Frame {
    let calendar = &all.base.plan.calendar;
    let period = period(calendar.start(), calendar.measured_days());
    Frame {
        subtitle: format!("{what}, “{}”, {period}", all.base.names.scenario),
        description: format!("{title}. {}.", each.join("; ")),
        title,
        ..Frame::default()
    }
}

fn tornado(all: &Probed<'_>) -> Chart {
    let (measure, times) = on_axis(all.first(), true);
    let shown_order: Vec<usize> = all.found.order.iter().take(MOST).copied().collect();
    let end = |input: usize, e: usize| {
        let d: Option<&Difference> = all.found.moved[input].ends[e][0].as_ref();
        let at = &all.design.ends[input][e];
        let grows = !all.growing_at(at).is_empty();
        TornadoEnd {
            words: format!(
                "{}{}",
                shown(&all.design.inputs[input], &at.value),
                if grows { SIGN } else { "" }
            ),
            value: d.map_or(f64::NAN, |d| d.mean * times),
            interval: d.and_then(|d| d.precision95).map(|[low, high]| (low * times, high * times)),
            clear: d.is_some_and(|d| d.clear),
        }
    };
    let rows =
        shown_order.iter().map(|&i| TornadoRow { label: all.label(i), low: end(i, 0), high: end(i, 1) });
    let told = |&i: &usize| {
        let ends = all.found.moved[i].ends.iter().map(|end| match end[0].as_ref() {
            None => "no scenario".to_owned(),
            Some(d) if d.mean.abs() <= 0.0 && d.sd <= 0.0 => "no change".to_owned(),
            Some(d) if !d.clear => "no clear change".to_owned(),
            Some(d) => signed(grain(d), d.mean),
        });
        format!("{}: {}", all.label(i), ends.collect::<Vec<_>>().join(" to "))
    };
    let each: Vec<String> = shown_order.iter().map(told).collect();
    let what = words_of(all.first());
    let clear = |i: &&usize| {
        let ends = &all.found.moved[**i].ends;
        ends.iter().any(|end| end[0].as_ref().is_some_and(|d| d.clear && d.mean.abs() > 0.0))
    };
    let widest = shown_order.iter().find(clear);
    let title = widest.map_or_else(
        || format!("No input clearly moves this over its range: {what}"),
        |&i| {
            let most = if all.is_first(i) { "moves it most" } else { "moves it, but not clearly most," };
            format!("{what}: “{}” {most} over its range", all.label(i))
        },
    );
    let ends = shown_order.iter().flat_map(|&i| &all.design.ends[i]);
    let signs = growing::note(SIGN, ends.into_iter().any(|end| !all.growing_at(end).is_empty()));
    let left = match all.found.order.len().saturating_sub(MOST) {
        0 => String::new(),
        n => format!("{} with narrower swings in sensitivity.csv. ", count(n as u64, "input")),
    };
    Chart::Tornado(Tornado {
        frame: frame(all, title, "Each input moved alone from the low to the high end of its range", &each),
        measure,
        sides: ["less than now".to_owned(), "more than now".to_owned()],
        rows: rows.collect(),
        note: format!(
            "{signs}The intervals cover chance only; ranges are judgements. {left}{}",
            letters(&[what])
        ),
    })
}

fn morris(all: &Probed<'_>) -> Chart {
    let (measure, times) = on_axis(all.first(), true);
    let of = all.found.screened.as_ref().and_then(|all| all.first()).map_or(&[][..], Vec::as_slice);
    let order = all.found.screened_order();
    let bars: Vec<Bar> = order
        .iter()
        .take(MOST)
        .filter_map(|&i| {
            let one = of[i]?;
            let half = student_t(one.n.checked_sub(1)?, 0.975).map(|t| t * one.mu_star_error);
            Some(Bar {
                label: all.label(i),
                value: one.mu_star * times,
                interval: half
                    .map(|half| ((one.mu_star - half).max(0.0) * times, (one.mu_star + half) * times)),
                marker: Some(one.sigma * times),
                muted: one.mu_star <= one.luck,
                ..Bar::default()
            })
        })
        .collect();
    let unit = all.first().unit;
    let each: Vec<String> = (order.iter().take(MOST))
        .filter_map(|&i| {
            Some(format!("{}: {}", all.label(i), Grain::of(unit, of[i]?.mu_star).show(of[i]?.mu_star)))
        })
        .collect();
    let what = words_of(all.first());
    let ends = |bar: &Bar| bar.interval.unwrap_or((bar.value, bar.value));
    let title = match bars.as_slice() {
        [] => format!("Nothing is known of what moves this: {what}"),
        [first, ..] if first.muted => {
            format!("{what}: anywhere in the ranges no input does more than chance")
        }
        // Most only where its interval lies beyond the others'.
        [first, second, ..] if ends(second).1 >= ends(first).0 => format!(
            "{what}: anywhere in the ranges “{}” and “{}” matter most, and cannot be told apart",
            first.label, second.label
        ),
        [first, ..] => format!("{what}: anywhere in the ranges “{}” matters most", first.label),
    };
    let walks = all.design.screening.as_ref().map_or(0, |screening| screening.trajectories.len());
    Chart::Bars(Bars {
        frame: frame(all, title, &format!("Morris screening with {walks} trajectories"), &each),
        measure,
        value_name: "mu*: mean size of the effect of a move over the whole range".to_owned(),
        interval_name: "How sure (95%)".to_owned(),
        marker_name: "sigma: how much it depends on the others, or bends".to_owned(),
        beside_name: String::new(),
        unit: at_mark(all.first(), true).to_owned(),
        note: if bars.iter().any(|bar| bar.muted) {
            format!("Grey: no larger than chance in the runs would give. {}", letters(&[what]))
        } else {
            letters(&[what]).to_owned()
        },
        bars,
    })
}
