//! What follows on the exits of services.

use super::plan::{Follows, Onward};
use super::words::{self, Followed};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::ServiceIndex;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::distribution::draw_of;

/// What follows on exits; where nothing is said people leave at once.
pub fn onward(setup: Setup<'_>, found: &mut Found) -> Onward {
    let none = words::Onward::default();
    let each = Followed::ALL.iter().map(|&(key, followed)| {
        let path = Path::of("onward").key(key);
        let typed = setup.file.onward.as_ref().and_then(|onward| onward.get(followed)).unwrap_or(&none);
        let at = path.key("service");
        let service = typed.service.as_ref().and_then(|name| setup.find(NameOf::Service, name, &at, found));
        let service = service.map(|s| s as ServiceIndex).into_iter().collect();
        (followed.exit(), Follows { wait: draw_of(typed.wait.as_ref()), service })
    });
    Onward(each.collect())
}
