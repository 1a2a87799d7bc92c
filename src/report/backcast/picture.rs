//! The charts of a back-cast: each forecast over what came, and errors by week ahead beside the rules.

use super::Backcasted;
use super::page::beside_in_short;
use crate::experiment::backcast::Lead;
use crate::experiment::backcast::rules::Rule;
use crate::report::charts::{
    BandNames, Chart, Curve, CurveLine, CurvePoint, Fan, FanDay, Frame, Line, Series,
};
use crate::report::study::Picture;
use crate::report::words::{capital, date};

/// Both charts.
pub fn pictures(all: &Backcasted<'_>) -> Vec<Picture> {
    vec![
        Picture { name: "backcast", chart: fans(all) },
        Picture { name: "backcast-errors", chart: errors(all) },
    ]
}

/// What bands of a forecast are called.
pub fn band_names() -> BandNames {
    BandNames {
        median: "Forecast".to_owned(),
        half: "50% band".to_owned(),
        nine_in_ten: "90% band".to_owned(),
    }
}

/// A day of a forecast.
pub fn fan_day(date: jiff::civil::Date, [p5, p25, p50, p75, p95]: [f64; 5]) -> FanDay {
    FanDay { date, p5, p25, p50, p75, p95 }
}

fn fans(all: &Backcasted<'_>) -> Chart {
    let (found, history) = (all.found, all.history);
    let mut days = Vec::new();
    for (i, (&origin, fan)) in found.origins.iter().zip(&found.fans).enumerate() {
        // Up to the day before the next forecast, with a gap of one day.
        let upto =
            found.origins.get(i + 1).map_or(fan.len(), |next| (next - origin).saturating_sub(1).max(1));
        let ahead = fan.iter().take(upto).enumerate();
        days.extend(ahead.map(|(day, &edges)| fan_day(history.date(origin + day), edges)));
        if let Some(next) = found.origins.get(i + 1)
            && next - origin <= fan.len()
            && next - origin > 1
        {
            days.push(fan_day(history.date(next - 1), [f64::NAN; 5]));
        }
    }
    let first = found.origins.first().copied().unwrap_or(0);
    let observed = |day: usize| (history.date(day), history.remaining[day].unwrap_or(f64::NAN));
    let line = Line { label: "Reported".to_owned(), days: (first..history.days()).map(observed).collect() };
    let title = format!("Forecasts from {} past days beside what came", found.origins.len());
    let subtitle = format!(
        "People remaining past ready, {} to {}; each forecast up to the next",
        date(history.date(first)),
        date(history.last())
    );
    Chart::Fan(Fan {
        frame: Frame {
            description: format!("{title}. {subtitle}. {}", beside_in_short(all)),
            title,
            subtitle,
            ..Frame::default()
        },
        measure: "People".to_owned(),
        names: band_names(),
        series: Series { days, second: Some(line), ..Series::default() },
    })
}

fn errors(all: &Backcasted<'_>) -> Chart {
    let leads: Vec<&Lead> = all.weeks().filter(|lead| lead.scores.n > 0).collect();
    let line = |label: &str, of: &dyn Fn(&Lead) -> f64| CurveLine {
        label: label.to_owned(),
        points: leads
            .iter()
            .map(|lead| CurvePoint {
                across: lead.week as f64,
                value: Some(of(lead)),
                ..CurvePoint::default()
            })
            .collect(),
    };
    let mut lines = vec![line("Forecast", &|lead| lead.scores.mae)];
    for (i, rule) in Rule::ALL.into_iter().enumerate() {
        lines.push(line(&capital(rule.words()), &|lead: &Lead| lead.rules[i].mae));
    }
    let title = beside_in_short(all);
    let subtitle = "Mean absolute error of weekly means, in people remaining past ready".to_owned();
    Chart::Curve(Curve {
        frame: Frame {
            description: format!("{title} {subtitle}."),
            title: title.trim_end_matches('.').to_owned(),
            subtitle,
            ..Frame::default()
        },
        across: "Weeks ahead".to_owned(),
        measure: "Mean absolute error (people)".to_owned(),
        lines,
        from_zero: true,
        mark: None,
        note: String::new(),
    })
}
