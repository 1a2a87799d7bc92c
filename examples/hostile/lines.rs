//! Command lines that nobody should type: every command with every flag, odd values, values missing,
//! words that are not text, files that are none.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;
use std::process::Command;

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;

use super::scenarios::Seeds;
use super::{Chance, Tried, child};

const COMMANDS: &[&str] = &[
    "run",
    "compare",
    "sweep",
    "exchange",
    "marginal",
    "optimise",
    "warm-up",
    "sensitivity",
    "causes",
    "learn",
    "calibrate",
    "backcast",
    "forecast",
    "dashboard",
    "trace",
    "new",
    "import",
    "assure",
    "merge",
    "plan",
    "check",
    "schema",
    "report",
    "completions",
    "man",
    "help",
];

/// Flags, and what may follow them: values that are sound, then values that are not. Sound numbers are
/// small, so that whoever takes them soon ends.
const FLAGS: &[(&str, &[&str], &[&str])] = &[
    (
        "--runs",
        &["1", "2", "3", "auto"],
        &["0", "-1", "10000000000", "18446744073709551616", "1e3", "two", "", " 2", "٢"],
    ),
    ("--precision", &["50%", "0.5"], &["0", "0%", "-5%", "101%", "nan", "inf", "1e-320", "5 %", "%", ""]),
    ("--most-runs", &["3", "20"], &["0", "1", "-1", "99999999999999999999", "x"]),
    ("--seed", &["1", "0", "18446744073709551615"], &["-1", "18446744073709551616", "1.5", "seed", ""]),
    ("--trust", &["RD8", "isle of wight"], &["", "x", "RD", "general", "\u{1b}[2J", "../rd8"]),
    ("--threads", &["1", "2"], &["0", "-1", "100000", "10000000000", "18446744073709551616", "two"]),
    (
        "--set",
        &[
            "services.care.places=5",
            "calendar.days=7",
            "groups.all.arrivals.per_day=2",
            "services.care={\"places\": 3, \"stay\": {\"fixed\": \"1d\"}}",
        ],
        &[
            "services.care.places",
            "=",
            "=5",
            "services.care.places=",
            ".=1",
            "services..places=1",
            "services.care.places=1e999",
            "services.care.places=\"",
            "calendar.days=1e9",
            "calendar.days=-1",
            "a.b.c.d=1",
            "name=\u{1b}[2J",
            "services.*.places=1",
            "groups.all.arrivals.per_day=1e12",
            "extends=/dev/zero",
            "services=null",
            "groups={}",
            "{}=[",
            "calendar.start=2024-02-30",
        ],
    ),
    (
        "--vary",
        &[
            "services.care.places=4,6",
            "services.care.places=4..6:1",
            "groups.all.arrivals.per_day=1..2",
            "services.care.places+=0..2:1",
        ],
        &[
            "services.care.places=",
            "services.care.places=1..",
            "services.care.places=1..0:1",
            "services.care.places=0..1:0",
            "services.care.places=0..1e18:1",
            "services.care.places=0..1:1e-18",
            "services.care.places=nan..1:1",
            "x=1,2",
            "=",
            "",
            "services.care.places=1,1",
            "services.care.places=-1..1:1",
            "calendar.days=7,14",
            "services.care.places=\"a\",2",
            "name=1,2",
            "services.care.places=..",
            "services.care.places=1,,2",
            "services.care.places+=a",
        ],
    ),
    (
        "--target",
        &["nctr_remaining<=9", "nctr_bed_days<=100000"],
        &[
            "nctr_remaining",
            "<=",
            "nctr_remaining<=",
            "nctr_remaining<=nan",
            "nctr_remaining<=5%",
            "x<=1",
            "nctr_remaining>=-1e400",
            "nctr_remaining=<1",
            "services.care<=1",
        ],
    ),
    ("--minimise", &["cost_total"], &["", "x", "cost_total<=1", "services.care.utilisation.more"]),
    (
        "--on",
        &["nctr_bed_days", "cost_total"],
        &[
            "",
            "x",
            "services.care.utilisation",
            "services.none.utilisation",
            "pathways.p1.delay_days_mean",
            "reasons",
        ],
    ),
    ("--by", &["nctr_bed_days"], &["", "x", "services", "services.", "..", "nctr_bed_days "]),
    (
        "--give",
        &["services.care.places"],
        &["", "x", "services.care", "calendar.days", "services.care.stay", "name"],
    ),
    ("--for", &["services.more.places"], &["", "services.care.places", "x", "hospital.beds", "groups"]),
    ("--amounts", &["1,2", "1..3:1"], &["", "0", "-1", "1..", "nan", "1e300", "1,1", ",", "0..1e18:1"]),
    ("--for-amounts", &["1,2"], &["", "0", "-1,2", "x", "1e300"]),
    ("--confidence", &["0.9", "0.5"], &["0", "1", "-1", "2", "1e-200", "nan", "90%", ""]),
    ("--tolerance", &["10", "0"], &["-1", "nan", "inf", "1e400", "x"]),
    ("--design", &["grid"], &["", "none", "latin:0", "latin:99999999999", "x"]),
    ("--kinds", &["assumed", "all", "fitted"], &["", "none", "assumed,,", "ASSUMED", "stated,stated"]),
    ("--trajectories", &["2"], &["0", "1", "-1", "1e3", "99999999999999999999"]),
    (
        "--observed",
        &["observed.csv"],
        &["town.json", "nothing.csv", "", ".", "fifo", "/dev/zero", "bytes.csv", "empty", "looped"],
    ),
    (
        "--baseline",
        &["2025-01-06..2025-03-01"],
        &[
            "",
            "..",
            "2025-01-06",
            "2025-03-01..2025-01-06",
            "9999-12-31..9999-12-31",
            "-9999-01-01..9999-12-31",
        ],
    ),
    ("--step", &["2025-02-01"], &["", "x", "-9999-01-01", "9999-12-31"]),
    ("--to", &["2025-03-01"], &["", "x", "-9999-01-01", "9999-12-31"]),
    (
        "--measures",
        &["nctr_remaining", "bed_queue,hospital"],
        &["", ",", "x", "nctr_remaining,nctr_remaining", "queue:"],
    ),
    ("--since", &["empty"], &["", ".", "town.json", "nothing", "/dev/zero", "looped"]),
    (
        "--shard",
        &["1/2", "2/2", "1/1"],
        &["", "0/1", "3/2", "1/0", "/", "1/", "-1/2", "1/99999999999999999999"],
    ),
    ("--round", &["1", "2"], &["", "0", "-1", "x", "4294967296"]),
    ("--charts", &["none", "svg"], &["", "pdf", "SVG", "none,svg"]),
    ("--replication", &["0", "3"], &["-1", "18446744073709551616", "x", "18446744073709551615"]),
    (
        "--patient",
        &["all-2024-01-05-1"],
        &["", "x", "all-2024-01-05-99999999999999999999", "all", "-", "all-2024-13-01-1", "\u{1b}[2J"],
    ),
    (
        "--out",
        &["out", "out2", "a/b/c"],
        &[
            "",
            ".",
            "..",
            "town.json",
            "empty",
            "fifo",
            "link",
            "looped",
            "out/results.json",
            "town.json/x",
            "dangling",
            "full",
            "\u{1b}]0;x\u{7}",
        ],
    ),
];

