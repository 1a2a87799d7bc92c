//! Many scenarios replicated on the same people: one pool for all, each scenario once however many points
//! of a design share it. What is finished is kept as it comes, and what was kept from an interrupted study
//! is taken when it is asked for, and no sooner: callers see the replications of a study that was never
//! interrupted.
//!
//! Knows nothing of what the points are for; `sweep`, `exchange`, `optimise` and the others ask it. `together` says
//! which are run with which, and by whom.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::family::{Workspace, share};
use super::kept::{Keep, Nowhere, Shape, Share};
use super::replicate::{NotReplicated, Progress, pool};
use super::together::{Member, Together, lots, own};
use crate::measures::Replication;
use crate::scenario::Scenario;

/// The most scenarios that are run together: what is kept of their beginnings has to find room.
const MOST_TOGETHER: usize = 32;
/// In how many families, the last first, one is looked for with which a scenario shares enough.
const MOST_LOOKED_AT: usize = 8;

/// The replications of many scenarios, by fingerprint. Only what outcomes need is kept of each, a few
/// kilobytes; days and occupancies are not.
#[derive(Clone, Debug)]
pub struct Points {
    seed: u64,
    /// The number of the first replication.
    first: u64,
    keep: Arc<dyn Keep>,
    found: BTreeMap<String, Vec<Replication>>,
}

/// Progress of one part of a study after others: what was done before, and what may follow.
pub(in crate::experiment) struct Part<'a> {
    pub(in crate::experiment) progress: &'a dyn Progress,
    pub(in crate::experiment) done: u64,
    pub(in crate::experiment) further: u64,
}

impl Progress for Part<'_> {
    fn started(&self, total: u64) {
        self.progress.started(self.done + total + self.further);
    }

    fn done(&self, count: u64) {
        self.progress.done(self.done + count);
    }
}

impl Points {
    /// None yet, for this seed. They are kept nowhere else.
    pub fn new(seed: u64) -> Self {
        Self::kept(seed, Arc::new(Nowhere))
    }

    /// None yet, for this seed. Each replication is kept when it is done; one that was kept earlier is
    /// taken instead of running it.
    pub fn kept(seed: u64, keep: Arc<dyn Keep>) -> Self {
        Self { seed, first: 0, keep, found: BTreeMap::new() }
    }

    /// None yet, with other luck than these: replications are numbered from `first` on.
    #[must_use]
    pub fn fresh(&self, first: u64) -> Self {
        Self { seed: self.seed, first, keep: Arc::clone(&self.keep), found: BTreeMap::new() }
    }

    /// Which part of the work is done here.
    pub fn share(&self) -> Share {
        self.keep.share()
    }

    /// The seed of all luck.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The replications of a scenario so far, in their order.
    pub fn of(&self, scenario: &Scenario) -> &[Replication] {
        self.named(&scenario.fingerprint)
    }

    /// The replications of the scenario with this fingerprint.
    pub fn named(&self, fingerprint: &str) -> &[Replication] {
        self.found.get(fingerprint).map_or(&[], Vec::as_slice)
    }

    /// Leaves of the replications of a scenario only the outcomes of the whole system.
    pub fn leave_system(&mut self, fingerprint: &str) {
        for replication in self.found.get_mut(fingerprint).into_iter().flatten() {
            let all = std::mem::take(replication);
            *replication = Replication {
                system: all.system,
                people: all.people,
                events: all.events,
                ..Replication::default()
            };
        }
    }

    /// How many replications there are of all scenarios together.
    pub fn total(&self) -> u64 {
        self.found.values().map(|all| all.len() as u64).sum()
    }

    /// How many replications there are of each scenario.
    pub fn runs(&self) -> impl Iterator<Item = u64> {
        self.found.values().map(|all| all.len() as u64)
    }

    /// Every replication of every scenario.
    pub fn replications(&self) -> impl Iterator<Item = &Replication> {
        self.found.values().flatten()
    }

