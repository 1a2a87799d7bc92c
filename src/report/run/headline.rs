//! The answer in sentences, as data: for the page on stdout, and for charts and later reports.
//!
//! Plain words, national terms spelt out at their first use, and each range says what it is: how
//! sure the average is, or how much single runs vary.

use super::Run;
use crate::experiment::Estimate;
use crate::experiment::lead::{Lead, worlds_of};
use crate::measures::outcome::{Key, PerService, System};
use crate::report::steadiness::{aside, mark};
use crate::report::words::Grain;
use crate::scenario::Reasons;
use crate::scenario::unstable::Unstable;

/// A service from this share of its capacity in use on is named as full.
const FULL: f64 = 0.9;

/// One sentence or two about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What it is about.
    pub about: &'static str,
    /// The sentences.
    pub text: String,
}

/// What a run found, the most important first. What is undefined is not spoken of.
pub fn headlines(run: &Run<'_>) -> Vec<Headline> {
    let all = [
        ("answer", answer(run)),
        ("nctr", nctr(run)),
        ("delay", delay(run)),
        ("reasons", reasons(run)),
        ("found", found_late(run)),
        ("hospital", hospital(run)),
        ("bed_wait", bed_wait(run)),
        ("services", services(run)),
    ];
    all.into_iter().filter_map(|(about, text)| Some(Headline { about, text: text? })).collect()
}

/// The answer in one sentence, with its range.
pub fn answer(run: &Run<'_>) -> Option<String> {
    if run.findings.system(System::NctrBedDays).mean? <= 0.0 {
        return Some(
            "No patient stayed in an acute bed with no criteria to reside (NCTR: well enough to leave)."
                .to_owned(),
        );
    }
    let midnight = run.findings.system(System::NctrRemaining);
    let sure = midnight.precision95.zip(midnight.mean).map_or_else(String::new, |([low, high], mean)| {
        format!(" ({})", Grain::of(midnight.unit, mean).range([low.max(0.0), high]))
    });
    let midnight = known(midnight)?;
    let steady = aside(run.scenario, "nctr_remaining");
    Some(if run.scenario.plan.hospital.daily_return.is_plain() {
        format!(
            "In the simulation {midnight} people{sure} on average are in an acute bed at midnight with no criteria to reside (NCTR: well \
             enough to leave), as the daily return counts those who remain{steady}."
        )
    } else {
        format!(
            "In the simulation the daily return counts {midnight} people{sure} on average who remain at midnight with no criteria to \
             reside (NCTR: well enough to leave){steady}."
        )
    })
}

fn nctr(run: &Run<'_>) -> Option<String> {
    let days = run.findings.system(System::NctrBedDays);
    let mean = days.mean.filter(|mean| *mean > 0.0)?;
    let grain = Grain::of(days.unit, mean);
    let [any, day] = [System::NctrPeople, System::NctrReturn].map(|of| known(run.findings.system(of)));
    // The figure of the return leads, and the others are named beside it once.
    let others = any.clone().zip(day).map_or_else(String::new, |(any, day)| {
        format!(" Averaged over whole days they are {any}; with those who left on the day, as the return also counts, {day}.")
    });
    let sure = days.precision95.map_or_else(String::new, |range| {
        format!(" 95% sure of that average: {} bed-days.", grain.range(range))
    });
    let vary = days
        .range90
        .map_or_else(String::new, |range| format!(" Single runs vary this much: {}.", grain.range(range)));
    if !run.scenario.plan.hospital.daily_return.is_plain() {
        return Some(format!(
            "As this scenario says, what the return counts is not the number of people past ready: these are {} on \
             average and took up about {} bed-days in this period.{sure}{vary}",
            any?,
            grain.show(mean)
        ));
    }
    Some(format!("They took up about {} bed-days in this period.{sure}{vary}{others}", grain.show(mean)))
}

fn delay(run: &Run<'_>) -> Option<String> {
    let same_day = run.findings.system(System::DelayBand0).mean?;
    let late = 1.0 - same_day;
    if late <= 0.0 {
        return Some("Every patient leaves hospital on the day on which they are ready.".to_owned());
    }
    let days = known(run.findings.system(System::DelayedDaysMean))?;
    let mark = mark(Unstable::of(run.scenario).outcome("delay_days_mean"));
    Some(format!(
        "{} of people leave hospital on the day on which they are ready; the other {} leave {days} days later \
         on average{mark}.",
        Grain::of("share", same_day).show(same_day),
        Grain::of("share", late).show(late),
    ))
}

fn reasons(run: &Run<'_>) -> Option<String> {
    let most: Vec<String> = shares_of_delay(run)
        .into_iter()
        .take(3)
        .map(|r| format!("“{}” ({})", r.label, Grain::of("share", r.share).show(r.share)))
        .collect();
    let (first, rest) = most.split_first()?;
    // A replication at a time: a year with more of everything is no doubt about the order.
    let each =
        (0..run.findings.reasons.len()).map(|i| run.replications.iter().map(move |r| Some(r.reasons[i])));
    let lead = Lead::largest(&each.map(Iterator::collect).collect::<Vec<_>>(), &worlds_of(run.replications));
    if !rest.is_empty() && !lead.is_some_and(|lead| lead.is_clear()) {
        return Some(format!(
            "NCTR bed-days are booked to {first} and {}, above all; which of these is the largest part is not clear.",
            rest.join(" and ")
        ));
    }
    let then = if rest.is_empty() { String::new() } else { format!(", then to {}", rest.join(" and ")) };
    Some(format!("The largest part of NCTR bed-days is booked to {first}{then}."))
}

