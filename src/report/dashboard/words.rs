//! What each daily measure is called for people who meet over it, and which way it is better. Knows no figure.

use crate::measures::DailyMeasure;
use crate::measures::outcome::{Better, Key, System};
use crate::scenario::Names;

/// A measure in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is called: `People waiting for an acute bed`.
    pub words: String,
    /// What its axis counts.
    pub axis: &'static str,
    /// Which way it is better.
    pub better: Better,
}

/// A measure in words.
pub fn told(measure: DailyMeasure, names: &Names) -> Told {
    use DailyMeasure as M;
    let service = |service: crate::scenario::plan::ServiceIndex| names.services[service].label.as_str();
    let better = |system: System| system.outcome().better;
    let (words, axis, better) = match measure {
        M::Hospital => ("Acute beds in use".to_owned(), "Beds", better(System::AcuteBedDays)),
        M::Nctr => ("People with no criteria to reside".to_owned(), "People", better(System::NctrPeople)),
        M::NctrRemaining => (
            "People with no criteria to reside at midnight".to_owned(),
            "People",
            better(System::NctrRemaining),
        ),
        M::BedQueue => {
            ("People waiting for an acute bed".to_owned(), "People", better(System::HoursWithBedQueue))
        }
        M::RoundWait => (
            "People well enough, not found by a round yet".to_owned(),
            "People",
            better(System::RoundWaitPeople),
        ),
        M::WaitingInCommunity => {
            ("People waiting outside hospital".to_owned(), "People", better(System::WaitingInCommunity))
        }
        M::Admissions => ("People admitted a day".to_owned(), "People a day", better(System::Admissions)),
        M::Discharges => ("Discharges a day".to_owned(), "People a day", better(System::Discharges)),
        M::EmergencyArrivals => ("Emergency arrivals a day".to_owned(), "People a day", Better::Neither),
        M::Service(i) => (format!("People in “{}”", service(i)), "People", Better::Neither),
        M::Queue(i) => (format!("People waiting for “{}”", service(i)), "People", Better::Lower),
        M::OpenedBeds => ("Beds open beyond the core".to_owned(), "Beds", better(System::EscalationBedDays)),
        M::OpenedPlaces(i) => (format!("Places opened in “{}”", service(i)), "Places", Better::Neither),
    };
    Told { words, axis, better }
}
