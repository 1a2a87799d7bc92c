//! The words of what people think a figure is: a list of judgements, each with three quantiles, by whom in what
//! role, and when. `elicited` makes one distribution of them.

use jiff::civil::Date;
use serde_json::json;

use crate::base::opinion::{Opinion, Pool};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::Path;
use crate::scenario::text::setting::Figure;
use crate::scenario::values::definitions::{Definitions, Describe};
use crate::scenario::values::quantities::Weight;
use crate::scenario::values::table::{Anything, Decode, LeftOut, vocabulary};

/// More people are asked by a questionnaire, and are a sample.
const MOST: usize = 50;
/// The shares below low, middle and high where nothing else is said.
pub const USUAL: [f64; 3] = [0.05, 0.5, 0.95];

vocabulary! {
    /// What one person who was asked thinks a figure is. Low, middle and high are quantiles: below them lie 5%, 50% and 95% of
    /// what the person thinks possible, or the shares in `quantiles`.
    Judgement {
        /// In which role the person was asked, as in "therapy lead"; no name.
        role: String,
        /// When.
        date: Date,
        /// So low that the figure is hardly below: a number or a length of time, as the figure is typed.
        low: Typed,
        /// As likely too low as too high.
        middle: Typed,
        /// So high that the figure is hardly above.
        high: Typed,
        /// The shares that lie below low, middle and high.
        quantiles: Quantiles = Quantiles(USUAL),
        /// How much this judgement counts beside the others.
        weight: Weight = Weight(1.0),
        /// Explanations: what was asked, and what it rests on.
        notes: Anything => people,
    }
}

/// What one person thinks, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// In which role.
    pub role: String,
    /// When.
    pub date: Date,
    /// Low, middle and high, as typed.
    pub values: [Figure; 3],
    /// The shares below them.
    pub shares: [f64; 3],
    /// How much it counts.
    pub weight: f64,
}

/// What people think of one figure: as many as they are, in one unit.
#[derive(Clone, Debug, Default)]
pub struct Judgements(pub Vec<Judged>);

impl Judgements {
    /// All of them pooled; `None` where they do not make a distribution, which is a fault by itself.
    pub fn pool(&self) -> Option<Pool> {
        let opinion = |one: &Judged| Opinion::of(one.shares, one.values.each_ref().map(|value| value.number));
        let each = self.0.iter().map(|one| Some((one.weight, opinion(one)?)));
        Pool::of(each.collect::<Option<_>>()?)
    }

    /// Their unit.
    pub fn unit(&self) -> &str {
        self.0.first().map_or("", |one| &one.values[0].unit)
    }
}

impl Decode for Judgements {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let Value::List(list) = &node.value else {
            found.wrong(node, path, format!("{} is not a list", node.shown()), "a list of judgements");
            return None;
        };
        if list.is_empty() || list.len() > MOST {
            let what = format!("these are {} judgements", list.len());
            found.wrong(node, path, what, format!("1 to {MOST}"));
            return None;
        }
        let all: Vec<Judged> =
            list.iter().enumerate().filter_map(|(i, node)| judged(node, &path.index(i), found)).collect();
        if all.len() < list.len() {
            return None;
        }
        let unit = &all[0].values[0].unit;
        if let Some(other) = all.iter().flat_map(|one| &one.values).find(|value| value.unit != *unit) {
            let what = format!("{} and {other} have units that differ", all[0].values[0]);
            found.wrong(node, path, what, "one unit for all judgements of a figure");
            return None;
        }
        let all = Self(all);
        if all.pool().is_none() {
            let what = "the weights of all judgements are nothing";
            found.wrong(node, path, what, "one of more than 0");
            return None;
        }
        Some(all)
    }
}

fn judged(node: &Node, path: &Path, found: &mut Found) -> Option<Judged> {
    let typed = Judgement::decode(node, path, found)?;
    for (key, expected) in [
        ("role", "in which role the person was asked, as in \"therapy lead\""),
        ("date", "when the person was asked, as in \"2024-10-01\""),
        ("low", "a number or a length of time"),
        ("middle", "a number or a length of time"),
        ("high", "a number or a length of time"),
    ] {
        if node.get(key).is_none_or(|node| node.value == Value::Null) {
            found.wrong(node, path, format!("\"{key}\" is left out"), expected);
        }
    }
    let (shares, weight) = (typed.quantiles().0, typed.weight().0);
    let values = [typed.low?.0, typed.middle?.0, typed.high?.0];
    let (role, date) = (typed.role?, typed.date?);
    if role.trim().is_empty() {
        found.wrong(node, path, "the role is empty", "one, as in \"therapy lead\"");
        return None;
    }
    let rises = values.windows(2).all(|pair| pair[0].number < pair[1].number);
    if values.iter().all(|value| value.unit == values[0].unit) && !rises {
        let [low, middle, high] = &values;
        found.wrong(
            node,
            path,
            format!("low, middle and high do not rise: {low}, {middle}, {high}"),
            "low below middle, and middle below high",
        );
        return None;
    }
    Some(Judged { role, date, values, shares, weight })
}

