//! The hospital: its beds, board rounds and discharge hours.

use super::Setup;
use super::amounts::{is_closed, people};
use super::hours::within;
use crate::base::{Span, Time, Timetable};
use crate::scenario::fault::Found;
use crate::scenario::path::Path;
use crate::scenario::plan::{BoardRound, Escalation, Hospital};
use crate::scenario::typed;

/// The hospital of a plan.
pub fn hospital(setup: Setup<'_>, found: &mut Found) -> Hospital {
    let path = Path::of("hospital");
    let none = typed::Hospital::default();
    let typed = setup.file.hospital.as_ref().unwrap_or(&none);
    let rounds = typed.board_rounds.as_ref();
    Hospital {
        beds: people(setup, &path.key("beds"), typed.beds.as_ref(), found),
        admits: within(setup, None, true, |day| !is_closed(setup, typed.beds.as_ref(), day)),
        rounds: rounds.map(|rounds| board_rounds(setup, rounds)).unwrap_or_default(),
        round_spread: rounds.and_then(|rounds| rounds.spread).map_or(0.0, |spread| spread.0),
        discharge_hours: match &typed.discharge_hours {
            None => Timetable::constant(true),
            hours => within(setup, hours.as_ref(), false, |_| true),
        },
        turnaround: typed.turnaround.map_or(Span::ZERO, |t| Span::from_days(t.days)),
        escalation: escalation(setup, typed, found),
    }
}

/// Escalation beds; they need core beds that are limited.
fn escalation(setup: Setup<'_>, typed: &typed::Hospital, found: &mut Found) -> Escalation {
    let none = typed::Escalation::default();
    let given = typed.escalation.as_ref().unwrap_or(&none);
    let beds = given.beds.map_or(0, |beds| beds.0);
    let open_above = given.open_above.map_or(1.0, |share| share.0);
    let close_below = given.close_below.map_or(open_above, |share| share.0);
    let path = Path::of("hospital.escalation");
    if close_below > open_above {
        let fault = setup.fault(&path.key("close_below"), "beds would close before they open");
        found.fault(fault.expected("at most \"open_above\""));
    }
    let unread = found.is_faulty(&Path::of("hospital.beds"));
    if beds > 0 && !unread && typed.beds.as_ref().is_none_or(typed::Amount::is_unlimited) {
        let fault = setup.fault(&path, "escalation beds beside unlimited beds");
        found.fault(fault.expected("\"hospital.beds\" with a number"));
    }
    Escalation { beds, open_above, close_below }
}

fn board_rounds(setup: Setup<'_>, typed: &typed::Rounds) -> Vec<BoardRound> {
    let mut all = Vec::new();
    for number in 0..setup.calendar.days_to_end() {
        let day = setup.calendar.day(number);
        let Some(rounds) = typed.days.on(day.weekday, day.bank_holiday) else { continue };
        let reach = rounds.reach.map_or(1.0, |share| share.0) * setup.effects.reach(number as usize);
        let mut times = rounds.at.clone().unwrap_or_default();
        times.sort_unstable();
        times.dedup();
        let midnight = Time::midnight(number);
        all.extend(times.iter().map(|time| BoardRound { at: midnight + time.0, reach: reach.min(1.0) }));
    }
    all
}
