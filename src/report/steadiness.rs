//! Words for figures that are not steady, to stand right beside them.

use super::differences::words_of_name;
use super::words::{capital, in_a_row};
use crate::scenario::unstable::{Place, Unstable, Unsteady};
use crate::scenario::{Names, Scenario};

/// In brackets after a label.
pub(super) fn mark(why: Option<Unsteady>) -> &'static str {
    match why {
        None => "",
        Some(Unsteady::Growing) => " (still growing)",
        Some(Unsteady::Unsettled) => " (not settled)",
    }
}

/// A label with its mark.
pub(super) fn marked(label: &str, why: Option<Unsteady>) -> String {
    format!("{label}{}", mark(why))
}

/// In brackets after a figure of a sentence: ` (still growing: depends on how long you look, …)`.
pub(super) fn aside(scenario: &Scenario, outcome: &str) -> String {
    let unstable = Unstable::of(scenario);
    let Some(why) = unstable.outcome(outcome) else { return String::new() };
    let places = unstable.behind(outcome).filter(|weak| weak.why == why);
    let named: Vec<String> = places.map(|weak| name(weak.place, &scenario.names)).collect();
    format!(" ({})", reason(why, &named))
}

/// What the marks of a scenario mean, in a sentence or two; nothing where there are none.
pub(super) fn note(scenario: &Scenario) -> Option<String> {
    let unstable = Unstable::of(scenario);
    let told = [Unsteady::Growing, Unsteady::Unsettled].into_iter().filter_map(|why| {
        let places = unstable.places().iter().filter(|weak| weak.why == why);
        let named: Vec<String> = places.map(|weak| name(weak.place, &scenario.names)).collect();
        (!named.is_empty()).then(|| format!("{}.", capital(&reason(why, &named))))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// Whether a difference between two scenarios is not steady.
pub(super) fn between(base: &Scenario, other: &Scenario, outcome: &str) -> Option<Unsteady> {
    between_these(&Unstable::of(base), &Unstable::of(other), outcome)
}

/// The same where it is known of each what is not steady.
pub(super) fn between_these(base: &Unstable, other: &Unstable, outcome: &str) -> Option<Unsteady> {
    base.outcome(outcome).max(other.outcome(outcome))
}

/// What to know of an outcome before several scenarios are set side by side, in a sentence or two.
pub(super) fn note_of_several<'a>(
    scenarios: impl IntoIterator<Item = &'a Scenario>,
    outcome: &str,
) -> Option<String> {
    let all: Vec<(&Names, Unstable)> =
        scenarios.into_iter().map(|scenario| (&scenario.names, Unstable::of(scenario))).collect();
    note_of_these(&all.iter().map(|(names, unstable)| (*names, unstable)).collect::<Vec<_>>(), outcome)
}

/// The same where it is known of each what is not steady.
pub(super) fn note_of_these(all: &[(&Names, &Unstable)], outcome: &str) -> Option<String> {
    let told = [Unsteady::Growing, Unsteady::Unsettled].into_iter().filter_map(|why| {
        let mut named: Vec<String> = Vec::new();
        let mut count = 0;
        for (names, unstable) in all {
            let behind = unstable.behind(outcome).filter(|weak| weak.why == why);
            let places: Vec<String> = behind.map(|weak| name(weak.place, names)).collect();
            count += usize::from(!places.is_empty());
            for place in places {
                if !named.contains(&place) {
                    named.push(place);
                }
            }
        }
        let of = match (count, all.len()) {
            (0, _) => return None,
            (n, total) if n == total => "In all scenarios".to_owned(),
            (n, total) => format!("In {n} of {total} scenarios"),
        };
        Some(format!("{of} “{}” is {}.", words_of_name(outcome), reason(why, &named)))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn reason(why: Unsteady, places: &[String]) -> String {
    let these = in_a_row(places);
    match why {
        Unsteady::Growing => {
            format!(
                "still growing: depends on how long you look, as more is asked than can be given of {these}"
            )
        }
        Unsteady::Unsettled => {
            format!("not settled: depends on how the run started, as the warm-up is too short for {these}")
        }
    }
}

fn name(place: Place, names: &Names) -> String {
    match place {
        Place::Beds => "acute beds".to_owned(),
        Place::Hub => format!("“{}”", names.hub),
        Place::Step(step) => format!("“{}”", names.steps[step].label),
        Place::Service(service) => format!("“{}”", names.services[service].label),
        Place::Pathway(pathway) => format!("the services of “{}” together", names.pathways[pathway].label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(places: u32) -> Scenario {
        Scenario::from_json(&format!(
            r#"{{ "name": "x", "calendar": {{ "start": "2024-01-01", "days": 28, "warm_up": "400d" }},
                 "groups": {{ "in": {{ "enters": "ready", "arrivals": {{ "per_day": 10 }}, "needs": {{ "p1": 1 }} }} }},
                 "pathways": {{ "p1": {{ "services": ["visits"] }} }},
                 "services": {{ "visits": {{ "label": "Visits", "places": {places}, "stay": {{ "fixed": "10d" }} }} }} }}"#
        ))
        .unwrap()
    }

    #[test]
    fn a_figure_says_how_and_why_it_is_not_steady_and_a_steady_one_says_nothing() {
        let (short, enough) = (scenario(90), scenario(200));
        let why =
            "still growing: depends on how long you look, as more is asked than can be given of “Visits”";
        assert_eq!(aside(&short, "nctr_remaining"), format!(" ({why})"));
        assert_eq!(note(&short).unwrap(), format!("{}.", capital(why)));
        assert_eq!((aside(&short, "discharges"), aside(&enough, "nctr_remaining")), Default::default());
        assert_eq!(note(&enough), None);
        assert_eq!(marked("Days", between(&enough, &short, "delay_days_mean")), "Days (still growing)");
        assert_eq!(between(&enough, &enough, "delay_days_mean"), None);
    }

    #[test]
    fn several_scenarios_say_it_once_and_in_how_many_it_holds() {
        let (short, enough) = (scenario(90), scenario(200));
        let why = "“Bed-days with NCTR” is still growing: depends on how long you look, as more is asked than can be given \
                   of “Visits”.";
        let said = |all: &[&Scenario]| note_of_several(all.iter().copied(), "nctr_bed_days");
        assert_eq!(said(&[&short, &short]).unwrap(), format!("In all scenarios {why}"));
        assert_eq!(said(&[&enough, &short, &short]).unwrap(), format!("In 2 of 3 scenarios {why}"));
        assert_eq!(said(&[&enough]), None);
    }
}
