//! The charts of a trade: what one is worth as more is given, and what both do.

use super::{Traded, interval, rate};
use crate::base::ratio::RatioInterval;
use crate::experiment::exchange::Meaning;
use crate::report::charts::{Chart, Curve, CurveLine, CurvePoint, Frame};
use crate::report::differences::{NCTR, words_of};
use crate::report::pictures::Picture;
use crate::report::words::period;

/// The charts; the rate only where it means something.
pub fn pictures(all: &Traded<'_>) -> Vec<Picture> {
    let mut pictures = Vec::new();
    if all.exchange.meaning == Meaning::Sound {
        pictures.push(Picture { name: "exchange", chart: worth(all) });
    }
    pictures.push(Picture { name: "effects", chart: effects(all) });
    pictures
}

fn frame(title: String, subtitle: String, points: &[String]) -> Frame {
    Frame { subtitle, description: format!("{title}. {}.", points.join("; ")), title, ..Frame::default() }
}

fn worth(all: &Traded<'_>) -> Chart {
    let mut open = false;
    let mut said = Vec::new();
    let points: Vec<CurvePoint> = (all.trade.give_amounts.iter().zip(&all.exchange.worth))
        .filter_map(|(amount, worth)| {
            let worth = worth.as_ref()?;
            said.push(format!("{amount}: {} ({})", rate(worth.value), interval(worth)));
            let (low, high) = match worth.interval {
                RatioInterval::Between(low, high) => (Some(low), Some(high)),
                RatioInterval::Outside(_, high) if worth.value >= high => (Some(high), None),
                RatioInterval::Outside(low, _) => (None, Some(low)),
                RatioInterval::Anything => (None, None),
            };
            open |= low.is_none() || high.is_none();
            Some(CurvePoint { across: *amount, value: Some(worth.value), low, high })
        })
        .collect();
    let title = all.exchange.needed[0].as_ref().map_or_else(
        || "Rate of exchange".to_owned(),
        |needed| {
            let (one, given) = (all.one_bought(), all.given());
            let mut title = format!(
                "{one} does what {} {given} do, for the first {}",
                rate(needed.value),
                all.trade.give_amounts[0]
            );
            title[..1].make_ascii_uppercase();
            title
        },
    );
    let calendar = &all.base.plan.calendar;
    let subtitle = format!(
        "What one more is worth, judged by “{}”, {}",
        words_of(all.on().name),
        period(calendar.start(), calendar.measured_days())
    );
    Chart::Curve(Curve {
        across: format!("{} added", all.given()),
        measure: format!("Worth of one, in {}", all.bought()),
        lines: vec![CurveLine { label: "Worth of one".to_owned(), points }],
        from_zero: true,
        mark: None,
        note: format!(
            "On average over all that are added. Band: how sure the rate is (95%, Fieller).{} {NCTR}",
            if open { " Where it is open, what is bought may do nothing." } else { "" }
        ),
        frame: frame(title, subtitle, &said),
    })
}

fn effects(all: &Traded<'_>) -> Chart {
    let given = all.trade.give_amounts.len();
    let times = if all.on().unit == "share" { 100.0 } else { 1.0 };
    let mut said = Vec::new();
    let mut line = |label: String, amounts: &[f64], first: usize| {
        let nothing = CurvePoint { across: 0.0, value: Some(0.0), low: Some(0.0), high: Some(0.0) };
        let each = amounts.iter().enumerate().filter_map(|(i, amount)| {
            let d = all.effect(first + i)?;
            Some(CurvePoint {
                across: *amount,
                value: Some(d.mean * times),
                low: d.precision95.map(|r| r[0] * times),
                high: d.precision95.map(|r| r[1] * times),
            })
        });
        let points: Vec<CurvePoint> = std::iter::once(nothing).chain(each).collect();
        let numbers: Vec<String> =
            points.iter().map(|p| format!("{}: {:.0}", p.across, p.value.unwrap_or(0.0))).collect();
        said.push(format!("{label}: {}", numbers.join(", ")));
        CurveLine { label, points }
    };
    let lines = vec![
        line(all.given(), &all.trade.give_amounts, 0),
        line(all.bought(), &all.trade.buy_amounts, given),
    ];
    let calendar = &all.base.plan.calendar;
    let measure = words_of(all.on().name);
    let measure = if all.on().unit == "share" { format!("{measure} (percentage points)") } else { measure };
    Chart::Curve(Curve {
        across: "Added".to_owned(),
        measure: format!("Change: {measure}"),
        lines,
        from_zero: true,
        mark: None,
        note: format!("Bands: how sure each mean change is (95%), with the same people in every run. {NCTR}"),
        frame: frame(
            format!("What more {} and more {} change", all.given(), all.bought()),
            format!("{}, {}", all.base.names.scenario, period(calendar.start(), calendar.measured_days())),
            &said,
        ),
    })
}
