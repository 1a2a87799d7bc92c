//! From what the recorder counted to the outcomes of one replication.

use super::delays::{Summary, summarise};
use super::outcome::{self, GROUP, PATHWAY, SERVICE, STEP, SYSTEM};
use super::recorder::Recorder;
use super::replication::{DailyMeasure, Place, Replication};
use super::tracker::DailyIntegral;
use crate::base::{Span, Time, Timetable};
use crate::scenario::plan::UNLIMITED;

const DAY: f64 = Span::DAY.0 as f64;

/// `a ÷ b`; undefined for b = 0.
fn ratio(a: f64, b: f64) -> Option<f64> {
    (b > 0.0).then(|| a / b)
}

/// A row of values by outcome name.
struct Row {
    table: &'static [outcome::Outcome],
    values: Vec<Option<f64>>,
}

impl Row {
    fn new(table: &'static [outcome::Outcome]) -> Self {
        Self { table, values: vec![None; table.len()] }
    }

    fn set(&mut self, name: &str, value: impl Into<Option<f64>>) {
        self.values[outcome::index_of(self.table, name)] = value.into();
    }
}

impl Recorder<'_> {
    /// The outcomes of the replication that has finished.
    pub fn replication(&mut self) -> Replication {
        Replication {
            system: self.system(),
            pathways: (0..self.plan.pathways.len()).map(|p| self.pathway(p)).collect(),
            groups: self.groups(),
            services: (0..self.plan.services.len()).map(|s| self.service(s)).collect(),
            steps: self.steps.iter().map(|&(people, total)| step(people, total)).collect(),
            reasons: {
                let end = self.plan.calendar.end();
                self.reasons.iter_mut().map(|r| r.upto(end) as f64 / DAY).collect()
            },
            daily: self.daily(),
            occupancy: self.occupancy(),
            people: self.people,
            events: self.events,
        }
    }

    fn groups(&self) -> Vec<Vec<Option<f64>>> {
        (0..self.plan.groups.len()).map(|g| of_leavers(GROUP, self.delays.of_group(g))).collect()
    }

    fn measured_days(&self) -> f64 {
        f64::from(self.plan.calendar.measured_days())
    }

    fn system(&mut self) -> Vec<Option<f64>> {
        let mut row = Row::new(SYSTEM);
        let days = self.measured_days();
        let sum = |by_day: &[u32]| by_day.iter().map(|&n| f64::from(n)).sum::<f64>();
        let discharges = sum(&self.discharges);
        row.set("admissions", sum(&self.admissions));
        row.set("discharges", discharges);

        let bed_days = self.hospital.total() as f64 / DAY;
        row.set("acute_bed_days", bed_days);
        if let Some(available) = self.available_beds() {
            row.set("acute_occupancy", ratio(bed_days, available.iter().sum::<f64>()));
            let over = self
                .hospital
                .days()
                .iter()
                .zip(&available)
                .filter(|&(&(used, _), &beds)| beds > 0.0 && used as f64 / DAY > 0.92 * beds);
            row.set("days_over_92_percent", over.count() as f64);
        }
        let beyond = self.beyond_core.upto(self.plan.calendar.end()) as f64 / DAY;
        row.set("escalation_bed_days", beyond);

        let waits = self.bed_waits;
        row.set("bed_wait_hours_mean", ratio(Span(waits.total).hours(), waits.people as f64));
        row.set("bed_wait_over_4h", ratio(waits.over_4h as f64, waits.people as f64));
        row.set("bed_wait_over_12h", waits.over_12h as f64);
        let (at_door, waited) = self.still_at_door;
        row.set("still_waiting_bed", at_door as f64);
        row.set("still_waiting_bed_hours", ratio(Span(waited).hours(), at_door as f64));
        row.set("electives_still_waiting", self.electives_at_door as f64);
        let queued: u64 = self.bed_queue.at_count().iter().skip(1).sum();
        row.set("hours_with_bed_queue", Span(queued).hours());
        row.set("electives_cancelled", self.cancelled.0 as f64);
        row.set("electives_cancelled_people", self.cancelled.1 as f64);

        let nctr = self.nctr.total() as f64 / DAY;
        row.set("nctr_bed_days", nctr);
        row.set("nctr_people", nctr / days);
        row.set("nctr_share_of_beds", ratio(nctr, bed_days));
        let remaining = self.nctr.days().iter().map(|&(_, at_midnight)| f64::from(at_midnight)).sum::<f64>();
        row.set("nctr_remaining", remaining / days);
        row.set("nctr_return", (remaining + discharges) / days);
        let (found, waited) = self.round_waits;
        row.set("round_wait_hours_mean", ratio(Span(waited).hours(), found as f64));
        row.set("round_wait_people", self.round_wait.total() as f64 / DAY / days);

        let delays = self.delays.of_all();
        set_delays(&mut row, &delays);
        row.set("still_waiting", self.still_waiting.0 as f64);
        row.set("still_waiting_days", ratio(Span(self.still_waiting.1).days(), self.still_waiting.0 as f64));
        self.set_bands(&mut row, discharges);

        for (name, total) in
            ["stays_7_days", "stays_14_days", "stays_21_days"].into_iter().zip(self.long_stays)
        {
            row.set(name, total as f64 / DAY / days);
        }
        let bridges = || self.services.iter().zip(&self.plan.services).filter(|(_, s)| !s.bridge.is_empty());
        row.set("bridged", bridges().map(|(s, _)| s.starts).sum::<u64>() as f64);
        let (ended, stayed) = bridges().fold((0, 0), |(n, ms), (s, _)| (n + s.stays.0, ms + s.stays.1));
        row.set("bridging_days_mean", ratio(Span(stayed).days(), ended as f64));
        row.set("late_responses", self.services.iter().map(|s| s.late).sum::<u64>() as f64);
        row.set("waiting_in_community", self.community.total() as f64 / DAY / days);
        row.set("wrong_pathway", ratio(self.decisions.1 as f64, self.decisions.0 as f64));
        row.set("stepped_up", self.stepped_up as f64);
        row.set("usual_residence", ratio(self.home as f64, discharges));
        row.set("readmissions_30d", ratio(self.readmissions as f64, discharges));
        row.set("home_at_91_days", ratio(self.day_91.1 as f64, self.day_91.0 as f64));
        row.set("care_home_admissions", self.services.iter().map(|s| s.care_home_starts).sum::<u64>() as f64);
        row.set("deadlock_days", self.deadlock.upto(self.plan.calendar.end()) as f64 / DAY);
        let care: f64 = (0..self.services.len()).map(|s| self.service_cost(s)).sum();
        let costs = self.plan.costs;
        let in_use = (bed_days - beyond) * costs.acute_bed_day + beyond * costs.escalation_bed_day;
        let (open, staff) = (self.open_beds_cost(), self.staff_cost());
        row.set("cost_total", care + (in_use + costs.open_beds_beside(open)) + staff);
        row.set("cost_spent", care + open + staff);
        row.values
    }

    fn set_bands(&self, row: &mut Row, discharges: f64) {
        let names = [
            "delay_band_0",
            "delay_band_1",
            "delay_band_2_3",
            "delay_band_4_6",
            "delay_band_7_13",
            "delay_band_14_20",
            "delay_band_21_more",
        ];
        for (name, people) in names.into_iter().zip(self.delays.bands) {
            row.set(name, ratio(people as f64, discharges));
        }
        row.set("discharged_on_ready_day", ratio(self.delays.bands[0] as f64, discharges));
        row.set("discharged_before_noon", ratio(self.delays.before_noon as f64, discharges));
        row.set("discharged_by_17", ratio(self.delays.by_17 as f64, discharges));
        let delayed = self.delays.delayed as f64;
        row.set("delayed_days_mean", ratio(self.delays.delayed_days as f64, delayed));
    }

    /// Core beds and opened escalation beds on each measured day, in bed-days; `None` where they are
    /// not limited.
    fn available_beds(&self) -> Option<Vec<f64>> {
        let beds = &self.plan.hospital.beds;
        let calendar = &self.plan.calendar;
        (calendar.first_measured_day()..calendar.days_to_end())
            .zip(self.open_escalation.days())
            .map(|(day, &(open, _))| {
                let core = available(beds, Time::midnight(day), Time::midnight(day + 1), |n| {
                    (n != UNLIMITED).then_some(f64::from(n))
                })?;
                Some(core + open as f64 / DAY)
            })
            .collect()
    }

    fn pathway(&self, pathway: usize) -> Vec<Option<f64>> {
        of_leavers(PATHWAY, self.delays.of_pathway(pathway))
    }

    fn service_cost(&mut self, s: usize) -> f64 {
        let plan = &self.plan.services[s];
        let by_people = self.services[s].people.total() as f64 / DAY * plan.cost.per_person_day;
        let opened = self.services[s].extra.total() as f64 / DAY;
        // Unlimited places are there without anybody who opens them.
        let places = self.places(s).map(|places| places + opened);
        let set_up = if places.is_none_or(|places| places > 0.0) { plan.cost.set_up } else { 0.0 };
        by_people + places.unwrap_or(0.0) * plan.cost.per_place_day + set_up
    }

    /// Place-days of a service by its timetable; `None` where they are not limited.
    fn places(&self, s: usize) -> Option<f64> {
        let people = &self.plan.services[s].people;
        available(people, self.from, self.plan.calendar.end(), |n| (n != UNLIMITED).then_some(f64::from(n)))
    }

    /// The cost of core acute beds that are open, in use or not.
    fn open_beds_cost(&self) -> f64 {
        let (costs, beds) = (self.plan.costs, &self.plan.hospital.beds);
        let open = available(beds, self.from, self.plan.calendar.end(), |n| {
            (n != UNLIMITED).then_some(f64::from(n))
        });
        open.unwrap_or(0.0) * costs.open_acute_bed_day
    }

    /// The cost of whoever is on duty in the hub and for steps.
    fn staff_cost(&self) -> f64 {
        let (from, end) = (self.from, self.plan.calendar.end());
        let works = self.plan.works().filter(|work| work.cost_per_hour > 0.0);
        works
            .map(|work| {
                let on_duty = available(&work.staff, from, end, |n| (n != UNLIMITED).then_some(f64::from(n)));
                on_duty.unwrap_or(0.0) * 24.0 * work.cost_per_hour
            })
            .sum()
    }

    fn service(&mut self, s: usize) -> Vec<Option<f64>> {
        let mut row = Row::new(SERVICE);
        let (from, end) = (self.from, self.plan.calendar.end());
        let days = self.measured_days();
        let plan = &self.plan.services[s];
        row.set("cost", self.service_cost(s));
        let places = self.places(s);
        let watched = &mut self.services[s];
        row.set("starts", watched.starts as f64);
        row.set("people_mean", watched.people.total() as f64 / DAY / days);
        row.set("queue_mean", watched.queue.total() as f64 / DAY / days);
        let utilisation = match (plan.load.care(), places) {
            (Some(care), _) => available(care.amount, from, end, |n| Some(n as f64))
                .and_then(|amount| ratio(watched.load.upto(end) as f64 / DAY, amount)),
            (None, Some(places)) => {
                let opened = watched.extra.total() as f64 / DAY;
                ratio(watched.in_use.upto(end) as f64 / DAY, places + opened)
            }
            (None, None) => None,
        };
        row.set("utilisation", utilisation);
        let waits = summarise(watched.waits.clone());
        row.set("wait_days_mean", waits.mean);
        row.set("wait_days_p90", waits.p90);
        let (still, waited) = watched.still_waiting;
        row.set("still_waiting", still as f64);
        row.set("still_waiting_days", ratio(Span(waited).days(), still as f64));
        row.set("deadlock_days", watched.deadlock.upto(end) as f64 / DAY);
        row.set("stay_days_mean", ratio(Span(watched.stays.1).days(), watched.stays.0 as f64));
        row.set("exit_block_days", watched.blocked.upto(end) as f64 / DAY);
        row.set("overdue", watched.overdue as f64);
        row.set("late_responses", watched.late as f64);
        row.values
    }

    fn daily(&self) -> Vec<Vec<f32>> {
        let average = |d: &DailyIntegral| d.days().iter().map(|&(ms, _)| (ms as f64 / DAY) as f32).collect();
        let count = |by_day: &[u32]| by_day.iter().map(|&n| n as f32).collect();
        DailyMeasure::all(self.services.len())
            .into_iter()
            .map(|measure| match measure {
                DailyMeasure::Hospital => average(&self.hospital),
                DailyMeasure::Nctr => average(&self.nctr),
                DailyMeasure::NctrRemaining => self.nctr.days().iter().map(|&(_, n)| n as f32).collect(),
                DailyMeasure::BedQueue => average(&self.bed_queue),
                DailyMeasure::RoundWait => average(&self.round_wait),
                DailyMeasure::WaitingInCommunity => average(&self.community),
                DailyMeasure::Admissions => count(&self.admissions),
                DailyMeasure::Discharges => count(&self.discharges),
                DailyMeasure::EmergencyArrivals => count(&self.emergencies),
                DailyMeasure::Service(s) => average(&self.services[s].people),
                DailyMeasure::Queue(s) => average(&self.services[s].queue),
                DailyMeasure::OpenedBeds if self.plan.beds_may_open() => average(&self.open_escalation),
                DailyMeasure::OpenedPlaces(s) if self.plan.places_may_open(s) => {
                    average(&self.services[s].extra)
                }
                DailyMeasure::OpenedBeds | DailyMeasure::OpenedPlaces(_) => Vec::new(),
            })
            .collect()
    }

    fn occupancy(&self) -> Vec<Vec<u64>> {
        Place::all(self.services.len())
            .into_iter()
            .map(|place| match place {
                Place::Hospital => self.hospital.at_count().to_vec(),
                Place::Nctr => self.nctr.at_count().to_vec(),
                Place::Service(s) => self.services[s].people.at_count().to_vec(),
            })
            .collect()
    }
}

