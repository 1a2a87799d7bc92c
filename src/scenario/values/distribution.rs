//! Distributions as people type them: `{"lognormal": {"mean": "5.7d", "sigma": 0.9}}`.
//!
//! One family, tagged from outside, with parameters in the unit of what is drawn. Turns them into
//! those that `base::distribution` draws with. Knows nothing of who stays where.

use super::duration::{Duration, Unit};
use super::families::{FAMILIES, Parameters};
use super::quantities::number;
use super::table::{Decode, map};
use crate::base::Distribution;
use crate::base::near::nearest;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::Path;

/// What can be drawn: lengths of time or plain numbers.
pub trait Measure {
    /// Reads one parameter; lengths in days.
    fn read(node: &Node, path: &Path, found: &mut Found) -> Option<(f64, Unit)>;
    /// An example, for faults.
    const EXAMPLE: &'static str;
}

/// A distribution of lengths of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape<M> {
    /// What is drawn, in days where it is time.
    pub draw: Distribution,
    /// What its lengths were written in.
    pub unit: Unit,
    measure: std::marker::PhantomData<M>,
}

/// Lengths of time, in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InTime;
/// Plain numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plain;

/// A distribution of lengths of time.
pub type Lengths = Shape<InTime>;
/// A distribution of numbers.
pub type Numbers = Shape<Plain>;

impl<M> Shape<M> {
    /// Always this.
    pub fn fixed(value: f64) -> Self {
        Self { draw: Distribution::fixed(value), unit: Unit::None, measure: std::marker::PhantomData }
    }
}

impl<M> Default for Shape<M> {
    fn default() -> Self {
        Self::fixed(0.0)
    }
}

impl Measure for InTime {
    fn read(node: &Node, path: &Path, found: &mut Found) -> Option<(f64, Unit)> {
        Duration::decode(node, path, found).map(|d| (d.days, d.unit))
    }
    const EXAMPLE: &'static str = "a distribution, as in {\"fixed\": \"5d\"}";
}

impl Measure for Plain {
    fn read(node: &Node, path: &Path, found: &mut Found) -> Option<(f64, Unit)> {
        number(node, path, found, 0.0..=1e6, "a number").map(|x| (x, Unit::None))
    }
    const EXAMPLE: &'static str = "a number or a distribution, as in {\"fixed\": 5}";
}

impl Decode for Lengths {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        decode(node, path, found)
    }
}

impl Decode for Numbers {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.number().is_some() {
            let (value, _) = Plain::read(node, path, found)?;
            return Some(Self::fixed(value));
        }
        decode(node, path, found)
    }
}

fn decode<M: Measure>(node: &Node, path: &Path, found: &mut Found) -> Option<Shape<M>> {
    let Some([entry]) = node.entries() else {
        let what = match node.entries() {
            Some([one, other, ..]) => {
                let (one, other) = (&one.key, &other.key);
                let what = format!("{one} and {other} are both given, and a distribution has one family");
                found.wrong(
                    node,
                    path,
                    what,
                    format!("one of them; in an overlay, \"{one}\": null removes one"),
                );
                return None;
            }
            Some(_) => "a distribution has a family".to_owned(),
            None => format!("{} is not a distribution", node.shown()),
        };
        found.wrong(node, path, what, M::EXAMPLE);
        return None;
    };
    let Some((family, words)) = FAMILIES.iter().find(|(name, _)| *name == entry.key) else {
        let what = "this is not a family of distributions";
        let hint = nearest(&entry.key, FAMILIES.iter().map(|(name, _)| *name));
        let all: Vec<&str> = FAMILIES.iter().map(|(name, _)| *name).collect();
        let fault = Fault::new(&entry.origin, &path.key(&entry.key), what);
        found.fault(fault.expected(format!("one of {}", all.join(", "))).hint(hint));
        return None;
    };
    let path = path.key(family);
    let node = &entry.node;
    if *family == "fixed" && node.entries().is_none() {
        let (value, unit) = M::read(node, &path, found)?;
        return Some(Shape { unit, ..Shape::fixed(value) });
    }
    let mut part = Parameters::<M> {
        node,
        path: &path,
        entries: &[],
        unit: Unit::None,
        found,
        kind: std::marker::PhantomData,
    };
    if let Value::List(list) = &node.value {
        let family = match *family {
            "empirical" => part.empirical(list, &path),
            "bands" => part.bands(list, &path),
            _ => part.wrong("this list is not a set of parameters", "a map"),
        }?;
        return Some(Shape {
            draw: Distribution::new(family),
            unit: part.unit,
            measure: std::marker::PhantomData,
        });
    }
    part.entries = map(node, &path, part.found)?;
    part.check_words(family, words);
    let family = part.family(family)?;
    let (least, most) = (part.length("at_least")?, part.length("at_most")?);
    let (least, most) = (least.unwrap_or(0.0), most.unwrap_or(f64::INFINITY));
    if least > most {
        return part.wrong("at_least is above at_most", "at_least to be the lesser");
    }
    let draw = Distribution::new(family).bounded(least, most);
    Some(Shape { draw, unit: part.unit, measure: std::marker::PhantomData })
}

