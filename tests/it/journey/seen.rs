//! What `crate::support` does not tell: beds that open, people cancelled or blocked, harm, and what
//! is foreseen at discharge. One replication more of the same luck.

use serde_json::Value;
use wardflow::base::{Span, Time};
use wardflow::model::{Change, Count, Observer, Patient, Simulation};

use crate::support::{Story, person};

/// Something that happened, as `day 0 13:00 cancelled`.
#[derive(Debug, Default)]
pub struct Seen {
    pub told: Vec<String>,
    /// Each admission: who, and for how long.
    pub stays: Vec<(Key, Span)>,
    /// Each recording as discharge-ready: who, and with what need.
    pub needs: Vec<(Key, u8)>,
}

/// Group, day of first arrival, index, episode.
pub type Key = (u8, u32, u32, u32);

fn key(patient: &Patient) -> Key {
    let (group, day, index, _) = person(patient);
    (group, day, index, patient.episode)
}

/// Watches the story's replication again.
pub fn seen(story: &Story) -> Seen {
    let mut simulation = Simulation::new(&story.scenario.plan, Seen::default());
    simulation.run(1, 0).unwrap();
    std::mem::take(simulation.observer())
}

/// The hours of the day, with people in this one only.
pub fn only_at(hour: usize) -> Value {
    (0..24).map(|h| u32::from(h == hour)).collect()
}

impl Observer for Seen {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        change.moves(|count, by| {
            if let Count::Blocked(service) = count {
                self.told
                    .push(format!("{now} {} service {service}", if by > 0 { "blocks" } else { "frees" }));
            }
        });
        match change {
            Change::Admitted { patient, .. } => {
                self.stays.push((key(patient), patient.acute_end.since(now)));
            }
            Change::Ready { patient, .. } => self.needs.push((key(patient), patient.need.0)),
            Change::Beds { core, beyond } => {
                self.told.push(format!("{now} beds {}+{beyond}", core.or_infinite()));
            }
            Change::Cancelled { first, .. } => {
                self.told.push(format!("{now} cancelled{}", if first { "" } else { " again" }));
            }
            Change::NeedsMore { .. } => self.told.push(format!("{now} stepped up")),
            Change::LeftHospital { returns: true, .. } => self.told.push(format!("{now} will come back")),
            Change::HomeAt91Days { due, home } => {
                self.told.push(format!("{due} {}", if home { "at home" } else { "not at home" }));
            }
            _ => {}
        }
    }
}
