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
#[derive(Debug)]
pub struct Line<K> {
    /// In order; none is empty but where nobody waits.
    pieces: Vec<Piece<K>>,
    len: usize,
    /// The key of each, once that was asked of a long line.
    keys: Option<BTreeMap<u32, K>>,
}

impl<K> Default for Line<K> {
    fn default() -> Self {
        Self { pieces: vec![VecDeque::new()], len: 0, keys: None }
    }
}

impl<K: Ord + Copy> Line<K> {
    /// Takes a place in the line; most come at the end.
    #[inline]
    pub fn join(&mut self, key: K, who: u32) {
        self.len += 1;
        if let Some(keys) = &mut self.keys {
            keys.insert(who, key);
        }
        let last = self.pieces.len() - 1;
        match self.pieces[last].back() {
            Some(&(back, _)) if key < back => self.join_within(key, who),
            _ if self.pieces[last].len() < PIECE => self.pieces[last].push_back((key, who)),
            _ => self.pieces.push(VecDeque::from([(key, who)])),
        }
    }

    fn join_within(&mut self, key: K, who: u32) {
        let at = self.piece_of(key);
        let piece = &mut self.pieces[at];
        let i = piece.partition_point(|&(k, _)| k < key);
        piece.insert(i, (key, who));
        if piece.len() > PIECE {
            let rest = piece.split_off(PIECE / 2);
            self.pieces.insert(at + 1, rest);
        }
    }

    /// The piece in which a key stands or would stand; one beyond the last where all are before it.
    fn piece_of(&self, key: K) -> usize {
        if self.pieces.len() == 1 {
            return 0;
        }
        self.pieces.partition_point(|piece| piece.back().is_some_and(|&(back, _)| back < key))
    }

    /// The piece and the place in it.
    fn find(&self, key: K) -> Option<(usize, usize)> {
        let at = self.piece_of(key);
        let i = self.pieces.get(at)?.binary_search_by(|&(k, _)| k.cmp(&key)).ok()?;
        Some((at, i))
    }

    /// Leaves the line from wherever it stands; whether it stood there.
    pub fn leave(&mut self, key: K) -> bool {
        self.find(key).is_some_and(|(at, i)| self.remove(at, i).is_some())
    }

    /// Leaves the line, whatever the key; whether it stood there.
    pub fn leave_as(&mut self, who: u32) -> bool {
        if self.len <= SHORT {
            let found =
                self.pieces.iter().enumerate().find_map(|(at, piece)| {
                    piece.iter().position(|&(_, other)| other == who).map(|i| (at, i))
                });
            return found.is_some_and(|(at, i)| self.remove(at, i).is_some());
        }
        let all = self.pieces.iter().flatten();
        let keys = self.keys.get_or_insert_with(|| all.map(|&(key, who)| (who, key)).collect());
        let key = keys.get(&who).copied();
        key.is_some_and(|key| self.leave(key))
    }

    fn remove(&mut self, at: usize, i: usize) -> Option<u32> {
        let (_, who) = self.pieces[at].remove(i)?;
        self.left(at, who);
        Some(who)
    }

    /// Somebody has left this piece.
    #[inline]
    fn left(&mut self, at: usize, who: u32) {
        self.len -= 1;
        if self.pieces.len() > 1 && self.pieces[at].is_empty() {
            self.pieces.remove(at);
        }
        if let Some(keys) = &mut self.keys {
            keys.remove(&who);
        }
    }

    /// How many stand before this key, if it is in the line.
    pub fn position(&self, key: K) -> Option<usize> {
        let (at, i) = self.find(key)?;
        Some(self.before_piece(at) + i)
    }

    fn before_piece(&self, at: usize) -> usize {
        self.pieces.iter().take(at).map(VecDeque::len).sum()
    }

    /// The first in line.
    #[inline]
    pub fn first(&self) -> Option<u32> {
        self.pieces[0].front().map(|&(_, who)| who)
    }

    /// Who stands behind `n` others.
    #[inline]
    pub fn nth(&self, mut n: usize) -> Option<u32> {
        for piece in &self.pieces {
            if let Some(&(_, who)) = piece.get(n) {
                return Some(who);
            }
            n -= piece.len();
        }
        None
    }

    /// Everybody, the first in front.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.pieces.iter().flatten().map(|&(_, who)| who)
    }

    /// How many stand before somebody with this key, who need not be in the line.
    pub fn before(&self, key: K) -> usize {
        let at = self.piece_of(key);
        let within = self.pieces.get(at).map_or(0, |piece| piece.partition_point(|&(k, _)| k < key));
        self.before_piece(at) + within
    }

    /// Takes the first from the line.
    #[inline]
    pub fn take_first(&mut self) -> Option<u32> {
        let (_, who) = self.pieces[0].pop_front()?;
        self.left(0, who);
        Some(who)
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Sends everybody away.
    pub fn clear(&mut self) {
        self.pieces.truncate(1);
        self.pieces[0].clear();
        self.len = 0;
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
            assert!(line.pieces.iter().all(|piece| piece.len() <= PIECE));
            assert!(line.pieces.len() == 1 || line.pieces.iter().all(|piece| !piece.is_empty()));
        }
        assert!(line.iter().eq(list.iter().map(|&(_, who)| who)) && line.pieces.len() > 5);
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
