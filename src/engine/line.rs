//! A waiting line, kept in the order of a key.
//!
//! Long lines lie in pieces, so that coming in or leaving in the middle moves few others.

use std::collections::{BTreeMap, VecDeque};

/// A piece with more than these is cut in two.
const PIECE: usize = 512;
/// Beyond these, who leaves without a key is looked up and not looked for.
const SHORT: usize = 64;

type Piece<K> = VecDeque<(K, u32)>;

/// Who waits, the first in front. Keys are unique: they end in something that tells all apart.
#[derive(Clone, Debug)]
pub struct Line<K> {
    /// The front, and nearly always the whole; empty only where nobody waits.
    front: Piece<K>,
    /// What stands behind it, in order; none of it is empty.
    rest: Vec<Piece<K>>,
    /// The key of each, once that was asked of a long line.
    keys: Option<BTreeMap<u32, K>>,
}

impl<K> Default for Line<K> {
    fn default() -> Self {
        Self { front: VecDeque::new(), rest: Vec::new(), keys: None }
    }
}

impl<K: Ord + Copy> Line<K> {
    /// Takes a place in the line; most come at the end.
    #[inline]
    pub fn join(&mut self, key: K, who: u32) {
        if !self.rest.is_empty() || self.front.len() >= PIECE || self.keys.is_some() {
            return self.join_long(key, who);
        }
        match self.front.back() {
            Some(&(last, _)) if key < last => {
                let i = self.front.partition_point(|&(k, _)| k < key);
                self.front.insert(i, (key, who));
            }
            _ => self.front.push_back((key, who)),
        }
    }

    #[cold]
    fn join_long(&mut self, key: K, who: u32) {
        if let Some(keys) = &mut self.keys {
            keys.insert(who, key);
        }
        let last = self.rest.len();
        let at = self.piece_of(key).min(last);
        let piece = self.piece_mut(at);
        let i = piece.partition_point(|&(k, _)| k < key);
        if i == PIECE && at == last {
            // At the end, as most: what is full stays full.
            self.rest.push(VecDeque::from([(key, who)]));
            return;
        }
        piece.insert(i, (key, who));
        if piece.len() > PIECE {
            let half = piece.split_off(PIECE / 2);
            self.rest.insert(at, half);
        }
    }

    fn piece_mut(&mut self, at: usize) -> &mut Piece<K> {
        if at == 0 { &mut self.front } else { &mut self.rest[at - 1] }
    }

    /// The piece in which a key stands or would stand; one beyond the last where all are before it.
    #[inline]
    fn piece_of(&self, key: K) -> usize {
        let before = |piece: &Piece<K>| piece.back().is_some_and(|&(back, _)| back < key);
        if self.rest.is_empty() || !before(&self.front) {
            return 0;
        }
        1 + self.rest.partition_point(before)
    }

    /// The piece and the place in it.
    fn find(&self, key: K) -> Option<(usize, usize)> {
        let at = self.piece_of(key);
        let piece = if at == 0 { &self.front } else { self.rest.get(at - 1)? };
        Some((at, piece.binary_search_by(|&(k, _)| k.cmp(&key)).ok()?))
    }

    /// Leaves the line from wherever it stands; whether it stood there.
    pub fn leave(&mut self, key: K) -> bool {
        // Who leaves is nearly always the first, for whom there is a place.
        if self.front.front().is_some_and(|&(first, _)| first == key) {
            return self.take_first().is_some();
        }
        match self.find(key) {
            Some((at, i)) => self.remove(at, i),
            None => false,
        }
    }

    /// Leaves the line, whatever the key; whether it stood there.
    pub fn leave_as(&mut self, who: u32) -> bool {
        if self.rest.is_empty() && self.front.len() <= SHORT {
            let found = self.front.iter().position(|&(_, other)| other == who);
            return found.is_some_and(|i| self.remove(0, i));
        }
        let all = self.front.iter().chain(self.rest.iter().flatten());
        let keys = self.keys.get_or_insert_with(|| all.map(|&(key, who)| (who, key)).collect());
        let key = keys.get(&who).copied();
        key.is_some_and(|key| self.leave(key))
    }

    fn remove(&mut self, at: usize, i: usize) -> bool {
        let Some((_, who)) = self.piece_mut(at).remove(i) else { return false };
        if self.keys.is_some() || !self.rest.is_empty() {
            self.left_long(at, who);
        }
        true
    }

