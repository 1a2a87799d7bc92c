//! Whether an answer stands with a longer warm-up, in words, in `results.json`, as columns and as a mark.
//! `experiment::stands` judges; this only tells.

use serde_json::{Value, json};

use super::differences::signed;
use super::steadiness::mark;
use super::words::{Grain, count, thousands};
use crate::experiment::price::money::Money;
use crate::experiment::stands::{Again, Done, Judged, OF_ITSELF, TIMES};
use crate::report::csv::number;
use crate::scenario::unstable::Unsteady;

/// What to do with what does not stand.
pub(super) const HANGS: &str =
    "the answer hangs on how long the model ran before it was measured. Do not use it.";
/// Behind a rate that nobody could look at again.
pub(super) const UNVERIFIED: &str = "not verified with a longer warm-up";
/// In place of a rate that does not stand, in a cell.
pub(super) const NOT_GIVEN: &str = "not given";
/// Behind the label of what does not stand.
pub(super) const DOES_NOT: &str = " (does not stand)";
/// Where a larger share of a figure than this is not excluded as a change, that is said.
const TELLING: f64 = 0.5;
/// More sentences than these are left to the files.
const MOST: usize = 3;

/// The longer warm-up, in words: `four times the warm-up`.
pub(super) fn longer([own, longer]: [u32; 2]) -> String {
    if own == 0 {
        return format!("{} of warm-up in place of none", count(u64::from(longer), "day"));
    }
    format!("{} times the warm-up", if TIMES == 4 { "four".to_owned() } else { TIMES.to_string() })
}

/// What is said of the whole answer, before anything else; nothing where there was no need to look. `falls`
/// are the sentences about what does not stand, `stands` says whether all of it does, `by` are the effects that
/// were looked at.
pub(super) fn said<'j, T>(
    again: &Again<T>,
    stands: Option<bool>,
    falls: Vec<String>,
    by: impl IntoIterator<Item = &'j Judged>,
) -> Vec<String> {
    let not_known = "whether the answer hangs on how long the model ran before it was measured is not known";
    match again {
        Again::NotNeeded => Vec::new(),
        Again::Off => vec![format!(
            "A place needs longer to settle than the warm-up, and the answer was not repeated with a longer one \
             (--no-repeat): {not_known}, and no rate here is verified."
        )],
        Again::NoWay(why) => vec![format!(
            "A place needs longer to settle than the warm-up, and the answer could not be repeated with a longer one: \
             {why}. So {not_known}, and no rate here is verified."
        )],
        Again::Done(done) => {
            let [own, more] = done.warm_up.map(|days| thousands(f64::from(days), 0));
            let how = format!(
                "A place needs longer to settle than the warm-up, so this was repeated with {} ({more} days for {own}; {} of \
                 the same people)",
                longer(done.warm_up),
                count(done.runs, "run")
            );
            let all = falls.len();
            let mut told: Vec<String> = falls.into_iter().take(MOST).collect();
            if all > MOST {
                told.push(format!("{} more do not stand: see the files.", all - MOST));
            }
            told.push(match stands {
                Some(true) => match by.into_iter().filter_map(Judged::not_excluded).reduce(f64::max) {
                    Some(share) if share > TELLING => format!(
                        "{how}: the answer stands as far as these runs tell, which do not exclude a change by {:.0}% of \
                         it; more would tell more (--runs).",
                        100.0 * share
                    ),
                    _ => format!("{how}: the answer stands."),
                },
                Some(false) => format!("{how}: what is named above does not stand."),
                None => format!("{how}: whether the answer stands cannot be told from these runs."),
            });
            told
        }
    }
}

/// That an effect does not stand: `With four times the warm-up, by the same 25 runs, 5 places of … save 1,690
/// bed-days instead of 559: …`. `who` does what it does to `what`, an outcome counted in `unit`; nothing where it may stand.
pub(super) fn effect<T>(
    done: &Done<T>,
    (who, does): (&str, &str),
    (what, unit): (&str, &'static str),
    judged: &Judged,
) -> Option<String> {
    let (own, after) = (judged.own?, judged.longer?);
    let grain = |x: f64| finer(Grain::of(unit, x), unit, own, after);
    let with = format!("{}, by the same {},", longer(done.warm_up), count(done.runs, "run"));
    let s = if does == "does" { "s" } else { "" };
    let told = if unit == "bed-days" && own < 0.0 && after < 0.0 {
        format!("{who} save{s} {} bed-days instead of {}", grain(after).show(-after), grain(own).show(-own))
    } else {
        let [own, after] = [own, after].map(|x| signed(grain(x), x));
        format!("{who} change{s} this by {after} instead of {own}: {what}")
    };
    judged.falls().then(|| format!("With {with} {told}: {HANGS}"))
}

/// One figure more where both would look alike.
fn finer(grain: Grain, unit: &str, own: f64, after: f64) -> Grain {
    if grain.show(own) == grain.show(after) { Grain::finer(unit, own.abs().max(after.abs())) } else { grain }
}

/// That a rate does not stand; `shown` says it in words.
pub(super) fn rate<T>(
    done: &Done<T>,
    what: &str,
    judged: &Judged,
    shown: impl Fn(f64) -> String,
) -> Option<String> {
    let own = judged.own.filter(|_| judged.falls())?;
    let with = longer(done.warm_up);
    let told = judged.longer.map_or_else(
        || format!("With {with} there is no {what} any more; here it is {}", shown(own)),
        |after| format!("With {with} {what} is {} instead of {}", shown(after), shown(own)),
    );
    Some(format!("{told}: {HANGS}"))
}

/// In brackets after a label: whether a difference stands, beside whether what it is made of is steady.
pub(super) fn mark_with(why: Option<Unsteady>, stands: Option<bool>) -> &'static str {
    match (why, stands) {
        (Some(Unsteady::Growing), _) => mark(why),
        (_, Some(false)) => DOES_NOT,
        (Some(Unsteady::Unsettled), Some(true)) => " (not settled, stands)",
        (why, _) => mark(why),
    }
}

