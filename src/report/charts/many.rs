//! Many pictures at once: each is made whole by one thread, so that the same charts give the same bytes on any
//! number of them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, scope};

use super::{Chart, ChartError, Format, render};

/// Makes these pictures on so many threads, the own one among them, and gives them in their order. Whoever is
/// free takes the next while `go_on` holds; `None` where it came to none any more. Where the system gives no
/// more threads, those that there are make all.
pub fn render_all(
    wanted: &[(&Chart, Format)],
    threads: usize,
    go_on: impl Fn() -> bool + Sync,
) -> Vec<Option<Result<Vec<u8>, ChartError>>> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(wanted.iter().map(|_| None).collect::<Vec<_>>());
    let work = || {
        while go_on() {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(&(chart, format)) = wanted.get(at) else { break };
            let picture = render(chart, format);
            made.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(picture);
        }
    };
    scope(|scope| {
        for _ in 1..threads.min(wanted.len()) {
            let _ = Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    made.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::{Bar, Bars, Frame};
    use super::*;

    #[test]
    fn pictures_come_in_their_order_whatever_the_number_of_threads() {
        let charts: Vec<Chart> = (1..6)
            .map(|n| {
                let bar = Bar { label: format!("bar {n}"), value: f64::from(n), ..Bar::default() };
                let frame = Frame { title: format!("chart {n}"), ..Frame::default() };
                Chart::Bars(Bars { frame, measure: "Days".into(), bars: vec![bar], ..Bars::default() })
            })
            .collect();
        let wanted: Vec<(&Chart, Format)> = charts.iter().map(|chart| (chart, Format::Svg)).collect();
        let alone: Vec<Vec<u8>> =
            wanted.iter().map(|(chart, format)| render(chart, *format).unwrap()).collect();
        for threads in [0, 1, 3, 50] {
            let all = render_all(&wanted, threads, || true);
            let all: Vec<Vec<u8>> = all.into_iter().map(|one| one.unwrap().unwrap()).collect();
            assert_eq!(all, alone, "{threads} threads");
        }
        assert!(render_all(&wanted, 2, || false).iter().all(Option::is_none));
    }
}
