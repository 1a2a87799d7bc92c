//! Who waits longer or less, by the groups, pathways and traits that the scenario tells apart.

use serde_json::{Map, Value};

use super::Finished;
use super::inputs::{Inputs, label};
use super::paper::Paper;
use crate::report::differences::{signed, signed_range, verdict};
use crate::report::markdown;
use crate::report::words::Grain;

/// What is looked at: days from ready to leaving, and days that people wait at home.
const WAITS: [(&str, &str); 2] =
    [("delay_days_mean", "days from ready to leaving"), ("home_wait_days_mean", "days waited at home")];
/// What people are told apart by.
const BY: [(&str, &str); 3] = [("groups", "group"), ("pathways", "pathway"), ("traits", "trait")];

pub(super) fn section(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.section("7 Who waits longer, and who less");
    paper.say(
        "By the groups, pathways and traits that the scenario tells apart. These are not the characteristics that the \
         Equality Act 2010 protects unless the scenario was made so; a table here does not stand for an equality impact \
         assessment.\n",
    );
    let file = inputs.base().file;
    if let Some(options) = of.results["differences"].as_object() {
        let mut any = false;
        for (stem, option) in options {
            let rows = changes(&option["fairness"], file);
            if rows.is_empty() {
                continue;
            }
            any = true;
            let scenario = &of.results["scenarios"][stem]["scenario"];
            paper.say(&format!("\n**{}**\n", markdown::text(&label(scenario, stem))));
            paper.table(&["who", "what", "baseline", "change", "how sure of it (95%)", "verdict"], rows);
        }
        if any {
            paper.say(
                "\nClear: the 95% interval of that row leaves out 0. Of rows without any effect one in twenty is clear by \
                 chance; the page and `fairness.csv` say which are with all rows taken together.",
            );
        } else {
            paper.say("The study found no such differences.");
        }
    } else if let Some(groups) = of.results["groups"].as_object().filter(|groups| !groups.is_empty()) {
        let rows = groups.iter().filter_map(|(key, found)| level(key, found, file));
        paper.table(
            &[
                "group",
                "days from ready to leaving, mean",
                "how sure of it (95%)",
                "nine in ten within, days",
                "bed-days past ready",
            ],
            rows.collect::<Vec<_>>(),
        );
    } else {
        paper.say("This study counts nothing by group; `wardflow run` and `wardflow compare` do.");
    }
    paper.blank("who is not told apart here and could be treated unequally, and what was done about it");
}

fn changes(fairness: &Value, file: &Value) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (section, kind) in BY {
        for (key, waits) in fairness[section].as_object().into_iter().flat_map(Map::iter) {
            for (outcome, words) in WAITS {
                let told = &waits[outcome];
                let (Some(base), Some(mean)) =
                    (told["baseline"]["mean"].as_f64(), told["difference"]["mean"].as_f64())
                else {
                    continue;
                };
                let ends = ends(&told["difference"]);
                let size = ends.map_or(mean.abs(), |[low, high]| low.abs().max(high.abs()).max(mean.abs()));
                let grain = Grain::of("days", size);
                rows.push(vec![
                    markdown::text(&format!("{} ({kind})", label(&file[section][key], key))),
                    words.to_owned(),
                    Grain::of("days", base).show(base),
                    signed(grain, mean),
                    signed_range(grain, ends),
                    verdict(told["difference"]["clear"] == true).to_owned(),
                ]);
            }
        }
    }
    rows
}

fn level(key: &str, found: &Value, file: &Value) -> Option<Vec<String>> {
    let of = |outcome: &str| found[outcome]["mean"].as_f64();
    let show = |unit: &str, x: Option<f64>| x.map_or_else(|| "-".to_owned(), |x| Grain::of(unit, x).show(x));
    let mean = of("delay_days_mean")?;
    let range = ends(&found["delay_days_mean"]);
    Some(vec![
        markdown::text(&label(&file["groups"][key], key)),
        show("days", Some(mean)),
        range.map_or_else(|| "-".to_owned(), |ends| Grain::of("days", mean).range(ends)),
        show("days", of("delay_days_p90")),
        show("bed-days", of("nctr_bed_days")),
    ])
}

fn ends(told: &Value) -> Option<[f64; 2]> {
    let ends = told["precision95"].as_array()?;
    Some([ends.first()?.as_f64()?, ends.get(1)?.as_f64()?])
}
