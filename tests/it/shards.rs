//! A command shared out among several machines, as a user types it: the bytes of one machine, and every fault of a file
//! refused with what to do.

use std::fs;
use std::process::{Command, Output};

use crate::place::{Place, err, out};

/// Two kinds of care for people who wait in acute beds; its beds need longer to settle than the warm-up.
const HAMLET: &str = r#"{
  "name": "Hamlet", "calendar": { "start": "2025-01-06", "days": 28, "warm_up": "14d" },
  "groups": { "home": { "arrivals": { "per_day": 2.5 }, "enters": "ready", "needs": { "p1": 1 } },
              "bed": { "arrivals": { "per_day": 1.2 }, "enters": "ready", "needs": { "p2": 1 } } },
  "pathways": { "p1": { "services": ["visits"] }, "p2": { "services": ["beds"] } },
  "services": { "visits": { "places": 26, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 60 },
                "beds": { "places": 12, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 150 } },
  "costs": { "acute_bed_day": 400 },
  "provenance": { "services.beds.places": { "kind": "assumed", "source": "invented", "range": [11, 14] } }
}"#;
const MORE: &str = r#"{ "extends": "hamlet.json", "services": { "visits": { "places": 29 } } }"#;
/// More visits from the second week on.
const DATED: &str = r#"{ "extends": "hamlet.json", "services": { "visits": {
  "places": { "base": 26, "changes": [{ "from": "2025-01-13", "to": 30 }] } } } }"#;
const WORLDS: &str = "world,weight,services.visits.places\n1,1,25\n2,1,26\n3,2,27\n4,1,28\n";
/// How every command here is delivered.
const LIKE_ALL: &str = "--threads 2 --charts none --report none";
/// What most of the tests share out.
const COMPARE: &str = "compare hamlet.json more.json --runs 13 --seed 3";
/// A shard of that.
const THIRD: &str = "s/shard-002-of-003.wardflow-shard";

fn hamlet() -> Place {
    Place::with(&[
        ("hamlet.json", HAMLET),
        ("more.json", MORE),
        ("dated.json", DATED),
        ("worlds.csv", WORLDS),
        ("return.csv", &crate::ahead::daily_return(91)),
    ])
}

/// Makes the shards with these numbers of so many, of a round.
fn shards(place: &Place, command: &str, numbers: &[u64], of: u64, round: u32) {
    for number in numbers {
        place.done(&format!("{command} --shard {number}/{of} --round {round} --out s"));
    }
}

/// A place with the three shards of a comparison.
fn three() -> Place {
    let place = hamlet();
    shards(&place, COMPARE, &[1, 2, 3], 3, 1);
    place
}

/// What a merge of the place says where it is refused; it leaves everything as it is.
#[track_caller]
fn refused(place: &Place, words: &str) -> String {
    let before = place.held(".");
    let said = place.refused(words);
    assert_eq!(place.held("."), before, "{words}: nothing is made and nothing goes");
    said
}

/// Merges, and compares with the same command on one machine.
#[track_caller]
fn is_as_on_one_machine(place: &Place, command: &str) -> Output {
    let merged = place.run(&format!("merge s --out merged {LIKE_ALL}"));
    let alone = place.run(&format!("{command} {LIKE_ALL} --out single"));
    assert!(matches!(merged.status.code(), Some(0 | 4)), "{}", err(&merged));
    assert_eq!(merged.status, alone.status, "{command}");
    assert!(place.contents("merged") == place.contents("single"), "{command}");
    // The command that finds it again stands in it too.
    assert!(place.read("merged/findings.json") == place.read("single/findings.json"), "{command}");
    assert_eq!(out(&merged).replace("merged", "single"), out(&alone));
    merged
}

