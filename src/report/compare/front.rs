//! What stands first in a report of options: the answer in one sentence with its range, three figures as change from
//! the scenario as it is, and what has to be known with it. Nothing is said more strongly than its interval.

use super::Compared;
use super::decision::Told;
use crate::experiment::compare::Difference;
use crate::experiment::money::Money;
use crate::measures::outcome::{Better, Key, Outcome, System};
use crate::report::brief::{Change, Sentence, Tile};
use crate::report::differences::{about, beds, grain, in_a_sentence, plainly, words_of};
use crate::report::money::{not_priced, without_use};
use crate::report::stands::mark_with;
use crate::report::study::Front;
use crate::report::words::{Grain, count, in_a_row};

/// So many options beside the first are named.
const NAMED: usize = 3;

/// Everything that stands first.
pub fn front(all: &Compared<'_>) -> Front {
    let option = first(all);
    // An answer that does not stand is none.
    let falls = option.filter(|&option| all.falls(option)).and_then(|_| all.standing().into_iter().next());
    Front {
        answer: falls.or_else(|| answer(all).into_iter().next()),
        answer_of: option.map_or_else(|| vec!["/options".to_owned()], |option| of(all, option)),
        caveats: caveats(all, option),
        // What does not stand has no figures.
        tiles: option
            .filter(|&option| !all.falls(option))
            .map(|option| tiles(all, option))
            .unwrap_or_default(),
        chart: Some("differences"),
        rests_on: rests_on(all),
        charts_below: Vec::new(),
    }
}

/// The option that the first page speaks of: the one that clearly changes most, else the first in the table.
fn first(all: &Compared<'_>) -> Option<usize> {
    let clear = all.leading().0.first().copied();
    clear.or_else(|| all.comparison.ranked().into_iter().find(|&option| all.ranking(option).is_some()))
}

/// Where the numbers of a sentence about an option stand.
fn of(all: &Compared<'_>, option: usize) -> Vec<String> {
    let [sizes, beds] = ["sizes", "beds_on_every_day"].map(|key| part(all, option, key));
    vec![at(all, option, all.by().name), sizes, beds, "/options".to_owned()]
}

/// A part of what an option changes, in `results.json`.
fn part(all: &Compared<'_>, option: usize, key: &str) -> String {
    format!("/differences/{}/{key}", all.stems[option + 1].replace('~', "~0").replace('/', "~1"))
}

/// Where a difference stands in `results.json`.
fn at(all: &Compared<'_>, option: usize, outcome: &str) -> String {
    part(all, option, &format!("outcomes/{outcome}"))
}

/// The answer in one sentence, and what else is clear in another.
pub fn answer(all: &Compared<'_>) -> Vec<String> {
    let by = all.by();
    let (clear, first_is_clear) = all.leading();
    let options = all.comparison.options.len();
    let Some((&first, others)) = clear.split_first() else {
        return vec![nothing_clear(options, &all.with_size(0), &in_a_sentence(words_of(by)))];
    };
    let Some(difference) = all.ranking(first) else { return Vec::new() };
    let verb = if difference.mean < 0.0 { "lowers" } else { "raises" };
    let so_many = about(difference);
    let free = if by.name == System::NctrBedDays.outcome().name {
        format!(", {}", beds(difference, all.findings[0].days))
    } else {
        String::new()
    };
    let most = if options > 1 && first_is_clear {
        format!(", the most of {options} options")
    } else {
        String::new()
    };
    let mark = mark_of(all, first);
    let mut said = vec![format!(
        "{} {verb} {} by {so_many}{most}{free}{mark}.",
        all.with_size(first),
        in_a_sentence(words_of(by))
    )];
    let told = |&option: &usize| {
        let d = all.ranking(option)?;
        let side = if d.mean < 0.0 { "less" } else { "more" };
        Some(format!("“{}”, {} {side}{}", all.label(option + 1), about(d), mark_of(all, option)))
    };
    let named: Vec<String> = others.iter().filter_map(told).take(NAMED).collect();
    if !named.is_empty() {
        let more = match others.len() - named.len() {
            0 => String::new(),
            n => format!("; and {n} more, in the table"),
        };
        let sure = if first_is_clear { "" } else { " Which of these changes it most is not clear." };
        said.push(format!("Clear as well: {}{more}.{sure}", named.join("; ")));
    } else if options > 1 && !first_is_clear {
        said.push("Whether it changes that more than the others do is not clear.".to_owned());
    }
    let unclear: Vec<String> = (0..options)
        .filter(|option| !clear.contains(option) && all.ranking(*option).is_some())
        .map(|option| format!("“{}”", all.label(option + 1)))
        .collect();
    match unclear.as_slice() {
        [] => {}
        few if few.len() <= NAMED => said.push(format!("No clear difference: {}.", in_a_row(few))),
        many => said.push(format!("{} make no clear difference.", count(many.len() as u64, "option"))),
    }
    said
}

