//! What differs between two scenarios and costs money in life, but has no price in the file: it must not
//! look free. And what of one scenario has no price at all.
//!
//! A price counts where the money that is counted answers to it: people on duty by the hour, places by
//! the day, use by the person. What is given as 0 has a price; what is left out has none. What changes
//! without anything that could have a price (a shorter stay, earlier rounds) has none either, since
//! nobody knows what brings it about. `money` asks here; knows nothing of results.

mod both;
mod prices;

use std::collections::BTreeSet;

use crate::base::Limit;
use crate::scenario::Scenario;
use crate::scenario::capacities::{AddedTo, OfService, Paid};
use both::{Both, adds_to, at, has_staff};
use prices::{Price, Works};

/// Something without a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpriced {
    /// Its dotted key.
    pub path: String,
    /// In words, in the plural: "people on duty in the hub".
    pub label: String,
}

/// Parts of the file that are no cause of anything.
const ASIDE: [&str; 6] = ["name", "description", "notes", "provenance", "costs", "funds"];

/// What differs between two scenarios and has no price, in the order of the file's keys.
pub fn unpriced(base: &Scenario, option: &Scenario) -> Vec<Unpriced> {
    let both = Both { base, option };
    let mut paths = Vec::new();
    for part in both.keys(&[]) {
        match part.as_str() {
            "hospital" | "hub" => paths.extend(both.section(&part)),
            "groups" | "steps" | "services" => {
                let items = both.keys(&[&part]).into_iter();
                paths.extend(items.flat_map(|key| both.item(&part, &key)));
            }
            "events" | "pathways" | "triggers" => {
                let items =
                    both.keys(&[&part]).into_iter().filter(|key| both.differs_beyond_words(&part, key));
                let items = items.filter(|key| part != "triggers" || !both.trigger_is_priced(key));
                paths.extend(items.map(|key| format!("{part}.{key}")));
            }
            aside if ASIDE.contains(&aside) => {}
            _ => paths.push(part),
        }
    }
    paths.retain(|path| !both.is_covered(path));
    let in_one = both.priced_in_one();
    paths.extend(in_one.iter().cloned());
    if paths.is_empty() && base.resolved == option.resolved && base.fingerprint != option.fingerprint {
        // The same words, and other figures in a file beside them.
        paths.push("groups".to_owned());
    }
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(path.clone()));
    let words = |path: &str| {
        let own = |scenario: &Scenario| scenario.names.words_of(path);
        // What one of them does not have, the other names.
        let there = if at(option, &path.split('.').collect::<Vec<_>>()).is_some() { option } else { base };
        let words = own(there).unwrap_or_else(|| path.replace(['.', '_'], " "));
        if in_one.iter().any(|one| one == path) {
            format!("{words} (priced in one of the two)")
        } else {
            words
        }
    };
    paths.into_iter().map(|path| Unpriced { label: words(&path), path }).collect()
}

/// What is priced in both of two scenarios, and not alike: part of a difference in pounds is that of the
/// prices.
pub fn changed_prices(base: &Scenario, option: &Scenario) -> Vec<Unpriced> {
    let changed = |price: &Price<'_>| {
        let [before, after] = [base, option].map(|scenario| price.pounds(scenario));
        // Typed as they are, so one figure is the other to the last bit or it was changed.
        before.zip(after).is_some_and(|(before, after)| before.total_cmp(&after).is_ne())
    };
    let mut all = Vec::new();
    for (price, word, label) in [
        (Price::AcuteBedDay, "acute_bed_day", "acute bed-days"),
        (Price::OpenBedDay, "open_acute_bed_day", "open acute beds"),
        (Price::EscalationBedDay, "escalation_bed_day", "escalation bed-days"),
    ] {
        if changed(&price) {
            all.push(Unpriced { path: format!("costs.{word}"), label: label.to_owned() });
        }
    }
    let mut add = |path: String, prices: &[Price<'_>]| {
        if prices.iter().any(changed) {
            let label = if path == "hub" { Some("the hub".to_owned()) } else { option.names.words_of(&path) };
            all.push(Unpriced { label: label.unwrap_or_else(|| path.clone()), path });
        }
    };
    for whose in Works::all(option) {
        add(whose.path(), &[whose.hour()]);
    }
    for name in &option.names.services {
        add(format!("services.{}", name.key), &Price::of_service(&name.key));
    }
    all
}

