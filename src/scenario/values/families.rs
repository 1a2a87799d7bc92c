//! The parameters of each family of distributions, as people may give them: a lognormal by its mean
//! and median, by its mean and sd, by two percentiles. Turned into those that
//! `base::distribution` draws with. `distribution` finds the family.

use super::distribution::Measure;
use super::duration::{LONGEST, Unit};
use super::quantities::{Sum, number, rounded};
use super::table::{map, unknown_key};
use crate::base::distribution::Family;
use crate::base::special::{normal_exceeded_by, squared};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Entry, Node, Value};
use crate::scenario::text::path::Path;

/// Families and the words of their parameters.
pub const FAMILIES: [(&str, &[&str]); 12] = [
    ("fixed", &[]),
    ("exponential", &["mean"]),
    ("lognormal", &["mean", "median", "sd", "mu", "sigma"]),
    ("gamma", &["mean", "sd", "shape", "scale"]),
    ("weibull", &["mean", "shape", "scale"]),
    ("erlang", &["mean", "shape"]),
    ("poisson", &["mean"]),
    ("normal", &["mean", "sd"]),
    ("uniform", &["min", "max"]),
    ("triangular", &["min", "mode", "max"]),
    ("empirical", &["values"]),
    ("bands", &["values"]),
];

/// A family's parameters as typed.
pub struct Parameters<'a, M> {
    pub node: &'a Node,
    pub path: &'a Path,
    pub entries: &'a [Entry],
    pub unit: Unit,
    pub found: &'a mut Found,
    pub kind: std::marker::PhantomData<M>,
}

