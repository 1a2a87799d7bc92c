//! How far answers lean on figures that nobody is sure of, as a page, files and charts. `page` makes
//! the text, `files` the contents of files, `picture` the charts.

pub mod files;
mod page;
pub mod picture;

pub use page::page;

use crate::experiment::Replications;
use crate::experiment::points::Points;
use crate::experiment::sensitivity::{Design, Input, NotMoved, Sensitivity};
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::report::sweep::value_in_words;
use crate::scenario::names::{Named, in_words};
use crate::scenario::{Figure, Names, Scenario, Setting};

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

/// What there is to report.
#[derive(Clone, Copy)]
pub struct Probed<'a> {
    /// The scenario as it is.
    pub base: &'a Scenario,
    /// What was moved.
    pub design: &'a Design,
    /// What was not.
    pub not_moved: &'a [NotMoved],
    /// What was found.
    pub found: &'a Sensitivity,
    /// Every replication.
    pub store: &'a Points,
    /// How many replications, of which seed.
    pub how: Replications,
}

impl Probed<'_> {
    /// One of the outcomes that are followed.
    fn outcome(&self, i: usize) -> &'static Outcome {
        &SYSTEM[self.found.on[i]]
    }

    /// The outcome by which inputs are ranked.
    fn first(&self) -> &'static Outcome {
        self.outcome(0)
    }

    /// Whether an input moves the first outcome clearly further than every other.
    fn is_first(&self, input: usize) -> bool {
        let lead = self.found.lead.as_ref();
        self.found.order.first() == Some(&input)
            && lead.is_some_and(|lead| lead.first == input && lead.is_clear())
    }

    fn label(&self, input: usize) -> String {
        label(&self.design.inputs[input], &self.base.names)
    }
}

/// An input as a reader should see it: "Beds by the river: places".
fn label(input: &Input, names: &Names) -> String {
    let key = input.key();
    let mut parts: Vec<&str> = key.trim_end_matches(['+', '*']).split('.').collect();
    let several = input.paths.len();
    let section = if parts.is_empty() { "" } else { parts.remove(0) };
    let told = |list: &[Named], key: &str| {
        list.iter().find(|name| name.key == key).map_or_else(|| in_words(key), |name| name.label.clone())
    };
    let list = match section {
        "groups" => Some(&names.groups),
        "services" => Some(&names.services),
        "steps" => Some(&names.steps),
        "pathways" => Some(&names.pathways),
        "events" => Some(&names.events),
        _ => None,
    };
    let subject = match (section, list) {
        ("hospital", _) => names.hospital.clone(),
        ("hub", _) => names.hub.clone(),
        (_, Some(list)) if !parts.is_empty() => match parts.remove(0) {
            // Few are named, many are counted.
            "*" if several > 2 => format!("{several} {section}"),
            "*" => {
                let keys = input.paths.iter().filter_map(|path| path.split('.').nth(1));
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

/// A value as typed: "0.45"; with its sign where it changes what stands there.
fn shown(input: &Input, value: &Figure) -> String {
    let (path, value) = (input.key(), value.to_string());
    value_in_words(&Setting { path, operation: input.operation, value })
}

/// A range: "14d to 16d".
fn range(input: &Input) -> String {
    let [low, high] = &input.ends;
    format!("{} to {}", shown(input, low), shown(input, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Operation;

    fn input(paths: &[&str], operation: Operation) -> Input {
        let figure = |number: f64| Figure { number, unit: "d".to_owned() };
        Input {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            operation,
            ends: [figure(-1.5), figure(2.0)],
            base: None,
            kind: None,
            source: String::new(),
        }
    }

    #[test]
    fn inputs_are_told_by_the_labels_of_the_scenario() {
        let names = Names {
            hub: "The hub".to_owned(),
            services: vec![Named { key: "beds".to_owned(), label: "Beds by the river".to_owned() }],
            ..Names::default()
        };
        let said = |paths: &[&str]| label(&input(paths, Operation::Replace), &names);
        assert_eq!(said(&["services.beds.stay.lognormal.mean"]), "Beds by the river: stay, mean");
        assert_eq!(said(&["groups.a.traits.far", "groups.b.traits.far"]), "A and B: traits, far");
        assert_eq!(said(&["hub.wrong_pathway.p1.p2"]), "The hub: wrong pathway, p1, p2");
        assert_eq!(said(&["costs.acute_bed_day"]), "Costs: acute bed day");
        assert_eq!(said(&["steps.old_letter.takes.fixed"]), "Old letter: time");
        let three = ["groups.a.x", "groups.b.x", "groups.c.x"];
        assert_eq!(said(&three), "3 groups: x");
    }

    #[test]
    fn a_range_shows_what_its_values_do() {
        let said = |operation| range(&input(&["a.b"], operation));
        assert_eq!(said(Operation::Replace), "-1.5d to 2d");
        assert_eq!(said(Operation::Add), "− 1.5d to + 2d");
        assert_eq!(said(Operation::Multiply), "× -1.5d to × 2d");
    }
}
