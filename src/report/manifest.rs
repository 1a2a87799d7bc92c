//! `manifest.json`: all that is needed to repeat a run, and the circumstances that may not stand in
//! its results: when, how long, on what machine, with how many threads.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::json::SCHEMA;
use super::study::Report;
use super::version::VERSION;
use crate::scenario::Scenario;

/// How a run came about.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The name of the command: `compare`.
    pub study: String,
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

/// The whole of `manifest.json`. `fingerprint` is that of all that was asked, but for runs and `seed`; `files`
/// are those of the folder, this one included.
pub fn manifest(
    report: &dyn Report,
    (fingerprint, seed): (&str, u64),
    how: &Circumstances,
    files: &[String],
) -> Value {
    let ran = report.ran();
    let mut value = json!({
        "schema": SCHEMA,
        "wardflow": VERSION,
        "settings": how.settings,
        "command": how.command,
        "threads": how.threads,
        "started": how.started.to_string(),
        "simulating_seconds": how.simulating_seconds,
        "wall_seconds": how.wall_seconds,
        "people_simulated": ran.people,
        "events_simulated": ran.events,
        "machine": { "os": std::env::consts::OS, "arch": std::env::consts::ARCH },
        "files": files,
        "fingerprint": fingerprint,
        "file": how.file,
        "runs": ran.runs,
        "seed": seed,
    });
    if let Value::Object(all) = &mut value {
        all.extend(report.repeated());
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::report::Run;

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
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let how = Circumstances {
            study: "run".to_owned(),
            command: vec!["wardflow".to_owned(), "run".to_owned()],
            file: None,
            settings: vec!["hospital.beds=9".to_owned()],
            threads: 2,
            started: Timestamp::UNIX_EPOCH,
            simulating_seconds: 1.0,
            wall_seconds: 1.5,
        };
        let value = manifest(&run, (&scenario.fingerprint, 1), &how, &["results.json".to_owned()]);
        assert_eq!(value["fingerprint"], scenario.fingerprint);
        assert_eq!(value["scenario"], scenario.resolved);
        assert_eq!((&value["runs"], &value["seed"], &value["threads"]), (&json!(3), &json!(1), &json!(2)));
        assert_eq!(value["people_simulated"], 300);
        assert_eq!(value["started"], "1970-01-01T00:00:00Z");
    }
}
