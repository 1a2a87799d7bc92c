//! Dotted keys as a reader knows them: `services.x.places` is "places of Visits at home".

use crate::experiment::vary::Axis;
use crate::scenario::capacities::is_counted;
use crate::scenario::names::{Named, in_words};
use crate::scenario::{Names, Operation, Scenario, Setting};

/// Words of a path that say how a length is typed, and nothing to a reader.
const FAMILIES: [&str; 11] = [
    "fixed",
    "exponential",
    "lognormal",
    "gamma",
    "weibull",
    "erlang",
    "poisson",
    "normal",
    "uniform",
    "triangular",
    "base",
];

/// A capacity in words, in the plural; of another figure, what it is.
pub fn in_plural(scenario: &Scenario, path: &str) -> String {
    capacity(scenario, path).unwrap_or_else(|| figure(&scenario.names, path, &[path.to_owned()]))
}

/// What can be counted, in words: so many places, beds, people on duty.
fn capacity(scenario: &Scenario, path: &str) -> Option<String> {
    is_counted(path).then(|| scenario.names.words_of(path)).flatten()
}

/// Any figure of a scenario as a reader should see it: "Beds by the river: stay, mean". `key` is its
/// path, or what several `paths` have in common with `*` where they differ.
pub(super) fn figure(names: &Names, key: &str, paths: &[String]) -> String {
    let mut parts: Vec<&str> = key.trim_end_matches(['+', '*']).split('.').collect();
    let several = paths.len();
    let section = if parts.is_empty() { "" } else { parts.remove(0) };
    let told = |list: &[Named], key: &str| {
        list.iter().find(|name| name.key == key).map_or_else(|| in_words(key), |name| name.label.clone())
    };
    let list = match section {
        "groups" => Some(names.groups.as_slice()),
        "services" => Some(names.services.as_slice()),
        "steps" => Some(names.steps.as_slice()),
        "pathways" => Some(names.pathways.as_slice()),
        "events" => Some(names.events.as_slice()),
        _ => None,
    };
    let subject = match (section, list) {
        ("hospital", _) => names.hospital.clone(),
        ("hub", _) => names.hub.clone(),
        (_, Some(list)) if !parts.is_empty() => match parts.remove(0) {
            // Few are named, many are counted.
            "*" if several > 2 => format!("{several} {section}"),
            "*" => {
                let keys = paths.iter().filter_map(|path| path.split('.').nth(1));
                keys.map(|key| told(list, key)).collect::<Vec<_>>().join(" and ")
            }
            key => told(list, key),
        },
        _ => in_words(section),
    };
    let rest: Vec<String> = parts
        .iter()
        .filter(|part| !FAMILIES.contains(part))
        .map(|part| match *part {
            "*" => format!("{several} of them"),
            "takes" => "time".to_owned(),
            part => part.replace('_', " "),
        })
        .collect();
    let subject = in_words(&subject);
    if rest.is_empty() { subject } else { format!("{subject}: {}", rest.join(", ")) }
}

/// A setting in words: `12 places of “Visits”`, `2 more places of “Visits”`, `Review: time, mean × 0.5`.
pub fn setting_in_words(scenario: &Scenario, setting: &Setting) -> String {
    let plural = in_plural(scenario, &setting.path);
    let number = setting.value.parse::<f64>().ok();
    match (setting.operation, number) {
        _ if capacity(scenario, &setting.path).is_none() => format!("{plural} {}", value_in_words(setting)),
        (Operation::Replace, Some(number)) => so_many(scenario, &setting.path, number),
        (Operation::Add, Some(number)) => {
            let side = if number < 0.0 { "fewer" } else { "more" };
            let all = so_many(scenario, &setting.path, number.abs());
            all.split_once(' ').map_or_else(|| all.clone(), |(n, what)| format!("{n} {side} {what}"))
        }
        _ => format!("{plural} {}", value_in_words(setting)),
    }
}

/// Several settings in words: `12 places of “Visits”, 1 more person on duty in the hub`.
pub fn settings_in_words(scenario: &Scenario, settings: &[Setting]) -> String {
    let each = settings.iter().map(|setting| setting_in_words(scenario, setting));
    each.collect::<Vec<_>>().join(", ")
}

/// What is set, without its path: `12`, `+ 1`, `− 1`, `× 0.5`.
pub fn value_in_words(setting: &Setting) -> String {
    match (setting.operation, setting.value.strip_prefix('-')) {
        (Operation::Replace, _) => setting.value.clone(),
        (Operation::Add, Some(less)) => format!("− {less}"),
        (Operation::Add, None) => format!("+ {}", setting.value),
        (Operation::Multiply, _) => format!("× {}", setting.value),
    }
}

/// What an axis varies, in words.
pub fn axis_in_words(scenario: &Scenario, axis: &Axis) -> String {
    let plural = in_plural(scenario, &axis.path);
    match axis.operation {
        Operation::Replace => plural,
        Operation::Add if capacity(scenario, &axis.path).is_some() => format!("more {plural}"),
        Operation::Add => format!("{plural}, more"),
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
        assert_eq!(one_of(&scenario, "groups.all.arrivals.per_day"), "one of All: arrivals, per day");
    }

    #[test]
    fn settings_are_told_in_the_words_of_the_scenario() {
        let scenario = made_up(1).0;
        let said = |text: &str| setting_in_words(&scenario, &Setting::parse(text).unwrap());
        assert_eq!(said("services.home_care.places=12"), "12 places of “Home care”");
        assert_eq!(said("services.home_care.places=1"), "1 place of “Home care”");
        assert_eq!(said("services.home_care.places+=2"), "2 more places of “Home care”");
        assert_eq!(said("services.home_care.places+=-1"), "1 fewer place of “Home care”");
        assert_eq!(said("services.home_care.places*=0.5"), "places of “Home care” × 0.5");
        assert_eq!(said("services.home_care.places=unlimited"), "places of “Home care” unlimited");
        assert_eq!(said("steps.old_letter.takes.fixed=2d"), "Old letter: time 2d");
        assert_eq!(said("groups.all.arrivals.per_day*=1.1"), "All: arrivals, per day × 1.1");
    }
}
