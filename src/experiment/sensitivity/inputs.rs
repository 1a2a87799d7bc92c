//! The inputs of a scenario that can be moved: figures whose provenance states a range, and what is
//! named on the command line. Next: `morris.rs`.

use serde_json::Value;

use crate::experiment::vary::Axis;
use crate::scenario::{Figure, Operation, Provenance, Scenario, Setting, SourceKind};

/// One thing that may be so or otherwise, between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The dotted keys that move together; one for most.
    pub paths: Vec<String>,
    /// What a value does there.
    pub operation: Operation,
    /// The low end and the high end of its range.
    pub ends: [Figure; 2],
    /// What stands there; for an operation, what changes nothing. `None` where it is left out.
    pub base: Option<Figure>,
    /// What kind of figure it is; `None` for one from the command line.
    pub kind: Option<SourceKind>,
    /// Where the figure and its range come from.
    pub source: String,
}

impl Input {
    /// Its name: the path; where several move together, `*` for what differs.
    pub fn key(&self) -> String {
        let parts: Vec<Vec<&str>> = self.paths.iter().map(|path| path.split('.').collect()).collect();
        let sign = match self.operation {
            Operation::Replace => "",
            other => &other.sign()[..1],
        };
        let [first, others @ ..] = parts.as_slice() else { return String::new() };
        if others.iter().any(|other| other.len() != first.len()) {
            return format!("{}{sign}", self.paths.join(" "));
        }
        let part = |i: usize| if others.iter().all(|other| other[i] == first[i]) { first[i] } else { "*" };
        let all: Vec<&str> = (0..first.len()).map(part).collect();
        format!("{}{sign}", all.join("."))
    }

    /// The value at a share of its range, 0 for the low end and 1 for the high one. Whole numbers stay
    /// whole where the base and both ends are.
    pub fn at(&self, share: f64) -> Figure {
        let [low, high] = &self.ends;
        let x = low.number + share * (high.number - low.number);
        let number = if self.is_whole() { x.round() } else { format!("{x:.9e}").parse().unwrap_or(x) };
        Figure { number, unit: low.unit.clone() }
    }

    /// Where in its range a value lies; 0 where the range has no width.
    pub fn share(&self, value: &Figure) -> f64 {
        let [low, high] = &self.ends;
        let width = high.number - low.number;
        if width > 0.0 { (value.number - low.number) / width } else { 0.0 }
    }

    fn is_whole(&self) -> bool {
        let whole = |figure: &Figure| figure.unit.is_empty() && figure.number.fract() == 0.0;
        self.operation != Operation::Multiply
            && self.base.as_ref().is_some_and(whole)
            && self.ends.iter().all(whole)
    }

    /// What sets it to a value.
    pub fn settings(&self, value: &Figure) -> Vec<Setting> {
        let (operation, value) = (self.operation, value.to_string());
        self.paths
            .iter()
            .map(|path| Setting { path: path.clone(), operation, value: value.clone(), beneath: None })
            .collect()
    }
}

/// Why an entry of the provenance is not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No range is stated.
    NoRange,
    /// No range is stated for the whole, but figures in it have one.
    InPart,
    /// A range is stated, but it does not fit what stands there.
    NoFit,
}

/// An entry of the provenance that is not moved.
#[derive(Clone, Debug, PartialEq)]
pub struct NotMoved {
    /// What it is about.
    pub entry: Provenance,
    /// Why not.
    pub why: Why,
}

/// What is to be moved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// In the order of their paths, those from the command line last.
    pub moved: Vec<Input>,
    /// Assumed and fitted entries without a range, and those of any kind whose range does not fit.
    pub not_moved: Vec<NotMoved>,
}

