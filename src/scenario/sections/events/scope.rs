//! What an event may do, and on what: one table, from which come the checks, the sentences about an
//! event and the page of words. Knows nothing of days or amounts; `effects` makes the factors.

use super::words::Event;

/// A list of an event, that says on what it acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `groups`.
    Groups,
    /// `steps`.
    Steps,
    /// `services`.
    Services,
}

impl List {
    /// All of them, in the order of the vocabulary.
    pub const ALL: [Self; 3] = [Self::Groups, Self::Steps, Self::Services];

    /// As typed.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Groups => "groups",
            Self::Steps => "steps",
            Self::Services => "services",
        }
    }

    /// The names in this list of an event.
    pub const fn of(self, event: &Event) -> Option<&Vec<String>> {
        match self {
            Self::Groups => event.groups.as_ref(),
            Self::Steps => event.steps.as_ref(),
            Self::Services => event.services.as_ref(),
        }
    }
}

/// One thing that an event may do.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// As typed: `stay_factor`.
    pub key: &'static str,
    /// The lists that it obeys, and on what it acts where they are given.
    pub lists: &'static [(List, &'static str)],
    /// On what it acts in an event without a list.
    pub alone: &'static str,
}

impl Scope {
    /// Whether it obeys a list.
    pub fn obeys(&self, list: List) -> bool {
        self.lists.iter().any(|(own, _)| *own == list)
    }
}

/// Everything that an event may do.
pub const SCOPES: [Scope; 7] = [
    Scope {
        key: "uplift",
        lists: &[(List::Groups, "arrivals of these groups")],
        alone: "arrivals of all groups",
    },
    Scope {
        key: "stay_factor",
        lists: &[
            (List::Groups, "acute stays of these groups"),
            (List::Services, "stays that begin in these services"),
        ],
        alone: "all acute stays",
    },
    Scope { key: "step_factor", lists: &[(List::Steps, "these steps")], alone: "all steps" },
    Scope { key: "reach_factor", lists: &[], alone: "all board rounds" },
    Scope {
        key: "starts_factor",
        lists: &[(List::Services, "starts a week in these services")],
        alone: "starts a week in all services",
    },
    Scope {
        key: "staff_factor",
        lists: &[(List::Steps, "staff of these steps")],
        alone: "staff of the hub and of all steps",
    },
    Scope { key: "closes", lists: &[(List::Services, "these services")], alone: "all services" },
];

/// The table for the page of words.
pub fn page() -> String {
    let mut lines = vec![
        "| | with `groups` | with `steps` | with `services` | without a list |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for scope in &SCOPES {
        let on = |list: List| scope.lists.iter().find(|(own, _)| *own == list).map_or("", |(_, on)| on);
        let cells = List::ALL.map(on).join(" | ");
        lines.push(format!("| `{}` | {cells} | {} |", scope.key, scope.alone));
    }
    lines.join("\n") + "\n"
}
