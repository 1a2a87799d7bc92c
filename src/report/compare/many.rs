//! The page of many options: both orders, by the outcome and by pounds for each bed-day avoided, a row for each.
//! What one option changes in detail is left to the files and to a comparison of that option alone.

use std::path::PathBuf;

use super::decision::Told;
use super::page::{ending, heading};
use super::{Compared, fairness, front};
use crate::experiment::compare::{Comparison, Worth};
use crate::experiment::stands::{Again, Judged};
use crate::report::block::Block;
use crate::report::differences::{about_so_many, grain, signed, signed_range, words_of};
use crate::report::doubt::cover;
use crate::report::grid::Grid;
use crate::report::money::{NOT_PRICED, named, pounds, price, spent};
use crate::report::page::{HOW_TO_READ, Page};
use crate::report::stands::{NOT_GIVEN, mark_with};
use crate::report::steadiness::note_of_several;
use crate::report::words::{Grain, count, in_a_row};

/// So many of the surest are named in the answer.
const NAMED: usize = 3;

/// What a comparison of many options left out.
#[derive(Clone, Debug, Default)]
pub struct Many {
    /// Scenarios that are no options of this baseline, and why.
    pub left_out: Vec<(PathBuf, String)>,
}

/// The page.
pub fn page(all: &Compared<'_>, many: &Many) -> Page {
    let mut page = heading(all);
    let by_pounds = all.comparison.by_pounds();
    let steady = note_of_several(all.scenarios, all.by().name);
    let decided = Told::of(all).into_iter().flat_map(|told| told.said());
    let said = front::answer(all).into_iter().take(2).chain(answers(all, &by_pounds));
    page.points(standing(all).into_iter().chain(said).chain(decided).chain(steady));
    page.part(by_outcome(all));
    page.part(by_price(all, &by_pounds));
    for text in without_price(all, &by_pounds) {
        page.paragraph(&text);
    }
    page.under("What each fund pays");
    for part in all.funds(true) {
        page.part(part);
    }
    page.under("Who waits longer");
    page.part(fairness::who_loses(all));
    page.under(HOW_TO_READ);
    if let Some(text) = left_out(many) {
        page.paragraph(&text);
    }
    page.paragraph(&format!(
        "Every scenario has the same people, so luck that two of them share cancels out of their difference. Clear: with \
         all options taken together (Holm's rule, 95%); not clear does not mean that there is nothing. Each range is \
         that of one option alone (95%). {} Two options whose ranges overlap may stand the other way round. \
         `wardflow compare` with one of them shows all that it changes.",
        cover(&all.scenarios[0])
    ));
    ending(&mut page, all);
    page
}

/// Whether the answer stands with a longer warm-up.
fn standing(all: &Compared<'_>) -> Vec<String> {
    match all.again {
        Again::Off => vec![
            "A place needs longer to settle than the warm-up. With so many options the answer is not repeated with a \
             longer one (--repeat does that), so whether it hangs on how long the model ran before it was measured is not \
             known."
                .to_owned(),
        ],
        _ => all.standing(),
    }
}

/// The answers in sentences.
fn answers(all: &Compared<'_>, by_pounds: &[(usize, Worth)]) -> Vec<String> {
    let (clear, first_is_clear) = all.leading();
    let what = words_of(all.by());
    let options = all.comparison.options.len();
    let (fewer, more): (Vec<usize>, Vec<usize>) =
        clear.iter().partition(|&&option| all.ranking(option).is_some_and(|d| d.mean < 0.0));
    let mut told = vec![format!(
        "Of {}, {} clearly lower this and {} clearly raise it; of {} neither is clear: {what}.",
        count(options as u64, "option"),
        some(fewer.len()),
        some(more.len()),
        some(options - clear.len())
    )];
    let about = |&option: &usize| {
        let so_many = all.ranking(option).map(about_so_many).unwrap_or_default();
        format!("“{}”, {so_many}", all.option(option).1)
    };
    if let Some((first, others)) = fewer.split_first().filter(|(first, _)| clear.first() != Some(first)) {
        let next: Vec<String> = others.iter().take(NAMED - 1).map(about).collect();
        let next = if next.is_empty() { String::new() } else { format!("; then {}", next.join("; ")) };
        let is_sure = others.is_empty() || first_is_clear && clear.first() == Some(first);
        let sure = if is_sure { "" } else { " Which of them changes it most is not clear." };
        told.push(format!("The largest clear fall: {}{next}.{sure}", about(first)));
    }
    let ranked: Vec<&(usize, Worth)> = by_pounds.iter().filter(|(_, worth)| worth.is_ranked()).collect();
    let label = |option: usize| format!("“{}”", all.option(option).1);
    let of = |wanted: fn(&Worth) -> bool| -> Vec<String> {
        ranked.iter().filter(|(_, worth)| wanted(worth)).map(|(option, _)| label(*option)).collect()
    };
    let saving = of(|worth| *worth == Worth::CostsLess);
    if !saving.is_empty() {
        told.push(format!("Clearly fewer bed-days and clearly less spent: {}.", in_a_row(&saving)));
    }
    let even = of(|worth| *worth == Worth::NotClearlyMore);
    if !even.is_empty() {
        told.push(format!(
            "Clearly fewer bed-days, and not clearly more or less spent: {}.",
            in_a_row(&even)
        ));
    }
    if let Some((option, Worth::Price(price))) = ranked.iter().find(|(_, w)| matches!(w, Worth::Price(_))) {
        let rivals = Comparison::rivals_by_pounds(by_pounds);
        let sure = if rivals.is_empty() {
            String::new()
        } else {
            let mut named: Vec<String> = rivals.iter().take(NAMED).map(|&option| label(option)).collect();
            if rivals.len() > NAMED {
                named.push(format!("{} more", rivals.len() - NAMED));
            }
            format!(" Ranges overlap, so that these may be as cheap: {}.", in_a_row(&named))
        };
        let shown = Grain::of("£", price.value);
        let range = price.interval.ends().map_or_else(String::new, |ends| format!(", {}", shown.range(ends)));
        told.push(format!(
            "The cheapest of those that cost more: {}, {} for each bed-day avoided{range}.{sure}",
            label(*option),
            shown.show(price.value)
        ));
    }
    told
}