#[test]
fn shards_of_every_kind_of_command_are_merged_to_the_bytes_of_one_machine() {
    let all = [
        ("run hamlet.json --runs 13", 4, 1),
        (COMPARE, 3, 1),
        ("run dated.json --runs 7 --set services.beds.places+=2", 3, 1),
        (
            "compare hamlet.json more.json dated.json --worlds worlds.csv --runs 8 --set services.beds.places=13",
            3,
            1,
        ),
        ("learn hamlet.json more.json --worlds worlds.csv --runs 8 --survey services.visits.places=2", 3, 1),
        ("compare hamlet.json more.json --runs auto --precision 20% --most-runs 60", 3, 2),
        ("sweep hamlet.json --vary services.visits.places=24,26 --runs 9", 2, 1),
        (
            "exchange hamlet.json --give services.visits.places --for services.beds.places --amounts 1 --runs 8",
            3,
            1,
        ),
        ("marginal hamlet.json --runs 7", 3, 1),
        (
            "optimise hamlet.json --vary services.visits.places=25,29 --target nctr_people<=60 --most-runs 40 --runs 6",
            2,
            2,
        ),
        ("sensitivity hamlet.json --runs 7", 7, 1),
        ("causes hamlet.json --runs 5", 2, 1),
        ("warm-up hamlet.json --runs 4", 2, 3),
        ("calibrate hamlet.json --observed return.csv --fit services.visits.places=24..30 --runs 48", 2, 3),
        ("backcast hamlet.json --observed return.csv --members 10", 3, 1),
        ("forecast hamlet.json --observed return.csv --members 10 --weeks 2", 3, 1),
        ("dashboard hamlet.json --observed return.csv --to 2025-01-27 --runs 7", 2, 1),
    ];
    for (command, of, rounds) in all {
        let place = hamlet();
        for round in 1..=rounds {
            let numbers: Vec<u64> = (1..=of).collect();
            shards(&place, command, &numbers, of, round);
        }
        assert_eq!(
            place.held("s").len() as u64,
            of * u64::from(rounds),
            "{command}: one file a shard, and no other"
        );
        is_as_on_one_machine(&place, command);
    }
}

#[test]
fn a_fixed_number_of_runs_takes_one_round_with_what_repeats_it_and_merge_runs_nothing() {
    for command in [COMPARE, "marginal hamlet.json --runs 7"] {
        let place = hamlet();
        shards(&place, command, &[1, 2], 2, 1);
        let merged = is_as_on_one_machine(&place, command);
        let said = err(&merged);
        assert!(said.contains("merging 2 shards with") && !said.contains("no shard had"), "{said}");
    }
}

#[test]
fn what_waits_for_all_shards_is_run_by_merge_or_by_a_further_round() {
    let command = "run hamlet.json --runs auto --precision 8%";
    let place = hamlet();
    shards(&place, command, &[1, 2, 3], 3, 1);
    let said = err(&is_as_on_one_machine(&place, command));
    assert!(
        said.contains("runs that no shard had") && said.contains("shards with --round 2 would"),
        "{said}"
    );
    let early = refused(&place, &format!("{command} --shard 1/5 --round 3 --out s"));
    assert!(
        early.contains("--round 3: no shard of round 2 is there; expected all rounds from 1 to 2"),
        "{early}"
    );
    shards(&place, command, &[1, 2, 3, 4, 5], 5, 2);
    let fewer = err(&place.run(&format!("merge s --out again {LIKE_ALL}")));
    assert!(fewer.contains("merging 8 shards in 2 rounds"), "{fewer}");
    assert!(place.contents("again") == place.contents("merged"));
    fs::remove_file(place.at("s/round-2-shard-004-of-005.wardflow-shard")).unwrap();
    let missing = refused(&place, "merge s --out third");
    let makes = "shard 4/5 of round 2 is missing; `wardflow run hamlet.json --runs auto --precision 8% --shard 4/5 --round 2 --out s` makes it";
    assert!(missing.contains(makes), "{missing}");
}

#[test]
fn a_shard_has_the_same_bytes_from_every_machine_and_is_not_made_twice() {
    let place = three();
    let whole = place.contents("s");
    let again = place.done(&format!("{COMPARE} --shard 2/3 --out s"));
    assert!(again.contains("Shard 2/3 is there already: ") && again.contains(THIRD), "{again}");
    let other = hamlet();
    other.done(&format!("{COMPARE} --shard 2/3 --out s --threads 1 --quiet"));
    assert!(other.read(THIRD) == whole["shard-002-of-003.wardflow-shard"]);
    place.done(&format!("{COMPARE} --shard 2/3 --out s --force"));
    assert!(place.contents("s") == whole);
}

#[test]
fn a_missing_shard_is_named_with_the_command_that_makes_it_and_that_does() {
    let place = three();
    fs::remove_file(place.at(THIRD)).unwrap();
    let said = refused(&place, "merge s --out merged");
    let command = format!("{COMPARE} --shard 2/3 --out s");
    assert_eq!(said, format!("error: shard 2/3 is missing; `wardflow {command}` makes it\n"));
    place.done(&command);
    is_as_on_one_machine(&place, COMPARE);
}

