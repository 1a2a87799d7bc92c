//! `wardflow sweep`: a scenario with some of its values varied, every point with the same people.

use std::path::PathBuf;

use clap::Args;

use super::again::Repeating;
use super::flags::{BASE, Common, outcomes};
use super::scenario::{axes, points, variants_in, wrong};
use super::study::{Call, Kind, Study, Work};
use super::worlds::InThem;
use super::{Does, Exit};
use crate::experiment::levers::usual_outcome;
use crate::experiment::sweep::{self, Later, again};
use crate::experiment::vary::Design;
use crate::measures::outcome::{Key, SYSTEM, index_of};
use crate::report::manifest::{asked_of, fingerprint};
use crate::report::sweep::Swept;
use crate::scenario::unstable::Unstable;

/// What `sweep` is told.
#[derive(Debug, Args)]
pub struct Sweep {
    #[arg(help = BASE)]
    pub base: PathBuf,

    /// What is varied: PATH=LIST or PATH=A..B:STEP
    ///
    /// PATH+= and PATH*= change the present value. May be repeated, for every combination.
    #[arg(long, value_name = "PATH=VALUES", required = true)]
    pub vary: Vec<String>,

    /// Which points: grid, or lhs:N
    ///
    /// grid: every combination. lhs:N: N points spread evenly (Latin hypercube); ranges then need no step.
    #[arg(long, value_name = "DESIGN", default_value = "grid")]
    pub design: String,

    #[command(flatten)]
    pub repeating: Repeating,

    #[command(flatten)]
    pub in_them: InThem,

    #[command(flatten)]
    pub common: Common,

    /// The outcome on page and charts, as in results.json
    ///
    /// Files hold all of them [default: `bed_wait_hours_mean` where acute beds are varied, else
    /// `nctr_bed_days`]
    #[arg(long, value_name = "OUTCOME", hide_possible_values = true, value_parser = outcomes())]
    pub by: Option<String>,
}

impl Does for Sweep {
    const EXAMPLES: &str = "\
Examples:
  wardflow sweep mine.json --vary services.bridging.places=0..20:5
  wardflow sweep mine.json --vary services.bridging.places=0,5,10 --vary hub.staff+=0..2:1
  wardflow sweep mine.json --vary steps.therapy.takes.gamma.mean*=0.5..1.5:0.25 --by delay_days_p90
  wardflow sweep mine.json --vary hospital.beds=470..500 --vary hub.staff+=-1..2 --design lhs:30";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        let variants = variants_in(Some(&self.base), &self.in_them, &self.common)?;
        let base = variants.base();
        let axes = axes(&self.vary)?;
        let design: Design = self.design.parse().map_err(|error| wrong(&error))?;
        let points = points(&variants, &axes, design, &self.common)?;
        let usual = usual_outcome(axes.iter().map(|axis| axis.path.as_str()));
        let by = self.by.as_deref().map_or(usual.index(), |name| index_of(SYSTEM, name));

        let print = fingerprint(std::iter::once(base).chain(points.iter().map(|point| &point.scenario)));
        let by_asked = self.by.iter().filter(|_| by != usual.index()).map(|by| format!("--by {by}"));
        let mut scenarios = std::iter::once(base).chain(points.iter().map(|point| &point.scenario));
        let needed = scenarios.any(|scenario| Unstable::of(scenario).is_unsettled());
        let by_asked = by_asked.chain(self.repeating.asked(needed).map(str::to_owned));
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(print, &by_asked.collect::<Vec<_>>()),
            searches: false,
            work: Work { plan: &base.plan, scenarios: points.len() + 1, days: None },
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let mut store = study.points();
        let runs = self.common.runs_by(by);
        let found = study.run(|how| sweep::sweep(base, &points, runs, &mut store, how))?;
        let ends = found.ends(by);
        let had = ends.iter().map(|&end| found.points[end].runs).chain([found.base.runs]).min();
        let design: Vec<Later> = ends.iter().map(|&end| Later::at(&points[end])).collect();
        let again = self.repeating.again(&study, (needed, had.unwrap_or(0)), |fewer, how| {
            again::again(&variants, (&design, &vec![None; design.len()], &store), [by, by], fewer, how)
        })?;
        study.deliver(&Swept {
            base,
            axes: &axes,
            points: &points,
            found: &found,
            by,
            asked: self.by.is_some(),
            apart: sweep::are_apart(&points, &found, &store, by),
            costs: &sweep::costs(base, &points, &store),
            store: &store,
            ends: &ends,
            again: &again,
        })
    }
}
