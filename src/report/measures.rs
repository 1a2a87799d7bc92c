//! Outcomes and measures for people who read: the tables of `docs/model.md`, and the page on files of
//! observed figures, `docs/observed.md`. Both from the tables that the code computes and reads with.

use std::fmt::Write as _;

use super::run::observed::COLUMNS;
use crate::experiment::observed::FORMS;
use crate::experiment::series::DayMeasure;
use crate::measures::outcome::{self, Outcome};

const BEGINNING: &str = "\
# Observed figures

Made by `wardflow schema --measures`; a test compares.

`wardflow run my.json --observed seen.csv` sets what was observed beside what the runs found. The file is CSV in UTF-8, its
columns separated by commas, with this heading and one row a figure:

```csv
";

const COLUMNS_SAY: [&str; COLUMNS.len()] = [
    "the name of a measure, from the lists below",
    "what it is, as the page shows it",
    "the observed figure; empty where only a range is known",
    "the lowest mean over runs that counts as agreement; empty: no such bound",
    "the greatest; a row without either bound is shown and not judged",
    "where the figure comes from",
];

/// What every outcome counts, as `docs/model.md` tells it.
pub fn outcomes_in_full() -> String {
    let mut text = String::new();
    let tables = [
        ("The whole system", outcome::SYSTEM),
        ("Each pathway and each group", outcome::LEAVERS),
        ("Each service", outcome::SERVICE),
        ("Each rule by which people give way", outcome::RULE),
        ("Each diversion round an acute bed", outcome::DIVERSION),
        ("Each fund", outcome::FUND),
        ("Each pathway, group and trait, in a comparison", outcome::WAITER),
        ("Each step", outcome::STEP),
    ];
    for (title, table) in tables {
        let _ = write!(text, "\n### {title}\n\n| name | unit | counts |\n|---|---|---|\n");
        for outcome in table {
            let _ = writeln!(text, "| `{}` | {} | {} |", outcome.name, outcome.unit, outcome.says);
        }
    }
    text
}

/// The page on observed figures.
pub fn page() -> String {
    let mut text = BEGINNING.to_owned();
    let _ = writeln!(text, "{}", COLUMNS.join(","));
    text +=
        "nctr_remaining,People remaining with no criteria to reside,93.5,85,102,the daily return\n```\n\n";
    text += "| column | holds |\n|---|---|\n";
    for (column, says) in COLUMNS.iter().zip(COLUMNS_SAY) {
        let _ = writeln!(text, "| `{column}` | {says} |");
    }
    text += "\nWhat each outcome counts is in [model.md](model.md). Shares are from 0 to 1.\n";
    outcomes(&mut text, "The whole system", "", outcome::SYSTEM);
    outcomes(&mut text, "A pathway", "PATHWAY.", outcome::PATHWAY);
    outcomes(&mut text, "A service", "SERVICE.", outcome::SERVICE);
    text += "\n## Made of something of the scenario\n\n| measure | unit | what it is |\n|---|---|---|\n";
    for form in FORMS {
        let _ = writeln!(text, "| `{}` | {} | {} |", form.name, form.unit, form.says);
    }
    text += "\n## Seen in a series of days\n\n| measure | unit | what it is |\n|---|---|---|\n";
    for measure in DayMeasure::ALL {
        let _ = writeln!(text, "| `{}` | {} | {} |", measure.name(), measure.unit(), measure.says());
    }
    text
}

fn outcomes(text: &mut String, title: &str, before: &str, all: &[Outcome]) {
    let _ = write!(text, "\n## {title}\n\n| measure | unit |\n|---|---|\n");
    for outcome in all {
        let _ = writeln!(text, "| `{before}{}` | {} |", outcome.name, outcome.unit);
    }
}
