//! Who arrives, when, with what stay, needs and traits.

use super::day_file::DayFile;
use super::plan::{Arrivals, Booking, CountLaw, Group, Hazards};
use super::words;
use super::words::Enters;
use crate::base::{Distribution, NameHash, Span};
use crate::scenario::build::index::{HOME, NameOf};
use crate::scenario::build::profile::{check_sum, cumulative, factors, warn_of_mean};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::PathwayIndex;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::distribution::draw_of;
use crate::scenario::values::quantities::{Factor, rounded};

/// Reads a side file: its path for people, and its content.
pub type ReadFile<'r> = dyn FnMut(&Path, &str, &mut Found) -> Option<(String, Vec<u8>)> + 'r;

/// The most people a day of one group: counts are drawn from exp(−rate), which must not vanish.
pub const MOST_A_DAY: f64 = 700.0;

/// The groups of a plan.
pub fn groups(setup: Setup<'_>, read: &mut ReadFile<'_>, found: &mut Found) -> Vec<Group> {
    let typed = setup.file.groups.iter().flatten();
    typed.enumerate().map(|(i, (key, group))| self::group(setup, i, key, group, read, found)).collect()
}

fn group(
    setup: Setup<'_>,
    i: usize,
    key: &str,
    typed: &words::Group,
    read: &mut ReadFile<'_>,
    found: &mut Found,
) -> Group {
    let path = Path::of("groups").key(key);
    let enters = typed.enters();
    check_entrance(setup, &path, enters, found);
    let days = setup.calendar.days_to_end() as usize;
    let traits = typed.traits.iter().flatten().filter(|(_, share)| share.0 > 0.0);
    let traits = traits.filter_map(|(name, share)| {
        setup.index.traits.iter().position(|t| t == name).map(|t| (t as u8, share.0))
    });
    Group {
        name: NameHash::of(key),
        booking: booking(typed),
        enters,
        arrivals: arrivals(setup, i, &path, typed.arrivals.as_ref(), read, found),
        stay: typed.stay.as_ref().map_or_else(|| Distribution::fixed(0.0), |stay| stay.draw.clone()),
        stay_factor: setup.effects.stays(i, days),
        needs: needs(setup, &path, typed, found),
        dies_in_hospital: typed.dies_in_hospital().0,
        traits: traits.collect(),
        hazards: hazards(setup, &path, typed, found),
        readmitted: typed.readmitted_30d().0,
    }
}

/// What goes with the place where people come in.
fn check_entrance(setup: Setup<'_>, path: &Path, enters: Enters, found: &mut Found) {
    let stay = path.key("stay");
    if enters == Enters::Admission {
        if !setup.has(&stay) {
            found.warn("W06", &stay, "no acute stay is given: people are ready to leave when they come");
        }
        return;
    }
    let word = if enters == Enters::Ready { "ready" } else { "community" };
    for key in ["stay", "dies_in_hospital", "elective"] {
        if setup.has(&path.key(key)) {
            let what = format!("people who enter by \"{word}\" have no acute stay, so no \"{key}\"");
            found.fault(setup.fault(&path.key(key), what).expected("it to be left out"));
        }
    }
    let beds = setup.file.hospital.as_ref().and_then(|h| h.beds.as_ref());
    if enters == Enters::Ready && beds.is_some_and(|beds| !beds.is_unlimited()) {
        let what = "people who enter by \"ready\" are in a bed at once, but hospital.beds is limited";
        let fault = setup.fault(&path.key("enters"), what);
        found.fault(fault.expected("\"unlimited\" hospital.beds, or to enter by \"admission\""));
    }
}