fn some(n: usize) -> String {
    if n == 0 { "none".to_owned() } else { n.to_string() }
}

/// Whether a row is clear with all options together, in few letters.
fn verdict(clear: bool) -> &'static str {
    if clear { "clear" } else { "not clear" }
}

/// The first order: by the outcome.
fn by_outcome(all: &Compared<'_>) -> Vec<Block> {
    let title = format!("By the change of: {}", words_of(all.by()));
    let mut grid = Grid::new(&[&title, "mean", "how sure of it", "verdict", "spent more"]);
    for (rank, option) in all.comparison.ranked().into_iter().enumerate() {
        let (found, label) = all.option(option);
        let stands = all.effect_again(option).and_then(|effect| effect.stands);
        let name =
            format!("{:>2} {label}{}", rank + 1, mark_with(all.unsteady(option, all.by().name), stands));
        let spent = found.money.as_ref().map_or("-".to_owned(), spent);
        let Some(d) = all.ranking(option) else {
            let verdict = if all.unpriced(option).is_empty() { "undefined" } else { NOT_PRICED };
            grid.row(vec![name, "-".to_owned(), "-".to_owned(), verdict.to_owned(), spent]);
            continue;
        };
        let grain = grain(d);
        let (mean, sure) = (signed(grain, d.mean), signed_range(grain, d.precision95));
        grid.row(vec![name, mean, sure, verdict(found.clear_adjusted).to_owned(), spent]);
    }
    grid.blocks()
}

/// The second order: by pounds for each bed-day avoided, those that have such a price.
pub(super) fn by_price(all: &Compared<'_>, by_pounds: &[(usize, Worth)]) -> Vec<Block> {
    let title = "By pounds for each bed-day avoided";
    let mut grid = Grid::new(&[title, "£ for each", "how sure of it", "bed-days", "spent more"]);
    let ranked = by_pounds.iter().filter(|(_, worth)| worth.is_ranked());
    for (rank, &(option, worth)) in ranked.enumerate() {
        let (found, label) = all.option(option);
        let Some(money) = &found.money else { continue };
        let falls = all.price_again(option).is_some_and(Judged::falls);
        let (each, sure) = match worth {
            _ if falls => (NOT_GIVEN.to_owned(), "-".to_owned()),
            Worth::CostsLess => ("costs less".to_owned(), "-".to_owned()),
            Worth::Price(ratio) => {
                let grain = Grain::of("£", ratio.value);
                let range = ratio.interval.ends().map_or_else(|| "-".to_owned(), |ends| grain.range(ends));
                (price(money), range)
            }
            _ => ("not clearly more".to_owned(), "-".to_owned()),
        };
        let avoided = signed(grain(&money.avoided), -money.avoided.mean);
        grid.row(vec![format!("{:>2} {label}", rank + 1), each, sure, avoided, pounds(&money.spent)]);
    }
    grid.blocks()
}

/// The options that have no place in the second order, by why.
fn without_price(all: &Compared<'_>, by_pounds: &[(usize, Worth)]) -> Vec<String> {
    let label = |option: usize| format!("“{}”", all.option(option).1);
    let of = |wanted: Worth| -> Vec<usize> {
        by_pounds.iter().filter(|(_, worth)| *worth == wanted).map(|(option, _)| *option).collect()
    };
    let mut told = Vec::new();
    let not_priced: Vec<String> = of(Worth::NotPriced)
        .into_iter()
        .map(|option| {
            let money = all.comparison.options[option].money.as_ref();
            let what = money.and_then(|money| named(&money.unpriced)).unwrap_or_default();
            format!("{} ({what})", label(option))
        })
        .collect();
    if !not_priced.is_empty() {
        told.push(format!(
            "Not priced, which does not mean free, though clearly fewer bed-days: {}.",
            not_priced.join("; ")
        ));
    }
    let (not_clear, adds) = (of(Worth::NotClear).len(), of(Worth::Adds).len());
    if not_clear + adds > 0 {
        let one = |n: usize, what: &str| (n > 0).then(|| format!("of {n} {what}"));
        let why = [
            one(not_clear, "it is not clear that they avoid any"),
            one(adds, "it is clear that they add some"),
        ];
        let why: Vec<String> = why.into_iter().flatten().collect();
        told.push(format!(
            "The other {} have no pounds for a bed-day avoided: {}.",
            count((not_clear + adds) as u64, "option"),
            in_a_row(&why)
        ));
    }
    told
}

/// What is no option of this baseline, by why, in one text.
fn left_out(many: &Many) -> Option<String> {
    let each: Vec<String> =
        many.left_out.iter().map(|(path, why)| format!("{} ({why})", path.display())).collect();
    (!each.is_empty()).then(|| format!("Left out: {}.", each.join("; ")))
}
