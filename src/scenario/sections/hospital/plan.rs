//! The hospital of a plan: beds, rounds, hours, and what waiting does; and how it is built and checked.

use super::daily_return::{DailyReturn, daily_return};
use super::words;
use crate::base::{Indexed, Limit, Position, Span, Time, Timetable};
use crate::scenario::build::amounts::{is_closed, people};
use crate::scenario::build::hours::{Opening, within};
use crate::scenario::build::index::HOME;
use crate::scenario::build::kept::{Of, kept};
use crate::scenario::build::setup::Setup;
use crate::scenario::build::week::weeks;
use crate::scenario::plan::index::PathwayIndex;
use crate::scenario::plan::kept::Kept;
use crate::scenario::sections::pathways::plan::pathway;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::amount::Amount;

/// The hospital.
#[derive(Clone, Debug, PartialEq)]
pub struct Hospital {
    /// Acute beds.
    pub beds: Timetable<Limit>,
    /// Parts of the beds that are open, the core and those beyond it, kept for some people.
    pub kept: Vec<Kept>,
    /// When people are admitted: always, but for closures.
    pub admits: Timetable<bool>,
    /// Board rounds in the order of time; none: people are recorded as ready at once.
    pub rounds: Vec<BoardRound>,
    /// The standard deviation of the day's shift of the rounds' logit.
    pub round_spread: f64,
    /// When people may leave the ward.
    pub discharge_hours: Timetable<bool>,
    /// How long a bed is neither free nor in use after a patient has left it.
    pub turnaround: Span,
    /// Beds that open when the core beds are full.
    pub escalation: Escalation,
    /// What its daily return counts.
    pub daily_return: DailyReturn,
    /// What a full hospital does.
    pub pressure: Pressure,
    /// The share of emergencies who die of a wait for a bed longer than this.
    pub bed_wait_harm: Option<(Span, f64)>,
}

/// What a full hospital does: powers of the share of its beds in use ÷ the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pressure {
    /// The share of the beds in use at which nothing is different.
    pub reference: f64,
    /// On the odds that a board round finds somebody; 0 for nothing.
    pub rounds: f64,
    /// On how fast acute stays pass; 0 for nothing.
    pub stays: f64,
}

impl Pressure {
    /// The least and the most that it multiplies by. Nothing is known of emptier or fuller hospitals, and in
    /// an empty one no stay may stand still.
    pub const BOUNDS: (f64, f64) = (0.25, 4.0);

    /// What so many people in so many beds multiply by, at this power. Where beds are unlimited there is no
    /// share of them in use, and nothing is different.
    pub fn factor(self, people: u32, beds: Limit, power: f64) -> f64 {
        let Some(beds) = beds.number().filter(|_| power > 0.0) else { return 1.0 };
        let (least, most) = Self::BOUNDS;
        if beds == 0 {
            return if people == 0 { 1.0 } else { most };
        }
        let share = f64::from(people) / f64::from(beds);
        libm::pow(share / self.reference, power).clamp(least, most)
    }
}

/// Beds that open, all at once, when the core beds are full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Escalation {
    /// How many; 0 for none.
    pub beds: u32,
    /// They open when more than this share of the core beds is in use.
    pub open_above: f64,
    /// They close when less than this share of the core beds is in use.
    pub close_below: f64,
}

/// A board round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoardRound {
    /// When.
    pub at: Time,
    /// The chance that it finds a waiting patient.
    pub reach: f64,
}

/// What waiting past ready does to people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deconditioning {
    /// The chance at each full day of needing one step more.
    pub step_up_per_day: f64,
    /// What each day adds to the factor on the later stay.
    pub stay_factor_per_day: f64,
    /// The pathway one step up, by pathway: itself where there is none.
    pub one_step_up: Indexed<PathwayIndex, PathwayIndex>,
}

/// The hospital of a plan.
pub fn hospital(setup: Setup<'_>, found: &mut Found) -> Hospital {
    let path = Path::of("hospital");
    let none = words::Hospital::default();
    let typed = setup.file.hospital.as_ref().unwrap_or(&none);
    let rounds = typed.board_rounds.as_ref();
    let beds = people(setup, &path.key("beds"), typed.beds.as_ref(), found);
    Hospital {
        kept: kept(setup, &path.key("kept"), typed.kept.as_ref(), Of::Beds, &beds, found),
        beds,
        admits: within(setup, &Opening::Always, true, |day| {
            !is_closed(setup, typed.beds.as_ref(), day.unwrap_or(0))
        }),
        rounds: rounds.map(|rounds| board_rounds(setup, rounds, found)).unwrap_or_default(),
        round_spread: rounds.and_then(|rounds| rounds.spread).map_or(0.0, |spread| spread.0),
        discharge_hours: match &typed.discharge_hours {
            None => Timetable::constant(true),
            hours => {
                let hours = Opening::new(setup, &path.key("discharge_hours"), hours.as_ref(), found);
                within(setup, &hours, false, |_| true)
            }
        },
        turnaround: typed.turnaround.map_or(Span::ZERO, |t| Span::from_days(t.days)),
        escalation: escalation(setup, typed, found),
        daily_return: daily_return(setup, typed, found),
        pressure: pressure(setup, typed, found),
        bed_wait_harm: bed_wait_harm(setup, typed, found),
    }
}

