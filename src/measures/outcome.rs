//! The outcomes: one table that every result, column, page and chart follows. A new outcome is a line
//! here and a line in `tally`, which fills it.

/// Which way an outcome is better, where a planner would say so of it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The less the better.
    Lower,
    /// The more the better.
    Higher,
    /// Neither by itself.
    Neither,
}

/// What one number of a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// As in `results.json`.
    pub name: &'static str,
    /// In words.
    pub unit: &'static str,
    /// Which way it is better.
    pub better: Better,
    /// As a row of a page is called.
    pub words: &'static str,
    /// What it counts, in Markdown.
    pub says: &'static str,
}

/// The names of a table as a type, so that a misspelt one does not compile.
pub trait Key: Copy + 'static {
    /// The table.
    const TABLE: &'static [Outcome];

    /// Where it stands in its table.
    fn index(self) -> usize;

    /// Its line of the table.
    fn outcome(self) -> &'static Outcome {
        &Self::TABLE[self.index()]
    }

    /// Its value in a row of its table.
    fn of<T>(self, row: &[T]) -> &T {
        &row[self.index()]
    }
}

macro_rules! outcomes {
    ($($(#[$doc:meta])* $key:ident as $table:ident {
        $($line:ident: $name:literal, $unit:literal, $better:ident, $words:literal, $says:literal;)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the table says what each is")]
        #[non_exhaustive]
        pub enum $key {
            $($line,)*
        }

        $(#[$doc])*
        pub const $table: &[Outcome] = &[
            $(Outcome {
                name: $name,
                unit: $unit,
                better: Better::$better,
                words: $words,
                says: $says,
            },)*
        ];

        impl Key for $key {
            const TABLE: &'static [Outcome] = $table;

            fn index(self) -> usize {
                self as usize
            }
        }
    )*};
}

outcomes! {
    /// Outcomes of the whole system, over the measured days.
    System as SYSTEM {
        Admissions: "admissions", "people", Neither, "People admitted",
            "people given an acute bed";
        Discharges: "discharges", "people", Higher, "People who left hospital alive",
            "people who left hospital alive";
        AcuteBedDays: "acute_bed_days", "bed-days", Lower, "Acute bed-days in use",
            "time spent in acute beds";
        AcuteOccupancy: "acute_occupancy", "share", Lower, "Share of acute beds in use",
            "time spent in acute beds over the time beds were open; none where beds are unlimited";
        DaysOver92Percent: "days_over_92_percent", "days", Lower, "Days with over 92% of beds in use",
            "days whose average occupancy was above 92%";
        EscalationBedDays: "escalation_bed_days", "bed-days", Lower, "Escalation bed-days in use",
            "time of people beyond the core beds";
        BedWaitHoursMean: "bed_wait_hours_mean", "hours", Lower, "Hours an emergency waits for a bed",
            "hours from the decision to admit to the bed, of emergency patients who got in, those who did not wait included";
        BedWaitOver4h: "bed_wait_over_4h", "share", Lower, "Emergencies that wait over 4 hours for a bed",
            "share of emergency patients who got in that waited longer than 4 hours";
        BedWaitOver12h: "bed_wait_over_12h", "people", Lower, "Emergencies that wait over 12 hours for a bed",
            "emergency patients who got in and had waited longer than 12 hours";
        StillWaitingBed: "still_waiting_bed", "people", Lower, "People waiting for an acute bed at the end",
            "emergency patients who wait at the door for an acute bed when the run ends. `bed_wait_*` cover those who got in: where many never do, they look short";
        StillWaitingBedHours: "still_waiting_bed_hours", "hours", Lower, "Hours waited by those waiting for a bed at the end",
            "how long the people of `still_waiting_bed` have waited so far, on average";
        HoursWithBedQueue: "hours_with_bed_queue", "hours", Lower, "Hours with people waiting for a bed",
            "hours in which at least one person waited for an acute bed";
        ElectivesCancelled: "electives_cancelled", "cancellations", Lower, "Planned admissions cancelled",
            "planned admissions cancelled";
        ElectivesCancelledPeople: "electives_cancelled_people", "people", Lower, "People whose planned admission is cancelled",
            "people whose planned admission was cancelled for the first time";
        ElectivesStillWaiting: "electives_still_waiting", "people", Lower, "Planned people waiting for a bed at the end",
            "planned people who wait at the door when the run ends";
        NctrBedDays: "nctr_bed_days", "bed-days", Lower, "Bed-days with NCTR",
            "time in acute beds while ready";
        NctrPeople: "nctr_people", "people", Lower, "People with NCTR, average of whole days",
            "the same as people, on average at any moment";
        NctrShareOfBeds: "nctr_share_of_beds", "share", Lower, "Share of occupied beds with NCTR",
            "the same as a share of acute bed-days";
        NctrRemaining: "nctr_remaining", "people", Lower, "People with NCTR at midnight",
            "people ready and in a bed at midnight, on average: what the national return publishes as remaining, and what pages lead with. **Compare a daily return with this**, not with `nctr_people`. Where `hospital.daily_return` says that a return counts otherwise, this is what it counts; `nctr_people` and `nctr_bed_days` are always people past ready";
        NctrReturn: "nctr_return", "people", Lower, "People with NCTR at midnight and those who left that day",
            "the same, with those ready people who left on that day";
        RoundWaitHoursMean: "round_wait_hours_mean", "hours", Lower, "Hours until a board round finds who is well enough",
            "hours from the end of the acute stay until found at a round";
        RoundWaitPeople: "round_wait_people", "people", Lower, "People well enough, not found by a round yet",
            "people whose acute stay is over and who have not been found at a round, on average";
        DelayDaysMean: "delay_days_mean", "days", Lower, "Days from ready to leaving, mean",
            "days from ready to leaving, over all who left alive in the measured days, pathway 0 included: the mean";
        DelayDaysP50: "delay_days_p50", "days", Lower, "Half leave within (days)",
            "the median of these days";
        DelayDaysP90: "delay_days_p90", "days", Lower, "Nine in ten leave within (days)",
            "their 90th percentile";
        DelayDaysP95: "delay_days_p95", "days", Lower, "19 in 20 leave within (days)",
            "their 95th percentile";
        StillWaiting: "still_waiting", "people", Lower, "People with NCTR at the end",
            "people ready and in a bed when the run ends. Without them a growing queue would look harmless";
        StillWaitingDays: "still_waiting_days", "days", Lower, "Days waited by those with NCTR at the end",
            "how long these have been ready, on average";
        DischargedOnReadyDay: "discharged_on_ready_day", "share", Higher, "Share who leave on the day they are ready",
            "share of discharges on the ready date";
        DischargedBeforeNoon: "discharged_before_noon", "share", Higher, "Share who leave before noon",
            "share of discharges before 12:00";
        DischargedBy17: "discharged_by_17", "share", Higher, "Share who leave by 17:00",
            "share of discharges by 17:00";
        DelayBand0: "delay_band_0", "share", Higher, "Share who leave on the day they are ready",
            "share of discharges by whole days between the ready date and the date of leaving, in the published bands: none";
        DelayBand1: "delay_band_1", "share", Neither, "Share who leave 1 day late",
            "one day";
        DelayBand23: "delay_band_2_3", "share", Neither, "Share who leave 2 or 3 days late",
            "2 or 3 days";
        DelayBand46: "delay_band_4_6", "share", Neither, "Share who leave 4 to 6 days late",
            "4 to 6 days";
        DelayBand713: "delay_band_7_13", "share", Lower, "Share who leave 7 to 13 days late",
            "7 to 13 days";
        DelayBand1420: "delay_band_14_20", "share", Lower, "Share who leave 14 to 20 days late",
            "14 to 20 days";
        DelayBand21More: "delay_band_21_more", "share", Lower, "Share who leave 21 or more days late",
            "21 days or more";
        DelayedDaysMean: "delayed_days_mean", "days", Lower, "Days late, of those who leave later",
            "the mean of those whole days, leaving out people who left on their ready date";
        Stays7Days: "stays_7_days", "people", Lower, "People in hospital 7 days or longer",
            "people in hospital for at least 7 days, on average at any moment";
        Stays14Days: "stays_14_days", "people", Lower, "People in hospital 14 days or longer",
            "the same for 14 days";
        Stays21Days: "stays_21_days", "people", Lower, "People in hospital 21 days or longer",
            "the same for 21 days";
        Bridged: "bridged", "people", Neither, "People on bridging care",
            "people who left to a bridge";
        BridgingDaysMean: "bridging_days_mean", "days", Lower, "Days on bridging care, mean",
            "their days on it";
        LateResponses: "late_responses", "people", Lower, "Late responses of bridging care",
            "responses slower than promised";
        WaitingInCommunity: "waiting_in_community", "people", Lower, "People waiting outside hospital",
            "people waiting for a service outside hospital, on average. What bridging takes out of the beds partly turns up here";
        WrongPathway: "wrong_pathway", "share", Lower, "Share sent on a pathway that they do not need",
            "share of decisions that named another pathway than the one needed";
        SteppedUp: "stepped_up", "people", Lower, "Steps up in need while waiting",
            "steps up in need while waiting in the measured days, one for each step: a person who goes up two steps \
             counts twice; before the decision and after it";
        UsualResidence: "usual_residence", "share", Higher, "Share who go back to where they lived",
            "share of discharges to the place the person came from (pathways 0 and 1)";
        Readmissions30d: "readmissions_30d", "share", Lower, "Readmitted within 30 days",
            "share of discharges that come back within 30 days; none where no group has `readmitted_30d` above 0";
        HomeAt91Days: "home_at_91_days", "share", Higher, "At home 91 days after reablement",
            "share of people who started reablement and whose day 91 falls in the measured days: still in the service, or out of it and at home; none where nobody leaves reablement for a care home or hospital, or dies in it, by its `exits`";
        CareHomeAdmissions: "care_home_admissions", "people", Lower, "New care home residents",
            "people who moved into a care home for good";
        DeadlockDays: "deadlock_days", "days", Lower, "Days on which services stand still, full of each other's people",
            "days on which services stand still: all people in them have finished there and wait for each other's \
             places, so that no one can ever move";
        CostTotal: "cost_total", "£", Lower, "Cost of beds and services",
            "all that has a unit cost, in pounds: core beds by their days in use where `acute_bed_day` is given, else by the days they are open. A freed bed is filled again; no money comes back";
        CostSpent: "cost_spent", "£", Lower, "Spent on services, places, open beds and staff",
            "what has to be spent on services, places, set-up, open beds and staff: without acute and escalation bed-days in use";
        BedWaitDeaths: "bed_wait_deaths", "people", Lower, "Deaths that follow from long waits for a bed, expected",
            "emergencies who got in after a wait longer than `hospital.bed_wait_harm.over` times the share that is harmed by it: expected extra deaths by a published figure, not deaths of the run; none where no figure is given";
    }
    /// Outcomes of each pathway, by the pathway decided, and of each group of people.
    Leavers as LEAVERS {
        Discharges: "discharges", "people", Higher, "People who left hospital alive",
            "people who left hospital alive";
        NctrBedDays: "nctr_bed_days", "bed-days", Lower, "Bed-days with NCTR",
            "time in acute beds while ready";
        DelayDaysMean: "delay_days_mean", "days", Lower, "Days from ready to leaving, mean",
            "days from ready to leaving, over all who left alive: the mean";
        DelayDaysP50: "delay_days_p50", "days", Lower, "Half leave within (days)",
            "their median";
        DelayDaysP90: "delay_days_p90", "days", Lower, "Nine in ten leave within (days)",
            "their 90th percentile";
        DelayDaysP95: "delay_days_p95", "days", Lower, "19 in 20 leave within (days)",
            "their 95th percentile";
    }
    /// Outcomes of each service.
    PerService as SERVICE {
        Starts: "starts", "people", Neither, "Starts",
            "people who began in it";
        PeopleMean: "people_mean", "people", Neither, "People in it on average",
            "people in it, on average";
        Utilisation: "utilisation", "share", Neither, "Share of what is open that is in use",
            "occupied and held time over open time; for care, what is given over what there is";
        WaitDaysMean: "wait_days_mean", "days", Lower, "Days waited for a place, mean",
            "days from joining the queue to the offer, of those who got one: the mean";
        WaitDaysP90: "wait_days_p90", "days", Lower, "Nine in ten have a place within (days)",
            "their 90th percentile";
        QueueMean: "queue_mean", "people", Lower, "People waiting on average",
            "people in its queue, on average. Queues must not be added up: most people are in the queues of several \
             services";
        StillWaiting: "still_waiting", "people", Lower, "People in its queue at the end",
            "people in its queue when the run ends";
        StillWaitingDays: "still_waiting_days", "days", Lower, "Days waited by those in its queue at the end",
            "how long these have waited so far, on average";
        StayDaysMean: "stay_days_mean", "days", Lower, "Days of a stay, mean",
            "days of a stay as it came out, lengthened and blocked time included";
        ExitBlockDays: "exit_block_days", "days", Lower, "Days that people who have finished cannot leave",
            "time of people who have finished and cannot leave";
        DeadlockDays: "deadlock_days", "days", Lower, "Days on which services stand still, full of each other's people",
            "days on which it stands still: all people in it have finished and wait for places of services that wait for its own";
        Overdue: "overdue", "people", Lower, "People kept beyond the longest stay",
            "people kept beyond the longest stay";
        LateResponses: "late_responses", "people", Lower, "Late responses of bridging care",
            "responses slower than promised";
        Cost: "cost", "£", Lower, "Cost",
            "what it costs: per person and day, per place and day, and set-up";
    }
    /// Outcomes of each rule by which people give way.
    PerRule as RULE {
        People: "people", "people", Neither, "People who gave way",
            "people who waited too long and took what the rule leads to, or went home without a service";
        PeopleMean: "people_mean", "people", Neither, "People there on average",
            "those of them in the service or on the bridge to which they gave way, on average";
        Days: "days", "days", Neither, "Days there",
            "their days in it";
        Cost: "cost", "£", Lower, "Cost of these days",
            "what these days cost where a day of a person has a price; a place that is paid for in use or not costs the same without them, and is not counted here";
    }
    /// Outcomes of each diversion round an acute bed.
    PerDiversion as DIVERSION {
        People: "people", "people", Neither, "People",
            "people who were looked after instead of being admitted, left hospital before their acute stay was over, or left the queue for a bed";
        NotTaken: "not_taken", "people", Lower, "People without a place in time",
            "people for whom the service had no place in time, or whom it does not accept: they were admitted, or stayed to the end, as ever; none of those who leave the queue";
        PeopleMean: "people_mean", "people", Neither, "People there on average",
            "the people in the service by this diversion, on average";
        Days: "days", "days", Neither, "Days there",
            "their days in it";
        AcuteDaysSpared: "acute_days_spared", "bed-days", Higher, "Days of acute stay not needed",
            "days of acute stay that they did not need: the whole stay, or what was left of it, as it was drawn; without waits to leave";
        Cost: "cost", "£", Lower, "Cost of these days",
            "what these days cost where a day of a person has a price";
    }
    /// Outcomes of each fund: what a year costs is what the measured days cost, times 365.25 over their number; what
    /// it takes to set something up counts once.
    PerFund as FUND {
        CostPerYear: "cost_per_year", "£", Lower, "Its cost in a year",
            "what the fund pays for in a year: the share that it pays of what each service, step, hub or bed costs; none where any of that has no price";
        LeftPerYear: "left_per_year", "£", Higher, "Left of it in a year",
            "the pounds for a year less that; below 0 where the fund is overspent";
    }
    /// Outcomes of people by who they are, for whom waits are set side by side: of each pathway, group and trait.
    PerWaiter as WAITER {
        Discharges: "discharges", "people", Neither, "People who left hospital alive",
            "people of the kind who left hospital alive";
        NctrBedDays: "nctr_bed_days", "bed-days", Lower, "Bed-days with NCTR",
            "time past ready in acute beds";
        DelayDaysMean: "delay_days_mean", "days", Lower, "Days from ready to leaving, mean",
            "days from ready to leaving, over all who left alive: the mean";
        HomeWaitDaysMean: "home_wait_days_mean", "days", Lower, "Days waited at home for a service, mean",
            "days waited outside hospital for a service: from home since the referral until a place was had, of a service that people gave way to as well, or until they went without; on a bridge in the queue of the service: the mean";
    }
    /// Outcomes of each step.
    PerStep as STEP {
        People: "people", "people", Neither, "People who had it",
            "people who had it";
        ElapsedDaysMean: "elapsed_days_mean", "days", Lower, "Days it takes, mean",
            "days from its beginning to its end, waiting for staff included";
    }
}

/// Outcomes of each pathway.
pub const PATHWAY: &[Outcome] = LEAVERS;

/// Outcomes of each group of people: the same.
pub const GROUP: &[Outcome] = LEAVERS;

/// The index of an outcome in its table. For names written in this program; [`Key`] is better.
///
/// # Panics
/// Where the table has no such name: a mistake in the program, which a test finds.
pub fn index_of(table: &[Outcome], name: &str) -> usize {
    position(table, name).expect("an outcome of the table")
}

/// Where a name stands in its table; `None` where the table has no such name.
pub fn position(table: &[Outcome], name: &str) -> Option<usize> {
    table.iter().position(|outcome| outcome.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_outcome_says_what_it_is() {
        for table in [SYSTEM, LEAVERS, SERVICE, RULE, DIVERSION, FUND, WAITER, STEP] {
            for (i, outcome) in table.iter().enumerate() {
                assert_eq!(position(table, outcome.name), Some(i), "{}", outcome.name);
                assert!(!outcome.words.is_empty() && !outcome.says.is_empty(), "{}", outcome.name);
                assert!(!outcome.says.contains('|'), "{}: a bar ends a cell of a table", outcome.name);
            }
        }
    }
}
