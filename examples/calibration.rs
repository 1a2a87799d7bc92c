//! Trials of `calibrate` on data that the simulator made itself, with known figures: do 90% intervals cover the
//! truth in 90% of trials, and are the ranks of the truth level (simulation-based calibration: Talts and others
//! 2018)? Also of what levers save, in worlds against the truth.
//!
//! `cargo run --release --example calibration -- SCENARIO TRIALS RUNS PATH=A..B … [-- SETTING …]`; settings after
//! `--` are levers.

use std::fmt::Write;
use std::sync::atomic::AtomicBool;

use wardflow::base::Luck;
use wardflow::base::matrix::{Cholesky, Matrix, dot};
use wardflow::base::special::gamma_above;
use wardflow::base::statistics::quantile7;
use wardflow::experiment::Silent;
use wardflow::experiment::calibrate::parameter::{Parameter, settings};
use wardflow::experiment::calibrate::targets::Targets;
use wardflow::experiment::calibrate::{Asked, calibrate};
use wardflow::experiment::kept::Nowhere;
use wardflow::experiment::sensitivity::inputs;
use wardflow::experiment::vary::Axis;
use wardflow::experiment::worlds::ensemble::{Over, Runs};
use wardflow::experiment::worlds::history::History;
use wardflow::scenario::{Setting, Variants};

type Failed = Box<dyn std::error::Error>;

const WORLDS: usize = 119;
/// Ranks are counted in so many classes.
const CLASSES: usize = 8;

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let cut = arguments.iter().position(|word| word == "--").unwrap_or(arguments.len());
    let (asked, levers) = arguments.split_at(cut);
    let [file, trials, runs, fits @ ..] = asked else {
        return Err("expected SCENARIO TRIALS RUNS PATH=A..B … [-- SETTING …]".into());
    };
    let (trials, count): (u64, usize) = (trials.parse()?, runs.parse()?);
    let levers: Vec<Setting> =
        levers.iter().skip(1).map(|text| Setting::parse(text)).collect::<Result<_, _>>()?;
    let variants = Variants::of(Some(file.as_ref()), Vec::new())?;
    let axes: Vec<Axis> = fits.iter().map(|text| Axis::parse(text)).collect::<Result<_, _>>()?;
    let parameters: Vec<Parameter> = inputs(variants.base(), &[], &axes, true)
        .moved
        .into_iter()
        .map(|input| Parameter::of(input, &variants))
        .collect::<Result<_, _>>()?;
    let calendar = &variants.base().plan.calendar;
    let over = Over { first: calendar.start(), days: calendar.measured_days() as usize };
    let stop = AtomicBool::new(false);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut ranks = vec![[0_u64; CLASSES]; parameters.len()];
    let mut covered = vec![0_u64; parameters.len() + levers.len()];
    for trial in 0..trials {
        let of = |seed| Runs {
            variants: &variants,
            over,
            measures: &[],
            seed,
            threads,
            keep: &Nowhere,
            progress: &Silent,
            stop: &stop,
        };
        let truth: Vec<f64> = (0..parameters.len() as u64)
            .map(|j| parameters[j as usize].rounded(Luck::new(77, trial).part(j).uniform()))
            .collect();
        let seen = of(1_000 + trial).each(&[settings(&parameters, &truth)], 0)?.remove(0);
        let all = |series: &[f32]| series.iter().map(|x| Some(f64::from(*x))).collect();
        let history =
            History { first: over.first, remaining: all(&seen.remaining), discharged: all(&seen.discharged) };
        let targets = Targets::of(&history, &[], false);
        let asked = Asked { parameters: &parameters, targets: &targets, runs: count, worlds: WORLDS };
        let runs = of(1);
        let found = calibrate(asked, &runs)?;
        let mut said = String::new();
        for (j, x) in truth.iter().enumerate() {
            // A whole number may equal those of worlds: its rank is then one of theirs, drawn.
            let below = found.worlds.iter().filter(|world| world[j] < *x).count();
            let alike = found.worlds.iter().filter(|world| world[j] <= *x).count() - below;
            let rank = below + (Luck::new(78, trial).part(j as u64).uniform() * (alike + 1) as f64) as usize;
            ranks[j][rank * CLASSES / (WORLDS + 1)] += 1;
            let is_in =
                rank as f64 >= 0.05 * (WORLDS + 1) as f64 && (rank as f64) < 0.95 * (WORLDS + 1) as f64;
            covered[j] += u64::from(is_in);
            let [low, high] = found.range(j);
            write!(said, " {x:.2} in {low:.2}..{high:.2}{}", if is_in { "" } else { "!" })?;
        }
        for (l, lever) in levers.iter().enumerate() {
            // Half of the worlds are enough for the surface below.
            let some: Vec<Vec<f64>> = found.worlds.iter().step_by(2).cloned().collect();
            let effects = effects(&runs, &parameters, &some, lever, 1)?;
            // Luck is taken out by a curved surface through the worlds: what is left is what not knowing makes.
            let plane = plane(&some, &effects).ok_or("worlds are all alike")?;
            let mut saved: Vec<f64> = found.worlds.iter().map(|world| at(&plane, world)).collect();
            saved.sort_by(f64::total_cmp);
            let true_effects = effects_at(&runs, &parameters, &truth, lever, 40)?;
            let [low, high] = [0.05, 0.95].map(|p| quantile7(&saved, p).unwrap_or(f64::NAN));
            let is_in = (low..=high).contains(&true_effects);
            covered[parameters.len() + l] += u64::from(is_in);
            write!(said, " | {true_effects:.1} in {low:.1}..{high:.1}{}", if is_in { "" } else { "!" })?;
        }
        println!("trial {trial}:{said}  inflation {:.2}", found.inflation);
    }
    for (j, parameter) in parameters.iter().enumerate() {
        let even = trials as f64 / CLASSES as f64;
        let chi: f64 = ranks[j].iter().map(|n| (*n as f64 - even) * (*n as f64 - even) / even).sum();
        let p = gamma_above((CLASSES - 1) as f64 / 2.0, chi / 2.0);
        println!(
            "{}: covered {:.0}% ranks {:?} p {p:.3}",
            parameter.input.key(),
            100.0 * covered[j] as f64 / trials as f64,
            ranks[j]
        );
    }
    for (l, lever) in levers.iter().enumerate() {
        let share = 100.0 * covered[parameters.len() + l] as f64 / trials as f64;
        println!("{}{}{}: covered {share:.0}%", lever.path, lever.operation.sign(), lever.value);
    }
    Ok(())
}

