//! What is moved: figures with a range, as shares of it from 0 to 1.

use crate::experiment::sensitivity::Input;
use crate::scenario::{Faults, Figure, Setting, Variants};

/// A figure that is looked for between two ends; every value between them is thought equally likely before
/// anything was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The paths that move together, and the ends.
    pub input: Input,
    /// Whether only whole numbers make sense there.
    pub whole: bool,
}

impl Parameter {
    /// Of what is moved in a scenario.
    ///
    /// # Errors
    /// The faults of a value within the range, where it makes no scenario.
    pub fn of(input: Input, variants: &Variants) -> Result<Self, Faults> {
        let mut parameter = Self { input, whole: false };
        let [low, high] = &parameter.input.ends;
        let within = (low.number + 0.381_966 * (high.number - low.number)).floor() + 0.437;
        let broken = Figure { number: within.clamp(low.number, high.number), unit: low.unit.clone() };
        if variants.with(&parameter.input.settings(&broken)).is_err() {
            parameter.whole = true;
            for share in [0.0, 0.5, 1.0] {
                variants.with(&parameter.settings(share))?;
            }
        }
        Ok(parameter)
    }

    /// Whether only whole numbers make sense, and the range holds none.
    pub fn has_no_value(&self) -> bool {
        let [low, high] = &self.input.ends;
        self.whole && low.number.ceil() > high.number.floor()
    }

    /// The value at a share of the range.
    pub fn value(&self, share: f64) -> Figure {
        let [low, high] = &self.input.ends;
        let x = low.number + share * (high.number - low.number);
        let number = if self.whole {
            // Not `clamp`: a range may hold no whole number.
            x.round().max(low.number.ceil()).min(high.number.floor())
        } else {
            in_thousandths(x, high.number - low.number).max(low.number).min(high.number)
        };
        Figure { number, unit: low.unit.clone() }
    }

    /// The share that the value at a share really has: values are whole, or rounded to a thousandth of the range.
    pub fn rounded(&self, share: f64) -> f64 {
        self.input.share(&self.value(share))
    }

    /// Whether it is a price: what is paid for something, which nothing that happens depends on.
    pub fn is_price(&self) -> bool {
        self.input.paths.iter().all(|path| {
            let last = path.rsplit('.').next().unwrap_or(path);
            path.starts_with("costs.") || last.starts_with("cost_") || last == "set_up_cost"
        })
    }

    /// What sets it to a share of its range.
    pub fn settings(&self, share: f64) -> Vec<Setting> {
        self.input.settings(&self.value(share))
    }
}

/// A number to a thousandth of a width or somewhat better: more digits say nothing.
fn in_thousandths(x: f64, width: f64) -> f64 {
    const MOST_DIGITS: f64 = 15.0;
    let digits = 3.0 - libm::floor(libm::log10(width));
    if (0.0..=MOST_DIGITS).contains(&digits) {
        format!("{x:.*}", digits as usize).parse().unwrap_or(x)
    } else {
        format!("{x:.6e}").parse().unwrap_or(x)
    }
}

/// What sets all parameters to these shares.
pub fn settings(parameters: &[Parameter], shares: &[f64]) -> Vec<Setting> {
    parameters.iter().zip(shares).flat_map(|(parameter, share)| parameter.settings(*share)).collect()
}
