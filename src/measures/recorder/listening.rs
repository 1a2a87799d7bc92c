//! What the recorder does on each change.

use super::Recorder;
use crate::base::{Limit, Span, Time};
use crate::model::{Change, Count, Desk, Left, Observer, Patient, Whereabouts};
use crate::scenario::plan::{Enters, ServiceIndex, StepIndex};
use crate::scenario::reason::Reason;

impl Recorder<'_> {
    #[inline(always)]
    fn count(&mut self, now: Time, count: Count, by: i64) {
        match count {
            Count::BedQueue => self.bed_queue.change(now, by as i32),
            Count::Hospital => {
                self.hospital.change(now, by as i32);
                self.beyond_core.set(now, self.core.beyond(self.hospital.count()));
            }
            Count::AwaitingRound => self.round_wait.change(now, by as i32),
            Count::Outside => self.community.change(now, by as i32),
            Count::Line(s) => self.services[s].queue.change(now, by as i32),
            Count::Held(s) => self.services[s].in_use.change(now, by),
            Count::Service(s) => {
                let service = &mut self.services[s];
                service.people.change(now, by as i32);
                service.in_use.change(now, by);
            }
            Count::Blocked(s) => self.services[s].blocked.change(now, by),
            Count::Care(s) => self.services[s].load.change(now, by),
            Count::GaveWay(rule) => {
                let rule = &mut self.gave_way[rule];
                rule.there.change(now, by);
                rule.people += u64::from(self.measuring && by > 0);
            }
        }
    }

    fn measuring_starts(&mut self, now: Time) {
        self.measuring = true;
        self.each_daily(|d| d.restart(now));
        self.beyond_core.restart(now);
        for s in &mut self.services {
            s.people.restart(now);
            s.queue.restart(now);
            s.in_use.restart(now);
            s.load.restart(now);
            s.extra.restart(now);
            s.blocked.restart(now);
            s.deadlock.restart(now);
        }
        self.deadlock.restart(now);
        self.hub_staff.restart(now);
        self.step_staff.iter_mut().for_each(|came| came.restart(now));
        self.reasons.iter_mut().for_each(|r| r.restart(now));
        self.gave_way.iter_mut().for_each(|rule| rule.there.restart(now));
    }

    fn beds(&mut self, now: Time, core: Limit, beyond: u32) {
        self.core = core;
        self.beyond_core.set(now, core.beyond(self.hospital.count()));
        let open = i64::from(beyond) - i64::from(self.open_escalation.count());
        self.open_escalation.change(now, open as i32);
    }

    fn extra_places(&mut self, now: Time, service: ServiceIndex, extra: u32) {
        let opened = &mut self.services[service].extra;
        let by = i64::from(extra) - i64::from(opened.count());
        opened.change(now, by as i32);
    }

    fn extra_staff(&mut self, now: Time, desk: Desk, extra: u32) {
        let came = match desk {
            Desk::Hub => &mut self.hub_staff,
            Desk::Step(step) => &mut self.step_staff[step],
        };
        came.set(now, extra);
    }

    fn stands_still(&mut self, now: Time, service: ServiceIndex, still: bool) {
        self.services[service].deadlock.set(now, u32::from(still));
        self.standing_still = self.standing_still.saturating_add_signed(if still { 1 } else { -1 });
        self.deadlock.set(now, u32::from(self.standing_still > 0));
    }

    fn arrived(&mut self, now: Time, emergency: bool, to: Whereabouts) {
        if self.measuring && emergency && to == Whereabouts::BedLine {
            let day = self.measured_day(now);
            self.emergencies[day] += 1;
        }
    }

    fn admitted(&mut self, now: Time, patient: &Patient, emergency: bool) {
        if !self.measuring {
            return;
        }
        let day = self.measured_day(now);
        self.admissions[day] += 1;
        if emergency {
            let wait = now.since(patient.arrived);
            self.bed_waits.people += 1;
            self.bed_waits.total += wait.0;
            self.bed_waits.over_4h += u64::from(wait > Span(4 * Span::HOUR.0));
            self.bed_waits.over_12h += u64::from(wait > Span(12 * Span::HOUR.0));
            let harmful = self.plan.hospital.bed_wait_harm.is_some_and(|(over, _)| wait > over);
            self.bed_waits.harmful += u64::from(harmful);
        }
    }

    /// How long somebody has waited outside hospital: from home since the referral, whatever it takes in the end,
    /// so that who gives way late is not one who hardly waited.
    fn at_home_since(&self, patient: &Patient, since: Time, now: Time) -> Span {
        let from_home = self.plan.groups[patient.group].enters == Enters::Community;
        now.since(if from_home && patient.whereabouts == Whereabouts::Home { patient.ready } else { since })
    }

    #[inline]
    fn waits(&mut self, now: Time, patient: &Patient, from: Option<Reason>, to: Option<Reason>) {
        if let Some(from) = from {
            self.reasons[from].change(now, -1);
        } else {
            self.nctr.change(now, 1);
        }
        if let Some(to) = to {
            self.reasons[to].change(now, 1);
        } else {
            self.nctr.change(now, -1);
            self.leaves_nctr(now, patient);
        }
    }

    fn step_done(&mut self, now: Time, patient: &Patient, step: StepIndex) {
        if self.measuring {
            let began = patient.began(self.plan.steps[step].starts);
            let (people, total) = &mut self.steps[step];
            *people += 1;
            *total = *total + now.since(began);
        }
    }

    fn left_hospital(&mut self, now: Time, patient: &Patient, how: Left, returns: bool) {
        self.count_long_stay(now, patient.admitted);
        if !self.measuring || how == Left::Died {
            return;
        }
        self.readmissions += u64::from(returns);
        if how == Left::Home
            && let Some(rule) = patient.gave_way()
        {
            self.gave_way[rule].people += 1;
        }
        let day = self.measured_day(now);
        self.discharges[day] += 1;
        let at_home = match how {
            Left::Home | Left::Bridge(_) => true,
            Left::Service(s) => self.plan.services[s].at_home,
            Left::Died => false,
        };
        self.home += u64::from(at_home);
        self.delays.add((patient.pathway, patient.group), patient.ready, now);
        self.seen.left(patient, now);
    }

    fn ended(&mut self, service: ServiceIndex, stayed: Span) {
        if self.measuring {
            let stays = &mut self.services[service].stays;
            stays.0 += 1;
            stays.1 += stayed.0;
        }
    }

    fn home_at_91_days(&mut self, due: Time, home: bool) {
        if due >= self.from && due < self.plan.calendar.end() {
            self.day_91.0 += 1;
            self.day_91.1 += u64::from(home);
        }
    }

    fn still_there(&mut self, now: Time, patient: &Patient, emergency: bool) {
        match patient.whereabouts {
            Whereabouts::BedLine if emergency => {
                self.still_at_door.0 += 1;
                self.still_at_door.1 += now.since(patient.arrived).0;
            }
            Whereabouts::BedLine => self.electives_at_door += 1,
            Whereabouts::Acute | Whereabouts::AwaitingRound => self.count_long_stay(now, patient.admitted),
            Whereabouts::Ward => {
                self.count_long_stay(now, patient.admitted);
                self.still_waiting.0 += 1;
                self.still_waiting.1 += now.since(patient.ready).0;
                self.leaves_nctr(now, patient);
            }
            Whereabouts::Gone
            | Whereabouts::Away
            | Whereabouts::Home
            | Whereabouts::Bridge
            | Whereabouts::Service
            | Whereabouts::Blocked => {}
        }
    }

    fn still_in_line(&mut self, now: Time, service: ServiceIndex, since: Time) {
        let still = &mut self.services[service].still_waiting;
        still.0 += 1;
        still.1 += now.since(since).0;
    }

    fn finished(&mut self, now: Time, people: u64, events: u64) {
        (self.people, self.events) = (people, events);
        self.each_daily(|d| d.finish(now));
        for s in &mut self.services {
            s.people.finish(now);
            s.queue.finish(now);
            s.extra.finish(now);
        }
    }
}

