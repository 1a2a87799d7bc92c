//! What was published, as observed figures for a run to be held against: each with the range that counts as agreement.
//! A figure that is contradicted has a range that holds both, or none.

use super::balance::{Balance, Followed};
use super::delays::Delays;
use super::filled::From;
use super::table::{BANDS, Column, Trust};

/// A row of `observed.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The measure's name.
    pub measure: String,
    /// What it is.
    pub label: String,
    /// The published figure.
    pub observed: f64,
    /// What counts as agreement; without it the figure is shown and not judged.
    pub accept: Option<[f64; 2]>,
    /// Where it was published.
    pub source: String,
}

const RETURN: &str = "NHS England acute discharge situation report 2024/25";
const PATHWAYS: &str = "NHS England acute discharge situation report June 2024 to March 2025";
const DATES: &str = "NHS England discharge ready date statistics 2024/25";
const BEDS: &str = "NHS England urgent and emergency care situation report 2024/25";

/// All targets of a trust.
pub fn targets(trust: &Trust, balance: &Balance, delays: &Delays) -> Vec<Target> {
    let mut all = Vec::new();
    let mut add = |measure: &str, label: &str, observed: f64, accept: Option<[f64; 2]>, source: &str| {
        let text = |s: &str| s.to_owned();
        all.push(Target {
            measure: text(measure),
            label: text(label),
            observed,
            accept,
            source: text(source),
        });
    };
    let d = balance.discharges;
    let [low, high] = balance.discharges_range;
    match balance.followed {
        Followed::Return => {
            add("discharges_per_day", "Adult discharges a day", d, Some([0.96 * d, 1.04 * d]), RETURN);
        }
        Followed::ReadyDates => add(
            "discharges_per_day",
            "Adult discharges a day",
            d,
            Some([low, 1.04 * high]),
            &format!("{DATES}; the daily return's are not believed, the range holds both"),
        ),
        Followed::Spells => add(
            "discharges_per_day",
            "Adult discharges a day",
            d,
            Some([low, 1.04 * high]),
            "Adult beds in use over the mean spell; the daily return's are not believed, the range holds both",
        ),
    }
    if balance.pathways_own {
        for (k, n) in balance.by_pathway.iter().enumerate().skip(1) {
            let week = 7.0 * n;
            add(
                &format!("pathway_per_week:p{k}"),
                &format!("Discharges a week on pathway {k}"),
                week,
                Some([0.95 * week, 1.05 * week]),
                PATHWAYS,
            );
        }
    }
    let r = balance.remaining;
    let other = balance.remaining_by_dates.unwrap_or(r);
    let both = (other / r - 1.0).abs() > 0.15;
    let [low, high] = if both { [other.min(r), other.max(r)] } else { [r, r] };
    let source = if both {
        format!("{RETURN}; {other:.1} by ready dates, the range holds both")
    } else {
        RETURN.to_owned()
    };
    add(
        "nctr_remaining",
        "People remaining with no criteria to reside",
        r,
        Some([0.93 * low, 1.07 * high]),
        &source,
    );
    if let Some(seen) = trust.get(Column::Nctr) {
        let accept = (balance.followed == Followed::Return && !both).then_some([0.93 * seen, 1.07 * seen]);
        add("nctr_return", "People with no criteria to reside on the daily return", seen, accept, RETURN);
    }
    let full = balance.occupied / f64::from(balance.beds);
    let beds = format!("{BEDS}: {:.1} adults in beds, over the beds of the scenario", balance.occupied);
    add(
        "acute_occupancy",
        "Occupancy of adult general and acute beds",
        full,
        Some([full - 0.025, (full + 0.025).min(1.0)]),
        &beds,
    );
    dates(trust, d, &mut add);
    reasons(balance, delays, &mut add);
    all
}

/// Says of people remaining and of those with no criteria to reside that they are from elsewhere than the table.
pub fn follow(targets: &mut [Target], source: &str) {
    for target in
        targets.iter_mut().filter(|t| ["nctr_remaining", "nctr_return"].contains(&t.measure.as_str()))
    {
        target.source = target.source.replacen(RETURN, source, 1);
    }
}

fn dates(trust: &Trust, discharges: f64, add: &mut impl FnMut(&str, &str, f64, Option<[f64; 2]>, &str)) {
    if let Some(mean) = trust.get(Column::ReadyMean) {
        add(
            "delayed_days_mean",
            "Mean delay of the delayed in days",
            mean,
            Some([0.85 * mean, 1.15 * mean]),
            DATES,
        );
    }
    if let Some(numbers) = trust.all(BANDS).filter(|all| all.iter().sum::<f64>() > 0.0) {
        let sum: f64 = numbers.iter().sum();
        let names = [
            ("1", "Delayed by 1 day as a share of the delayed"),
            ("2_3", "Delayed by 2 to 3 days"),
            ("4_6", "Delayed by 4 to 6 days"),
            ("7_13", "Delayed by 7 to 13 days"),
            ("14_20", "Delayed by 14 to 20 days"),
            ("21_more", "Delayed by 21 days or more"),
        ];
        for ((band, label), number) in names.into_iter().zip(numbers) {
            let share = number / sum;
            let accept = [(share - 0.05).max(0.0), share + 0.05];
            add(&format!("delay_band_share:{band}"), label, share, Some(accept), DATES);
        }
    }
    if let Some([delayed, all]) =
        trust.all([Column::ReadyDelayed, Column::ReadyDischarges]).filter(|[_, all]| *all > 0.0)
    {
        let source = format!(
            "{DATES} (of {:.1} discharges a day, of which {discharges:.1} are followed; not judged)",
            all / 365.0
        );
        add("share_delayed", "Share of discharges after the ready date", delayed / all, None, &source);
    }
}

fn reasons(
    balance: &Balance,
    delays: &Delays,
    add: &mut impl FnMut(&str, &str, f64, Option<[f64; 2]>, &str),
) {
    if delays.reasons.from != From::Own || balance.remaining <= 0.0 {
        return;
    }
    let hub = if delays.referral.is_some() {
        "hub_assessment+hub_closed+hub_queue+step:referral"
    } else {
        "hub_assessment+hub_closed+hub_queue"
    };
    let of = [
        (true, "step:hospital_process+step:therapy_review", "hospital process"),
        (delays.wellbeing.is_some(), "step:wellbeing", "wellbeing concerns"),
        (true, hub, "the care transfer hub"),
        (true, "step:arrange_p1+step:arrange_p2+step:arrange_p3", "arrangements (interface process)"),
        (true, "capacity:care_home+capacity:reablement+capacity:recuperation_beds", "capacity"),
        (delays.elsewhere.is_some(), "step:out_of_area", "arrangements with other areas"),
    ];
    for ((there, reasons, label), share) in of.into_iter().zip(delays.reasons.values) {
        if there {
            let accept = [(share - 0.07).max(0.0), share + 0.07];
            add(
                &format!("reason_share:{reasons}"),
                &format!("Share of delay by {label}"),
                share,
                Some(accept),
                &format!("{PATHWAYS} (of long stays)"),
            );
        }
    }
}
