//! Keyed draws: the same person, purpose and count give the same luck in every scenario.
//!
//! A [`Luck`] is a 64-bit key. It is narrowed step by step (seed, replication, group, date, person,
//! admission, purpose, n) by hashing, and only the narrowed key draws, from a generator made on the stack.
//! A rejection loop in one draw can therefore never shift another, and nothing depends on the order in
//! which things happen.

use rand::Rng;
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::SeedableRng;

/// A hash of a name as typed, so that adding a name shifts no one's luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameHash(pub u64);

impl NameHash {
    /// FNV-1a (Fowler, Noll, Vo) of the UTF-8 bytes, 64 bits.
    pub const fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut i = 0;
        while i < bytes.len() {
            hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            i += 1;
        }
        Self(hash)
    }
}

/// A key to draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Luck(u64);

/// The generator of one draw: `SplitMix64` (Steele, Lea and Flood 2014), seeded with its key.
pub type Generator = SplitMix64;

impl Luck {
    /// The luck of one replication.
    pub fn new(seed: u64, replication: u64) -> Self {
        Self(0x7761_7264_666c_6f77).part(seed).part(replication)
    }

    /// Narrowed by a number: a date, an index, an admission, a count.
    #[inline]
    #[must_use]
    pub fn part(self, part: u64) -> Self {
        // Stafford's "Mix13" finaliser of the golden-ratio sequence that starts at this key: for
        // one key, different parts never collide.
        let mut z = self.0.wrapping_add(part.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self(z ^ (z >> 31))
    }

    /// Narrowed by a name: a group, a step, a purpose.
    #[inline]
    #[must_use]
    pub fn name(self, name: NameHash) -> Self {
        self.part(name.0)
    }

    /// The generator of this key.
    #[inline]
    pub fn generator(self) -> Generator {
        // Turned, so that the generator's outputs are not the keys that `part` would give.
        SplitMix64::seed_from_u64(self.0.rotate_left(32) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// One uniform number in [0, 1), with 53 bits.
    #[inline]
    pub fn uniform(self) -> f64 {
        uniform(&mut self.generator())
    }
}

/// One uniform number in [0, 1), with 53 bits.
#[inline]
pub fn uniform(generator: &mut Generator) -> f64 {
    (generator.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_luck_and_any_other_part_another() {
        let person = Luck::new(1, 0).name(NameHash::of("older_frail")).part(20_000).part(3);
        assert_eq!(person.uniform().to_bits(), person.uniform().to_bits());
        assert_ne!(person.uniform().to_bits(), person.part(0).uniform().to_bits());
        assert_ne!(Luck::new(1, 0), Luck::new(0, 1));
    }

    #[test]
    fn golden_draws_stay_as_they_are() {
        let draws: Vec<u64> = (0..3).map(|n| (Luck::new(1, 0).part(n).uniform() * 1e9) as u64).collect();
        assert_eq!(draws, GOLDEN);
    }
    const GOLDEN: [u64; 3] = [216_923_523, 185_979_434, 750_006_775];

    #[test]
    fn neighbouring_keys_are_uncorrelated_and_level() {
        let n = 100_000u64;
        let draws: Vec<f64> = (0..n).map(|i| Luck::new(7, 3).part(i).uniform()).collect();
        let mean = draws.iter().sum::<f64>() / n as f64;
        assert!((mean - 0.5).abs() < 3.0 / (12.0 * n as f64).sqrt(), "mean {mean}");
        let lag: f64 = draws.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum::<f64>() / n as f64 * 12.0;
        assert!(lag.abs() < 3.0 / (n as f64).sqrt(), "lag-1 correlation {lag}");
    }
}
