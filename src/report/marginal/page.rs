//! The page on stdout: what one more of each changes, and at what price.

use super::Marginal;
use crate::experiment::levers::usual_outcome;
use crate::measures::outcome::{Key, System};
use crate::report::differences::{signed, signed_range, words_of};
use crate::report::doubt::cover;
use crate::report::grid::Grid;
use crate::report::money;
use crate::report::page::Page;
use crate::report::stands::{DOES_NOT, NOT_GIVEN, UNVERIFIED, mark_with};
use crate::report::steadiness::{between_these, note_of_these};
use crate::report::words::{Grain, capital, count, period};
use crate::scenario::unstable::Unstable;

/// The page.
pub fn page(all: &Marginal<'_>) -> Page {
    let calendar = &all.base.plan.calendar;
    let title = format!("{}: what one more of each changes", all.base.names.scenario);
    let (start, days) = (calendar.start(), calendar.measured_days());
    let (period, runs) = (period(start, days), count(all.runs, "run"));
    let mut page = Page::of_study(&title, &format!("{period}, {runs} of each"));
    let of_base = Unstable::of(all.base);
    let points = all.points.iter().map(|point| &point.unstable);
    let each: Vec<_> = std::iter::once(&of_base).chain(points).map(|one| (&all.base.names, one)).collect();
    let steady = note_of_these(&each, "nctr_bed_days");
    page.points(all.standing().into_iter().chain(answers(all)).chain(steady));
    let mut grid =
        Grid::new(&["One more", "bed-days", "how sure of it", "spent", "worth", "£/bed-day", "wait, h"]);
    for i in all.ranked() {
        let cost = all.money[i].as_ref();
        let told = |what: Option<String>| what.unwrap_or_else(|| "-".to_owned());
        let unsteady = between_these(&of_base, &all.points[i].unstable, "nctr_bed_days");
        let stands = all.effect_again(i).and_then(|effect| effect.stands);
        let mut row = vec![format!("{}{}", all.label(i), mark_with(unsteady, stands))];
        match all.change(i, System::NctrBedDays) {
            Some(d) => {
                let grain = Grain::of("bed-days", d.mean);
                let mark = if all.clear[i] { "" } else { "(" };
                let end = if all.clear[i] { "" } else { ")" };
                row.extend([
                    format!("{mark}{}{end}", signed(grain, d.mean)),
                    signed_range(grain, d.precision95),
                ]);
            }
            None => row.extend(["-", "-"].map(str::to_owned)),
        }
        row.push(told(cost.map(money::spent)));
        row.push(told(cost.and_then(|m| m.worth.as_ref()).map(money::pounds)));
        row.push(if all.price_falls(i) && all.clear[i] {
            NOT_GIVEN.to_owned()
        } else {
            told(cost.filter(|_| all.clear[i]).map(money::price))
        });
        row.push(all.change(i, System::BedWaitHoursMean).map_or_else(
            || "-".to_owned(),
            |d| if d.clear { signed(Grain::finer("hours", d.mean), d.mean) } else { "unclear".to_owned() },
        ));
        grid.row(row);
    }
    page.part(grid.blocks());
    page.paragraph(&format!("Each is added alone, to the whole timetable or roster, with the same people in every run. In \
                    brackets: no clear difference, with all of them taken together (Holm's rule). Spent: on \
                    services, open beds and staff; not priced where the scenario gives no price of it. Worth: the \
                    bed-days avoided at the cost of an acute bed-day; no one pays it back. £/bed-day: spent for each \
                    bed-day avoided, where that is clear; where a service is priced per person, more of it costs \
                    only what more people use. Wait: of an emergency for a bed, in hours. {} What one more does says little about what ten more do: `wardflow sweep` and `wardflow \
                    exchange` follow one further.", cover(all.base)));
    if all.again.is_needed() && all.again.found().is_none() {
        page.paragraph(&format!("£/bed-day: {UNVERIFIED}."));
    }
    page
}

/// What saves most, as far as that is clear, and what acute beds do.
pub fn answers(all: &Marginal<'_>) -> Vec<String> {
    let savers = all.savers();
    let told = |i: usize| {
        let does_not = if all.falls(i) { DOES_NOT } else { "" };
        format!("{}: {}{does_not}", capital(&all.label(i)), saved(all, i))
    };
    let mut said = vec![match savers.as_slice() {
        [] => "No single addition clearly saves bed-days with NCTR.".to_owned(),
        [first, ..] if all.is_first(*first) => {
            format!(
                "Of these additions, unlike as they are, this saves most bed-days with NCTR. {}.",
                told(*first)
            )
        }
        [only] => format!("One addition clearly saves bed-days with NCTR. {}.", told(*only)),
        [first, second, ..] => format!(
            "{} clearly save bed-days with NCTR; which of them most is not clear. {}. {}.",
            count(savers.len() as u64, "addition"),
            told(*first),
            told(*second)
        ),
    }];
    let others = (0..all.levers.len()).filter_map(|i| {
        let outcome = usual_outcome([all.levers[i].path.as_str()]);
        let d = all.change(i, outcome).filter(|_| outcome != System::NctrBedDays)?;
        let grain = Grain::finer(d.unit, d.mean);
        let label = capital(&all.label(i));
        let what = words_of(outcome.outcome()).to_lowercase();
        Some(if d.clear {
            let range = signed_range(grain, d.precision95);
            format!("{label}, judged by what it is for, {what}: {} ({range}).", signed(grain, d.mean))
        } else {
            format!("{label}, judged by what it is for, {what}: no clear difference.")
        })
    });
    said.extend(others);
    said
}

fn saved(all: &Marginal<'_>, i: usize) -> String {
    all.change(i, System::NctrBedDays).map_or_else(String::new, |d| {
        let days = f64::from(all.base.plan.calendar.measured_days());
        let grain = Grain::of("bed-days", d.mean);
        let beds = d.mean.abs() / days;
        let side = if d.mean < 0.0 { "fewer" } else { "more" };
        format!(
            "about {} bed-days {side}, as if {} beds were {} on every day",
            grain.show(d.mean.abs()),
            Grain::of("beds", beds).show(beds),
            if d.mean < 0.0 { "free" } else { "lost" }
        )
    })
}
