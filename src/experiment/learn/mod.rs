//! What better data is worth: how much the choice between options would improve on average if a figure were known,
//! exactly or from a survey.
//!
//! The expected value of partial perfect information, by regression of what options are worth on the figure, world
//! by world (M. Strong, J. E. Oakley and A. Brennan, Estimating multiparameter partial expected value of perfect
//! information from a probabilistic sensitivity analysis sample, Medical Decision Making 34, 2014); that of a survey
//! by the same regression on what it would have shown (M. Strong and others, Medical Decision Making 35, 2015).
//! `fit` is the regression.

mod fit;

use super::decide::{Figures, Table};
use crate::base::statistics::{holm, quantile7};
use crate::base::{Luck, NameHash};
use fit::{Fit, normal};

/// The level of all claims together.
const LEVEL: f64 = 0.05;
/// So many draws of the regressions make an interval.
const DRAWS: u64 = 400;
/// So many surveys are made up in each world.
const SURVEYS: u64 = 20;

/// A survey of one figure: what it shows is the figure with an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// The path of the figure.
    pub path: String,
    /// The standard deviation of its error, in the unit of the figure.
    pub error: f64,
}

/// What knowing something is worth, in the unit of the table and over the measured days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// By how much the choice would improve on average.
    pub mean: f64,
    /// What the worlds do not exclude, 95%.
    pub interval95: [f64; 2],
}

impl Value {
    /// Nothing.
    pub const NOTHING: Self = Self { mean: 0.0, interval95: [0.0; 2] };
}

/// What there is to learn of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The option that is best on average, as things are known; 0 is the scenario as it is.
    pub best: usize,
    /// What knowing everything would be worth.
    pub everything: f64,
    /// For each of [`Figures::paths`], what knowing it would be worth, and whether what options are worth clearly
    /// hangs on it (Holm's rule over all figures and options). Where it does not, that is nothing.
    pub figures: Vec<(Value, bool)>,
    /// The same of each survey.
    pub surveys: Vec<Value>,
}

/// What there is to learn from a table of what options are worth.
pub fn learn(table: &Table, figures: &Figures, surveys: &[Survey], seed: u64) -> Learned {
    let best = (0..table.options()).max_by(|&a, &b| table.mean(a).total_cmp(&table.mean(b)).then(b.cmp(&a)));
    let best = best.unwrap_or(0);
    let others: Vec<Vec<f64>> =
        (0..table.options()).filter(|&o| o != best).map(|o| table.found_more(o, best)).collect();
    let of_world = |values: &[f64]| -> Vec<f64> {
        let at = |world: &u32| values.get(*world as usize - 1).copied().unwrap_or(f64::NAN);
        table.worlds.iter().map(at).collect()
    };
    // Every option on every figure, then all claims together.
    let fits: Vec<Vec<Fit>> = (figures.paths.iter())
        .map(|(.., values)| {
            let x = of_world(values);
            others.iter().map(|more| Fit::of(&x, more, &table.weights)).collect()
        })
        .collect();
    let claims: Vec<Option<f64>> = fits.iter().flatten().map(|fit| Some(fit.p)).collect();
    let clear = holm(&claims, LEVEL);
    let clear: Vec<&[bool]> = clear.chunks(others.len().max(1)).collect();
    let luck = Luck::new(seed, 0).name(NameHash::of("learn"));
    let value = |path: usize, x: &[f64], weights: &[f64], fits: &[Fit], luck: Luck| {
        let kept: Vec<Option<&Fit>> =
            fits.iter().zip(clear[path]).map(|(fit, clear)| clear.then_some(fit)).collect();
        worth((x, weights), &kept, fits, luck)
    };
    let known = figures.paths.iter().enumerate().map(|(path, (.., values))| {
        if others.is_empty() || !clear[path].contains(&true) {
            return (Value::NOTHING, false);
        }
        (value(path, &of_world(values), &table.weights, &fits[path], luck.part(path as u64)), true)
    });
    let surveyed = surveys.iter().enumerate().map(|(i, survey)| {
        let path = figures.paths.iter().position(|(path, ..)| *path == survey.path);
        let Some(path) = path.filter(|&path| !others.is_empty() && clear[path].contains(&true)) else {
            return Value::NOTHING;
        };
        let luck = luck.name(NameHash::of("survey")).part(i as u64);
        let x = of_world(&figures.paths[path].2);
        let each =
            |values: &[f64]| -> Vec<f64> { (0..SURVEYS).flat_map(|_| values.iter().copied()).collect() };
        let errors = (0..SURVEYS * x.len() as u64).map(|k| survey.error * normal(luck.part(k)));
        let shown: Vec<f64> = each(&x).into_iter().zip(errors).map(|(x, error)| x + error).collect();
        let weights: Vec<f64> = each(&table.weights).into_iter().map(|w| w / SURVEYS as f64).collect();
        // As many surveys as are made up say no more than there are worlds.
        let fits: Vec<Fit> =
            others.iter().map(|more| Fit::of_many(&shown, &each(more), &weights, x.len())).collect();
        value(path, &shown, &weights, &fits, luck.name(NameHash::of("draws")))
    });
    let regrets = table.regrets();
    Learned {
        best,
        everything: regrets.get(best).map_or(0.0, |regret| regret.expected),
        figures: known.collect(),
        surveys: surveyed.collect(),
    }
}

