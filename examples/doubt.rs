//! Studies of levers in worlds, with the truth among them: does the interval that holds luck and not knowing cover the
//! true effect as often as it says, and does that of luck agree with a plain run's?
//!
//! `cargo run --release --example doubt -- SCENARIO STUDIES WORLDS RUNS PATH=A..B … -- LEVER …`: each study draws its
//! worlds from the ranges, one of them is the truth, and the levers are compared in all of them.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use wardflow::Scenario;
use wardflow::base::Luck;
use wardflow::experiment::replicate::{Replications, Silent, replicate};
use wardflow::experiment::run::doubt::{Doubt, InWorld, Sure};
use wardflow::measures::Replication;
use wardflow::measures::outcome::{Key, System};
use wardflow::scenario::{Figure, InWorlds, Laid, Operation, Setting, World, Worlds};

type Failed = Box<dyn std::error::Error>;

/// The level of the intervals.
const LEVEL: f64 = 0.9;
/// So many runs make the truth.
const TRUE_RUNS: u64 = 100;

struct Range {
    path: String,
    low: Figure,
    high: Figure,
}

fn range(text: &str) -> Result<Range, Failed> {
    let (path, ends) = text.split_once('=').ok_or("expected PATH=A..B")?;
    let (low, high) = ends.split_once("..").ok_or("expected PATH=A..B")?;
    let figure = |text: &str| Figure::of(text).ok_or("expected a number or a length of time");
    Ok(Range { path: path.to_owned(), low: figure(low)?, high: figure(high)? })
}

fn main() -> Result<(), Failed> {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let cut = typed.iter().position(|word| word == "--").ok_or("expected levers after --")?;
    let [file, studies, worlds, runs, ranges @ ..] = &typed[..cut] else {
        return Err("expected SCENARIO STUDIES WORLDS RUNS PATH=A..B … -- LEVER …".into());
    };
    let (studies, count, runs): (u64, u64, u64) = (studies.parse()?, worlds.parse()?, runs.parse()?);
    let ranges: Vec<Range> = ranges.iter().map(|text| range(text)).collect::<Result<_, _>>()?;
    let levers: Vec<Setting> =
        typed[cut + 1..].iter().map(|text| Setting::parse(text)).collect::<Result<_, _>>()?;
    let file = Path::new(file);
    let stop = AtomicBool::new(false);
    let days = System::NctrBedDays.index();
    let effect = |before: &[Replication], after: &[Replication]| -> Vec<InWorld> {
        let pairs = before.iter().zip(after);
        pairs.filter_map(|(b, a)| Some((b.world, a.system[days]? - b.system[days]?))).collect()
    };
    let mut covered = vec![0_u64; levers.len()];
    // Worlds differ in luck: variances are compared over all studies.
    let mut luck_found = vec![0.0; levers.len()];
    let mut luck_true = vec![0.0; levers.len()];
    for study in 0..studies {
        let luck = |world: u64, j: usize| Luck::new(500 + study, world).part(j as u64).uniform();
        let value = |world: u64, (j, range): (usize, &Range)| {
            let number = range.low.number + luck(world, j) * (range.high.number - range.low.number);
            let number =
                if range.low.unit.is_empty() && range.low.number.fract() == 0.0 && range.high.number > 10.0 {
                    number.round()
                } else {
                    (number * 1e4).round() / 1e4
                };
            Figure { number, unit: range.low.unit.clone() }.to_string()
        };
        let world = |w: u64| World {
            weight: 1.0 / count as f64,
            values: ranges.iter().enumerate().map(|range| value(w, range)).collect(),
        };
        let paths = ranges.iter().map(|range| (range.path.clone(), Operation::Replace)).collect();
        let laid = Laid {
            worlds: Worlds { paths, all: (0..count).map(world).collect(), fitted_to: None },
            shown: "worlds".to_owned(),
            over: file.display().to_string(),
        };
        // The first is as good as any: they were drawn alike.
        let truth: Vec<Setting> = laid.worlds.settings(0);
        let laid = InWorlds::These(Arc::new(laid));
        let with = |settings: &[Setting],
                    worlds: &InWorlds,
                    runs: u64,
                    seed: u64|
         -> Result<Vec<Replication>, Failed> {
            let scenario = Scenario::open_in(file, settings, worlds).map_err(|faults| faults.to_string())?;
            let how = Replications::new(runs).with_seed(seed);
            Ok(replicate(&scenario.plan, how, &Silent, &stop)?)
        };
        let before = with(&[], &laid, runs, study + 1)?;
        let alone = &InWorlds::AsItStands;
        let true_before = with(&truth, alone, TRUE_RUNS, 900_000 + study)?;
        for (i, lever) in levers.iter().enumerate() {
            let found = effect(&before, &with(std::slice::from_ref(lever), &laid, runs, study + 1)?);
            let settings: Vec<Setting> = truth.iter().chain([lever]).cloned().collect();
            let all = effect(&true_before, &with(&settings, alone, TRUE_RUNS, 900_000 + study)?);
            let exact = Sure::of(&all);
            let parted = Doubt::at(&found, LEVEL).ok_or("no worlds")?;
            covered[i] += u64::from((parted.all95[0]..=parted.all95[1]).contains(&exact.mean));
            luck_found[i] += parted.doubt.within * parted.doubt.within;
            luck_true[i] += exact.variance * TRUE_RUNS as f64;
        }
    }
    for (i, lever) in levers.iter().enumerate() {
        let ratio = (luck_found[i] / luck_true[i]).sqrt();
        println!(
            "{}{}{}: covered in {} of {studies}; luck {ratio:.2} of that of plain runs in the truth",
            lever.path,
            lever.operation.sign(),
            lever.value,
            covered[i]
        );
    }
    Ok(())
}
