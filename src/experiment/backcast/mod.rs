//! Forecasts from past days with only what was known then, beside what came: how good the forecasts of a model
//! are for one hospital, beside three simple rules and beside what is attainable.
//!
//! `rules` are what has to be beaten, `score` says how good a forecast was, `attainable` is the same on what the
//! ensemble makes itself. Knows no file.

pub mod attainable;
pub mod origins;
pub mod rules;
pub mod score;

use std::sync::atomic::{AtomicBool, Ordering};

use rules::Rule;
use score::{Case, Scores};

use super::forecast::ensemble::Ensemble;
use super::forecast::widen::{Off, Wider, off};
use super::forecast::{Forecast, Method};
use super::replicate::NotReplicated;
use super::worlds::history::{History, WEEK, week_from};

/// Days between the earlier origins from which the width of bands is learned.
const EARLIER_EVERY: usize = 7;
/// How many members take turns as truth.
pub const TRUTHS: usize = 40;

/// A hospital whose forecasts are tried.
pub struct Hospital<'a> {
    /// Runs over its days and those after them.
    pub ensemble: &'a Ensemble,
    /// What was reported, with what is known today.
    pub history: &'a History,
    /// What was known on the morning of a day.
    pub known: &'a dyn Fn(usize) -> History,
    /// How forecasts are made.
    pub method: &'a Method,
    /// How many weeks ahead.
    pub weeks: usize,
}

/// What a forecast said of a week or a day, beside what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The first day of the forecast.
    pub origin: usize,
    /// The week ahead, from 1.
    pub week: usize,
    /// The first day of what is forecast.
    pub day: usize,
    /// The five numbers of the forecast.
    pub edges: [f64; 5],
    /// The forecast beside what came; `None` where nothing was reported.
    pub case: Option<Case>,
    /// The runs as they are, not moved by what was known, beside what came.
    pub without: Option<Case>,
    /// What the rules said, in the order of [`Rule::ALL`].
    pub rules: [Option<f64>; 3],
}

impl Row {
    /// Whether forecast and all rules can be scored.
    fn is_scored(&self) -> bool {
        self.case.is_some() && self.rules.iter().all(Option::is_some)
    }
}

/// What is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Means of seven days.
    Weeks,
    /// Single days.
    Days,
}

impl Scale {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Weeks, Self::Days];

    /// As in files.
    pub fn key(self) -> &'static str {
        ["week", "day"][self as usize]
    }
}

/// Errors of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RuleScore {
    /// Mean of what it said less what came.
    pub bias: f64,
    /// Mean absolute error; also its continuous ranked probability score, as it says one number.
    pub mae: f64,
}

/// The scores of one week ahead on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// Which week ahead.
    pub week: usize,
    /// Weeks or days.
    pub scale: Scale,
    /// Of the forecasts.
    pub scores: Scores,
    /// Of the rules, in the order of [`Rule::ALL`].
    pub rules: [RuleScore; 3],
    /// Of the runs as they are, not moved by what was known.
    pub without: Scores,
    /// Of forecasts of what the ensemble makes itself.
    pub attainable: Scores,
}

impl Lead {
    /// The rule with the least error.
    pub fn best_rule(&self) -> (Rule, RuleScore) {
        let all = Rule::ALL.into_iter().zip(self.rules);
        let best = all.reduce(|best, next| if next.1.mae < best.1.mae { next } else { best });
        best.unwrap_or((Rule::Last, self.rules[0]))
    }

    /// Its error is so small a part of the best rule's.
    pub fn beside_best_rule(&self) -> Option<f64> {
        let best = self.best_rule().1.mae;
        (self.scores.n > 0 && best > 0.0).then(|| self.scores.mae / best)
    }
}

/// How good the forecasts were.
#[derive(Clone, Debug, PartialEq)]
pub struct Backcast {
    /// From which days, in order.
    pub origins: Vec<usize>,
    /// Those of which too little was known.
    pub too_early: Vec<usize>,
    /// Every origin and week ahead.
    pub rows: Vec<Row>,
    /// Every origin and week ahead that was asked for, on both scales.
    pub leads: Vec<Lead>,
    /// The forecast of each origin, day by day, for charts: five numbers a day.
    pub fans: Vec<Vec<[f64; 5]>>,
    /// By what the bands were multiplied: the mean over origins, by week ahead.
    pub wider: Vec<f64>,
}