/// By how much the best choice at each value beats the best choice without it.
fn worth((x, weights): (&[f64], &[f64]), kept: &[Option<&Fit>], all: &[Fit], luck: Luck) -> Value {
    let gain = |draw: Option<u64>| {
        let mut sum = 0.0;
        let mut means = vec![0.0; all.len()];
        let bent: Vec<Option<Vec<f64>>> = (kept.iter().enumerate())
            .map(|(o, fit)| {
                fit.map(|fit| {
                    draw.map_or_else(|| fit.coefficients.clone(), |d| fit.drawn(luck.part(d).part(o as u64)))
                })
            })
            .collect();
        for (x, weight) in x.iter().zip(weights) {
            let mut most = 0.0_f64;
            for (o, fit) in all.iter().enumerate() {
                let more = match &bent[o] {
                    Some(coefficients) => fit.at(*x, coefficients),
                    None => fit.mean,
                };
                means[o] += weight * more;
                most = most.max(more);
            }
            sum += weight * most;
        }
        (sum - means.iter().copied().fold(0.0, f64::max)).max(0.0)
    };
    let mut drawn: Vec<f64> = (0..DRAWS).map(|draw| gain(Some(draw))).collect();
    drawn.sort_by(f64::total_cmp);
    let mean = gain(None);
    let end = |p| quantile7(&drawn, p).unwrap_or(mean);
    Value { mean, interval95: [end(0.025).min(mean), end(0.975).max(mean)] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::special::{normal_above, normal_exceeded_by};

    /// Two options in so many worlds, whose figures are the quantiles of a normal; the second is worth
    /// `mean + slope × figure` more, with luck of `noise` in each of two runs.
    fn table(count: u32, mean: f64, slope: f64, noise: f64) -> (Table, Figures) {
        let quantile = |i: u32| -normal_exceeded_by((f64::from(i) + 0.5) / f64::from(count));
        let x: Vec<f64> = (0..count).map(quantile).collect();
        let idle: Vec<f64> = (0..u64::from(count)).map(|i| Luck::new(9, i).uniform()).collect();
        let luck = |w: u32, i: u64| noise * normal(Luck::new(5, u64::from(w)).part(i));
        let option = (0..count).flat_map(|w| {
            let worth = mean + slope * x[w as usize];
            [(w + 1, worth + luck(w, 0)), (w + 1, worth + luck(w, 1))]
        });
        let option: Vec<(u32, f64)> = option.collect();
        let base = option.iter().map(|(w, _)| (*w, 0.0)).collect();
        let paths = vec![("idle".to_owned(), String::new(), idle), ("figure".to_owned(), String::new(), x)];
        (Table::of(&[base, option]).expect("worlds"), Figures { paths })
    }

    /// The expected value of perfect information of a normal with this mean and standard deviation against 0.
    fn closed(mean: f64, sd: f64) -> f64 {
        let z = mean.abs() / sd;
        let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        sd * density - mean.abs() * normal_above(z)
    }

    #[test]
    fn the_value_of_one_normal_figure_is_that_of_the_closed_form_and_an_idle_one_is_worth_nothing() {
        for (mean, slope) in [(10.0, 30.0), (-20.0, 25.0), (0.0, 12.0)] {
            let (table, figures) = table(400, mean, slope, 8.0);
            let found = learn(&table, &figures, &[], 1);
            let exact = closed(mean, slope);
            let value = found.figures[1].0;
            assert!((value.mean / exact - 1.0).abs() < 0.05, "{} of {exact}", value.mean);
            assert!(value.interval95[0] <= exact && exact <= value.interval95[1], "{value:?} {exact}");
            assert_eq!(found.figures[0], (Value::NOTHING, false));
            assert_eq!(found.best, usize::from(mean > 0.0));
        }
    }

    #[test]
    fn a_survey_is_worth_what_its_error_leaves() {
        let (table, figures) = table(600, 8.0, 30.0, 4.0);
        let survey = |error: f64| Survey { path: "figure".to_owned(), error };
        let found = learn(&table, &figures, &[survey(0.0), survey(1.0), survey(20.0)], 1);
        // The mean given a survey is normal with the variance slope² ÷ (1 + error²).
        for (value, error) in found.surveys.iter().zip([0.0_f64, 1.0, 20.0]) {
            let exact = closed(8.0, 30.0 / (1.0 + error * error).sqrt());
            assert!(
                (value.mean - exact).abs() < 0.05 * closed(8.0, 30.0),
                "{error}: {} of {exact}",
                value.mean
            );
        }
    }

    #[test]
    fn where_no_option_ever_changes_the_choice_there_is_nothing_to_learn() {
        let (table, figures) = table(100, 500.0, 10.0, 5.0);
        let found = learn(&table, &figures, &[], 1);
        assert_eq!((found.figures[1].0.mean, found.everything, found.best), (0.0, 0.0, 1));
    }
}
