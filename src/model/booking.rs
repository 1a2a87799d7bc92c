//! Why somebody waits in an acute bed: one pure function of the open links.
//!
//! Things run side by side, so every delayed instant goes to the first unfinished of: hub, steps
//! begun at ready, steps begun at the decision, room in the first service that would take the
//! patient, the bridge's response, steps begun at the offer, the service's hours, the ward's hours.

use super::desk::At;
use super::open_steps::OpenSteps;
use crate::scenario::plan::ServiceIndex;
use crate::scenario::reason::{Reason, Reasons};

/// What the patient has to leave with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Nothing yet; the first service that would take the patient.
    None(ServiceIndex),
    /// A bridge that is on its way.
    BridgeComing,
    /// A place or a bridge in this service, which admits now or not.
    Place {
        /// Which.
        service: ServiceIndex,
        /// Whether it admits now.
        open: bool,
    },
    /// Home without a service.
    Home,
}

/// The links of the way out that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Links {
    /// What the hub is doing for the patient, where it has something to do.
    pub hub: Option<At>,
    /// Steps that hold the patient in its bed.
    pub open: OpenSteps,
    pub way: Way,
}

/// The reason to which the moment is booked.
pub(super) fn reason(links: &Links, reasons: Reasons) -> Reason {
    match links.hub {
        Some(At::Closed) => return Reasons::HUB_CLOSED,
        Some(At::Queue) => return Reasons::HUB_QUEUE,
        Some(At::Work) => return Reasons::HUB_ASSESSMENT,
        None => {}
    }
    let first = |before_a_place| links.open.first(before_a_place).map(|step| reasons.step(step));
    if let Some(step) = first(true) {
        return step;
    }
    match links.way {
        Way::None(service) => reasons.capacity(service),
        Way::BridgeComing => reasons.bridging_response(),
        Way::Place { service, open } => {
            first(false).unwrap_or_else(|| if open { reasons.ward_closed() } else { reasons.closed(service) })
        }
        Way::Home => first(false).unwrap_or_else(|| reasons.ward_closed()),
    }
}
