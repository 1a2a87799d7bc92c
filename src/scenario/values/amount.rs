//! Amounts of capacity: a number, `"unlimited"`, or a timetable of dated changes and ramps.
//!
//! What they come to on each day is for `build::amounts`.

use jiff::civil::Date;
use std::marker::PhantomData;

use super::duration::Duration;
use super::quantities::{Factor, MOST, date, number};
use super::table::{Anything, Decode, field, vocabulary};
use crate::scenario::text::fault::Found;
use crate::scenario::text::node::{Node, Value};
use crate::scenario::text::path::Path;

/// What is counted.
pub trait Kind {
    /// Whether only whole numbers make sense.
    const WHOLE: bool;
    /// In words.
    const OF: &'static str;
    /// Whether there may be no limit to it.
    const MAY_BE_UNLIMITED: bool = true;
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident: $whole:literal, $of:literal;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $name;
        impl Kind for $name {
            const WHOLE: bool = $whole;
            const OF: &'static str = $of;
        }
    )*};
}

kinds! {
    /// Hospital beds.
    Beds: true, "beds";
    /// People at the same time in a service.
    Places: true, "places";
    /// People on duty.
    Staffing: true, "people on duty";
    /// Pieces of work a day.
    PerDay: true, "pieces of work a day";
    /// Starts a week.
    StartsAWeek: false, "starts a week";
    /// Hours of care a week, or visits a day.
    Care: false, "care";
}

/// People on a return for each person of whom it is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted;

impl Kind for Counted {
    const WHOLE: bool = false;
    const OF: &'static str = "people counted for each";
    const MAY_BE_UNLIMITED: bool = false;
}

/// The most dated changes or closures of one amount.
pub const MOST_DATES: usize = 1000;

/// So much, or without limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// So much.
    Number(f64),
    /// Without limit.
    Unlimited,
}

/// An amount that may change.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount<K> {
    /// Before any change.
    pub base: Level,
    /// Dated changes, as typed.
    pub changes: Vec<Change<K>>,
    /// Factors from January on; empty: none.
    pub by_month: Vec<f64>,
    /// Days without admissions, or with less of it, as typed.
    pub closures: Vec<Closure<K>>,
    kind: PhantomData<K>,
}

impl<K> Amount<K> {
    /// Always this.
    pub fn constant(base: Level) -> Self {
        Self { base, changes: Vec::new(), by_month: Vec::new(), closures: Vec::new(), kind: PhantomData }
    }

    /// Whether at some time it limits nothing.
    pub fn is_ever_unlimited(&self) -> bool {
        self.base == Level::Unlimited || self.changes.iter().any(|c| c.to == Level::Unlimited)
    }

    /// The same, of whatever it is.
    pub fn of_anything(&self) -> Amount<()> {
        let changes = self.changes.iter().map(|&Change { from, to, rise, .. }| Change {
            from,
            to,
            rise,
            kind: PhantomData,
        });
        let closures = self.closures.iter().map(|&Closure { from, to, what, .. }| Closure {
            from,
            to,
            what,
            kind: PhantomData,
        });
        Amount {
            base: self.base,
            changes: changes.collect(),
            by_month: self.by_month.clone(),
            closures: closures.collect(),
            kind: PhantomData,
        }
    }

    /// Whether it is closed altogether on a date; the first measured day is given.
    pub fn is_closed(&self, start: Date, on: Date) -> bool {
        self.closures.iter().any(|closure| {
            let from = match closure.from {
                Moment::Start => start,
                Moment::On(date) => date,
            };
            closure.what == Closed::Altogether && (from..=closure.to).contains(&on)
        })
    }

    /// Whether it never limits anything.
    pub fn is_unlimited(&self) -> bool {
        self.base == Level::Unlimited && self.changes.iter().all(|c| c.to == Level::Unlimited)
    }
}

/// When a change begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The first measured day.
    Start,
    /// A date.
    On(Date),
}

/// How a change comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rise {
    /// At once.
    AtOnce,
    /// In a straight line over so many days.
    Over(f64),
    /// In a straight line until this date.
    By(Date),
}

/// A dated change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<K> {
    /// When it begins.
    pub from: Moment,
    /// What it comes to.
    pub to: Level,
    /// How it gets there.
    pub rise: Rise,
    kind: PhantomData<K>,
}

/// What is closed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Closed {
    /// No one new is let in; of work, no one is on duty.
    Altogether,
    /// So much of the amount is lost.
    Lost(f64),
}

/// Days on which something is closed, or partly.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure<K> {
    /// The first day.
    pub from: Moment,
    /// The last day.
    pub to: Date,
    /// What is closed.
    pub what: Closed,
    kind: PhantomData<K>,
}

impl Decode for Moment {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let moment =
            node.text().and_then(|t| if t == "start" { Some(Self::Start) } else { date(t).map(Self::On) });
        if moment.is_none() {
            found.wrong(node, path, format!("{} is not a date", node.shown()), "a date, or \"start\"");
        }
        moment
    }
}

