//! `wardflow calibrate`: which sets of figures fit what was observed.

use std::path::PathBuf;

use clap::Args;

use super::flags::{BASE, Common};
use super::messages::{faulty, refused};
use super::observed::{Observations, observations, only};
use super::scenario::{axes, variants};
use super::study::{Call, Kind, Study};
use super::{Does, Exit};
use crate::experiment::calibrate::arithmetic::contradictions;
use crate::experiment::calibrate::fit::Fit;
use crate::experiment::calibrate::parameter::{Parameter, settings};
use crate::experiment::calibrate::targets::Targets;
use crate::experiment::calibrate::{Asked, calibrate, hidden, moves_weekdays};
use crate::experiment::sensitivity::{Input, inputs};
use crate::experiment::worlds::ensemble::{NotRun, Over, Runs};
use crate::report::calibrate::{Base, Fitted};
use crate::report::manifest::asked_of;
use crate::scenario::{Faults, SourceKind, Variants};

/// What `calibrate` is told.
#[derive(Debug, Args)]
pub struct Calibrate {
    #[arg(help = BASE)]
    pub base: PathBuf,

    #[command(flatten)]
    pub observed: Observations,

    /// Look for this figure between these ends: PATH=A..B; `+=` and `*=` change what stands there; may be
    /// repeated [default: the figures that the scenario marks with `calibrate` in provenance]
    #[arg(long, value_name = "PATH=A..B")]
    pub fit: Vec<String>,

    /// How many worlds to write
    #[arg(long, value_name = "N", default_value_t = 150, value_parser = worlds)]
    pub worlds: u16,

    #[command(flatten)]
    pub common: Common,
}

impl Does for Calibrate {
    const EXAMPLES: &str = "\
Examples:
  wardflow calibrate rd8/rd8.json --observed daily.csv --observed rd8/observed.csv
  wardflow calibrate my.json --observed daily.csv --fit services.reablement.places=40..80 \\
    --fit 'steps.arranging.takes.lognormal.mean*=0.5..2'
  wardflow calibrate my.json --observed daily.csv --to 2024-03-31 --runs 1200 --out fitted";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants(Some(&self.base), &self.common)?;
        let base = variants.base();
        let seen = observations(&self.observed, base)?;
        let parameters = self.parameters(&variants)?;
        let over = Over::of(&seen.history, 0);
        holds(&variants, over)?;

        let mut asked: Vec<String> =
            parameters.iter().map(|p| format!("--fit {} {:?}", p.input.key(), p.input.ends)).collect();
        asked.push(format!("--worlds {} {}", self.worlds, seen.fingerprint));
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(base.fingerprint.clone(), &asked),
            searches: false,
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let targets = Targets::of(&seen.history, &seen.table, moves_weekdays(&parameters));
        let services = hidden::moved(&parameters, &base.names.services);
        let of_table = seen.table.iter().map(|row| row.measure.clone());
        let measures: Vec<_> = of_table.chain(hidden::measures(&services)).collect();
        let how = self.common.replications();
        let asked = Asked {
            parameters: &parameters,
            targets: &targets,
            runs: how.runs as usize,
            worlds: usize::from(self.worlds),
        };
        let found = study.run(|(threads, progress, stop)| {
            let runs = Runs {
                variants: &variants,
                over,
                measures: &measures,
                seed: how.seed,
                threads,
                keep: study.keep(),
                progress,
                stop,
            };
            NotRun::apart(calibrate(asked, &runs))
        })?;
        let found = found.map_err(|faults| faulty(&faults, Some(variants.file())))?;
        let remaining: Vec<Vec<f32>> = found.runs.iter().map(|member| member.remaining.clone()).collect();
        let fit = Fit::of(&targets, &seen.history, &found.numbers, &remaining);
        let best = variants.with(&settings(&parameters, &found.best));
        let best = best.map_err(|faults| faulty(&faults, Some(variants.file())))?;
        let file = Base::of(&self.base);
        study.deliver(&Fitted {
            base,
            file: &file,
            best: &best,
            asked,
            found: &found,
            fit: &fit,
            history: &seen.history,
            notes: &seen.notes,
            hidden: &hidden::hidden(&services, &found.runs, seen.table.len()),
            contradictions: &contradictions(&seen.history, &seen.table),
            seed: how.seed,
        })
    }
}

impl Calibrate {
    /// What is moved: what was typed, or what the scenario marks.
    fn parameters(&self, variants: &Variants) -> Result<Vec<Parameter>, Exit> {
        only("--fit", &self.fit)?;
        let typed = axes(&self.fit)?;
        let base = variants.base();
        let kinds = [SourceKind::Stated, SourceKind::Derived, SourceKind::Assumed, SourceKind::Fitted];
        let marked = |path: &String| base.provenance.iter().any(|p| p.calibrate && p.path == *path);
        let is_asked = |input: &Input| {
            if typed.is_empty() { input.paths.iter().any(marked) } else { input.kind.is_none() }
        };
        let moved: Vec<Input> =
            inputs(base, &kinds, &typed, true).moved.into_iter().filter(is_asked).collect();
        if moved.is_empty() {
            return Err(refused(&format!(
                "{}: there is nothing to fit; expected --fit PATH=A..B, or entries with a \"range\" and \"calibrate\": true in its provenance",
                variants.file().display()
            )));
        }
        let fits = |path: &str| moved.iter().flat_map(|i| &i.paths).any(|own| own == path).then_some("--fit");
        let each = moved.iter().map(|input| Parameter::of(input.clone(), variants));
        let all: Result<Vec<Parameter>, Faults> = each.collect();
        let all = all.map_err(|faults| faulty(&faults.of_flags(fits), Some(variants.file())))?;
        if let Some(none) = all.iter().find(|parameter| parameter.has_no_value()) {
            let [from, to] = &none.input.ends;
            return Err(refused(&format!(
                "{}: there is no whole number from {from} to {to}; expected one in the range",
                none.input.key()
            )));
        }
        Ok(all)
    }
}

/// Whether the scenario can be run over the observed days.
fn holds(variants: &Variants, over: Over) -> Result<(), Exit> {
    let there = variants.with(&over.settings());
    there.map(|_| ()).map_err(|faults| {
        let exit = faulty(&faults, Some(variants.file()));
        refused("the scenario cannot be run over all the days that were observed; expected --from or --to within the days that it has figures for");
        exit
    })
}

fn worlds(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number: &u16| (100..=10_000).contains(number));
    number.ok_or_else(|| "expected a whole number from 100 to 10000".to_owned())
}