fn needs(setup: Setup<'_>, path: &Path, typed: &words::Group, found: &mut Found) -> Vec<(f64, PathwayIndex)> {
    let at = path.key("needs");
    let shares: Vec<(f64, PathwayIndex)> = match &typed.needs {
        Some(needs) => {
            check_sum(setup, &at, needs.values().map(|share| share.0), found);
            let mut all = Vec::new();
            for (name, share) in needs {
                if let Some(p) = setup.find(NameOf::Pathway, name, &at.key(name), found) {
                    all.push((share.0, p as u8));
                }
            }
            all
        }
        // A faulty one has been told already.
        None if setup.has(&at) => Vec::new(),
        None => {
            setup.index.pathways.iter().position(|p| p == HOME).map(|p| (1.0, p as u8)).into_iter().collect()
        }
    };
    if typed.enters() == Enters::Community {
        for &(share, p) in &shares {
            let name = &setup.index.pathways[usize::from(p)];
            let pathway = setup.file.pathways.as_ref().and_then(|all| all.get(name));
            let is_home = pathway.and_then(|p| p.services.as_ref()).is_none_or(Vec::is_empty);
            if share > 0.0 && is_home && !found.is_faulty(&Path::of("pathways").key(name)) {
                let what = format!("people at home need a service, but pathway {name} has none");
                found.fault(setup.fault(&at.key(name), what).expected("a pathway with services"));
            }
        }
    }
    cumulative(shares)
}

fn arrivals(
    setup: Setup<'_>,
    group: usize,
    path: &Path,
    typed: Option<&words::Arrivals>,
    read: &mut ReadFile<'_>,
    found: &mut Found,
) -> Arrivals {
    let at = path.key("arrivals");
    let none = words::Arrivals::default();
    let typed = typed.unwrap_or(&none);
    let file = match (&typed.daily_rates, &typed.daily_counts) {
        (Some(_), Some(_)) => {
            let fault = setup.fault(&at, "\"daily_rates\" and \"daily_counts\" are both given");
            found.fault(fault.expected("one of them"));
            None
        }
        (Some(file), None) => Some(("daily_rates", file)),
        (None, Some(file)) => Some(("daily_counts", file)),
        (None, None) => None,
    };
    let by_hour: Vec<f64> = typed.by_hour.iter().flatten().map(|weight| weight.0).collect();
    let by_hour = factors(setup, &at.key("by_hour"), &by_hour, 24, found);
    let mut per_day = if let Some((key, file)) = file {
        check_lone_file(setup, &at, key, found);
        let column = typed.column.as_deref();
        let named = at.key(key);
        let numbers = read(&named, file, found).and_then(|(shown, bytes)| {
            let counts = key == "daily_counts";
            DayFile { path: &named, column, counts, shown: &shown }.read(setup, &bytes, found)
        });
        numbers.unwrap_or_default()
    } else {
        if setup.has(&at.key("column")) {
            let text = "no file of daily numbers is given, so this does nothing";
            found.warn("W12", &at.key("column"), text);
        }
        profile(setup, &at, typed, found)
    };
    let observed = matches!(file, Some(("daily_counts", _)));
    if observed && setup.effects.any_arrivals(group) {
        found.warn("W07", &at, "events with an uplift do not change observed counts");
    } else if !observed {
        for (day, rate) in per_day.iter_mut().enumerate() {
            *rate *= setup.effects.arrivals(group, day);
        }
    }
    if let Some(day) = per_day.iter().position(|&rate| rate > MOST_A_DAY) {
        let what =
            format!("{} people come on {}", rounded(per_day[day]), setup.calendar.day(day as u32).date);
        found.fault(setup.fault(&at, what).expected(format!("at most {MOST_A_DAY} a day in one group")));
    }
    Arrivals { per_day, law: law(typed, observed), by_hour: cumulative_hours(setup, &at, &by_hour, found) }
}

/// A file says everything about a day's number.
fn check_lone_file(setup: Setup<'_>, at: &Path, key: &str, found: &mut Found) {
    let mut others = vec!["per_day", "by_month", "by_weekday", "by_bank_holiday"];
    if key == "daily_counts" {
        others.push("variance_over_mean");
    }
    for other in others {
        if setup.has(&at.key(other)) {
            let what = format!("\"{key}\" is given, which says all about a day's number");
            found.fault(setup.fault(&at.key(other), what).expected(format!("no \"{other}\" beside it")));
        }
    }
}

