//! The agenda: what happens next. Events come out by time, then rank, then first in first out.
//!
//! A calendar queue (Brown 1988): buckets of about nine minutes, found through a bitmap, chained in
//! one arena, so that nothing is allocated for an event once the arena has grown. Events at or
//! beyond the horizon are dropped when they are scheduled, since nobody will see them.

use crate::base::Time;

/// 2^19 ms: about as many buckets a day as a busy hospital has events.
const BUCKET_BITS: u32 = 19;
const BUCKETS: usize = 1 << 13;
const WORDS: usize = BUCKETS / 64;
const NIL: u32 = u32::MAX;

/// Ranks order what falls together; they are below this.
pub const RANKS: u64 = 8;

/// A list of events to come.
#[derive(Debug)]
pub struct Agenda<E> {
    heads: Box<[u32]>,
    busy: Box<[u64]>,
    nodes: Vec<Node<E>>,
    free: u32,
    /// No event lies in a bucket before this one; counted from the start of the run.
    bucket: u64,
    len: usize,
    sequence: u32,
    horizon: Time,
    found: Option<Found>,
}

#[derive(Clone, Copy, Debug)]
struct Node<E> {
    key: u64,
    sequence: u32,
    next: u32,
    event: E,
}

#[derive(Clone, Copy, Debug)]
struct Found {
    key: u64,
    node: u32,
    before: u32,
}

/// Time and rank in one number, so that one comparison orders both.
#[inline]
pub fn key_of(at: Time, rank: u8) -> u64 {
    at.0 * RANKS + u64::from(rank)
}

/// The time in a key.
#[inline]
pub fn time_of(key: u64) -> Time {
    Time(key / RANKS)
}

#[inline]
fn bucket_of(key: u64) -> u64 {
    (key / RANKS) >> BUCKET_BITS
}

impl<E: Copy> Agenda<E> {
    /// An empty agenda that ends before `horizon`.
    pub fn new(horizon: Time) -> Self {
        Self {
            heads: vec![NIL; BUCKETS].into_boxed_slice(),
            busy: vec![0; WORDS].into_boxed_slice(),
            nodes: Vec::with_capacity(1024),
            free: NIL,
            bucket: 0,
            len: 0,
            sequence: 0,
            horizon,
            found: None,
        }
    }

    /// Forgets everything and starts again at the start of the run.
    pub fn clear(&mut self) {
        self.heads.fill(NIL);
        self.busy.fill(0);
        self.nodes.clear();
        self.free = NIL;
        self.bucket = 0;
        self.len = 0;
        self.sequence = 0;
        self.found = None;
    }

    /// How many events are to come.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Everything that is to come, in no order that means anything.
    pub fn to_come(&self) -> impl Iterator<Item = (Time, E)> + '_ {
        let node = |i: u32| (i != NIL).then(|| self.nodes[i as usize]);
        let chain = move |&head: &u32| std::iter::successors(node(head), move |n| node(n.next));
        self.heads.iter().flat_map(chain).map(|n| (time_of(n.key), n.event))
    }

    /// Adds an event at `at`, which is not before the last event taken.
    #[inline]
    pub fn schedule(&mut self, at: Time, rank: u8, event: E) {
        debug_assert!(u64::from(rank) < RANKS, "ranks are below {RANKS}");
        if at >= self.horizon {
            return;
        }
        let key = key_of(at, rank);
        let bucket = bucket_of(key);
        debug_assert!(bucket >= self.bucket || self.found.is_some(), "the clock never goes back");
        self.bucket = self.bucket.min(bucket);
        let slot = bucket as usize % BUCKETS;
        let node = Node { key, sequence: self.sequence, next: self.heads[slot], event };
        self.sequence = self.sequence.wrapping_add(1);
        let i = if self.free == NIL {
            self.nodes.push(node);
            self.nodes.len() as u32 - 1
        } else {
            let i = self.free;
            self.free = self.nodes[i as usize].next;
            self.nodes[i as usize] = node;
            i
        };
        self.heads[slot] = i;
        self.busy[slot / 64] |= 1 << (slot % 64);
        self.len += 1;
        if let Some(found) = &mut self.found {
            if key < found.key {
                *found = Found { key, node: i, before: NIL };
            } else if found.before == NIL && bucket_of(found.key) as usize % BUCKETS == slot {
                found.before = i;
            }
        }
    }

    /// The key of the next event: its time and rank. `u64::MAX` where nothing is to come.
    #[inline]
    pub fn next_key(&mut self) -> u64 {
        if self.found.is_none() {
            self.found = self.find();
        }
        self.found.map_or(u64::MAX, |f| f.key)
    }

    /// Takes the next event.
    #[inline]
    pub fn take(&mut self) -> Option<(Time, E)> {
        let found = match self.found.take() {
            Some(found) => found,
            None => self.find()?,
        };
        let node = self.nodes[found.node as usize];
        self.bucket = bucket_of(node.key);
        let slot = self.bucket as usize % BUCKETS;
        if found.before == NIL {
            self.heads[slot] = node.next;
            if node.next == NIL {
                self.busy[slot / 64] &= !(1 << (slot % 64));
            }
        } else {
            self.nodes[found.before as usize].next = node.next;
        }
        self.nodes[found.node as usize].next = self.free;
        self.free = found.node;
        self.len -= 1;
        Some((time_of(node.key), node.event))
    }

    fn find(&mut self) -> Option<Found> {
        if self.len == 0 {
            return None;
        }
        loop {
            let slot = self.bucket as usize % BUCKETS;
            let ahead = self.busy[slot / 64] >> (slot % 64);
            if ahead == 0 {
                self.bucket = (self.bucket | 63) + 1;
                continue;
            }
            self.bucket += u64::from(ahead.trailing_zeros());
            let slot = self.bucket as usize % BUCKETS;
            let end = ((self.bucket + 1) << BUCKET_BITS) * RANKS;
            let mut best = Found { key: end, node: NIL, before: NIL };
            let mut best_sequence = 0;
            let (mut before, mut i) = (NIL, self.heads[slot]);
            while i != NIL {
                let node = &self.nodes[i as usize];
                // An event of a later turn of the wheel has a key beyond the bucket's end.
                if node.key < best.key || node.key == best.key && node.sequence < best_sequence {
                    best = Found { key: node.key, node: i, before };
                    best_sequence = node.sequence;
                }
                before = i;
                i = node.next;
            }
            if best.node != NIL {
                return Some(best);
            }
            self.bucket += 1;
        }
    }
}

#[cfg(test)]
mod tests {
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
}
