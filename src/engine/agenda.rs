//! The agenda: what happens next. Events come out by time, then rank, then first in first out.
//!
//! A calendar queue (Brown 1988) with buckets of about nine minutes, found through a bitmap and chained in
//! one arena. A bucket is taken out of the wheel once, when its time has come, and put in order; what is
//! scheduled into it from then on is put in its place. So an event is looked through once, and once more
//! for each turn of the wheel that it waits; nothing is allocated for it once the arena has grown. Where
//! that would be many steps, in a crowd that grows while it is worked off or in a slot in which many wait for
//! later turns, events go to a heap beside the wheel, so that `n` events take `n log n` steps whatever their
//! times. Events at or beyond the horizon are dropped when they are scheduled, since nobody will see them; an
//! event before now is refused and noted.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::base::Time;

mod again;

use again::Beyond;

/// 2^19 ms: about as many buckets a day as a busy hospital has events.
const BUCKET_BITS: u32 = 19;
const BUCKETS: usize = 1 << 13;
const WORDS: usize = BUCKETS / 64;
const NIL: u32 = u32::MAX;
/// More than these are not looked through one by one.
const CROWD: usize = 32;

/// Ranks order what falls together; they are below this.
pub const RANKS: u64 = 8;

/// A list of events to come.
#[derive(Clone, Debug)]
pub struct Agenda<E> {
    /// What is left of the bucket that was opened last, with what was scheduled up to its end since; the next
    /// event at the end.
    open: Vec<Due<E>>,
    /// The bucket that was opened last, counted from the start of the run; those in the wheel lie behind it.
    bucket: u64,
    /// Those beside the wheel, the next on top, and its key.
    aside: BinaryHeap<Reverse<Due<E>>>,
    aside_key: u64,
    /// The key of the next event; `u64::MAX` where it has to be looked for, or nothing is to come.
    next_key: u64,
    heads: Box<[u32]>,
    busy: Box<[u64]>,
    nodes: Vec<Node<E>>,
    free: u32,
    in_wheel: usize,
    sequence: u32,
    now: Time,
    horizon: Time,
    refused: Option<Refused<E>>,
    /// Changes that are not to come before the horizon, in the order in which they were scheduled.
    beyond: Vec<Beyond<E>>,
    /// Events looked at to find the place of one.
    #[cfg(test)]
    steps: u64,
}

/// An event and when it is due.
#[derive(Clone, Copy, Debug)]
struct Due<E> {
    key: u64,
    sequence: u32,
    event: E,
}

impl<E> Due<E> {
    #[inline]
    fn order(&self) -> (u64, u32) {
        (self.key, self.sequence)
    }
}

