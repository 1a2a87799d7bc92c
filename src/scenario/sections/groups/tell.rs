//! Who comes: how many, when, how much days differ, the acute stay, and what people truly need.

use super::words::{Arrivals, ByHour, DayProfile, Enters, GivesUp, Group, Kind};
use crate::scenario::explain::kinds::{self, Counted, DAYS, MONTHS, extremes, lengths, numbers};
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::explain::words::{all_of, capital, figure, more_or_less, number, percent, quoted, span};
use crate::scenario::values::hours::ClockTime;
use crate::scenario::values::quantities::Factor;
use crate::scenario::values::week::ByDay;

/// The groups, each in one paragraph.
pub fn groups(teller: &mut Teller<'_>) -> Vec<String> {
    let mut all: Vec<_> = teller.file.groups.iter().flatten().collect();
    // The front door first, and there the greatest groups.
    let rate = |group: &Group| group.arrivals.as_ref().map_or(0.0, |arrivals| arrivals.per_day().0);
    all.sort_by(|(_, a), (_, b)| {
        let door = |group: &Group| group.enters() == Enters::Community;
        door(a).cmp(&door(b)).then(rate(b).total_cmp(&rate(a)))
    });
    let mut told: Vec<(String, Profile)> = Vec::new();
    let mut items = Vec::new();
    for (key, group) in all {
        let name = label(&teller.names.groups, key);
        let mean = mean_by_months(teller, key, group);
        let mut text = arrive(teller, key, &name, group, mean);
        let profile = Profile::of(group.arrivals.as_ref());
        let earlier = told.iter().find(|(_, known)| *known == profile && !known.is_level());
        text += &match earlier {
            Some((earlier, _)) => {
                let at = format!("groups.{key}.arrivals");
                let mark = teller.cite(&profile.paths(&at).iter().map(String::as_str).collect::<Vec<_>>());
                format!(" Seasons, weekdays and hours are as for {earlier}{mark}.")
            }
            None => profile.words(teller, key),
        };
        text += &spread(teller, key, group, mean);
        text += &diverted(teller, key, group);
        text += &stay(teller, key, group);
        text += &needs(teller, key, group);
        text += &waiting(teller, key, group);
        items.push(text);
        told.push((name, profile));
    }
    items
}

/// How many come a day on average, in the measured days, where a file says it by months; else `None`.
fn mean_by_months(teller: &Teller<'_>, key: &str, group: &Group) -> Option<f64> {
    group.arrivals.as_ref()?.monthly_counts.as_ref()?;
    let at = teller.file.groups.iter().flatten().position(|(known, _)| known == key)?;
    let rates = &teller.plan.groups.as_slice().get(at)?.arrivals.per_day;
    let measured = rates.get(teller.plan.calendar.first_measured_day() as usize..)?;
    Some(measured.iter().sum::<f64>() / measured.len().max(1) as f64)
}

/// As many people as a file says for each month.
fn by_months(
    teller: &mut Teller<'_>,
    at: &str,
    file: &str,
    arrivals: &Arrivals,
    mean: Option<f64>,
) -> String {
    let mark = teller.cite(&[&format!("{at}.monthly_counts"), &format!("{at}.share")]);
    let share = match arrivals.share {
        Some(share) if share.0 < 1.0 => format!("{} of the people that", percent(share.0)),
        _ => "as many people as".to_owned(),
    };
    let column = arrivals.column.as_ref().map_or_else(String::new, |name| format!(" as {}", quoted(name)));
    let mean = mean.map_or_else(String::new, |mean| {
        format!(": {} a day on average", people((mean * 100.0).round() / 100.0))
    });
    let otherwise = arrivals.per_day.map_or_else(String::new, |rate| {
        let mark = teller.cite(&[&format!("{at}.per_day"), &format!("{at}.by_month")]);
        let season = if arrivals.by_month.is_some() { " with its factors by month" } else { "" };
        format!(", and {} a day{season} in months without a number{mark}", people(rate.0))
    });
    format!("{share} the file {file} names for each month{column}{mark}{mean}{otherwise}")
}