/// The answer where no option makes a clear difference.
fn nothing_clear(options: usize, first: &str, what: &str) -> String {
    if options == 1 {
        return format!("{first} makes no clear difference to {what}.");
    }
    format!("None of {options} options makes a clear difference to {what}.")
}

fn mark_of(all: &Compared<'_>, option: usize) -> &'static str {
    let stands = all.effect_again(option).and_then(|effect| effect.stands);
    mark_with(all.unsteady(option, all.by().name), stands)
}

/// What must be known before the answer is used.
fn caveats(all: &Compared<'_>, option: Option<usize>) -> Vec<Sentence> {
    let falls = all.answer_stands() != Some(true);
    let standing = || all.standing().into_iter().take(1).map(Sentence::from);
    let mut said: Vec<Sentence> = standing().filter(|_| falls).collect();
    // What it rests on comes before how often it holds there, which sounds like certainty.
    let assumed = crate::report::making::mostly(&all.scenarios[0]);
    said.extend(assumed.map(|text| Sentence::of(text, &["/provenance"])));
    let decided = Told::of(all).into_iter().flat_map(|told| told.said());
    said.extend(decided.take(1).map(|text| Sentence::of(text, &["/decision"])));
    let money = option.and_then(|option| all.comparison.options[option].money.as_ref());
    said.extend(money.and_then(not_priced).map(Sentence::from));
    said.extend(standing().filter(|_| !falls));
    said
}

/// Three figures of an option, as change from the scenario as it is.
fn tiles(all: &Compared<'_>, option: usize) -> Vec<Tile> {
    let of = |system: System| tile(all, option, system);
    [of(System::NctrBedDays), of(System::NctrRemaining), spent(all, option)].into_iter().flatten().collect()
}

fn tile(all: &Compared<'_>, option: usize, system: System) -> Option<Tile> {
    let outcome = system.outcome();
    let base = system.of(&all.findings[0].system).mean?;
    let d = system.of(&all.comparison.options[option].system).as_ref()?;
    // The outcome that ranks is clear with all options taken together, or not at all.
    let ranks = outcome.name == all.by().name;
    let clear = d.clear && (!ranks || all.comparison.options[option].clear_adjusted);
    let shown = grain(d);
    let side = if d.mean < 0.0 { "fewer" } else { "more" };
    let range =
        d.precision95.map_or_else(String::new, |ends| format!("{}: {}", sure(d), in_words(shown, ends)));
    Some(Tile {
        label: plainly(words_of(outcome)),
        figure: if clear {
            format!("{} {side}", shown.show(d.mean.abs()))
        } else {
            "no clear difference".to_owned()
        },
        range,
        beside: without_it(d, base, clear),
        change: change(outcome, d, clear),
        of: at(all, option, outcome.name),
    })
}

/// What there is without the option, and how large the change is beside it.
fn without_it(d: &Difference, base: f64, clear: bool) -> String {
    let level = format!("{} without it", Grain::of(d.unit, base).show(base));
    if !clear || base <= 0.0 {
        return level;
    }
    let share = d.mean.abs() / base;
    format!(
        "{level}: {} {}",
        Grain::of("share", share).show(share),
        if d.mean < 0.0 { "fewer" } else { "more" }
    )
}

/// What a range covers: luck, and with worlds the figures that are not known too.
fn sure(d: &Difference) -> &'static str {
    if d.doubt.is_some() { "95% sure" } else { "95% sure, if its figures hold" }
}

