//! How a piece of work becomes bytes, and a piece again to the last bit. Whole numbers take as few bytes as
//! they need, others are written as they stand in memory. Bytes that are none of this give nothing.

use crate::base::{Indexed, Position};
use crate::scenario::plan::{GroupIndex, PathwayIndex, ServiceIndex};
use std::collections::BTreeMap;

use crate::measures::midnights::Peaks;
use crate::measures::outcome::{
    DIVERSION, FUND, GROUP, Outcome, PATHWAY, RULE, SERVICE, STEP, SYSTEM, WAITER,
};
use crate::measures::{DailyMeasure, Place, Replication};
use crate::scenario::{Plan, Reasons};

/// Bytes that are read one after the other.
#[derive(Debug)]
pub struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    /// How many follow; never more than there are bytes for, so that no number makes us ask for memory.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(u64::read(self)?).ok()?;
        (count <= self.0.len()).then_some(count)
    }
}

/// Something that can be kept.
pub trait Piece: Sized {
    /// Adds its bytes.
    fn write(&self, into: &mut Vec<u8>);

    /// From bytes; `None` where they are none of it.
    fn read(from: &mut Bytes<'_>) -> Option<Self>;

    /// From all of these bytes.
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        Self::read(&mut bytes).filter(|_| bytes.0.is_empty())
    }
}

