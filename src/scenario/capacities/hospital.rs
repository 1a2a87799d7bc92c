//! The capacities of the hospital.

use super::extent::{Extent, of_limits};
use super::row::{Given, Lifted, Paid, Row, kinds};
use crate::scenario::plan::Plan;
use crate::scenario::sections::hospital::words;

kinds! {
    /// A capacity of the hospital.
    OfHospital {
        /// Core acute beds.
        Beds,
        /// Beds that open when the core beds are full.
        Escalation,
    }
}

impl OfHospital {
    /// Its line of the table.
    pub const fn row(self) -> Row {
        match self {
            Self::Beds => Row {
                word: "beds",
                words: "acute beds",
                one_more: Some(1.0),
                lifted: Lifted::Unlimited,
                paid: Paid::OpenBed,
                unit: "",
            },
            Self::Escalation => Row {
                word: "escalation",
                words: "escalation beds",
                // They are no bed of their own but beside others.
                one_more: None,
                lifted: Lifted::LeftOut,
                paid: Paid::EscalationBedDay,
                unit: "",
            },
        }
    }

    /// What stands in the file for it.
    pub(crate) fn given(self, typed: &words::Hospital) -> Option<Given<'_>> {
        match self {
            Self::Beds => typed.beds.as_ref().map(Given::of),
            Self::Escalation => typed.escalation.as_ref()?.beds.map(|beds| Given::Number(beds.0)),
        }
    }

    /// The least and the most of it in the measured days; infinite where it is not limited.
    pub fn extent(self, plan: &Plan) -> Extent {
        match self {
            Self::Beds => of_limits(&plan.hospital.beds, plan),
            Self::Escalation => Extent::of(f64::from(plan.hospital.escalation.beds)),
        }
    }
}
