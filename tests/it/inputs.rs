//! What people feed in: files that are not there or of another kind, published figures as they come, and
//! the sources of figures that they change.

use crate::place::{PROGRAM, Place};

const WARD: &str = r#"{
  "name": "Ward",
  "calendar": { "start": "2025-01-06", "days": 28 },
  "groups": { "all": { "arrivals": { "daily_counts": "counts.csv", "column": "n" }, "stay": { "fixed": "2d" },
                       "needs": { "p0": 0.5, "p1": 0.5 } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["team"] } },
  "services": { "team": { "setting": "home", "places": 20, "stay": { "fixed": "3d" } } },
  "provenance": { "services.team.places": { "kind": "stated", "source": "The old plan", "range": [18, 22] },
                  "services.team.stay": { "kind": "assumed", "source": "A guess" },
                  "groups.all": { "kind": "derived", "source": "The return" } }
}"#;

/// A folder with a ward in it.
struct Far(Place);

impl std::ops::Deref for Far {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Far {
    fn new() -> Self {
        let place = Self(Place::with(&[("far/ward.json", WARD)]));
        place.write("far/counts.csv", counts(|_| "5".to_owned()));
        place
    }

    /// What is said of a wrong command, line by line.
    fn wrong(&self, words: &str) -> Vec<String> {
        let ended = self.run(words);
        assert_eq!((ended.status.code(), ended.stdout.len()), (Some(2), 0), "{words}: {ended:?}");
        String::from_utf8(ended.stderr).unwrap().lines().map(str::to_owned).collect()
    }

    /// What is said on stderr and stdout of one that ends well.
    fn right(&self, words: &str) -> (String, String) {
        let ended = self.run(words);
        assert_eq!(ended.status.code(), Some(0), "{words}: {ended:?}");
        (String::from_utf8(ended.stderr).unwrap(), String::from_utf8(ended.stdout).unwrap())
    }

