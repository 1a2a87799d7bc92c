//! The page on stdout: what to choose, how sure that is, and what would tip the choice. Each table says
//! which runs it is from: those of the search, or fresh ones.

use super::Optimised;
use super::tables::{both_ways, estimates, frontier, is_point, shown};
use crate::experiment::Estimate;
use crate::experiment::optimise::{Estimated, Side};
use crate::report::differences::{NCTR, grain, signed, signed_range};
use crate::report::doubt::cover;
use crate::report::growing::growing;
use crate::report::money;
use crate::report::page::Page;
use crate::report::paths::figure;
use crate::report::paths::in_plural;
use crate::report::paths::setting_in_words;
use crate::report::steadiness::note_of_several;
use crate::report::words::{Grain, count, in_a_row, period, thousands};

/// The page.
pub fn page(all: &Optimised<'_>) -> Page {
    let calendar = &all.base.plan.calendar;
    let mut page = Page::of(&format!("{}: {}", all.base.names.scenario, all.title()));
    page.say(&format!("Least of: {}", all.minimised_in_words()));
    let ran = format!(
        "{}, {} searched with {}",
        period(calendar.start(), calendar.measured_days()),
        count(all.points.len() as u64, "mix").replace("mixs", "mixes"),
        count(all.found.spent, "run")
    );
    page.say(&ran);
    page.say(NCTR);
    let points = all.points.iter().map(|point| &point.scenario);
    let scenarios: Vec<_> = std::iter::once(all.base).chain(points).collect();
    let targets = all.asked.targets.iter().map(|target| target.outcome.outcome().name);
    let steady = targets.filter_map(|name| note_of_several(scenarios.iter().copied(), name));
    page.points(all.standing().into_iter().chain(answer(all)).chain(steady));
    page.part(estimates(all));
    page.part(frontier(all));
    if let Some(sentence) = stricter_or_less(all) {
        page.say(&sentence);
    }
    if let Some(other) = &all.found.other_view {
        page.part(both_ways(all, other));
    }
    page.paragraph(&how_to_read(all));
    page
}

fn percent(x: f64) -> String {
    Grain::of("share", x).show(x)
}

pub fn answer(all: &Optimised<'_>) -> Vec<String> {
    let found = all.found;
    let targets: Vec<String> = all.asked.targets.iter().map(|target| all.target_in_words(target)).collect();
    let (Some(chosen), Some(estimated)) = (found.selection.chosen, &found.chosen) else {
        return without_a_choice(all, &targets.join(", and "));
    };
    let today = if found.today.1 == Some(chosen) { ", as it is today" } else { "" };
    let mut said = vec![if all.choice_falls() {
        format!("With its own warm-up the choice would be {}{today}.", all.label(chosen))
    } else {
        format!("Choose {}{today}.", all.label(chosen))
    }];
    said.extend(no_equilibrium(all, chosen));
    said.extend(not_priced(all));
    said.extend(by_chance(all, estimated));
    for (target, (words, (holds, estimate))) in
        all.asked.targets.iter().zip(targets.iter().zip(estimated.holds.iter().zip(&estimated.targets)))
    {
        if all.asked.chance.is_none() {
            said.push(target_said(all, target.side, words, (holds.bound, holds.holds), estimate));
        }
        if holds.n < all.asked.fresh as usize {
            said.push(format!(
                "“{}” is undefined in {} of {}, in which there is no one whom it concerns; these are left out.",
                all.named(target.outcome),
                thousands((all.asked.fresh as usize - holds.n) as f64, 0),
                count(all.asked.fresh, "run")
            ));
        }
    }
    if let Some((share, [low, high])) = estimated.single_years.filter(|_| all.asked.chance.is_none()) {
        said.push(format!(
            "That is about the average: a single run like the one simulated meets the target in {} of cases ({} to {}).",
            percent(share),
            percent(low),
            percent(high)
        ));
    }
    said.extend(next(all));
    said.extend(lost(all));
    said.extend(edges(all, chosen));
    said.extend(other_prices(all, chosen));
    if !found.selection.decided {
        said.push(format!(
            "Not decided: {} of one mix were not enough to tell all of them apart (--most-runs).",
            count(all.asked.most, "run")
        ));
    }
    said
}

