//! Who waits on a day, from reasons and bands of delay as published: how many for each reason, and how many have
//! waited so long. Bands are mostly of people who left; of those who wait, by Little's law, as many have waited for so
//! many days as leave a day with a delay of that or more (the backward recurrence time: Cox 1962, Renewal Theory).

use super::shares::{BANDS, Shares, band};
use crate::base::margins::whole;

/// So many wait for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As published.
    pub name: String,
    /// The pathway that the name holds, as in `(Pathway 1)`: `p1`.
    pub pathway: String,
    /// How many.
    pub people: u32,
}

/// Who waits on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// By reason, in the order of the file.
    pub reasons: Vec<Reason>,
    /// By band, the shortest first: its name and how many.
    pub bands: Vec<(String, u32)>,
    /// Over how many months reasons are means; 1 where the file names none.
    pub months: usize,
    /// Whether bands are of the same people, as they sum alike; else they were of people who left.
    pub same_people: bool,
}

/// A band of delay in whole days, with its figure.
struct OfDays {
    from: u32,
    to: Option<u32>,
    figure: f64,
}

/// The counts of both. The error says, in a sentence, why there are none.
pub fn of(reasons: &Shares, bands: &Shares) -> Result<Waiting, &'static str> {
    if !reasons.counts {
        return Err("the reasons are shares and not numbers of people");
    }
    let months = reasons.periods.len().max(1);
    let figures: Vec<f64> = reasons.all.iter().map(|one| one.figure / months as f64).collect();
    let mean: f64 = figures.iter().sum();
    let total = mean.round().clamp(0.0, 200_000.0) as u32;
    if total == 0 {
        return Err("less than half a person waits for all reasons together");
    }
    let people = whole(&figures, total);
    let reasons = reasons.all.iter().zip(people).map(|(one, people)| Reason {
        pathway: pathway(&one.name),
        name: one.name.clone(),
        people,
    });
    let of = of_days(bands)?;
    let sum: f64 = of.iter().map(|one| one.figure).sum::<f64>() / bands.periods.len().max(1) as f64;
    let same_people = bands.counts && (sum - mean).abs() <= (0.005 * mean).max(0.5);
    let (names, weights): (Vec<String>, Vec<f64>) = if same_people {
        of.iter().map(|one| (named(one.from, one.to), one.figure)).unzip()
    } else {
        who_wait(&of)?.into_iter().unzip()
    };
    let bands = names.into_iter().zip(whole(&weights, total)).collect();
    Ok(Waiting { reasons: reasons.collect(), bands, months, same_people })
}

/// The pathway in a published name.
fn pathway(name: &str) -> String {
    let small = name.to_lowercase();
    let number = small.split_once("pathway ").and_then(|(_, rest)| rest.chars().next());
    number.filter(char::is_ascii_digit).map_or_else(String::new, |number| format!("p{number}"))
}

fn named(from: u32, to: Option<u32>) -> String {
    match to {
        None => format!("{from} or more"),
        Some(to) if to == from => from.to_string(),
        Some(to) => format!("{from}-{to}"),
    }
}

/// Bands of a day of delay or more, the shortest first.
fn of_days(bands: &Shares) -> Result<Vec<OfDays>, &'static str> {
    let mut all: Vec<OfDays> = bands
        .all
        .iter()
        .filter_map(|one| band(&one.name).map(|(from, to)| OfDays { from, to, figure: one.figure }))
        .filter(|one| one.from >= 1)
        .collect();
    all.sort_by_key(|one| one.from);
    let apart = all.windows(2).all(|pair| pair[0].to.is_some_and(|to| to < pair[1].from));
    if !apart {
        return Err("bands hold days of one another");
    }
    if all.iter().map(|one| one.figure).sum::<f64>() <= 0.0 {
        return Err("nobody is in a band of a day or more");
    }
    Ok(all)
}

