//! Which sets of figures fit what was observed: not one best set but all that cannot be told apart, as worlds
//! with weights.
//!
//! History matching in waves (Craig and others 1997; Vernon, Goldstein and Bower 2010): runs over the whole of
//! the ranges teach which part of them is implausible, further runs go into what is left. In each wave
//! `statistics` make few numbers of many `targets`, and an `emulator` says what these are likely to be anywhere.
//! In the end `sampling` draws worlds by the likelihood of the last wave (a synthetic likelihood, Wood 2010). Each
//! run has its own people, as the hospital had only one history; wave for wave run i meets the people of the
//! same number. Knows nothing of how results are shown.

pub mod arithmetic;
pub mod drawn;
pub mod emulator;
pub mod fit;
pub mod hidden;
pub mod parameter;
pub mod past;
pub mod sampling;
pub mod statistics;
pub mod targets;

use emulator::Emulator;
use parameter::{Parameter, settings};
use past::{Past, Ran};
use statistics::Statistics;
use targets::{Kind, Series, Targets};

use super::worlds::ensemble::{Counted, Member, NotRun, Runs};
use crate::base::statistics::quantile7;
use crate::base::{Luck, NameHash};
use crate::scenario::{Setting, World, Worlds};

/// How often the past of what drifts is learned: the second time from runs that are
/// near what was observed.
const PASSES: usize = 2;
/// How many waves there are.
const WAVES: usize = 3;
/// The shares of all runs that each wave has; the rest is for the last.
const SHARES_OF_RUNS: [f64; 2] = [0.25, 0.25];
/// Runs of a wave are set aside in so many parts, one after the other, while statistics are learned.
const FOLDS: usize = 8;
/// What is farther out than this share of what is likely is implausible.
const IMPLAUSIBLE: f64 = 0.999;
/// And so much wider, as variances are estimated.
const MARGIN: f64 = 1.4;
/// A statistic that explains a smaller share of the variance of its parameter tells nothing.
const LEAST_EXPLAINED: f64 = 0.05;
/// How fast the density falls beyond the bound.
const STEEPNESS: f64 = 4.0;
/// Two figures with a correlation beyond this are hardly told apart.
pub const TOGETHER: f64 = 0.7;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What is moved.
    pub parameters: &'a [Parameter],
    /// What it is held against.
    pub targets: &'a Targets,
    /// How many runs, in all waves together.
    pub runs: usize,
    /// How many worlds.
    pub worlds: usize,
}

/// One wave.
#[derive(Clone, Debug, PartialEq)]
pub struct Wave {
    /// How many runs it had.
    pub runs: usize,
    /// For each parameter the share of its variance over the wave's runs that the targets explain.
    pub explained: Vec<f64>,
    /// How far the nearest setting is from what was observed: squared, in standard deviations over all
    /// statistics: one for each parameter of which the targets tell something.
    pub nearest: f64,
    /// The width of what is left of each range, as a share of it.
    pub left: Vec<f64>,
}

/// How much of the parameters one sort of targets tells by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Taught {
    /// Which targets.
    pub of: &'static str,
    /// How many they are.
    pub count: usize,
    /// For each parameter the share of its variance over the ranges that they explain.
    pub explained: Vec<f64>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// Wave by wave.
    pub waves: Vec<Wave>,
    /// The worlds, as shares of the ranges; all of the same weight.
    pub worlds: Vec<Vec<f64>>,
    /// The mean of the worlds.
    pub best: Vec<f64>,
    /// What the variances had to be multiplied by, as no setting comes near what was observed; 1 where one does.
    pub inflation: f64,
    /// What each sort of targets tells by itself.
    pub taught: Vec<Taught>,
    /// Targets that no run of the first wave reached.
    pub unreached: Vec<usize>,
    /// Those of them that count all the same, with what the nearest run reached, which stands in for what was
    /// observed.
    pub stood_in: Vec<(usize, f64)>,
    /// How strong events that drift were, with the mean figures.
    pub pasts: Vec<Past>,
    /// A run of each world, with what is known of the past.
    pub runs: Vec<Member>,
    /// The targets of these runs.
    pub numbers: Vec<Vec<Option<f64>>>,
    /// How much was simulated in all waves, and for the worlds.
    pub counted: Counted,
}

