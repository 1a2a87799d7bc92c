//! Where worlds lie, and in which of them a replication runs.

use std::sync::Arc;

use super::Worlds;
use crate::base::{Luck, NameHash};
use crate::scenario::Setting;
use crate::scenario::text::setting::Beneath;

/// In which worlds a scenario runs.
#[derive(Clone, Debug, Default)]
pub enum InWorlds {
    /// In the one that its own figures make.
    #[default]
    AsItStands,
    /// In those that it names, where it names any.
    AsNamed,
    /// In these.
    These(Arc<Laid>),
}

/// Worlds, and what they are laid over.
#[derive(Clone, Debug)]
pub struct Laid {
    /// The worlds.
    pub worlds: Worlds,
    /// The file that they stand in, for people.
    pub shown: String,
    /// The file that they are laid over, as people are told of it: what extends it lies over them. Where a scenario
    /// does not extend it, they lie over the file that extends nothing.
    pub over: String,
}

/// So many replications one after the other run in the same world: without two of them nobody could tell luck
/// from not knowing.
pub const IN_A_ROW: u64 = 2;

/// The order in which worlds are drawn.
const ORDER: NameHash = NameHash::of("worlds");

impl Laid {
    /// What is set in a world, beneath all else.
    pub fn settings(&self, world: usize) -> Vec<Setting> {
        let beneath = Beneath {
            over: self.over.as_str().into(),
            from: format!("{}, world {}", self.shown, world + 1).into(),
        };
        let settings = self.worlds.settings(world).into_iter();
        settings.map(|setting| Setting { beneath: Some(beneath.clone()), ..setting }).collect()
    }

    /// The world in which a replication runs, by its index: the same for every scenario. Drawn by weight,
    /// systematically within each round of as many draws as there are worlds, in an order of its own for each
    /// round; so in a whole round worlds of the same weight come once each.
    pub fn of(&self, seed: u64, replication: u64) -> usize {
        let count = self.worlds.all.len();
        if count <= 1 {
            return 0;
        }
        let draw = replication / IN_A_ROW;
        let (round, place) = (draw / count as u64, (draw % count as u64) as usize);
        let luck = Luck::new(seed, round).name(ORDER);
        let start = luck.uniform();
        let mut order: Vec<(Luck, usize)> = (0..count).map(|i| (luck.part(i as u64), i)).collect();
        order.sort_unstable();
        let share = (order[place].1 as f64 + start) / count as f64;
        self.worlds.at(std::iter::once(share))[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Operation;
    use crate::scenario::worlds::World;

    fn laid(weights: &[f64]) -> Laid {
        let all = weights.iter().map(|&weight| World { weight, values: vec!["3".to_owned()] }).collect();
        let worlds =
            Worlds { fitted_to: None, paths: vec![("hub.staff".to_owned(), Operation::Replace)], all };
        Laid { worlds, shown: "w.csv".to_owned(), over: "a.json".to_owned() }
    }

    #[test]
    fn in_a_round_each_world_has_its_weight_and_two_runs_in_a_row_are_in_the_same() {
        let even = laid(&[0.1; 10]);
        let of: Vec<usize> = (0..40).map(|i| even.of(7, i)).collect();
        assert!(of.chunks(2).all(|pair| pair[0] == pair[1]), "{of:?}");
        for round in of.chunks(20) {
            let count = |world| round.iter().filter(|&&w| w == world).count();
            assert!((0..10).all(|world| count(world) == 2), "{round:?}");
        }
        assert_ne!(of[..20], of[20..], "each round has an order of its own");
        assert_ne!(of, (0..40).map(|i| even.of(8, i)).collect::<Vec<_>>(), "and each seed");
        let uneven = laid(&[0.5, 0.25, 0.2, 0.05]);
        let count = (0..8000).filter(|&i| uneven.of(1, i) == 3).count();
        assert!((300..=500).contains(&count), "a twentieth of the draws: {count}");
    }

    #[test]
    fn a_world_says_where_it_is_from_and_what_it_lies_over() {
        let settings = laid(&[0.5, 0.5]).settings(1);
        let beneath = settings[0].beneath.as_ref().expect("beneath");
        assert_eq!((&*beneath.over, &*beneath.from), ("a.json", "w.csv, world 2"));
    }
}
