//! How long a queue takes to settle that people leave by themselves, beside the exact rate.

use super::{HALF, Needs, Stream, settles};
use crate::scenario::capacities::OfService;

/// The rate at which a birth-death process forgets: births at `up`, deaths at `down(n)` of n. The second
/// eigenvalue of its generator, by bisection with Sturm's sequence, cut off at `most`.
fn gap(up: f64, down: impl Fn(usize) -> f64, most: usize) -> f64 {
    let diagonal = |n: usize| {
        let (born, died) = (if n < most { up } else { 0.0 }, if n > 0 { down(n) } else { 0.0 });
        born + died
    };
    // How many eigenvalues lie below x.
    let below = |x: f64| {
        let (mut count, mut q) = (0, 1.0);
        for n in 0..=most {
            let square = if n > 0 { up * down(n) } else { 0.0 };
            q = diagonal(n) - x - square / q;
            if q.abs() < 1e-300 {
                q = 1e-300;
            }
            count += usize::from(q < 0.0);
        }
        count
    };
    let (mut low, mut high) = (0.0, 10.0 * up);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if below(middle) >= 2 {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// People who stay so long; some stay in the queue, and the others have left it after so many days.
fn stream(rate: f64, stay: f64, stay_on: f64, leave_after: f64) -> Stream {
    let mut each_day = [0.0; OfService::ALL.len()];
    each_day[OfService::Places as usize] = 1.0;
    let needs = |rate: f64| Needs::of_days(rate, rate * stay, each_day);
    let (all, stay_on, recover) = (needs(rate), needs(rate * stay_on), stay_on < 1.0);
    Stream { all, stay_on, leave_after, recover, give_way: false }
}

#[test]
fn a_queue_that_all_leave_by_themselves_forgets_at_least_as_fast_as_is_said() {
    let (places, stay) = (20.0, 10.0);
    for load in [0.7, 0.9, 0.97, 1.0, 1.2, 1.5] {
        for leave_after in [2.0, 10.0, 50.0, 140.0] {
            let rate = load * places / stay;
            let down = |n: usize| {
                let n = n as f64;
                n.min(places) / stay + (n - places).max(0.0) / leave_after
            };
            let exact = 1.0 / gap(rate, down, 1500);
            let (said, most) =
                (settles(stream(rate, stay, 0.0, leave_after), places).unwrap(), stay.max(leave_after));
            assert!(exact <= most * 1.001, "load {load}, {leave_after} d: {exact}");
            assert!(said <= most * 1.001, "load {load}, {leave_after} d: {said}");
            // From a full load on it is what is said.
            assert!(load < 1.0 || (said - most).abs() < 1e-9, "load {load}, {leave_after} d: {said}");
        }
    }
}

#[test]
fn a_queue_that_nobody_leaves_settles_as_it_did_and_one_that_some_leave_between() {
    let (rate, stay, places) = (1.96, 10.0, 20.0);
    let all_stay = settles(stream(rate, stay, 1.0, 0.0), places).unwrap();
    let some_leave = settles(stream(rate, stay, 0.9, 30.0), places).unwrap();
    let all_leave = settles(stream(rate, stay, 0.0, 30.0), places).unwrap();
    assert!((all_stay - 4949.7).abs() < 1.0, "{all_stay}");
    assert!(all_leave < some_leave && some_leave < all_stay, "{all_leave} {some_leave} {all_stay}");
    assert!((all_leave - 30.0).abs() < 1e-9);
    // Overloaded: only with those who leave does it ever settle.
    assert_eq!(settles(stream(3.0, stay, 1.0, 0.0), places), None);
    assert_eq!(settles(stream(3.0, stay, 0.8, 30.0), places), None);
    assert!(settles(stream(3.0, stay, 0.5, 30.0), places).is_some());
    assert_eq!(settles(stream(HALF * 1.9, stay, 0.0, 30.0), places), None, "never full for long");
}
