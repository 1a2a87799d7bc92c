//! How much memory a run needs for each replication that it has done: what is kept of it.

use std::mem::{size_of, size_of_val};

use wardflow::measures::{Replication, Simulator};
use wardflow::scenario::{Scenario, built_in};

/// A run keeps no more than this of each replication.
const MOST: usize = 50_000;

/// The bytes of a list of lists, their spare room included.
fn of_lists<T>(lists: &Vec<Vec<T>>) -> usize {
    lists.capacity() * size_of::<Vec<T>>()
        + lists.iter().map(|l| l.capacity() * size_of::<T>()).sum::<usize>()
}

/// The bytes of a replication. Every field is named, so that a new one is counted too.
fn bytes(replication: &Replication) -> usize {
    let Replication {
        system,
        pathways,
        groups,
        services,
        gives_way,
        diversions,
        funds,
        waiters,
        steps,
        reasons,
        daily,
        occupancy,
        world: _,
        people: _,
        events: _,
    } = replication;
    let of_parts: usize = [pathways, groups, services, gives_way, diversions, funds, waiters, steps]
        .into_iter()
        .map(of_lists)
        .sum();
    size_of_val(replication)
        + system.capacity() * size_of::<Option<f64>>()
        + reasons.capacity() * size_of::<f64>()
        + of_parts
        + of_lists(daily)
        + of_lists(occupancy)
}

#[test]
fn what_is_kept_of_a_replication_of_the_baseline_is_less_than_50_kilobytes() {
    let scenario = Scenario::built_in(built_in::BASELINE, &[]).unwrap();
    let found = Simulator::new(&scenario.plan).replicate(1, 0).unwrap();
    let (all, without_days) = (bytes(&found), bytes(&found.clone().without_days()));
    println!("{all} bytes, {without_days} without days and occupancies");
    assert!(found.daily.iter().all(|days| days.is_empty() || days.len() == 182));
    assert!(all < MOST && without_days < MOST / 4, "{all} bytes, {without_days} without days");
}
