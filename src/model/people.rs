//! The people of a run, each in a slot of its own, and slots that are used again. Knows nothing of what
//! happens to anybody.

use std::ops::{Index, IndexMut};

use super::patient::{HubLink, Patient, Whereabouts};

/// Somebody for whom something was meant: a slot and the stamp that it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub stamp: u16,
    pub patient: u32,
}

/// Everybody, by slot.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    slots: Vec<Patient>,
    spare: Vec<u32>,
}

impl People {
    /// A person takes a slot.
    #[inline(always)]
    pub fn enrol(&mut self, patient: Patient) -> u32 {
        if let Some(slot) = self.spare.pop() {
            let stamp = self[slot].stamp.wrapping_add(1);
            self[slot] = Patient { stamp, ..patient };
            slot
        } else {
            self.slots.push(patient);
            self.slots.len() as u32 - 1
        }
    }

    /// A person is gone; its slot is free once nobody works for it any more.
    #[inline]
    pub fn retire(&mut self, p: u32) {
        let person = &mut self[p];
        person.whereabouts = Whereabouts::Gone;
        if person.open.is_empty() && person.hub != HubLink::Asked {
            person.stamp = person.stamp.wrapping_add(1);
            self.spare.push(p);
        }
    }

    /// Who somebody is now.
    #[inline]
    pub fn who(&self, patient: u32) -> Who {
        Who { stamp: self[patient].stamp, patient }
    }

    /// Whether the slot has not passed to somebody else.
    #[inline]
    pub fn is_still(&self, who: Who) -> bool {
        self[who.patient].stamp == who.stamp
    }

    /// How many slots there are.
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Every slot with who is in it, or was last.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Patient)> {
        (0u32..).zip(&self.slots)
    }
}

impl Index<u32> for People {
    type Output = Patient;
    #[inline]
    fn index(&self, p: u32) -> &Patient {
        &self.slots[p as usize]
    }
}

impl IndexMut<u32> for People {
    #[inline]
    fn index_mut(&mut self, p: u32) -> &mut Patient {
        &mut self.slots[p as usize]
    }
}