/// Why a figure does not stand, or why that is not known; for files.
fn why<T>(again: &Again<T>, judged: &Judged) -> Option<String> {
    match (again, judged.stands) {
        (Again::NotNeeded, _) | (_, Some(true)) => None,
        (Again::Off, _) => Some("not repeated: --no-repeat".to_owned()),
        (Again::NoWay(why), _) => Some(format!("could not be repeated: {why}")),
        (Again::Done(_), None) => Some("cannot be told from these runs".to_owned()),
        (Again::Done(_), Some(false)) if judged.longer.is_none() => {
            Some("there is none with the longer warm-up".to_owned())
        }
        (Again::Done(_), Some(false)) => Some(format!(
            "the change is clear and above {:.0}% of it: it hangs on how long the model ran before it was measured",
            100.0 * OF_ITSELF
        )),
    }
}

/// A figure at both warm-ups, for `results.json`.
pub(super) fn judged<T>(again: &Again<T>, of: &Judged) -> Value {
    let mut told = json!({
        "stands": of.stands,
        "own_warm_up": of.own,
        "longer_warm_up": of.longer,
        "change": of.change,
        "change95": of.change95,
    });
    if let Some(why) = why(again, of) {
        told["why"] = why.into();
    }
    told
}

/// A rate for `results.json`: where it does not stand, null with the reason; where nobody could look, with
/// that beside it.
pub(super) fn rate_json<T>(again: &Again<T>, mut rate: Value, of: &Judged) -> Value {
    if !again.is_needed() {
        return rate;
    }
    if of.falls() {
        let parts = rate.as_object_mut().into_iter().flat_map(|parts| parts.values_mut());
        parts.for_each(|part| *part = Value::Null);
    }
    if let (Value::Object(parts), Value::Object(more)) = (&mut rate, judged(again, of)) {
        parts.extend(more);
    }
    rate
}

/// What was done, for `results.json`; `None` where there was no need.
pub(super) fn repeated<T>(again: &Again<T>, stands: Option<bool>) -> Option<Value> {
    let not = |why: String| json!({ "repeated": false, "stands": null, "why": why });
    match again {
        Again::NotNeeded => None,
        Again::Off => Some(not("--no-repeat".to_owned())),
        Again::NoWay(why) => Some(not(why.clone())),
        Again::Done(done) => Some(json!({
            "repeated": true,
            "warm_up_days": done.warm_up[0],
            "longer_warm_up_days": done.warm_up[1],
            "runs": done.runs,
            "stands": stands,
        })),
    }
}

/// What an option costs, for `results.json`: its price as a rate.
pub(super) fn money_json<T>(again: &Again<T>, money: &Money, price: Option<&Judged>) -> Value {
    let mut told = super::money::json(money);
    if let Some(rate) = told.get_mut("pounds_per_bed_day_avoided").filter(|rate| !rate.is_null()) {
        // A price that is not clear is none that anybody would use.
        let of = price.copied().unwrap_or_default();
        *rate = rate_json(again, rate.take(), &of);
    }
    told
}

/// Names of the columns for a figure.
pub(super) fn columns(figure: &str) -> [String; 3] {
    ["stands", "own_warm_up", "longer_warm_up"].map(|column| format!("{figure}_{column}"))
}

/// Their cells; empty where there is no such figure.
fn cells(of: Option<&Judged>) -> [String; 3] {
    let stands = of.and_then(|of| of.stands);
    [
        stands.map_or_else(String::new, |stands| stands.to_string()),
        number(of.and_then(|of| of.own)),
        number(of.and_then(|of| of.longer)),
    ]
}