/// Tells where a range and judgements of the same figure do not fit.
pub fn check_within(
    range: &[Figure; 2],
    judgements: &Judgements,
    node: &Node,
    path: &Path,
    found: &mut Found,
) {
    let [low, high] = range;
    let unit = judgements.unit();
    if low.unit != unit || high.unit != unit {
        let what = format!("the range {low} to {high} and what was judged have units that differ");
        found.wrong(node, path, what, format!("the same unit as {}", judgements.0[0].values[0]));
    } else if judgements.pool().and_then(|pool| pool.within([low.number, high.number])).is_none() {
        let what = format!("between {low} and {high} lies less than 1% of what was judged");
        found.wrong(node, path, what, "a range that holds what people think possible");
    }
}

/// A number or a length of time, as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed(pub Figure);

impl Decode for Typed {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let figure = Figure::typed(&node.to_json());
        if figure.is_none() {
            let what = format!("{} is neither a number nor a length of time", node.shown());
            found.wrong(node, path, what, "a number, or one with min, h, d or w, as in \"2.5d\"");
        }
        figure.map(Self)
    }
}

impl Describe for Typed {
    fn describe(_: &mut Definitions) -> serde_json::Value {
        json!({ "type": ["number", "string"] })
    }
}

/// Three shares that rise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles(pub [f64; 3]);

impl Decode for Quantiles {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let list = if let Value::List(list) = &node.value { list.as_slice() } else { &[] };
        let shares: Vec<f64> = list.iter().filter_map(Node::number).collect();
        let rise = shares.windows(2).all(|pair| pair[0] < pair[1]);
        let apart = rise && shares.iter().all(|share| (0.001..=0.999).contains(share));
        let three = <[f64; 3]>::try_from(shares).ok().filter(|_| list.len() == 3 && apart);
        if three.is_none() {
            let expected = "three from 0.001 to 0.999, as in [0.1, 0.5, 0.9]";
            found.wrong(node, path, "these are not three shares that rise", expected);
        }
        three.map(Self)
    }
}

impl LeftOut for Quantiles {
    fn in_words(&self) -> String {
        format!("{:?}", self.0)
    }
}

impl Describe for Quantiles {
    fn describe(_: &mut Definitions) -> serde_json::Value {
        let share = json!({ "type": "number", "minimum": 0.001, "maximum": 0.999 });
        json!({ "type": "array", "items": share, "minItems": 3, "maxItems": 3, "examples": [[0.1, 0.5, 0.9]] })
    }
}