/// A range of a difference: `970 to 1,270 fewer`, `700 fewer to 80 more`.
fn in_words(shown: Grain, [low, high]: [f64; 2]) -> String {
    match (low < 0.0, high < 0.0) {
        (true, true) => format!("{} fewer", shown.range([-high, -low])),
        (false, false) => format!("{} more", shown.range([low, high])),
        _ => format!("{} fewer to {} more", shown.show(low.abs()), shown.show(high)),
    }
}

fn change(outcome: &Outcome, d: &Difference, clear: bool) -> Change {
    match (clear, outcome.better, d.mean < 0.0) {
        (false, ..) => Change::NoClearDifference,
        (true, Better::Neither, _) => Change::Level,
        (true, Better::Lower, true) | (true, Better::Higher, false) => Change::Improvement,
        (true, ..) => Change::Concern,
    }
}

/// What an option costs beside what the bed-days are worth.
fn spent(all: &Compared<'_>, option: usize) -> Option<Tile> {
    let money = all.comparison.options[option].money.as_ref()?;
    let of = part(all, option, "money");
    let label = "Spent on services, open beds and staff".to_owned();
    if !money.unpriced.is_empty() {
        return Some(Tile {
            label,
            figure: "not priced".to_owned(),
            range: not_priced(money).unwrap_or_default(),
            of,
            ..Tile::default()
        });
    }
    Some(Tile {
        label,
        figure: pounds_more(money),
        range: money.spent.precision95.map_or_else(String::new, |[low, high]| {
            if high - low <= 1e-9 * low.abs().max(high.abs()) {
                "the same in every run".to_owned()
            } else {
                format!("{}: {}", sure(&money.spent), sided(low, high))
            }
        }) + &without_use(money),
        beside: worth(money),
        change: Change::Level,
        of: format!("{of}/spent"),
    })
}

fn pounds_more(money: &Money) -> String {
    let x = money.spent.mean;
    let shown = Grain::of("£", x).show(x.abs());
    if x.abs() <= 0.0 {
        "nothing more".to_owned()
    } else {
        format!("{shown} {}", if x < 0.0 { "less" } else { "more" })
    }
}

fn sided(low: f64, high: f64) -> String {
    let shown = Grain::of("£", low.abs().max(high.abs()));
    match (low < 0.0, high < 0.0) {
        (true, true) => format!("{} less", shown.range([-high, -low])),
        (false, false) => format!("{} more", shown.range([low, high])),
        _ => format!("{} less to {} more", shown.show(low.abs()), shown.show(high)),
    }
}

fn worth(money: &Money) -> String {
    let Some(worth) = money.worth.as_ref().filter(|_| money.avoided.clear) else { return String::new() };
    let side = if worth.mean > 0.0 { "freed" } else { "added" };
    let shown = Grain::of("£", worth.mean).show(worth.mean.abs());
    format!("The bed-days {side} would be worth {shown}, which is not cash")
}

/// What the answer rests on, beside provenance.
fn rests_on(all: &Compared<'_>) -> Vec<Sentence> {
    let decided = Told::of(all).into_iter().flat_map(|told| told.said());
    decided.skip(1).map(|text| Sentence::of(text, &["/decision"])).collect()
}

#[cfg(test)]
mod tests {
    use super::nothing_clear;

    #[test]
    fn one_option_or_several_that_change_nothing_clearly_are_said_to_make_no_clear_difference() {
        assert_eq!(nothing_clear(1, "“A”", "waits"), "“A” makes no clear difference to waits.");
        assert_eq!(nothing_clear(3, "“A”", "waits"), "None of 3 options makes a clear difference to waits.");
    }
}
