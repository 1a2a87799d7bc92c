//! The agenda: what happens next. Events come out by time, then rank, then first in first out.
//!
//! A calendar queue (Brown 1988): buckets of about nine minutes, found through a bitmap, chained in
//! one arena, so that nothing is allocated for an event once the arena has grown. A bucket in which too
//! many lie to look through them for each is put aside in order, so that `n` events take `n log n`
//! steps whatever their times. Events at or beyond the horizon are dropped when they are scheduled, since
//! nobody will see them; an event before now is refused and noted.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::base::Time;

mod again;

use again::Beyond;

/// 2^19 ms: about as many buckets a day as a busy hospital has events.
const BUCKET_BITS: u32 = 19;
const BUCKETS: usize = 1 << 13;
const WORDS: usize = BUCKETS / 64;
const NIL: u32 = u32::MAX;
/// Stands in [`Found::before`] of what was put aside.
const ASIDE: u32 = u32::MAX - 1;
/// A bucket with more than these is put aside when it is looked through.
const CROWD: u32 = 32;

/// Ranks order what falls together; they are below this.
pub const RANKS: u64 = 8;

/// A list of events to come.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    heads: Box<[u32]>,
    busy: Box<[u64]>,
    nodes: Vec<Node<E>>,
    free: u32,
    /// Those of crowded buckets, in order: nearly all, since most come as one crowd.
    aside: VecDeque<Aside>,
    /// Those that came between them in small numbers, the next on top.
    between: BinaryHeap<Reverse<Aside>>,
    /// No event that is not aside lies in a bucket before this one; counted from the start of the run.
    bucket: u64,
    /// The bucket of the first that is aside.
    aside_bucket: u64,
    len: usize,
    sequence: u32,
    now: Time,
    horizon: Time,
    found: Option<Found>,
    refused: Option<Refused<E>>,
    /// Changes that are not to come before the horizon, in the order in which they were scheduled.
    beyond: Vec<Beyond<E>>,
    /// Nodes looked through for the next event.
    #[cfg(test)]
    steps: u64,
}

#[derive(Clone, Copy, Debug)]
struct Node<E> {
    key: u64,
    sequence: u32,
    next: u32,
    event: E,
}

/// What is aside, in the order in which it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Aside {
    key: u64,
    sequence: u32,
    node: u32,
}

#[derive(Clone, Copy, Debug)]
struct Found {
    key: u64,
    node: u32,
    before: u32,
}