impl Describe for Judgements {
    fn describe(all: &mut Definitions) -> serde_json::Value {
        let one = Judgement::describe(all);
        json!({ "type": "array", "items": one, "minItems": 1, "maxItems": MOST })
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::Scenario;

    fn file(entry: &str) -> String {
        format!(
            r#"{{ "calendar": {{ "start": "2025-01-06", "days": 14 }},
  "groups": {{ "a": {{ "arrivals": {{ "per_day": 3 }}, "enters": "ready", "needs": {{ "p2": 1 }} }} }},
  "pathways": {{ "p2": {{ "services": ["beds"] }} }},
  "services": {{ "beds": {{ "places": 20, "stay": {{ "lognormal": {{ "mean": "6d", "sigma": 0.5 }} }} }} }},
  "provenance": {{ "services.beds.stay.lognormal.mean": {{ "kind": "assumed", "source": "no count", {entry} }} }} }}"#
        )
    }

    fn faults(entry: &str) -> Vec<String> {
        let Err(faults) = Scenario::from_json(&file(entry)) else { return Vec::new() };
        faults
            .all()
            .iter()
            .map(|fault| {
                let expected = fault.expected.as_deref().unwrap_or_default();
                let path = fault.path.trim_start_matches("provenance.services.beds.stay.lognormal.mean.");
                format!("{path}: {}; {expected}", fault.what)
            })
            .collect()
    }

    fn of(one: &str) -> Vec<String> {
        faults(&format!(r#""elicited": [{one}]"#))
    }

    const BY: &str = r#""role": "therapy lead", "date": "2026-01-05""#;

    #[test]
    fn three_rising_values_of_one_unit_by_a_role_on_a_date_are_read() {
        let entry = format!(
            r#""calibrate": true, "elicited": [{{ {BY}, "low": "4d", "middle": "6d", "high": "10d" }},
               {{ "role": "ward manager", "date": "2026-01-06", "low": "5d", "middle": "5.5d", "high": "7d",
                  "quantiles": [0.1, 0.5, 0.9], "weight": 0.5 }}]"#
        );
        let scenario = Scenario::from_json(&file(&entry)).unwrap_or_else(|faults| panic!("{faults}"));
        let entry = &scenario.provenance[0];
        assert_eq!(
            entry.told(),
            "no count; judged by therapy lead, 2026-01-05: 4d, 6d, 10d; ward manager, 2026-01-06: 5d, 5.5d, 7d at 10, \
             50 and 90%, weight 0.5"
        );
        assert!(entry.calibrate);
        let elicited = entry.elicited.as_ref().expect("judgements");
        assert_eq!(elicited.by_whom(), "therapy lead, 2026-01-05; ward manager, 2026-01-06");
        let z = crate::base::special::normal_exceeded_by(0.05);
        let far = |share: f64| crate::base::special::normal_exceeded_by(share) / z;
        assert!(elicited.pool.quantile(0.005) > 6.0 * libm::pow(4.0 / 6.0, far(0.005)));
        assert_eq!(entry.range.as_ref().map(|range| range[0].clone()), Some("3.294d".into()));
    }

    #[test]
    fn judgements_that_are_nearly_the_same_have_a_range_still() {
        let entry = format!(
            r#""elicited": [{{ {BY}, "low": "10.0001d", "middle": "10.0002d", "high": "10.0003d" }}]"#
        );
        let scenario = Scenario::from_json(&file(&entry)).unwrap_or_else(|faults| panic!("{faults}"));
        let range = scenario.provenance[0].range.clone();
        assert_eq!(range, Some(["10.0000434d".into(), "10.0003566d".into()]));
    }

    #[test]
    fn a_typed_range_bounds_what_people_think() {
        let entry = format!(
            r#""range": ["5d", "9d"], "elicited": [{{ {BY}, "low": "4d", "middle": "6d", "high": "10d" }}]"#
        );
        let scenario = Scenario::from_json(&file(&entry)).unwrap_or_else(|faults| panic!("{faults}"));
        let pool = &scenario.provenance[0].elicited.as_ref().expect("judgements").pool;
        assert_eq!(pool.ends().map(f64::to_bits), [5.0, 9.0].map(f64::to_bits));
        assert_eq!(scenario.provenance[0].range, Some(["5d".into(), "9d".into()]));
    }

    #[test]
    fn what_is_wrong_with_a_judgement_is_told_with_its_place() {
        let one = |values: &str| of(&format!("{{ {BY}, {values} }}"));
        assert_eq!(
            one(r#""low": "6d", "middle": "6d", "high": "10d""#),
            [
                "elicited[0]: low, middle and high do not rise: 6d, 6d, 10d; low below middle, and middle below high"
            ]
        );
        assert_eq!(
            one(r#""low": "48h", "middle": "6d", "high": "10d""#),
            ["elicited: 48h and 6d have units that differ; one unit for all judgements of a figure"]
        );
        assert_eq!(
            one(r#""low": "some", "middle": "6d""#),
            [
                "elicited[0]: \"high\" is left out; a number or a length of time",
                "elicited[0].low: \"some\" is neither a number nor a length of time; a number, or one with min, h, d or \
                 w, as in \"2.5d\"",
            ]
        );
        assert_eq!(
            of(r#"{ "date": "5 January", "low": "4d", "middle": "6d", "high": "10d" }"#),
            [
                "elicited[0]: \"role\" is left out; in which role the person was asked, as in \"therapy lead\"",
                "elicited[0].date: \"5 January\" is not a date; a date from 1900 to 2199, as in \"2024-10-01\"",
            ]
        );
        assert_eq!(
            of(r#"{ "role": " ", "date": "2026-01-05", "low": "4d", "middle": "6d", "high": "10d" }"#),
            ["elicited[0]: the role is empty; one, as in \"therapy lead\""]
        );
        assert_eq!(
            one(r#""low": "4d", "middle": "6d", "high": "10d", "quantiles": [0.9, 0.5, 0.1]"#),
            [
                "elicited[0].quantiles: these are not three shares that rise; three from 0.001 to 0.999, as in [0.1, 0.5, 0.9]"
            ]
        );
        assert_eq!(
            one(r#""low": "4d", "middle": "6d", "high": "10d", "weight": 0"#),
            ["elicited: the weights of all judgements are nothing; one of more than 0"]
        );
        assert_eq!(
            one(r#""low": "4d", "middle": "6d", "high": "10d", "weight": -1"#),
            ["elicited[0].weight: -1 is out of range; a factor, from 0 to 1000000000"]
        );
    }

    #[test]
    fn lists_without_end_and_ranges_beside_are_told() {
        assert_eq!(faults(r#""elicited": []"#), ["elicited: these are 0 judgements; 1 to 50"]);
        let one = format!(r#"{{ {BY}, "low": "4d", "middle": "6d", "high": "10d" }}"#);
        let many = vec![one.as_str(); 51].join(", ");
        assert_eq!(of(&many), ["elicited: these are 51 judgements; 1 to 50"]);
        assert_eq!(
            faults(r#""elicited": { "low": 3 }"#),
            ["elicited: a map is not a list; a list of judgements"]
        );
        assert_eq!(
            faults(&format!(r#""range": [4, 9], "elicited": [{one}]"#)),
            ["range: the range 4 to 9 and what was judged have units that differ; the same unit as 4d"]
        );
        assert_eq!(
            faults(&format!(r#""range": ["20d", "30d"], "elicited": [{one}]"#)),
            [
                "range: between 20d and 30d lies less than 1% of what was judged; a range that holds what people think possible"
            ]
        );
    }
}
