//! Where a capacity hides demand: services that are full in nearly all that fits, and of which a figure is moved. What
//! was observed then says how much there is of them, and not who would come if there were more.

use super::parameter::Parameter;
use crate::base::statistics::quantile7;
use crate::experiment::observed::Measure;
use crate::experiment::worlds::ensemble::Member;
use crate::measures::outcome::{Key, PerService};
use crate::scenario::names::Named;

/// So much of what is open is in use where a service is full.
const FULL: f64 = 0.95;

/// A service that is full in the worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hidden {
    /// The service, by its index.
    pub service: usize,
    /// The share of what is open that is in use, in the middle of the worlds.
    pub used: f64,
}

/// The services of which a figure is moved, by index.
pub fn moved(parameters: &[Parameter], services: &[Named]) -> Vec<usize> {
    let has = |service: &Named| {
        let under = format!("services.{}.", service.key);
        parameters.iter().flat_map(|p| &p.input.paths).any(|path| path.starts_with(&under))
    };
    services.iter().enumerate().filter(|(_, service)| has(service)).map(|(i, _)| i).collect()
}

/// What has to be measured of them.
pub fn measures(services: &[usize]) -> impl Iterator<Item = Measure> {
    services.iter().map(|&i| Measure::Service(i, PerService::Utilisation.index()))
}

/// Those that are full in the runs of the worlds, whose measures from this one on are those of [`measures`].
pub fn hidden(services: &[usize], runs: &[Member], first: usize) -> Vec<Hidden> {
    let of = |(k, &service): (usize, &usize)| {
        let mut used: Vec<f64> =
            runs.iter().filter_map(|run| run.values.get(first + k).copied().flatten()).collect();
        used.sort_by(f64::total_cmp);
        quantile7(&used, 0.5).filter(|used| *used >= FULL).map(|used| Hidden { service, used })
    };
    services.iter().enumerate().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(values: [Option<f64>; 3]) -> Member {
        Member {
            remaining: Vec::new(),
            discharged: Vec::new(),
            values: values.to_vec(),
            drifted: Vec::new(),
            people: 0,
            events: 0,
        }
    }

    #[test]
    fn a_service_that_is_full_in_most_worlds_hides_who_would_come() {
        let runs = [
            run([Some(1.0), Some(0.99), Some(0.8)]),
            run([Some(1.0), Some(0.97), Some(0.99)]),
            run([Some(1.0), Some(0.5), None]),
        ];
        let found = hidden(&[4, 7], &runs, 1);
        assert_eq!(found, [Hidden { service: 4, used: 0.97 }]);
    }
}