impl Piece for u64 {
    fn write(&self, into: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            into.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        into.push(rest as u8);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let mut number: u64 = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = from.take()?;
            let part = u64::from(byte & 0x7f);
            number |= part.checked_shl(shift).filter(|shifted| shifted >> shift == part)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

macro_rules! whole {
    ($($number:ty),*) => {$(
        impl Piece for $number {
            fn write(&self, into: &mut Vec<u8>) {
                // None of them is wider.
                u64::try_from(*self).unwrap_or(u64::MAX).write(into);
            }

            fn read(from: &mut Bytes<'_>) -> Option<Self> {
                u64::read(from)?.try_into().ok()
            }
        }
    )*};
}
whole!(u8, u16, u32, usize);

macro_rules! position {
    ($($number:ident),*) => {$(
        impl Piece for $number {
            fn write(&self, into: &mut Vec<u8>) {
                self.0.write(into);
            }

            fn read(from: &mut Bytes<'_>) -> Option<Self> {
                Piece::read(from).map(Self)
            }
        }
    )*};
}
position!(GroupIndex, PathwayIndex, ServiceIndex);

macro_rules! real {
    ($($number:ty),*) => {$(
        impl Piece for $number {
            fn write(&self, into: &mut Vec<u8>) {
                into.extend_from_slice(&self.to_le_bytes());
            }

            fn read(from: &mut Bytes<'_>) -> Option<Self> {
                from.take().map(Self::from_le_bytes)
            }
        }
    )*};
}
real!(f32, f64);

impl Piece for bool {
    fn write(&self, into: &mut Vec<u8>) {
        into.push(u8::from(*self));
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let [byte] = from.take()?;
        (byte < 2).then_some(byte == 1)
    }
}

impl<P: Piece> Piece for Option<P> {
    fn write(&self, into: &mut Vec<u8>) {
        self.is_some().write(into);
        if let Some(piece) = self {
            piece.write(into);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        if bool::read(from)? { P::read(from).map(Some) } else { Some(None) }
    }
}

impl<P: Piece> Piece for Vec<P> {
    fn write(&self, into: &mut Vec<u8>) {
        self.len().write(into);
        for piece in self {
            piece.write(into);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let count = from.count()?;
        (0..count).map(|_| P::read(from)).collect()
    }
}

impl<I: Position, P: Piece> Piece for Indexed<I, P> {
    fn write(&self, into: &mut Vec<u8>) {
        self.len().write(into);
        for piece in self {
            piece.write(into);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Vec::read(from).map(Self::from)
    }
}

impl<P: Piece, const N: usize> Piece for [P; N] {
    fn write(&self, into: &mut Vec<u8>) {
        for piece in self {
            piece.write(into);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        (0..N).map(|_| P::read(from)).collect::<Option<Vec<P>>>()?.try_into().ok()
    }
}

impl<K: Piece + Ord, V: Piece> Piece for BTreeMap<K, V> {
    fn write(&self, into: &mut Vec<u8>) {
        self.len().write(into);
        for (key, value) in self {
            key.write(into);
            value.write(into);
        }
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        let count = from.count()?;
        (0..count).map(|_| Some((K::read(from)?, V::read(from)?))).collect()
    }
}

/// A piece of several fields, each written after the other.
macro_rules! fields {
    ($piece:ty { $($field:ident),* $(,)? }) => {
        impl $crate::experiment::kept::Piece for $piece {
            fn write(&self, into: &mut Vec<u8>) {
                // Every field is named, so that a new one is kept too.
                let Self { $($field),* } = self;
                $($field.write(into);)*
            }

            fn read(from: &mut $crate::experiment::kept::Bytes<'_>) -> Option<Self> {
                Some(Self { $($field: $crate::experiment::kept::Piece::read(from)?),* })
            }
        }
    };
}
pub(crate) use fields;

impl<A: Piece, B: Piece> Piece for (A, B) {
    fn write(&self, into: &mut Vec<u8>) {
        self.0.write(into);
        self.1.write(into);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}

impl<A: Piece, B: Piece, C: Piece> Piece for (A, B, C) {
    fn write(&self, into: &mut Vec<u8>) {
        self.0.write(into);
        self.1.write(into);
        self.2.write(into);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?, C::read(from)?))
    }
}

fields!(Replication {
    system,
    pathways,
    groups,
    services,
    gives_way,
    diversions,
    funds,
    waiters,
    steps,
    reasons,
    daily,
    occupancy,
    world,
    people,
    events
});

fields!(Peaks { hospital, ready, people, waiting, starts, joined });

/// How many of everything a replication of a plan tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pathways: usize,
    groups: usize,
    services: usize,
    gives_way: usize,
    diversions: usize,
    funds: usize,
    waiters: usize,
    steps: usize,
    reasons: usize,
    days: usize,
}

impl Shape {
    /// Of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self {
            pathways: plan.pathways.len(),
            groups: plan.groups.len(),
            services: plan.services.len(),
            gives_way: plan.gives_way.len(),
            diversions: plan.diversions.len(),
            funds: plan.funds.len(),
            waiters: plan.pathways.len() + plan.groups.len() + plan.traits.len(),
            steps: plan.steps.len(),
            reasons: Reasons::of(plan).count(),
            days: plan.calendar.measured_days() as usize,
        }
    }

    /// Whether a replication is one of the plan, with its days and occupancies.
    pub fn holds(&self, found: &Replication) -> bool {
        let days = |days: &Vec<f32>| days.is_empty() || days.len() == self.days;
        self.holds_outcomes(found)
            && found.daily.len() == DailyMeasure::all(self.services).len()
            && found.daily.iter().all(days)
            && found.occupancy.len() == Place::all(self.services).len()
    }

    /// Whether a replication is one of the plan, without them.
    pub fn holds_without_days(&self, found: &Replication) -> bool {
        self.holds_outcomes(found) && found.daily.is_empty() && found.occupancy.is_empty()
    }

    fn holds_outcomes(&self, found: &Replication) -> bool {
        let table = |all: &[Vec<Option<f64>>], count: usize, outcomes: &[Outcome]| {
            all.len() == count && all.iter().all(|one| one.len() == outcomes.len())
        };
        found.system.len() == SYSTEM.len()
            && table(&found.pathways, self.pathways, PATHWAY)
            && table(&found.groups, self.groups, GROUP)
            && table(&found.services, self.services, SERVICE)
            && table(&found.gives_way, self.gives_way, RULE)
            && table(&found.diversions, self.diversions, DIVERSION)
            && table(&found.funds, self.funds, FUND)
            && table(&found.waiters, self.waiters, WAITER)
            && table(&found.steps, self.steps, STEP)
            && found.reasons.len() == self.reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::riverside;
    use crate::measures::Simulator;

    fn bytes(piece: &impl Piece) -> Vec<u8> {
        let mut bytes = Vec::new();
        piece.write(&mut bytes);
        bytes
    }

    #[test]
    fn numbers_come_back_to_the_last_bit() {
        for number in [0, 1, 0x7f, 0x80, 1 << 35, u64::MAX - 1, u64::MAX] {
            assert_eq!(u64::of(&bytes(&number)), Some(number));
        }
        for number in [0.0, -0.0, 0.1 + 0.2, f64::MIN_POSITIVE / 3.0, f64::MAX, f64::INFINITY, f64::NAN] {
            let back = f64::of(&bytes(&number)).expect("a number");
            assert_eq!(back.to_bits(), number.to_bits());
        }
        assert_eq!(u64::of(&[0xff; 10]), None, "more than 64 bits");
        assert_eq!(u16::of(&bytes(&65_536_u64)), None);
        assert_eq!(Vec::<u64>::of(&bytes(&u64::MAX)), None, "a length without anything behind it");
    }

    #[test]
    fn a_replication_comes_back_whole_and_nothing_less_or_more_is_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let scenario = riverside(folder.path());
        let (found, shape) =
            (Simulator::new(&scenario.plan).replicate(5, 3).expect("it runs"), Shape::of(&scenario.plan));
        let all = bytes(&found);
        let back = Replication::of(&all).expect("a replication");
        assert!(back == found && shape.holds(&back) && !shape.holds_without_days(&back));
        assert!(shape.holds_without_days(&back.clone().without_days()));
        for end in 0..all.len() {
            assert_eq!(Replication::of(&all[..end]), None, "cut at {end}");
        }
        let more: Vec<u8> = all.iter().copied().chain([0]).collect();
        assert_eq!(Replication::of(&more), None);
        let mut fewer = back;
        fewer.services.pop();
        assert!(!shape.holds(&fewer));
    }

    #[test]
    fn bytes_of_anything_never_panic() {
        let luck = crate::base::Luck::new(1, 2);
        for length in 0..400 {
            let some: Vec<u8> =
                (0..length).map(|i| (luck.part(length).part(i).uniform() * 256.0) as u8).collect();
            let _ = (Replication::of(&some), Peaks::of(&some), Vec::<Vec<Option<f64>>>::of(&some));
        }
    }
}
