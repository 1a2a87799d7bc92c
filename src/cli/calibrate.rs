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
use crate::experiment::calibrate::drawn::{draw, matter};
use crate::experiment::calibrate::fit::Fit;
use crate::experiment::calibrate::parameter::{Parameter, settings};
use crate::experiment::calibrate::targets::Targets;
use crate::experiment::calibrate::{Asked, calibrate, hidden, moves_weekdays};
use crate::experiment::sensitivity::{Input, inputs};
use crate::experiment::worlds::ensemble::{NotRun, Over, Runs};
use crate::report::calibrate::{Base, Drawn, Fitted};
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

    /// Draw this figure between these ends for each world and do not fit it, as nothing that was observed depends on
    /// it: PATH=A..B; may be repeated. Prices are always drawn
    #[arg(long, value_name = "PATH=A..B")]
    pub draw: Vec<String>,

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
  wardflow calibrate my.json --observed daily.csv --draw services.bridging.longest_stay=7d..28d
  wardflow calibrate my.json --observed daily.csv --to 2024-03-31 --runs 1200 --out fitted";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants(Some(&self.base), &self.common)?;
        let base = variants.base();
        let seen = observations(&self.observed, base)?;
        let moved = self.moved(&variants)?;
        let over = Over::of(&seen.history, 0);
        holds(&variants, over)?;

        let told = |flag: &str, all: &[Parameter]| -> Vec<String> {
            all.iter().map(|p| format!("{flag} {} {:?}", p.input.key(), p.input.ends)).collect()
        };
        let mut asked = [told("--fit", &moved.fitted), told("--draw", &moved.drawn)].concat();
        asked.push(format!("--worlds {} {}", self.worlds, seen.fingerprint));
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(base.fingerprint.clone(), &asked),
            searches: false,
        };
        let study = Study::begin(call, &self.common, &kind)?;
        let targets = Targets::of(&seen.history, &seen.table, moves_weekdays(&moved.fitted));
        let services = hidden::moved(&moved.fitted, &base.names.services);
        let of_table = seen.table.iter().map(|row| row.measure.clone());
        let measures: Vec<_> = of_table.chain(hidden::measures(&services)).collect();
        let how = self.common.replications();
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
            NotRun::apart(moved.apart(&runs).and_then(|moved| {
                let asked = Asked {
                    parameters: &moved.fitted,
                    targets: &targets,
                    runs: how.runs as usize,
                    worlds: usize::from(self.worlds),
                };
                let found = if moved.fitted.is_empty() { None } else { Some(calibrate(asked, &runs)?) };
                Ok((found, moved))
            }))
        })?;
        let (found, Moved { fitted: parameters, drawn, matter }) =
            found.map_err(|faults| faulty(&faults, Some(variants.file())))?;
        let Some(found) = found else {
            return Err(refused("there is nothing to fit: none of these figures changes what was observed"));
        };
        let asked = Asked {
            parameters: &parameters,
            targets: &targets,
            runs: how.runs as usize,
            worlds: usize::from(self.worlds),
        };
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
            drawn: Drawn {
                parameters: &drawn,
                worlds: &draw(&drawn, found.worlds.len(), how.seed),
                matter: &matter,
            },
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
    fn moved(&self, variants: &Variants) -> Result<Moved, Exit> {
        only("--fit", &self.fit)?;
        only("--draw", &self.draw)?;
        let typed = axes(&[&self.fit[..], &self.draw].concat())?;
        let base = variants.base();
        let kinds = [SourceKind::Stated, SourceKind::Derived, SourceKind::Assumed, SourceKind::Fitted];
        let marked = |path: &String| base.provenance.iter().any(|p| p.calibrate && p.path == *path);
        // Figures that rest on the same words are one doubt, as far as they are marked.
        let asked = |mut input: Input| {
            if input.kind.is_some() {
                input.paths.retain(|path| self.fit.is_empty() && marked(path));
            }
            (!input.paths.is_empty()).then_some(input)
        };
        let moved: Vec<Input> =
            inputs(base, &kinds, &typed, false).moved.into_iter().filter_map(asked).collect();
        let of_moved =
            |path: &str| moved.iter().flat_map(|i| &i.paths).any(|own| own == path).then_some("--fit");
        let each = moved.iter().map(|input| Parameter::of(input.clone(), variants));
        let all: Result<Vec<Parameter>, Faults> = each.collect();
        let all = all.map_err(|faults| faulty(&faults.of_flags(of_moved), Some(variants.file())))?;
        if let Some(none) = all.iter().find(|parameter| parameter.has_no_value()) {
            let [from, to] = &none.input.ends;
            return Err(refused(&format!(
                "{}: there is no whole number from {from} to {to}; expected one in the range",
                none.input.key()
            )));
        }
        let drawn_by_hand = &typed[self.fit.len()..];
        let is_drawn = |p: &Parameter| {
            p.is_price() || drawn_by_hand.iter().any(|axis| p.input.paths.contains(&axis.path))
        };
        let (drawn, fitted): (Vec<_>, Vec<_>) = all.into_iter().partition(is_drawn);
        if fitted.is_empty() {
            return Err(refused(&format!(
                "{}: there is nothing to fit; expected --fit PATH=A..B, or entries with a \"range\" and \"calibrate\": true in its provenance; prices are drawn and not fitted",
                variants.file().display()
            )));
        }
        Ok(Moved { fitted, drawn, matter: Vec::new() })
    }
}

/// What is moved.
struct Moved {
    /// What is held against what was observed.
    fitted: Vec<Parameter>,
    /// What nothing observed depends on.
    drawn: Vec<Parameter>,
    /// What is drawn as that was asked, though what was observed depends on it, by its path.
    matter: Vec<String>,
}

impl Moved {
    /// With what changes no run among what is drawn.
    fn apart(&self, runs: &Runs<'_>) -> Result<Self, NotRun> {
        let prices = self.drawn.iter().filter(|p| p.is_price());
        let by_hand: Vec<&Parameter> = self.drawn.iter().filter(|p| !p.is_price()).collect();
        let tried: Vec<Parameter> = by_hand.iter().copied().chain(&self.fitted).cloned().collect();
        let matter = matter(&tried, runs)?;
        let (of_drawn, of_fitted) = matter.split_at(by_hand.len());
        let idle = self.fitted.iter().zip(of_fitted).filter(|(_, matters)| !**matters).map(|(p, _)| p);
        let told = by_hand.iter().zip(of_drawn).filter(|(_, matters)| **matters);
        Ok(Self {
            matter: told.map(|(p, _)| p.input.key()).collect(),
            drawn: prices.chain(by_hand.iter().copied()).chain(idle).cloned().collect(),
            fitted: self.fitted.iter().zip(of_fitted).filter(|(_, m)| **m).map(|(p, _)| p.clone()).collect(),
        })
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