/// Flags without a value.
const BARE: &[&str] = &[
    "--json",
    "--quiet",
    "-q",
    "--force",
    "--resume",
    "--apart",
    "--global",
    "--warm-up",
    "--explain",
    "--diagram",
    "--markdown",
    "--help",
    "-h",
    "--version",
    "-V",
    "--",
    "-",
    "---",
    "--runs=2",
    "--no-such-flag",
    "-x",
];

/// Words that stand alone.
const FILES: &[&str] = &["town.json", "town.json", "town.json", "town.json", "option.json"];
const NO_FILES: &[&str] = &[
    "",
    ".",
    "..",
    "nothing.json",
    "empty",
    "fifo",
    "/dev/zero",
    "/dev/null",
    "/proc/self/mem",
    "looped",
    "dangling",
    "link",
    "observed.csv",
    "bytes.csv",
    "deep.json",
    "-",
    "a\nb",
    "\u{1b}[31m",
    "town.json/",
    "town.json/x",
    "schema",
];

const TOWN: &str = r#"{ "name": "town", "calendar": { "start": "2024-01-01", "days": 14, "warm_up": "3d" },
    "groups": { "all": { "arrivals": { "per_day": 3 }, "stay": { "exponential": { "mean": "2d" } }, "needs": { "p1": 1 } } },
    "pathways": { "p1": { "services": ["care", "more"] } },
    "services": { "care": { "places": 5, "stay": { "fixed": "1d" }, "cost_per_day": 50 },
                  "more": { "places": 1, "stay": { "fixed": "1d" }, "cost_per_day": 90 } },
    "costs": { "acute_bed_day": 300 },
    "provenance": { "services.care.places": { "kind": "assumed", "source": "a guess", "range": [4, 7] } } }"#;
const KEPT: &str = "nobody may change this";