fn arrive(teller: &mut Teller<'_>, key: &str, name: &str, group: &Group, mean: Option<f64>) -> String {
    let at = format!("groups.{key}.arrivals");
    let none = Arrivals::default();
    let arrivals = group.arrivals.as_ref().unwrap_or(&none);
    let how_many = match (&arrivals.daily_rates, &arrivals.daily_counts) {
        _ if arrivals.monthly_counts.is_some() => {
            by_months(teller, &at, arrivals.monthly_counts.as_deref().unwrap_or_default(), arrivals, mean)
        }
        (Some(file), _) => {
            let mark = teller.cite(&[&format!("{at}.daily_rates")]);
            format!("as many people on average as the file {file} says for each day{mark}")
        }
        (_, Some(file)) => {
            let mark = teller.cite(&[&format!("{at}.daily_counts")]);
            format!("exactly as many people as the file {file} says for each day{mark}")
        }
        _ => {
            let mark = teller.cite(&[&format!("{at}.per_day")]);
            let rate = arrivals.per_day().0;
            let a_week =
                if rate < 1.0 { format!(" ({} a week)", figure(7.0 * rate, 2)) } else { String::new() };
            format!("{} a day on average{a_week}{mark}", people(rate))
        }
    };
    let how = match (group.enters(), group.kind()) {
        (Enters::Community, _) => {
            "They ask for a service from home and pass neither hospital nor hub.".to_owned()
        }
        (Enters::Ready, _) => {
            "They are in an acute bed, ready to leave, from the moment they come.".to_owned()
        }
        (Enters::Admission, Kind::Elective) => planned(teller, key, group),
        (Enters::Admission, Kind::Emergency) => {
            "They come as emergencies and wait for an acute bed in the order of coming.".to_owned()
        }
    };
    format!("{name}: {how_many}. {how}")
}

/// `23.5 people`, `1 person`.
fn people(x: f64) -> String {
    format!("{} {}", number(x), if (x - 1.0).abs() < 1e-9 { "person" } else { "people" })
}

fn planned(teller: &mut Teller<'_>, key: &str, group: &Group) -> String {
    let Some(elective) = &group.elective else {
        return "They are planned admissions and wait for an acute bed after emergencies.".to_owned();
    };
    let mark = teller.cite(&[&format!("groups.{key}.elective")]);
    let turn = if elective.before_emergencies() { "before" } else { "after" };
    let back = elective.rebooked_after.map_or_else(
        || "and does not come back".to_owned(),
        |after| format!("and comes again after {}", span(after.days, 4)),
    );
    let gives_up = match elective.gives_up_at() {
        GivesUp::Never => "and wait until they have one".to_owned(),
        GivesUp::AtArrival => format!("; a patient who finds none free is cancelled {back}"),
        GivesUp::At(time) => {
            format!("; a patient who has none by {} is cancelled {back}", kinds::time(ClockTime(time)))
        }
    };
    format!(
        "They are planned admissions and take acute beds {turn} emergencies{}{gives_up}{mark}.",
        if gives_up.starts_with(';') { "" } else { " " }
    )
}

/// How arrivals change with the calendar.
#[derive(Clone, Debug, Default, PartialEq)]
struct Profile {
    months: Vec<f64>,
    weekdays: Vec<f64>,
    hours: Vec<f64>,
    hours_by_day: Option<ByDay<DayProfile>>,
    bank_holiday: Option<f64>,
}

impl Profile {
    fn of(arrivals: Option<&Arrivals>) -> Self {
        let list = |list: &Option<Vec<Factor>>| list.iter().flatten().map(|factor| factor.0).collect();
        arrivals.map_or_else(Self::default, |arrivals| Self {
            // A file has its own seasons.
            months: if arrivals.monthly_counts.is_some() { Vec::new() } else { list(&arrivals.by_month) },
            weekdays: list(&arrivals.by_weekday),
            hours: match &arrivals.by_hour {
                Some(ByHour::EveryDay(hours)) => hours.iter().map(|weight| weight.0).collect(),
                Some(ByHour::ByDay(_)) | None => Vec::new(),
            },
            hours_by_day: match &arrivals.by_hour {
                Some(ByHour::ByDay(hours)) => Some(hours.clone()),
                Some(ByHour::EveryDay(_)) | None => None,
            },
            bank_holiday: arrivals.by_bank_holiday.map(|factor| factor.0),
        })
    }

