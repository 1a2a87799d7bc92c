//! What follows on the exits of services.

use super::plan::{Follows, Onward};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::distribution::draw_of;

/// What follows on exits; only those to long-term care and to a care home can have something.
pub fn onward(setup: Setup<'_>, found: &mut Found) -> Onward {
    let mut onward = Onward { long_term_care: Follows::nothing(), care_home: Follows::nothing() };
    for (exit, typed) in setup.file.onward.iter().flatten() {
        let path = Path::of("onward").key(exit);
        let follows = match exit.as_str() {
            "long_term_care" => &mut onward.long_term_care,
            "care_home" => &mut onward.care_home,
            _ => {
                let fault = setup.fault(&path, format!("nothing can follow on an exit \"{exit}\""));
                found.fault(fault.expected("long_term_care or care_home"));
                continue;
            }
        };
        follows.wait = draw_of(typed.wait.as_ref());
        if let Some(name) = &typed.service {
            let at = path.key("service");
            let found_at = setup.find(NameOf::Service, name, &at, found);
            follows.service = found_at.map(|s| s as u16).into_iter().collect();
        }
    }
    onward
}
