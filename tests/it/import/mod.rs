//! `wardflow import` over made-up files, each with traps of real ones: what is said, and what is written. The pages
//! and faults stand in `tests/data/import/said.txt`; `WARDFLOW_RENEW=import` writes them again.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name)
}

/// The exit code and what was said, of files by their bare names.
fn import(words: &str, out: &Path) -> (i32, String) {
    let mut program = Command::cargo_bin("wardflow").unwrap();
    let program = program.current_dir(data("")).args(["import"]).args(words.split_whitespace());
    let output = program.arg("--out").arg(out).env("COLUMNS", "80").output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), said.replace(&out.display().to_string(), "OUT"))
}

fn read(out: &Path, name: &str) -> String {
    fs::read_to_string(out.join(name)).unwrap()
}

/// Each command of the file of what is said.
const SAID: [&str; 21] = [
    "long.csv --trust XZA",
    "long.csv --trust xzb",
    "long.csv",
    "long.csv --trust XZC",
    "wide-two-rows.csv --trust XZB",
    "national.csv",
    "beds.csv",
    "reasons.tsv",
    "bands.csv",
    "stays.csv",
    "today.csv",
    "utf16be.csv",
    "workbook.xlsx",
    "workbook.xlsx --sheet bands",
    "workbook.xlsx --sheet Notes",
    "both-orders.csv",
    "wide-month-first.csv --trust XZA",
    "wide-either.csv --trust XZA",
    "wide-both-orders.csv --trust XZA",
    "reasons.tsv bands.csv --trust XZA",
    "unknown.csv",
];

#[test]
fn what_is_said_of_each_file_is_what_was_looked_at() {
    let mut said = String::new();
    for words in SAID {
        let folder = tempfile::tempdir().unwrap();
        let (code, text) = import(words, &folder.path().join("out"));
        assert!(text.lines().all(|line| code != 0 || line.chars().count() <= 100), "{words}: {text}");
        // Where the files are is wrapped by how long the path is.
        let text = match text.split_once("\nFiles in ") {
            Some((before, _)) => format!("{before}\n"),
            None => text,
        };
        write!(said, "$ wardflow import {words}\n{text}exit {code}\n\n").unwrap();
    }
    let file = data("said.txt");
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "import") {
        fs::write(&file, &said).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap();
    for (ours, known) in said.split("$ ").zip(known.split("$ ")) {
        assert_eq!(ours, known);
    }
    assert_eq!(said.len(), known.len());
}

#[test]
fn a_written_series_has_a_row_a_day_and_is_blank_where_a_rule_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert_eq!(import("long.csv --trust XZB", &out).0, 0);
    let daily = read(&out, "daily.csv");
    let rows: Vec<&str> = daily.lines().collect();
    assert_eq!((rows.len(), rows[0]), (71, "date,nctr,discharged,remaining"));
    // A week of zeros from 2 October, and the week sent twice from 23 October.
    for day in ["2023-10-02", "2023-10-08", "2023-10-23", "2023-10-29", "2023-11-12"] {
        assert!(rows.contains(&format!("{day},,,").as_str()), "{day}: {daily}");
    }
    // It reads back as the same series.
    let again = wardflow::sources::daily::read(&out.join("daily.csv"), None).unwrap();
    let first = wardflow::sources::daily::read(&data("long.csv"), Some("XZB")).unwrap();
    assert_eq!((again.first, &again.nctr, &again.remaining), (first.first, &first.nctr, &first.remaining));
}

#[test]
fn a_day_over_four_columns_and_parts_of_those_discharged_are_put_together() {
    let read = |trust| wardflow::sources::daily::read(&data("wide-two-rows.csv"), Some(trust)).unwrap();
    let daily = read("Elsewhere");
    assert_eq!((daily.days(), daily.first.to_string().as_str()), (6, "2024-12-30"));
    for i in 0..6 {
        let [nctr, discharged, remaining] = daily.series().map(|series| series[i].unwrap());
        assert!(
            nctr > 999.0 && (nctr - discharged - remaining).abs() < 1e-9,
            "{nctr} {discharged} {remaining}"
        );
        assert!((40.0..=80.0).contains(&discharged), "both parts: {discharged}");
    }
    let fault = wardflow::sources::daily::read(&data("wide-two-rows.csv"), None).unwrap_err().to_string();
    assert!(fault.contains("XZA (Somewhere), XZB (Elsewhere)"), "{fault}");
}

