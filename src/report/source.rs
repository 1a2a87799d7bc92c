//! The line at the foot of every chart: which version drew it, of which scenario, with which
//! fingerprint, from how many runs and which seed. Nothing else words it; it holds no time and no path.

use super::version::PROGRAM;
use super::words::count;
use crate::scenario::Scenario;

/// A longer name of a scenario is cut, so that the fingerprint is not.
const LONGEST_NAME: usize = 60;
/// Characters of a fingerprint that are shown, as in the names of folders.
const SHORT: usize = 8;

/// Where the figures of charts come from.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The scenario, or the baseline of several.
    pub scenario: &'a Scenario,
    /// How many runs, in words: `100 runs of each point`.
    pub runs: String,
    /// The seed of all luck.
    pub seed: u64,
}

impl Source<'_> {
    /// The line. `whole` is the fingerprint of all that was run, as in `manifest.json`; where it is not
    /// the scenario's own, both are named.
    pub fn line(&self, whole: &str) -> String {
        let own = self.scenario.fingerprint.as_str();
        let study = if whole == own { String::new() } else { format!(" (whole study {})", short(whole)) };
        format!(
            "{PROGRAM}, {}, fingerprint {}{study}, {}, seed {}",
            name(&self.scenario.names.scenario),
            short(own),
            self.runs,
            self.seed
        )
    }
}

/// Runs of each of several scenarios, in words: `100 runs of each point`, `20 to 500 runs of each point`.
pub fn runs_of_each(runs: impl IntoIterator<Item = u64>, what: &str) -> String {
    let range = runs.into_iter().fold(None, |range: Option<(u64, u64)>, n| {
        Some(range.map_or((n, n), |(least, most)| (least.min(n), most.max(n))))
    });
    let (least, most) = range.unwrap_or((0, 0));
    let from = if least < most { format!("{least} to ") } else { String::new() };
    format!("{from}{} of each {what}", count(most, "run"))
}

fn short(fingerprint: &str) -> &str {
    fingerprint.get(..SHORT).unwrap_or(fingerprint)
}

fn name(scenario: &str) -> String {
    let words = scenario.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        return "scenario without a name".to_owned();
    }
    if words.chars().count() <= LONGEST_NAME {
        return words;
    }
    let kept: String = words.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    #[test]
    fn the_line_names_version_scenario_fingerprint_runs_and_seed() {
        let mut scenario = made_up(1).0;
        scenario.fingerprint = "0123456789abcdef".to_owned();
        scenario.names.scenario = "Anytown".to_owned();
        let source = Source { scenario: &scenario, runs: count(1, "run"), seed: 7 };
        assert_eq!(
            source.line("0123456789abcdef"),
            format!("{PROGRAM}, Anytown, fingerprint 01234567, 1 run, seed 7")
        );
        let source = Source { runs: runs_of_each([30, 20], "point"), ..source };
        assert_eq!(
            source.line("fedcba9876543210"),
            format!(
                "{PROGRAM}, Anytown, fingerprint 01234567 (whole study fedcba98), \
                 20 to 30 runs of each point, seed 7"
            )
        );
    }

    #[test]
    fn a_long_name_does_not_push_the_fingerprint_out() {
        let mut scenario = made_up(1).0;
        for name in ["word ".repeat(400), "w".repeat(4_000), "\n".to_owned()] {
            scenario.names.scenario = name;
            let source = Source { scenario: &scenario, runs: count(9, "run"), seed: 1 };
            let line = source.line(&scenario.fingerprint);
            assert!(line.chars().count() < 160 && line.contains(&scenario.fingerprint[..8]), "{line}");
        }
    }
}