/// In how many single runs the targets are met, where that was asked.
fn by_chance(all: &Optimised<'_>, estimated: &Estimated) -> Option<String> {
    let chance = all.asked.chance?;
    let (share, [low, high]) = estimated.single_years?;
    let holds = estimated.holds.first()?;
    let targets: Vec<String> = all.asked.targets.iter().map(|target| all.target_in_words(target)).collect();
    let over = if all.base.worlds.is_some() { ", whichever of the worlds that fit is ours" } else { "" };
    let bound = holds.bound.map_or_else(String::new, |bound| {
        format!(
            "; with {} confidence in no less than {}",
            percent(all.asked.confidence),
            percent(bound.clamp(0.0, 1.0))
        )
    });
    Some(format!(
        "Target: {} in at least {} of single runs{over}. It is met in {} ({} to {}){bound}: {}.",
        targets.join(" and "),
        percent(chance),
        percent(share),
        percent(low),
        percent(high),
        if holds.holds { "the target holds" } else { "the target is not shown to hold" }
    ))
}

/// What choosing loses against knowing the world.
fn lost(all: &Optimised<'_>) -> Option<String> {
    let lost = all.found.lost.as_ref().filter(|_| all.unpriced.is_empty())?;
    let regrets = lost.table.regrets();
    if regrets.iter().all(|regret| regret.expected <= 0.0) {
        return None;
    }
    let label = |i: usize| {
        lost.points[i].map_or_else(|| "the scenario as it is".to_owned(), |point| all.label(point))
    };
    let pounds = |x: f64| Grain::of("£", x).show(x);
    let (least, surest) =
        (lost.table.least(|regret| regret.expected), lost.table.least(|regret| regret.worst));
    let worst = if surest == least {
        "no other loses less at worst".to_owned()
    } else {
        format!("at worst {} loses least: {}", label(surest), pounds(regrets[surest].worst))
    };
    Some(format!(
        "With acute bed-days in use at their price, and without knowing which world is ours, choosing {} loses least on average \
         against the best of {} mixes in each world: {}, at worst {}; {worst}.",
        label(least),
        lost.points.len(),
        pounds(regrets[least].expected),
        pounds(regrets[least].worst)
    ))
}

/// That more is asked of the chosen mix than it can give.
fn no_equilibrium(all: &Optimised<'_>, chosen: usize) -> Option<String> {
    let paths = growing(&all.points[chosen].scenario);
    let word = |path: &String| figure(&all.base.names, path, std::slice::from_ref(path));
    let named: Vec<String> = paths.iter().map(|path| format!("“{}”", word(path))).collect();
    (!named.is_empty()).then(|| {
        format!(
            "This mix has no equilibrium: more is asked than can be given of {}, so what it comes to depends on how long \
             you look.",
            in_a_row(&named)
        )
    })
}

fn without_a_choice(all: &Optimised<'_>, targets: &str) -> Vec<String> {
    let nobody = (0..all.asked.targets.len())
        .filter(|&t| all.found.means.iter().all(|means| means.targets[t].is_none()))
        .map(|t| all.named(all.asked.targets[t].outcome));
    let nobody: Vec<String> = nobody.collect();
    if nobody.is_empty() {
        let verb = if all.found.selection.decided { "meets" } else { "is shown to meet" };
        return vec![format!("No mix {verb} the target: {targets}. Offer other amounts, or ask for less.")];
    }
    vec![format!(
        "Nothing can be said of the target: “{}” is undefined in every run, in which there is no one whom it \
         concerns.",
        nobody.join("”, “")
    )]
}

/// What the choice ignores because nothing says what it costs.
fn not_priced(all: &Optimised<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if !all.is_money() {
        return said;
    }
    if let Some(what) = money::named(all.unpriced) {
        said.push(format!(
            "Not priced: {what}. Nothing in the scenario says what more of this costs, so the choice ignores it, and \
             this mix is not called the cheapest."
        ));
    }
    if all.points.len() > 1 && all.cost_alike() {
        said.push(
            "All mixes come to the same money, so that it does not choose between them: this is the first in the order \
             typed that meets the target."
                .to_owned(),
        );
    }
    said
}

fn target_said(
    all: &Optimised<'_>,
    side: Side,
    words: &str,
    (bound, holds): (Option<f64>, bool),
    estimate: &Estimate,
) -> String {
    let Some(mean) = estimate.mean else {
        return format!("Target: {words}. It is undefined in every fresh run, so it is not shown to hold.");
    };
    let grain = Grain::finer(estimate.unit, mean);
    let Some(bound) = bound else {
        return format!(
            "Target: {words}. {} in the only run that has a value; one run shows nothing to hold.",
            grain.show(mean)
        );
    };
    format!(
        "Target: {words}. Average over years {}; with {} confidence {} {}: {}.",
        grain.show(mean),
        percent(all.asked.confidence),
        if side == Side::AtMost { "no more than" } else { "no less than" },
        grain.show(bound),
        if holds { "the target holds" } else { "the target is not shown to hold" }
    )
}