    fn is_level(&self) -> bool {
        *self == Self::default()
    }

    /// The keys that it is told from.
    fn paths(&self, at: &str) -> Vec<String> {
        let given = [
            (!self.months.is_empty(), "by_month"),
            (!self.weekdays.is_empty(), "by_weekday"),
            (self.bank_holiday.is_some(), "by_bank_holiday"),
            (!self.hours.is_empty() || self.hours_by_day.is_some(), "by_hour"),
        ];
        given.iter().filter(|(given, _)| *given).map(|(_, key)| format!("{at}.{key}")).collect()
    }

    fn words(&self, teller: &mut Teller<'_>, key: &str) -> String {
        let at = format!("groups.{key}.arrivals");
        let mut parts = Vec::new();
        if let Some((least, most)) = extremes(&self.months) {
            let mark = teller.cite(&[&format!("{at}.by_month")]);
            parts.push(format!(
                "Most come in {} ({} than average), fewest in {} ({}){mark}.",
                MONTHS[most],
                more_or_less(self.months[most], "more", "fewer"),
                MONTHS[least],
                more_or_less(self.months[least], "more", "fewer"),
            ));
        }
        if let Some((least, most)) = extremes(&self.weekdays) {
            let mark = teller.cite(&[&format!("{at}.by_weekday")]);
            let named = |factor: f64| {
                let days: Vec<usize> = (0..7).filter(|&d| (self.weekdays[d] - factor).abs() < 1e-9).collect();
                match days.as_slice() {
                    [from, .., to] if days.len() > 2 && to - from + 1 == days.len() => {
                        format!("{} to {}", DAYS[*from], DAYS[*to])
                    }
                    _ => all_of(&days.iter().map(|&d| DAYS[d].to_owned()).collect::<Vec<_>>()),
                }
            };
            let (least, most) = (self.weekdays[least], self.weekdays[most]);
            let fewest = if least <= 0.0 {
                "no one comes".to_owned()
            } else {
                more_or_less(least, "more come", "fewer come")
            };
            parts.push(format!(
                "On {} {} than on an average day, on {} {fewest}{mark}.",
                named(most),
                more_or_less(most, "more come", "fewer come"),
                named(least),
            ));
        }
        if let Some(factor) = self.bank_holiday {
            let mark = teller.cite(&[&format!("{at}.by_bank_holiday")]);
            parts.push(if factor <= 0.0 {
                format!("No one comes on bank holidays{mark}.")
            } else {
                format!("On bank holidays there are {}{mark}.", more_or_less(factor, "more", "fewer"))
            });
        }
        if let Some((least, most)) = extremes(&self.hours) {
            let mark = teller.cite(&[&format!("{at}.by_hour")]);
            let none = self.hours.iter().filter(|factor| **factor <= 0.0).count();
            parts.push(if none > 0 {
                let open: Vec<usize> = (0..24).filter(|&hour| self.hours[hour] > 0.0).collect();
                let (first, last) = (open.first().copied().unwrap_or(0), open.last().copied().unwrap_or(23));
                format!(
                    "They come between {first}:00 and {}:00, most in the hour from {most}:00{mark}.",
                    last + 1
                )
            } else {
                format!("The busiest hour begins at {most}:00, the quietest at {least}:00{mark}.")
            });
        }
        if let Some(hours) = &self.hours_by_day {
            let mark = teller.cite(&[&format!("{at}.by_hour")]);
            let busiest = |day: &DayProfile| {
                let most = extremes(&day.0).map_or(0, |(_, most)| most);
                format!(" from {most}:00")
            };
            let said: Vec<String> = kinds::by_day(hours, busiest)
                .into_iter()
                .map(|(days, hour)| format!("{days}{hour}"))
                .collect();
            parts
                .push(format!("The hours differ by day; the busiest one begins: {}{mark}.", said.join("; ")));
        }
        parts.iter().flat_map(|part| [" ", part]).collect()
    }
}

