//! Tests of the agenda.

use super::*;
use crate::base::{Luck, Span};

#[test]
fn events_come_out_by_time_then_rank_then_first_in_first_out() {
    let mut agenda = Agenda::new(Time::midnight(1000));
    agenda.schedule(Time(50), 2, 'c');
    agenda.schedule(Time(50), 1, 'a');
    agenda.schedule(Time(50), 1, 'b');
    agenda.schedule(Time::midnight(400), 0, 'z');
    agenda.schedule(Time(49), 7, '0');
    agenda.schedule(Time::midnight(1000), 0, '!');
    let out: String = std::iter::from_fn(|| agenda.take()).map(|(_, e)| e).collect();
    assert_eq!(out, "0abcz");
}

#[test]
fn an_event_added_before_the_one_looked_at_comes_first() {
    let mut agenda = Agenda::new(Time::midnight(10));
    agenda.schedule(Time(5000), 0, 1);
    assert_eq!(agenda.next_key(), key_of(Time(5000), 0));
    agenda.schedule(Time(5000), 0, 2);
    agenda.schedule(Time(4000), 3, 0);
    assert_eq!(agenda.next_key(), key_of(Time(4000), 3));
    let out: Vec<i32> = std::iter::from_fn(|| agenda.take()).map(|(_, e)| e).collect();
    assert_eq!(out, [0, 1, 2]);
}

#[test]
fn of_two_events_at_one_moment_the_first_stays_first_once_it_was_looked_at() {
    let mut agenda = Agenda::new(Time::midnight(10));
    agenda.schedule(Time(5000), 0, 1);
    assert_eq!(agenda.next_key(), key_of(Time(5000), 0));
    agenda.schedule(Time(5000), 0, 2);
    assert_eq!((agenda.take(), agenda.take()), (Some((Time(5000), 1)), Some((Time(5000), 2))));
}

#[test]
fn an_event_lies_in_the_bucket_of_its_time_and_a_bucket_without_any_is_not_looked_into() {
    let mut agenda = Agenda::new(Time::midnight(100));
    let end = Time(5 << BUCKET_BITS);
    agenda.schedule(end, 3, 'b');
    agenda.schedule(Time(end.0 - 1), 7, 'a');
    assert!(!agenda.is_empty() && agenda.busy.len() * 64 == agenda.heads.len());
    for (event, bucket) in [('a', 4), ('b', 5)] {
        agenda.next_key();
        assert_eq!(agenda.bucket, bucket);
        assert_eq!(agenda.take().map(|(_, e)| e), Some(event));
    }
    assert!(agenda.busy.iter().all(|&word| word == 0));
}

#[test]
fn a_long_random_agenda_agrees_with_a_sorted_list() {
    let mut agenda = Agenda::new(Time::midnight(20_000));
    let (mut list, mut now, mut n) = (Vec::new(), Time::START, 0u64);
    let add = |agenda: &mut Agenda<u64>, list: &mut Vec<(u64, u64)>, now: Time, n: &mut u64| {
        let luck = Luck::new(5, *n);
        let lead = (luck.uniform().powi(6) * 200.0 * Span::DAY.0 as f64) as u64 / 1000 * 1000;
        let (at, rank) = (now + Span(lead), (luck.part(1).uniform() * 3.0) as u8);
        agenda.schedule(at, rank, *n);
        list.push((key_of(at, rank), *n));
        *n += 1;
    };
    for _ in 0..300 {
        add(&mut agenda, &mut list, now, &mut n);
    }
    for _ in 0..20_000 {
        list.sort_unstable();
        let (key, event) = list.remove(0);
        if Luck::new(6, n).uniform() < 0.5 {
            assert_eq!(agenda.next_key(), key);
        }
        let (at, got) = agenda.take().unwrap();
        assert_eq!((at, got), (time_of(key), event));
        now = at;
        add(&mut agenda, &mut list, now, &mut n);
    }
    assert_eq!(agenda.len(), 300);
    agenda.clear();
    assert!(agenda.is_empty() && agenda.take().is_none());
}

