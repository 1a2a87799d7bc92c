//! What is judged of an option in every study: its effect, and pounds for a bed-day avoided.

use super::{Judged, Known, OF_ITSELF};
use crate::experiment::price::money::Money;
use crate::measures::Replication;

/// The effect of an option at both warm-ups, of what counts in a replication. Each side has the scenario as
/// it is and the option; the first replications of each are of the same people.
pub fn effect(
    value: impl Fn(&Replication) -> Option<f64>,
    own: [&[Replication]; 2],
    longer: [&[Replication]; 2],
) -> Judged {
    let of =
        |[base, option]: [&[Replication]; 2], i: usize| Some(value(option.get(i)?)? - value(base.get(i)?)?);
    let pairs = longer[0].len().min(longer[1].len());
    let each: Vec<(Option<f64>, Option<f64>)> = (0..pairs).map(|i| (of(own, i), of(longer, i))).collect();
    Judged::of_pairs(&each)
}

/// Pounds for a bed-day avoided at both warm-ups; `None` where an option has no such price. Where the longer
/// warm-up has none, or another, it falls with the bed-days `avoided`.
pub fn price(own: Option<&Money>, longer: Option<&Money>, avoided: &Judged) -> Option<Judged> {
    let own = own?.clear_price()?;
    let longer = longer.and_then(Money::clear_price);
    let because = avoided.stands.filter(|stands| !stands);
    let judged = Judged::of_rates(Known::of(&own), longer.as_ref().map(Known::of), because);
    // The intervals of two rates as if they had nothing in common are wide; pairs of bed-days know more.
    let moves =
        judged.change.zip(judged.own).is_some_and(|(change, own)| change.abs() > OF_ITSELF * own.abs());
    let falls = moves && avoided.falls();
    Some(Judged { stands: if falls { Some(false) } else { judged.stands }, ..judged })
}