/// An event that would have happened before now: the clock never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused<E> {
    /// What would have happened.
    pub event: E,
    /// When.
    pub at: Time,
    /// What the time was when it was scheduled.
    pub now: Time,
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
            aside: VecDeque::new(),
            between: BinaryHeap::new(),
            bucket: 0,
            aside_bucket: u64::MAX,
            len: 0,
            sequence: 0,
            now: Time::START,
            horizon,
            found: None,
            refused: None,
            beyond: Vec::new(),
            #[cfg(test)]
            steps: 0,
        }
    }

    /// Forgets everything and starts again at the start of the run.
    pub fn clear(&mut self) {
        self.heads.fill(NIL);
        self.busy.fill(0);
        self.nodes.clear();
        self.free = NIL;
        self.aside.clear();
        self.between.clear();
        self.bucket = 0;
        self.aside_bucket = u64::MAX;
        self.len = 0;
        self.sequence = 0;
        self.now = Time::START;
        self.found = None;
        self.refused = None;
        self.beyond.clear();
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
        let aside = self.all_aside().map(|a| self.nodes[a.node as usize]);
        self.heads.iter().flat_map(chain).chain(aside).map(|n| (time_of(n.key), n.event))
    }

    /// Everything that is to come: number, key and event, in no order.
    fn numbered(&self) -> impl Iterator<Item = (u32, u64, E)> + '_ {
        let node = |i: u32| (i != NIL).then(|| self.nodes[i as usize]);
        let chain = move |&head: &u32| std::iter::successors(node(head), move |n| node(n.next));
        let aside = self.all_aside().map(|a| self.nodes[a.node as usize]);
        self.heads.iter().flat_map(chain).chain(aside).map(|n| (n.sequence, n.key, n.event))
    }

    /// It is `now`: nothing can be scheduled before it any more. Taking an event says the same.
    #[inline]
    pub fn advance(&mut self, now: Time) {
        self.now = now;
    }

    /// The first event that was refused because its time had passed, since the start of the run.
    #[inline]
    pub fn refused(&self) -> Option<Refused<E>> {
        self.refused
    }

    #[cold]
    fn refuse(&mut self, at: Time, event: E) {
        self.refused.get_or_insert(Refused { event, at, now: self.now });
    }

    /// Adds an event at `at`. Where that is before now it is refused and noted.
    #[inline]
    pub fn schedule(&mut self, at: Time, rank: u8, event: E) {
        debug_assert!(u64::from(rank) < RANKS, "ranks are below {RANKS}");
        if at >= self.horizon {
            return;
        }
        if at < self.now {
            return self.refuse(at, event);
        }
        let key = key_of(at, rank);
        let bucket = bucket_of(key);
        self.bucket = self.bucket.min(bucket);
        let slot = bucket as usize % BUCKETS;
        let node = Node { key, sequence: self.sequence, next: self.heads[slot], event };
        self.sequence += 1;
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
        if self.sequence == u32::MAX {
            self.number_anew();
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
        } else if found.before == ASIDE {
            self.leave_aside();
        } else {
            self.nodes[found.before as usize].next = node.next;
        }
        self.nodes[found.node as usize].next = self.free;
        self.free = found.node;
        self.len -= 1;
        self.now = time_of(node.key);
        Some((self.now, node.event))
    }

    fn find(&mut self) -> Option<Found> {
        if self.len == 0 {
            return None;
        }
        loop {
            if self.bucket > self.aside_bucket {
                return self.first_aside();
            }
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
            let mut count = 0;
            while i != NIL {
                let node = &self.nodes[i as usize];
                // An event of a later turn of the wheel has a key beyond the bucket's end.
                if node.key < best.key || node.key == best.key && node.sequence < best_sequence {
                    best = Found { key: node.key, node: i, before };
                    best_sequence = node.sequence;
                }
                before = i;
                i = node.next;
                count += 1;
            }
            #[cfg(test)]
            {
                self.steps += u64::from(count);
            }
            if count > CROWD {
                self.put_aside(slot);
                continue;
            }
            if self.bucket >= self.aside_bucket
                && let Some(top) = self.top()
                && (top.key, top.sequence) < (best.key, best_sequence)
            {
                return self.first_aside();
            }
            if best.node != NIL {
                return Some(best);
            }
            self.bucket += 1;
        }
    }

    /// All that is aside, in no order.
    fn all_aside(&self) -> impl Iterator<Item = &Aside> {
        self.aside.iter().chain(self.between.iter().map(|Reverse(aside)| aside))
    }

    /// The first that is aside.
    fn top(&self) -> Option<Aside> {
        let between = self.between.peek().map(|Reverse(aside)| aside);
        self.aside.front().into_iter().chain(between).min().copied()
    }

    #[cold]
    fn first_aside(&self) -> Option<Found> {
        self.top().map(|top| Found { key: top.key, node: top.node, before: ASIDE })
    }

    #[cold]
    fn leave_aside(&mut self) {
        if self.top() == self.aside.front().copied() {
            self.aside.pop_front();
        } else {
            self.between.pop();
        }
        self.look_aside();
    }

    fn look_aside(&mut self) {
        self.aside_bucket = self.top().map_or(u64::MAX, |top| bucket_of(top.key));
    }

    /// Moves a bucket with its events of later turns, so that each is looked through like this once.
    #[cold]
    fn put_aside(&mut self, slot: usize) {
        let mut i = std::mem::replace(&mut self.heads[slot], NIL);
        self.busy[slot / 64] &= !(1 << (slot % 64));
        let mut run = Vec::new();
        while i != NIL {
            let Node { key, sequence, next, .. } = self.nodes[i as usize];
            run.push(Aside { key, sequence, node: i });
            i = next;
        }
        // A chain begins with what came last, so that turned round it is in order but for time and rank.
        run.reverse();
        run.sort_by_key(|aside| aside.key);
        if self.aside.back() < run.first() {
            self.aside.extend(run);
        } else if run.len() > self.aside.len() / 2 {
            // Costs each that comes at most three steps.
            self.aside = merged(std::mem::take(&mut self.aside), run.into());
        } else {
            self.between.extend(run.into_iter().map(Reverse));
        }
        self.look_aside();
    }

    /// The numbers that order events of one time and rank have come to their end: those to come are
    /// numbered from 0 on again.
    #[cold]
    fn number_anew(&mut self) {
        let chained = self.heads.iter().flat_map(|&head| {
            std::iter::successors(Some(head).filter(|&i| i != NIL), |&i| {
                Some(self.nodes[i as usize].next).filter(|&next| next != NIL)
            })
        });
        let mut all: Vec<u32> = chained.chain(self.all_aside().map(|a| a.node)).collect();
        all.sort_unstable_by_key(|&i| self.nodes[i as usize].sequence);
        for beyond in &mut self.beyond {
            let before = all.partition_point(|&i| self.nodes[i as usize].sequence < beyond.sequence);
            beyond.sequence = before as u32;
        }
        for (number, &i) in (0..).zip(&all) {
            self.nodes[i as usize].sequence = number;
        }
        self.sequence = all.len() as u32;
        // Which comes first is as before, so what is in order stays so.
        for aside in &mut self.aside {
            aside.sequence = self.nodes[aside.node as usize].sequence;
        }
        let between = std::mem::take(&mut self.between).into_iter();
        self.between = between
            .map(|Reverse(a)| Reverse(Aside { sequence: self.nodes[a.node as usize].sequence, ..a }))
            .collect();
    }
}

/// Two runs as one.
fn merged(a: VecDeque<Aside>, b: VecDeque<Aside>) -> VecDeque<Aside> {
    let mut all = VecDeque::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        all.extend(if x < y { a.next() } else { b.next() });
    }
    all.extend(a.chain(b));
    all
}

#[cfg(test)]
mod tests;