/// How much days differ.
fn spread(teller: &mut Teller<'_>, key: &str, group: &Group, by_months: Option<f64>) -> String {
    let Some(arrivals) = group.arrivals.as_ref().filter(|arrivals| arrivals.daily_counts.is_none()) else {
        return String::new();
    };
    let batch = arrivals.batch.as_ref().map_or_else(String::new, |batch| {
        let mark = teller.cite(&[&format!("groups.{key}.arrivals.batch")]);
        format!(" They come together, {} at a time{mark}.", numbers(&batch.draw))
    });
    let ratio = arrivals.variance_over_mean().0;
    let mean = by_months.unwrap_or(arrivals.per_day().0);
    if ratio <= 1.0 {
        return batch + " Days differ as chance alone makes them.";
    }
    let sd = (ratio * mean).sqrt();
    let mark = teller.cite(&[&format!("groups.{key}.arrivals.variance_over_mean")]);
    let whose = if arrivals.per_group() {
        "; good and bad days are this group's own"
    } else {
        "; good and bad days are the same for all such groups"
    };
    // Where days differ much by design, none is average.
    let level = arrivals.by_weekday.iter().flatten().all(|factor| (0.75..=1.25).contains(&factor.0));
    let days = if mean >= 5.0 && level {
        format!(
            ", so that two average days in three bring {} to {} people",
            (mean - sd).round(),
            (mean + sd).round()
        )
    } else {
        String::new()
    };
    batch
        + &format!(
            " Days differ more than chance alone makes them (the variance is {} times the mean{mark}){days}{whose}.",
            number(ratio)
        )
}

