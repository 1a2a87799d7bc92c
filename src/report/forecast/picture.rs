//! The chart of a forecast: the history as statistical process control draws it, joined by the fan.

use super::Forecasted;
use super::page::expected;
use crate::experiment::worlds::history::WEEK;
use crate::report::backcast::picture::{band_names, fan_day};
use crate::report::charts::{Before, Chart, Fan, Frame, Series};
use crate::report::study::Picture;
use crate::report::words::{count, date};

/// Weeks of history that are drawn.
const WEEKS: usize = 52;

/// The chart.
pub fn picture(all: &Forecasted<'_>) -> Picture {
    let (history, origin) = (all.score.history, all.forecast.origin);
    let days = all.days().into_iter().enumerate();
    let days = days.map(|(day, edges)| fan_day(history.date(origin + day), edges)).collect();
    let before = all.spc.zip(all.level()).map(|(spc, level)| {
        let from = origin.saturating_sub(WEEK * WEEKS);
        let weeks = spc.points.iter().filter(|week| week.0 >= from);
        Before {
            label: "Reported, weekly means".to_owned(),
            points: weeks.map(|&(day, mean)| (history.date(day + WEEK / 2), mean)).collect(),
            mean: (format!("Mean of the last {}", count(level.points as u64, "week")), level.mean),
            limits: ("Natural process limits".to_owned(), level.limits),
            ..Before::default()
        }
    });
    let said = expected(all);
    let title = said.first().map_or("", |text| text.trim_end_matches('.')).to_owned();
    let subtitle =
        format!("People remaining past ready: reported up to {}, then the forecast", date(history.last()));
    Picture {
        name: "forecast",
        chart: Chart::Fan(Fan {
            frame: Frame {
                description: format!("{subtitle}. {}", said.join(" ")),
                title,
                subtitle,
                ..Frame::default()
            },
            measure: "People".to_owned(),
            names: band_names(),
            series: Series { days, before, ..Series::default() },
        }),
    }
}
