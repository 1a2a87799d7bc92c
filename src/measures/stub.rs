//! STUB, to be dropped at the merge: stands for the simulator.

use super::outcome::{PATHWAY, SERVICE, STEP, SYSTEM};
use super::replication::{DailyMeasure, Place, Replication};
use crate::base::{Luck, Span};
use crate::scenario::plan::Plan;
use crate::scenario::reason::Reasons;

pub struct Simulator<'p> {
    plan: &'p Plan,
}

impl<'p> Simulator<'p> {
    pub fn new(plan: &'p Plan) -> Self {
        Self { plan }
    }

    pub fn replicate(&mut self, seed: u64, index: u64) -> Replication {
        let plan = self.plan;
        let luck = Luck::new(seed, index);
        let u = |k: usize| luck.part(k as u64).uniform();
        let days = plan.calendar.measured_days() as usize;
        let services = plan.services.len();
        let some = |k: usize, n: usize| (0..n).map(|i| Some(10.0 * u(k + i))).collect::<Vec<_>>();
        let mut r = Replication {
            system: some(100, SYSTEM.len()),
            pathways: plan
                .pathways
                .iter()
                .enumerate()
                .map(|(i, _)| some(1000 + 100 * i, PATHWAY.len()))
                .collect(),
            services: (0..services).map(|i| some(9000 + 100 * i, SERVICE.len())).collect(),
            steps: plan.steps.iter().map(|_| some(3000, STEP.len())).collect(),
            reasons: (0..Reasons::of(plan).count()).map(|i| 5.0 * u(4000 + i)).collect(),
            daily: (0..DailyMeasure::all(services).len())
                .map(|m| (0..days).map(|d| (50.0 + 9.0 * u(100_000 * (m + 1) + d)) as f32).collect())
                .collect(),
            occupancy: Vec::new(),
            people: 100,
            events: 200,
        };
        for p in 0..Place::all(services).len() {
            let all = Span::DAY.0 * days as u64;
            let part = (all as f64 * u(777 + p)) as u64;
            r.occupancy.push(vec![0, part, 0, all - part]);
        }
        r.system[3] = None;
        if std::env::var_os("WARDFLOW_STUB_SLOW").is_some() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        r
    }
}