impl Hospital<'_> {
    /// Forecasts from these days, scored on these weeks ahead.
    ///
    /// # Errors
    /// Where it was stopped.
    pub fn backcast(
        &self,
        origins: &[usize],
        weeks: &[usize],
        stop: &AtomicBool,
    ) -> Result<Backcast, NotReplicated> {
        let earlier = self.earlier(origins.iter().copied().max().unwrap_or(0), stop)?;
        let mut found = Backcast {
            origins: Vec::new(),
            too_early: Vec::new(),
            rows: Vec::new(),
            leads: Vec::new(),
            fans: Vec::new(),
            wider: vec![0.0; self.weeks],
        };
        let mut days: Vec<Row> = Vec::new();
        for &origin in origins {
            not_stopped(stop)?;
            let known = (self.known)(origin);
            let Some((forecast, wider)) = self.forecast(&known, origin, &earlier) else {
                found.too_early.push(origin);
                continue;
            };
            found.origins.push(origin);
            for (sum, factor) in found.wider.iter_mut().zip(&wider.0) {
                *sum += factor;
            }
            found.rows.extend((1..=self.weeks).filter_map(|week| self.of_week(&known, &forecast, week)));
            let ahead = WEEK * self.weeks;
            days.extend((0..ahead).filter_map(|day| self.of_day(&known, &forecast, day)));
            found.fans.push((0..ahead).filter_map(|day| score::edges(&forecast.day(day))).collect());
        }
        for sum in &mut found.wider {
            *sum /= found.origins.len().max(1) as f64;
        }
        let attainable = attainable::attainable(self, &found.origins, weeks, stop)?;
        for (i, &week) in weeks.iter().enumerate() {
            for scale in Scale::BOTH {
                let all = if scale == Scale::Weeks { &found.rows } else { &days };
                let scored: Vec<&Row> =
                    all.iter().filter(|row| row.week == week && row.is_scored()).collect();
                found.leads.push(Lead {
                    week,
                    scale,
                    scores: Scores::of(scored.iter().filter_map(|row| row.case.as_ref())),
                    without: Scores::of(scored.iter().filter_map(|row| row.without.as_ref())),
                    rules: [0, 1, 2].map(|rule| rule_score(&scored, rule)),
                    attainable: attainable[i][scale as usize],
                });
            }
        }
        Ok(found)
    }

    /// The forecast from a day, its bands as wide as earlier ones should have been.
    pub fn forecast(&self, known: &History, origin: usize, earlier: &[Off]) -> Option<(Forecast, Wider)> {
        let mut forecast = Forecast::of(self.ensemble, known, origin, WEEK * self.weeks, self.method)?;
        let wider = Wider::of(earlier, origin, self.weeks, self.method.half_believed);
        wider.applied(&mut forecast);
        Some((forecast, wider))
    }

    /// How far off forecasts from days before `until` were, as far as it is known.
    ///
    /// # Errors
    /// Where it was stopped.
    pub fn earlier(&self, until: usize, stop: &AtomicBool) -> Result<Vec<Off>, NotReplicated> {
        let mut all = Vec::new();
        for origin in (0..until).step_by(EARLIER_EVERY) {
            not_stopped(stop)?;
            let known = (self.known)(origin);
            let ahead = WEEK * self.weeks;
            if let Some(forecast) = Forecast::of(self.ensemble, &known, origin, ahead, self.method) {
                all.extend(off(&forecast, self.history, self.weeks));
            }
        }
        Ok(all)
    }

    fn of_week(&self, known: &History, forecast: &Forecast, week: usize) -> Option<Row> {
        let (origin, members) = (forecast.origin, forecast.week(week));
        let day = origin + WEEK * (week - 1);
        let came = week_from(&self.history.remaining, day);
        let without = |came| Case::of(&self.ensemble.means_from(day, WEEK), came);
        Some(Row {
            origin,
            week,
            day,
            edges: score::edges(&members)?,
            case: came.and_then(|came| Case::of(&members, came)),
            without: came.and_then(without),
            rules: Rule::ALL.map(|rule| rule.week(known, origin, week)),
        })
    }

    fn of_day(&self, known: &History, forecast: &Forecast, ahead: usize) -> Option<Row> {
        let (origin, members) = (forecast.origin, forecast.day(ahead));
        let day = origin + ahead;
        let came = self.history.remaining.get(day).copied().flatten();
        let without = |came| Case::of(&self.ensemble.means_from(day, 1), came);
        Some(Row {
            origin,
            week: ahead / WEEK + 1,
            day,
            edges: score::edges(&members)?,
            case: came.and_then(|came| Case::of(&members, came)),
            without: came.and_then(without),
            rules: Rule::ALL.map(|rule| rule.day(known, origin, ahead)),
        })
    }
}

fn not_stopped(stop: &AtomicBool) -> Result<(), NotReplicated> {
    if stop.load(Ordering::Relaxed) { Err(NotReplicated::Interrupted) } else { Ok(()) }
}

fn rule_score(scored: &[&Row], rule: usize) -> RuleScore {
    let errors = scored.iter().filter_map(|row| Some(row.rules[rule]? - row.case.as_ref()?.came));
    let (n, bias, mae) =
        errors.fold((0.0_f64, 0.0, 0.0), |(n, bias, mae), e| (n + 1.0, bias + e, mae + e.abs()));
    RuleScore { bias: bias / n.max(1.0), mae: mae / n.max(1.0) }
}