impl<E> PartialEq for Due<E> {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl<E> Eq for Due<E> {}

impl<E> PartialOrd for Due<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Due<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

/// A [`Due`] in the wheel, flat so that it is small.
#[derive(Clone, Copy, Debug)]
struct Node<E> {
    key: u64,
    event: E,
    sequence: u32,
    next: u32,
}

impl<E: Copy> Node<E> {
    #[inline]
    fn due(&self) -> Due<E> {
        Due { key: self.key, sequence: self.sequence, event: self.event }
    }
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
            open: Vec::with_capacity(2 * CROWD),
            bucket: 0,
            aside: BinaryHeap::new(),
            aside_key: u64::MAX,
            next_key: u64::MAX,
            heads: vec![NIL; BUCKETS].into_boxed_slice(),
            busy: vec![0; WORDS].into_boxed_slice(),
            nodes: Vec::with_capacity(1024),
            free: NIL,
            in_wheel: 0,
            sequence: 0,
            now: Time::START,
            horizon,
            refused: None,
            beyond: Vec::new(),
            #[cfg(test)]
            steps: 0,
        }
    }

    /// Forgets everything and starts again at the start of the run.
    pub fn clear(&mut self) {
        self.open.clear();
        self.bucket = 0;
        self.aside.clear();
        self.aside_key = u64::MAX;
        self.next_key = u64::MAX;
        self.heads.fill(NIL);
        self.busy.fill(0);
        self.nodes.clear();
        self.free = NIL;
        self.in_wheel = 0;
        self.sequence = 0;
        self.now = Time::START;
        self.refused = None;
        self.beyond.clear();
    }

    /// How many events are to come.
    pub fn len(&self) -> usize {
        self.open.len() + self.aside.len() + self.in_wheel
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything that is to come, in no order that means anything.
    pub fn to_come(&self) -> impl Iterator<Item = (Time, E)> + '_ {
        self.all_due().map(|due| (time_of(due.key), due.event))
    }

    fn all_due(&self) -> impl Iterator<Item = Due<E>> + '_ {
        let node = |i: u32| (i != NIL).then(|| self.nodes[i as usize]);
        let chain = move |&head: &u32| std::iter::successors(node(head), move |n| node(n.next));
        let wheel = self.heads.iter().flat_map(chain).map(|node| node.due());
        let aside = self.aside.iter().map(|Reverse(due)| *due);
        wheel.chain(aside).chain(self.open.iter().copied())
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
        if self.sequence == u32::MAX {
            self.number_anew();
        }
        let due = Due { key: key_of(at, rank), sequence: self.sequence, event };
        self.sequence += 1;
        let bucket = bucket_of(due.key);
        if bucket <= self.bucket {
            return self.put_in_its_place(due);
        }
        if self.free == NIL {
            self.one_node_more(due);
        }
        let slot = bucket as usize % BUCKETS;
        let i = self.free;
        // Field by field: a node that is put together first and copied is waited for.
        let node = &mut self.nodes[i as usize];
        self.free = node.next;
        node.key = due.key;
        node.event = due.event;
        node.sequence = due.sequence;
        node.next = self.heads[slot];
        self.heads[slot] = i;
        self.busy[slot / 64] |= 1 << (slot % 64);
        self.in_wheel += 1;
    }

    #[cold]
    fn one_node_more(&mut self, due: Due<E>) {
        self.free = self.nodes.len() as u32;
        self.nodes.push(Node { key: due.key, event: due.event, sequence: due.sequence, next: NIL });
    }

    /// Into the bucket that is open, behind all of the same moment and rank: they were scheduled before.
    fn put_in_its_place(&mut self, due: Due<E>) {
        if self.next_key != u64::MAX {
            self.next_key = self.next_key.min(due.key);
        }
        if self.open.len() > CROWD {
            return self.put_aside(due);
        }
        let mut i = self.open.len();
        while i > 0 && self.open[i - 1].key <= due.key {
            i -= 1;
        }
        #[cfg(test)]
        {
            self.steps += (self.open.len() - i) as u64;
        }
        self.open.insert(i, due);
    }

    #[cold]
    fn put_aside(&mut self, due: Due<E>) {
        self.aside_key = self.aside_key.min(due.key);
        self.aside.push(Reverse(due));
    }

    /// The key of the next event: its time and rank. `u64::MAX` where nothing is to come.
    #[inline]
    pub fn next_key(&mut self) -> u64 {
        if self.next_key == u64::MAX {
            self.look_for_next();
        }
        self.next_key
    }

    #[inline(never)]
    fn look_for_next(&mut self) {
        if self.open.is_empty() {
            self.open_next();
        }
        self.next_key = self.open.last().map_or(u64::MAX, |due| due.key).min(self.aside_key);
    }

    /// Takes the next event.
    #[inline]
    pub fn take(&mut self) -> Option<(Time, E)> {
        if self.next_key() == u64::MAX {
            return None;
        }
        let due =
            if self.next_key == self.aside_key { self.take_beside_the_wheel()? } else { self.open.pop()? };
        self.next_key = match self.open.last() {
            Some(next) => next.key.min(self.aside_key),
            None => u64::MAX,
        };
        self.now = time_of(due.key);
        Some((self.now, due.event))
    }

    /// The same where the next may be one of those that are aside.
    #[cold]
    fn take_beside_the_wheel(&mut self) -> Option<Due<E>> {
        let first = self.aside.peek().map(|Reverse(due)| due);
        if first.is_none_or(|first| self.open.last().is_some_and(|next| next < first)) {
            return self.open.pop();
        }
        let first = self.aside.pop().map(|Reverse(due)| due);
        self.aside_key = self.aside.peek().map_or(u64::MAX, |Reverse(due)| due.key);
        first
    }

    /// Takes the next bucket that holds any of this turn out of the wheel, and puts it in order.
    fn open_next(&mut self) {
        while self.open.is_empty() && self.in_wheel > 0 {
            self.bucket += 1;
            let slot = self.bucket as usize % BUCKETS;
            let ahead = self.busy[slot / 64] >> (slot % 64);
            if ahead == 0 {
                self.bucket |= 63;
                continue;
            }
            self.bucket += u64::from(ahead.trailing_zeros());
            self.open_slot(self.bucket as usize % BUCKETS);
        }
    }

    fn open_slot(&mut self, slot: usize) {
        let end = ((self.bucket + 1) << BUCKET_BITS) * RANKS;
        let (mut last, mut later) = (NIL, 0);
        let mut i = std::mem::replace(&mut self.heads[slot], NIL);
        while i != NIL {
            let node = self.nodes[i as usize];
            let next = node.next;
            if node.key < end {
                self.release(i);
                self.open.push(node.due());
            } else {
                // Of a later turn of the wheel.
                if last == NIL {
                    self.heads[slot] = i;
                } else {
                    self.nodes[last as usize].next = i;
                }
                (last, later) = (i, later + 1);
            }
            #[cfg(test)]
            {
                self.steps += 1;
            }
            i = next;
        }
        if last == NIL {
            self.busy[slot / 64] &= !(1 << (slot % 64));
        } else {
            self.nodes[last as usize].next = NIL;
            if later > CROWD {
                self.put_slot_aside(slot);
            }
        }
        self.in_order();
    }

    #[inline]
    fn release(&mut self, node: u32) {
        self.nodes[node as usize].next = self.free;
        self.free = node;
        self.in_wheel -= 1;
    }

    /// The open bucket, the next at the end. A chain begins with what came last, so that where times and ranks
    /// are alike it is in order.
    #[inline]
    fn in_order(&mut self) {
        if self.open.len() > CROWD {
            return self.open.sort_unstable_by(|a, b| b.cmp(a));
        }
        for i in 1..self.open.len() {
            let due = self.open[i];
            let mut at = i;
            while at > 0 && self.open[at - 1].key < due.key {
                self.open[at] = self.open[at - 1];
                at -= 1;
            }
            self.open[at] = due;
        }
    }

    /// So many wait in a slot for later turns that none of them shall be looked through again.
    #[cold]
    fn put_slot_aside(&mut self, slot: usize) {
        let mut i = std::mem::replace(&mut self.heads[slot], NIL);
        self.busy[slot / 64] &= !(1 << (slot % 64));
        while i != NIL {
            let node = self.nodes[i as usize];
            self.release(i);
            self.put_aside(node.due());
            i = node.next;
        }
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
        let chained: Vec<u32> = chained.collect();
        let mut aside: Vec<Due<E>> = std::mem::take(&mut self.aside).into_iter().map(|r| r.0).collect();
        let of_wheel = chained.iter().map(|&i| self.nodes[i as usize].sequence);
        let mut all: Vec<u32> = of_wheel.chain(aside.iter().chain(&self.open).map(|d| d.sequence)).collect();
        all.sort_unstable();
        // Which comes first is as before, so what is in order stays so.
        let anew = |sequence: &mut u32| *sequence = all.partition_point(|old| old < sequence) as u32;
        for &i in &chained {
            anew(&mut self.nodes[i as usize].sequence);
        }
        for due in self.open.iter_mut().chain(&mut aside) {
            anew(&mut due.sequence);
        }
        for beyond in &mut self.beyond {
            anew(&mut beyond.sequence);
        }
        self.aside = aside.into_iter().map(Reverse).collect();
        self.sequence = all.len() as u32;
    }
}

#[cfg(test)]
mod tests;
