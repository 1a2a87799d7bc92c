//! For unit tests: a small invented scenario and made-up replications of it. The replications obey
//! no law of the model; they only have the right shape and never repeat.

use std::path::Path;

use super::{Findings, Replications};
use crate::base::{Luck, Span};
use crate::measures::outcome::{
    DIVERSION, FUND, GROUP, Key, PATHWAY, RULE, SERVICE, STEP, SYSTEM, System, WAITER,
};
use crate::measures::{DailyMeasure, Place, Replication};
use crate::scenario::{Plan, Reasons, Scenario};

const RIVERSIDE: &str = r#"{
  "name": "Riverside",
  "calendar": { "start": "2024-10-01", "days": 28, "warm_up": "7d" },
  "groups": { "everyone": { "arrivals": { "per_day": 5 }, "stay": { "fixed": "2d" }, "needs": { "p0": 0.8, "p1": 0.2 } } },
  "steps": { "therapy": { "starts": "ready", "takes": { "fixed": "1d" } } },
  "pathways": { "p0": { "services": [] }, "p1": { "services": ["beds", "home_care"] } },
  "services": { "beds": { "setting": "bed", "places": "unlimited", "stay": { "fixed": "5d" } },
                "home_care": { "setting": "home", "places": 20, "stay": { "fixed": "9d" } } },
  "provenance": { "services.home_care.places": { "kind": "assumed", "source": "invented" },
                  "groups.everyone.stay": { "kind": "stated", "source": "invented" } }
}"#;

/// Two pathways (`p0`, `p1`), two services (`beds`, `home_care`), one step (`therapy`), 28 days.
pub fn riverside(folder: &Path) -> Scenario {
    let path = folder.join("riverside.json");
    std::fs::write(&path, RIVERSIDE).unwrap();
    Scenario::open(&path, &[]).unwrap()
}

/// A scenario, so many made-up replications of it, and what they found.
pub fn made_up(runs: u64) -> (Scenario, Vec<Replication>, Findings) {
    let folder = tempfile::tempdir().unwrap();
    let scenario = riverside(folder.path());
    let all: Vec<Replication> = (0..runs).map(|i| replication(&scenario.plan, i)).collect();
    let how = Replications { runs, seed: 1, threads: 1 };
    let findings = Findings::of(&scenario.plan, how, &all, &scenario.warnings);
    (scenario, all, findings)
}

/// One made-up replication; `acute_occupancy` is undefined.
pub fn replication(plan: &Plan, index: u64) -> Replication {
    let luck = Luck::new(1, index);
    let u = |k: usize| luck.part(k as u64).uniform();
    let some = |k: usize, n: usize| (0..n).map(|i| Some(10.0 * u(k + i))).collect::<Vec<_>>();
    let (days, services) = (plan.calendar.measured_days() as usize, plan.services.len());
    let all = Span::DAY.0 * days as u64;
    let mut made = Replication {
        system: some(100, SYSTEM.len()),
        pathways: (0..plan.pathways.len()).map(|i| some(1000 + 100 * i, PATHWAY.len())).collect(),
        groups: (0..plan.groups.len()).map(|i| some(7000 + 100 * i, GROUP.len())).collect(),
        services: (0..services).map(|i| some(9000 + 100 * i, SERVICE.len())).collect(),
        gives_way: (0..plan.gives_way.len()).map(|i| some(5000 + 100 * i, RULE.len())).collect(),
        diversions: (0..plan.diversions.len()).map(|i| some(6000 + 100 * i, DIVERSION.len())).collect(),
        funds: (0..plan.funds.len()).map(|i| some(6000 + 100 * i, FUND.len())).collect(),
        waiters: (0..plan.pathways.len() + plan.groups.len() + plan.traits.len())
            .map(|i| some(8000 + 10 * i, WAITER.len()))
            .collect(),
        steps: (0..plan.steps.len()).map(|i| some(3000 + 100 * i, STEP.len())).collect(),
        reasons: (0..Reasons::of(plan).count()).map(|i| 5.0 * u(4000 + i)).collect(),
        daily: (DailyMeasure::all(services).into_iter().enumerate())
            .map(|(m, measure)| match measure {
                DailyMeasure::OpenedBeds | DailyMeasure::OpenedPlaces(_) => Vec::new(),
                _ => (0..days).map(|d| (50.0 + 9.0 * u(100_000 * (m + 1) + d)) as f32).collect(),
            })
            .collect(),
        occupancy: (0..Place::all(services).len())
            .map(|p| (all as f64 * u(777 + p)) as u64)
            .map(|part| vec![0, part, 0, all - part])
            .collect(),
        world: 0,
        people: 100,
        events: 200,
    };
    made.system[System::AcuteOccupancy.index()] = None;
    made
}
