//! Where each figure of a scenario comes from, for reports.

use super::fault::Found;
use super::node::Node;
use super::path::Path;
use super::typed::{SourceKind, Sources};

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The dotted key of the figure.
    pub path: String,
    /// What kind of figure it is.
    pub kind: SourceKind,
    /// Where it stands, or why it was assumed.
    pub source: String,
    /// Between what it may lie: numbers, or lengths of time as typed.
    pub range: Option<[serde_json::Value; 2]>,
}

/// Reads the sources of a file; a path that leads nowhere is a warning, since an overlay may have
/// taken the figure out.
pub fn provenance(sources: Option<&Sources>, root: &Node, found: &mut Found) -> Vec<Provenance> {
    let mut all = Vec::new();
    for (path, source) in sources.map(|s| s.0.as_slice()).unwrap_or_default() {
        let at = Path::of("provenance").key(path);
        let Some(kind) = source.kind else {
            let faulty = found.is_faulty(&at);
            if !faulty {
                let origin =
                    root.get("provenance").and_then(|n| n.get(path)).map_or(&root.origin, |n| &n.origin);
                let fault = super::fault::Fault::new(origin, &at, "\"kind\" is left out");
                found.fault(fault.expected("\"stated\", \"derived\", \"assumed\" or \"fitted\""));
            }
            continue;
        };
        if root.find(&Path::of(path)).is_none() {
            found.warn("W11", &at, format!("there is no {path} in this scenario"));
        }
        let range = source.range.as_ref().and_then(|range| {
            let [least, greatest] = range.0.as_array()?.as_slice() else { return None };
            Some([least.clone(), greatest.clone()])
        });
        all.push(Provenance {
            path: path.clone(),
            kind,
            source: source.source.clone().unwrap_or_default(),
            range,
        });
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}