/// What a lever saves in each world: people remaining, on average, with the same people.
fn effects(
    runs: &Runs<'_>,
    parameters: &[Parameter],
    worlds: &[Vec<f64>],
    lever: &Setting,
    times: usize,
) -> Result<Vec<f64>, Failed> {
    let sets = |with: bool| -> Vec<Vec<Setting>> {
        let each = worlds.iter().flat_map(|world| std::iter::repeat_n(world, times));
        each.map(|world| settings(parameters, world).into_iter().chain(with.then(|| lever.clone())).collect())
            .collect()
    };
    let mean = |with: bool| -> Result<Vec<f64>, Failed> {
        let all = runs.each(&sets(with), 100_000)?;
        let of = |m: &wardflow::experiment::worlds::ensemble::Member| {
            m.remaining.iter().map(|x| f64::from(*x)).sum::<f64>() / m.remaining.len() as f64
        };
        let each: Vec<f64> = all.iter().map(of).collect();
        Ok(each.chunks(times).map(|chunk| chunk.iter().sum::<f64>() / times as f64).collect())
    };
    Ok(mean(false)?.iter().zip(mean(true)?).map(|(before, after)| before - after).collect())
}

fn effects_at(
    runs: &Runs<'_>,
    parameters: &[Parameter],
    truth: &[f64],
    lever: &Setting,
    times: usize,
) -> Result<f64, Failed> {
    Ok(effects(runs, parameters, &[truth.to_vec()], lever, times)?[0])
}

fn terms(world: &[f64]) -> Vec<f64> {
    let mut terms = vec![1.0];
    terms.extend(world.iter().map(|x| x - 0.5));
    terms.extend(world.iter().map(|x| (x - 0.5) * (x - 0.5)));
    terms
}

fn plane(worlds: &[Vec<f64>], values: &[f64]) -> Option<Vec<f64>> {
    let rows: Vec<Vec<f64>> = worlds.iter().map(|world| terms(world)).collect();
    let matrix = Matrix::of(&rows);
    let ones = vec![1.0; worlds.len()];
    let mut gram = matrix.gram(&ones);
    for j in 0..gram.rows() {
        gram[(j, j)] += 1e-6;
    }
    Some(Cholesky::of(&gram)?.solve(&matrix.transposed_times(values, &ones)))
}

fn at(plane: &[f64], world: &[f64]) -> f64 {
    dot(plane, &terms(world))
}