#[test]
fn a_shard_of_which_a_byte_is_another_or_the_end_is_missing_is_refused_and_made_again() {
    let place = three();
    let whole = place.read(THIRD);
    let again = format!("`wardflow {COMPARE} --shard 2/3 --out s --force` makes it again");
    let middle = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[middle] ^= 1;
    let mut shortened = whole.clone();
    shortened.drain(middle..=middle);
    let mut longer = whole.clone();
    longer.extend(b"{}\n");
    for (bytes, what) in [(&flipped, "is damaged: "), (&shortened, "is damaged: "), (&longer, "is damaged: ")]
    {
        place.write(THIRD, bytes);
        let said = refused(&place, "merge s --out merged");
        assert!(said.starts_with(&format!("error: {THIRD} {what}")) && said.contains(&again), "{said}");
    }
    for end in [0, 1, 200, whole.len() / 3, whole.len() - 1] {
        place.write(THIRD, &whole[..end]);
        let said = refused(&place, "merge s --out merged");
        assert!(said.contains(THIRD) && said.contains(&again), "cut at {end}: {said}");
        assert!(
            end <= 200 || said.contains("is cut off: it ends before its last line"),
            "cut at {end}: {said}"
        );
    }
    place.write(THIRD, &flipped);
    let ended = place.run(&format!("{COMPARE} --shard 2/3 --out s"));
    assert!(ended.status.success() && err(&ended).contains("it is made again"), "{}", err(&ended));
    assert!(place.read(THIRD) == whole);
    place.write(THIRD, "mine");
    let said = refused(&place, "merge s --out merged");
    let makes = format!("is no shard; move it away, and `wardflow {COMPARE} --shard 2/3 --out s` makes it");
    assert!(said.contains(&makes), "{said}");
    let said = refused(&place, &format!("{COMPARE} --shard 2/3 --out s"));
    assert!(said.contains("is no shard; name another --out, or add --force to replace it"), "{said}");
}

#[test]
fn a_shard_of_something_else_is_refused_by_what_tells_it_apart() {
    let place = three();
    let own = place.contents("s");
    for (command, name, said) in [
        (
            "compare hamlet.json more.json --runs 13 --seed 4",
            "4.wardflow-shard",
            "made for --seed 4 and not 3",
        ),
        (
            "compare hamlet.json more.json --runs 12 --seed 3",
            "4.wardflow-shard",
            "made for --runs 12 and not 13",
        ),
        (
            "compare hamlet.json more.json --runs 13 --seed 3 --set services.beds.places=14",
            "4.wardflow-shard",
            "made for another scenario or other settings",
        ),
        (
            "learn hamlet.json more.json --runs 13 --seed 3 --worlds worlds.csv",
            "4.wardflow-shard",
            "made of learn and not of compare",
        ),
    ] {
        let other = hamlet();
        other.write("worlds.csv", "world,weight,services.beds.places\n1,1,12\n2,1,13\n");
        other.done(&format!("{command} --shard 2/3 --out s"));
        place.write(&format!("s/{name}"), other.read(THIRD));
        let refused = refused(&place, "merge s --out merged");
        assert!(
            refused.contains(name) && refused.contains(said) && refused.contains("leave it out"),
            "{refused}"
        );
        let in_the_way = format!("{COMPARE} --shard 2/3 --out s");
        other.write("s/kept", "");
        let refused = other.refused(&in_the_way);
        assert!(refused.contains("is a shard of another command: it was made"), "{refused}");
    }
    let other = hamlet();
    shards(&other, COMPARE, &[2], 4, 1);
    place.write("s/4.wardflow-shard", other.read("s/shard-002-of-004.wardflow-shard"));
    let said = refused(&place, "merge s --out merged");
    assert!(said.contains("s/4.wardflow-shard is shard 2/4, and the others are of 3"), "{said}");
    let older = String::from_utf8_lossy(&own["shard-002-of-003.wardflow-shard"])
        .replace(&format!("wardflow {}\"", env!("CARGO_PKG_VERSION")), "wardflow 0.0.9\"");
    // The checksum of its first line, as that version would have written it.
    let (head, rest) = older.split_once('\n').unwrap();
    let body = &head[..head.rfind(",\"check\"").unwrap()];
    let head = format!("{body},\"check\":\"{}\"}}", blake3::hash(body.as_bytes()).to_hex());
    place.write("s/4.wardflow-shard", format!("{head}\n{rest}"));
    let said = refused(&place, "merge s --out merged");
    assert!(said.contains("was made by wardflow 0.0.9, and this is wardflow"), "{said}");
    place.write("s/4.wardflow-shard", "{}\n");
    let said = refused(&place, "merge s --out merged");
    assert!(said.contains("s/4.wardflow-shard is no shard; leave it out, or move it away"), "{said}");
}

