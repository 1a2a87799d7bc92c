//! Outcomes in words, of the whole system or of a part of it.

use super::differences::words_of;
use crate::experiment::address::Address;
use crate::scenario::names::Names;

/// Outcomes that only parts have.
const PARTS: &[(&str, &str)] = &[
    ("people_mean", "People in it on average"),
    ("utilisation", "Share of what is open that is in use"),
    ("wait_days_mean", "Days waited for a place, mean"),
    ("wait_days_p90", "Nine in ten have a place within (days)"),
    ("queue_mean", "People waiting on average"),
    ("stay_days_mean", "Days of a stay, mean"),
    ("elapsed_days_mean", "Days it takes, mean"),
];

/// An outcome in words: `Nine in ten leave within (days), “Home with support”`.
pub(super) fn named(address: Address, names: &Names) -> String {
    let name = address.outcome().name;
    match address.of(names) {
        None => words_of(name),
        Some(of) => {
            let own = PARTS.iter().find(|(part, _)| *part == name);
            let words = own.map_or_else(|| words_of(name), |(_, words)| (*words).to_owned());
            format!("{words}, “{}”", of.label)
        }
    }
}

/// The same within a sentence: small letters first, but for letters that stand for words.
pub(super) fn within(address: Address, names: &Names) -> String {
    let words = named(address, names);
    let mut letters = words.chars();
    let first = letters.next();
    let second = letters.next();
    match (first, second) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            format!("{}{}", first.to_lowercase(), &words[first.len_utf8()..])
        }
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;

    #[test]
    fn outcomes_are_named_with_whose_they_are() {
        let names = made_up(1).0.names;
        let words = |text: &str| named(Address::parse(text, &names).expect("an address"), &names);
        assert_eq!(words("nctr_bed_days"), "Bed-days with NCTR");
        assert_eq!(words("services.home_care.wait_days_mean"), "Days waited for a place, mean, “Home care”");
        assert_eq!(words("services.home_care.starts"), "Starts, “Home care”");
        assert_eq!(within(Address::system("nctr_bed_days"), &names), "bed-days with NCTR");
    }
}
