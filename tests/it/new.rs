//! `wardflow new`: every trust's row becomes a scenario without faults, whose balance is exact.

use std::fmt::Write as _;
use std::path::Path;

use assert_cmd::Command;
use wardflow::base::Luck;
use wardflow::base::standard::normal;
use wardflow::experiment::baseline::Baseline;
use wardflow::experiment::baseline::balance::{FOUND_AFTER, Followed, GROUPS};
use wardflow::experiment::baseline::filled::From;
use wardflow::experiment::baseline::table::{Column, Table};
use wardflow::report::new::files;
use wardflow::{Scenario, System};

use crate::place::{Place, err};

/// Warnings that say what is meant: services with slightly less room than is asked for.
const MEANT: [&str; 1] = ["W02"];

fn program() -> Command {
    Command::cargo_bin("wardflow").unwrap()
}

fn scenario(baseline: &Baseline) -> Scenario {
    let text = files(baseline, None).remove(0).bytes.unwrap();
    Scenario::from_json(&String::from_utf8(text).unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a_trust_makes_a_scenario_without_faults_or_warnings_that_matter() {
    sound_of_every(5);
}

#[test]
#[ignore = "long: run by .ci/slow"]
fn every_trust_makes_a_scenario_without_faults_or_warnings_that_matter() {
    sound_of_every(1);
}

fn sound_of_every(nth: usize) {
    let table = Table::built_in();
    assert_eq!(table.0.len(), 119);
    for trust in table.0.iter().step_by(nth) {
        let baseline = Baseline::of(&table, trust).unwrap();
        let sound = scenario(&baseline);
        let odd: Vec<String> =
            sound.warnings.iter().filter(|w| !MEANT.contains(&w.code)).map(ToString::to_string).collect();
        assert_eq!(odd, [""; 0], "{}", trust.code);
        assert!(sound.plan.groups.len() == 3 && baseline.targets.len() > 6, "{}", trust.code);
    }
}

#[test]
fn every_figure_that_fitting_may_move_is_there_within_its_range() {
    let table = Table::built_in();
    let baseline = Baseline::of(&table, table.find("RD8").unwrap()).unwrap();
    let provenance = baseline.scenario["provenance"].as_object().unwrap();
    let moves: Vec<&String> =
        provenance.iter().filter(|(_, of)| of.get("calibrate").is_some()).map(|(path, _)| path).collect();
    assert!((6..=8).contains(&moves.len()), "{moves:?}");
    for (path, of) in provenance {
        let Some([low, high]) = of.get("range").and_then(|r| r.as_array()).map(Vec::as_slice) else {
            continue;
        };
        let value = path
            .split('.')
            .try_fold(&baseline.scenario, |at, key| at.get(key))
            .unwrap_or_else(|| panic!("{path}"));
        if let (Some(low), Some(value), Some(high)) = (low.as_f64(), value.as_f64(), high.as_f64()) {
            assert!((low..=high).contains(&value), "{path}: {value} not in {low} to {high}");
        }
    }
}

#[test]
fn a_folder_is_written_whole_checks_runs_and_is_not_overwritten_unasked() {
    let place = tempfile::tempdir().unwrap();
    let at = |words: &[&str]| program().args(words).current_dir(place.path()).output().unwrap();
    let said = at(&["new", "--trust", "R1F"]);
    let page = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.status.success() && page.contains("Isle of Wight") && page.contains("wardflow run r1f.json"),
        "{page}"
    );
    for file in ["scenario.json", "r1f.json", "observed.csv", "README.md"] {
        assert!(place.path().join("r1f").join(file).is_file(), "{file}");
    }
    let checked = at(&["check", "r1f/r1f.json"]);
    assert!(checked.status.success());
    let run =
        at(&["run", "r1f/r1f.json", "--runs", "2", "--observed", "r1f/observed.csv", "--charts", "none"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let again = at(&["new", "--trust", "R1F"]);
    let why = String::from_utf8(again.stderr).unwrap();
    assert!(again.status.code() == Some(2) && why.contains("--force"), "{why}");
    assert!(at(&["new", "--trust", "R1F", "--force", "-q"]).status.success());
    assert!(at(&["new", "--trust", "R1F", "--out", "other", "-q"]).status.success());
    assert!(Path::new(&place.path().join("other/scenario.json")).is_file());
}

#[test]
fn a_daily_return_of_ones_own_is_followed_where_the_table_disagrees() {
    let place = Place::with(&[]);
    let published = Table::built_in().find("R1F").unwrap().get(Column::Remaining).unwrap();
    let returned = |factor: f64| {
        let mut text = "date,nctr,discharged\n".to_owned();
        let mut date = jiff::civil::date(2024, 4, 1);
        for day in 0..365_u64 {
            // No two weeks are alike, and days stray by 15%.
            let stray = normal(&mut Luck::new(1, day).generator());
            let remaining = (published * factor * (1.0 + 0.15 * stray)).round();
            let discharged = (40.0 * Luck::new(2, day).uniform()).round() + 20.0;
            writeln!(text, "{date},{},{discharged}", remaining + discharged).unwrap();
            date = date.tomorrow().unwrap();
        }
        text
    };
    place.write("far.csv", returned(1.4));
    place.write("near.csv", returned(1.0));
    let page = place.done("new far --trust R1F --daily far.csv");
    let named = |page: &str| {
        // Discharges of both returns differ from the table's; people remaining of one.
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        page.split("* ").any(|said| {
            said.starts_with("People remaining")
                && said.contains("on the daily return given (365 days from 2024-04-01 to 2025-03-31)")
        })
    };
    assert!(named(&page), "{page}");
    let readme = place.text("far/README.md");
    assert!(readme.contains("calibrate r1f.json --observed daily.csv --observed observed.csv"), "{readme}");
    assert_eq!(place.text("far/daily.csv").lines().count(), 366);
    let row = |folder: &str| {
        let all = place.text(&format!("{folder}/observed.csv"));
        all.lines().find(|row| row.starts_with("nctr_remaining,")).unwrap().to_owned()
    };
    let of = |row: &str| row.split(',').nth(2).unwrap().parse::<f64>().unwrap();
    assert!((of(&row("far")) / published - 1.4).abs() < 0.04, "{}", row("far"));
    assert!(row("far").contains("The hospital's daily return"), "{}", row("far"));
    let spread = &place.json("far/scenario.json")["hospital"]["daily_return"]["spread"];
    assert!((0.08..0.2).contains(&spread.as_f64().unwrap()), "{spread}");
    place.done("check far/r1f.json");
    let page = place.done("new near --trust R1F --daily near.csv");
    assert!(!named(&page), "{page}");
    assert!((of(&row("near")) / published - 1.0).abs() < 1e-3, "{}", row("near"));
    for (words, told) in [
        ("new short --trust R1F --daily short.csv", "expected at least 182"),
        ("new none --daily far.csv", "--trust"),
        ("new gone --trust R1F --daily gone.csv", "gone.csv"),
    ] {
        place.write("short.csv", returned(1.0).lines().take(100).collect::<Vec<_>>().join("\n"));
        let ended = place.run(words);
        assert_eq!(ended.status.code(), Some(2), "{words}");
        assert!(err(&ended).contains(told), "{words}: {}", err(&ended));
    }
}

#[test]
fn a_trust_is_found_by_code_and_name_and_the_nearest_is_named() {
    let place = tempfile::tempdir().unwrap();
    let told = |typed: &str| {
        let out =
            program().args(["new", "x", "--trust", typed, "-q"]).current_dir(place.path()).output().unwrap();
        (out.status.code(), String::from_utf8(out.stderr).unwrap())
    };
    assert_eq!(told("isle wight").0, Some(0));
    let (code, why) = told("RD88");
    assert!(code == Some(2) && why.contains("RD8"), "{why}");
    let (code, why) = told("university");
    assert!(code == Some(2) && why.contains("several"), "{why}");
    let list = program().args(["new", "--trusts"]).output().unwrap();
    assert_eq!(String::from_utf8(list.stdout).unwrap().lines().count(), 119);
}

#[test]
fn a_run_of_what_is_written_has_the_published_people_remaining_in_beds_and_discharges() {
    let table = Table::built_in();
    for code in ["R1F", "RD8"] {
        let baseline = Baseline::of(&table, table.find(code).unwrap()).unwrap();
        let found = wardflow::run(&scenario(&baseline), wardflow::Replications::new(8)).unwrap();
        let near = |outcome: System, days: f64, published: f64, within: f64| {
            let mean = found.system(outcome).mean.unwrap() / days;
            assert!((mean / published - 1.0).abs() < within, "{code}: {mean} and {published}");
        };
        let of = |column: Column| baseline.trust.get(column).unwrap();
        near(System::NctrRemaining, 1.0, of(Column::Remaining), 0.25);
        near(System::Discharges, 365.0, of(Column::Discharged), 0.05);
        near(System::AcuteBedDays, 365.0, of(Column::Occupied), 0.06);
    }
}

/// Invented trusts: one with all that is needed to know and all else, and others as its region.
fn invented(rows: &[&str]) -> Table {
    let heading = "code,name,region,discharged_a_day,remaining_a_day,adult_beds_available,adult_beds_occupied,p0_jun_mar,\
        p1_jun_mar,p2_jun_mar,p3_jun_mar,drd_discharges,drd_bed_days_after,drd_mean_delay_of_delayed,band_1,band_2_3,\
        band_4_6,band_7_13,band_14_20,band_21_plus,reason_hospital_process,reason_wellbeing_concerns,\
        reason_care_transfer_hub_process,reason_interface_process,reason_capacity,reason_out_of_area,spell_days_mean";
    let text = std::iter::once(heading).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n");
    Table::read("invented.csv", text.as_bytes()).unwrap()
}

const WHOLE: &str =
    "AA1,Harbour Trust,North,50,60,400,360,12160,2432,456,152,18250,21900,6,30,25,18,17,5,5,20,5,10,25,40,0,";

#[test]
fn the_balance_of_an_invented_trust_is_what_a_hand_makes_it() {
    let table = invented(&[WHOLE]);
    let of = Baseline::of(&table, &table.0[0]).unwrap();
    let balance = &of.balance;
    assert_eq!((balance.followed, balance.beds, balance.contradicts.len()), (Followed::Return, 400, 0));
    // 60 of 304 days: 40, 8, 1.5 and 0.5 a day.
    for (found, hand) in balance.by_pathway.iter().zip([40.0, 8.0, 1.5, 0.5]) {
        assert!((found - hand).abs() < 1e-9, "{:?}", balance.by_pathway);
    }
    // 84% are emergencies, 51% of them short; so 0.004 × 0.4284 + 0.078 × 0.4116 + 0.002 × 0.16 die.
    let all = 50.0 / (1.0 - 0.034_138_4);
    assert!((balance.arrivals.iter().sum::<f64>() - all).abs() < 1e-9);
    assert!((balance.arrivals[2] - 0.16 * all).abs() < 1e-9);
    // Little's law: 360 in beds are 60 past ready, 50 a day not found yet and the acute stays.
    let acute: f64 = balance.arrivals.iter().zip(balance.stays).map(|(n, days)| n * days).sum();
    assert!((acute - (360.0 - 60.0 - 50.0 * FOUND_AFTER)).abs() < 1e-9, "{acute}");
    assert!((balance.stays[1] / balance.stays[0] - 7.4 / 1.95).abs() < 1e-9);
    // Those who live, by their needs, are the discharges by pathway.
    for k in 0..4 {
        let total: f64 =
            (0..3).map(|g| balance.arrivals[g] * (1.0 - GROUPS[g].dies) * balance.needs[g][k]).sum();
        assert!((total - balance.by_pathway[k]).abs() < 1e-9, "{k}: {total}");
    }
    for (found, by_hand) in of.delays.people.iter().zip([12.0, 3.0, 6.0, 15.0, 24.0, 0.0]) {
        assert!((found - by_hand).abs() < 1e-9, "{:?}", of.delays.people);
    }
    assert!(of.taken().is_empty() && of.delays.elsewhere.is_none());
}

#[test]
fn a_trust_of_which_only_what_is_needed_was_published_takes_the_rest_from_its_region_or_the_nation() {
    let others: Vec<String> = (2..6).map(|i| WHOLE.replace("AA1", &format!("AA{i}"))).collect();
    let bare = "BB1,Hill Trust,North,30,20,220,200,,,,,,,,,,,,,,,,,,,,";
    let far = "BB2,Moor Trust,South,30,20,220,200,,,,,,,,,,,,,,,,,,,,";
    let rows: Vec<&str> = others.iter().map(String::as_str).chain([bare, far]).collect();
    let table = invented(&rows);
    let of = |code: &str| Baseline::of(&table, table.find(code).unwrap()).unwrap();
    let near = of("BB1");
    assert_eq!(near.balance.pathways.from, From::Region("North".to_owned(), 4));
    assert!((near.balance.by_pathway[1] - 30.0 * 0.16).abs() < 1e-9);
    assert_eq!((near.taken().len(), scenario(&near).plan.services.len()), (4, 6));
    assert_eq!(of("BB2").balance.pathways.from, From::Nation(4));
    assert!(near.targets.iter().all(|target| !target.measure.starts_with("delay_band")));
    let none = invented(&["CC1,Empty Trust,North,,20,220,200,,,,,,,,,,,,,,,,,,,,"]);
    assert!(Baseline::of(&none, &none.0[0]).unwrap_err().contains("discharged_a_day"));
}

#[test]
fn contradictions_are_named_with_their_figures_and_targets_hold_both() {
    // 400 in beds over 10 a day are 40 days each; over 50 with a ready date 8.
    let odd = WHOLE.replace(",50,60,400,360,", ",10,60,400,399,");
    let table = invented(&[&odd, WHOLE]);
    let of = Baseline::of(&table, &table.0[0]).unwrap();
    assert_eq!(of.balance.followed, Followed::ReadyDates);
    let told = of.balance.contradicts.join("\n");
    for part in
        ["10.0 a day on the daily return, 50.0 with a ready date", "39.9 and 8.0 days", "Beds: 399 of 400"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let target = |measure: &str| of.targets.iter().find(|target| target.measure == measure).unwrap().clone();
    let [low, high] = target("discharges_per_day").accept.unwrap();
    assert!(low <= 10.0 && high >= 50.0);
    // People remaining: 60 on the return; 21,900 bed-days over 18,250 discharges are 1.2 days of each of 50 a day.
    let less = WHOLE.replace(",18250,21900,", ",18250,10950,");
    let table = invented(&[&less]);
    let of = Baseline::of(&table, &table.0[0]).unwrap();
    assert!(
        of.balance.contradicts[0].contains("60.0 a day on the daily return, 30.0 by"),
        "{:?}",
        of.balance.contradicts
    );
    let remaining = of.targets.iter().find(|target| target.measure == "nctr_remaining").unwrap();
    let [low, high] = remaining.accept.unwrap();
    assert!(low < 30.0 && high > 60.0 && (remaining.observed - 60.0).abs() < 1e-9);
}

#[test]
fn a_scenario_of_ones_own_is_scaled_to_another_hospital_and_a_starter_runs() {
    let place = tempfile::tempdir().unwrap();
    let at = |words: &[&str]| {
        let out = program().args(words).current_dir(place.path()).output().unwrap();
        assert!(out.status.success(), "{words:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    at(&["new", "starter", "-q"]);
    assert!(
        std::fs::read_to_string(place.path().join("starter/scenario.json")).unwrap().contains("// A starter")
    );
    at(&["run", "starter/scenario.json", "--runs", "2", "--charts", "none", "-q"]);
    let page = at(&["new", "double", "--like", "starter/scenario.json", "--set", "hospital.beds=620"]);
    assert!(
        page.contains("hospital.beds: 620 from 310")
            && page.contains("services.reablement.places: 120 from 60"),
        "{page}"
    );
    let scaled = std::fs::read_to_string(place.path().join("double/scenario.json")).unwrap();
    let scaled: serde_json::Value = serde_json::from_str(&scaled).unwrap();
    assert_eq!(scaled["groups"]["emergency"]["arrivals"]["per_day"], 76.0);
    assert_eq!(scaled["provenance"]["services.reablement.places"]["kind"], "assumed");
    at(&["run", "double/scenario.json", "--runs", "2", "--charts", "none", "-q"]);
    at(&["new", "theirs", "--like", "builtin:milton-keynes", "--trust", "RA9", "-q"]);
    at(&[
        "run",
        "theirs/scenario.json",
        "--runs",
        "1",
        "--charts",
        "none",
        "-q",
        "--observed",
        "theirs/observed.csv",
    ]);
}

#[test]
fn events_of_other_years_are_no_warning_where_one_of_them_lies_in_the_run() {
    let of = |events: &str| {
        let text = format!(
            r#"{{ "calendar": {{ "start": "2024-01-01", "days": 366 }},
            "groups": {{ "all": {{ "arrivals": {{ "per_day": 3 }}, "stay": {{ "fixed": "2d" }} }} }}, "events": {{ {events} }} }}"#
        );
        Scenario::from_json(&text).unwrap().warnings.iter().map(|w| w.code).collect::<Vec<_>>()
    };
    let cold = |year: u32| {
        format!(r#""cold_{year}": {{ "from": "{year}-02-01", "to": "{year}-02-09", "uplift": 0.1 }}"#)
    };
    assert_eq!(of(&[cold(2023), cold(2024), cold(2025)].join(",")), [""; 0]);
    assert_eq!(of(&[cold(2023), cold(2025)].join(",")), ["W03", "W03"]);
}

#[test]
#[ignore = "long"]
fn every_trust_runs_near_what_was_published_for_it() {
    let table = Table::built_in();
    let (mut near, mut far) = (0, Vec::new());
    for trust in &table.0 {
        let baseline = Baseline::of(&table, trust).unwrap();
        let found = wardflow::run(&scenario(&baseline), wardflow::Replications::new(12)).unwrap();
        let mean = |outcome: System| found.system(outcome).mean.unwrap();
        let off = mean(System::NctrRemaining) / baseline.balance.remaining - 1.0;
        let people = mean(System::Discharges) / 365.0 / baseline.balance.discharges - 1.0;
        let beds = mean(System::AcuteBedDays) / 365.0 / baseline.balance.occupied - 1.0;
        assert!(people.abs() < 0.05 && beds.abs() < 0.08, "{}: {people} {beds}", trust.code);
        if off.abs() < 0.15 { near += 1 } else { far.push(format!("{} {off:+.2}", trust.code)) }
    }
    assert!(near >= 110, "{near} of 119 within 15%; others: {}", far.join(", "));
}