#[test]
fn observed_figures_have_the_names_that_a_run_knows() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (code, said) = import("long.csv bands.csv beds.csv --trust XZA", &out);
    assert_eq!(code, 0, "{said}");
    let scenario = wardflow::Scenario::baseline(&[]).unwrap();
    let rows =
        wardflow::report::run::observed::read(read(&out, "observed.csv").as_bytes(), &scenario).unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    for name in
        ["discharges_per_day", "nctr_remaining", "share_delayed", "delay_band_share:7_13", "acute_occupancy"]
    {
        assert!(names.contains(&name), "{names:?}");
    }
    let of = |name: &str| rows.iter().find(|row| row.name == name).unwrap().observed.unwrap();
    // 22 of 120 delayed: 7+ less 14+.
    assert!((of("delay_band_share:7_13") - 22.0 / 127.0).abs() < 0.02, "{}", of("delay_band_share:7_13"));
    assert!((of("share_delayed") - 120.0 / 1000.0).abs() < 0.01, "{}", of("share_delayed"));
    assert!(
        (0.9..0.95).contains(&of("acute_occupancy")),
        "the slip of a thousand is out: {}",
        of("acute_occupancy")
    );
}

#[test]
fn stays_are_words_of_a_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    assert_eq!(import("stays.csv", &out).0, 0);
    let words: serde_json::Value = serde_json::from_str(&read(&out, "stays.json")).unwrap();
    let stay = words["emergency"]["stay"].to_string();
    let setting = format!("groups.older_frail.stay={stay}");
    let settings = [wardflow::Setting::parse(&setting).unwrap()];
    wardflow::Scenario::baseline(&settings).unwrap_or_else(|faults| panic!("{setting}: {faults}"));
    let table = read(&out, "stays.csv");
    assert!(table.lines().any(|line| line.starts_with("all,") && line.contains(",lognormal,")), "{table}");
    assert!(
        read(&out, "census.csv").starts_with("where,since,group,pathway,ready,waiting_for,notes\nhospital,")
    );
}

#[test]
fn headings_with_the_month_first_are_days_in_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (code, said) = import("wide-month-first.csv --trust XZA", &out);
    assert_eq!(code, 0, "{said}");
    let daily = read(&out, "daily.csv");
    let days: Vec<&str> = daily.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    let all = ["2025-01-10", "2025-01-11", "2025-01-12", "2025-01-13", "2025-01-14", "2025-01-15"];
    assert_eq!(days, all, "{daily}");
    assert!(daily.contains("2025-01-13,103,23,80\n"), "{daily}");
}

#[test]
fn reasons_and_bands_together_are_counts_of_who_waits_that_a_scenario_reads() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (code, said) = import("reasons.tsv bands.csv --trust XZA", &out);
    assert_eq!(code, 0, "{said}");
    let reasons = read(&out, "waiting-reasons.csv");
    // The mean of two months of 5 and 2, 9 and 1.
    let people = |text: &str| -> u32 {
        text.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().parse::<u32>().unwrap()).sum()
    };
    assert_eq!(people(&reasons), 17, "{reasons}");
    assert!(reasons.contains("Hospital process - Awaiting medicines,7,,\n"), "{reasons}");
    let bands = read(&out, "waiting-bands.csv");
    assert_eq!(people(&bands), 17, "{bands}");
    assert!(bands.contains("\n21 or more,"), "{bands}");
    // A scenario knows each by its national group.
    fs::write(
        out.join("s.json"),
        r#"{ "extends": "builtin:milton-keynes", "initial": { "hospital": { "people": 400 }, "waiting": { "by_reason": "waiting-reasons.csv", "by_band": "waiting-bands.csv" } } }"#,
    )
    .unwrap();
    let scenario =
        wardflow::Scenario::open(&out.join("s.json"), &[]).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(scenario.plan.initial.census.len(), 17);
    assert!(scenario.warnings.iter().all(|warning| warning.code != "W32"));
}

#[test]
fn two_files_of_a_kind_are_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let (code, said) = import("utf16be.csv workbook.xlsx", &out);
    assert!(code == 2 && said.contains("are both a daily discharge return"), "{code} {said}");
    assert!(!out.exists());
}

#[test]
fn a_file_that_is_cut_off_or_garbled_is_a_fault_or_read_and_never_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["workbook.xlsx", "wide-two-rows.csv", "utf16be.csv", "stays.csv"] {
        let whole = fs::read(data(name)).unwrap();
        for part in 1..12 {
            let mut bytes = whole[..whole.len() * part / 12].to_vec();
            let at = bytes.len() / 2;
            bytes[at] ^= 0x55;
            let file = folder.path().join(format!("cut-{name}"));
            fs::write(&file, &bytes).unwrap();
            let _ = wardflow::sources::import::import(&file, &wardflow::sources::import::Asked::default());
        }
    }
}
