//! `wardflow calibrate`: which sets of figures fit what was observed.

use std::path::PathBuf;

use clap::Args;

use super::flags::{BASE, Common};
use super::messages::{faulty, refused};
use super::observed::{Observations, observations, only};
use super::scenario::{axes, variants};
use super::study::{Call, Kind, Study, Work};
use super::{Does, Exit};
use crate::experiment::calibrate::arithmetic::contradictions;
use crate::experiment::calibrate::drawn::{draw, matter, worlds as drawn_worlds};
use crate::experiment::calibrate::fit::Fit;
use crate::experiment::calibrate::parameter::{Parameter, settings};
use crate::experiment::calibrate::targets::Targets;
use crate::experiment::calibrate::{Asked, calibrate, hidden, moves_weekdays};
use crate::experiment::sensitivity::{Input, inputs};
use crate::experiment::worlds::ensemble::{NotRun, Over, Runs};
use crate::report::calibrate::{Base, Drawn, Fitted, Unobserved};
use crate::report::manifest::asked_of;
use crate::scenario::{Faults, Scenario, Setting, SourceKind, Variants, nearest};

/// What `calibrate` is told.
#[derive(Debug, Args)]
pub struct Calibrate {
    #[arg(help = BASE)]
    pub base: PathBuf,

    #[command(flatten)]
    pub observed: Observations,

    /// Look for this figure, as in PATH=A..B; may be repeated
    ///
    /// Between these ends; PATH+= and PATH*= change what stands there. A path alone is looked for as its
    /// provenance says, within its range or as people judged it [default: the figures that the scenario marks
    /// with `calibrate` in provenance]
    #[arg(long, value_name = "PATH[=A..B]")]
    pub fit: Vec<String>,

    /// Draw this figure and do not fit it; may be repeated
    ///
    /// For each world between these ends, as nothing that was observed depends on it: PATH=A..B, or a path
    /// alone as for --fit. Prices are always drawn, and without --observed all is.
    #[arg(long, value_name = "PATH[=A..B]")]
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
  wardflow calibrate my.json --observed daily.csv --to 2024-03-31 --runs 1200 --out fitted
  wardflow calibrate plan.json --fit services.new_team.stay.fixed     worlds from what people think, nothing observed";