fn profile(setup: Setup<'_>, at: &Path, typed: &words::Arrivals, found: &mut Found) -> Vec<f64> {
    let list =
        |list: &Option<Vec<Factor>>| -> Vec<f64> { list.iter().flatten().map(|factor| factor.0).collect() };
    let by_month = factors(setup, &at.key("by_month"), &list(&typed.by_month), 12, found);
    let by_weekday = factors(setup, &at.key("by_weekday"), &list(&typed.by_weekday), 7, found);
    warn_of_mean(&at.key("by_month"), &by_month, found);
    warn_of_mean(&at.key("by_weekday"), &by_weekday, found);
    if !setup.has(&at.key("per_day")) && !found.is_faulty(at) {
        found.warn("W06", at, "no arrivals are given: no one comes");
    }
    let per_day = typed.per_day().0;
    let bank_holiday = typed.by_bank_holiday().0;
    (0..setup.calendar.days_to_end())
        .map(|day| {
            let day = setup.calendar.day(day);
            per_day
                * by_month.get(usize::from(day.month) - 1).unwrap_or(&1.0)
                * by_weekday.get(usize::from(day.weekday)).unwrap_or(&1.0)
                * if day.bank_holiday { bank_holiday } else { 1.0 }
        })
        .collect()
}

fn law(typed: &words::Arrivals, observed: bool) -> CountLaw {
    let ratio = typed.variance_over_mean().0;
    if observed {
        CountLaw::Observed
    } else if ratio <= 1.0 {
        CountLaw::Poisson
    } else if typed.per_group() {
        CountLaw::OverDispersed(ratio)
    } else {
        CountLaw::SharedOverDispersed(ratio)
    }
}

fn cumulative_hours(setup: Setup<'_>, at: &Path, by_hour: &[f64], found: &mut Found) -> Vec<f64> {
    let total: f64 = by_hour.iter().sum();
    if by_hour.is_empty() {
        return Vec::new();
    }
    if total <= 0.0 {
        let path = at.key("by_hour");
        found.fault(setup.fault(&path, "all hours are 0").expected("an hour in which people come"));
        return Vec::new();
    }
    let mut upto = 0.0;
    let mut all: Vec<f64> = by_hour
        .iter()
        .map(|factor| {
            upto += factor;
            upto / total
        })
        .collect();
    // People never come after the last hour that has any.
    for share in all.iter_mut().rev() {
        if *share < 1.0 - 1e-12 {
            break;
        }
        *share = 1.0;
    }
    all
}

/// How a group queues for acute beds.
pub fn booking(typed: &words::Group) -> Booking {
    if typed.kind() != words::Kind::Elective {
        return Booking::Emergency;
    }
    let none = words::Elective::default();
    let elective = typed.elective.as_ref().unwrap_or(&none);
    Booking::Elective {
        before_emergencies: elective.before_emergencies(),
        gives_up: elective.gives_up_at(),
        rebooked_after: elective.rebooked_after.map(|after| Span::from_days(after.days)),
    }
}

/// What may happen to a group's people while they wait.
pub fn hazards(setup: Setup<'_>, group: &Path, typed: &words::Group, found: &mut Found) -> Hazards {
    /// Against shares that add up to just beside 1.
    const LEAST: f64 = 1e-9;
    let Some(waiting) = &typed.while_waiting else { return Hazards::none() };
    let hazards = Hazards {
        recovers: waiting.recovers_per_day().0,
        unwell: waiting.unwell_per_day().0,
        dies: waiting.dies_per_day().0,
        unwell_stay: draw_of(waiting.unwell_stay.as_ref()),
    };
    let sum = hazards.recovers + hazards.unwell + hazards.dies;
    let path = group.key("while_waiting");
    if sum > 1.0 + LEAST && !found.is_faulty(&path) {
        let sum = if sum < 1.0001 { "a little more than 1".to_owned() } else { rounded(sum).to_string() };
        let what = format!("the chances a day sum to {sum}");
        found.fault(setup.fault(&path, what).expected("at most 1: one of them at a time can happen"));
    }
    hazards
}