/// Who is looked after instead of being admitted, and who leaves the queue for a bed.
fn diverted(teller: &mut Teller<'_>, key: &str, group: &Group) -> String {
    let mut text = String::new();
    for (service, one) in group.instead_of_admission.iter().flatten() {
        let at = format!("groups.{key}.instead_of_admission.{service}");
        let mark = teller.cite(&[&at, &format!("{at}.share"), &format!("{at}.waits")]);
        let who = if one.share().0 >= 1.0 { "All".to_owned() } else { percent(one.share().0) };
        let within = if one.waits().days > 0.0 {
            format!("within {}", span(one.waits().days, 4))
        } else {
            "at once".to_owned()
        };
        text += &format!(
            " {who} of those who come are turned to {}: who can start there {within} is looked after there instead of \
             in an acute bed, and who cannot is admitted as ever{mark}.",
            label(&teller.names.services, service)
        );
    }
    if let Some(leaves) = &group.leaves_bed_queue {
        let at = format!("groups.{key}.leaves_bed_queue");
        let paths = ["", ".after", ".share", ".per_day"].map(|word| format!("{at}{word}"));
        let mark = teller.cite(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        let who = if leaves.share().0 >= 1.0 { "all".to_owned() } else { percent(leaves.share().0) };
        let after = if leaves.after().days > 0.0 {
            format!("after {} in the queue for a bed", span(leaves.after().days, 4))
        } else {
            "where there is no bed at once".to_owned()
        };
        let rate = leaves.per_day.map_or_else(String::new, |rate| {
            format!(", not all then but from then on at a rate of {} a day", figure(rate.0, 3))
        });
        text += &format!(" Of the emergencies, {after} {who} go home untreated{rate}{mark}.");
    }
    text
}

fn stay(teller: &mut Teller<'_>, key: &str, group: &Group) -> String {
    let mut text = String::new();
    if let Some(stay) = &group.stay {
        let mark = teller.cite(&[&format!("groups.{key}.stay")]);
        text += &format!(" They need an acute bed for {}{mark}.", lengths(&stay.draw, Counted::Always, true));
    }
    if let Some(share) = group.dies_in_hospital.filter(|share| share.0 > 0.0) {
        let mark = teller.cite(&[&format!("groups.{key}.dies_in_hospital")]);
        text += &format!(" At its end {} die{mark}.", percent(share.0));
    }
    text
}

fn needs(teller: &mut Teller<'_>, key: &str, group: &Group) -> String {
    let mut text = String::new();
    let who =
        if group.dies_in_hospital.is_some_and(|share| share.0 > 0.0) { "Of those who live, " } else { "" };
    match &group.needs {
        None if group.enters() == Enters::Community => {}
        None => text += " All of them go home without new support.",
        Some(needs) => {
            let mark = teller.cite(&[&format!("groups.{key}.needs")]);
            let shares: Vec<String> = needs
                .iter()
                .filter(|(_, share)| share.0 > 0.0)
                .map(|(pathway, share)| {
                    let who = if share.0 >= 1.0 { "all".to_owned() } else { percent(share.0) };
                    format!("{who} need {}", quoted(&label(&teller.names.pathways, pathway)))
                })
                .collect();
            let needs = all_of(&shares)
                .replace(" need ", "\u{0}")
                .replacen('\u{0}', " need ", 1)
                .replace('\u{0}', " ");
            text += &format!(" {}{mark}.", capital(&format!("{who}{needs}")));
        }
    }
    let traits: Vec<(&String, f64)> = group
        .traits
        .iter()
        .flatten()
        .filter(|(_, share)| share.0 > 0.0)
        .map(|(key, share)| (key, share.0))
        .collect();
    if !traits.is_empty() {
        let paths: Vec<String> =
            traits.iter().map(|(name, _)| format!("groups.{key}.traits.{name}")).collect();
        let said: Vec<String> = traits
            .iter()
            .zip(&paths)
            .map(|((name, share), path)| {
                format!("{} are marked {}{}", percent(*share), quoted(name), teller.cite(&[path]))
            })
            .collect();
        let apart = if said.len() > 1 { ", each independent of the others" } else { "" };
        text += &format!(" {}{apart}.", all_of(&said));
    }
    text
}

/// What may happen while people wait, and after they have left.
fn waiting(teller: &mut Teller<'_>, key: &str, group: &Group) -> String {
    let mut text = String::new();
    let at = format!("groups.{key}.while_waiting");
    if let Some(waiting) = &group.while_waiting {
        let chances = [
            (waiting.recovers_per_day, "recover and go home without support", "recovers_per_day"),
            (waiting.unwell_per_day, "fall ill again", "unwell_per_day"),
            (waiting.dies_per_day, "die", "dies_per_day"),
        ];
        let said: Vec<String> = chances
            .iter()
            .filter_map(|(chance, what, key)| {
                let chance = chance.filter(|chance| chance.0 > 0.0)?;
                Some(format!("{} {what}{}", percent(chance.0), teller.cite(&[&format!("{at}.{key}")])))
            })
            .collect();
        if !said.is_empty() {
            text += &format!(" Of those who wait ready to leave, on each day {}.", all_of(&said));
        }
        if let Some(stay) =
            waiting.unwell_stay.as_ref().filter(|_| waiting.unwell_per_day.is_some_and(|c| c.0 > 0.0))
        {
            let mark = teller.cite(&[&format!("{at}.unwell_stay")]);
            text += &format!(
                " Who falls ill again needs acute care for {}{mark}.",
                lengths(&stay.draw, Counted::Always, true)
            );
        }
    }
    if let Some(share) = group.readmitted_30d.filter(|share| share.0 > 0.0) {
        let mark = teller.cite(&[&format!("groups.{key}.readmitted_30d")]);
        let by_months = mean_by_months(teller, key, group);
        let first = by_months.or(group.arrivals.as_ref().map(|arrivals| arrivals.per_day().0)).unwrap_or(0.0);
        text += &format!(
            " {} of those who leave hospital come back within 30 days{mark}, on top of the {} above.",
            percent(share.0),
            figure(first, 4),
        );
    }
    text
}
