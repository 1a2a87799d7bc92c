//! `assurance.md`: the assurance pack of a finished study, filled from what its folder holds, with blanks for what
//! only people can say. It computes nothing; nobody's name and no judgement of fitness is put in by the program.
//!
//! What it has to hold was taken from the `AQuA` Book (HM Government, 2025), the good practices of ISPOR and SMDM for
//! transparency and validation (Eddy et al. 2012) and the levels of reproducible analytical pipelines of the NHS; the
//! words are ours. `inputs` reads scenarios and sources, `assumptions` and `data` are the two logs, `map` draws the
//! model, `validity` and `fairness` are tables, `people` what is left to them, `paper` the Markdown.

mod assumptions;
mod data;
mod fairness;
mod inputs;
mod map;
mod paper;
mod people;
#[cfg(test)]
mod tests;
mod validity;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::brief::Brief;
use super::words::{count, date};
use super::{explain, markdown};
use inputs::Inputs;
use paper::Paper;
pub use validity::CASES;

/// The file.
pub const ASSURANCE: &str = "assurance.md";
/// How it begins, by which it is known again.
pub const HEADING: &str = "# Assurance pack";

/// What the pack is made from.
#[derive(Clone, Debug)]
pub struct Finished {
    /// `results.json`.
    pub results: Value,
    /// `manifest.json`.
    pub manifest: Value,
    /// `findings.json`, where the folder has one.
    pub findings: Option<Brief>,
}

/// The pack; nothing where the manifest holds no scenario.
pub fn pack(of: &Finished) -> Option<String> {
    let inputs = Inputs::of(of)?;
    let mut paper = Paper::default();
    head(&mut paper, of, &inputs);
    intended(&mut paper, of, &inputs);
    people::roles(&mut paper, of, &inputs);
    map::section(&mut paper, inputs.base());
    assumptions::section(&mut paper, of, &inputs);
    data::section(&mut paper, &inputs);
    validity::section(&mut paper, of);
    doubt(&mut paper, of);
    fairness::section(&mut paper, of, &inputs);
    again(&mut paper, of, &inputs);
    data::look_again(&mut paper, of, &inputs);
    people::statement(&mut paper);
    Some(paper.0)
}

/// What a value says, if it is a text.
fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The day on which a study was run.
fn ran_on(of: &Finished) -> Option<jiff::civil::Date> {
    let started: Timestamp = word(&of.manifest, "started").parse().ok()?;
    Some(started.to_zoned(TimeZone::UTC).date())
}

fn head(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.say(HEADING);
    paper.say("");
    let on = ran_on(of).map_or_else(String::new, |day| format!(", run on {}", date(day)));
    paper.say(&format!(
        "Of “{}”, made by wardflow {}{on}. **Not signed.** The program filled in what the finished study holds; blanks in \
         bold are for people, and only they can say whether this analysis is fit for a purpose.\n",
        markdown::text(&title(of, inputs)),
        markdown::text(word(&of.manifest, "wardflow")),
    ));
    paper.say(
        "It brings together what three guides ask for: [the AQuA Book](https://www.gov.uk/guidance/the-aqua-book) \
         (HM Government, 2025), [Model Transparency and Validation](https://doi.org/10.1016/j.jval.2012.04.012) (Eddy et al. \
         2012, the seventh report of the ISPOR-SMDM task force) and the [levels of reproducible analytical \
         pipelines](https://nhsdigital.github.io/rap-community-of-practice/introduction_to_RAP/levels_of_RAP/) of the NHS. \
         `stress-des.md`, which `wardflow run` writes, describes the model in full.",
    );
}

/// What was studied.
fn title(of: &Finished, inputs: &Inputs<'_>) -> String {
    if let Some(brief) = of.findings.as_ref().filter(|brief| !brief.title.is_empty()) {
        return brief.title.clone();
    }
    let base = &inputs.base().label;
    match inputs.scenarios.len() - 1 {
        0 => base.clone(),
        options => format!("{base} and {}", count(options as u64, "option")),
    }
}

