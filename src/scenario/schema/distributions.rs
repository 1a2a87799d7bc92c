//! Distributions, as the schema says them: one key for the family, its parameters below it.
//!
//! `values::distribution` reads them; the words of each family are those of `values::families`, and
//! each is explained here.

use serde_json::{Map, Value, json};

use crate::scenario::values::definitions::{Definitions, Describe, described, or_null};
use crate::scenario::values::distribution::{InTime, Plain, Shape};
use crate::scenario::values::duration::Duration;
use crate::scenario::values::families::FAMILIES;

/// What each family is.
pub const SAYS: [(&str, &str); 12] = [
    ("fixed", "Always the same."),
    ("exponential", "Many short and few long ones, without memory. Its `mean`."),
    (
        "lognormal",
        "Many near the middle and a long tail. `mean` with one of `median`, `sd` and `sigma`; or `mu` with \
         `sigma`; or two percentiles such as `p50` and `p90`.",
    ),
    ("gamma", "`mean` with `sd` or `shape`; or `shape` with `scale`."),
    ("weibull", "`shape` with `mean` or `scale`."),
    ("erlang", "So many exponential parts in a row. `mean`, and a whole `shape`."),
    ("poisson", "Whole days, or whole numbers. Its `mean`, at most 700."),
    ("normal", "`mean` and `sd`; below 0 it is drawn again."),
    ("uniform", "Each as likely, from `min` to `max`."),
    ("triangular", "From `min` to `max`, most likely at `mode`."),
    (
        "empirical",
        "One of the listed values, each as likely; the list may be a CSV file with a column `days`, `hours` or `value`.",
    ),
    (
        "bands",
        "Shares of lengths, like published delay bands: `share`, `from` and `to` of each; the shares sum to 1, \
         or to 0.999 to 1.001 as published ones do. The list may be a CSV file with columns `share`, `from_days` and \
         `to_days`.",
    ),
];

/// What each parameter is.
const PARAMETERS: [(&str, &str); 12] = [
    ("mean", "The mean, before `at_least` and `at_most`."),
    ("median", "Half are shorter."),
    ("sd", "The standard deviation."),
    ("mu", "The mean of the logarithm of days."),
    ("sigma", "The standard deviation of the logarithm."),
    ("shape", "The shape."),
    ("scale", "The scale."),
    ("min", "The least."),
    ("mode", "The most likely."),
    ("max", "The greatest."),
    ("at_least", "What is drawn below becomes this."),
    ("at_most", "What is drawn above becomes this."),
];

/// Parameters without a unit.
const PLAIN: [&str; 3] = ["mu", "sigma", "shape"];

/// A kind of thing that is drawn, for the schema.
trait Drawn {
    const NAME: &'static str;
    const TITLE: &'static str;
    const DESCRIPTION: &'static str;
    fn value(all: &mut Definitions) -> Value;
    fn example() -> Value;
}

impl Drawn for InTime {
    const NAME: &'static str = "distribution_of_lengths";
    const TITLE: &'static str = "distribution of lengths of time";
    const DESCRIPTION: &'static str = "How long: one family of distributions with its parameters, as in { \"lognormal\": { \"mean\": \"5.7d\", \
         \"sigma\": 0.9 } }.";
    fn value(all: &mut Definitions) -> Value {
        Duration::describe(all)
    }
    fn example() -> Value {
        json!({ "lognormal": { "mean": "5.7d", "sigma": 0.9, "at_most": "42d" } })
    }
}

impl Drawn for Plain {
    const NAME: &'static str = "distribution_of_numbers";
    const TITLE: &'static str = "distribution of numbers";
    const DESCRIPTION: &'static str = "How many: a number, or one family of distributions with its parameters, as in { \"normal\": { \"mean\": \
         14, \"sd\": 3 } }.";
    fn value(_: &mut Definitions) -> Value {
        json!({ "type": "number", "minimum": 0, "maximum": 1_000_000 })
    }
    fn example() -> Value {
        json!({ "normal": { "mean": 14, "sd": 3 } })
    }
}

impl Describe for Shape<InTime> {
    fn describe(all: &mut Definitions) -> Value {
        all.define(InTime::NAME, distribution::<InTime>)
    }
}

impl Describe for Shape<Plain> {
    fn describe(all: &mut Definitions) -> Value {
        let number = Plain::value(all);
        let drawn = all.define(Plain::NAME, distribution::<Plain>);
        json!({ "anyOf": [number, drawn] })
    }
}

fn distribution<D: Drawn>(all: &mut Definitions) -> Value {
    let value = D::value(all);
    let families: Map<String, Value> = FAMILIES
        .iter()
        .map(|(family, words)| {
            let says = SAYS.iter().find(|(name, _)| name == family).map_or("", |(_, says)| says);
            let schema = match *family {
                "fixed" => value.clone(),
                "empirical" => listed(&value, &value),
                "bands" => listed(&value, &band(&value)),
                _ => parameters(&value, family, words, None),
            };
            ((*family).to_owned(), described(or_null(schema), says))
        })
        .collect();
    json!({
        "title": D::TITLE,
        "description": D::DESCRIPTION,
        "type": "object",
        "properties": families,
        "additionalProperties": false,
        "examples": [D::example()],
    })
}

/// A list, bare or with bounds beside it.
fn listed(value: &Value, item: &Value) -> Value {
    let list = json!({ "type": "array", "items": item, "minItems": 1 });
    let file =
        json!({ "type": "string", "description": "A CSV file beside the scenario that holds the list." });
    let either = json!({ "anyOf": [list, file] });
    let bounded = parameters(value, "", &[], Some(&either));
    json!({ "anyOf": [list, file, bounded] })
}

fn band(value: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "share": { "description": "The share in this band.", "type": "number", "minimum": 0, "maximum": 1 },
            "from": described(value.clone(), "The least of the band."),
            "to": described(value.clone(), "The greatest of the band."),
        },
        "required": ["share", "from", "to"],
        "additionalProperties": false,
    })
}

/// The parameters of a family. Which of them go together is for `check`: an overlay may give one.
fn parameters(value: &Value, family: &str, words: &[&str], values: Option<&Value>) -> Value {
    let says = |key: &str| PARAMETERS.iter().find(|(name, _)| *name == key).map_or("", |(_, says)| says);
    let number = json!({ "type": "number" });
    let mut properties: Map<String, Value> = words
        .iter()
        .copied()
        .chain(["at_least", "at_most"])
        .map(|key| {
            let kind = if PLAIN.contains(&key) { &number } else { value };
            (key.to_owned(), described(or_null(kind.clone()), says(key)))
        })
        .collect();
    if let Some(values) = values {
        properties.insert("values".to_owned(), described(values.clone(), "The list."));
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if family == "lognormal" {
        let percentile =
            described(or_null(value.clone()), "A percentile: p90 is what nine in ten stay below.");
        schema["patternProperties"] = json!({ r"^p[0-9]+(\.[0-9]+)?$": percentile });
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_and_every_parameter_is_explained() {
        for (family, words) in FAMILIES {
            assert!(SAYS.iter().any(|(name, says)| *name == family && !says.is_empty()), "{family}");
            for word in words.iter().filter(|word| **word != "values") {
                assert!(PARAMETERS.iter().any(|(name, _)| name == word), "{family}.{word}");
            }
        }
    }
}
