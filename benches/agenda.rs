//! The agenda alone, in the hold model (Vaucher and Duval 1975): take the next event and schedule one
//! more, at a steady number of events to come. `cargo bench --bench agenda`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use wardflow::base::distribution::Family;
use wardflow::base::{Distribution, Luck, Span, Time};
use wardflow::engine::Agenda;

/// From scheduling to happening; drawn beforehand, so that only the agenda is timed.
fn leads(distribution: &Distribution) -> Vec<Span> {
    (0..1 << 14).map(|n| distribution.draw_span(Luck::new(1, n))).collect()
}

/// An agenda with so many events to come, and where the next lead is read.
struct Hold<'l> {
    agenda: Agenda<u32>,
    leads: &'l [Span],
    next: usize,
}

impl<'l> Hold<'l> {
    fn new(leads: &'l [Span], events: u32) -> Self {
        // Beyond any iteration, and far from the end of the clock's numbers.
        let agenda = Agenda::new(Time::midnight(u32::MAX));
        let mut hold = Self { agenda, leads, next: 0 };
        for event in 0..events {
            hold.schedule(Time::START, event);
        }
        hold
    }

    fn schedule(&mut self, now: Time, event: u32) {
        let lead = self.leads[self.next % self.leads.len()];
        self.next += 1;
        self.agenda.schedule(now + lead, (event % 3) as u8, event);
    }

    /// The next event, replaced by one of its kind.
    fn step(&mut self) -> Option<(Time, u32)> {
        let (now, event) = self.agenda.take()?;
        self.schedule(now, event);
        Some((now, event))
    }
}

fn main() {
    let shapes = [
        ("exponential, 10 days", Family::Exponential { mean: 10.0 }),
        ("lognormal, acute stays", Family::Lognormal { mu: 1.1, sigma: 1.1 }),
        ("minutes to months", Family::Lognormal { mu: 0.0, sigma: 3.0 }),
    ];
    let mut criterion = Criterion::default().configure_from_args();
    for (name, family) in shapes {
        let leads = leads(&Distribution::new(family));
        let mut group = criterion.benchmark_group(format!("agenda, {name}"));
        group.throughput(Throughput::Elements(1));
        for events in [100, 1_000, 10_000] {
            let mut hold = Hold::new(&leads, events);
            group.bench_function(BenchmarkId::new("hold", events), |bencher| {
                bencher.iter(|| black_box(hold.step()));
            });
            assert_eq!(hold.agenda.len(), events as usize, "no event was lost");
        }
        group.finish();
    }
    criterion.final_summary();
}
