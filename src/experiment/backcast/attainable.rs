//! What a model that is right could attain: members take turns as truth, each forecast by the others from as much
//! of its own past as was known of the hospital's. No forecast of such a hospital is better.

use std::sync::atomic::AtomicBool;

use super::score::{Case, Scores};
use super::{Hospital, TRUTHS, not_stopped};
use crate::experiment::forecast::kernel::{Parts, Tables, Unsure};
use crate::experiment::forecast::known::Known;
use crate::experiment::forecast::{Forecast, Gain};
use crate::experiment::replicate::NotReplicated;
use crate::experiment::worlds::history::WEEK;

/// For each week ahead the scores of means of weeks and of single days.
pub fn attainable(
    of: &Hospital<'_>,
    origins: &[usize],
    weeks: &[usize],
    stop: &AtomicBool,
) -> Result<Vec<[Scores; 2]>, NotReplicated> {
    let ensemble = of.ensemble;
    let mut cases: Vec<[Vec<Case>; 2]> = weeks.iter().map(|_| [Vec::new(), Vec::new()]).collect();
    let count = ensemble.members.len();
    let truths: Vec<usize> = (0..TRUTHS.min(count)).map(|i| i * count / TRUTHS.min(count)).collect();
    for &origin in origins {
        not_stopped(stop)?;
        let mut known = Known::of(&(of.known)(origin), origin, ensemble.means(1.0), of.method.back);
        known.weekdays = [0.0; 7];
        let tables = Tables::of(ensemble, &known.stretches);
        let gain =
            Gain::of(ensemble, (&known, &tables), Parts::AS_SIMULATED, Unsure::default(), WEEK * of.weeks);
        let Some(gain) = gain else { continue };
        for &truth in &truths {
            let own = &ensemble.members[truth].above;
            for stretch in &mut known.stretches {
                let sum: f64 = stretch.days.iter().map(|&day| own[day]).sum();
                stretch.above = sum / stretch.days.len() as f64;
            }
            let forecast = gain.forecast(ensemble, &known, |member| member != truth);
            let came = |ahead: usize| libm::exp(ensemble.mean(origin + ahead) + own[origin + ahead]);
            for (&week, cases) in weeks.iter().zip(&mut cases) {
                add(cases, &forecast, week, &came);
            }
        }
    }
    Ok(cases.iter().map(|both| [Scores::of(&both[0]), Scores::of(&both[1])]).collect())
}

fn add(cases: &mut [Vec<Case>; 2], forecast: &Forecast, week: usize, came: &impl Fn(usize) -> f64) {
    let days = WEEK * (week - 1)..WEEK * week;
    let mean = days.clone().map(came).sum::<f64>() / WEEK as f64;
    cases[0].extend(Case::of(&forecast.week(week), mean));
    cases[1].extend(days.filter_map(|day| Case::of(&forecast.day(day), came(day))));
}
