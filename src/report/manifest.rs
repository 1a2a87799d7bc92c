//! `manifest.json`: all that is needed to repeat a run, and the circumstances that may not stand in
//! its results: when, how long, on what machine, with how many threads.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Run;
use super::json::SCHEMA;
use crate::measures::Replication;
use crate::scenario::Scenario;

/// How a run came about.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The command as typed, word by word.
    pub command: Vec<String>,
    /// The scenario's file as typed; `None` for the built-in baseline.
    pub file: Option<String>,
    /// The settings on the command line, as typed.
    pub settings: Vec<String>,
    /// How many replications ran at the same time.
    pub threads: usize,
    /// When it began.
    pub started: Timestamp,
    /// How long the replications took, in seconds.
    pub simulating_seconds: f64,
    /// How long all took up to the writing of the manifest, in seconds.
    pub wall_seconds: f64,
}

/// The whole of `manifest.json`. `files` are those of the folder, this one included.
pub fn manifest(run: &Run<'_>, how: &Circumstances, files: &[String]) -> Value {
    let mut value = circumstances(how, run.replications, files);
    value["fingerprint"] = run.scenario.fingerprint.clone().into();
    value["name"] = run.scenario.names.scenario.clone().into();
    value["file"] = how.file.clone().into();
    value["runs"] = run.findings.runs.into();
    value["seed"] = run.findings.seed.into();
    value["scenario"] = run.scenario.resolved.clone();
    value
}

/// The manifest of a command that ran many variants of one scenario.
pub fn of_study<'a>(
    base: &Scenario,
    (fingerprint, seed, runs): (&str, u64, u64),
    replications: impl IntoIterator<Item = &'a Replication>,
    how: &Circumstances,
    files: &[String],
) -> Value {
    let mut value = circumstances(how, replications, files);
    value["fingerprint"] = fingerprint.into();
    value["name"] = base.names.scenario.clone().into();
    value["file"] = how.file.clone().into();
    value["seed"] = seed.into();
    value["runs"] = runs.into();
    value["scenario"] = base.resolved.clone();
    value
}

/// A fingerprint of several scenarios in their order.
pub fn fingerprint<'a>(scenarios: impl IntoIterator<Item = &'a Scenario>) -> String {
    fingerprint_of(scenarios.into_iter().map(|scenario| scenario.fingerprint.as_str()))
}

/// The same from the fingerprint of each.
pub fn fingerprint_of<'a>(each: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for fingerprint in each {
        hasher.update(fingerprint.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// The fingerprint of a study with what is asked of it beside its scenarios. Where nothing is asked but what
/// holds by itself, it stays as it is.
pub fn asked_of(fingerprint: String, asked: &[String]) -> String {
    if asked.is_empty() {
        return fingerprint;
    }
    let asked = asked.iter().map(String::as_str);
    // No word of what is asked holds a line's end, so no two lists come to the same.
    fingerprint_of(std::iter::once(fingerprint.as_str()).chain(asked.flat_map(|one| ["\n", one])))
}

/// What every manifest holds.
pub(super) fn circumstances<'a>(
    how: &Circumstances,
    replications: impl IntoIterator<Item = &'a Replication>,
    files: &[String],
) -> Value {
    let (people, events) = replications.into_iter().fold((0, 0), |(p, e), r| (p + r.people, e + r.events));
    json!({
        "schema": SCHEMA,
        "wardflow": env!("CARGO_PKG_VERSION"),
        "settings": how.settings,
        "command": how.command,
        "threads": how.threads,
        "started": how.started.to_string(),
        "simulating_seconds": how.simulating_seconds,
        "wall_seconds": how.wall_seconds,
        "people_simulated": people,
        "events_simulated": events,
        "machine": { "os": std::env::consts::OS, "arch": std::env::consts::ARCH },
        "files": files,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    #[test]
    fn what_is_asked_is_part_of_a_fingerprint_and_nothing_leaves_it_as_it_is() {
        let of = |asked: &[&str]| {
            asked_of("1f".to_owned(), &asked.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), "1f");
        let all = [of(&["--on a"]), of(&["--on b"]), of(&["--on a", "--on b"]), of(&["--on a--on b"])];
        for (i, one) in all.iter().enumerate() {
            assert!(one.len() == 64 && !all[..i].contains(one), "{all:?}");
        }
    }

    #[test]
    fn a_manifest_holds_what_repeats_the_run() {
        let (scenario, replications, findings) = made_up(3);
        let run = Run { scenario: &scenario, replications: &replications, findings: &findings };
        let how = Circumstances {
            command: vec!["wardflow".to_owned(), "run".to_owned()],
            file: None,
            settings: vec!["hospital.beds=9".to_owned()],
            threads: 2,
            started: Timestamp::UNIX_EPOCH,
            simulating_seconds: 1.0,
            wall_seconds: 1.5,
        };
        let value = manifest(&run, &how, &["results.json".to_owned()]);
        assert_eq!(value["fingerprint"], scenario.fingerprint);
        assert_eq!(value["scenario"], scenario.resolved);
        assert_eq!((&value["runs"], &value["seed"], &value["threads"]), (&json!(3), &json!(1), &json!(2)));
        assert_eq!(value["people_simulated"], 300);
        assert_eq!(value["started"], "1970-01-01T00:00:00Z");
    }
}
