//! Why somebody waits in an acute bed: one pure function of the open links.
//!
//! Things run side by side, so every delayed instant goes to the first unfinished of: hub, steps
//! begun at ready, steps begun at the decision, room in the first service that would take the
//! patient, the bridge's response, steps begun at the offer, the service's hours, the ward's hours.

use crate::scenario::plan::ServiceIndex;
use crate::scenario::reason::{Reason, Reasons};

/// What the hub does for a patient at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hub {
    /// Nothing is left to do.
    Done,
    /// Nobody works because of the hour.
    Closed,
    /// Open, and the patient waits.
    Queue,
    /// At work on the patient.
    Assessment,
}

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
    pub hub: Hub,
    /// Steps begun at ready that are not done.
    pub ready: u64,
    /// Steps begun at the decision that hold the patient in its bed.
    pub decision: u64,
    pub way: Way,
    /// Steps begun at the offer that are not done.
    pub offer: u64,
}

/// The reason to which the moment is booked.
pub(super) fn reason(links: &Links, reasons: Reasons) -> Reason {
    let first = |open: u64| (open != 0).then(|| reasons.step(open.trailing_zeros() as u8));
    match links.hub {
        Hub::Closed => return Reasons::HUB_CLOSED,
        Hub::Queue => return Reasons::HUB_QUEUE,
        Hub::Assessment => return Reasons::HUB_ASSESSMENT,
        Hub::Done => {}
    }
    if let Some(step) = first(links.ready).or_else(|| first(links.decision)) {
        return step;
    }
    match links.way {
        Way::None(service) => reasons.capacity(service),
        Way::BridgeComing => reasons.bridging_response(),
        Way::Place { service, open } => first(links.offer)
            .unwrap_or_else(|| if open { reasons.ward_closed() } else { reasons.closed(service) }),
        Way::Home => first(links.offer).unwrap_or_else(|| reasons.ward_closed()),
    }
}