fn level<K: Kind>(node: &Node, path: &Path, found: &mut Found) -> Option<Level> {
    if K::MAY_BE_UNLIMITED && node.text() == Some("unlimited") {
        return Some(Level::Unlimited);
    }
    let whole = if K::WHOLE { "a whole number" } else { "a number" };
    let or_none = if K::MAY_BE_UNLIMITED { ", or \"unlimited\"" } else { "" };
    let expected = format!("{whole}{or_none}");
    let Some(x) = node.number() else {
        found.wrong(node, path, format!("{} is not a number of {}", node.shown(), K::OF), expected);
        return None;
    };
    if K::WHOLE && x.fract() != 0.0 {
        found.wrong(node, path, format!("{} is not a whole number of {}", node.shown(), K::OF), expected);
        return None;
    }
    number(node, path, found, 0.0..=MOST, whole).map(Level::Number)
}

struct LevelOf<K>(Level, PhantomData<K>);

impl<K: Kind> Decode for LevelOf<K> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        level::<K>(node, path, found).map(|level| Self(level, PhantomData))
    }
}

vocabulary! {
    /// An amount that changes by date and month.
    Timetabled {
        /// The amount before any change.
        base: Anything => hand,
        /// Dated changes, in order.
        changes: Anything => hand,
        /// Twelve factors, January first.
        by_month: Vec<Factor>,
        /// Days without admissions, or with fewer places.
        closures: Anything => hand,
    }
    /// Days on which something is closed, or partly.
    Closing {
        /// Why, as reports show it.
        label: String => people,
        /// The first day, or "start", the first measured day.
        from: Moment,
        /// The last day.
        to: Date,
        /// true: no one new is let in; of work, no one is on duty.
        closed: bool,
        /// How much of the amount is lost, in place of `closed`.
        lost: Anything => hand,
    }
    /// A dated change of an amount.
    Dated {
        /// The date from which it acts, or "start", the first measured day.
        from: Moment,
        /// What it comes to.
        to: Anything => hand,
        /// How long it takes to get there, in a straight line.
        over: Duration,
        /// The date on which it gets there, in a straight line.
        by: Date,
    }
}

impl<K: Kind> Decode for Amount<K> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        if node.entries().is_none() {
            return level::<K>(node, path, found).map(Self::constant);
        }
        let timetable = Timetabled::decode(node, path, found)?;
        let entries = node.entries()?;
        if node.get("base").is_none() {
            found.wrong(node, path, "\"base\" is left out", format!("a number of {}", K::OF));
        }
        for key in ["changes", "closures"] {
            if let Some(Value::List(list)) = node.get(key).map(|n| &n.value)
                && list.len() > MOST_DATES
            {
                let what = format!("the list has {} dates", list.len());
                found.wrong(node, &path.key(key), what, format!("at most {MOST_DATES}"));
                return None;
            }
        }
        let base: LevelOf<K> = field(entries, "base", path, found)?;
        let changes: Vec<Change<K>> = field(entries, "changes", path, found).unwrap_or_default();
        let by_month: Vec<f64> = timetable.by_month.unwrap_or_default().iter().map(|f| f.0).collect();
        Some(Self {
            base: base.0,
            changes,
            by_month,
            closures: field(entries, "closures", path, found).unwrap_or_default(),
            kind: PhantomData,
        })
    }
}

impl Dated {
    /// How the change comes; `None` where that is said twice.
    pub fn rise(&self, node: &Node, path: &Path, found: &mut Found) -> Option<Rise> {
        match (self.over, self.by) {
            (None, None) => Some(Rise::AtOnce),
            (Some(over), None) => Some(Rise::Over(over.days)),
            (None, Some(by)) => Some(Rise::By(by)),
            (Some(_), Some(_)) => {
                found.wrong(node, path, "\"over\" and \"by\" are both given", "one of them");
                None
            }
        }
    }
}

impl<K: Kind> Decode for Change<K> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let dated = Dated::decode(node, path, found)?;
        for key in ["from", "to"] {
            if node.get(key).is_none() {
                found.wrong(node, path, format!("\"{key}\" is left out"), format!("\"{key}\""));
            }
        }
        let to: LevelOf<K> = field(node.entries()?, "to", path, found)?;
        let rise = dated.rise(node, path, found)?;
        Some(Self { from: dated.from?, to: to.0, rise, kind: PhantomData })
    }
}

impl<K: Kind> Decode for Closure<K> {
    fn decode(node: &Node, path: &Path, found: &mut Found) -> Option<Self> {
        let closing = Closing::decode(node, path, found)?;
        for key in ["from", "to"] {
            if node.get(key).is_none() {
                found.wrong(node, path, format!("\"{key}\" is left out"), "the first and the last day");
            }
        }
        let lost: Option<LevelOf<K>> = field(node.entries()?, "lost", path, found);
        let what = match (closing.closed, lost) {
            (Some(true), None) if node.get("lost").is_none() => Closed::Altogether,
            (None, Some(LevelOf(Level::Number(lost), _))) => Closed::Lost(lost),
            (None, None) if node.get("lost").is_some() || node.get("closed").is_some() => return None,
            _ => {
                let expected = format!("\"closed\": true, or \"lost\" with a number of {}", K::OF);
                found.wrong(node, path, "it is not said what is closed", expected);
                return None;
            }
        };
        Some(Self { from: closing.from?, to: closing.to?, what, kind: PhantomData })
    }
}