/// What has no price in any of the differences of several scenarios from one, each once.
pub fn unpriced_of_several<'a>(
    base: &Scenario,
    options: impl IntoIterator<Item = &'a Scenario>,
) -> Vec<Unpriced> {
    let mut all: Vec<Unpriced> = Vec::new();
    for found in options.into_iter().flat_map(|option| unpriced(base, option)) {
        if !all.contains(&found) {
            all.push(found);
        }
    }
    all
}

/// Capacities of services that differ and are priced by the person only: more of them costs what more
/// people use, and standing empty costs nothing.
pub fn priced_in_use(base: &Scenario, option: &Scenario) -> Vec<Unpriced> {
    let both = Both { base, option };
    let mut all = Vec::new();
    for key in both.keys(&["services"]) {
        let pair = both.pair(&key, |s| &s.names.services, |p| &p.services);
        // A price of 0 for a place leaves the person.
        let place = Price::Place(&key);
        let by_place = place.pounds(option).is_some_and(|pounds| pounds > 0.0) && both.is_priced(place, pair);
        if !both.is_priced(Price::Person(&key), pair) {
            continue;
        }
        for word in both.keys(&["services", &key]) {
            let counts = match OfService::by(&word).map(|kind| kind.row().paid) {
                Some(Paid::Place) => !by_place,
                Some(Paid::Person) => true,
                _ => false,
            };
            let path = format!("services.{key}.{word}");
            all.extend(option.names.words_of(&path).filter(|_| counts).map(|label| Unpriced { path, label }));
        }
    }
    all
}

/// What a scenario has and does not price: `cost_total` is without it. Nothing where the file prices
/// nothing at all.
pub fn without_price(scenario: &Scenario) -> Vec<Unpriced> {
    if !has_prices(scenario) {
        return Vec::new();
    }
    let plan = &scenario.plan;
    let (from, end) = (plan.calendar.measured_from(), plan.calendar.end());
    let mut paths = Vec::new();
    let beds = plan.hospital.beds.is_ever_open();
    let priced = [Price::AcuteBedDay, Price::OpenBedDay].iter().any(|price| price.is_given(scenario));
    if beds && !priced {
        paths.push("hospital.beds".to_owned());
    }
    for (whose, work) in Works::all(scenario).zip(plan.works()) {
        if has_staff(work) && !whose.hour().is_given(scenario) {
            paths.push(format!("{}.staff", whose.path()));
        }
    }
    for (name, service) in scenario.names.services.iter().zip(&plan.services) {
        let given = Price::of_service(&name.key).iter().any(|price| price.is_given(scenario));
        if !given && service.people.within(from, end).any(|places| places > Limit::ZERO) {
            paths.push(format!("services.{}", name.key));
        }
    }
    let label = |path: &str| scenario.names.words_of(path).unwrap_or_else(|| path.to_owned());
    paths.into_iter().map(|path| Unpriced { label: label(&path), path }).collect()
}

/// Whether the file prices anything, be it at 0.
pub fn has_prices(scenario: &Scenario) -> bool {
    let works = Works::all(scenario).map(Works::hour);
    let services = scenario.names.services.iter().flat_map(|name| Price::of_service(&name.key));
    Price::OF_BEDS.into_iter().chain(works).chain(services).any(|price| price.is_given(scenario))
}

