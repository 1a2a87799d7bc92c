//! Dotted keys as a reader knows them: `services.x.places` is "places of Visits at home".

use crate::experiment::vary::Axis;
use crate::scenario::{Operation, Scenario};

/// A capacity in words, in the plural.
pub fn in_plural(scenario: &Scenario, path: &str) -> String {
    scenario.names.words_of(path).unwrap_or_else(|| path.to_owned())
}

/// What an axis varies, in words.
pub fn axis_in_words(scenario: &Scenario, axis: &Axis) -> String {
    let plural = in_plural(scenario, &axis.path);
    match axis.operation {
        Operation::Replace => plural,
        Operation::Add => format!("more {plural}"),
        Operation::Multiply => format!("{plural}, times"),
    }
}

/// One of it: `one more of it` for what has no words.
pub fn one_of(scenario: &Scenario, path: &str) -> String {
    let plural = in_plural(scenario, path);
    let singular = [
        ("acute beds", "acute bed"),
        ("escalation beds", "escalation bed"),
        ("people on duty", "person on duty"),
        ("assessments a day", "assessment a day"),
        ("pieces a day", "piece a day"),
        ("places of", "place of"),
        ("starts a week", "start a week"),
        ("hours a week", "hour a week"),
        ("visits a day", "visit a day"),
    ];
    let found = singular.iter().find_map(|(many, one)| Some(format!("{one}{}", plural.strip_prefix(many)?)));
    found.map_or_else(|| format!("one of {plural}"), |one| format!("one {one}"))
}

/// So many of it: `1 place of …`, `3 places of …`.
pub fn so_many(scenario: &Scenario, path: &str, amount: f64) -> String {
    if (amount - 1.0).abs() < 1e-9 {
        let one = one_of(scenario, path);
        return one.replacen("one ", "1 ", 1);
    }
    format!("{amount} {}", in_plural(scenario, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    #[test]
    fn capacities_are_named_as_people_know_them() {
        let scenario = made_up(1).0;
        assert_eq!(so_many(&scenario, "hospital.beds", 1.0), "1 acute bed");
        assert_eq!(so_many(&scenario, "services.home_care.places", 3.0), "3 places of “Home care”");
        assert_eq!(one_of(&scenario, "hub.staff"), "one person on duty in the hub");
        assert_eq!(one_of(&scenario, "groups.all.arrivals.per_day"), "one of groups.all.arrivals.per_day");
    }
}
