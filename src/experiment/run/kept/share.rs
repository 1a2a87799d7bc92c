//! A command's work shared out: which units of a stage are whose. A stage is a number of units that do not wait for
//! each other; a share is as many of them in a row as every other, to within one, whatever their seeds.
//!
//! Knows neither files nor machines: `replicate` and `points` ask what is theirs.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Which part of a command's work is done here, where several share it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// From 0.
    number: u64,
    of: u64,
}

impl Default for Share {
    fn default() -> Self {
        Self::ALL
    }
}

impl Share {
    /// All of it.
    pub const ALL: Self = Self { number: 0, of: 1 };
    /// Into so many it can be shared out at most.
    pub const MOST: u64 = 100_000;

    /// The share with this number, from 1, of so many; `None` where there is none.
    pub fn new(number: u64, of: u64) -> Option<Self> {
        let known = (1..=Self::MOST).contains(&of) && (1..=of).contains(&number);
        known.then(|| Self { number: number - 1, of })
    }

    /// Its number, from 1.
    pub fn number(self) -> u64 {
        self.number + 1
    }

    /// How many there are.
    pub fn of(self) -> u64 {
        self.of
    }

    /// Whether it is all of the work.
    pub fn is_all(self) -> bool {
        self.of == 1
    }

    /// Which units are its own, of a stage with so many.
    pub fn units(self, units: u64) -> Range<u64> {
        self.bound(self.number, units)..self.bound(self.number + 1, units)
    }

    /// How many units are its own, of a stage with so many.
    pub fn count(self, units: u64) -> u64 {
        let own = self.units(units);
        own.end - own.start
    }

    /// The first unit of the share with this number.
    fn bound(self, number: u64, units: u64) -> u64 {
        let bound = (u128::from(number) * u128::from(units)).div_ceil(u128::from(self.of));
        u64::try_from(bound).unwrap_or(units)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number(), self.of)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expected = || {
            format!(
                "expected I/N, as in 3/16: the number of the shard, from 1 to N, and how many there are, up to {}",
                Self::MOST
            )
        };
        let (number, of) = text.split_once('/').ok_or_else(expected)?;
        let whole =
            |text: &str| text.parse::<u64>().ok().filter(|_| text.bytes().all(|c| c.is_ascii_digit()));
        let both = whole(number).zip(whole(of));
        both.and_then(|(number, of)| Self::new(number, of)).ok_or_else(expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_every_unit_once_and_as_large_as_each_other_to_within_one() {
        for of in [1, 2, 3, 7, 16, 1000, Share::MOST] {
            for units in [0, 1, 2, 5, 16, 17, 100, 99_991] {
                let (mut next, mut sizes) = (0, Vec::new());
                for number in 1..=of {
                    let share = Share::new(number, of).expect("a share");
                    let own = share.units(units);
                    assert_eq!(own.start, next, "{share} of {units}");
                    next = own.end;
                    sizes.push(share.count(units));
                }
                assert_eq!(next, units);
                let (least, most) = (sizes.iter().min(), sizes.iter().max());
                assert!(
                    most <= least.map(|least| least + 1).as_ref(),
                    "{units} by {of}: {least:?} to {most:?}"
                );
            }
        }
        assert_eq!(Share::new(Share::MOST, Share::MOST).expect("a share").units(u64::MAX).end, u64::MAX);
    }

    #[test]
    fn a_share_is_typed_as_its_number_and_how_many_there_are() {
        assert_eq!("3/16".parse(), Ok(Share { number: 2, of: 16 }));
        assert_eq!("1/1".parse(), Ok(Share::ALL));
        assert_eq!(Share { number: 2, of: 16 }.to_string(), "3/16");
        for wrong in ["", "3", "0/4", "5/4", "1/0", "0/0", "-1/4", "+1/4", "1/4/2", "a/b", "1/ 4", "1/100001"]
        {
            let said = wrong.parse::<Share>().expect_err(wrong);
            assert!(said.contains("expected I/N, as in 3/16"), "{wrong}: {said}");
        }
    }
}