/// The next best, and how close it is.
fn next(all: &Optimised<'_>) -> Option<String> {
    let (next, _, dearer) = all.found.next.as_ref()?;
    let difference = dearer.as_ref()?;
    let grain = grain(difference);
    let range = match difference.precision95 {
        Some(range) if !is_point(range) => format!(" ({})", signed_range(grain, Some(range))),
        _ => String::new(),
    };
    Some(format!(
        "Next: {}, which comes to {}{range}{}.",
        all.label(*next),
        signed(grain, difference.mean),
        if difference.clear { "" } else { ": no clear difference" }
    ))
}

/// Where the choice lies at an end of what was offered.
fn edges(all: &Optimised<'_>, chosen: usize) -> Vec<String> {
    let said = all.edges.iter().map(|edge| {
        let end = if edge.largest { "most" } else { "least" };
        let words = setting_in_words(all.base, &all.points[chosen].settings[edge.axis]);
        format!(
            "At the edge: {words} is the {end} that was offered; a better mix may lie beyond it (--vary)."
        )
    });
    said.collect()
}

/// Which other price of a place would tip the choice.
fn other_prices(all: &Optimised<'_>, chosen: usize) -> Vec<String> {
    let mut said = Vec::new();
    if !all.is_cheapest() || !all.asked.minimise.is_system() || all.choice_falls() {
        return said;
    }
    let Some((next, _, Some(dearer))) = &all.found.next else { return said };
    let days = f64::from(all.base.plan.calendar.measured_days());
    for (i, axis) in all.axes.iter().enumerate() {
        let value = |point: usize| all.points[point].settings[i].value.parse::<f64>().ok();
        let (Some(a), Some(b)) = (value(chosen), value(*next)) else { continue };
        let factor = axis.operation == crate::scenario::Operation::Multiply;
        if factor || !axis.path.ends_with(".places") || (a - b).abs() < 1e-9 {
            continue;
        }
        let change = dearer.mean / ((a - b) * days);
        let side = if change > 0.0 { "more" } else { "less" };
        said.push(format!(
            "The next one would cost the same if each of the {} cost £{} a day {side}.",
            in_plural(all.base, &axis.path),
            thousands(change.abs(), 2)
        ));
    }
    said
}

/// What a target less or more strict would come to, by the frontier.
fn stricter_or_less(all: &Optimised<'_>) -> Option<String> {
    if all.asked.chance.is_some() {
        return None;
    }
    let (target, chosen) = (all.asked.targets.first()?, all.found.selection.chosen?);
    let place = all.found.frontier.iter().position(|&point| point == chosen)?;
    let before = all.found.frontier[place.checked_sub(1)?];
    let at = |point: usize| (all.found.means[point].minimised, all.found.means[point].targets[0]);
    let ((cost, value), (own, _)) = (at(before), at(chosen));
    Some(format!(
        "By the same runs: a target of {} would be met by {}, for {} less.",
        shown(target.outcome.outcome().unit, value),
        all.label(before),
        shown(all.minimised().unit, Some(own? - cost?))
    ))
}

fn how_to_read(all: &Optimised<'_>) -> String {
    let grain = |unit: &'static str, x: f64| Grain::of(unit, x).show(x);
    let targets: Vec<String> = (all.asked.targets.iter().zip(&all.found.tolerances.1))
        .map(|(target, tolerance)| match all.asked.chance {
            Some(_) => "5 points of the chance".to_owned(),
            None => {
                format!(
                    "{} of {}",
                    grain(target.outcome.outcome().unit, *tolerance),
                    all.named(target.outcome)
                )
            }
        })
        .take(if all.asked.chance.is_some() { 1 } else { usize::MAX })
        .collect();
    format!(
        "Every mix has the same people; runs go where the choice is close, until it is right with {} confidence for \
         differences that matter (Andradóttir and Kim 2010; Healey, Andradóttir and Kim 2013; Wang and Ramdas 2025). Taken not to matter: {} of {}; {}. The best of many \
         looks better in the search than it is, so the choice is told by fresh runs. {}",
        percent(all.asked.confidence),
        grain(all.minimised().unit, all.found.tolerances.0),
        all.named(all.asked.minimise),
        targets.join(", "),
        cover(all.base)
    )
}
