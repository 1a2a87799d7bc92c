//! Dotted keys as a reader knows them: `services.x.places` is "places of Visits at home".

use crate::experiment::vary::Axis;
use crate::scenario::names::{Named, in_words};
use crate::scenario::{Operation, Scenario};

/// A capacity in words, in the plural.
pub fn in_plural(scenario: &Scenario, path: &str) -> String {
    let names = &scenario.names;
    let label = |all: &[Named], key: &str| {
        all.iter().find(|name| name.key == key).map_or_else(|| in_words(key), |name| name.label.clone())
    };
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["hospital", "beds"] => "acute beds".to_owned(),
        ["hospital", "escalation", "beds"] => "escalation beds".to_owned(),
        ["hub", "staff"] => "people on duty in the hub".to_owned(),
        ["hub", "per_day"] => "assessments a day in the hub".to_owned(),
        ["steps", key, "staff"] => format!("people on duty for “{}”", label(&names.steps, key)),
        ["steps", key, "per_day"] => format!("pieces a day of “{}”", label(&names.steps, key)),
        ["services", key, "places"] => format!("places of “{}”", label(&names.services, key)),
        ["services", key, "starts_per_week"] => format!("starts a week of “{}”", label(&names.services, key)),
        ["services", key, "hours_per_week"] => format!("hours a week of “{}”", label(&names.services, key)),
        ["services", key, "visits_per_day"] => format!("visits a day of “{}”", label(&names.services, key)),
        _ => in_other_words(scenario, &parts).unwrap_or_else(|| path.to_owned()),
    }
}

/// Any other key below something that has a name: "arrivals per day of “Older people”".
fn in_other_words(scenario: &Scenario, parts: &[&str]) -> Option<String> {
    let names = &scenario.names;
    let [section, key, rest @ ..] = parts else { return None };
    let list = match *section {
        "groups" => &names.groups,
        "steps" => &names.steps,
        "services" => &names.services,
        "pathways" => &names.pathways,
        "events" => &names.events,
        _ => return None,
    };
    let label = &list.iter().find(|name| name.key == *key)?.label;
    let rest: Vec<String> = rest.iter().map(|part| part.replace('_', " ")).collect();
    Some(if rest.is_empty() {
        format!("“{label}”")
    } else {
        format!("{} of “{label}”", rest.join(" "))
    })
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
        let group = &scenario.names.groups[0];
        assert_eq!(
            in_plural(&scenario, &format!("groups.{}.arrivals.per_day", group.key)),
            format!("arrivals per day of “{}”", group.label)
        );
        assert_eq!(one_of(&scenario, "calendar.days"), "one of calendar.days");
    }
}
