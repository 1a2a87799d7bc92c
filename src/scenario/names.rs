//! The words that belong to a plan's numbers, for reports.

use crate::base::Indexed;
use crate::base::visible::on_one_line;
use crate::scenario::plan::index::{
    FundIndex, GroupIndex, PathwayIndex, RuleIndex, ServiceIndex, StepIndex, TraitIndex,
};
use crate::scenario::sections::steps::words::NationalGroup;

/// Names in the order of the plan's indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The scenario's own name.
    pub scenario: String,
    /// Its description; may be empty.
    pub description: String,
    /// Groups.
    pub groups: Indexed<GroupIndex, Named>,
    /// Pathways.
    pub pathways: Indexed<PathwayIndex, Named>,
    /// Rules by which people give way; a key is that of the pathway, a dot, and that of the rule.
    pub gives_way: Indexed<RuleIndex, Named>,
    /// Diversions, by what they are: `older.instead_of_admission.team`, `older.leaves_bed_queue`, `ward.takes_early`.
    pub diversions: Vec<Named>,
    /// Services.
    pub services: Indexed<ServiceIndex, Named>,
    /// Steps.
    pub steps: Indexed<StepIndex, Named>,
    /// Traits.
    pub traits: Indexed<TraitIndex, String>,
    /// The hospital, as a reader should see it.
    pub hospital: String,
    /// The hub, likewise.
    pub hub: String,
    /// Events, in the order of their keys.
    pub events: Vec<Named>,
    /// For each step, its group of reasons in the national return.
    pub national_groups: Vec<Option<NationalGroup>>,
    /// For each service, who pays, as typed.
    pub payers: Vec<Option<String>>,
    /// For each service, whether its people are at home.
    pub at_home: Vec<bool>,
    /// Funds.
    pub funds: Indexed<FundIndex, Named>,
    /// Parts kept of the beds, then of each service.
    pub kept: Vec<KeptPart>,
}

/// The name of a part that is kept of the beds, or of a service with this number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptPart {
    /// The service; none for the beds.
    pub service: Option<usize>,
    /// As typed.
    pub key: String,
}

impl KeptPart {
    /// Its dotted key.
    pub fn path(&self, names: &Names) -> String {
        match self.service {
            None => format!("hospital.kept.{}", self.key),
            Some(s) => format!("services.{}.kept.{}", names.services[s].key, self.key),
        }
    }
}

/// A key as typed, and the words to show for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// As typed in the file.
    pub key: String,
    /// As a reader should see it.
    pub label: String,
}

impl Named {
    /// With a label of its own or, without one or with an empty one, the key in words: `dementia_beds` reads
    /// "Dementia beds". What would not be seen in a label is shown, and it is one line: it goes into pages,
    /// pictures and messages.
    pub fn new(key: &str, label: Option<&str>) -> Self {
        let label = label.filter(|label| !label.trim().is_empty());
        let label = label.map_or_else(|| in_words(key), on_one_line);
        Self { key: key.to_owned(), label }
    }
}

/// A key in words.
pub fn in_words(key: &str) -> String {
    let mut words = key.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}