#[test]
fn the_same_shard_twice_is_said_and_two_that_differ_are_refused() {
    let place = three();
    place.write("s/copy.wardflow-shard", place.read(THIRD));
    let said = err(&is_as_on_one_machine(&place, COMPARE));
    assert!(
        said.contains("note: s/copy.wardflow-shard and ")
            && said.contains("are the same shard; one is taken"),
        "{said}"
    );
    fs::remove_file(place.at("s/copy.wardflow-shard")).unwrap();
    // A machine that counts otherwise: sound in itself.
    let other = hamlet();
    other.write("hamlet.json", HAMLET.replace("\"per_day\": 2.5", "\"per_day\": 2.6"));
    shards(&other, COMPARE, &[2], 3, 1);
    let wrong = as_if_of(&other.text(THIRD), &place.text(THIRD));
    place.write("s/copy.wardflow-shard", wrong);
    let said = refused(&place, "merge s --out third");
    assert!(
        said.contains("are both shard 2/3 and differ") && said.contains("make the shard again"),
        "{said}"
    );
}

/// The pieces of one shard under the header of another, sound by its checksums.
fn as_if_of(pieces: &str, header: &str) -> String {
    let head = header.lines().next().unwrap();
    let lines: Vec<&str> = pieces.lines().collect();
    let body: String = std::iter::once(head)
        .chain(lines[1..lines.len() - 1].iter().copied())
        .flat_map(|line| [line, "\n"])
        .collect();
    let last = format!("{{\"pieces\":{}", lines.len() - 2);
    let check = blake3::hash(format!("{body}{last}").as_bytes()).to_hex();
    format!("{body}{last},\"check\":\"{check}\"}}\n")
}

#[test]
fn a_scenario_that_changed_after_its_shards_were_made_is_told_and_nothing_is_lost() {
    let place = three();
    place.write("hamlet.json", HAMLET.replace("\"places\": 12", "\"places\": 13"));
    let said = refused(&place, "merge s --out merged");
    assert!(
        said.contains("the shards in s were made for another scenario or other settings: what the command reads has changed since")
            && said.contains("put those back, or make all 3 shards again with --force"),
        "{said}"
    );
    let said = refused(&place, &format!("{COMPARE} --shard 1/3 --out s"));
    assert!(said.contains("is a shard of another command: it was made for another scenario"), "{said}");
    fs::remove_file(place.at("more.json")).unwrap();
    let said = refused(&place, "merge s --out merged");
    assert!(said.contains("more.json"), "{said}");
}

#[test]
fn more_shards_than_runs_and_one_shard_alone_are_shards_as_any() {
    let command = "run hamlet.json --runs 2";
    let place = hamlet();
    shards(&place, command, &[1, 2, 3, 4, 5], 5, 1);
    is_as_on_one_machine(&place, command);
    let said = place.done(&format!("{command} --shard 5/5 --out other"));
    assert!(said.starts_with("Shard 5/5: 0 runs in other/shard-005-of-005.wardflow-shard"), "{said}");
    let place = hamlet();
    shards(&place, COMPARE, &[1], 1, 1);
    is_as_on_one_machine(&place, COMPARE);
}

