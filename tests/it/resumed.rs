//! A study that was interrupted anywhere and gone on with finds what one finds that never was, and does
//! nothing twice: every command, as the library runs it, interrupted after every so many runs. And shared out among
//! several: together they find what one finds alone, in as many rounds as it takes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use wardflow::experiment::address::Address;
use wardflow::experiment::exchange::{Trade, exchange};
use wardflow::experiment::kept::{Keep, Memory, Share};
use wardflow::experiment::levers::levers;
use wardflow::experiment::optimise::{self, FRESH, Target, optimise};
use wardflow::experiment::points::Points;
use wardflow::experiment::precision::{Asked, replicate_until};
use wardflow::experiment::replicate::{NotReplicated, Silent, replicate_kept};
use wardflow::experiment::sensitivity::{design, inputs, sensitivity};
use wardflow::experiment::sweep::{Point, Runs, later, points, sweep, sweep_in_turn};
use wardflow::experiment::vary::{Axis, Design};
use wardflow::experiment::warm_up::warm_up;
use wardflow::experiment::{Progress, Replications, causes, compare};
use wardflow::measures::outcome::{SYSTEM, System, index_of};
use wardflow::scenario::{Scenario, Setting, SourceKind, Variants};

/// Two kinds of care for people who wait in acute beds.
const HAMLET: &str = r#"{
  "name": "Hamlet", "calendar": { "start": "2025-01-06", "days": 28, "warm_up": "14d" },
  "groups": { "home": { "arrivals": { "per_day": 2.5 }, "enters": "ready", "needs": { "p1": 1 } },
              "bed": { "arrivals": { "per_day": 1.2 }, "enters": "ready", "needs": { "p2": 1 } } },
  "pathways": { "p1": { "services": ["visits"] }, "p2": { "services": ["beds"] } },
  "services": { "visits": { "places": 22, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 60 },
                "beds": { "places": 11, "stay": { "exponential": { "mean": "10d" } }, "cost_per_place": 150 } },
  "costs": { "acute_bed_day": 400 },
  "provenance": { "services.beds.places": { "kind": "assumed", "source": "invented", "range": [9, 13] } }
}"#;

/// Keeps in memory, and counts what was kept since it was made.
#[derive(Debug)]
struct Counted(Arc<Memory>, AtomicU64);

impl Keep for Counted {
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        self.0.earlier(part, index)
    }

    fn keep(&self, part: &str, index: u64, piece: &[u8]) {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.keep(part, index, piece);
    }
}

/// Pieces by part and number.
type Pieces = BTreeMap<(String, u64), Vec<u8>>;

/// One share of the work: what was found in earlier rounds, and what it finds itself.
#[derive(Debug)]
struct Shared {
    share: Share,
    earlier: Arc<Pieces>,
    own: Mutex<Pieces>,
}

impl Keep for Shared {
    fn earlier(&self, part: &str, index: u64) -> Option<Vec<u8>> {
        let key = (part.to_owned(), index);
        self.earlier.get(&key).or(self.own.lock().unwrap().get(&key)).cloned()
    }

    fn keep(&self, part: &str, index: u64, piece: &[u8]) {
        let key = (part.to_owned(), index);
        let again = self.own.lock().unwrap().insert(key.clone(), piece.to_vec());
        assert!(again.is_none() && !self.earlier.contains_key(&key), "twice: {key:?}");
    }

    fn share(&self) -> Share {
        self.share
    }
}

/// Counts what is told to be done of what.
#[derive(Default)]
struct Told(AtomicU64, AtomicU64);

impl Progress for Told {
    fn started(&self, total: u64) {
        self.0.store(total, Ordering::Relaxed);
    }

    fn done(&self, count: u64) {
        self.1.fetch_max(count, Ordering::Relaxed);
    }
}

/// Raises its flag when so many runs were done, from wherever they came.
struct After {
    runs: u64,
    done: AtomicU64,
    stop: AtomicBool,
}

impl Progress for After {
    fn started(&self, _: u64) {}

    fn done(&self, _: u64) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.stop.fetch_or(done >= self.runs, Ordering::Relaxed);
    }
}

type How<'a> = (&'a Arc<dyn Keep>, &'a dyn Progress, &'a AtomicBool);

/// What a command finds, in so many words.
type Work<'a> = &'a dyn Fn(How<'_>) -> Result<String, NotReplicated>;

struct Hamlet(tempfile::TempDir);

impl Hamlet {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("hamlet.json"), HAMLET).unwrap();
        Self(folder)
    }

    fn variants(&self) -> Variants {
        Variants::of(Some(&self.0.path().join("hamlet.json")), Vec::new()).unwrap()
    }

    fn points(&self, varied: &[&str]) -> Vec<Point> {
        let axes: Vec<Axis> = varied.iter().map(|text| Axis::parse(text).unwrap()).collect();
        points(&self.variants(), Design::Grid.points(&axes, 1).unwrap()).unwrap()
    }
}

