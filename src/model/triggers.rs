//! Capacity that opens on a condition: looked at each midnight, open after a time to mobilise, and
//! stood down by its own rule. Closing follows the rule of all capacity that falls: nobody is thrown
//! out.

use super::observer::{Change, Desk, Observer};
use super::patient::{Patient, Whereabouts};
use super::run::{Event, Run, rank};
use crate::base::{Indexed, Time};
use crate::scenario::plan::{Adds, Measure, Plan, ServiceIndex, TriggerIndex};

/// How far a trigger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
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

/// How far each trigger is, and the acute beds that triggers have opened.
#[derive(Clone, Debug)]
pub(super) struct Triggers {
    phases: Indexed<TriggerIndex, Phase>,
    beds: u32,
}

impl Triggers {
    /// All closed.
    pub fn new(plan: &Plan) -> Self {
        Self { phases: plan.triggers.beside(), beds: 0 }
    }

    /// Acute beds that triggers have opened.
    pub fn beds(&self) -> u32 {
        self.beds
    }
}

impl<O: Observer> Run<'_, O> {
    /// Midnight: what opens is decided, and what stands down closes.
    pub(super) fn look_at_triggers(&mut self) {
        let plan = self.plan;
        let now = self.now;
        for (i, trigger) in plan.triggers.numbered() {
            match self.triggers.phases[i] {
                Phase::Mobilising => {}
                Phase::Closed(since) => {
                    let holds = self.measured(trigger.measure) > trigger.above;
                    let since = holds.then(|| since.unwrap_or(now));
                    self.triggers.phases[i] = Phase::Closed(since);
                    if since.is_some_and(|since| now.since(since) >= trigger.held_for) {
                        self.triggers.phases[i] = Phase::Mobilising;
                        let opens = now + trigger.mobilise;
                        if opens == now {
                            self.trigger_opens(i);
                        } else {
                            self.schedule(opens, rank::TIMETABLE, Event::TriggerOpens(i));
                        }
                    }
                }
                Phase::Open(since) => {
                    let measured = self.measured(trigger.measure);
                    let low = trigger.below.map_or(measured <= trigger.above, |below| measured < below);
                    let since = low.then(|| since.unwrap_or(now));
                    self.triggers.phases[i] = Phase::Open(since);
                    if since.is_some_and(|since| now.since(since) >= trigger.below_for) {
                        self.triggers.phases[i] = Phase::Closed(None);
                        self.changes(trigger.adds, false);
                    }
                }
            }
        }
    }

    pub(super) fn trigger_opens(&mut self, i: TriggerIndex) {
        self.triggers.phases[i] = Phase::Open(None);
        self.changes(self.plan.triggers[i].adds, true);
    }

    fn changes(&mut self, adds: Adds, opens: bool) {
        match adds {
            Adds::Beds(n) => {
                let open = &mut self.triggers.beds;
                *open = if opens { *open + n } else { *open - n };
                self.staff_beds();
            }
            Adds::Places(s, n) => {
                let extra = self.services[s].opens(n, opens);
                self.set_places(s);
                self.tell(Change::ExtraPlaces { service: s, extra });
            }
            Adds::HubStaff(n) => self.staff_comes(Desk::Hub, n, opens),
            Adds::StepStaff(step, n) => self.staff_comes(Desk::Step(step), n, opens),
        }
    }

    fn measured(&self, measure: Measure) -> f64 {
        match measure {
            Measure::HospitalOccupancy => {
                let beds = self.plan.hospital.beds.value_at(self.now);
                // Somebody in a hospital without core beds is beyond any share of them.
                let used = self.hospital.in_beds();
                if used == 0 { 0.0 } else { f64::from(used) / beds.or_infinite() }
            }
            Measure::Nctr => {
                let ready = |person: &Patient| person.whereabouts == Whereabouts::Ward;
                self.people.iter().filter(|(_, person)| ready(person)).count() as f64
            }
            Measure::BedQueue => self.hospital.queue() as f64,
            Measure::Queue(s) => self.queue_of(s) as f64,
            Measure::HubQueue => self.queue_at(Desk::Hub) as f64,
            Measure::StepQueue(step) => self.queue_at(Desk::Step(step)) as f64,
        }
    }

    /// People in the line of a service, those who are passed over included.
    fn queue_of(&self, s: ServiceIndex) -> usize {
        let waits = |p: u32| {
            let person = &self.people[p];
            self.stands_in_line_of(p, s) || person.fallback == s || self.asks_for(person, s)
        };
        (0..self.people.slots() as u32).filter(|&p| waits(p)).count()
    }
}