    /// Replicates each scenario until it has so many replications; those that have them are left as
    /// they are. Where several share the work, each does its own of all of them together.
    ///
    /// # Errors
    /// As [`shared_in_order`](super::replicate::shared_in_order).
    pub fn run(
        &mut self,
        wanted: &[(&Scenario, u64)],
        threads: usize,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<(), NotReplicated> {
        let families = self.families(wanted, stop);
        let own = own(&families, self.share());
        let lots = lots(&families, &own);
        progress.started(families.iter().zip(&own).map(|(family, own)| family.count(own)).sum());
        let (done, failed) = (AtomicU64::new(0), OnceLock::new());
        let (seed, first, keep) = (self.seed, self.first, self.keep.as_ref());
        let found = pool(threads)?.install(|| {
            let each = lots.iter().cloned().enumerate().par_bridge();
            let each = each.map_init(At::default, |at, (number, (of, lot))| {
                let family = &families[of];
                if at.family != Some(of) {
                    *at = At { family: Some(of), workspace: Workspace::default() };
                }
                let mut all = Vec::new();
                for i in lot {
                    if failed.get().is_some() {
                        break;
                    }
                    let told = || progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
                    match family.replicate(&mut at.workspace, keep, (seed, first), i, &told) {
                        Ok(found) => all.extend(found.into_iter().map(|(member, found)| (member, i, found))),
                        Err(ended) => {
                            let _ = failed.set(NotReplicated::of(ended, seed, first + i));
                            break;
                        }
                    }
                }
                (number, of, all)
            });
            let mut all: Vec<_> = each.collect();
            all.sort_unstable_by_key(|(number, ..)| *number);
            all
        });
        let mut found: Vec<_> =
            found.into_iter().flat_map(|(_, of, all)| all.into_iter().map(move |one| (of, one))).collect();
        let failed = failed.into_inner();
        if failed.is_none() && !self.share().is_all() {
            for (of, (family, own)) in families.iter().zip(&own).enumerate() {
                let runs = family.runs();
                for i in (runs.start..own.start).chain(own.end..runs.end) {
                    let others = family.earlier(keep, first, i).ok_or(NotReplicated::Elsewhere)?;
                    found.extend(others.into_iter().map(|(member, found)| (of, (member, i, found))));
                }
            }
            found.sort_by_key(|(_, (_, i, _))| *i);
        }
        for (of, (member, i, replication)) in found {
            let scenario = families[of].members[member].scenario;
            let kept = self.found.entry(scenario.fingerprint.clone()).or_default();
            // After an interrupt a lot may be missing: what lies behind it has no place here.
            if kept.len() as u64 == i {
                kept.push(replication);
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// What is missing, with those together that share enough.
    fn families<'s>(&self, wanted: &[(&'s Scenario, u64)], stop: &'s AtomicBool) -> Vec<Together<'s>> {
        let mut most: BTreeMap<&str, (&'s Scenario, u64)> = BTreeMap::new();
        // The first that is asked for is the first of its family: mostly what the others were made from.
        let mut order: Vec<&str> = Vec::new();
        for &(scenario, runs) in wanted {
            let entry = most.entry(&scenario.fingerprint).or_insert_with(|| {
                order.push(&scenario.fingerprint);
                (scenario, runs)
            });
            entry.1 = entry.1.max(runs);
        }
        let members = order.iter().filter_map(|fingerprint| {
            let &(scenario, runs) = most.get(fingerprint)?;
            let runs = self.of(scenario).len() as u64..runs;
            (!runs.is_empty()).then(|| Member { scenario, runs, shape: Shape::of(&scenario.plan) })
        });
        let mut all: Vec<Vec<Member<'s>>> = Vec::new();
        for member in members {
            let shares = |family: &&mut Vec<Member<'s>>| {
                family.len() < MOST_TOGETHER && share(&family[0].scenario.plan, &member.scenario.plan)
            };
            match all.iter_mut().rev().take(MOST_LOOKED_AT).find(shares) {
                Some(family) => family.push(member),
                None => all.push(vec![member]),
            }
        }
        all.into_iter().map(|members| Together::of(members, stop)).collect()
    }
}

/// The family that a thread works on, and what it keeps of it.
#[derive(Default)]
struct At<'s> {
    family: Option<usize>,
    workspace: Workspace<'s, ()>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::kept::Memory;
    use crate::experiment::replicate::{Replications, Silent, replicate};
    use crate::experiment::testing::riverside;
    use crate::scenario::Setting;

    static RUNNING: AtomicBool = AtomicBool::new(false);

    #[test]
    fn points_hold_what_replications_of_the_scenario_find() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let mut points = Points::new(5);
        points.run(&[(&scenario, 7), (&scenario, 3)], 3, &Silent, &RUNNING).expect("they run");
        let how = Replications { runs: 7, seed: 5, threads: 1 };
        let all = replicate(&scenario.plan, how, &Silent, &RUNNING).expect("they run");
        let all: Vec<Replication> = all.into_iter().map(Replication::without_days).collect();
        assert_eq!(points.of(&scenario), all);
        assert_eq!(points.total(), 7, "once, although two points share it");
        points.run(&[(&scenario, 12)], 2, &Silent, &RUNNING).expect("they run");
        assert_eq!((points.total(), &points.of(&scenario)[..7]), (12, all.as_slice()));
        let mut fresh = Points::new(5).fresh(7);
        fresh.run(&[(&scenario, 5)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(fresh.of(&scenario), &points.of(&scenario)[7..], "numbered from 7 on");
    }

    /// Raises its flag after so many runs.
    struct After(AtomicBool, u64);

    impl Progress for After {
        fn started(&self, _: u64) {}
        fn done(&self, count: u64) {
            self.0.fetch_or(count >= self.1, Ordering::Relaxed);
        }
    }

    #[test]
    fn what_was_finished_before_an_interrupt_is_taken_when_it_is_asked_for_and_no_sooner() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let kept = Arc::new(Memory::default());
        // The flag is raised from within by way of progress.
        let after = After(AtomicBool::new(false), 18);
        let ended = Points::kept(5, kept.clone()).run(&[(&scenario, 40)], 2, &after, &after.0);
        assert!(matches!(ended, Err(NotReplicated::Interrupted)));
        let before = kept.len() as u64;
        assert!((18..40).contains(&before), "{before}");
        let mut resumed = Points::kept(5, kept.clone());
        assert_eq!(resumed.total(), 0, "nothing is there before it is asked for");
        resumed.run(&[(&scenario, 7)], 1, &Silent, &RUNNING).expect("they run");
        // One thread may have been far ahead of the other: what it lacked of the first seven is run, and no more.
        assert_eq!(resumed.total(), 7);
        assert!((before..before + 7).contains(&(kept.len() as u64)), "{before} and {}", kept.len());
        resumed.run(&[(&scenario, 40)], 1, &Silent, &RUNNING).expect("they run");
        let mut whole = Points::new(5);
        whole.run(&[(&scenario, 40)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(resumed.of(&scenario), whole.of(&scenario));
        assert_eq!(kept.len(), 40, "each of them once");
    }

    #[test]
    fn a_replication_of_another_shape_is_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let kept = Arc::new(Memory::default());
        kept.keep(&scenario.fingerprint, 0, &[0; 10]);
        kept.keep(&scenario.fingerprint, 1, &[0xff; 10]);
        let mut points = Points::kept(5, kept);
        points.run(&[(&scenario, 2)], 1, &Silent, &RUNNING).expect("they run");
        let mut whole = Points::new(5);
        whole.run(&[(&scenario, 2)], 1, &Silent, &RUNNING).expect("they run");
        assert_eq!(points.of(&scenario), whole.of(&scenario));
    }

    #[test]
    fn shares_of_several_scenarios_are_each_replication_once_and_as_many_of_each_scenario() {
        let folder = tempfile::tempdir().expect("a folder");
        let base = riverside(folder.path());
        let open = |setting: &str| {
            let settings = [Setting::parse(setting).expect("a setting")];
            Scenario::open(&folder.path().join("riverside.json"), &settings).expect("no faults")
        };
        let all = [open("services.home_care.places=5"), open("services.home_care.places=9")];
        let points = Points::new(5);
        let wanted = [(&base, 10), (&all[0], 10), (&all[1], 4)];
        let families = points.families(&wanted, &RUNNING);
        assert_eq!(families.len(), 3, "they part at the start");
        for of in [1, 2, 3, 5, 24, 40] {
            let mut met = vec![[0_u64; 10]; 3];
            let mut sizes = Vec::new();
            for number in 1..=of {
                let own = own(&families, Share::new(number, of).expect("a share"));
                sizes.push(own.iter().map(|own| own.end - own.start).sum::<u64>());
                for (family, own) in own.into_iter().enumerate() {
                    own.for_each(|i| met[family][i as usize] += 1);
                }
            }
            assert_eq!(met[..2], [[1; 10]; 2], "{of}");
            assert_eq!(met[2], [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], "{of}");
            let (least, most) = (sizes.iter().min().expect("one"), sizes.iter().max().expect("one"));
            assert!(most - least <= 1, "{of}: {sizes:?}");
        }
    }

    #[test]
    fn scenarios_that_share_a_beginning_are_one_family_and_find_what_each_finds_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = |setting: Option<&str>| {
            let path = folder.path().join("riverside.json");
            let settings: Vec<Setting> =
                setting.into_iter().map(|text| Setting::parse(text).expect("a setting")).collect();
            Scenario::open(&path, &settings).expect("no faults")
        };
        let base = riverside(folder.path());
        let places = |to: u32| {
            let from = base.plan.calendar.start();
            format!(
                r#"services.home_care.places={{ "base": 20, "changes": [{{ "from": "{from}", "to": {to} }}] }}"#
            )
        };
        let all = [open(Some(&places(4))), open(Some(&places(6))), open(Some(&places(20)))];
        let wanted = [(&all[0], 4), (&all[1], 6), (&all[2], 2), (&base, 3)];
        let mut points = Points::new(5);
        let families = points.families(&wanted, &RUNNING);
        assert_eq!((families.len(), families[0].members.len()), (1, 4));
        drop(families);
        let kept = Arc::new(Memory::default());
        let mut resumed = Points::kept(5, kept.clone());
        resumed.run(&[(&all[1], 5)], 1, &Silent, &RUNNING).expect("they run");
        points.run(&wanted, 3, &Silent, &RUNNING).expect("they run");
        resumed.run(&wanted, 2, &Silent, &RUNNING).expect("they run");
        assert_eq!(kept.len() as u64, points.total());
        for (scenario, runs) in wanted {
            let how = Replications { runs, seed: 5, threads: 1 };
            let alone = replicate(&scenario.plan, how, &Silent, &RUNNING).expect("they run");
            let alone: Vec<Replication> = alone.into_iter().map(Replication::without_days).collect();
            assert_eq!(points.of(scenario), alone);
            assert_eq!(resumed.of(scenario), alone);
        }
    }
}
