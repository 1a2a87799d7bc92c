//! The outcomes by name: one table that every result, column and chart follows.

/// What one number of a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// As in `results.json`.
    pub name: &'static str,
    /// In words.
    pub unit: &'static str,
}

const fn outcome(name: &'static str, unit: &'static str) -> Outcome {
    Outcome { name, unit }
}

/// Outcomes of the whole system, over the measured days.
pub const SYSTEM: &[Outcome] = &[
    outcome("admissions", "people"),
    outcome("discharges", "people"),
    outcome("acute_bed_days", "bed-days"),
    outcome("acute_occupancy", "share"),
    outcome("days_over_92_percent", "days"),
    outcome("escalation_bed_days", "bed-days"),
    outcome("bed_wait_hours_mean", "hours"),
    outcome("bed_wait_over_4h", "share"),
    outcome("bed_wait_over_12h", "people"),
    outcome("still_waiting_bed", "people"),
    outcome("still_waiting_bed_hours", "hours"),
    outcome("hours_with_bed_queue", "hours"),
    outcome("electives_cancelled", "cancellations"),
    outcome("electives_cancelled_people", "people"),
    outcome("electives_still_waiting", "people"),
    outcome("nctr_bed_days", "bed-days"),
    outcome("nctr_people", "people"),
    outcome("nctr_share_of_beds", "share"),
    outcome("nctr_remaining", "people"),
    outcome("nctr_return", "people"),
    outcome("round_wait_hours_mean", "hours"),
    outcome("round_wait_people", "people"),
    outcome("delay_days_mean", "days"),
    outcome("delay_days_p50", "days"),
    outcome("delay_days_p90", "days"),
    outcome("delay_days_p95", "days"),
    outcome("still_waiting", "people"),
    outcome("still_waiting_days", "days"),
    outcome("discharged_on_ready_day", "share"),
    outcome("discharged_before_noon", "share"),
    outcome("discharged_by_17", "share"),
    outcome("delay_band_0", "share"),
    outcome("delay_band_1", "share"),
    outcome("delay_band_2_3", "share"),
    outcome("delay_band_4_6", "share"),
    outcome("delay_band_7_13", "share"),
    outcome("delay_band_14_20", "share"),
    outcome("delay_band_21_more", "share"),
    outcome("delayed_days_mean", "days"),
    outcome("stays_7_days", "people"),
    outcome("stays_14_days", "people"),
    outcome("stays_21_days", "people"),
    outcome("bridged", "people"),
    outcome("bridging_days_mean", "days"),
    outcome("late_responses", "people"),
    outcome("waiting_in_community", "people"),
    outcome("wrong_pathway", "share"),
    outcome("stepped_up", "people"),
    outcome("usual_residence", "share"),
    outcome("readmissions_30d", "share"),
    outcome("home_at_91_days", "share"),
    outcome("care_home_admissions", "people"),
    outcome("deadlock_days", "days"),
    outcome("cost_total", "£"),
    outcome("cost_spent", "£"),
];

/// Outcomes of each pathway, by the pathway decided.
pub const PATHWAY: &[Outcome] = &[
    outcome("discharges", "people"),
    outcome("nctr_bed_days", "bed-days"),
    outcome("delay_days_mean", "days"),
    outcome("delay_days_p50", "days"),
    outcome("delay_days_p90", "days"),
    outcome("delay_days_p95", "days"),
];

/// Outcomes of each group of people: the same.
pub const GROUP: &[Outcome] = PATHWAY;

/// Outcomes of each service.
pub const SERVICE: &[Outcome] = &[
    outcome("starts", "people"),
    outcome("people_mean", "people"),
    outcome("utilisation", "share"),
    outcome("wait_days_mean", "days"),
    outcome("wait_days_p90", "days"),
    outcome("queue_mean", "people"),
    outcome("still_waiting", "people"),
    outcome("still_waiting_days", "days"),
    outcome("stay_days_mean", "days"),
    outcome("exit_block_days", "days"),
    outcome("deadlock_days", "days"),
    outcome("overdue", "people"),
    outcome("late_responses", "people"),
    outcome("cost", "£"),
];

/// Outcomes of each step.
pub const STEP: &[Outcome] = &[outcome("people", "people"), outcome("elapsed_days_mean", "days")];

/// The index of an outcome in its table. For names written in this program.
///
/// # Panics
/// Where the table has no such name: a mistake in the program, which a test finds.
pub fn index_of(table: &[Outcome], name: &str) -> usize {
    table.iter().position(|o| o.name == name).expect("an outcome of the table")
}