fn intended(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.section("1 What it is for, and what it is not for");
    paper.item("1.1 What was asked");
    if let Some(brief) = &of.findings {
        paper.say(&format!(
            "`wardflow {}`: {}, {}.\n",
            markdown::code(&brief.study),
            markdown::text(&brief.title),
            markdown::text(&brief.ran)
        ));
    }
    let described = word(inputs.base().file, "description");
    if !described.is_empty() {
        paper.say(&format!("{}\n", markdown::text(described)));
    }
    paper.blank("the decision that hangs on this, who takes it and by when, and what else it will rest on");
    paper.item("1.2 What was found");
    match &of.findings {
        Some(brief) => {
            paper.say(&format!("{}\n", markdown::text(&brief.answer.text)));
            paper.bullets(brief.caveats.iter().map(|caveat| markdown::text(&caveat.text)));
        }
        None => paper.say(
            "The folder has no findings.json, so its sentences are not repeated here; its page has them.",
        ),
    }
    paper.item("1.3 Limits");
    paper.bullets(explain::LEFT_OUT.iter().map(|&limit| limit.to_owned()));
    paper.bullets(
        [
            "It says what waiting follows from the figures that go in; it does not say that services or people will behave as \
             the scenario assumes.",
            "It is for questions about places, staff, hours and delay over weeks and months. It is not for decisions about a \
             single person.",
        ]
        .map(str::to_owned),
    );
    let notes = word(inputs.base().file, "notes");
    if !notes.is_empty() {
        paper.say(&format!("- The scenario says of itself: {}", markdown::text(notes)));
    }
    paper.blank("uses that must not be made of it here");
}

fn doubt(paper: &mut Paper, of: &Finished) {
    paper.section("6 How sure the figures are");
    let runs = of.results["runs"].as_u64().or_else(|| of.manifest["runs"].as_u64());
    let mut said = Vec::new();
    if let Some(runs) = runs {
        said.push(format!(
            "Chance: {} of each scenario. `precision95` in `results.json` is how well a mean is known, `range90` how far single \
             runs lie apart.",
            count(runs, "run")
        ));
    }
    said.push(match of.results["decision"]["worlds"].as_u64() {
        Some(worlds) => format!(
            "Figures that are not known: {} of figures that fit what was observed were run; the answer is counted over them.",
            count(worlds, "set")
        ),
        None => "Figures that are not known: 3 ranks them where that was measured. A single set of figures says nothing of \
                 others that would fit as well."
            .to_owned(),
    });
    said.push("The structure of the model: not measured; see 1.3 and 5.".to_owned());
    paper.bullets(said);
    let mut warned: Vec<String> = Vec::new();
    let each =
        of.results["scenarios"].as_object().into_iter().flat_map(|all| all.values()).chain([&of.results]);
    for warning in each.filter_map(|one| one["warnings"].as_array()).flatten() {
        let text = format!("{} {}: {}", word(warning, "code"), word(warning, "path"), word(warning, "text"));
        let text = markdown::text(text.trim());
        if !warned.contains(&text) {
            warned.push(text);
        }
    }
    if !warned.is_empty() {
        paper.say("\nThe program warned:\n");
        paper.bullets(warned);
    }
}

fn again(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.section("8 Doing it again");
    paper.item("8.1 Version, seed and commands");
    let mut rows = vec![
        ["Version".to_owned(), format!("wardflow {}", markdown::text(word(&of.manifest, "wardflow")))],
        ["Seed".to_owned(), of.manifest["seed"].to_string()],
        [
            "Fingerprint of what was asked".to_owned(),
            format!("`{}`", markdown::code(word(&of.manifest, "fingerprint"))),
        ],
    ];
    for one in &inputs.scenarios {
        rows.push([
            format!("Fingerprint of “{}”", markdown::text(&one.label)),
            format!("`{}`", markdown::code(one.fingerprint)),
        ]);
    }
    paper.table(&["what", "which"], rows.iter().map(|row| row.to_vec()));
    let typed: Vec<String> = match &of.findings {
        Some(brief) if !brief.commands.is_empty() => brief.commands.clone(),
        _ => vec![as_typed(&of.manifest["command"])],
    };
    paper.say("\nThe same version gives the same bytes on every machine, from `manifest.json` or with:\n");
    paper.bullets(typed.iter().map(|command| format!("`{}`", markdown::code(command))));
    people::reproducible(paper);
}

/// The words of a command, the first as the program is called.
fn as_typed(words: &Value) -> String {
    let words = words.as_array().map(Vec::as_slice).unwrap_or_default();
    let rest = words.iter().skip(1).filter_map(Value::as_str);
    std::iter::once("wardflow").chain(rest).collect::<Vec<_>>().join(" ")
}