/// Of people who left in these bands, who wait in those of the national release. Days of a band are alike; beyond an
/// open one's first day fewer are left day by day, at the rate of the band before it.
fn who_wait(of: &[OfDays]) -> Result<Vec<(String, f64)>, &'static str> {
    const LONGEST: u32 = 3_000;
    /// No more stay on from a day to the next than in a mean of 200 days.
    const MOST: f64 = 0.995;
    let at_least = |from: u32| of.iter().filter(|one| one.from >= from).map(|one| one.figure).sum::<f64>();
    let open = of.last().filter(|one| one.to.is_none() && one.figure > 0.0);
    let goes_on = match (open, of.iter().rev().nth(1)) {
        (None, _) => 0.0,
        (Some(_), None) => return Err("with one open band nobody knows how fast delays end"),
        (Some(open), Some(before)) => {
            let days = f64::from(open.from - before.from);
            libm::pow(at_least(open.from) / at_least(before.from), 1.0 / days).min(MOST)
        }
    };
    // The share of those of a band who are delayed for this day or longer.
    let stays = |one: &OfDays, day: u32| match one.to {
        _ if day <= one.from => 1.0,
        Some(to) if day > to => 0.0,
        Some(to) => f64::from(to + 1 - day) / f64::from(to + 1 - one.from),
        None => libm::pow(goes_on, f64::from(day - one.from)),
    };
    let waits = |day: u32| of.iter().map(|one| one.figure * stays(one, day)).sum::<f64>();
    let bands = BANDS[1..].iter().enumerate().map(|(i, (_, from))| {
        let to = BANDS.get(i + 2).map(|(_, next)| next - 1);
        let people = (*from..=to.unwrap_or(LONGEST)).map(waits).sum();
        (named(*from, to), people)
    });
    Ok(bands.collect())
}

#[cfg(test)]
mod tests {
    use super::super::shares::Share;
    use super::*;

    fn shares(counts: bool, all: &[(&str, f64)]) -> Shares {
        let sum: f64 = all.iter().map(|(_, x)| x).sum();
        let share = |&(name, figure): &(&str, f64)| Share {
            name: name.to_owned(),
            group: String::new(),
            figure,
            share: figure / sum,
        };
        Shares { all: all.iter().map(share).collect(), counts, periods: Vec::new(), notes: Vec::new() }
    }

    #[test]
    fn of_people_who_left_those_who_wait_have_waited_as_renewal_says() {
        // A day 10 leave after 1 day and 6 after 2 or 3, 3 of each: 16 wait for a first day, 6 for a second, 3 for a
        // third.
        let reasons =
            shares(true, &[("Hub process - referral (Pathway 2)", 15.0), ("Capacity - beds", 10.0)]);
        let found =
            of(&reasons, &shares(true, &[("0 days", 80.0), ("1 day", 10.0), ("2-3 days", 6.0)])).unwrap();
        assert!(!found.same_people);
        let people: Vec<u32> = found.bands.iter().map(|(_, n)| *n).collect();
        assert_eq!(people, [16, 9, 0, 0, 0, 0], "{:?}", found.bands);
        assert_eq!(found.bands[5].0, "21 or more");
        let first = Reason {
            name: "Hub process - referral (Pathway 2)".to_owned(),
            pathway: "p2".to_owned(),
            people: 15,
        };
        assert_eq!(found.reasons[0], first);
        assert_eq!(found.reasons[1].pathway, "");
    }

    #[test]
    fn an_open_band_goes_on_at_the_rate_of_the_one_before() {
        // Half of those of a first day are there on the second, and so on: 256, 128 + 64, 32 + ...
        let waits = who_wait(&[
            OfDays { from: 1, to: Some(1), figure: 128.0 },
            OfDays { from: 2, to: None, figure: 128.0 },
        ])
        .unwrap();
        let people: Vec<f64> = waits.iter().map(|(_, x)| *x).collect();
        let all: f64 = people.iter().sum();
        assert!((people[0] - 256.0).abs() < 1e-9 && (people[1] - 192.0).abs() < 1e-9, "{people:?}");
        assert!((all - 512.0).abs() < 1e-6, "{people:?}");
    }

    #[test]
    fn bands_that_sum_as_reasons_do_are_of_the_same_people() {
        let reasons = shares(true, &[("Capacity - beds", 9.0)]);
        let found = of(&reasons, &shares(true, &[("7+ days", 4.0), ("1-6 days", 5.0)])).unwrap();
        assert!(found.same_people);
        assert_eq!(found.bands, [("1-6".to_owned(), 5), ("7 or more".to_owned(), 4)]);
        assert!(of(&shares(false, &[("a", 1.0)]), &reasons).is_err());
    }
}
