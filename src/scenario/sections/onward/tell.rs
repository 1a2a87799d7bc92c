//! What follows a service, in sentences.

use super::words::Followed;
use crate::scenario::explain::kinds::{Counted, lengths};
use crate::scenario::explain::teller::{Teller, label};
use crate::scenario::values::table::Each;

/// What people need after an exit.
pub fn onward(teller: &mut Teller<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for (exit, follows) in teller.file.onward.iter().flat_map(Each::iter) {
        let mark = teller.cite(&[&format!("onward.{}", exit.word())]);
        let who = match exit {
            Followed::LongTermCare => "A person who needs long-term care at home after a service",
            Followed::CareHome => "A person who needs a care home after a service",
        };
        let wait = follows.wait.as_ref().filter(|wait| !wait.draw.is_zero());
        let waits = wait.map(|wait| {
            format!("waits {}", lengths(&wait.draw, Counted::Always, true).trim_end_matches(" for everyone"))
        });
        let joins = follows
            .service
            .as_ref()
            .map(|service| format!("waits in the queue for {}", label(&teller.names.services, service)));
        let all: Vec<String> = waits.into_iter().chain(joins).collect();
        items.push(if all.is_empty() {
            format!("{who} has it at once{mark}.")
        } else {
            format!("{who} {}, and keeps the place in the service until then{mark}.", all.join(", then "))
        });
    }
    items
}