/// Why the first of these does not stand, or is not known to, as a cell.
fn why_cell<'j, T>(again: &Again<T>, of: impl IntoIterator<Item = &'j Judged>) -> String {
    of.into_iter().find_map(|of| why(again, of)).unwrap_or_default()
}

/// The cells of several figures with the reason behind them; all empty in a row that is about none of them.
pub(super) fn cells_of<'j, T>(
    again: &Again<T>,
    of: impl IntoIterator<Item = Option<&'j Judged>>,
    is_about: bool,
) -> Vec<String> {
    let of: Vec<Option<&Judged>> = of.into_iter().map(|of| of.filter(|_| is_about)).collect();
    let mut row: Vec<String> = of.iter().flat_map(|of| cells(*of)).collect();
    let known: Vec<&Judged> = of.into_iter().flatten().collect();
    row.push(match known.as_slice() {
        [] if is_about && again.found().is_none() => why_cell(again, [&Judged::default()]),
        known => why_cell(again, known.iter().copied()),
    });
    row
}

/// For the note of a chart: what the brackets mean, where anything does not stand or was not looked at.
pub(super) fn note<T>(again: &Again<T>, falls: bool) -> String {
    match again {
        Again::Done(done) if falls => {
            format!("Does not stand: another with {}, so do not use it. ", longer(done.warm_up))
        }
        Again::Off | Again::NoWay(_) => format!("Not settled, and {UNVERIFIED}. "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::points::Points;

    fn of(warm_up: [u32; 2]) -> Done<()> {
        Done { warm_up, runs: 25, store: Points::new(1), found: () }
    }

    fn done() -> Again<()> {
        Again::Done(Box::new(of([365, 1460])))
    }

    fn moved(own: f64, longer: f64) -> Judged {
        let (change, stands) = (longer - own, Some(false));
        Judged { own: Some(own), longer: Some(longer), change: Some(change), change95: None, stands }
    }

    #[test]
    fn what_does_not_stand_is_told_in_a_plain_sentence() {
        let beds = ("5 beds", "do");
        let told =
            effect(&of([365, 1460]), beds, ("bed-days with NCTR", "bed-days"), &moved(-559.0, -1687.0));
        assert_eq!(
            told.unwrap(),
            "With four times the warm-up, by the same 25 runs, 5 beds save 1,690 bed-days instead of 559: the \
             answer hangs on how long the model ran before it was measured. Do not use it."
        );
        let one =
            effect(&of([0, 91]), ("1 bed", "does"), ("discharges", "people"), &moved(3.0, -5.0)).unwrap();
        let begins = "With 91 days of warm-up in place of none, by the same 25 runs, 1 bed changes this by −5.0 instead of +3.0: discharges: ";
        assert!(one.starts_with(begins), "{one}");
        let stands = Judged { stands: Some(true), ..moved(3.0, -5.0) };
        assert_eq!(effect(&of([1, 4]), beds, ("discharges", "people"), &stands), None);
    }

    #[test]
    fn a_rate_that_does_not_stand_is_null_with_both_values_and_the_reason() {
        let plain = || json!({ "value": 2.0, "low": 1.0, "high": 3.0 });
        let told = rate_json(&done(), plain(), &moved(2.0, 0.5));
        assert_eq!(
            (&told["value"], &told["low"], &told["stands"]),
            (&Value::Null, &Value::Null, &json!(false))
        );
        assert_eq!((&told["own_warm_up"], &told["longer_warm_up"]), (&json!(2.0), &json!(0.5)));
        assert!(told["why"].as_str().is_some_and(|why| why.contains("15%")), "{told}");
        assert_eq!(rate_json(&Again::<()>::NotNeeded, plain(), &moved(2.0, 0.5)), plain());
        let off = rate_json(&Again::<()>::Off, plain(), &Judged::default());
        assert_eq!((&off["value"], &off["stands"]), (&json!(2.0), &Value::Null));
    }

    #[test]
    fn nothing_is_said_where_there_was_no_need_to_look() {
        assert!(said(&Again::<()>::NotNeeded, Some(true), Vec::new(), []).is_empty());
        assert_eq!(repeated(&Again::<()>::NotNeeded, None), None);
        assert!(said(&Again::<()>::Off, None, Vec::new(), [])[0].contains("--no-repeat"));
        let all = said(&done(), Some(false), (0..5).map(|i| i.to_string()).collect(), []);
        assert_eq!((all.len(), all[3].as_str()), (5, "2 more do not stand: see the files."));
        let sure = |half: f64| Judged { change95: Some([-half, half]), ..moved(10.0, 10.0) };
        let stand = |half: f64| said(&done(), Some(true), Vec::new(), &[sure(half)]).remove(0);
        assert!(stand(4.0).ends_with(": the answer stands."), "{}", stand(4.0));
        assert!(stand(7.0).contains("do not exclude a change by 70% of it"), "{}", stand(7.0));
        assert!(all[4].contains("(1,460 days for 365; 25 runs of the same people)"), "{all:?}");
    }
}
