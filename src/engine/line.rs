//! A waiting line, kept in the order of a key.

use std::collections::VecDeque;

/// Who waits, the first in front. Keys are unique: they end in something that tells all apart.
#[derive(Debug)]
pub struct Line<K> {
    waiting: VecDeque<(K, u32)>,
}

impl<K> Default for Line<K> {
    fn default() -> Self {
        Self { waiting: VecDeque::new() }
    }
}

impl<K: Ord + Copy> Line<K> {
    /// Takes a place in the line; most come at the end.
    #[inline]
    pub fn join(&mut self, key: K, who: u32) {
        match self.waiting.back() {
            Some(&(last, _)) if key < last => {
                let i = self.waiting.partition_point(|&(k, _)| k < key);
                self.waiting.insert(i, (key, who));
            }
            _ => self.waiting.push_back((key, who)),
        }
    }

    /// Leaves the line from wherever it stands; whether it stood there.
    pub fn leave(&mut self, key: K) -> bool {
        match self.position(key) {
            Some(i) => self.waiting.remove(i).is_some(),
            None => false,
        }
    }

    /// Leaves the line, whatever the key; whether it stood there.
    pub fn leave_as(&mut self, who: u32) -> bool {
        let found = self.waiting.iter().position(|&(_, other)| other == who);
        found.is_some_and(|i| self.waiting.remove(i).is_some())
    }

    /// How many stand before this key, if it is in the line.
    pub fn position(&self, key: K) -> Option<usize> {
        self.waiting.binary_search_by(|&(k, _)| k.cmp(&key)).ok()
    }

    /// The first in line.
    #[inline]
    pub fn first(&self) -> Option<u32> {
        self.waiting.front().map(|&(_, who)| who)
    }

    /// Who stands behind `n` others.
    #[inline]
    pub fn nth(&self, n: usize) -> Option<u32> {
        self.waiting.get(n).map(|&(_, who)| who)
    }

    /// How many stand before somebody with this key, who need not be in the line.
    pub fn before(&self, key: K) -> usize {
        self.waiting.partition_point(|&(k, _)| k < key)
    }

    /// Takes the first from the line.
    #[inline]
    pub fn take_first(&mut self) -> Option<u32> {
        self.waiting.pop_front().map(|(_, who)| who)
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Sends everybody away.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stays_in_the_order_of_its_keys() {
        let mut line = Line::default();
        for (key, who) in [(30, 3), (10, 1), (20, 2), (40, 4)] {
            line.join(key, who);
        }
        assert_eq!((line.first(), line.position(20), line.len()), (Some(1), Some(1), 4));
        assert_eq!((line.nth(2), line.nth(4), line.before(20), line.before(25)), (Some(3), None, 1, 2));
        assert!(line.leave(20) && !line.leave(25));
        assert!(line.leave_as(4) && !line.leave_as(2));
        let out: Vec<u32> = std::iter::from_fn(|| line.take_first()).collect();
        assert_eq!(out, [1, 3]);
    }
}
