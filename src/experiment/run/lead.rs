//! Which of several is the least, or the largest, as far as that can be told from luck: a superlative
//! needs a clear difference between the first and every other. Knows nothing of what is compared.

use super::difference::Difference;
use crate::base::statistics::holm;
use crate::measures::Replication;

/// The level of every claim.
const LEVEL: f64 = 0.05;

/// The first of several, and those that may be as far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Its index.
    pub first: usize,
    /// Others that are not clearly behind it, the nearest first: the paired differences from the first,
    /// all of them taken together (Holm).
    pub rivals: Vec<usize>,
}

/// The world of each replication.
pub fn worlds_of(replications: &[Replication]) -> Vec<u32> {
    replications.iter().map(|r| r.world).collect()
}

impl Lead {
    /// The least of several with the same replications, each in its world. `None` where none has a value.
    pub fn least(values: &[Vec<Option<f64>>], worlds: &[u32]) -> Option<Self> {
        let worlds = || worlds.iter().copied();
        let pairs = |of: &[Option<f64>], than: &[Option<f64>]| {
            Difference::in_worlds("", worlds().zip(of.iter().zip(than).map(|(a, b)| (*b, *a))))
        };
        let mean =
            |i: usize| Difference::of("", values[i].iter().map(|x| (Some(0.0), *x))).map(|all| all.mean);
        let mut known: Vec<(usize, f64)> = (0..values.len()).filter_map(|i| Some((i, mean(i)?))).collect();
        known.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let (&(first, _), others) = known.split_first()?;
        let claims: Vec<Option<f64>> =
            others.iter().map(|&(i, _)| pairs(&values[i], &values[first]).and_then(|d| d.p)).collect();
        let behind = holm(&claims, LEVEL);
        let rivals = others.iter().zip(behind).filter(|(_, behind)| !behind).map(|((i, _), _)| *i);
        Some(Self { first, rivals: rivals.collect() })
    }

    /// The one whose effect is furthest from 0, of effects on the same replications.
    pub fn largest(effects: &[Vec<Option<f64>>], worlds: &[u32]) -> Option<Self> {
        let towards = |effect: &Vec<Option<f64>>| {
            let mean: f64 = effect.iter().flatten().sum();
            effect.iter().map(|x| x.map(|x| -x * mean.signum())).collect::<Vec<_>>()
        };
        Self::least(&effects.iter().map(towards).collect::<Vec<_>>(), worlds)
    }

    /// Whether it is clearly first.
    pub fn is_clear(&self) -> bool {
        self.rivals.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn least(values: &[Vec<Option<f64>>]) -> Option<Lead> {
        Lead::least(values, &[0; 99])
    }

    fn largest(effects: &[Vec<Option<f64>>]) -> Option<Lead> {
        Lead::largest(effects, &[0; 99])
    }

    fn around(mean: f64, luck: &[f64]) -> Vec<Option<f64>> {
        luck.iter().map(|x| Some(mean + x)).collect()
    }

    const LUCK: [f64; 6] = [1.0, -1.0, 2.0, -2.0, 0.5, -0.5];
    const OTHER: [f64; 6] = [-3.0, 1.5, -1.0, 2.5, 2.0, -2.0];

    #[test]
    fn what_is_luck_for_both_does_not_hide_the_first_and_luck_of_its_own_does() {
        let shared = [around(10.0, &LUCK), around(10.1, &LUCK), around(12.0, &LUCK)];
        let lead = least(&shared).expect("values");
        assert_eq!((lead.first, lead.is_clear()), (0, true));
        let apart = [around(10.1, &OTHER), around(10.0, &LUCK), around(90.0, &LUCK)];
        assert_eq!(least(&apart), Some(Lead { first: 1, rivals: vec![0] }));
    }

    #[test]
    fn the_largest_effect_is_the_furthest_from_nothing_on_either_side() {
        let effects = [around(-20.0, &LUCK), around(40.0, &LUCK), vec![None; 6]];
        assert_eq!(largest(&effects), Some(Lead { first: 1, rivals: Vec::new() }));
        let even = [around(-20.0, &LUCK), around(20.0, &OTHER)];
        assert_eq!(largest(&even).map(|lead| lead.rivals.len()), Some(1));
    }

    #[test]
    fn equal_ones_and_single_runs_have_no_first() {
        let equal = [around(5.0, &LUCK), around(5.0, &LUCK)];
        assert_eq!(least(&equal).map(|lead| lead.is_clear()), Some(false));
        assert_eq!(least(&[vec![Some(1.0)], vec![Some(9.0)]]).map(|lead| lead.is_clear()), Some(false));
        assert_eq!(least(&[vec![None], Vec::new()]), None);
    }
}