pub fn draw_of(typed: Option<&Lengths>) -> Distribution {
    typed.map_or_else(|| Distribution::fixed(0.0), |lengths| lengths.draw.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::distribution::Family;
    use crate::scenario::text::parse::parse;

    fn lengths(text: &str) -> Lengths {
        let mut found = Found::default();
        let node = parse("test", text.as_bytes(), &mut found).unwrap();
        let read = Lengths::decode(&node, &Path::root(), &mut found);
        assert_eq!(found.finish().map_err(|f| f.to_string()), Ok(Vec::new()));
        read.unwrap()
    }

    #[test]
    fn every_family_has_the_mean_that_was_typed() {
        for (text, mean) in [
            (r#"{ "fixed": "36h" }"#, 1.5),
            (r#"{ "exponential": { "mean": "2d" } }"#, 2.0),
            (r#"{ "lognormal": { "mean": "5.5d", "median": "3d" } }"#, 5.5),
            (r#"{ "lognormal": { "mean": "5.5d", "sd": "3d" } }"#, 5.5),
            (r#"{ "lognormal": { "mean": "5.5d", "sigma": 0.7 } }"#, 5.5),
            (r#"{ "lognormal": { "mu": 0, "sigma": 2 } }"#, 2f64.exp()),
            (r#"{ "gamma": { "mean": "6h", "sd": "3h" } }"#, 0.25),
            (r#"{ "gamma": { "mean": "6h", "shape": 3 } }"#, 0.25),
            (r#"{ "gamma": { "shape": 3, "scale": "2d" } }"#, 6.0),
            (r#"{ "weibull": { "mean": "4d", "shape": 1.7 } }"#, 4.0),
            (r#"{ "weibull": { "scale": "4d", "shape": 1 } }"#, 4.0),
            (r#"{ "erlang": { "mean": "4d", "shape": 2 } }"#, 4.0),
            (r#"{ "poisson": { "mean": "13d" } }"#, 13.0),
            (r#"{ "uniform": { "min": "1d", "max": "2w" } }"#, 7.5),
            (r#"{ "triangular": { "min": "1d", "mode": "2d", "max": "6d" } }"#, 3.0),
            (r#"{ "empirical": { "values": ["1d", "4d"], "at_most": "9d" } }"#, 2.5),
            (
                r#"{ "bands": [{ "share": 0.5, "from": "0d", "to": "1d" }, { "share": 0.5, "from": "1d", "to": "3d" }] }"#,
                1.25,
            ),
        ] {
            let read = lengths(text).draw.mean();
            assert!((read / mean - 1.0).abs() < 1e-9, "{text}: {read} against {mean}");
        }
    }

    #[test]
    fn two_percentiles_make_the_lognormal_that_has_them() {
        let draw = lengths(r#"{ "lognormal": { "p25": "2d", "p75": "8d" } }"#).draw;
        let Family::Lognormal { mu, sigma } = draw.family() else { panic!("{draw:?}") };
        assert!((mu.exp() - 4.0).abs() < 1e-9 && (sigma - 2f64.ln() / 0.674_489_750_196_081_7).abs() < 1e-9);
    }

    #[test]
    fn the_unit_in_which_lengths_were_written_is_kept() {
        assert_eq!(lengths(r#"{ "fixed": "2w" }"#).unit, Unit::Days);
        assert_eq!(lengths(r#"{ "gamma": { "mean": "90min", "sd": "1h" } }"#).unit, Unit::Hours);
        assert_eq!(lengths(r#"{ "uniform": { "min": "0h", "max": "3d" } }"#).unit, Unit::Days);
        assert_eq!(lengths(r#"{ "uniform": { "min": "2h", "max": "3d" } }"#).unit, Unit::Mixed);
        assert_eq!(lengths(r#"{ "lognormal": { "mu": 0, "sigma": 1 } }"#).unit, Unit::Days);
    }
}
