//! Where each pathway leads, in sentences.

use crate::scenario::explain::teller::{Teller, label, labels};
use crate::scenario::explain::words::capital;

/// The pathways and the services that they lead to.
pub fn pathways(teller: &mut Teller<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for name in &teller.names.pathways {
        let typed = teller.file.pathways.as_ref().and_then(|all| all.get(&name.key));
        let services = labels(&teller.names.services, typed.and_then(|pathway| pathway.services.as_ref()));
        let mut text = match services.as_slice() {
            [] => format!("{}: they go home without a service.", name.label),
            [one] => format!("{}: they wait for {one}.", name.label),
            several => format!(
                "{}: they wait for each of these that takes them and have the first place that is offered; if \
                 several are free, the first in this order: {}.",
                name.label,
                several.join(", ")
            ),
        };
        if let Some(bridge) = typed.and_then(|pathway| pathway.bridge.as_ref()) {
            text += &format!(
                " A patient who could leave but has no place asks for {}, and goes on waiting there.",
                label(&teller.names.services, bridge)
            );
        }
        items.push(capital(&text));
    }
    items
}
