//! The page on stdout: how long runs remember their start, what remembers longest, and what that
//! moves.

use super::WarmedUp;
use crate::experiment::Estimate;
use crate::experiment::warm_up::MOST_RUNS;
use crate::experiment::warm_up::agreement::{Coupling, Kind, LASTS};
use crate::report::block::Block;
use crate::report::grid::Grid;
use crate::report::page::Page;
use crate::report::words::{Grain, count, date, in_a_row, thousands};

/// How many counts are shown.
const SHOWN: usize = 6;

/// The page.
pub fn page(all: &WarmedUp<'_>) -> Page {
    let mut page = heading(all);
    let said = [Some(remembers(all)), Some(verdict(all)), Some(moves(all)), fades(all), longest(all)];
    page.points(said.into_iter().flatten());
    page.part(table(all));
    for text in [mser(all), how_told(all), over_full(all)] {
        page.paragraph(&text);
    }
    page
}

fn heading(all: &WarmedUp<'_>) -> Page {
    let found = all.found;
    let mut page = Page::of(&format!("Warm-up of {}", all.scenario.names.scenario));
    let runs = count(found.how.runs, "run");
    let text = format!(
        "{runs}, each from an empty and from an over-full start with the same people, {} from {}",
        days(found.days),
        date(found.from)
    );
    page.say(&text);
    page
}

fn days(n: u32) -> String {
    count(u64::from(n), "day")
}

/// The first sentence.
pub(super) fn remembers(all: &WarmedUp<'_>) -> String {
    let (found, coupling) = (all.found, all.found.coupling());
    let by = |share| coupling.day_by(share);
    if let (Some(half), Some(nine), Some(most)) = (by(0.5), by(0.9), by(MOST_RUNS)) {
        return format!(
            "After {} nine runs in ten no longer remember how they started; half of them after {}, 19 in 20 after {}.",
            days(nine),
            thousands(f64::from(half), 0),
            thousands(f64::from(most), 0)
        );
    }
    let forgot = coupling.days.iter().flatten().count() as u64;
    let within = days(found.days);
    if forgot == 0 {
        return format!(
            "Not one of {} forgets how it started within {within}.",
            count(found.how.runs, "run")
        );
    }
    let half = by(0.5).map_or_else(String::new, |half| format!(", half of all after {}", days(half)));
    format!("Within {within} {forgot} of {} forget how they started{half}.", count(found.how.runs, "run"))
}

fn verdict(all: &WarmedUp<'_>) -> String {
    let found = all.found;
    let own = days(found.warm_up);
    if found.starts_with_people {
        return "The scenario says itself who is there at the start: this is how long that matters."
            .to_owned();
    }
    match (found.is_enough(), found.suggested()) {
        (true, _) => format!("The warm-up of {own} is long enough."),
        (false, Some(weeks)) => {
            format!("The warm-up of {own} is too short. Long enough: \"warm_up\": \"{weeks}d\".")
        }
        (false, None) => format!(
            "The warm-up of {own} is too short for all to be forgotten, and so is any of up to {}. A place close to full forgets slowly (wardflow check tells which). Either say who is there at the start (initial), or keep one warm-up for all scenarios that you compare and take it as part of them.",
            days(found.days)
        ),
    }
}

/// What the start moves in what is measured.
fn moves(all: &WarmedUp<'_>) -> String {
    let left = &all.found.left_over;
    let (Some(empty), Some(full), Some(apart)) = (left.empty.mean, left.over_full.mean, left.difference.mean)
    else {
        return "Nothing is measured.".to_owned();
    };
    if apart.abs() <= 0.0 && left.difference.sd <= 0.0 {
        return "In the measured days both starts have the same number of people past ready.".to_owned();
    }
    let grain = Grain::of("people", empty.max(full));
    let sure = |e: &Estimate| {
        e.precision95.map_or_else(String::new, |range| format!(" (95%: {})", grain.range(range)))
    };
    let near = left.within_one.map_or_else(String::new, |share| {
        format!(
            " In {} of {} the two averages are equal to within one person; at {} of midnights the two starts are.",
            left.forgotten(),
            count(all.found.how.runs, "run"),
            Grain::of("share", 1.0).show(share)
        )
    });
    format!(
        "In the measured days {} people are past ready at midnight from the empty start and {} from the over-full one: {} apart{}.{near}",
        grain.show(empty),
        grain.show(full),
        grain.show(apart),
        sure(&left.difference)
    )
}

