//! Sets of figures that all fit what was observed: *worlds*. Each is a list of values for the same paths, with a
//! weight. They are laid over the scenario that they were fitted to, under whatever changes it: an option changes
//! every world.
//!
//! `read` reads a file of them, `laid` says where they lie, `plans` makes the plan of each world when it is needed.

mod laid;
mod plans;
mod read;

pub use laid::{IN_A_ROW, InWorlds, Laid};
pub use read::{COLUMNS, FITTED_TO, read};

use jiff::civil::Date;

use super::{Operation, Setting};

/// The word by which a scenario names its worlds.
pub(in crate::scenario) const WORD: &str = "worlds";

/// Sets of figures, each with its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Worlds {
    /// What each value is set to: a dotted key, with `*` or `+` behind it where it changes what stands there.
    pub paths: Vec<(String, Operation)>,
    /// The worlds.
    pub all: Vec<World>,
    /// The last day of what they were fitted to, where it is told.
    pub fitted_to: Option<Date>,
}

/// One set of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Its share of all; the weights of all worlds sum to 1.
    pub weight: f64,
    /// For each path, as typed in a scenario.
    pub values: Vec<String>,
}

impl Worlds {
    /// The one world in which everything is as the scenario says.
    pub fn as_it_is() -> Self {
        Self { paths: Vec::new(), all: vec![World { weight: 1.0, values: Vec::new() }], fitted_to: None }
    }

    /// What is set in the world with this index.
    pub fn settings(&self, world: usize) -> Vec<Setting> {
        let values = self.all[world].values.iter();
        self.paths
            .iter()
            .zip(values)
            .map(|((path, operation), value)| Setting {
                path: path.clone(),
                operation: *operation,
                value: value.clone(),
                beneath: None,
            })
            .collect()
    }

    /// Which world each of so many replications runs in: drawn by weight, systematically, so that each world has
    /// its share to within one replication (Carpenter, Clifford and Fearnhead 1999). The same for every scenario.
    pub fn shared_out(&self, replications: usize) -> Vec<usize> {
        self.at((0..replications).map(|i| (i as f64 + 0.5) / replications as f64))
    }

    /// The worlds in which these shares lie, where each world has its weight of 0 to 1. The shares rise.
    fn at(&self, shares: impl Iterator<Item = f64>) -> Vec<usize> {
        let (mut upto, mut world) = (0.0, 0);
        let mut all = Vec::new();
        for share in shares {
            while world + 1 < self.all.len() && upto + self.all[world].weight < share {
                upto += self.all[world].weight;
                world += 1;
            }
            all.push(world);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_share_replications_by_weight() {
        let world = |weight, value: &str| World { weight, values: vec![value.to_owned()] };
        let worlds = Worlds {
            fitted_to: None,
            paths: vec![("services.x.places".to_owned(), Operation::Replace)],
            all: vec![world(0.25, "12"), world(0.75, "14")],
        };
        assert_eq!(worlds.shared_out(8), [0, 0, 1, 1, 1, 1, 1, 1]);
        assert_eq!(worlds.settings(1)[0].value, "14");
        assert_eq!(Worlds::as_it_is().shared_out(3), [0, 0, 0]);
    }
}
