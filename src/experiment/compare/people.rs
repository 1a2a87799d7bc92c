//! Person by person: who is delayed in one scenario and not in the other.

use crate::base::Position;
use crate::experiment::Estimate;
use crate::experiment::kept::fields;
use crate::measures::delayed::Person;
use crate::scenario::Scenario;
use crate::scenario::plan::GroupIndex;

/// Of all delayed more than a day in the baseline.
#[derive(Clone, Debug)]
pub struct Moved {
    /// People delayed more than a day in the baseline.
    pub delayed: Estimate,
    /// Of 100 of them, how many are not in the option.
    pub no_longer: Estimate,
    /// For 100 of them, how many are in the option who are not in the baseline.
    pub newly: Estimate,
}

/// The same of one replication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    delayed: usize,
    no_longer: usize,
    newly: usize,
}

fields!(Counts { delayed, no_longer, newly });

impl Counts {
    /// Of two lists in order.
    pub fn of(base: &[Person], option: &[Person]) -> Self {
        let without = |all: &[Person], others: &[Person]| {
            all.iter().filter(|person| others.binary_search(person).is_err()).count()
        };
        Self { delayed: base.len(), no_longer: without(base, option), newly: without(option, base) }
    }
}

impl Moved {
    /// Over replications, each in its world.
    pub fn of(all: &[Counts], worlds: &[u32]) -> Self {
        let worlds = || worlds.iter().copied();
        let per_100 = |of: fn(&Counts) -> usize| {
            let shares =
                all.iter().map(move |c| (c.delayed > 0).then(|| 100.0 * of(c) as f64 / c.delayed as f64));
            Estimate::in_worlds("people", worlds().zip(shares))
        };
        Self {
            delayed: Estimate::in_worlds("people", worlds().zip(all.iter().map(|c| Some(c.delayed as f64)))),
            no_longer: per_100(|c| c.no_longer),
            newly: per_100(|c| c.newly),
        }
    }
}

/// For each group of a scenario, its index in the baseline; `None` where that does not have it.
pub fn groups_of(base: &Scenario, scenario: &Scenario) -> Vec<Option<GroupIndex>> {
    let at = |key: &str| base.names.groups.iter().position(|name| name.key == key);
    scenario.names.groups.iter().map(|name| at(&name.key).map(GroupIndex::at)).collect()
}

/// People of a scenario with their groups as in the baseline, in order. People of groups that the baseline
/// does not have come last, as they are not in the baseline.
pub fn as_in_baseline(mut people: Vec<Person>, groups: &[Option<GroupIndex>]) -> Vec<Person> {
    for person in &mut people {
        // The baseline has at most 64 groups.
        person.0 =
            groups.get(person.0.position()).copied().flatten().unwrap_or(GroupIndex(person.0.0 | 0x80));
    }
    people.sort_unstable();
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    const G0: GroupIndex = GroupIndex(0);
    const G1: GroupIndex = GroupIndex(1);

    #[test]
    fn people_are_told_apart_one_by_one() {
        let base = [(G0, 1, 0, 0), (G0, 1, 1, 0), (G1, 4, 0, 0)];
        let option = [(G0, 1, 1, 0), (G1, 4, 0, 1)];
        let counts = Counts::of(&base, &option);
        assert_eq!(counts, Counts { delayed: 3, no_longer: 2, newly: 1 });
        let moved = Moved::of(&[counts, Counts::default()], &[0, 0]);
        assert_eq!((moved.no_longer.n, moved.newly.mean), (1, Some(100.0 / 3.0)));
        assert_eq!(moved.delayed.mean, Some(1.5));
    }

    #[test]
    fn groups_have_the_number_of_the_baseline() {
        let people = as_in_baseline(
            vec![(G0, 5, 1, 0), (G1, 2, 0, 0), (GroupIndex(2), 1, 0, 0)],
            &[Some(G1), Some(G0), None],
        );
        assert_eq!(people, [(G0, 2, 0, 0), (G1, 5, 1, 0), (GroupIndex(0x82), 1, 0, 0)]);
    }
}
