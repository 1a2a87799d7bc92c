//! Made-up returns, each with one thing wrong.

use jiff::civil::{Date, date};

use super::clean;
use crate::base::Luck;
use crate::sources::series::Daily;

const FIRST: Date = date(2023, 1, 2);
const DAYS: usize = 500;

/// An honest return: a level, fewer discharges at weekends, and luck.
fn honest(nctr: f64, discharged: f64, seed: u64) -> Daily {
    let luck = Luck::new(seed, 0);
    let draw = |i: usize, mean: f64, key: u64| {
        let parts: f64 = (0..12).map(|k| luck.part(key).part(i as u64).part(k).uniform()).sum();
        (mean + (parts - 6.0) * mean.sqrt() * 1.3).round().max(0.0)
    };
    let weekend = |i: usize| if i % 7 >= 5 { 0.45 } else { 1.2 };
    let left: Vec<f64> = (0..DAYS).map(|i| draw(i, discharged * weekend(i), 2)).collect();
    let stay: Vec<f64> = (0..DAYS).map(|i| draw(i, nctr - discharged, 1)).collect();
    let all = |f: &dyn Fn(usize) -> f64| (0..DAYS).map(|i| Some(f(i))).collect::<Vec<_>>();
    Daily {
        first: FIRST,
        nctr: all(&|i| stay[i] + left[i]),
        discharged: all(&|i| left[i]),
        remaining: all(&|i| stay[i]),
        notes: Vec::new(),
    }
}

fn set(daily: &mut Daily, i: usize, nctr: f64, discharged: f64) {
    (daily.nctr[i], daily.discharged[i], daily.remaining[i]) =
        (Some(nctr), Some(discharged), Some(nctr - discharged));
}

fn rules(daily: &Daily) -> Vec<(&'static str, usize)> {
    daily.notes.iter().map(|note| (note.rule, note.count)).collect()
}

#[test]
fn nothing_is_said_of_honest_returns_large_and_small() {
    for seed in 0..20 {
        for (nctr, discharged) in [(400.0, 150.0), (60.0, 20.0), (9.0, 3.0)] {
            let mut daily = honest(nctr, discharged, seed);
            let before = daily.clone();
            clean(&mut daily);
            assert!(daily == before, "{seed} of {nctr}: {:?}", daily.notes);
        }
    }
}

#[test]
fn zeros_that_mean_nothing_was_returned_are_left_out_and_whole_weeks_told_apart() {
    let mut daily = honest(150.0, 60.0, 1);
    (100..107).chain([200, 201]).for_each(|i| set(&mut daily, i, 0.0, 0.0));
    clean(&mut daily);
    assert_eq!(rules(&daily), [("zero-weeks", 7), ("zeros", 2)]);
    assert!(
        (100..107).all(|i| daily.nctr[i].is_none()
            && daily.discharged[i].is_none()
            && daily.remaining[i].is_none())
    );
    assert!(daily.notes[0].text.contains("2023-04-12 to 2023-04-18"), "{}", daily.notes[0].text);
    assert!(daily.notes.iter().all(|note| !note.kept));
}

#[test]
fn a_sunday_with_nobody_discharged_stays_in_a_small_hospital() {
    let mut daily = honest(60.0, 8.0, 2);
    set(&mut daily, 104, 55.0, 0.0);
    clean(&mut daily);
    assert!(daily.notes.is_empty(), "{:?}", daily.notes);
    assert_eq!(daily.discharged[104], Some(0.0));
}

#[test]
fn a_week_sent_twice_is_left_out_once() {
    let mut daily = honest(150.0, 60.0, 3);
    for i in 70..77 {
        (daily.nctr[i], daily.discharged[i]) = (daily.nctr[i - 7], daily.discharged[i - 7]);
        daily.remaining[i] = daily.remaining[i - 7];
    }
    clean(&mut daily);
    assert_eq!(rules(&daily), [("repeats", 7)]);
    assert!(daily.nctr[63..70].iter().all(Option::is_some) && daily.nctr[70..77].iter().all(Option::is_none));
}

#[test]
fn months_copied_from_the_year_before_are_one_note() {
    let mut daily = honest(150.0, 60.0, 4);
    for i in 400..460 {
        (daily.nctr[i], daily.discharged[i]) = (daily.nctr[i - 364], daily.discharged[i - 364]);
        daily.remaining[i] = daily.remaining[i - 364];
    }
    clean(&mut daily);
    assert_eq!(rules(&daily), [("repeats", 60)]);
    assert!(
        daily.notes[0].text.contains("an earlier stretch of four weeks or more"),
        "{}",
        daily.notes[0].text
    );
}

#[test]
fn a_slip_of_a_key_is_left_out_and_christmas_is_not() {
    let mut daily = honest(150.0, 60.0, 5);
    set(&mut daily, 150, 1500.0, 60.0);
    // 25 and 26 December 2023: as few as on a Sunday.
    for i in [357, 358] {
        let nctr = daily.nctr[i].unwrap();
        set(&mut daily, i, nctr, 14.0);
    }
    clean(&mut daily);
    assert_eq!(rules(&daily), [("implausible", 1)]);
    assert_eq!((daily.nctr[150], daily.remaining[150], daily.discharged[150]), (None, None, Some(60.0)));
}

#[test]
fn a_step_is_named_with_its_day_and_size_and_nothing_at_it_is_left_out() {
    let mut daily = honest(150.0, 60.0, 6);
    for i in 240..DAYS {
        let (nctr, discharged) = (daily.nctr[i].unwrap(), daily.discharged[i].unwrap());
        set(&mut daily, i, nctr + 90.0, discharged);
    }
    let before = daily.clone();
    clean(&mut daily);
    assert_eq!(rules(&daily), [("step", 1)]);
    assert_eq!((&daily.nctr, &daily.remaining), (&before.nctr, &before.remaining));
    let note = &daily.notes[0];
    assert!(note.kept && note.from == Some(date(2023, 8, 30)), "{note:?}");
    assert!(
        note.text.contains("no criteria to reside from 1") && note.text.contains("remaining from 9"),
        "{}",
        note.text
    );
}

#[test]
fn more_discharged_than_there_were_leaves_out_who_remain() {
    let mut daily = honest(60.0, 50.0, 7);
    set(&mut daily, 31, 60.0, 62.0);
    clean(&mut daily);
    assert!(rules(&daily).iter().any(|(rule, _)| *rule == "remaining-below-0"), "{:?}", daily.notes);
    assert_eq!((daily.nctr[31], daily.remaining[31]), (Some(60.0), None));
}

#[test]
fn the_change_of_definitions_is_named_where_the_series_goes_across_it() {
    let mut daily = honest(150.0, 60.0, 8);
    daily.first = date(2024, 1, 1);
    clean(&mut daily);
    assert_eq!(rules(&daily), [("definitions", 1)]);
    assert!(daily.notes[0].kept);
}