impl<M: Measure> Parameters<'_, M> {
    pub fn wrong<T>(&mut self, what: impl Into<String>, expected: impl Into<String>) -> Option<T> {
        self.found.wrong(self.node, self.path, what, expected);
        None
    }

    pub fn check_words(&mut self, family: &str, words: &[&str]) {
        for entry in self.entries {
            let key = entry.key.as_str();
            let is_percentile = family == "lognormal" && percentile(key).is_some();
            if !words.contains(&key) && key != "at_least" && key != "at_most" && !is_percentile {
                let all = words.iter().copied().chain(["at_least", "at_most"]);
                self.found.fault(unknown_key(entry, self.path, all));
            }
        }
    }

    fn entry(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.key == key).map(|e| &e.node)
    }

    /// A parameter in the unit of what is drawn: the outer `None` if faulty, the inner if left out.
    #[expect(clippy::option_option, reason = "faulty, left out, or given")]
    pub fn length(&mut self, key: &str) -> Option<Option<f64>> {
        let Some(node) = self.entries.iter().find(|e| e.key == key).map(|e| &e.node) else {
            return Some(None);
        };
        let (value, unit) = M::read(node, &self.path.key(key), self.found)?;
        self.unit = self.unit.and(unit);
        Some(Some(value))
    }

    /// A parameter without unit.
    #[expect(clippy::option_option, reason = "faulty, left out, or given")]
    fn plain(&mut self, key: &str, from: f64, to: f64) -> Option<Option<f64>> {
        let Some(node) = self.entries.iter().find(|e| e.key == key).map(|e| &e.node) else {
            return Some(None);
        };
        number(node, &self.path.key(key), self.found, from..=to, "a number").map(Some)
    }

    fn needed(&mut self, key: &str) -> Option<f64> {
        let value = self.length(key)?;
        if value.is_none() {
            return self.wrong(format!("\"{key}\" is left out"), format!("\"{key}\""));
        }
        value
    }

    fn above_zero(&mut self, key: &str) -> Option<f64> {
        let value = self.needed(key)?;
        if value <= 0.0 { self.wrong(format!("\"{key}\" is 0"), "more than 0") } else { Some(value) }
    }

    fn shape(&mut self) -> Option<f64> {
        match self.plain("shape", 0.01, 1e6)? {
            Some(shape) => Some(shape),
            None => self.wrong("\"shape\" is left out", "\"shape\""),
        }
    }

    pub fn family(&mut self, family: &str) -> Option<Family> {
        match family {
            "fixed" => self.wrong("a fixed value has no parameters", M::EXAMPLE),
            "exponential" => Some(Family::Exponential { mean: self.needed("mean")? }),
            "lognormal" => self.lognormal(),
            "gamma" => self.gamma(),
            "weibull" => self.weibull(),
            "erlang" => {
                let (mean, shape) = (self.needed("mean")?, self.shape()?);
                if shape.fract() != 0.0 {
                    return self
                        .wrong("the shape of an Erlang distribution is not whole", "a whole \"shape\"");
                }
                Some(Family::Gamma { shape, scale: mean / shape })
            }
            "poisson" => {
                let mean = self.needed("mean")?;
                // The inverse walk starts at exp(−mean), which must not vanish.
                if mean > 700.0 {
                    self.wrong("the mean is above 700", "at most 700")
                } else {
                    Some(Family::Poisson { mean })
                }
            }
            "normal" => Some(Family::Normal { mean: self.needed("mean")?, sd: self.needed("sd")? }),
            "uniform" => {
                let (min, max) = (self.needed("min")?, self.needed("max")?);
                if min > max {
                    return self.wrong("min is above max", "min to be the lesser");
                }
                Some(Family::Uniform { min, max })
            }
            "triangular" => {
                let (min, mode, max) = (self.needed("min")?, self.needed("mode")?, self.needed("max")?);
                if !(min <= mode && mode <= max) {
                    return self.wrong("min, mode and max are not in order", "min ≤ mode ≤ max");
                }
                Some(Family::Triangular { min, mode, max })
            }
            "empirical" | "bands" => match self.entry("values").cloned() {
                Some(Node { value: Value::List(list), .. }) => {
                    let path = self.path.key("values");
                    if family == "bands" { self.bands(&list, &path) } else { self.empirical(&list, &path) }
                }
                _ => self.wrong("there is no list of values", "a list"),
            },
            _ => None,
        }
    }

    fn lognormal(&mut self) -> Option<Family> {
        let has = |key: &str| self.entries.iter().any(|e| e.key == key);
        let asked = "\"mean\" with one of \"median\", \"sd\" and \"sigma\", or \"mu\" with \"sigma\", \
                     or two percentiles such as \"p50\" and \"p90\"";
        let percentiles: Vec<(f64, String)> =
            self.entries.iter().filter_map(|e| Some((percentile(&e.key)?, e.key.clone()))).collect();
        let given: Vec<bool> = ["mean", "median", "sd", "mu", "sigma"].iter().map(|k| has(k)).collect();
        let family = match (given.as_slice(), percentiles.len()) {
            ([true, true, false, false, false], 0) => {
                let (mean, median) = (self.above_zero("mean")?, self.above_zero("median")?);
                if mean < median {
                    return self.wrong(
                        "the mean of a lognormal is below its median",
                        "a mean of at least the median",
                    );
                }
                Family::Lognormal { mu: libm::log(median), sigma: (2.0 * libm::log(mean / median)).sqrt() }
            }
            ([true, false, true, false, false], 0) => {
                let (mean, sd) = (self.above_zero("mean")?, self.needed("sd")?);
                let variance = libm::log1p(squared(sd / mean));
                Family::Lognormal { mu: libm::log(mean) - variance / 2.0, sigma: variance.sqrt() }
            }
            ([true, false, false, false, true], 0) => {
                let (mean, sigma) = (self.above_zero("mean")?, self.sigma()?);
                Family::Lognormal { mu: libm::log(mean) - sigma * sigma / 2.0, sigma }
            }
            ([false, false, false, true, true], 0) => {
                let (mu, sigma) = (self.plain("mu", -20.0, 20.0)??, self.sigma()?);
                self.unit = self.unit.and(Unit::Days);
                Family::Lognormal { mu, sigma }
            }
            ([false, false, false, false, false], 2) => self.two_percentiles(&percentiles)?,
            _ => return self.wrong("these parameters do not make a lognormal", asked),
        };
        let Family::Lognormal { mu, sigma } = family else { return None };
        if mu + sigma * sigma / 2.0 > libm::log(LONGEST.max(1e6)) {
            return self.wrong("the mean that results is absurdly great", "a smaller \"mu\" or \"sigma\"");
        }
        Some(family)
    }

    fn sigma(&mut self) -> Option<f64> {
        self.plain("sigma", 0.0, 10.0)?
    }

    fn two_percentiles(&mut self, percentiles: &[(f64, String)]) -> Option<Family> {
        let mut points = Vec::new();
        for (share, key) in percentiles {
            let value = self.above_zero(key)?;
            points.push((-normal_exceeded_by(*share), libm::log(value)));
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let [(z0, x0), (z1, x1)] = points.as_slice() else { return None };
        if x1 < x0 || z1 <= z0 {
            return self.wrong("the greater percentile has the smaller value", "percentiles in order");
        }
        let sigma = (x1 - x0) / (z1 - z0);
        Some(Family::Lognormal { mu: x0 - sigma * z0, sigma })
    }

    fn gamma(&mut self) -> Option<Family> {
        let (mean, sd) = (self.length("mean")?, self.length("sd")?);
        let (shape, scale) = (self.plain("shape", 0.01, 1e6)?, self.length("scale")?);
        let family = match (mean, sd, shape, scale) {
            (Some(mean), Some(sd), None, None) if mean > 0.0 && sd > 0.0 => {
                Family::Gamma { shape: squared(mean / sd), scale: sd * sd / mean }
            }
            (Some(mean), None, Some(shape), None) => Family::Gamma { shape, scale: mean / shape },
            (None, None, Some(shape), Some(scale)) => Family::Gamma { shape, scale },
            (Some(_), Some(_), None, None) => return self.wrong("a gamma with mean or sd 0", "both above 0"),
            _ => {
                return self.wrong(
                    "these parameters do not make a gamma",
                    "\"mean\" with \"sd\" or \"shape\", or \"shape\" with \"scale\"",
                );
            }
        };
        match family {
            Family::Gamma { shape, .. } if !(0.001..=1e8).contains(&shape) => {
                self.wrong("the sd is out of all proportion to the mean", "an sd nearer to the mean")
            }
            family => Some(family),
        }
    }

    fn weibull(&mut self) -> Option<Family> {
        let (mean, scale) = (self.length("mean")?, self.length("scale")?);
        let shape = self.plain("shape", 0.1, 1e3)?;
        match (mean, shape, scale) {
            (Some(mean), Some(shape), None) => {
                Some(Family::Weibull { shape, scale: mean / libm::tgamma(1.0 + 1.0 / shape) })
            }
            (None, Some(shape), Some(scale)) => Some(Family::Weibull { shape, scale }),
            _ => self.wrong("these parameters do not make a Weibull", "\"shape\" with \"mean\" or \"scale\""),
        }
    }

    pub fn empirical(&mut self, list: &[Node], path: &Path) -> Option<Family> {
        if list.is_empty() {
            return self.wrong("the list is empty", "at least one value");
        }
        let mut values = Vec::with_capacity(list.len());
        for (i, node) in list.iter().enumerate() {
            let (value, unit) = M::read(node, &path.index(i), self.found)?;
            self.unit = self.unit.and(unit);
            values.push(value);
        }
        Some(Family::Empirical(values))
    }

    pub fn bands(&mut self, list: &[Node], path: &Path) -> Option<Family> {
        let (mut upto, mut bands) = (0.0, Vec::with_capacity(list.len()));
        for (i, node) in list.iter().enumerate() {
            let path = path.index(i);
            let entries = map(node, &path, self.found)?;
            let words = ["share", "from", "to"];
            for entry in entries.iter().filter(|e| !words.contains(&e.key.as_str())) {
                self.found.fault(unknown_key(entry, &path, words));
            }
            let (Some(share), Some(from), Some(to)) = (node.get("share"), node.get("from"), node.get("to"))
            else {
                self.found.wrong(node, &path, "the band is not complete", "\"share\", \"from\" and \"to\"");
                return None;
            };
            let share = number(share, &path.key("share"), self.found, 0.0..=1.0, "a share")?;
            let (from, unit) = M::read(from, &path.key("from"), self.found)?;
            let (to, unit_to) = M::read(to, &path.key("to"), self.found)?;
            self.unit = self.unit.and(unit).and(unit_to);
            if from > to {
                self.found.wrong(node, &path, "from is above to", "from to be the lesser");
                return None;
            }
            if share > 0.0 {
                upto += share;
                bands.push((upto, from, to));
            }
        }
        match Sum::of(upto) {
            Sum::One => {}
            Sum::Nearly => {
                self.found.scaled(self.path, upto);
                for (share, ..) in &mut bands {
                    *share /= upto;
                }
            }
            Sum::Other => {
                let what = format!("the shares of the bands sum to {}", rounded(upto));
                return self.wrong(what, "shares that sum to 1");
            }
        }
        if let Some(last) = bands.last_mut() {
            last.0 = 1.0;
        }
        Some(Family::Bands(bands))
    }
}

/// The share of a percentile's key: `p90` is 0.9, `p2.5` is 0.025.
fn percentile(key: &str) -> Option<f64> {
    let percent: f64 = key.strip_prefix('p')?.parse().ok()?;
    (percent > 0.0 && percent < 100.0).then_some(percent / 100.0)
}