/// What is known of those who left, of one pathway or group.
fn of_leavers(table: &'static [outcome::Outcome], (delays, bed_days): (Summary, u64)) -> Vec<Option<f64>> {
    let mut row = Row::new(table);
    row.set("discharges", delays.people as f64);
    row.set("nctr_bed_days", bed_days as f64 / DAY);
    set_delays(&mut row, &delays);
    row.values
}

fn set_delays(row: &mut Row, delays: &Summary) {
    row.set("delay_days_mean", delays.mean);
    row.set("delay_days_p50", delays.p50);
    row.set("delay_days_p90", delays.p90);
    row.set("delay_days_p95", delays.p95);
}

fn step(people: u64, total: Span) -> Vec<Option<f64>> {
    let mut row = Row::new(STEP);
    row.set("people", people as f64);
    row.set("elapsed_days_mean", ratio(total.days(), people as f64));
    row.values
}

/// An amount times the days for which it stands; `None` where it is not limited at some time.
fn available<T: Copy + PartialEq>(
    amount: &Timetable<T>,
    from: Time,
    to: Time,
    value: impl Fn(T) -> Option<f64>,
) -> Option<f64> {
    let (mut at, mut total) = (from, 0.0);
    while at < to {
        let next = amount.next_change(at).min(to);
        total += value(amount.value_at(at))? * next.since(at).days();
        at = next;
    }
    Some(total)
}
