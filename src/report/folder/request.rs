//! Which run a folder holds: of what, and what was asked beside it.

use serde_json::{Value, json};

use crate::report::words::count;

/// Which run: a folder that holds the same one may be written again.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// Of the scenario, or of all scenarios of a study.
    pub fingerprint: String,
    /// What was asked beside it.
    pub request: Request,
}

/// What was asked of a run beside its scenario. Where the number of runs is left to a precision it is
/// the precision that is asked, and the number a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// The seed of all luck.
    pub seed: u64,
    /// How many runs, or how many at most.
    pub runs: u64,
    /// How precisely, where the number of runs is left to it.
    pub precision: Option<f64>,
}

impl Request {
    /// As a manifest has it.
    pub(super) fn json(self) -> Value {
        match self.precision {
            None => json!({ "seed": self.seed, "runs": self.runs }),
            Some(precision) => {
                json!({ "seed": self.seed, "runs": "auto", "precision": precision, "most_runs": self.runs })
            }
        }
    }

    /// `seed 1 with 100 runs`.
    pub(super) fn words(self) -> String {
        let runs = count(self.runs, "run");
        match self.precision {
            None => format!("seed {} with {runs}", self.seed),
            Some(precision) => {
                format!("seed {} with at most {runs} for a precision of {}%", self.seed, percent(precision))
            }
        }
    }

    /// What tells it from others in the name of a folder: `seed-7-50-runs`.
    pub fn stem(self) -> String {
        match self.precision {
            None => format!("seed-{}-{}-runs", self.seed, self.runs),
            Some(precision) => format!("seed-{}-{}-runs-to-{}pc", self.seed, self.runs, percent(precision)),
        }
    }
}

/// A share in percent, without the noise of doing that in binary.
fn percent(share: f64) -> f64 {
    (share * 1e10).round() / 1e8
}