/// What a long wait does; both words of it are needed.
fn bed_wait_harm(setup: Setup<'_>, typed: &words::Hospital, found: &mut Found) -> Option<(Span, f64)> {
    let given = typed.bed_wait_harm.as_ref()?;
    let path = Path::of("hospital.bed_wait_harm");
    let words = [
        ("over", given.over.is_none(), "a length of time, as in \"6h\""),
        ("harmed", given.harmed.is_none(), "a share, as in 0.012"),
    ];
    for (word, missing, expected) in words {
        if missing && !found.is_faulty(&path.key(word)) {
            let fault = setup.fault(&path, format!("\"{word}\" is missing"));
            found.fault(fault.expected(expected));
        }
    }
    Some((Span::from_days(given.over?.days), given.harmed?.0))
}

fn pressure(setup: Setup<'_>, typed: &words::Hospital, found: &mut Found) -> Pressure {
    let none = words::Pressure::default();
    let given = typed.pressure.as_ref().unwrap_or(&none);
    let reference = given.reference().0;
    if reference <= 0.0 {
        let path = Path::of("hospital.pressure.reference");
        let fault = setup.fault(&path, "nothing can be compared with a share of 0 in use");
        found.fault(fault.expected("a share above 0, as in 0.93"));
    }
    Pressure { reference, rounds: given.rounds().0, stays: given.stays().0 }
}

/// Escalation beds; they need core beds that are limited.
fn escalation(setup: Setup<'_>, typed: &words::Hospital, found: &mut Found) -> Escalation {
    let none = words::Escalation::default();
    let given = typed.escalation.as_ref().unwrap_or(&none);
    let beds = given.beds().0;
    let open_above = given.open_above().0;
    let close_below = given.closes_below().0;
    let path = Path::of("hospital.escalation");
    if close_below > open_above {
        let fault = setup.fault(&path.key("close_below"), "beds would close before they open");
        found.fault(fault.expected("at most \"open_above\""));
    }
    let unread = found.is_faulty(&Path::of("hospital.beds"));
    if beds > 0 && !unread && typed.beds.as_ref().is_none_or(Amount::is_unlimited) {
        let fault = setup.fault(&path, "escalation beds beside unlimited beds");
        found.fault(fault.expected("\"hospital.beds\" with a number"));
    }
    Escalation { beds, open_above, close_below }
}

fn board_rounds(setup: Setup<'_>, typed: &words::Rounds, found: &mut Found) -> Vec<BoardRound> {
    let weeks = weeks(setup, &Path::of("hospital.board_rounds"), &typed.days, found);
    let mut all = Vec::new();
    for number in 0..setup.calendar.days_to_end() {
        let Some(rounds) = weeks.on(setup.calendar, i64::from(number)) else { continue };
        let reach = rounds.reach().0 * setup.effects.reach(number as usize);
        let mut times = rounds.at.clone().unwrap_or_default();
        times.sort_unstable();
        times.dedup();
        let midnight = Time::midnight(number);
        all.extend(times.iter().map(|time| BoardRound { at: midnight + time.0, reach: reach.min(1.0) }));
    }
    all
}

/// What waiting does to people, on the ladder of the national pathways.
pub fn deconditioning(setup: Setup<'_>) -> Deconditioning {
    let none = words::Deconditioning::default();
    let typed = setup.file.hospital.as_ref().and_then(|hospital| hospital.deconditioning.as_ref());
    let typed = typed.unwrap_or(&none);
    let ladder = [HOME, "p1", "p2", "p3"].map(|key| pathway(setup, key));
    let mut one_step_up: Indexed<_, _> = (0..setup.index.pathways.len()).map(PathwayIndex::at).collect();
    for step in ladder.windows(2) {
        if let [Some(from), Some(to)] = *step {
            one_step_up[from] = to;
        }
    }
    Deconditioning {
        step_up_per_day: typed.step_up_per_day().0,
        stay_factor_per_day: typed.stay_factor_per_day().0,
        one_step_up,
    }
}