/// Takes all of them, each replaced by `next` of it, so often; what came out, against a sorted list.
fn agrees(mut agenda: Agenda<u32>, list: Vec<(u64, u32)>, more: u32, next: impl Fn(u64, u32) -> u64) -> u64 {
    let add = |agenda: &mut Agenda<u32>, key: u64, event| {
        agenda.schedule(time_of(key), (key % RANKS) as u8, event);
    };
    for &(key, event) in &list {
        add(&mut agenda, key, event);
    }
    let mut list: std::collections::BTreeSet<(u64, u32)> = list.into_iter().collect();
    let mut fresh = list.len() as u32;
    let mut taken = 0;
    while let Some((at, event)) = agenda.take() {
        let first = list.pop_first().expect("as many");
        assert_eq!((key_of(at, (first.0 % RANKS) as u8), event), first);
        taken += 1;
        if taken <= more {
            let key = next(first.0, fresh);
            add(&mut agenda, key, fresh);
            list.insert((key, fresh));
            fresh += 1;
        }
    }
    assert!(list.is_empty() && agenda.is_empty() && agenda.refused().is_none());
    agenda.steps
}

/// A name, and when each event is.
type Shape = (&'static str, Box<dyn Fn(u32) -> u64>);

#[test]
fn events_of_one_moment_one_bucket_and_one_slot_are_looked_through_a_bounded_number_of_times() {
    const N: u32 = 20_000;
    let lap = (BUCKETS as u64) << BUCKET_BITS;
    let start = 7 << BUCKET_BITS;
    let shapes: [Shape; 5] = [
        ("one moment", Box::new(move |_| start)),
        ("one bucket", Box::new(move |i| start + u64::from(i * 7919 % (1 << BUCKET_BITS)))),
        ("one slot, many laps", Box::new(move |i| start + u64::from(i % 600) * lap)),
        ("late, at one moment", Box::new(move |_| start + 600 * lap)),
        ("a moment a day", Box::new(move |i| u64::from(i % 50) * Span::DAY.0)),
    ];
    for (name, at) in shapes {
        let all: Vec<(u64, u32)> = (0..N).map(|i| (key_of(Time(at(i)), (i % 3) as u8), i)).collect();
        // Each is replaced at its own moment, a little later, or a day later.
        for lead in [0, 1000, Span::DAY.0] {
            let agenda = Agenda::new(Time::NEVER);
            let steps = agrees(agenda, all.clone(), N, |key, _| key + lead * RANKS);
            let most = u64::from(2 * N) * (CROWD as u64 + 3);
            assert!(steps <= most, "{name}, replaced {lead} ms later: {steps} steps, at most {most}");
        }
    }
}

#[test]
fn an_event_before_now_is_refused_and_the_first_is_noted_with_its_cause() {
    let mut agenda = Agenda::new(Time::midnight(10));
    agenda.schedule(Time(5000), 3, 'a');
    agenda.schedule(Time(9000), 3, 'b');
    assert_eq!(agenda.take(), Some((Time(5000), 'a')));
    agenda.schedule(Time(5000), 0, 'c');
    assert_eq!(agenda.refused(), None, "the same moment is not before it");
    agenda.schedule(Time(4999), 3, 'd');
    agenda.schedule(Time(0), 3, 'e');
    agenda.advance(Time(8000));
    agenda.schedule(Time(7999), 3, 'f');
    assert_eq!(agenda.refused(), Some(Refused { event: 'd', at: Time(4999), now: Time(5000) }));
    let out: String = std::iter::from_fn(|| agenda.take()).map(|(_, e)| e).collect();
    assert_eq!(out, "cb");
    agenda.clear();
    assert_eq!(agenda.refused(), None);
    agenda.schedule(Time(0), 3, 'g');
    assert_eq!(agenda.take(), Some((Time(0), 'g')));
}

#[test]
fn the_order_of_one_moment_outlasts_the_numbers_that_keep_it() {
    for crowd in [1, 100] {
        let mut agenda = Agenda::new(Time::midnight(10));
        agenda.sequence = u32::MAX - crowd / 2 - 1;
        (0..crowd).for_each(|event| agenda.schedule(Time(5000), 1, event));
        agenda.next_key();
        (crowd..3 * crowd).for_each(|event| agenda.schedule(Time(5000), 1, event));
        assert!(agenda.sequence < 4 * crowd, "{}", agenda.sequence);
        let out: Vec<u32> = std::iter::from_fn(|| agenda.take()).map(|(_, e)| e).collect();
        assert_eq!(out, (0..3 * crowd).collect::<Vec<_>>());
    }
}