    /// Somebody has left this piece of a long line.
    #[cold]
    fn left_long(&mut self, at: usize, who: u32) {
        if let Some(keys) = &mut self.keys {
            keys.remove(&who);
        }
        if !self.rest.is_empty() && self.piece_mut(at).is_empty() {
            let next = self.rest.remove(at.saturating_sub(1));
            if at == 0 {
                self.front = next;
            }
        }
    }

    /// How many stand before this key, if it is in the line.
    pub fn position(&self, key: K) -> Option<usize> {
        let (at, i) = self.find(key)?;
        Some(self.before_piece(at) + i)
    }

    #[inline]
    fn before_piece(&self, at: usize) -> usize {
        if at == 0 {
            return 0;
        }
        self.front.len() + self.rest[..at - 1].iter().map(VecDeque::len).sum::<usize>()
    }

    /// The first in line.
    #[inline]
    pub fn first(&self) -> Option<u32> {
        self.front.front().map(|&(_, who)| who)
    }

    /// Who stands behind `n` others.
    #[inline]
    pub fn nth(&self, mut n: usize) -> Option<u32> {
        if self.rest.is_empty() || n < self.front.len() {
            return self.front.get(n).map(|&(_, who)| who);
        }
        n -= self.front.len();
        for piece in &self.rest {
            if let Some(&(_, who)) = piece.get(n) {
                return Some(who);
            }
            n -= piece.len();
        }
        None
    }

    /// Everybody, the first in front.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.front.iter().chain(self.rest.iter().flatten()).map(|&(_, who)| who)
    }

    /// How many stand before somebody with this key, who need not be in the line.
    pub fn before(&self, key: K) -> usize {
        let at = self.piece_of(key);
        let piece = if at == 0 { Some(&self.front) } else { self.rest.get(at - 1) };
        self.before_piece(at) + piece.map_or(0, |piece| piece.partition_point(|&(k, _)| k < key))
    }

    /// Takes the first from the line.
    #[inline]
    pub fn take_first(&mut self) -> Option<u32> {
        let (_, who) = self.front.pop_front()?;
        if self.keys.is_some() || !self.rest.is_empty() {
            self.left_long(0, who);
        }
        Some(who)
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.before_piece(self.rest.len() + 1)
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.front.is_empty()
    }

    /// Sends everybody away.
    pub fn clear(&mut self) {
        self.front.clear();
        self.rest.clear();
        self.keys = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;

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

    #[test]
    fn a_long_line_is_in_the_order_of_its_keys_whoever_comes_and_leaves_where() {
        let mut line = Line::default();
        let mut list: Vec<(u64, u32)> = Vec::new();
        for n in 0..6000_u32 {
            let luck = Luck::new(1, u64::from(n));
            // Nearly all come at the end at first, then anywhere.
            let key = if n < 2000 { u64::from(n) << 40 } else { (luck.uniform() * 1e9) as u64 } << 1 | 1;
            line.join(key, n);
            list.insert(list.partition_point(|&(k, _)| k < key), (key, n));
            let at = (luck.part(1).uniform() * list.len() as f64) as usize;
            let (key, who) = list[at];
            assert_eq!((line.position(key), line.nth(at)), (Some(at), Some(who)));
            assert_eq!((line.before(key), line.before(key - 1), line.before(key + 1)), (at, at, at + 1));
            match n % 7 {
                0 => {
                    list.remove(at);
                    assert!(line.leave(key) && !line.leave(key) && !line.leave_as(who));
                }
                1 => {
                    list.remove(at);
                    assert!(line.leave_as(who) && !line.leave_as(who) && line.position(key).is_none());
                }
                2 => assert_eq!(line.take_first(), Some(list.remove(0).1)),
                _ => {}
            }
            assert_eq!((line.len(), line.first()), (list.len(), list.first().map(|&(_, who)| who)));
            assert!(line.front.len() <= PIECE && line.rest.iter().all(|piece| piece.len() <= PIECE));
            assert!(line.rest.is_empty() || !line.front.is_empty());
            assert!(line.rest.iter().all(|piece| !piece.is_empty()));
        }
        assert!(line.iter().eq(list.iter().map(|&(_, who)| who)) && line.rest.len() > 5);
        for &(_, who) in &list {
            assert_eq!(line.take_first(), Some(who));
        }
        assert!(line.is_empty() && line.take_first().is_none() && line.nth(0).is_none());
        assert_eq!((line.before(1), line.position(1)), (0, None));
        line.join(5, 1);
        line.clear();
        assert!(line.is_empty() && !line.leave_as(1) && line.keys.is_none());
    }
}