/// Whether both have escalation beds, or beds that open on a condition, at a price, and not the same.
pub fn buys_escalation(base: &Scenario, option: &Scenario) -> bool {
    let both = Both { base, option };
    let beds = |key: &String| {
        let adds = |scenario| adds_to(scenario, key) == Some(AddedTo::Beds);
        both.differs_beyond_words("triggers", key) && (adds(base) || adds(option))
    };
    let differs = both.differs(&["hospital", "escalation"]) || both.keys(&["triggers"]).iter().any(beds);
    differs && both.given(Price::EscalationBedDay)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::scenario::{Memory, Setting};

    const TOWN: &str = r#"{
      "calendar": { "start": "2025-01-06", "days": 28 },
      "groups": { "all": { "label": "Everybody", "arrivals": { "per_day": 3 }, "needs": { "p1": 1 }, "stay": { "fixed": "1d" } } },
      "hospital": { "beds": 20, "escalation": { "beds": 2 }, "board_rounds": { "mon-sun": { "at": ["10:00"] } } },
      "hub": { "staff": { "mon-fri": 2, "hours": "08:00-18:00" }, "assessment": { "fixed": "2h" } },
      "steps": { "papers": { "staff": { "mon-fri": 1 }, "per_day": 4, "takes": { "fixed": "2h" } } },
      "pathways": { "p1": { "services": ["team", "home"] } },
      "services": { "team": { "label": "Team", "places": 8, "starts_per_week": 6, "admits": "08:00-18:00", "stay": { "fixed": "9d" } },
                    "home": { "hours_per_week": 80, "care": { "first": 10 }, "stay": { "fixed": "9d" } },
                    "later": { "places": 0, "stay": { "fixed": "9d" } } },
      "triggers": { "surge": { "when": { "hospital_occupancy_above": 0.9 }, "adds": { "beds": 2 } },
                    "more": { "when": { "nctr_above": 5 }, "adds": { "service": "team", "places": 2 } } }
    }"#;

    fn town(settings: &[(&str, &str)]) -> Scenario {
        let files = Memory(BTreeMap::from([("town.json".to_owned(), TOWN.to_owned())]));
        let settings: Vec<Setting> =
            settings.iter().map(|(path, value)| Setting::replace(path, value)).collect();
        Scenario::load(&files, "town.json", &settings).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// What has no price where both have these prices and the option has a change.
    fn missing(prices: &[(&str, &str)], change: (&str, &str)) -> Vec<String> {
        let changed: Vec<(&str, &str)> = prices.iter().copied().chain([change]).collect();
        unpriced(&town(prices), &town(&changed)).into_iter().map(|one| one.path).collect()
    }

    #[test]
    fn every_change_without_a_price_is_named_by_what_changes() {
        for (path, value, named) in [
            ("hospital.beds", "30", "hospital.beds"),
            ("hospital.escalation.beds", "9", "hospital.escalation"),
            ("hospital.board_rounds.mon-sun.reach", "0.5", "hospital.board_rounds"),
            ("hospital.discharge_hours", "08:00-12:00", "hospital.discharge_hours"),
            ("hub.staff.sat-sun", "2", "hub.staff"),
            ("hub.referred_ahead", r#"{ "share": 0.5, "by": "1d" }"#, "hub.referred_ahead"),
            ("steps.papers.staff.sat-sun", "1", "steps.papers.staff"),
            ("steps.papers.per_day", "9", "steps.papers.per_day"),
            ("steps.papers.takes", r#"{ "fixed": "1h" }"#, "steps.papers.takes"),
            ("services.team.places", "9", "services.team.places"),
            ("services.team.starts_per_week", "9", "services.team.starts_per_week"),
            ("services.team.admits", "08:00-20:00", "services.team.admits"),
            ("services.team.stay", r#"{ "fixed": "5d" }"#, "services.team.stay"),
            ("services.home.hours_per_week", "90", "services.home.hours_per_week"),
            ("services.later.places", "3", "services.later.places"),
            ("triggers.surge.adds.beds", "5", "triggers.surge"),
            ("triggers.more.adds.places", "5", "triggers.more"),
            ("groups.all.arrivals.per_day", "2", "groups.all.arrivals"),
        ] {
            assert_eq!(missing(&[], (path, value)), [named], "{path}");
        }
    }

    #[test]
    fn a_price_counts_where_the_money_answers_to_what_changes() {
        let (hub, bed, beyond) =
            ("hub.cost_per_hour", "costs.open_acute_bed_day", "costs.escalation_bed_day");
        let (person, place, set_up) =
            ("services.team.cost_per_day", "services.team.cost_per_place", "services.later.set_up_cost");
        for (price, path, value) in [
            (hub, "hub.staff.sat-sun", "2"),
            (hub, "hub.staff.hours", "08:00-20:00"),
            (bed, "hospital.beds", "30"),
            (beyond, "hospital.escalation.beds", "9"),
            (beyond, "triggers.surge.adds.beds", "5"),
            ("steps.papers.cost_per_hour", "steps.papers.staff.sat-sun", "1"),
            (person, "services.team.places", "9"),
            (person, "services.team.starts_per_week", "9"),
            (person, "triggers.more.adds.places", "5"),
            (place, "services.team.places", "9"),
            (set_up, "services.later.places", "3"),
        ] {
            assert_eq!(missing(&[(price, "5")], (path, value)), [""; 0], "{path} by {price}");
            assert_eq!(missing(&[(price, "0")], (path, value)), [""; 0], "nothing is a price: {path}");
        }
        // Prices that nothing is paid by when this changes.
        for (price, path, value) in [
            (place, "services.team.starts_per_week", "9"),
            (place, "services.team.stay", r#"{ "fixed": "5d" }"#),
            (person, "services.team.stay", r#"{ "fixed": "5d" }"#),
            (person, "services.team.admits", "08:00-20:00"),
            ("services.team.set_up_cost", "services.team.places", "9"),
            ("steps.papers.cost_per_hour", "steps.papers.per_day", "9"),
            ("costs.acute_bed_day", "hospital.beds", "30"),
            (beyond, "hospital.beds", "30"),
        ] {
            let found = missing(&[(price, "5")], (path, value));
            assert_eq!(found.len(), 1, "{path} by {price}: {found:?}");
        }
        let placed = [("services.later.places", "3"), ("services.later.cost_per_place", "5")];
        assert_eq!(missing(&placed, ("services.later.places", "unlimited")), ["services.later.places"]);
    }

    #[test]
    fn a_programme_prices_what_it_covers_and_nothing_else() {
        let paths = |covers: &str, change: (&str, &str)| -> Vec<String> {
            let programme = format!(r#"{{ "cost_per_year": 0, "covers": [{covers}] }}"#);
            let option = town(&[("costs.programmes.help", &programme), change]);
            unpriced(&town(&[]), &option).into_iter().map(|one| one.path).collect()
        };
        let (hours, triggers) = (("services.team.admits", "08:00-20:00"), ("triggers.surge.adds.beds", "5"));
        assert_eq!(paths(r#""services.team.admits""#, hours), [""; 0]);
        assert_eq!(paths(r#""services""#, hours), [""; 0]);
        assert_eq!(paths(r#""services.team.stay""#, hours), ["services.team.admits"]);
        assert_eq!(paths("", hours), ["services.team.admits"]);
        assert_eq!(paths(r#""triggers.surge""#, triggers), [""; 0]);
        assert_eq!(paths(r#""triggers.surge.adds""#, triggers), ["triggers.surge"], "less than what differs");
        // What both of them have pays for no difference.
        let both = ("costs.programmes.help", r#"{ "cost_per_year": 9, "covers": ["services.team.admits"] }"#);
        let found = unpriced(&town(&[both]), &town(&[both, hours]));
        assert_eq!(found[0].path, "services.team.admits");
    }

    #[test]
    fn a_price_that_only_one_of_two_scenarios_gives_is_none() {
        let paths = |settings: &[(&str, &str)]| -> Vec<String> {
            unpriced(&town(&[]), &town(settings)).into_iter().map(|one| one.path).collect()
        };
        assert_eq!(paths(&[("hub.cost_per_hour", "30")]), ["hub.staff"]);
        assert_eq!(paths(&[("hub.cost_per_hour", "30"), ("hub.staff.sat-sun", "2")]), ["hub.staff"]);
        assert_eq!(paths(&[("costs.open_acute_bed_day", "300")]), ["hospital.beds"]);
        assert_eq!(paths(&[("services.team.cost_per_place", "50")]), ["services.team"]);
        // Nobody could be in it before: it costs nothing there.
        let opened = [("services.later.cost_per_place", "50"), ("services.later.places", "3")];
        assert_eq!(paths(&opened), [""; 0]);
        // What it takes to set more up is the option's own.
        assert_eq!(paths(&[("services.team.set_up_cost", "9000"), ("services.team.places", "9")]), [""; 0]);
    }

    #[test]
    fn other_words_for_the_same_are_no_change() {
        let same = [
            ("services.team.places", r#"{ "base": 8, "changes": [{ "from": "start", "to": 8 }] }"#),
            ("services.team.stay", r#"{ "fixed": "216h" }"#),
            ("services.team.label", "The team"),
            ("services.team.paid_by", "council"),
            ("hub.label", "Desk"),
            ("name", "Another town"),
        ];
        assert_eq!(unpriced(&town(&[]), &town(&same)), []);
    }

    #[test]
    fn a_scenario_names_what_its_cost_is_without_and_one_without_prices_nothing() {
        let named = |settings: &[(&str, &str)]| -> Vec<String> {
            without_price(&town(settings)).into_iter().map(|one| one.label).collect()
        };
        assert_eq!(named(&[]), [""; 0]);
        let priced = [("services.team.cost_per_day", "50"), ("hub.cost_per_hour", "0")];
        assert_eq!(named(&priced), ["acute beds", "people on duty for “Papers”", "“Home”"]);
        let (bed, papers) = (("costs.acute_bed_day", "400"), ("steps.papers.cost_per_hour", "30"));
        let all = [priced[0], priced[1], bed, papers, ("services.home.cost_per_day", "9")];
        assert_eq!(named(&all), [""; 0]);
    }
}