#[test]
fn what_cannot_be_shared_out_or_merged_so_is_refused_before_anything_is_run() {
    let place = hamlet();
    for (words, said) in [
        ("run hamlet.json --shard 0/3", "--shard 0/3: expected I/N, as in 3/16"),
        ("run hamlet.json --shard 4/3", "--shard 4/3: expected I/N, as in 3/16"),
        ("run hamlet.json --shard 1/0", "--shard 1/0: expected I/N, as in 3/16"),
        ("run hamlet.json --shard 3", "--shard 3: expected I/N, as in 3/16"),
        ("run hamlet.json --shard 1/2 --resume", "--shard cannot stand beside --resume"),
        ("run hamlet.json --shard 1/2 --json", "--shard cannot stand beside --json"),
        ("run hamlet.json --shard 1/2 --dry-run", "--shard cannot stand beside --dry-run"),
        ("run hamlet.json --round 2", "--shard is missing"),
        ("run hamlet.json --shard 1/2 --round 0", "--round 0: expected a number from 1 to 1000"),
        (
            "run hamlet.json --shard 1/2 --round 2 --out s",
            "--round 2: s is not there; expected the shards of round 1 in it",
        ),
        ("merge", "SHARDS is missing"),
        ("merge nowhere", "nowhere: there is no such file or folder"),
        ("merge .", ".: there are no shards; expected files that end in .wardflow-shard"),
        ("merge hamlet.json", "hamlet.json is no shard"),
    ] {
        let told = refused(&place, words);
        assert!(told.contains(said), "{words}: {told}");
    }
}

#[test]
fn files_may_be_named_one_by_one_from_several_folders_and_are_looked_at_without_a_merge() {
    let place = hamlet();
    place.done(&format!("{COMPARE} --shard 1/2 --out here"));
    place.done(&format!("{COMPARE} --shard 2/2 --out there"));
    let both = "here/shard-001-of-002.wardflow-shard there/shard-002-of-002.wardflow-shard";
    for words in [both, "here there"] {
        let said = place.done(&format!("merge {words} --dry-run"));
        assert!(said.starts_with("2 shards with ") && said.ends_with("all are there and whole\n"), "{said}");
    }
    assert!(!place.at("output").exists());
    let merged = place.done(&format!("merge {both} --json --quiet --out merged"));
    assert_eq!(merged, place.text("merged/results.json"));
}

/// Starts a shard, and ends it at once when its first runs are kept, as a machine that is lost.
#[cfg(unix)]
fn lost(place: &Place, words: &str) -> usize {
    let mut child = place.command(words).spawn().unwrap();
    let kept = || {
        let of = |name: &String| place.read(&format!("s/{name}")).split(|c| *c == b'\n').count() - 1;
        place.held("s").iter().filter(|name| name.ends_with(".unfinished")).map(of).max().unwrap_or(0)
    };
    while kept() < 3 && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    Command::new("kill").args(["-9", &child.id().to_string()]).status().unwrap();
    child.wait().unwrap();
    kept()
}

#[test]
#[cfg(unix)]
fn a_shard_whose_machine_is_lost_goes_on_elsewhere_from_what_was_kept() {
    let place = hamlet();
    place.write("hamlet.json", HAMLET.replace("\"days\": 28", "\"days\": 1092"));
    let command = "run hamlet.json --runs 60";
    place.done(&format!("{command} --shard 2/2 --out s --threads 1"));
    let kept = lost(&place, &format!("{command} --shard 1/2 --out s --threads 1"));
    assert!(kept >= 3, "it was ended while it worked");
    let said = refused(&place, "merge s --out merged");
    assert!(said.contains("shard 1/2 is not finished; `wardflow run hamlet.json --runs 60 --shard 1/2 --out s` goes on with it"), "{said}");
    let ended = place.run(&format!("{command} --shard 1/2 --out s"));
    assert!(ended.status.success() && err(&ended).contains("shard 1/2 goes on from "), "{}", err(&ended));
    assert_eq!(place.held("s"), ["shard-001-of-002.wardflow-shard", "shard-002-of-002.wardflow-shard"]);
    is_as_on_one_machine(&place, command);
}

#[test]
fn two_that_make_the_same_shard_at_once_both_end_well_with_the_same_bytes() {
    let alone = hamlet();
    let command = "run hamlet.json --runs 60 --shard 1/2 --out s";
    alone.done(command);
    let place = hamlet();
    let both: Vec<_> = (0..3).map(|_| place.command(command).spawn().unwrap()).collect();
    for child in both {
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    }
    assert_eq!(place.held("s"), ["shard-001-of-002.wardflow-shard"]);
    assert!(
        place.read("s/shard-001-of-002.wardflow-shard") == alone.read("s/shard-001-of-002.wardflow-shard")
    );
}
