//! `wardflow sensitivity`: how far answers depend on uncertain figures.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::flags::{BASE, Common, outcomes};
use super::messages::{faulty, refused};
use super::scenario::{axes, tell_overridden, variants};
use super::study::{self, Call, Study, Work};
use super::{Does, Exit};
use crate::experiment::compare::same_period;
use crate::experiment::levers::usual_outcome;
use crate::experiment::sensitivity::{self, Input, Inputs, inputs};
use crate::experiment::sweep::OTHER_DAYS;
use crate::experiment::vary::Axis;
use crate::measures::outcome::{Key, SYSTEM, System, index_of};
use crate::report::manifest::{asked_of, fingerprint};
use crate::report::sensitivity::Probed;
use crate::scenario::{SourceKind, Variants};

/// What `sensitivity` is told.
#[derive(Debug, Args)]
pub struct Sensitivity {
    #[arg(help = BASE)]
    pub base: PathBuf,

    /// Move this too over PATH=A..B; may be repeated
    ///
    /// In place of its range in provenance, where it has one. PATH+= and PATH*= change the present value.
    #[arg(long, value_name = "PATH=A..B")]
    pub vary: Vec<String>,

    /// Only figures of these kinds, with commas between
    ///
    /// As provenance says where they come from: stated, derived, assumed, fitted [default: all of them]
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',')]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    #[arg(default_values_t = [Kind::Stated, Kind::Derived, Kind::Assumed, Kind::Fitted])]
    pub kinds: Vec<Kind>,

    /// Move each figure by itself
    ///
    /// Even where several rest on the same words of one source.
    #[arg(long)]
    pub apart: bool,

    /// Morris screening too
    ///
    /// How much each figure matters anywhere in all ranges.
    #[arg(long)]
    pub global: bool,

    /// With --global: how many trajectories
    ///
    /// Each takes one point more than there are figures.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = trajectories, requires = "global")]
    pub trajectories: u16,

    #[command(flatten)]
    pub common: Common,

    /// The outcomes to follow; may be repeated
    ///
    /// As named in results.json; the first one ranks [default: `nctr_bed_days`; `bed_wait_hours_mean` where
    /// nothing but acute beds is moved]
    #[arg(long, value_name = "OUTCOME", hide_possible_values = true, value_parser = outcomes())]
    pub on: Vec<String>,
}

impl Does for Sensitivity {
    const EXAMPLES: &str = "\
Examples:
  wardflow sensitivity mine.json                the tornado: every figure with a range in provenance
  wardflow sensitivity mine.json --vary services.beds.places=10..20 --on delay_days_p90
  wardflow sensitivity mine.json --global --runs 20    Morris screening too, over all ranges at once";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let variants = variants(Some(&self.base), &self.common)?;
        let base = variants.base();
        let varied = axes(&self.vary)?;
        let Inputs { moved, not_moved } = self.inputs(&variants, &varied)?;
        let usual = |input: &Input| usual_outcome(input.paths.iter().map(String::as_str));
        let usual = match moved.split_first() {
            Some((first, others)) if others.iter().all(|other| usual(other) == usual(first)) => usual(first),
            _ => System::NctrBedDays,
        };
        let trajectories = self.global.then_some(usize::from(self.trajectories));
        let design = sensitivity::design(&variants, moved, trajectories, self.common.seed)
            .map_err(|error| refused(&error.to_string()))?;
        self.common.not_too_many(1 + design.points.len())?;
        tell_overridden(base, &design.points, &self.common);
        let asked_on = self.on.iter().map(|name| index_of(SYSTEM, name));
        let usual = usual.index();
        let on: Vec<usize> = asked_on.chain(Some(usual).filter(|_| self.on.is_empty())).collect();

        let all = std::iter::once(base).chain(design.points.iter().map(|point| &point.scenario));
        let kind = study::Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(fingerprint(all), &self.asked_beside(&on, usual)),
            searches: false,
            work: Work { plan: &base.plan, scenarios: design.points.len() + 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let mut store = study.points();
        let runs = self.common.runs_by(on[0]);
        let found = study.run(|how| sensitivity::sensitivity(base, &design, &on, runs, &mut store, how))?;
        let how = self.common.replications();
        study.deliver(&Probed {
            base,
            design: &design,
            not_moved: &not_moved,
            found: &found,
            store: &store,
            how,
        })
    }
}

impl Sensitivity {
    /// What is asked beside the points and changes results, as far as it is not what holds by itself.
    fn asked_beside(&self, on: &[usize], usual: usize) -> Vec<String> {
        let followed = on.iter().filter(|_| on != [usual]).map(|&on| format!("--on {}", SYSTEM[on].name));
        // Which figures are not moved, and why, is told too.
        let kinds = format!("--kinds {:?}", self.kinds);
        let all = [Kind::Stated, Kind::Derived, Kind::Assumed, Kind::Fitted];
        let mut asked: Vec<String> = followed.collect();
        asked.extend((!all.iter().all(|kind| self.kinds.contains(kind))).then_some(kinds));
        asked.extend(self.apart.then(|| "--apart".to_owned()));
        asked.extend(self.global.then(|| format!("--global --trajectories {}", self.trajectories)));
        asked.extend(self.vary.iter().map(|vary| format!("--vary {vary}")));
        asked
    }

    /// What is moved of a scenario. What was typed must lead somewhere.
    fn inputs(&self, variants: &Variants, varied: &[Axis]) -> Result<Inputs, Exit> {
        for (axis, text) in varied.iter().zip(&self.vary) {
            if axis.ends().is_none() || !axis.values.is_empty() {
                return Err(refused(&format!(
                    "--vary {text}: this is not a plain range; expected PATH=A..B, as in services.x.places=10..20"
                )));
            }
        }
        let kinds: Vec<SourceKind> = self.kinds.iter().map(|&kind| kind.into()).collect();
        let inputs = inputs(variants.base(), &kinds, varied, self.apart);
        for input in inputs.moved.iter().filter(|input| input.kind.is_none()) {
            // A path that leads nowhere is a slip; an end that is out of range is told and left out.
            let ends = [0.0, 1.0].map(|share| variants.with(&input.settings(&input.at(share))));
            if let [Err(faults), Err(_)] = &ends {
                let varied = |path: &str| input.paths.iter().any(|own| own == path).then_some("--vary");
                return Err(faulty(&faults.clone().of_flags(varied), Some(variants.file())));
            }
            if let Some(why) = ends.iter().flatten().find_map(|end| same_period(variants.base(), end)) {
                let paths = input.paths.join(", ");
                return Err(refused(&format!("--vary {paths}: {why}: {OTHER_DAYS}")));
            }
        }
        if inputs.moved.is_empty() {
            return Err(refused(&format!(
                "{}: there is nothing to move; expected entries with a \"range\" in its provenance, or --vary PATH=A..B",
                variants.file().display()
            )));
        }
        Ok(inputs)
    }
}

/// Kinds of figures in provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A published source says so
    Stated,
    /// Arithmetic on what published sources say
    Derived,
    /// A judgement without a source
    Assumed,
    /// Moved until the model met what was observed
    Fitted,
}

impl From<Kind> for SourceKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Stated => Self::Stated,
            Kind::Derived => Self::Derived,
            Kind::Assumed => Self::Assumed,
            Kind::Fitted => Self::Fitted,
        }
    }
}

fn trajectories(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number: &u16| (2..=1000).contains(number));
    number.ok_or_else(|| "expected a whole number from 2 to 1000".to_owned())
}
