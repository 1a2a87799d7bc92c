//! `wardflow learn`: what better data is worth to a choice between options.

use std::path::PathBuf;

use clap::Args;

use super::flags::{Common, outcomes};
use super::messages::refused;
use super::options::{Options, Set};
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::compare::compare;
use crate::experiment::learn::Survey;
use crate::measures::outcome::{SYSTEM, index_of};
use crate::report::compare::{labels, own_stems};
use crate::report::learn::Learnt;
use crate::report::manifest::{asked_of, fingerprint};
use crate::scenario::{Figure, Laid, Scenario, nearest};

/// What `learn` is told.
#[derive(Debug, Args)]
pub struct Learn {
    /// The baseline: a scenario's file, or builtin:NAME
    ///
    /// With --all or --list it may be left out for the built-in one.
    #[arg(required_unless_present_any = ["all", "list"])]
    pub base: Option<PathBuf>,

    /// The options between which the choice is: scenarios with the same days
    #[arg(required_unless_present_any = ["all", "list"], conflicts_with_all = ["all", "list"], value_name = "OPTION")]
    pub options: Vec<PathBuf>,

    /// Take every scenario that extends the baseline
    ///
    /// As for `compare`.
    #[arg(long, conflicts_with = "list")]
    pub all: bool,

    /// Take the scenarios that a text file names
    ///
    /// As for `compare`.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,

    /// What a survey with this error is worth; may be repeated
    ///
    /// The error is a standard deviation in the unit of the figure or in percent of its mean, as in
    /// services.visits.places=3 or hub.assessment.gamma.mean=10%.
    #[arg(long, value_name = "PATH=ERROR")]
    pub survey: Vec<String>,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,

    /// The outcome that decides where pounds do not
    ///
    /// As named in results.json.
    #[arg(long, value_name = "OUTCOME", default_value = "nctr_bed_days", hide_possible_values = true, value_parser = outcomes())]
    pub by: String,
}

impl Does for Learn {
    const EXAMPLES: &str = "\
Examples:
  wardflow learn mine.json bridging.json beds.json --worlds fitted/worlds.csv --runs 400
  wardflow learn mine.json bridging.json beds.json --survey services.beds.stay.lognormal.mean=2d";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let options = Options {
            base: self.base.as_deref(),
            others: &self.options,
            all: self.all,
            list: self.list.as_deref(),
            in_them: &self.in_them,
            common: &self.common,
        };
        let Set { files, scenarios, .. } = options.set()?;
        let Some(laid) = scenarios[0].worlds.clone() else {
            return Err(refused(&format!(
                "{}: it has no worlds, so nothing is unknown of it; expected --worlds FILE with worlds as `wardflow \
                 calibrate` writes them",
                files[0].display()
            )));
        };
        let surveys: Vec<Survey> =
            self.survey.iter().map(|text| survey(text, &laid)).collect::<Result<_, _>>()?;
        self.common.not_too_many(scenarios.len())?;
        let stems = own_stems(&scenarios);
        let asked = std::iter::once(format!("--by {}", self.by));
        let asked: Vec<String> =
            asked.chain(self.survey.iter().map(|text| format!("--survey {text}"))).collect();
        let kind = Kind {
            file: Some(&files[0]),
            name: call.command.clone(),
            fingerprint: &asked_of(fingerprint(&scenarios), &asked),
            searches: false,
            work: Work { plan: &scenarios[0].plan, scenarios: scenarios.len(), days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let how = self.common.replications();
        let borrowed: Vec<&Scenario> = scenarios.iter().collect();
        let by = index_of(SYSTEM, &self.by);
        let asked = self.common.asked();
        let comparison = study
            .run(|(_, progress, stop)| compare(&borrowed, by, (how, asked, study.keep()), progress, stop))?;
        study.deliver(&Learnt::of(
            &scenarios,
            (&stems, labels(&scenarios, &stems)),
            &comparison,
            surveys,
            how.seed,
        ))
    }
}

/// A survey as typed.
fn survey(text: &str, laid: &Laid) -> Result<Survey, Exit> {
    let wrong = |what: &str| {
        refused(&format!("--survey {text}: {what}; expected PATH=ERROR, as in hub.staff=1 or 10%"))
    };
    let (path, error) = text.split_once('=').ok_or_else(|| wrong("there is no \"=\""))?;
    let (path, error) = (path.trim(), error.trim());
    let names: Vec<String> = laid
        .worlds
        .paths
        .iter()
        .map(|(path, does)| format!("{path}{}", does.sign().trim_end_matches('=')))
        .collect();
    let Some(column) = names.iter().position(|name| name == path) else {
        let near = nearest(path, names.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        return Err(wrong(&format!("no world has {path}{near}")));
    };
    let values: Vec<Figure> =
        laid.worlds.all.iter().filter_map(|world| Figure::of(&world.values[column])).collect();
    let share = error.strip_suffix('%').and_then(|share| share.trim().parse::<f64>().ok());
    let error = if let Some(share) = share {
        let mean = values.iter().map(|figure| figure.number).sum::<f64>() / values.len().max(1) as f64;
        share / 100.0 * mean.abs()
    } else {
        let figure = Figure::of(error).ok_or_else(|| wrong(&format!("\"{error}\" is not a number")))?;
        if values.first().is_some_and(|value| value.unit != figure.unit) {
            return Err(wrong(&format!("the figure is in \"{}\"", values[0].unit)));
        }
        figure.number
    };
    if error.is_finite() && error >= 0.0 {
        Ok(Survey { path: path.to_owned(), error })
    } else {
        Err(wrong("an error is not below nothing"))
    }
}