/// One command line, in a folder with odd things in it.
pub fn case(program: &Path, seeds: &Seeds, place: &Path, chance: &mut Chance) -> anyhow::Result<Tried> {
    let folder = place.join("here");
    set_out(place, &folder)?;
    let words = line(seeds, chance);
    let ended = child::run(program, &folder, &words)?;
    let mut wrong = ended.wrong;
    for (kept, what) in
        [(place.join("beside/kept.txt"), "beside"), (folder.join("kept.txt"), "in the folder")]
    {
        if fs::read_to_string(&kept).is_ok_and(|text| text == KEPT) {
            continue;
        }
        wrong = Some(format!("{}; a file {what} is changed or gone", wrong.unwrap_or_default()));
    }
    let typed = || {
        words
            .iter()
            .map(|word| format!("'{}'", word.display().to_string().escape_debug()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    Ok(Tried {
        codes: vec![ended.code],
        wrong: wrong.map(|wrong| format!("{}: {wrong}", typed())).into_iter().collect(),
    })
}

/// The folder as it was, whatever the last command made of it.
fn set_out(place: &Path, folder: &Path) -> anyhow::Result<()> {
    let _ = fs::remove_dir_all(place.join("beside"));
    if fs::remove_dir_all(folder).is_err() {
        let _ = fs::remove_file(folder);
    }
    fs::create_dir_all(place.join("beside"))?;
    fs::create_dir_all(folder)?;
    fs::write(place.join("beside/kept.txt"), KEPT)?;
    fs::write(folder.join("kept.txt"), KEPT)?;
    fs::write(folder.join("town.json"), TOWN)?;
    fs::write(
        folder.join("option.json"),
        r#"{ "name": "option", "extends": "town.json", "services": { "care": { "places": 6 } } }"#,
    )?;
    fs::write(folder.join("observed.csv"), "measure,observed\nnctr_bed_days,40\n")?;
    fs::write(folder.join("bytes.csv"), b"\xff\xfem\0e\0a\0s\0u\0r\0e\0\n\0\x80\x81,\"\n")?;
    fs::write(folder.join("deep.json"), "[".repeat(100_000))?;
    fs::create_dir(folder.join("empty"))?;
    // Devices under their own names are left alone: a program that replaced one would break the machine.
    for (kind, name) in [(&["p"][..], "fifo"), (&["c", "1", "7"], "full")] {
        // Where it is not allowed, one case has a missing file more.
        let _ = Command::new("mknod")
            .arg(folder.join(name))
            .args(kind)
            .stderr(std::process::Stdio::null())
            .status()?;
    }
    std::os::unix::fs::symlink("../beside", folder.join("link"))?;
    std::os::unix::fs::symlink("looped", folder.join("looped"))?;
    std::os::unix::fs::symlink("nowhere", folder.join("dangling"))?;
    Ok(())
}

fn line(seeds: &Seeds, chance: &mut Chance) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    let command = COMMANDS.choose(chance).copied().unwrap_or("run");
    if chance.random_bool(0.97) {
        words.push(command.into());
    }
    let files = match command {
        "compare" | "check" => chance.random_range(1..4),
        "schema" | "help" => usize::from(chance.random_bool(0.3)),
        "plan" => 0,
        _ => usize::from(chance.random_bool(0.95)),
    };
    for _ in 0..files {
        // Studies of the whole baseline are long for what they do and not for what is odd.
        let file = match chance.random_range(0..20) {
            0..3 => NO_FILES.choose(chance).copied().unwrap_or(""),
            3 if ["run", "trace", "check", "schema"].contains(&command) => "builtin:milton-keynes",
            _ => FILES.choose(chance).copied().unwrap_or(""),
        };
        words.push(file.into());
    }
    // What the command cannot do without is there most of the time.
    let needed: &[&str] = match command {
        "new" => &["--trust"],
        "exchange" => &["--give", "--for"],
        "sweep" => &["--vary"],
        "optimise" => &["--vary", "--target"],
        _ => &[],
    };
    let mut runs = false;
    let any = chance.random_range(0..5);
    for n in 0..needed.len() + any {
        let flag = match needed.get(n) {
            Some(needed) => FLAGS.iter().find(|(flag, ..)| flag == needed),
            None if chance.random_bool(0.35) => {
                words.push(BARE.choose(chance).copied().unwrap_or("--json").into());
                continue;
            }
            None => FLAGS.choose(chance),
        };
        let Some((flag, sound, odd)) = flag else { continue };
        runs |= *flag == "--runs";
        let value = if chance.random_bool(0.75) { sound.choose(chance) } else { odd.choose(chance) };
        let value = value.copied().unwrap_or("");
        if chance.random_bool(0.2) {
            words.push(format!("{flag}={value}").into());
        } else {
            words.push((*flag).into());
            if chance.random_bool(0.95) {
                words.push(value.into());
            }
        }
    }
    if !runs && !["trace", "new", "check", "schema", "help", "plan"].contains(&command) {
        words.extend(["--runs".into(), "2".into()]);
    }
    if command == "plan" {
        let shares = ["--slurm", "--hyperqueue", "--kubernetes", "--national"];
        words.push(shares.choose(chance).copied().unwrap_or("--slurm").into());
        words.extend(["--", "run", FILES.choose(chance).copied().unwrap_or("")].map(OsString::from));
    }
    if chance.random_bool(0.05) && !words.is_empty() {
        let at = chance.random_range(0..words.len());
        let odd = [
            OsString::from_vec(b"\xff\xfe".to_vec()),
            OsString::from_vec(b"town\xc3.json".to_vec()),
            OsString::from("x".repeat(70_000)),
            OsString::from(seeds.word(chance)),
            OsString::from("--set=services.care.places=\u{feff}1"),
        ];
        words.insert(at, odd.choose(chance).cloned().unwrap_or_default());
    }
    words
}
