//! How far answers depend on uncertain figures, as a page, files and charts. `page` makes the text, `files`
//! the contents of files, `picture` the charts.

mod files;
mod page;
mod picture;

use serde_json::{Map, Value, json};

use crate::experiment::Replications;
use crate::experiment::points::Points;
use crate::experiment::sensitivity::{Design, End, Input, NotMoved, Sensitivity};
use crate::measures::outcome::{Outcome, SYSTEM};
use crate::report::growing::growing;
use crate::report::page::Page;
use crate::report::paths::figure;
use crate::report::paths::value_in_words;
use crate::report::source::runs_of_each;
use crate::report::study::{self, File, Picture, Ran, Report};
use crate::scenario::{Figure, Names, Scenario, Setting};

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

impl Report for Probed<'_> {
    fn base(&self) -> &Scenario {
        self.base
    }

    fn ran(&self) -> Ran {
        let in_words = runs_of_each(self.store.runs(), "point");
        Ran::of(self.found.base.runs, in_words, self.store.replications())
    }

    fn results(&self) -> Value {
        files::results(self)
    }

    fn files(&self) -> Vec<File> {
        let mut made = vec![File::of("sensitivity.csv", files::table(self))];
        made.extend(files::morris(self).map(|table| File::of("morris.csv", table)));
        made
    }

    fn pictures(&self) -> Vec<Picture> {
        picture::pictures(self)
    }

    fn page(&self) -> Page {
        page::page(self)
    }

    fn repeated(&self) -> Map<String, Value> {
        let each = self.design.inputs.iter();
        let each = each.map(|input| json!({ "paths": input.paths, "range": range(input) }));
        let mut told = study::repeated(self.base);
        told.insert("inputs".to_owned(), each.collect());
        told
    }

    fn is_met(&self) -> bool {
        self.found.reached.as_ref().is_none_or(|reached| reached.met)
    }
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

    /// What has no equilibrium at an end.
    fn growing_at(&self, end: &End) -> Vec<String> {
        end.point.as_ref().map_or_else(|_| Vec::new(), |&point| growing(&self.design.points[point].scenario))
    }

    /// How many places of the trajectories have no equilibrium.
    fn growing_places(&self) -> usize {
        let places = self.design.screening.iter().flat_map(|screening| screening.places.iter().flatten());
        let grows = |&&point: &&usize| !growing(&self.design.points[point].scenario).is_empty();
        places.filter_map(|place| place.as_ref().ok()).filter(grows).count()
    }

    fn label(&self, input: usize) -> String {
        label(&self.design.inputs[input], &self.base.names)
    }
}

/// An input as a reader should see it: "Beds by the river: places".
fn label(input: &Input, names: &Names) -> String {
    figure(names, &input.key(), &input.paths)
}

/// A value as typed: "0.45"; with its sign where it changes what stands there.
fn shown(input: &Input, value: &Figure) -> String {
    let (path, value) = (input.key(), value.to_string());
    value_in_words(&Setting { path, operation: input.operation, value, beneath: None })
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
    use crate::scenario::names::Named;

    fn input(paths: &[&str], operation: Operation) -> Input {
        let figure = |number: f64| Figure { number, unit: "d".to_owned() };
        Input {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            operation,
            ends: [figure(-1.5), figure(2.0)],
            base: None,
            kind: None,
            source: String::new(),
            elicited: None,
        }
    }

    #[test]
    fn inputs_are_told_by_the_labels_of_the_scenario() {
        let names = Names {
            hub: "The hub".to_owned(),
            services: vec![Named { key: "beds".to_owned(), label: "Beds by the river".to_owned() }].into(),
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