impl Calibrated {
    /// The middle 90% of a parameter over the worlds, as shares of its range.
    pub fn range(&self, parameter: usize) -> [f64; 2] {
        let sorted = self.sorted(parameter);
        [0.05, 0.95].map(|p| quantile7(&sorted, p).unwrap_or(0.5))
    }

    fn sorted(&self, parameter: usize) -> Vec<f64> {
        let mut all: Vec<f64> = self.worlds.iter().map(|world| world[parameter]).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    /// The share of what was unknown of a parameter, as its variance, that is known now.
    pub fn learned(&self, parameter: usize) -> f64 {
        const OF_A_RANGE: f64 = 1.0 / 12.0;
        (1.0 - self.covariance(parameter, parameter) / OF_A_RANGE).max(0.0)
    }

    /// The correlation of two parameters over the worlds.
    pub fn correlation(&self, a: usize, b: usize) -> f64 {
        let scale = (self.covariance(a, a) * self.covariance(b, b)).sqrt();
        if scale > 0.0 { self.covariance(a, b) / scale } else { 0.0 }
    }

    fn covariance(&self, a: usize, b: usize) -> f64 {
        let n = self.worlds.len() as f64;
        let mean = |j: usize| self.worlds.iter().map(|world| world[j]).sum::<f64>() / n;
        let (mean_a, mean_b) = (mean(a), mean(b));
        self.worlds.iter().map(|world| (world[a] - mean_a) * (world[b] - mean_b)).sum::<f64>() / n
    }

    /// The worlds with what is set in each.
    pub fn as_worlds(&self, parameters: &[Parameter]) -> Worlds {
        let paths = parameters.iter().flat_map(|parameter| {
            let input = &parameter.input;
            input.paths.iter().map(|path| (path.clone(), input.operation))
        });
        let weight = 1.0 / self.worlds.len() as f64;
        let world = |shares: &Vec<f64>| World {
            weight,
            values: settings(parameters, shares).into_iter().map(|setting| setting.value).collect(),
        };
        Worlds { fitted_to: None, paths: paths.collect(), all: self.worlds.iter().map(world).collect() }
    }
}

/// Finds the sets of figures that fit.
///
/// # Errors
/// As [`Runs::each`].
pub fn calibrate(asked: Asked<'_>, runs: &Runs<'_>) -> Result<Calibrated, NotRun> {
    let luck = Luck::new(runs.seed, 0).name(NameHash::of("calibrate"));
    let dimension = asked.parameters.len();
    let mut observed = asked.targets.observed();
    let mut stood_in = Vec::new();
    let mut used = vec![true; observed.len()];
    let [first, second] = SHARES_OF_RUNS.map(|share| ((asked.runs as f64 * share) as usize).max(2 * FOLDS));
    let last = asked.runs.saturating_sub(first + second).max(2 * FOLDS);
    let mut waves: Vec<Wave> = Vec::new();
    let mut taught = Vec::new();
    let mut unreached = Vec::new();
    let mut ran: (Vec<Vec<f64>>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    let mut design = sampling::latin(dimension, first, luck.part(0));
    let mut done = 0;
    let mut counted = Counted::default();
    let mut inflation = 1.0;
    for (w, count) in [first, second, last].into_iter().enumerate() {
        let shares = rounded(asked.parameters, &design);
        let numbers = run(asked, runs, &shares, done as u64, &mut counted)?;
        if w == 0 {
            unreached = (0..observed.len()).filter(|&j| is_beyond(&numbers, j, observed[j])).collect();
            set_aside(asked.targets, &unreached, &mut used);
            for &j in unreached.iter().filter(|&&j| is_spread(asked.targets.all[j].kind)) {
                observed[j] = nearest(&numbers, j, observed[j]);
                stood_in.push((j, observed[j]));
            }
            taught = taughts(asked.targets, &numbers, &shares, &used);
        }
        done += count;
        // Earlier runs in what is left count too.
        ran.0.extend(numbers);
        ran.1.extend(shares);
        let (learned, statistics, seen) = telling(cross_fitted(&ran.0, &ran.1, &observed, &used));
        let told = seen.len();
        let is_last = w + 1 == WAVES;
        let count = [second, last, asked.worlds][w];
        if told == 0 {
            // Nothing that was observed tells of any figure yet: the whole of the ranges once more.
            design = sampling::latin(dimension, count, luck.part(30 + w as u64));
            let left = vec![1.0; dimension];
            waves.push(Wave { runs: [first, second, last][w], explained: learned, nearest: 0.0, left });
            continue;
        }
        let Some(mut emulator) = Emulator::learned(&ran.1, &statistics) else { break };
        let near = |share: &[f64]| -emulator.implausibility(share, &seen) / 2.0;
        let cloud = sampling::sample(dimension, 400, luck.part(10 + w as u64), near);
        let nearest =
            cloud.iter().map(|share| emulator.implausibility(share, &seen)).fold(f64::INFINITY, f64::min);
        emulator.inflation = (nearest / chi_square(told, 0.9)).max(1.0);
        let bound = chi_square(told, IMPLAUSIBLE) * MARGIN;
        let beyond = |share: &[f64]| (emulator.implausibility(share, &seen) - bound).max(0.0) * STEEPNESS;
        let next = luck.part(20 + w as u64);
        design = if is_last {
            let log = |share: &[f64]| emulator.log_likelihood(share, &seen) - beyond(share);
            sampling::sample(dimension, count, next, log)
        } else {
            sampling::sample(dimension, count, next, |share| -beyond(share))
        };
        let left = (0..dimension).map(|j| width(&design, j)).collect();
        waves.push(Wave { runs: [first, second, last][w], explained: learned, nearest, left });
        if is_last {
            inflation = emulator.inflation;
            break;
        }
        let keep: Vec<usize> = (0..ran.1.len()).filter(|&i| beyond(&ran.1[i]) <= 0.0).collect();
        ran = (
            keep.iter().map(|&i| ran.0[i].clone()).collect(),
            keep.iter().map(|&i| ran.1[i].clone()).collect(),
        );
    }
    if waves.len() < WAVES {
        // So few runs teach nothing: the worlds are the whole of the ranges.
        design = sampling::latin(dimension, asked.worlds, luck.part(1));
    }
    finish(
        asked,
        runs,
        (done as u64, design),
        Learned { waves, inflation, taught, unreached, stood_in, counted },
    )
}

/// What the waves taught.
struct Learned {
    waves: Vec<Wave>,
    inflation: f64,
    taught: Vec<Taught>,
    unreached: Vec<usize>,
    stood_in: Vec<(usize, f64)>,
    counted: Counted,
}

/// Runs each world once.
fn finish(
    asked: Asked<'_>,
    runs: &Runs<'_>,
    (first, design): (u64, Vec<Vec<f64>>),
    learned: Learned,
) -> Result<Calibrated, NotRun> {
    let worlds = rounded(asked.parameters, &design);
    let n = worlds.len() as f64;
    let best: Vec<f64> =
        (0..asked.parameters.len()).map(|j| worlds.iter().map(|world| world[j]).sum::<f64>() / n).collect();
    let sets = sets(asked, runs, &worlds);
    let mut members = runs.each(&sets, first)?;
    let Learned { waves, inflation, taught, unreached, stood_in, mut counted } = learned;
    counted.add(&members);
    let history = asked.targets.history();
    let mut pasts = Vec::new();
    let mut gains = None;
    for pass in 0..PASSES {
        let ran = Ran { members: &members, worlds: &worlds, history };
        let gains = gains.get_or_insert_with(|| ran.gains(&runs.variants.base().drifting()));
        let mut found = ran.pasts(gains, &best, pass == 0);
        pasts = found.pop().unwrap_or_default();
        if pasts.is_empty() {
            break;
        }
        let known = |past: &Vec<Past>| past.iter().map(|past| past.setting(history)).collect::<Vec<_>>();
        let sets: Vec<_> =
            sets.iter().zip(&found).map(|(set, past)| [&set[..], &known(past)].concat()).collect();
        members = runs.each(&sets, first)?;
        counted.add(&members);
    }
    let numbers = numbers(asked, runs, &members, first);
    Ok(Calibrated {
        waves,
        worlds,
        best,
        inflation,
        taught,
        unreached,
        stood_in,
        pasts,
        runs: members,
        numbers,
        counted,
    })
}

/// What is set for each of these; what the scenario knows of the past is learned anew.
fn sets(asked: Asked<'_>, runs: &Runs<'_>, shares: &[Vec<f64>]) -> Vec<Vec<Setting>> {
    let free = past::forgotten(runs.variants.base());
    shares.iter().map(|shares| [settings(asked.parameters, shares), free.clone()].concat()).collect()
}

fn numbers(asked: Asked<'_>, runs: &Runs<'_>, members: &[Member], first: u64) -> Vec<Vec<Option<f64>>> {
    members.iter().zip(first..).map(|(m, i)| asked.targets.simulated(m, Luck::new(runs.seed, i))).collect()
}

/// The targets of a run at each of these; what a run does not have is filled with the mean of the others.
fn run(
    asked: Asked<'_>,
    runs: &Runs<'_>,
    shares: &[Vec<f64>],
    first: u64,
    counted: &mut Counted,
) -> Result<Vec<Vec<f64>>, NotRun> {
    let members = runs.each(&sets(asked, runs, shares), first)?;
    counted.add(&members);
    let found = numbers(asked, runs, &members, first);
    let mean = |j: usize| {
        let there: Vec<f64> = found.iter().filter_map(|row| row[j]).collect();
        there.iter().sum::<f64>() / there.len().max(1) as f64
    };
    let means: Vec<f64> = (0..asked.targets.all.len()).map(mean).collect();
    Ok(found.iter().map(|row| row.iter().zip(&means).map(|(x, mean)| x.unwrap_or(*mean)).collect()).collect())
}

fn rounded(parameters: &[Parameter], design: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let round =
        |shares: &Vec<f64>| parameters.iter().zip(shares).map(|(p, share)| p.rounded(*share)).collect();
    design.iter().map(round).collect()
}

/// Only the statistics that tell something of their parameter. Of one that tells nothing there is a statistic all
/// the same, made of noise; many of them together would look like something that was learned.
fn telling(
    (explained, statistics, seen): (Vec<f64>, Vec<Vec<f64>>, Vec<f64>),
) -> (Vec<f64>, Vec<Vec<f64>>, Vec<f64>) {
    let tells = |all: &Vec<f64>| -> Vec<f64> {
        all.iter().zip(&explained).filter(|(_, share)| **share >= LEAST_EXPLAINED).map(|(x, _)| *x).collect()
    };
    let (statistics, seen) = (statistics.iter().map(tells).collect(), tells(&seen));
    (explained, statistics, seen)
}

/// The statistics of each run, learned from the runs of other parts, and of what was observed, by the mean of all
/// (cross-fitting, Chernozhukov and others 2018): a run that taught a statistic would look better than it is.
fn cross_fitted(
    numbers: &[Vec<f64>],
    shares: &[Vec<f64>],
    observed: &[f64],
    used: &[bool],
) -> (Vec<f64>, Vec<Vec<f64>>, Vec<f64>) {
    let dimension = shares.first().map_or(0, Vec::len);
    let mut statistics = vec![Vec::new(); numbers.len()];
    let mut seen = vec![0.0; dimension];
    let mut explained = vec![0.0; dimension];
    for fold in 0..FOLDS {
        let others = |all: &[Vec<f64>]| -> Vec<Vec<f64>> {
            all.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, row)| row.clone()).collect()
        };
        let learned = Statistics::learned(&others(numbers), &others(shares), used);
        for (i, row) in numbers.iter().enumerate().filter(|(i, _)| i % FOLDS == fold) {
            statistics[i] = learned.of(row);
        }
        for (sum, x) in seen.iter_mut().zip(learned.of(observed)) {
            *sum += x / FOLDS as f64;
        }
        for (sum, x) in explained.iter_mut().zip(&learned.explained) {
            *sum += x / FOLDS as f64;
        }
    }
    (explained, statistics, seen)
}

