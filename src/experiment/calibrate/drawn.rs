//! Figures of the worlds that nothing observed can teach: prices, and what an option would need that is not there
//! yet. They are drawn from their ranges, beside what is fitted and independent of it.

use super::parameter::{Parameter, settings};
use super::sampling;
use crate::base::{Luck, NameHash};
use crate::experiment::worlds::ensemble::{NotRun, Runs};
use crate::scenario::{Setting, World, Worlds};

/// For each of so many worlds where in its range each figure lies: a Latin hypercube, so that every range is
/// evenly covered. The draws of a figure do not depend on which others are drawn.
pub fn draw(parameters: &[Parameter], worlds: usize, seed: u64) -> Vec<Vec<f64>> {
    let luck = Luck::new(seed, 0).name(NameHash::of("figures that are drawn"));
    let mut all = vec![Vec::with_capacity(parameters.len()); worlds];
    for parameter in parameters {
        let of_its_own = luck.name(NameHash::of(&parameter.input.key()));
        for (world, drawn) in all.iter_mut().zip(sampling::latin(1, worlds, of_its_own)) {
            world.extend(drawn.iter().map(|share| parameter.rounded(*share)));
        }
    }
    all
}

/// The worlds with what is drawn set beside what was fitted.
pub fn beside(mut worlds: Worlds, parameters: &[Parameter], drawn: &[Vec<f64>]) -> Worlds {
    let paths = parameters.iter().flat_map(|parameter| {
        let input = &parameter.input;
        input.paths.iter().map(|path| (path.clone(), input.operation))
    });
    worlds.paths.extend(paths);
    for (world, shares) in worlds.all.iter_mut().zip(drawn) {
        world.values.extend(settings(parameters, shares).into_iter().map(|setting| setting.value));
    }
    worlds
}

/// Worlds of the same weight in which all is drawn: what can be said where nothing was observed.
pub fn worlds(parameters: &[Parameter], count: usize, seed: u64) -> Worlds {
    let all = vec![World { weight: 1.0 / count as f64, values: Vec::new() }; count];
    beside(Worlds { paths: Vec::new(), all, fitted_to: None }, parameters, &draw(parameters, count, seed))
}

/// Which of these change what happens in the days that were observed: whether a run at the low end differs from one
/// at the high end, with the same people. Only they can be fitted.
///
/// # Errors
/// As [`Runs::each`].
pub fn matter(parameters: &[Parameter], runs: &Runs<'_>) -> Result<Vec<bool>, NotRun> {
    let at = |share: f64| -> Vec<Vec<Setting>> { parameters.iter().map(|p| p.settings(share)).collect() };
    // Neither end waits for the other: where several share the work, each does its part of both.
    let (low, high) = (runs.each(&at(0.0), 0), runs.each(&at(1.0), 0));
    let (low, high) = (low?, high?);
    Ok(low.iter().zip(&high).map(|(low, high)| low != high).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sensitivity::inputs;
    use crate::experiment::vary::Axis;
    use crate::scenario::Scenario;

    fn parameters(typed: &[&str]) -> Vec<Parameter> {
        let base = r#"{
          "calendar": { "start": "2025-01-06", "days": 14 },
          "groups": { "a": { "arrivals": { "per_day": 3 }, "enters": "ready", "needs": { "p2": 1 } } },
          "pathways": { "p2": { "services": ["beds"] } },
          "services": { "beds": { "places": 20, "stay": { "fixed": "6d" }, "cost_per_place": 100 } },
          "costs": { "acute_bed_day": 400 } }"#;
        let scenario = Scenario::from_json(base).expect("a scenario");
        let axes: Vec<Axis> = typed.iter().map(|text| Axis::parse(text).expect("a range")).collect();
        let moved = inputs(&scenario, &[], &axes, true).moved;
        moved.into_iter().map(|input| Parameter { input, whole: false }).collect()
    }

    #[test]
    fn a_figure_that_is_drawn_covers_its_range_evenly_and_alike_beside_others() {
        let both = parameters(&["costs.acute_bed_day=400..600", "services.beds.cost_per_place=50..150"]);
        assert!(both.iter().all(Parameter::is_price));
        let worlds = draw(&both, 100, 7);
        for j in 0..2 {
            let mut shares: Vec<f64> = worlds.iter().map(|world| world[j]).collect();
            shares.sort_by(f64::total_cmp);
            let level = shares.iter().zip(0_u32..).all(|(x, i)| (x - f64::from(i) / 100.0).abs() < 0.011);
            assert!(level, "{shares:?}");
        }
        let mean = |j: usize| worlds.iter().map(|world| world[j]).sum::<f64>() / 100.0;
        let product = worlds.iter().map(|world| (world[0] - mean(0)) * (world[1] - mean(1))).sum::<f64>();
        assert!((product / 100.0 * 12.0).abs() < 0.3, "drawn one without the other");
        let alone = draw(&both[1..], 100, 7);
        assert!(worlds.iter().zip(&alone).all(|(world, alone)| world[1].to_bits() == alone[0].to_bits()));
    }

    #[test]
    fn drawn_figures_stand_behind_the_fitted_ones_in_each_world() {
        let one = parameters(&["costs.acute_bed_day=400..600"]);
        let worlds = beside(Worlds::as_it_is(), &one, &[vec![0.25]]);
        assert_eq!(
            (worlds.paths[0].0.as_str(), worlds.all[0].values[0].as_str()),
            ("costs.acute_bed_day", "450")
        );
        assert!(!parameters(&["services.beds.places=10..30"])[0].is_price());
    }
}