/// The inputs of a scenario: those of these kinds that state a range, and those of `varied`, which
/// take the place of others with the same path. Figures that share kind, range, value and the words of
/// their source are one doubt and move together, unless `apart`.
pub fn inputs(scenario: &Scenario, kinds: &[SourceKind], varied: &[Axis], apart: bool) -> Inputs {
    let mut found = Inputs::default();
    let typed = |path: &str| varied.iter().any(|axis| axis.path == path);
    for entry in scenario.provenance.iter().filter(|entry| !typed(&entry.path)) {
        let Some(range) = &entry.range else {
            if matches!(entry.kind, SourceKind::Assumed | SourceKind::Fitted) {
                let below = format!("{}.", entry.path);
                let has_range = |other: &Provenance| other.range.is_some() && other.path.starts_with(&below);
                let in_part = scenario.provenance.iter().any(has_range);
                let why = if in_part { Why::InPart } else { Why::NoRange };
                found.not_moved.push(NotMoved { entry: entry.clone(), why });
            }
            continue;
        };
        if !kinds.contains(&entry.kind) {
            continue;
        }
        let Some((base, ends)) = fitting(&scenario.resolved, &entry.path, range) else {
            found.not_moved.push(NotMoved { entry: entry.clone(), why: Why::NoFit });
            continue;
        };
        let input = Input {
            paths: vec![entry.path.clone()],
            operation: Operation::Replace,
            ends,
            base: Some(base),
            kind: Some(entry.kind),
            source: entry.source.clone(),
        };
        match found.moved.iter_mut().find(|other| !apart && one_doubt(other, &input)) {
            Some(other) => other.paths.extend(input.paths),
            None => found.moved.push(input),
        }
    }
    found.moved.extend(varied.iter().filter_map(|axis| from_axis(&scenario.resolved, axis)));
    found
}

/// Whether two figures rest on the same words: then there is no reason to think one high and the
/// other low.
fn one_doubt(one: &Input, other: &Input) -> bool {
    let last = |input: &Input| input.paths[0].rsplit('.').next().map(str::to_owned);
    !other.source.is_empty()
        && (one.kind, &one.source, &one.ends, &one.base)
            == (other.kind, &other.source, &other.ends, &other.base)
        && last(one) == last(other)
}

fn from_axis(root: &Value, axis: &Axis) -> Option<Input> {
    let ends = axis.ends()?;
    let unit = ends[0].unit.clone();
    let neutral = |number: f64, unit: String| Some(Figure { number, unit });
    let base = match axis.operation {
        Operation::Replace => standing(root, &axis.path),
        Operation::Add => neutral(0.0, unit),
        Operation::Multiply => neutral(1.0, String::new()),
    };
    let source = "the command line".to_owned();
    Some(Input { paths: vec![axis.path.clone()], operation: axis.operation, ends, base, kind: None, source })
}

/// The figure at a path; of a timetable its base.
fn standing(root: &Value, path: &str) -> Option<Figure> {
    let node = path.split('.').try_fold(root, |node, key| node.get(key))?;
    figure(node.get("base").unwrap_or(node))
}

fn figure(value: &Value) -> Option<Figure> {
    match value {
        Value::Number(number) => Some(Figure { number: number.as_f64()?, unit: String::new() }),
        Value::String(text) => Figure::of(text).filter(|figure| !figure.unit.is_empty()),
        _ => None,
    }
}

