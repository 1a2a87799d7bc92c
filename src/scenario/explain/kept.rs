//! Whom places take or are kept for, in words.

use super::kinds::{Condition, Noun, amount};
use super::teller::{Teller, labels, quoted_pathways};
use crate::scenario::names::in_words;
use crate::scenario::sections::services::words::{Accepts, Kept, Others};
use crate::scenario::values::table::Map;

/// Whom a service takes, or for whom places are kept.
pub(crate) fn condition(teller: &Teller<'_>, accepts: &Accepts) -> Condition {
    Condition {
        pathways: quoted_pathways(teller, accepts.pathways.as_ref()),
        groups: labels(&teller.names.groups, accepts.groups.as_ref()),
        not_groups: labels(&teller.names.groups, accepts.not_groups.as_ref()),
        traits: accepts.traits.clone().unwrap_or_default(),
        not_traits: accepts.not_traits.clone().unwrap_or_default(),
    }
}

/// Parts of places that are kept, each in a sentence; `at` is where they stand.
pub(crate) fn kept(teller: &mut Teller<'_>, at: &str, parts: Option<&Map<Kept>>, nouns: Noun) -> Vec<String> {
    let calendar = teller.plan.calendar.clone();
    let mut said = Vec::new();
    for (key, part) in parts.into_iter().flatten() {
        let (Some(places), Some(accepts)) = (&part.places, &part.accepts) else { continue };
        let mark = teller.cite(&[&format!("{at}.{key}.places")]);
        let whose = condition(teller, accepts).words("who are sent to");
        let others = match part.others() {
            Others::Never => "no one else may use these",
            Others::WhenNoneWaits => "others may use these only while none of those is in the queue",
        };
        said.push(format!(
            "Kept for people {whose} (“{}”): {}{mark}. They may use all others too; {others}.",
            in_words(key),
            amount(places, nouns, &calendar),
        ));
    }
    said
}