/// Whether a figure of a weekday is moved. Else what differs between weekdays is no doubt about any of the
/// others, and is no target.
pub fn moves_weekdays(parameters: &[Parameter]) -> bool {
    const DAYS: [&str; 10] =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "sat-sun", "by_weekday", "reach_factor"];
    let mut paths = parameters.iter().flat_map(|parameter| &parameter.input.paths);
    paths.any(|path| path.split('.').any(|key| DAYS.contains(&key)))
}

/// What no setting reaches says nothing of which is the better one, but would count for more than all the rest.
/// Two sorts stay. Where most months of people remaining are out of reach, the ends of the ranges are as near as one
/// comes; and how much people remaining differ still says on which side to look: what the nearest run reached stands
/// in for it.
fn set_aside(targets: &Targets, unreached: &[usize], used: &mut [bool]) {
    for &j in unreached {
        used[j] = is_spread(targets.all[j].kind);
    }
    let remaining = |j: &usize| matches!(targets.all[*j].kind, Kind::Month(Series::Remaining, ..));
    let months: Vec<usize> = (0..used.len()).filter(remaining).collect();
    if months.iter().filter(|&&j| used[j]).count() * 2 < months.len() {
        for j in months {
            used[j] = true;
        }
    }
}

/// How much weeks or days of people remaining differ.
fn is_spread(kind: Kind) -> bool {
    matches!(kind, Kind::Weeks(Series::Remaining, _) | Kind::Days(Series::Remaining))
}