fn how(runs: u64) -> Replications {
    Replications { runs, seed: 3, threads: 2 }
}

/// Interrupts the work after 0, 1, … runs (every `step`), goes on, and looks that nothing differs.
fn resumed(work: Work<'_>, step: usize) {
    let memory = Arc::new(Memory::default());
    let never = AtomicBool::new(false);
    let counted = |memory: &Arc<Memory>| Arc::new(Counted(Arc::clone(memory), AtomicU64::new(0)));
    let whole = work((&(counted(&memory) as Arc<dyn Keep>), &Silent, &never)).unwrap();
    let all = memory.len();
    assert!(all > 10, "{all}");
    shared(work, &whole, all);
    for runs in (0..all as u64).step_by(step) {
        let memory = Arc::new(Memory::default());
        let after = After { runs, done: AtomicU64::new(0), stop: AtomicBool::new(runs == 0) };
        let cut = work((&(counted(&memory) as Arc<dyn Keep>), &after, &after.stop));
        // Right at the end it may be too late to interrupt.
        assert!(matches!(cut, Err(NotReplicated::Interrupted)) || runs + 2 >= all as u64, "after {runs}");
        let kept = memory.len();
        assert!(kept as u64 >= runs, "after {runs}: {kept} are kept");
        let again = counted(&memory);
        let on = work((&(Arc::clone(&again) as Arc<dyn Keep>), &Silent, &never)).unwrap();
        assert!(on == whole, "after {runs} of {all} runs");
        let run = again.1.load(Ordering::Relaxed);
        assert_eq!((run, memory.len()), ((all - kept) as u64, all), "after {runs}: nothing twice");
    }
}

/// Shares the work out among 1, 3 and 7, in rounds until all find what one finds, and looks that it is that; also
/// where one goes on alone after the first round.
fn shared(work: Work<'_>, whole: &str, all: usize) {
    let never = AtomicBool::new(false);
    let keeps = |share: Share, earlier: &Arc<Pieces>| {
        Arc::new(Shared { share, earlier: Arc::clone(earlier), own: Mutex::default() })
    };
    for of in [1, 3, 7] {
        let mut there: Arc<Pieces> = Arc::default();
        for round in 1_u64.. {
            assert!(round < 60, "among {of}: it comes to no end");
            let (mut found, mut ended, mut most) = (Pieces::new(), 0, 0);
            for number in 1..=of {
                let keep = keeps(Share::new(number, of).unwrap(), &there);
                let told = Told::default();
                match work((&(Arc::clone(&keep) as Arc<dyn Keep>), &told, &never)) {
                    Ok(one) => {
                        assert!(one == whole, "{number} of {of} in round {round}");
                        ended += 1;
                    }
                    Err(NotReplicated::Elsewhere) => {}
                    Err(error) => panic!("{error}"),
                }
                let own = std::mem::take(&mut *keep.own.lock().unwrap());
                most = own.len().max(most);
                for (key, piece) in own {
                    let same = found.get(&key).is_none_or(|known| *known == piece);
                    assert!(same, "seeds depend on no share: {key:?}");
                    found.insert(key, piece);
                }
            }
            let new = found.len();
            there = Arc::new(there.iter().map(|(k, v)| (k.clone(), v.clone())).chain(found).collect());
            if ended == of {
                assert_eq!(there.len(), all, "among {of}");
                break;
            }
            assert!(ended == 0 && new > 0, "among {of} in round {round}: {ended} ended, {new} new");
            if round == 1 {
                // Points are made some at a time, and each time the last of a share may be another's.
                assert!(most <= new.div_ceil(of as usize) + 3, "among {of}: {most} of {new} by one");
                let alone = keeps(Share::ALL, &there);
                let one = work((&(Arc::clone(&alone) as Arc<dyn Keep>), &Silent, &never)).unwrap();
                assert!(one == whole, "one that goes on alone after {of}");
                assert_eq!(alone.own.lock().unwrap().len() + new, all, "and runs what is missing");
            }
        }
    }
}

const AUTO: Asked = Asked { precision: 0.15, least: 20, most: 60 };

#[test]
fn a_run_finds_the_same_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let scenario = hamlet.variants().base().clone();
    resumed(
        &|(keep, progress, stop)| {
            let found = replicate_kept(&scenario.plan, how(13), keep.as_ref(), progress, stop)?;
            Ok(format!("{found:?}"))
        },
        1,
    );
}

#[test]
fn a_run_until_precise_takes_as_many_replications_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let scenario = hamlet.variants().base().clone();
    resumed(
        &|(keep, progress, stop)| {
            let found = replicate_until(&scenario.plan, AUTO, (how(60), keep.as_ref()), progress, stop)?;
            Ok(format!("{found:?}"))
        },
        3,
    );
}

