//! One simulated run, day by day: how many people were where. One run shows how days hang together, which averages
//! over many runs smooth away; it says nothing of what is likely.

use serde::{Deserialize, Serialize};

use crate::report::block::Table;

/// One run, day by day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// The first day: `2024-10-01`.
    pub start: String,
    /// Which run it is, and what must not be read from it.
    pub note: String,
    /// The places: those in and around the hospital first.
    pub places: Vec<Place>,
    /// The same on one day of each week, for who cannot or will not watch.
    pub weeks: Table,
}

/// A place and how many people were there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name for a reader.
    pub label: String,
    /// Its name in `replay.csv`; that of its queue has `queue:` in front.
    pub key: String,
    /// What kind of place it is.
    pub kind: Kind,
    /// People on each day, whole ones.
    pub people: Vec<u32>,
    /// People on each day who wait for it; empty where nobody ever does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<u32>,
    /// Beds or places: each number with the day, counted from 0, from which it holds. Empty where there is no limit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<(u32, u32)>,
}

/// A kind of place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Acute beds.
    Hospital,
    /// Acute beds with people in them who are ready to leave.
    Ready,
    /// The door: people who wait for an acute bed.
    Door,
    /// Outside hospital: people who wait for a service.
    Community,
    /// A service.
    #[default]
    Service,
}

impl Replay {
    /// Its heading: a winter is called one.
    pub fn heading(&self) -> &'static str {
        let begins = self.start.get(5..7).unwrap_or_default();
        let days = self.places.first().map_or(0, |place| place.people.len());
        if matches!(begins, "10" | "11" | "12") && (60..=213).contains(&days) {
            "One simulated winter, day by day"
        } else {
            "One simulated run, day by day"
        }
    }
}

impl Place {
    /// Beds or places on a day; nothing where there is no limit.
    pub fn capacity_on(&self, day: u32) -> Option<u32> {
        self.capacity.iter().rev().find(|step| step.0 <= day).map(|step| step.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_winter_is_called_one_and_another_season_is_not() {
        let of = |start: &str, days: usize| {
            let place = Place { people: vec![0; days], ..Place::default() };
            Replay { start: start.to_owned(), places: vec![place], ..Replay::default() }.heading()
        };
        assert_eq!(of("2024-10-01", 182), "One simulated winter, day by day");
        for (start, days) in [("2024-04-01", 182), ("2024-10-01", 365), ("2024-10-01", 28), ("", 182)] {
            assert_eq!(of(start, days), "One simulated run, day by day", "{start} {days}");
        }
    }

    #[test]
    fn a_capacity_holds_until_the_next() {
        let place = Place { capacity: vec![(0, 20), (7, 25)], ..Place::default() };
        assert_eq!([0, 6, 7, 99].map(|day| place.capacity_on(day)), [Some(20), Some(20), Some(25), Some(25)]);
        assert_eq!(Place::default().capacity_on(3), None);
    }
}