fn fades(all: &WarmedUp<'_>) -> Option<String> {
    let added = all.found.ready[1].first()? - all.found.ready[0].first()?;
    let added = Grain::of("people", added).show(added);
    let half = all.found.faded_to(0.5)?;
    let rest = all.found.faded_to(0.1).map_or_else(
        || format!("; a tenth is still there after {}", days(all.found.days)),
        |day| format!(" and nine in ten after {}", days(day)),
    );
    Some(format!(
        "Of the {added} people past ready whom the over-full start adds, on average half are gone after {}{rest}.",
        days(half)
    ))
}

fn longest(all: &WarmedUp<'_>) -> Option<String> {
    let late = all.found.longest().into_iter().filter(|r| r.coupling.day_by(1.0) != Some(0));
    let named: Vec<String> = late.take(3).map(|remembered| all.words(remembered.count)).collect();
    (!named.is_empty()).then(|| format!("What remembers longest: {}.", in_a_row(&named)))
}

fn table(all: &WarmedUp<'_>) -> Vec<Block> {
    let mut grid = Grid::new(&[
        "Both starts agree for good from day",
        "half of runs",
        "9 in 10",
        "19 in 20",
        "within one",
        "apart at end",
    ]);
    let day = |day: Option<u32>| day.map_or_else(|| "not yet".to_owned(), |d| thousands(f64::from(d), 0));
    let row = |words: String, exactly: &Coupling, within: String, apart: String| {
        let [half, nine, most] = [0.5, 0.9, MOST_RUNS].map(|share| day(exactly.day_by(share)));
        vec![words, half, nine, most, within, apart]
    };
    for kind in &all.found.kinds {
        let words = match kind.kind {
            Kind::Everything => "Everything",
            Kind::Hospital => "Hospital: in beds, past ready, waiting",
            Kind::Lines => "Queues for services",
            Kind::Services => "People in services",
        };
        let within = day(kind.within_one.day_by(MOST_RUNS));
        grid.row(row(words.to_owned(), &kind.exactly, within, String::new()));
    }
    for remembered in all.found.longest().into_iter().take(SHOWN) {
        let apart = Grain::of("people", remembered.apart_at_end).show(remembered.apart_at_end);
        let words = format!("  {}", all.words(remembered.count));
        grid.row(row(words, &remembered.coupling, String::new(), apart));
    }
    grid.blocks()
}

fn mser(all: &WarmedUp<'_>) -> String {
    const RULE: &str = "MSER-5, the usual rule for runs of which every day is like the next,";
    match &all.found.mser {
        Ok(mser) if mser.at_limit => {
            format!("{RULE} finds nothing to cut in the first half: the run is too short for it.")
        }
        Ok(mser) => format!(
            "{RULE} would cut off the first {} (people past ready from the empty start, mean over runs).",
            days(mser.cut)
        ),
        Err(why) => format!("{RULE} is not shown: {why}."),
    }
}

fn how_told(all: &WarmedUp<'_>) -> String {
    let found = all.found;
    let beyond = found.days - found.warm_up - found.measured;
    let more = match (beyond, &found.no_longer) {
        (0, _) => String::new(),
        (beyond, _) => format!(" and {} beyond its end", thousands(f64::from(beyond), 0)),
    };
    let refused = found.no_longer.as_ref().and_then(|faults| faults.all().first());
    let refused =
        refused.map_or_else(String::new, |fault| format!(" It cannot be looked at for longer: {fault}."));
    format!(
        "A run has forgotten its start when all these counts are equal at midnight from then on to the end, for {LASTS} days at least. Within one: from when on no count differs by more than one person, in 19 runs of 20. To the last person is a strict test: averages settle earlier, and how far the measured days are apart says what it matters. Looked at: the scenario's own {}{more}.{refused}",
        days(found.warm_up + found.measured)
    )
}

fn over_full(all: &WarmedUp<'_>) -> String {
    let full = &all.found.over_full;
    let shown = |n: u32| thousands(f64::from(n), 0);
    format!(
        "Over-full start: {} people in acute beds, {} of them past ready{}: a tenth more than the most seen in any run from the empty start.",
        shown(full.hospital),
        shown(full.ready),
        if full.people.is_empty() {
            String::new()
        } else {
            format!(", every limited service full, and {} people in front of services", shown(full.waiting()))
        }
    )
}