#[test]
fn a_comparison_finds_the_same_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let base = hamlet.variants().base().clone();
    let options = hamlet.points(&["services.visits.places=24,26"]);
    let all: Vec<&Scenario> = std::iter::once(&base).chain(options.iter().map(|p| &p.scenario)).collect();
    let by = index_of(SYSTEM, "nctr_bed_days");
    for (asked, step) in [(None, 2), (Some(AUTO), 7)] {
        resumed(
            &|(keep, progress, stop)| {
                let found = compare::compare(&all, by, (how(13), asked, keep.as_ref()), progress, stop)?;
                Ok(format!("{found:?}"))
            },
            step,
        );
    }
}

#[test]
fn a_sweep_finds_the_same_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let design = hamlet.points(&["services.visits.places=22,26", "services.beds.places=11,12"]);
    let by = index_of(SYSTEM, "acute_bed_days");
    for (runs, step) in [(Runs::Number(6), 3), (Runs::Until(AUTO, by), 11)] {
        resumed(
            &|(keep, progress, stop)| {
                let mut store = Points::kept(3, Arc::clone(keep));
                let found = sweep(variants.base(), &design, runs, &mut store, (2, progress, stop))?;
                Ok(format!("{found:?} {:?} {}", store.runs().collect::<Vec<_>>(), store.total()))
            },
            step,
        );
    }
}

#[test]
fn marginal_values_are_the_same_wherever_they_were_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let all = levers(variants.base()).iter().map(|lever| vec![lever.one_more()]).collect();
    let design = later(&variants, all).unwrap();
    resumed(
        &|(keep, progress, stop)| {
            let (mut store, how) = (Points::kept(3, Arc::clone(keep)), (2, progress, stop));
            let found = sweep_in_turn(&variants, &design, Runs::Number(6), &mut store, how, |_, _, _| {})?;
            Ok(format!("{found:?}"))
        },
        3,
    );
}

#[test]
fn a_rate_of_exchange_is_the_same_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let trade = Trade {
        give: "services.visits.places".to_owned(),
        give_amounts: vec![1.0, 3.0],
        buy: "services.beds.places".to_owned(),
        buy_amounts: vec![1.0, 2.0],
    };
    let design = trade.points(&variants).unwrap();
    let on = Address::system(System::NctrBedDays);
    resumed(
        &|(keep, progress, stop)| {
            let (mut store, how) = (Points::kept(3, Arc::clone(keep)), (2, progress, stop));
            let found = exchange(variants.base(), (&trade, &design), on, Runs::Number(6), &mut store, how)?;
            Ok(format!("{found:?}"))
        },
        3,
    );
}

#[test]
fn the_cheapest_mix_is_the_same_wherever_the_search_was_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let design = hamlet.points(&["services.visits.places=22..28:2", "services.beds.places=11,13"]);
    let asked = optimise::Asked {
        targets: vec![Target::parse("nctr_people<=60", &variants.base().names).unwrap()],
        minimise: Address::system(System::CostTotal),
        confidence: 0.9,
        tolerance: None,
        most: 60,
        fresh: 9,
        chance: None,
    };
    resumed(
        &|(keep, progress, stop)| {
            let mut store = Points::kept(3, Arc::clone(keep));
            let (mut fresh, how) = (store.fresh(FRESH), (2, progress, stop));
            let found = optimise(variants.base(), &design, &asked, (&mut store, &mut fresh), how)?;
            assert!(found.selection.designs.iter().any(|one| one.runs > 10), "more than the first look");
            Ok(format!("{found:?}"))
        },
        23,
    );
}

#[test]
fn what_answers_lean_on_is_the_same_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let moved = inputs(variants.base(), &[SourceKind::Assumed], &[], false).moved;
    let design = design(&variants, moved, Some(2), 3).unwrap();
    let on = [index_of(SYSTEM, "nctr_bed_days")];
    for (runs, step) in [(Runs::Number(6), 3), (Runs::Until(AUTO, on[0]), 11)] {
        resumed(
            &|(keep, progress, stop)| {
                let (mut store, how) = (Points::kept(3, Arc::clone(keep)), (2, progress, stop));
                let found = sensitivity(variants.base(), &design, &on, runs, &mut store, how)?;
                Ok(format!("{found:?}"))
            },
            step,
        );
    }
}

#[test]
fn causes_are_the_same_wherever_they_were_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let design = causes::design(&variants);
    resumed(
        &|(keep, progress, stop)| {
            let (mut store, how) = (Points::kept(3, Arc::clone(keep)), (2, progress, stop));
            let found = causes::causes(&variants, &design, Runs::Number(5), &mut store, how)?;
            Ok(format!("{found:?}"))
        },
        4,
    );
}

#[test]
fn a_warm_up_is_the_same_wherever_it_was_interrupted() {
    let hamlet = Hamlet::new();
    let variants = hamlet.variants();
    let longer = |days: u32| {
        variants.with(&[Setting::replace("calendar.days", &days.to_string())]).map(|scenario| scenario.plan)
    };
    resumed(
        &|(keep, progress, stop)| {
            let found = warm_up(variants.base(), &longer, (how(6), keep.as_ref()), progress, stop)?;
            Ok(format!("{found:?}"))
        },
        1,
    );
}
