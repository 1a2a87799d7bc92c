//! What the table says of a capacity, and what stands in the file for it.

use jiff::civil::Date;

use crate::scenario::values::amount::{Amount, Level};
use crate::scenario::values::hours::Hours;
use crate::scenario::values::roster::{Roster, Staff};

/// Makes an enumeration that knows all its kinds.
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$says:meta])* $kind:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$says])* $kind,)* }

        impl $name {
            /// The kind with this word.
            pub fn by(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.row().word == word)
            }

            /// Each of them, in the order in which they are told.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];
        }
    };
}
pub(super) use kinds;

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Its word in the file.
    pub word: &'static str,
    /// In words, in the plural, before the name of what it belongs to: "places of".
    pub words: &'static str,
    /// How much more of it stands for one more; `None` where it is no number.
    pub one_more: Option<f64>,
    /// What lifts it.
    pub lifted: Lifted,
    /// What pays for more of it.
    pub paid: Paid,
    /// The unit of its amount, where the words do not say it: ", hours a week".
    pub unit: &'static str,
}

/// What lifts a capacity: no one waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifted {
    /// It is "unlimited".
    Unlimited,
    /// It is left out.
    LeftOut,
}

impl Lifted {
    /// The value that is set.
    pub fn value(self) -> &'static str {
        match self {
            Self::Unlimited => "unlimited",
            Self::LeftOut => "null",
        }
    }
}

/// What pays for more of a capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// Each open acute bed.
    OpenBed,
    /// Each bed-day in an escalation bed.
    EscalationBedDay,
    /// Each hour on duty.
    Hour,
    /// Each place that is open, each person in it, or setting it up.
    Place,
    /// Each person whom it lets in.
    Person,
    /// Nothing that has a price.
    Nothing,
}

/// What stands in the file for a capacity.
#[derive(Clone, Copy)]
pub enum Given<'f> {
    /// An amount, which may change.
    Amount(&'f dyn Levels),
    /// People by the day of the week.
    Roster(&'f Roster),
    /// Opening hours.
    Hours(&'f Hours),
    /// A number that never changes.
    Number(u32),
}

impl<'f> Given<'f> {
    /// Who is on duty.
    pub fn of_staff(staff: &'f Staff) -> Self {
        match staff {
            Staff::Amount(amount) => Self::Amount(amount),
            Staff::Roster(roster) => Self::Roster(roster),
        }
    }

    /// An amount.
    pub fn of<K>(amount: &'f Amount<K>) -> Self {
        Self::Amount(amount)
    }

    /// The amount, of whatever it is.
    pub fn amount(self) -> Option<Amount<()>> {
        match self {
            Self::Amount(amount) => Some(amount.of_anything()),
            Self::Roster(_) | Self::Hours(_) | Self::Number(_) => None,
        }
    }

    /// Whether it ever limits anything.
    pub fn limits(self) -> bool {
        match self {
            Self::Amount(amount) => !amount.never_limits(),
            Self::Roster(_) | Self::Hours(_) | Self::Number(_) => true,
        }
    }

    /// Whether something can be added to it: it has a number to begin with.
    pub fn has_number(self) -> bool {
        match self {
            Self::Amount(amount) => amount.base() != Level::Unlimited,
            Self::Roster(_) | Self::Number(_) => true,
            Self::Hours(_) => false,
        }
    }

    /// Whether it is closed altogether on a date; the first measured day is given.
    pub fn is_closed(self, start: Date, on: Date) -> bool {
        matches!(self, Self::Amount(amount) if amount.is_closed(start, on))
    }

    /// Whether it is 0 at all times.
    pub fn is_none_ever(self) -> bool {
        match self {
            Self::Amount(amount) => amount.is_none_ever(),
            Self::Number(n) => n == 0,
            Self::Roster(_) | Self::Hours(_) => false,
        }
    }

    /// The most people of a roster.
    pub fn most_on_duty(self) -> Option<u32> {
        match self {
            Self::Roster(roster) => Some(roster.most()),
            Self::Amount(_) | Self::Hours(_) | Self::Number(_) => None,
        }
    }
}

/// An amount, of whatever.
pub trait Levels {
    /// Before any change.
    fn base(&self) -> Level;
    /// All of it.
    fn of_anything(&self) -> Amount<()>;
    /// Whether it limits nothing, whatever changes.
    fn never_limits(&self) -> bool;
    /// Whether it is 0, whatever changes.
    fn is_none_ever(&self) -> bool;
    /// Whether it is closed altogether on a date; the first measured day is given.
    fn is_closed(&self, start: Date, on: Date) -> bool;
}

impl<K> Levels for Amount<K> {
    fn base(&self) -> Level {
        self.base
    }

    fn of_anything(&self) -> Amount<()> {
        Self::of_anything(self)
    }

    fn never_limits(&self) -> bool {
        self.is_unlimited()
    }

    fn is_none_ever(&self) -> bool {
        let none = Level::Number(0.0);
        self.base == none && self.changes.iter().all(|change| change.to == none)
    }

    fn is_closed(&self, start: Date, on: Date) -> bool {
        Self::is_closed(self, start, on)
    }
}