impl Observer for Recorder<'_> {
    #[inline(always)]
    fn changed(&mut self, now: Time, change: Change<'_>) {
        change.moves(|count, by| self.count(now, count, by));
        let measured = u64::from(self.measuring);
        match change {
            Change::MeasuringStarts => self.measuring_starts(now),
            Change::Beds { core, beyond } => self.beds(now, core, beyond),
            Change::ExtraPlaces { service, extra } => self.extra_places(now, service, extra),
            Change::ExtraStaff { desk, extra } => self.extra_staff(now, desk, extra),
            Change::StandsStill { service, still } => self.stands_still(now, service, still),
            Change::Arrived { emergency, to, .. } => self.arrived(now, emergency, to),
            Change::Cancelled { first, .. } => {
                self.cancelled.0 += measured;
                self.cancelled.1 += measured * u64::from(first);
            }
            Change::Admitted { patient, emergency } => self.admitted(now, patient, emergency),
            Change::Ready { patient, .. } => {
                self.round_waits.0 += measured;
                self.round_waits.1 += measured * now.since(patient.acute_end).0;
            }
            Change::Waits { patient, from, to } => self.waits(now, patient, from, to),
            Change::WorkDone { patient, desk: Desk::Step(step) } => self.step_done(now, patient, step),
            Change::Decided { patient } => {
                self.decisions.0 += measured;
                self.decisions.1 += measured * u64::from(patient.need != patient.pathway);
            }
            Change::LeftLine { patient, service, since, with_place } => {
                if self.measuring && with_place {
                    self.services[service].waits.push(now.since(since).0);
                    if matches!(patient.whereabouts, Whereabouts::Home | Whereabouts::Bridge) {
                        self.seen.waited_at_home(patient, self.at_home_since(patient, since, now));
                    }
                }
            }
            Change::LeftHospital { patient, how, returns } => self.left_hospital(now, patient, how, returns),
            Change::Started { service, .. } => self.services[service].starts += measured,
            Change::MovedIn { service, .. } => {
                let service = &mut self.services[service];
                service.starts += measured;
                service.care_home_starts += measured;
            }
            Change::BridgeBegan { service, late, .. } => {
                let service = &mut self.services[service];
                service.starts += measured;
                service.late += measured * u64::from(late);
            }
            Change::Overdue { service, .. } => self.services[service].overdue += measured,
            Change::Ended { service, stayed, .. } | Change::BridgeEnded { service, stayed, .. } => {
                self.ended(service, stayed);
            }
            Change::GaveUp { patient, rule, outside } => {
                self.gave_way[rule].people += measured;
                if self.measuring && outside {
                    self.seen.waited_at_home(patient, now.since(patient.ready));
                }
            }
            Change::LeftBedQueue { rule, .. } => self.gave_way[rule].people += measured,
            Change::Overflowed { rule, emergency, .. } => {
                self.gave_way[rule].not_taken += measured;
                self.arrived(now, emergency, Whereabouts::BedLine);
            }
            Change::NotTakenEarly { rule, .. } => self.gave_way[rule].not_taken += measured,
            Change::Spared { rule, stay } => self.gave_way[rule].spared += measured * stay.0,
            Change::HomeAt91Days { due, home } => self.home_at_91_days(due, home),
            Change::NeedsMore { .. } => self.stepped_up += measured,
            Change::StillThere { patient, emergency } => self.still_there(now, patient, emergency),
            Change::StillInLine { service, since } => self.still_in_line(now, service, since),
            Change::Finished { people, events } => self.finished(now, people, events),
            // Counted as it moves people, or not at all.
            Change::ThereAtStart { .. }
            | Change::TurnedTo { .. }
            | Change::CameAgain { .. }
            | Change::StayOver { .. }
            | Change::WorkAsked { .. }
            | Change::WorkDone { desk: Desk::Hub, .. }
            | Change::Joined { .. }
            | Change::Offered { .. }
            | Change::Withdrawn { .. }
            | Change::CareChanged { .. }
            | Change::Blocked { .. }
            | Change::Recovered { .. }
            | Change::Unwell { .. } => {}
        }
    }
}
