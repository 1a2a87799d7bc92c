//! The reference network: one replication an iteration, all measures, one thread; people a second.
//! `cargo bench --bench reference`. The same without criterion's noise: `examples/rate.rs`.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput};
use wardflow::measures::Simulator;
use wardflow::scenario::Scenario;

fn main() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/reference-d2a.json");
    let scenario = Scenario::open(&file, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulator = Simulator::new(&scenario.plan);
    // Always the same replication, so that every iteration does the same work.
    let people = simulator.replicate(1, 0).expect("it runs").people;

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("reference network");
    group.throughput(Throughput::Elements(people));
    group.bench_function("people", |bencher| bencher.iter(|| black_box(simulator.replicate(1, 0))));
    group.finish();
    criterion.final_summary();
}