/// What the run that came nearest to a target has.
fn nearest(numbers: &[Vec<f64>], target: usize, observed: f64) -> f64 {
    let all = numbers.iter().map(|row| row[target]);
    all.min_by(|a, b| (a - observed).abs().total_cmp(&(b - observed).abs())).unwrap_or(observed)
}

/// Whether what was observed lies beyond all runs.
fn is_beyond(numbers: &[Vec<f64>], target: usize, observed: f64) -> bool {
    let all = || numbers.iter().map(|row| row[target]);
    all().all(|x| x < observed) || all().all(|x| x > observed)
}

/// How much each sort of targets tells.
fn taughts(targets: &Targets, numbers: &[Vec<f64>], shares: &[Vec<f64>], used: &[bool]) -> Vec<Taught> {
    type Is = fn(Kind) -> bool;
    let sorts: [(&str, Is); 5] = [
        ("months of people remaining", |kind| matches!(kind, Kind::Month(Series::Remaining, ..))),
        ("months of discharges", |kind| matches!(kind, Kind::Month(Series::Discharged, ..))),
        ("how much weeks and days differ", |kind| matches!(kind, Kind::Weeks(..) | Kind::Days(_))),
        ("weekdays", |kind| matches!(kind, Kind::Weekday(..))),
        ("figures of tables", |kind| matches!(kind, Kind::Figure(_))),
    ];
    let each = sorts.into_iter().filter_map(|(of, is)| {
        let only: Vec<bool> =
            targets.all.iter().zip(used).map(|(target, used)| *used && is(target.kind)).collect();
        let count = only.iter().filter(|used| **used).count();
        let learned = || Statistics::learned(numbers, shares, &only).explained;
        (count > 0).then(|| Taught { of, count, explained: learned() })
    });
    each.collect()
}

/// The middle 98% of a coordinate: how much of its range is left.
fn width(points: &[Vec<f64>], j: usize) -> f64 {
    let mut all: Vec<f64> = points.iter().map(|point| point[j]).collect();
    all.sort_by(f64::total_cmp);
    quantile7(&all, 0.99).zip(quantile7(&all, 0.01)).map_or(1.0, |(high, low)| high - low)
}

/// What a chi-square with so many degrees of freedom stays below with this chance (Wilson and Hilferty 1931).
fn chi_square(freedom: usize, chance: f64) -> f64 {
    let n = freedom as f64;
    let spread = 2.0 / (9.0 * n);
    let root = 1.0 - spread + crate::base::special::normal_exceeded_by(1.0 - chance) * spread.sqrt();
    n * root * root * root
}
