//! A forecast, after the score of such forecasts: page, files and one chart.

mod files;
mod page;
mod picture;

use serde_json::Value;

use super::backcast::Backcasted;
use crate::experiment::backcast::score::edges;
use crate::experiment::forecast::Forecast;
use crate::experiment::spc::{Level, Spc};
use crate::report::page::Page;
use crate::report::study::{File, Picture, Ran, Report};
use crate::scenario::Scenario;

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Forecasted<'a> {
    /// The forecast.
    pub forecast: &'a Forecast,
    /// The history as statistical process control draws it; `None` where it is too short.
    pub spc: Option<&'a Spc>,
    /// How good such forecasts were.
    pub score: Backcasted<'a>,
    /// How many weeks ahead.
    pub weeks: usize,
}

impl Forecasted<'_> {
    /// Mean and limits of the last weeks; `None` where they are too few.
    fn level(&self) -> Option<&Level> {
        self.spc.and_then(Spc::now)
    }

    /// The five numbers of each day ahead.
    fn days(&self) -> Vec<[f64; 5]> {
        let days = self.forecast.members.first().map_or(0, Vec::len);
        (0..days).filter_map(|day| edges(&self.forecast.day(day))).collect()
    }

    /// The five numbers of each week ahead.
    fn weeks(&self) -> Vec<[f64; 5]> {
        (1..=self.weeks).filter_map(|week| edges(&self.forecast.week(week))).collect()
    }
}

impl Report for Forecasted<'_> {
    fn base(&self) -> &Scenario {
        self.score.scenario
    }

    fn ran(&self) -> Ran {
        self.score.ran()
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        let mut files = vec![File::of("forecast.csv", files::forecast(self))];
        files.extend(self.score.files());
        files
    }

    fn pictures(&self) -> Vec<Picture> {
        vec![picture::picture(self)]
    }

    fn page(&self) -> Page {
        page::page(self)
    }
}
