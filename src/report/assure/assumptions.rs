//! The assumptions log: each figure that rests on judgement, the one that the answer leans on most first where a study
//! has measured that, else by how it is known.

use std::fmt::Write as _;

use serde_json::Value;

use super::inputs::{Input, Inputs};
use super::paper::Paper;
use super::{Finished, word};
use crate::report::differences::words_of_name;
use crate::report::words::Grain;
use crate::report::{explain, markdown};

/// Kinds of figures that are assumptions, the weakest first, with what each means.
pub(super) const KINDS: [(&str, &str); 3] = [
    ("assumed", "a judgement without a source"),
    ("fitted", "moved until results agreed with what was observed"),
    ("derived", "arithmetic on stated figures"),
];

/// How far an answer leans on a figure.
struct Lean {
    paths: Vec<String>,
    size: f64,
    words: String,
}

pub(super) fn section(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.section("3 Assumptions log");
    let (leans, how) = leans(of);
    paper.say(&if leans.is_empty() {
        "No ranking was measured in this study: figures stand by how they are known, the least known first. \
         `wardflow sensitivity` moves each over its range; `wardflow compare` with worlds finds on which the choice turns.\n"
            .to_owned()
    } else {
        format!("Ranked by how far the answer leans on each, as measured: {how}. Figures without a rank were not measured.\n")
    });
    paper.bullets(KINDS.map(|(kind, means)| format!("{kind}, {means}: {}", inputs.count(kind))));
    paper.say("");
    if !inputs.names_sources {
        paper.blank("the scenario names no source for any figure: where each comes from, and how sure it is");
    }
    let mut rows = Vec::new();
    for (rank, lean) in (1..).zip(&leans) {
        let found: Vec<&Input> = lean
            .paths
            .iter()
            .filter_map(|path| inputs.figures.iter().find(|one| one.path == *path))
            .collect();
        let named = lean.paths.iter().map(|path| {
            let known = found.iter().find(|one| one.path == *path);
            known.map_or_else(|| format!("`{}`", markdown::code(path)), |one| figure(one))
        });
        rows.push(vec![
            rank.to_string(),
            named.collect::<Vec<_>>().join(", "),
            once(found.iter().map(|one| one.kind.as_str())),
            once(found.iter().map(|one| one.source.as_str())),
            markdown::text(&lean.words),
        ]);
    }
    let ranked = |one: &Input| leans.iter().any(|lean| lean.paths.contains(&one.path));
    for (kind, _) in KINDS {
        // Figures with one source are told together.
        let mut told: Vec<(&str, Vec<String>)> = Vec::new();
        for one in inputs.figures.iter().filter(|one| one.kind == kind && !ranked(one)) {
            match told.iter_mut().find(|(source, _)| *source == one.source) {
                Some((_, all)) => all.push(figure(one)),
                None => told.push((&one.source, vec![figure(one)])),
            }
        }
        rows.extend(told.into_iter().map(|(source, figures)| {
            vec![
                "-".to_owned(),
                figures.join(", "),
                kind.to_owned(),
                markdown::text(source),
                "not measured".to_owned(),
            ]
        }));
    }
    if !rows.is_empty() {
        paper.table(
            &["rank", "figure, with its value and range", "kind", "why", "how far the answer leans on it"],
            rows,
        );
    }
    paper.say("\nOf the model itself, in every study:\n");
    paper.bullets(explain::LEFT_OUT.iter().map(|&one| one.to_owned()));
    paper.blank("who has looked at each of these, when, and what was decided");
}

/// `` `services.beds.places` = 6 (4 to 8) ``.
fn figure(one: &Input) -> String {
    let mut text = format!("`{}`", markdown::code(&one.path));
    if !one.value.is_empty() {
        let _ = write!(text, " = {}", markdown::text(&one.value));
    }
    if let Some(range) = &one.range {
        let _ = write!(text, " ({})", markdown::text(range));
    }
    if let Some(option) = &one.of {
        let _ = write!(text, " in “{}”", markdown::text(option));
    }
    text
}

/// Texts without those that stood before.
fn once<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in texts.map(markdown::text) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    if all.is_empty() { "no source".to_owned() } else { all.join("; ") }
}

/// What a study measured of it, the largest first, and how.
fn leans(of: &Finished) -> (Vec<Lean>, String) {
    let (mut all, how) =
        [moved(of), worth(of), turning(of)].into_iter().find(|(all, _)| !all.is_empty()).unwrap_or_default();
    all.sort_by(|a, b| b.size.total_cmp(&a.size));
    (all, how)
}

/// Each figure moved over its range.
fn moved(of: &Finished) -> (Vec<Lean>, String) {
    let on = of.results["on"][0].as_str().unwrap_or_default();
    let inputs = of.results["inputs"].as_array().into_iter().flatten();
    let read = |input: &Value| {
        let size = input["swing"][on].as_f64()?;
        let unit = word(&input["low_to_high"][on], "unit");
        let paths = input["paths"].as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let shown = Grain::of(unit, size).show(size);
        let unit = if ["share", "£"].contains(&unit) { String::new() } else { format!(" {unit}") };
        Some(Lean { paths, size, words: format!("{shown}{unit} from one end of its range to the other") })
    };
    (
        inputs.filter_map(read).collect(),
        format!("each was moved over its range by itself, counted in “{}”", words_of_name(on)),
    )
}

/// What it would be worth to know each figure.
fn worth(of: &Finished) -> (Vec<Lean>, String) {
    let Some(values) = of.results["value"].as_object() else { return Default::default() };
    let Some(value) = values.get("pounds").or_else(|| values.values().next()) else {
        return Default::default();
    };
    let unit = word(value, "unit");
    let figures = value["figures"].as_object().into_iter().flatten();
    let read = |(path, told): (&String, &Value)| {
        let size = told["a_year"].as_f64()?;
        let shown = Grain::of(unit, size).show(size);
        let unit = if unit == "£" { String::new() } else { format!(" {unit}") };
        let clear = if told["clear"] == true { "" } else { "; no more than chance could make it" };
        Some(Lean {
            paths: vec![path.clone()],
            size,
            words: format!("to know it is worth {shown}{unit} a year{clear}"),
        })
    };
    (figures.filter_map(read).collect(), "by what it would be worth to the choice to know each".to_owned())
}

/// How far each figure differs between the worlds in which the choice holds and those in which it does not.
fn turning(of: &Finished) -> (Vec<Lean>, String) {
    let decision = &of.results["decision"];
    let pair = ["by_price", "by_outcome"].map(|key| &decision[key]);
    let Some(pair) =
        pair.into_iter().find(|pair| pair["turns"].as_array().is_some_and(|turns| !turns.is_empty()))
    else {
        return Default::default();
    };
    let read = |turn: &Value| {
        let size = turn["distance"].as_f64()?;
        let clear = if turn["clear"] == true { "clear" } else { "no more than chance could make it" };
        let words = format!("distance {} of at most 1, {clear}", Grain::of("", size).show(size));
        Some(Lean { paths: vec![word(turn, "path").to_owned()], size, words })
    };
    let how = format!(
        "how far the figure differs between the worlds in which “{}” is the better choice and those in which “{}” is",
        markdown::text(word(pair, "ahead")),
        markdown::text(word(pair, "behind"))
    );
    (pair["turns"].as_array().into_iter().flatten().filter_map(read).collect(), how)
}
