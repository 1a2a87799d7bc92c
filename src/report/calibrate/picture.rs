//! The charts of a calibration: people remaining over the worlds beside what was observed.

use super::Fitted;
use super::page::days_sentence;
use crate::report::charts::{BandNames, Chart, Fan, FanDay, Frame, Line, Series};
use crate::report::study::Picture;
use crate::report::words::period;

/// The chart, where a day of it can be drawn.
pub fn pictures(all: &Fitted<'_>) -> Vec<Picture> {
    let days: Vec<FanDay> = all
        .fit
        .days
        .iter()
        .enumerate()
        .filter_map(|(day, band)| {
            let [p5, p25, p50, p75, p95] = (*band)?;
            Some(FanDay { date: all.history.date(day), p5, p25, p50, p75, p95 })
        })
        .collect();
    if days.is_empty() {
        return Vec::new();
    }
    let seen = all.history.remaining.iter().enumerate();
    let seen: Vec<_> = seen.filter_map(|(day, x)| Some((all.history.date(day), (*x)?))).collect();
    let title = days_sentence(all).trim_end_matches('.').to_owned();
    let over = all.over();
    let subtitle = format!(
        "People remaining without criteria to reside, {}, worlds that fit and the daily return",
        period(over.first, over.days as u32)
    );
    let chart = Chart::Fan(Fan {
        frame: Frame { description: format!("{title} {subtitle}."), subtitle, title, ..Frame::default() },
        measure: "People".to_owned(),
        names: BandNames {
            median: "Middle of the worlds".to_owned(),
            half: "Half of the worlds (50% band)".to_owned(),
            nine_in_ten: "9 in 10 worlds (90% band)".to_owned(),
        },
        series: Series {
            days,
            second: Some(Line { label: "Daily return".to_owned(), days: seen }),
            ..Series::default()
        },
    });
    vec![Picture { name: "observed-and-worlds", chart }]
}