/// People whom no board round has found yet: no reason shows them.
fn found_late(run: &Run<'_>) -> Option<String> {
    let people = run.findings.system(System::RoundWaitPeople);
    (people.mean? >= 0.5).then_some(())?;
    Some(format!(
        "Another {} people at any moment are well enough to leave but no board round has found them yet; they count \
         neither as NCTR nor among its reasons.",
        known(people)?
    ))
}

fn hospital(run: &Run<'_>) -> Option<String> {
    let full = known(run.findings.system(System::AcuteOccupancy))?;
    let days = known(run.findings.system(System::DaysOver92Percent))?;
    Some(format!(
        "{full} of acute beds are in use on average; on {days} of {} days more than 92% are.",
        run.findings.days
    ))
}

fn bed_wait(run: &Run<'_>) -> Option<String> {
    let hours = run.findings.system(System::BedWaitHoursMean);
    (hours.mean? > 0.0).then_some(())?;
    let over = known(run.findings.system(System::BedWaitOver4h))?;
    let steady = aside(run.scenario, "bed_wait_hours_mean");
    Some(format!(
        "An emergency patient waits {} hours for a bed on average; {over} wait more than 4 hours{steady}.",
        known(hours)?
    ))
}

fn services(run: &Run<'_>) -> Option<String> {
    let (used, queue) = (PerService::Utilisation.index(), PerService::QueueMean.index());
    let unstable = Unstable::of(run.scenario);
    let named = run.scenario.names.services.iter().zip(&run.findings.services).enumerate();
    let mut full: Vec<(f64, String)> = named
        .filter_map(|(i, (name, found))| {
            let share = found[used].mean.filter(|share| *share >= FULL)?;
            let waiting = known(&found[queue])?;
            let text = format!(
                "{} ({}, {waiting} people waiting){}",
                name.label,
                Grain::of("share", share).show(share),
                mark(unstable.service(i))
            );
            Some((share, text))
        })
        .collect();
    full.sort_by(|a, b| b.0.total_cmp(&a.0));
    let named: Vec<String> = full.into_iter().map(|(_, text)| text).collect();
    (!named.is_empty()).then(|| format!("Services that are all but full: {}.", named.join("; ")))
}

/// The mean as a reader should see it.
fn known(estimate: &Estimate) -> Option<String> {
    estimate.mean.map(|mean| Grain::of(estimate.unit, mean).show(mean))
}

/// One reason with its part of the delayed bed-days.
#[derive(Clone, Debug, PartialEq)]
pub struct ReasonShare {
    /// In words.
    pub label: String,
    /// Bed-days, the mean.
    pub bed_days: f64,
    /// Of all delayed bed-days.
    pub share: f64,
}

/// The reasons that something is booked to, the largest first.
pub fn shares_of_delay(run: &Run<'_>) -> Vec<ReasonShare> {
    let reasons = Reasons::of(&run.scenario.plan);
    let days = || run.findings.reasons.iter().map(|e| e.mean.unwrap_or(0.0));
    let total: f64 = days().sum();
    let mut all: Vec<ReasonShare> = reasons
        .all()
        .zip(days())
        .filter(|(_, bed_days)| *bed_days > 0.0)
        .map(|(reason, bed_days)| ReasonShare {
            label: reasons.label(reason, &run.scenario.names),
            bed_days,
            share: bed_days / total,
        })
        .collect();
    all.sort_by(|a, b| b.bed_days.total_cmp(&a.bed_days));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    #[test]
    fn national_terms_are_spelt_out_and_ranges_say_what_they_are() {
        let (scenario, replications, findings) = made_up(40);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let [first, second] = [&headlines(&run)[0], &headlines(&run)[1]];
        assert_eq!((first.about, second.about), ("answer", "nctr"));
        assert!(first.text.contains("no criteria to reside (NCTR: well enough to leave)"), "{}", first.text);
        for words in ["95% sure of that average", "Single runs vary this much"] {
            assert!(second.text.contains(words), "{}", second.text);
        }
    }

    #[test]
    fn what_is_undefined_is_not_spoken_of() {
        let (scenario, replications, mut findings) = made_up(40);
        assert_eq!(findings.system(System::AcuteOccupancy).mean, None);
        let about = |findings: &crate::experiment::Findings| {
            let run = Run { scenario: &scenario, replications: &replications, findings, observed: &[] };
            headlines(&run).into_iter().map(|h| h.about).collect::<Vec<_>>()
        };
        assert!(!about(&findings).contains(&"hospital"));
        findings.system.iter_mut().for_each(|e| *e = Estimate::of(e.unit, [None]));
        findings.services.iter_mut().flatten().for_each(|e| *e = Estimate::of(e.unit, [None]));
        findings.reasons.iter_mut().for_each(|e| *e = Estimate::of(e.unit, [Some(0.0)]));
        assert!(about(&findings).is_empty());
    }

    #[test]
    fn shares_of_delay_fall_and_sum_to_1() {
        let (scenario, replications, findings) = made_up(5);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let all = shares_of_delay(&run);
        assert!(all.is_sorted_by(|a, b| a.share >= b.share) && all.len() > 3);
        assert!((all.iter().map(|r| r.share).sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
