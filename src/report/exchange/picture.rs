//! The charts of a trade: how many bought do what so many given do, and what both do.

use super::{Traded, rate, rounded, sure_of};
use crate::experiment::exchange::Meaning;
use crate::experiment::stands::Judged;
use crate::report::addresses::named;
use crate::report::charts::{Chart, Curve, CurveLine, CurvePoint, Frame};
use crate::report::differences::NCTR;
use crate::report::growing;
use crate::report::stands;
use crate::report::study::Picture;
use crate::report::words::{capital, period};
use crate::scenario::unstable::Unstable;

/// The charts; the rate only where it means something.
pub fn pictures(all: &Traded<'_>) -> Vec<Picture> {
    let mut pictures = Vec::new();
    if all.exchange.meaning == Meaning::Sound && !all.answer_falls() {
        pictures.push(Picture { name: "exchange", chart: equal(all) });
    }
    pictures.push(Picture { name: "effects", chart: effects(all) });
    pictures
}

fn frame(title: String, subtitle: String, points: &[String]) -> Frame {
    Frame { subtitle, description: format!("{title}. {}.", points.join("; ")), title, ..Frame::default() }
}

fn equal(all: &Traded<'_>) -> Chart {
    let most = all.most_bought();
    let mut said = Vec::new();
    let mut points = vec![CurvePoint::NOTHING];
    for (i, (amount, equal)) in all.trade.give_amounts.iter().zip(&all.exchange.equal).enumerate() {
        if all.rate_falls(i) {
            said.push(format!("{amount}: does not stand"));
            continue;
        }
        let how_many = equal.value.map_or_else(|| format!("more than {most}"), |n| rounded(n).to_string());
        said.push(format!("{amount}: {how_many} ({})", sure_of(equal, most)));
        if let Some(n) = equal.value {
            points.push(CurvePoint {
                across: *amount,
                value: Some(n),
                low: equal.low,
                high: equal.high,
                ..CurvePoint::default()
            });
        }
    }
    let mut lines = vec![CurveLine { label: "Same effect".to_owned(), points }];
    let headline = all.exchange.headline();
    if let Some(per_one) = headline.and_then(|i| all.rate(i).0) {
        let at = |across: f64| CurvePoint { across, value: Some(across / per_one), ..CurvePoint::default() };
        let label = format!("{} for 1 throughout", rate(per_one));
        // At the same amounts, so that the axis has no other.
        let points = lines[0].points.iter().map(|point| at(point.across)).collect();
        lines.push(CurveLine { label, points });
    }
    let beyond = all.exchange.equal.iter().position(|equal| equal.value.is_none());
    let stands = stands::note(all.again, (0..all.trade.give_amounts.len()).any(|i| all.rate_falls(i)));
    let beyond = beyond.map_or_else(String::new, |i| format!(" Not drawn: {}.", all.sentence(i)));
    let open = all.exchange.equal.iter().any(|e| e.value.is_some() && e.high.is_none());
    let open =
        if open { format!(" Where it is open above, it may be more than {most}.") } else { String::new() };
    let title = headline.or(Some(0)).map_or_else(String::new, |i| all.sentence(i));
    let calendar = &all.base.plan.calendar;
    let subtitle = format!(
        "How many do the same, judged by “{}”, {}",
        all.outcome(),
        period(calendar.start(), calendar.measured_days())
    );
    Chart::Curve(Curve {
        across: format!("{} given", capital(&all.given())),
        measure: format!("{} that do the same", capital(&all.bought())),
        lines,
        from_zero: true,
        mark: None,
        note: format!(
            "Straight lines between measured amounts. Band: how sure the number is (95%).{open}{beyond} {stands}{NCTR}"
        ),
        frame: frame(title, subtitle, &said),
    })
}

fn effects(all: &Traded<'_>) -> Chart {
    let given = all.trade.give_amounts.len();
    let times = if all.on().unit == "share" { 100.0 } else { 1.0 };
    let mut said = Vec::new();
    let base = Unstable::of(all.base);
    let newly = |point: usize| growing::newly(&base, &Unstable::of(&all.points[point].scenario));
    let grows = |point: usize| !newly(point).is_empty();
    let rings = growing::note("Rings:", (0..all.points.len()).any(grows));
    let mut line = |label: String, amounts: &[f64], first: usize| {
        let each = amounts.iter().enumerate().filter_map(|(i, amount)| {
            let d = all.effect(first + i)?;
            Some(CurvePoint {
                across: *amount,
                ring: grows(first + i),
                value: Some(d.mean * times),
                low: d.precision95.map(|r| r[0] * times),
                high: d.precision95.map(|r| r[1] * times),
            })
        });
        let points: Vec<CurvePoint> = std::iter::once(CurvePoint::NOTHING).chain(each).collect();
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
    let falls = |point: usize| all.effect_again(point).is_some_and(Judged::falls);
    let any_falls = (0..given + all.trade.buy_amounts.len()).any(falls);
    let stands = stands::note(all.again, any_falls || all.answer_falls());
    let title = format!("What more {} and more {} change", all.given(), all.bought());
    let title = if all.answer_stands() == Some(false) { format!("{title}: does not stand") } else { title };
    let measure = named(all.on, &all.base.names);
    let measure = if all.on().unit == "share" { format!("{measure} (percentage points)") } else { measure };
    Chart::Curve(Curve {
        across: "Added".to_owned(),
        measure: format!("Change: {measure}"),
        lines,
        from_zero: true,
        mark: None,
        note: format!(
            "{rings}{stands}Bands: how sure each mean change is (95%), with the same people in every run. {NCTR}"
        ),
        frame: frame(
            title,
            format!("{}, {}", all.base.names.scenario, period(calendar.start(), calendar.measured_days())),
            &said,
        ),
    })
}
