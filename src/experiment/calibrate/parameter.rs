//! What is moved: figures with a range, as shares from 0 to 1 of what was likely before anything was observed: of the
//! range, or of what people think.

use crate::base::statistics::in_thousandths;
use crate::experiment::sensitivity::Input;
use crate::scenario::{Faults, Figure, Setting, Variants};

/// A figure that is looked for between two ends. Every share is thought equally likely before anything was observed:
/// that is every value between the ends, or where people judged it the value below which that share of what they think
/// possible lies.
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
        }
        // Ends that were typed are the user's own; those of what people think may lie beyond what makes sense.
        if parameter.whole || parameter.input.elicited.is_some() {
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

    /// The value at a share of what was likely before.
    pub fn value(&self, share: f64) -> Figure {
        let [low, high] = &self.input.ends;
        let judged = self.input.elicited.as_ref().map(|elicited| elicited.pool.quantile(share));
        let x = judged.unwrap_or(low.number + share * (high.number - low.number));
        let number = if self.whole {
            // Not `clamp`: a range may hold no whole number.
            x.round().max(low.number.ceil()).min(high.number.floor())
        } else if judged.is_some() {
            in_thousandths(x, x.abs().min(high.number - low.number)).max(low.number).min(high.number)
        } else {
            in_thousandths(x, high.number - low.number).max(low.number).min(high.number)
        };
        Figure { number, unit: low.unit.clone() }
    }

    /// The share that the value at a share really has: values are whole, or rounded to a thousandth of the range or to
    /// four digits.
    pub fn rounded(&self, share: f64) -> f64 {
        let value = self.value(share);
        let judged = self.input.elicited.as_ref().map(|elicited| elicited.pool.below(value.number));
        judged.unwrap_or_else(|| self.input.share(&value))
    }

    /// Whether it is a price: what is paid for something, which nothing that happens depends on.
    pub fn is_price(&self) -> bool {
        self.input.paths.iter().all(|path| {
            let last = path.rsplit('.').next().unwrap_or(path);
            path.starts_with("costs.") || last.starts_with("cost_") || last == "set_up_cost"
        })
    }

    /// What sets it to the value at a share.
    pub fn settings(&self, share: f64) -> Vec<Setting> {
        self.input.settings(&self.value(share))
    }
}

/// What sets all parameters to these shares.
pub fn settings(parameters: &[Parameter], shares: &[f64]) -> Vec<Setting> {
    parameters.iter().zip(shares).flat_map(|(parameter, share)| parameter.settings(*share)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sensitivity::inputs;
    use crate::scenario::{Scenario, SourceKind};

    fn judged(range: &str) -> Parameter {
        let base = format!(
            r#"{{ "calendar": {{ "start": "2025-01-06", "days": 14 }},
          "groups": {{ "a": {{ "arrivals": {{ "per_day": 3 }}, "enters": "ready", "needs": {{ "p2": 1 }} }} }},
          "pathways": {{ "p2": {{ "services": ["beds"] }} }},
          "services": {{ "beds": {{ "places": 20, "stay": {{ "fixed": "6d" }} }} }},
          "provenance": {{ "services.beds.stay.fixed": {{ "kind": "assumed", "source": "", {range}
            "elicited": [{{ "role": "ward manager", "date": "2026-01-05", "low": "4d", "middle": "6d", "high": "12d" }}] }} }} }}"#
        );
        let scenario = Scenario::from_json(&base).expect("a scenario");
        let moved = inputs(&scenario, &[SourceKind::Assumed], &[], true).moved;
        Parameter { input: moved[0].clone(), whole: false }
    }

    #[test]
    fn a_figure_that_people_judged_has_their_quantiles_at_its_shares() {
        let parameter = judged("");
        let shown = [0.05, 0.5, 0.95].map(|share| parameter.value(share).to_string());
        assert_eq!(shown, ["4d", "6d", "12d"]);
        assert!((parameter.rounded(0.3) - 0.3).abs() < 1e-3);
        let ends = parameter.input.ends.clone();
        assert_eq!(
            [parameter.value(0.0), parameter.value(1.0)],
            ends,
            "it does not leave what is as good as possible"
        );
        assert!(ends[0].number > 2.5 && ends[1].number < 20.0, "{ends:?}");
        assert!((parameter.rounded(0.0) - 0.005).abs() < 1e-4);
    }

    #[test]
    fn a_typed_range_cuts_what_people_think() {
        let parameter = judged(r#""range": ["5d", "9d"],"#);
        assert_eq!([0.0, 1.0].map(|share| parameter.value(share).to_string()), ["5d", "9d"]);
        let middle = parameter.value(0.5).number;
        assert!(middle > 5.5 && middle < 6.9, "{middle}");
        assert!((parameter.rounded(1.0) - 1.0).abs() < 1e-9);
    }
}