    fn does(&self, call: &Call) -> Result<Exit, Exit> {
        self.common.fixed()?;
        let variants = variants(Some(&self.base), &self.common)?;
        let base = variants.base();
        let moved = self.moved(&variants)?;
        if self.observed.is_none() {
            return self.unobserved(call, &variants, &[moved.fitted, moved.drawn].concat());
        }
        if moved.fitted.is_empty() {
            return Err(nothing(&variants, "fit"));
        }
        let seen = observations(&self.observed, base)?;
        let over = Over::of(&seen.history, 0);
        holds(&variants, over)?;

        let mut asked = [told("--fit", &moved.fitted), told("--draw", &moved.drawn)].concat();
        asked.push(format!("--worlds {} {}", self.worlds, seen.fingerprint));
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(base.fingerprint.clone(), &asked),
            searches: false,
            work: Work { plan: &base.plan, scenarios: 1, days: Some(seen.history.days()) },
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
    /// Worlds where nothing was observed: all that is moved is drawn.
    fn unobserved(&self, call: &Call, variants: &Variants, parameters: &[Parameter]) -> Result<Exit, Exit> {
        if parameters.is_empty() {
            return Err(nothing(variants, "draw"));
        }
        let base = variants.base();
        let seed = self.common.replications().seed;
        let worlds = drawn_worlds(parameters, usize::from(self.worlds), seed);
        let typed = |path: &str| {
            parameters.iter().flat_map(|p| &p.input.paths).any(|own| own == path).then_some("--fit")
        };
        let sound = |settings: &[Setting]| {
            variants.with(settings).map_err(|faults| faulty(&faults.of_flags(typed), Some(variants.file())))
        };
        for world in 0..worlds.all.len() {
            sound(&worlds.settings(world))?;
        }
        let medians = sound(&settings(parameters, &vec![0.5; parameters.len()]))?;
        let asked =
            [told("--fit", parameters), vec![format!("--worlds {}, unobserved", self.worlds)]].concat();
        let kind = Kind {
            file: Some(&self.base),
            name: call.name(&base.stem),
            fingerprint: &asked_of(base.fingerprint.clone(), &asked),
            searches: false,
            work: Work { plan: &base.plan, scenarios: 0, days: None },
        };
        let file = Base::of(&self.base);
        let found = Unobserved { base, file: &file, medians: &medians, parameters, worlds: &worlds, seed };
        Study::begin(call, &self.common, &kind)?.deliver(&found)
    }

    /// What is moved: what was typed, or what the scenario marks.
    fn moved(&self, variants: &Variants) -> Result<Moved, Exit> {
        let (fit, named_to_fit) = apart(&self.fit);
        let (draw, named_to_draw) = apart(&self.draw);
        only("--fit", &fit)?;
        only("--draw", &draw)?;
        let typed = axes(&[&fit[..], &draw].concat())?;
        let base = variants.base();
        let kinds = SourceKind::ALL.iter().map(|(_, kind)| *kind).collect::<Vec<_>>();
        let marked = |path: &String| base.provenance.iter().any(|p| p.calibrate && p.path == *path);
        // Figures that rest on the same words are one doubt, as far as they are marked.
        let asked = |mut input: Input| {
            if input.kind.is_some() {
                let named = |path: &String| named_to_fit.contains(path) || named_to_draw.contains(path);
                input.paths.retain(|path| named(path) || self.fit.is_empty() && marked(path));
            }
            (!input.paths.is_empty()).then_some(input)
        };
        let moved: Vec<Input> =
            inputs(base, &kinds, &typed, false).moved.into_iter().filter_map(asked).collect();
        for (flag, path) in named_to_fit
            .iter()
            .map(|path| ("--fit", path))
            .chain(named_to_draw.iter().map(|path| ("--draw", path)))
        {
            if moved.iter().all(|input| !input.paths.contains(path)) {
                return Err(without_a_range(flag, path, base));
            }
        }
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
        let drawn_by_hand = &typed[fit.len()..];
        let is_drawn = |p: &Parameter| {
            let mut by_hand = drawn_by_hand.iter().map(|axis| &axis.path).chain(&named_to_draw);
            p.is_price() || by_hand.any(|path| p.input.paths.contains(path))
        };
        let (drawn, fitted): (Vec<_>, Vec<_>) = all.into_iter().partition(is_drawn);
        Ok(Moved { fitted, drawn, matter: Vec::new() })
    }
}

/// Ranges that were typed, and paths alone.
fn apart(typed: &[String]) -> (Vec<String>, Vec<String>) {
    typed.iter().cloned().partition(|text| text.contains('='))
}

/// Refuses a path alone of which nothing says between what it lies.
fn without_a_range(flag: &str, path: &str, base: &Scenario) -> Exit {
    let known = base.provenance.iter().filter(|entry| entry.range.is_some()).map(|entry| entry.path.as_str());
    let hint = nearest(path, known).map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
    refused(&format!(
        "{flag} {path}: provenance does not say between what it lies; expected {flag} {path}=A..B, or a \"range\" or \"elicited\" that fits what stands there{hint}"
    ))
}

/// Refuses to move nothing.
fn nothing(variants: &Variants, what: &str) -> Exit {
    let prices = if what == "fit" { "; prices are drawn and not fitted" } else { "" };
    refused(&format!(
        "{}: there is nothing to {what}; expected --fit PATH=A..B, or entries with \"calibrate\": true and a \"range\" or \"elicited\" in its provenance{prices}",
        variants.file().display()
    ))
}

/// What was asked, for a fingerprint.
fn told(flag: &str, all: &[Parameter]) -> Vec<String> {
    let each = all.iter().map(|p| (p.input.key(), &p.input.ends, &p.input.elicited));
    each.map(|(key, ends, elicited)| match elicited {
        None => format!("{flag} {key} {ends:?}"),
        Some(elicited) => format!("{flag} {key} {ends:?} {elicited:?}"),
    })
    .collect()
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