    /// The warnings with a code that `check` has.
    fn warned(&self, code: &str) -> Vec<String> {
        let said = self.right("check far/ward.json").0;
        said.lines().filter(|line| line.contains(code)).map(str::to_owned).collect()
    }
}

/// Counts of 28 days, a row each.
fn counts(of: impl Fn(u32) -> String) -> String {
    let day =
        |i: u32| if i < 26 { format!("2025-01-{:02}", i + 6) } else { format!("2025-02-{:02}", i - 25) };
    let rows: Vec<String> = (0..28).map(|i| format!("{},{}\n", day(i), of(i))).collect();
    format!("date,n\n{}", rows.concat())
}

const COMMANDS: [&str; 9] = [
    "run",
    "check",
    "trace",
    "compare far/ward.json",
    "sweep --vary services.team.places=1,2",
    "marginal",
    "sensitivity",
    "causes",
    "warm-up",
];

#[test]
fn every_command_names_a_missing_or_damaged_file_as_typed() {
    let place = Far::new();
    place.write("far/broken.json", "{ \"name\": }");
    place.write("far/heir.json", r#"{ "extends": "nowhere.json" }"#);
    place.write("far/ward2.json", WARD.replace("counts.csv", "absent.csv"));
    place.write("far/book.json", b"PK\x03\x04\x14\0\0\0");
    place.write("far/ward3.json", WARD.replace("counts.csv", "odd.csv"));
    place.write("far/odd.csv", "date,n\n2025-01-06,x\n");
    for command in COMMANDS {
        let says = |file: &str, what: &str| {
            let said = place.wrong(&format!("{command} {file}"));
            assert!(said[0].starts_with("error: ") && said[0].contains(what), "{command} {file}: {said:?}");
        };
        says("far/none.json", "far/none.json: there is no such file");
        says("./far/none.json", "./far/none.json: there is no such file");
        says("far/broken.json", "far/broken.json line 1");
        says("far/heir.json", "\"nowhere.json\": there is no such file");
        says("far/heir.json", "error: far/heir.json line 1");
        says("far/ward2.json", "\"absent.csv\": there is no such file");
        says(
            "far/counts.csv",
            "far/counts.csv: this is not JSON: it begins with \"date,n\"; expected a scenario",
        );
        says("far/book.json", "far/book.json: this is a workbook");
        says("far/ward3.json", "far/odd.csv line 2");
    }
    assert_eq!(
        place.wrong("run far/ward.json --observed far/seen.csv"),
        ["error: far/seen.csv: there is no such file"]
    );
    let said = place.wrong("run far/ward.json --out far --runs 2");
    assert!(said[0].starts_with("error: far holds files"), "{said:?}");
    let (said, _) = place.right(
        "sweep far/ward.json --vary services.team.places=1,2 --runs 2 --charts none --resume --out far/o",
    );
    assert!(said.contains("far/o.unfinished.json: there is nothing to resume"), "{said}");
}

#[test]
fn the_same_scenario_has_one_fingerprint_wherever_it_is_run_from() {
    let place = Far::new();
    let from = |folder: &str, file: &str| {
        let mut command = std::process::Command::new(PROGRAM);
        let ended = command.current_dir(place.at(folder)).args(["check", file]).output().unwrap();
        let said = String::from_utf8(ended.stdout).unwrap();
        said.split_once("fingerprint ").unwrap().1.to_owned()
    };
    assert_eq!(from("", "far/ward.json"), from("far", "ward.json"));
}

#[test]
fn layouts_that_are_no_such_table_are_told_in_one_line() {
    let place = Far::new();
    let said = |content: &[u8]| {
        place.write("far/counts.csv", content);
        let said = place.wrong("check far/ward.json");
        assert_eq!(said.len(), 1, "{said:?}");
        said.into_iter().next().unwrap()
    };
    let sound = counts(|_| "5".to_owned());
    let utf16: Vec<u8> = format!("\u{feff}{sound}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (content, what) in [
        (utf16.as_slice(), "this is text in UTF-16"),
        (b"PK\x03\x04 a workbook", "this is a workbook"),
        (b"\xd0\xcf\x11\xe0 an old one", "this is a workbook of an older kind"),
        (
            "date,n\n2025-01-06,5 \u{2013} x\n"
                .replace('\u{2013}', "~")
                .into_bytes()
                .iter()
                .map(|&b| if b == b'~' { 0x96 } else { b })
                .collect::<Vec<u8>>()
                .as_slice(),
            "line 2 · groups.all.arrivals.daily_counts: the file is not UTF-8 text",
        ),
        (sound.replace(',', ";").as_bytes(), "the columns are separated by \";\""),
        (sound.replace(',', "\t").as_bytes(), "the columns are separated by tabs"),
        (
            format!("Daily return,\nPeriod: January,\n,\n{sound}").as_bytes(),
            "line 4 · groups.all.arrivals.daily_counts: the heading is here",
        ),
        (b"", "the file is empty"),
        (b"date,n\n", "there is no row for any simulated day"),
        (
            sound.replace("date,n", "date,people").as_bytes(),
            "there is no column \"n\"; expected it among date, people",
        ),
        (b"date,n,n\n", "the column \"n\" appears twice"),
    ] {
        let said = said(content);
        assert!(said.starts_with("error: far/counts.csv") && said.contains(what), "{what}: {said}");
        assert!(!said.contains("did you mean"), "{said}");
    }
    // What is no fault: a mark, line ends of Windows, quotes, capitals and blanks.
    let odd =
        format!("\u{feff}{sound}").replace("date,n", "\"Date \", N").replace('\n', "\r\n") + "\r\n,\r\n";
    place.write("far/counts.csv", odd);
    place.right("check far/ward.json");
}

#[test]
fn like_faults_of_many_rows_are_one_line() {
    let place = Far::new();
    place.write("far/counts.csv", counts(|i| if i == 3 { "5".to_owned() } else { String::new() }));
    assert_eq!(
        place.wrong("check far/ward.json"),
        [
            "error: far/counts.csv · groups.all.arrivals.daily_counts: 27 rows: column \"n\" is empty, first at line 2; expected a number of people"
        ]
    );
    place.write("far/counts.csv", counts(|i| if i == 3 { "5".to_owned() } else { "NA".to_owned() }));
    assert_eq!(
        place.wrong("check far/ward.json"),
        [
            "error: far/counts.csv · groups.all.arrivals.daily_counts: 27 rows: \"NA\" is not a number, first at line 2; expected a number of people"
        ]
    );
}

#[test]
fn what_stands_outside_the_run_is_not_looked_at() {
    let place = Far::new();
    let inside = counts(|_| "5".to_owned());
    let around = format!("{inside}2025-01-01,NA\n2025-01-02,\n2025-01-02,\n2024-06-30,*\n2025-03-01,1.5\n");
    place.write("far/counts.csv", around);
    place.right("check far/ward.json");
    place.write("far/counts.csv", format!("{inside}2025-01-32,NA\n"));
    assert!(place.wrong("check far/ward.json")[0].contains("line 30"), "no date can be placed");
}

#[test]
fn a_week_of_zeros_is_pointed_out_with_its_dates() {
    let place = Far::new();
    place.write("far/counts.csv", counts(|i| if (7..14).contains(&i) { "0" } else { "50" }.to_owned()));
    assert_eq!(
        place.warned("W31"),
        [
            "warning: W31 groups.all.arrivals.daily_counts: no one comes from 2025-01-13 to 2025-01-19 (7 days), \
             and 50 a day on the other days with people: were figures not reported?"
        ]
    );
    place.write("far/counts.csv", counts(|i| if (7..13).contains(&i) { "0" } else { "50" }.to_owned()));
    assert_eq!(place.warned("W31"), [""; 0]);
    place.write("far/counts.csv", counts(|_| "0".to_owned()));
    assert_eq!(
        place.warned("W31"),
        [
            "warning: W31 groups.all.arrivals.daily_counts: no one comes on any day: is this the column that was \
             meant?"
        ]
    );
}

#[test]
fn shares_published_to_two_decimals_are_scaled_and_said_once() {
    let place = Far::new();
    let with = |needs: &str, exits: &str| {
        let ward = WARD
            .replace(r#""p0": 0.5, "p1": 0.5"#, needs)
            .replace(r#""places": 20,"#, &format!(r#""places": 20, "exits": {{ {exits} }},"#));
        place.write("far/ward.json", ward);
    };
    let thirds = r#""p0": 0.3333, "p1": 0.6666"#;
    with(thirds, r#""independent": 0.9, "died": 0.101"#);
    assert_eq!(
        place.warned("W30"),
        [
            "warning: W30 groups.all.needs: the shares sum to 99.99% and are scaled to 100%; so are those of services.team.exits (100.1%)"
        ]
    );
    with(thirds, r#""independent": 0.9, "died": 0.1011"#);
    let said = place.wrong("check far/ward.json");
    assert!(said[0].ends_with("the shares sum to 1.0011; expected shares that sum to 1"), "{said:?}");
    with(r#""p0": 0.5, "p1": 0.5"#, r#""independent": 1"#);
    assert_eq!(place.warned("W30"), [""; 0]);
    let bands = r#"{ "bands": [ { "share": 0.2099, "from": "0d", "to": "1d" }, { "share": 0.7900, "from": "1d", "to": "9d" } ] }"#;
    place.write("far/ward.json", WARD.replace(r#"{ "fixed": "3d" }"#, bands));
    assert!(
        place.right("check far/ward.json").0.contains("services.team.stay.bands: the shares sum to 99.99%")
    );
}

#[test]
fn hours_are_taken_as_counts_and_mean_the_same() {
    let place = Far::new();
    let with = |list: &[u32]| {
        let list = format!("{list:?}");
        let ward = WARD.replace(r#""column": "n""#, &format!(r#""column": "n", "by_hour": {list}"#));
        place.write("far/ward.json", ward);
        place.right("run far/ward.json --runs 2 --charts none --out o --force");
        place.text("o/runs.csv")
    };
    let small: Vec<u32> = (0..24).map(|hour| hour % 5).collect();
    let counts: Vec<u32> = small.iter().map(|n| n * 4_321).collect();
    assert_eq!(with(&small), with(&counts));
}

#[test]
fn figures_that_are_changed_are_given_on_every_page() {
    let place = Far::new();
    place.write("far/more.json", r#"{ "extends": "ward.json", "services": { "team": { "places": 25 } } }"#);
    let pages = |words: &str| {
        let (_, told) = place.right(&format!("check --explain {words}"));
        let (_, page) = place.right(&format!("run {words} --runs 2 --charts none --out o --force"));
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        (told, page, place.text("o/stress-des.md"))
    };
    let (told, page, stress) = pages("far/ward.json");
    assert!(told.contains("stated: The old plan") && stress.contains("stated: 1\n"), "{told}");
    assert!(
        page.contains(
            "Of 3 figures with a source, 1 are stated by it, 1 derived from it, 1 assumed and 0 fitted. "
        ),
        "{page}"
    );
    for (words, source) in [
        ("far/more.json", "given by this scenario"),
        ("far/ward.json --set services.team.places=25", "given on the command line"),
    ] {
        let (told, page, stress) = pages(words);
        assert!(told.contains(source) && !told.contains("The old plan"), "{told}");
        assert!(stress.contains(source) && !stress.contains("The old plan"), "{stress}");
        assert!(stress.contains("stated: 0\n") && stress.contains("given: 1\n"), "{stress}");
        let counts = "Of 3 figures with a source, 0 are stated by it, 1 derived from it, 1 assumed, 0 fitted and 1 given by this scenario or on the command line. ";
        assert!(page.contains(counts), "{page}");
    }
    // The range was that of the old figure.
    let said = place.wrong("sensitivity far/more.json --runs 2 --out s");
    assert!(said.iter().any(|line| line.contains("there is nothing to move")), "{said:?}");
}

#[test]
fn what_is_odd_in_a_census_is_told() {
    let place = Far::new();
    let ward = WARD
        .replace(
            r#""services": { "team""#,
            r#""hospital": { "beds": 2 }, "initial": { "census": "people.csv" }, "services": { "team""#,
        )
        .replace(r#""places": 20"#, r#""places": 1"#);
    place.write("far/ward.json", ward);
    let told = |rows: &str| {
        place.write("far/people.csv", format!("where,since,group,pathway,ready\n{rows}"));
        let said = place.right("check far/ward.json").0;
        said.lines().filter(|line| line.contains("initial.census")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        told(""),
        [
            "warning: W32 initial.census: the census names no one: the run starts with an empty hospital and empty \
             services"
        ]
    );
    assert_eq!(told("hospital,2025-01-05,all,,\n"), [""; 0]);
    assert_eq!(
        told("hospital,2023-12-25,all,,2023-12-31\n"),
        [
            "warning: W32 initial.census: its latest date is 2023-12-31, 372 days before the start of the run on 2025-01-06, more than a year: is it the census of that day?"
        ]
    );
    assert!(told("hospital,2024-12-22,all,,2024-12-23\n").is_empty());
    assert!(told("hospital,2024-12-20,all,,2024-12-22\n")[0].contains("15 days before"));
    assert_eq!(
        told("hospital,2025-01-05,all,,\nteam,2025-01-01,all,p1,\nhospital,2025-01-03 12:00,all,,\n"),
        [
            "warning: W32 initial.census: 1 person has been in team for longer than any stay there lasts (line 3: 5 days), so the stay ends at once",
            "warning: W32 initial.census: 1 person has been in the hospital for longer than any stay there lasts (line 4: 2.5 days), so the stay ends at once",
        ]
    );
    let three = "hospital,2025-01-05,all,,\n".repeat(3) + &"team,2025-01-05,all,p1,\n".repeat(2);
    assert_eq!(
        told(&three),
        [
            "warning: W15 initial.census: 3 people are in 2 acute beds at the start: nobody is admitted until fewer are there than beds",
            "warning: W15 initial.census: team: 2 people are in 1 place at the start: nobody new starts until fewer are there than places",
        ]
    );
}
