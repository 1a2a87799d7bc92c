//! Places kept for some people: others hold at most what is left of them, but for what they held before.

use super::Laws;
use crate::base::{Limit, Time};
use crate::model::{Patient, Whereabouts};
use crate::scenario::plan::kept::{part_of, shared_out};
use crate::scenario::plan::{Kept, Others, ServiceIndex};

/// People inside, by the part that is kept for them; the last is those of none.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside(Vec<i64>);

impl Inside {
    pub fn of(kept: &[Kept]) -> Self {
        Self(if kept.is_empty() { Vec::new() } else { vec![0; kept.len() + 1] })
    }

    /// Somebody of this part comes or goes.
    fn change(&mut self, part: Option<usize>, by: i64) {
        let none = self.0.len() - 1;
        self.0[part.unwrap_or(none)] += by;
    }

    /// What somebody of this part may not have come into: others of a part that is never theirs hold more than
    /// is left of the places beside it.
    fn too_many(&self, kept: &[Kept], part: Option<usize>, places: Limit, now: Time) -> Option<String> {
        let all: i64 = self.0.iter().sum();
        let most = i64::from(places.number()?);
        let wanted = kept.iter().map(|part| part.places.value_at(now));
        let has: Vec<u32> = shared_out(wanted, places).collect();
        let never = |part: usize| kept[part].others == Others::Never;
        // Of those that are never others' the first by name may take its own after places have fallen.
        let own = part.filter(|&part| never(part) && self.0[part] <= i64::from(has[part]));
        for (i, &has) in has.iter().enumerate() {
            let others = all - self.0[i];
            let may = part == Some(i) || !never(i) || own.is_some_and(|own| i > own);
            if !may && others > most - i64::from(has) {
                return Some(format!("{others} others in {most} places of which {has} are kept"));
            }
        }
        None
    }
}

impl Laws<'_> {
    fn bed_part(&self, patient: &Patient) -> Option<usize> {
        let planned = self.plan.groups[patient.group].booking.is_elective();
        let kept = &self.plan.hospital.kept;
        if patient.episode > 0 && planned {
            return None;
        }
        part_of(kept, patient.pathway, patient.group, patient.traits())
    }

    /// Somebody comes into an acute bed or leaves it; a new one finds what is kept for others left alone.
    pub(super) fn in_kept_beds(&mut self, now: Time, patient: &Patient, by: i64, new: bool) {
        if self.plan.hospital.kept.is_empty() {
            return;
        }
        let part = self.bed_part(patient);
        self.kept_beds.change(part, by);
        let beds = self.plan.hospital.beds.value_at(now).plus(self.escalation);
        if new && let Some(what) = self.kept_beds.too_many(&self.plan.hospital.kept, part, beds, now) {
            self.break_law(|| format!("hospital: {what}"));
        }
    }

    /// The same of the places of a service.
    pub(super) fn in_kept(&mut self, now: Time, s: ServiceIndex, patient: &Patient, by: i64, new: bool) {
        let service = &self.plan.services[s];
        if service.kept.is_empty() {
            return;
        }
        let part = part_of(&service.kept, patient.pathway, patient.group, patient.traits());
        self.kept[s].change(part, by);
        let places = service.people.value_at(now).plus(self.extra[s]);
        if new && let Some(what) = self.kept[s].too_many(&service.kept, part, places, now) {
            self.break_law(|| format!("service {s}: {what}"));
        }
    }

    /// Somebody is there at the start, wherever that is.
    pub(super) fn there_at_start(&mut self, now: Time, patient: &Patient) {
        match patient.whereabouts {
            Whereabouts::Acute | Whereabouts::AwaitingRound | Whereabouts::Ward => {
                self.in_kept_beds(now, patient, 1, false);
            }
            Whereabouts::Bridge | Whereabouts::Service | Whereabouts::Blocked => {
                if let Some(s) = patient.service() {
                    self.in_kept(now, s, patient, 1, false);
                }
            }
            Whereabouts::Gone | Whereabouts::Away | Whereabouts::BedLine | Whereabouts::Home => {}
        }
    }
}
