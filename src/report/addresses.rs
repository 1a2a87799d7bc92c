//! Outcomes in words, of the whole system or of a part of it.

use super::differences::words_of;
use crate::experiment::address::Address;
use crate::scenario::names::Names;

/// An outcome in words: `Nine in ten leave within (days), “Home with support”`.
pub(super) fn named(address: Address, names: &Names) -> String {
    let outcome = address.outcome();
    match address.of(names) {
        None => words_of(outcome).to_owned(),
        Some(of) => format!("{}, “{}”", outcome.words, of.label),
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
    use crate::measures::outcome::System;

    #[test]
    fn outcomes_are_named_with_whose_they_are() {
        let names = made_up(1).0.names;
        let words = |text: &str| named(Address::parse(text, &names).expect("an address"), &names);
        assert_eq!(words("nctr_bed_days"), "Bed-days with NCTR");
        assert_eq!(words("services.home_care.wait_days_mean"), "Days waited for a place, mean, “Home care”");
        assert_eq!(words("services.home_care.starts"), "Starts, “Home care”");
        assert_eq!(within(Address::system(System::NctrBedDays), &names), "bed-days with NCTR");
    }
}
