//! Capacity that opens on a condition: looked at each midnight, open after a time to mobilise, and
//! stood down by its own rule. Closing follows the rule of all capacity that falls: nobody is thrown
//! out.

use super::journey::{Event, Simulation, rank};
use super::observer::{Change, Observer};
use super::patient::{BridgeLink, Whereabouts};
use crate::base::Time;
use crate::scenario::plan::{Adds, Measure, ServiceIndex};

/// How far a trigger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Closed; the midnight since which its condition has held.
    Closed(Option<Time>),
    /// Decided, and not open yet.
    Mobilising,
    /// Open; the midnight since which it may stand down.
    Open(Option<Time>),
}

impl Default for Phase {
    fn default() -> Self {
        Self::Closed(None)
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Midnight: what opens is decided, and what stands down closes.
    pub(super) fn look_at_triggers(&mut self) {
        let plan = self.plan;
        let now = self.now;
        for (i, trigger) in plan.triggers.iter().enumerate() {
            match self.triggers[i] {
                Phase::Mobilising => {}
                Phase::Closed(since) => {
                    let holds = self.measured(trigger.measure) > trigger.above;
                    let since = holds.then(|| since.unwrap_or(now));
                    self.triggers[i] = Phase::Closed(since);
                    if since.is_some_and(|since| now.since(since) >= trigger.held_for) {
                        self.triggers[i] = Phase::Mobilising;
                        let opens = now + trigger.mobilise;
                        if opens == now {
                            self.trigger_opens(i as u16);
                        } else {
                            self.agenda.schedule(opens, rank::TIMETABLE, Event::TriggerOpens(i as u16));
                        }
                    }
                }
                Phase::Open(since) => {
                    let measured = self.measured(trigger.measure);
                    let low = trigger.below.map_or(measured <= trigger.above, |below| measured < below);
                    let since = low.then(|| since.unwrap_or(now));
                    self.triggers[i] = Phase::Open(since);
                    if since.is_some_and(|since| now.since(since) >= trigger.below_for) {
                        self.triggers[i] = Phase::Closed(None);
                        self.changes(trigger.adds, false);
                    }
                }
            }
        }
    }

    pub(super) fn trigger_opens(&mut self, i: u16) {
        self.triggers[usize::from(i)] = Phase::Open(None);
        self.changes(self.plan.triggers[usize::from(i)].adds, true);
    }

    fn changes(&mut self, adds: Adds, opens: bool) {
        let other = |sum: u32, n: u32| if opens { sum + n } else { sum - n };
        match adds {
            Adds::Beds(n) => {
                self.extra_beds = other(self.extra_beds, n);
                self.staff_beds();
            }
            Adds::Places(s, n) => {
                let state = &mut self.services[usize::from(s)];
                state.extra = other(state.extra, n);
                let extra = state.extra;
                self.set_places(s);
                self.tell(Change::ExtraPlaces { service: s, extra });
            }
        }
    }

    fn measured(&self, measure: Measure) -> f64 {
        match measure {
            Measure::HospitalOccupancy => {
                let beds = self.plan.hospital.beds.value_at(self.now);
                // Somebody in a hospital without core beds is beyond any share of them.
                if self.in_beds == 0 { 0.0 } else { f64::from(self.in_beds) / f64::from(beds) }
            }
            Measure::Nctr => {
                self.people.iter().filter(|person| person.whereabouts == Whereabouts::Ward).count() as f64
            }
            Measure::BedQueue => self.bed_line.len() as f64,
            Measure::Queue(s) => self.queue_of(s) as f64,
        }
    }

    /// People in the line of a service, those who are passed over included.
    fn queue_of(&self, s: ServiceIndex) -> usize {
        let waits = |p: u32| {
            let person = self.person(p);
            self.stands_in_line_of(p, s)
                || person.fallback == s
                || person.bridge_link == BridgeLink::Waiting && person.bridge == s
        };
        (0..self.people.len() as u32).filter(|&p| waits(p)).count()
    }
}