/// What stands at a path and the ends of its range, where these are figures of one unit, apart from
/// each other, and of the sort of what stands there.
fn fitting(root: &Value, path: &str, range: &[Value; 2]) -> Option<(Figure, [Figure; 2])> {
    let base = standing(root, path)?;
    let [mut low, mut high] = [figure(&range[0])?, figure(&range[1])?];
    if low.number > high.number {
        (low, high) = (high, low);
    }
    let fits =
        low.unit == high.unit && low.unit.is_empty() == base.unit.is_empty() && low.number < high.number;
    fits.then_some((base, [low, high]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARD: &str = r#"{
      "calendar": { "start": "2025-01-06", "days": 14 },
      "groups": { "a": { "arrivals": { "per_day": 3 }, "enters": "ready", "traits": { "far": 0.2 }, "needs": { "p2": 1 } },
                  "b": { "arrivals": { "per_day": 2.5 }, "enters": "ready", "traits": { "far": 0.2 }, "needs": { "p2": 1 } } },
      "pathways": { "p2": { "services": ["beds"] } },
      "services": { "beds": { "places": { "base": 20, "changes": [{ "from": "start", "to": 21 }] }, "stay": { "lognormal": { "mean": "6d", "sigma": 0.5 } } } },
      "provenance": {
        "groups.a.arrivals.per_day": { "kind": "fitted", "source": "x", "range": [1, 4] },
        "groups.b.arrivals.per_day": { "kind": "fitted", "source": "x", "range": [1, 4] },
        "groups.a.traits.far": { "kind": "assumed", "source": "not published", "range": [0.1, 0.3] },
        "groups.b.traits.far": { "kind": "assumed", "source": "not published", "range": [0.1, 0.3] },
        "services.beds.places": { "kind": "stated", "source": "plan", "range": [18, 24] },
        "services.beds": { "kind": "assumed", "source": "the rest" },
        "services.beds.stay.lognormal.mean": { "kind": "derived", "source": "audit", "range": ["1w", "5d"] },
        "services.beds.stay.lognormal.sigma": { "kind": "assumed", "source": "elsewhere", "range": ["1d", "2d"] },
        "pathways.p2": { "kind": "assumed", "source": "so be it" },
        "calendar": { "kind": "stated", "source": "choice" } }
    }"#;

    const ALL: [SourceKind; 4] =
        [SourceKind::Stated, SourceKind::Derived, SourceKind::Assumed, SourceKind::Fitted];

    fn found(kinds: &[SourceKind], varied: &[&str], apart: bool) -> Inputs {
        let scenario = Scenario::from_json(WARD).expect("a scenario");
        let varied: Vec<Axis> = varied.iter().map(|text| Axis::parse(text).expect("an axis")).collect();
        inputs(&scenario, kinds, &varied, apart)
    }

    fn keys(found: &Inputs) -> Vec<String> {
        found.moved.iter().map(Input::key).collect()
    }

    #[test]
    fn figures_with_a_range_are_moved_and_those_that_rest_on_the_same_words_together() {
        let all = found(&ALL, &[], false);
        assert_eq!(
            keys(&all),
            [
                "groups.a.arrivals.per_day",
                "groups.*.traits.far",
                "groups.b.arrivals.per_day",
                "services.beds.places"
            ],
            "3 and 2.5 a day are not the same figure"
        );
        assert_eq!(all.moved[1].settings(&all.moved[1].at(1.0)).len(), 2);
        assert_eq!(found(&ALL, &[], true).moved.len(), 5);
        assert_eq!(keys(&found(&[SourceKind::Stated], &[], false)), ["services.beds.places"]);
    }

    #[test]
    fn what_is_not_moved_is_told_with_the_reason() {
        let all = found(&ALL, &[], false);
        let why: Vec<(&str, Why)> = all.not_moved.iter().map(|n| (n.entry.path.as_str(), n.why)).collect();
        assert_eq!(
            why,
            [
                ("pathways.p2", Why::NoRange),
                ("services.beds", Why::InPart),
                ("services.beds.stay.lognormal.mean", Why::NoFit),
                ("services.beds.stay.lognormal.sigma", Why::NoFit),
            ],
            "two units, and a length of time for a number"
        );
    }

    #[test]
    fn the_command_line_adds_inputs_and_replaces_ranges() {
        let all = found(
            &ALL,
            &["services.beds.places=10..30", "services.beds.stay.lognormal.mean*=0.5..1.5"],
            false,
        );
        let keys = keys(&all);
        assert_eq!(keys[3..], ["services.beds.places", "services.beds.stay.lognormal.mean*"]);
        let [places, stay] = [&all.moved[3], &all.moved[4]];
        assert_eq!((places.at(0.0).number, places.base.clone().map(|b| b.number)), (10.0, Some(20.0)));
        assert_eq!(stay.settings(&stay.at(0.5))[0].operation, Operation::Multiply);
    }

    #[test]
    fn whole_numbers_stay_whole_where_base_and_ends_are() {
        let all = found(&ALL, &[], false);
        let places = &all.moved[3];
        assert_eq!((places.at(1.0 / 3.0).number, places.at(0.4).number), (20.0, 20.0));
        assert!((places.share(&places.at(0.4)) - 1.0 / 3.0).abs() < 1e-12);
        let rate = &all.moved[2];
        assert!((rate.at(0.5).number - 2.5).abs() < 1e-12, "the base is not whole");
    }
}
