//! A scenario as one merged document: the file, all that it extends, the settings on top.
//!
//! Knows the words `$schema` and `extends` and no others. `sections` read what it returns.

use std::mem;

use super::fault::{Fault, Found};
use super::files::{Files, beside, renamed};
use super::node;
use super::node::{Node, Origin, Value};
use super::parse::parse;
use super::part;
use super::path::Path;
use super::setting::Setting;
use crate::base::plain::why;
use crate::scenario::built_in::{BuiltIn, PREFIX, list, nearest_to};
use crate::scenario::sections::provenance::ledger::{BY_SCENARIO, BY_SETTING, Ledger, stated};

pub const MOST_EXTENDS: usize = 16;
/// The most text of a scenario with all that it extends: the longest one shipped has 30 kB.
pub const MOST_TEXT: usize = 8 << 20;

/// The merged document. `extends` and `$schema` are gone from it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The merged values.
    pub root: Node,
    /// Timetables whose base a setting has replaced.
    pub bases: Vec<Path>,
    /// Where each file named in the document is looked for: side files stand beside the file that
    /// names them.
    files: Vec<Named>,
    /// Which sources stand for figures that later files and settings may have changed.
    pub sources: Ledger,
    /// What was set beneath some of the files and is no longer as it was set.
    pub overlaid: Vec<String>,
}

/// A file that has been read, as shown to people, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    shown: String,
    path: String,
    built_in: bool,
}

/// A file that a value of the document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideFile {
    /// From the folder of the scenario.
    pub path: String,
    /// For people.
    pub shown: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Named {
    fn file(files: &impl Files, path: &str) -> Self {
        Self { shown: files.shown(path), path: path.to_owned(), built_in: false }
    }

    fn built_in(name: &str) -> Self {
        Self { shown: format!("{PREFIX}{name}"), path: format!("{name}.json"), built_in: true }
    }

    fn read(&self, files: &impl Files) -> std::io::Result<Vec<u8>> {
        if self.built_in { BuiltIn.read(&self.path) } else { files.read(&self.path) }
    }

    /// What may be meant by it where it is not there, as it would be typed; another file names it in these words.
    fn near(&self, files: &impl Files, named: Option<&str>) -> Option<String> {
        let beside = || {
            let near = files.near(&self.path)?;
            Some(named.map_or_else(|| files.shown(&near), |named| renamed(named, &near)))
        };
        // A name without a folder may be meant for a built-in scenario.
        let shipped =
            || Some(&self.path).filter(|path| !path.contains('/')).and_then(|path| nearest_to(path));
        if self.built_in { shipped() } else { beside().or_else(shipped) }
    }
}

impl Document {
    /// Reads a file and what it extends, and applies the settings.
    pub fn read(files: &impl Files, path: &str, settings: &[Setting], found: &mut Found) -> Option<Self> {
        let first = match path.strip_prefix(PREFIX) {
            Some(name) => Named::built_in(name),
            None => Named::file(files, path),
        };
        let mut chain: Vec<Node> = Vec::new();
        let mut read: Vec<Named> = Vec::new();
        let mut next = Some((first, None));
        let mut length = 0;
        while let Some((file, named_at)) = next.take() {
            let (origin, place) = match &named_at {
                Some(origin) => (Origin::clone(origin), Path::of("extends")),
                None => (Origin::whole(&file.shown), Path::root()),
            };
            let bytes = match file.read(files) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let what = if named_at.is_some() {
                        format!("\"{}\": {}", typed(&chain).unwrap_or(&file.shown), why(&error))
                    } else {
                        why(&error)
                    };
                    let missing = error.kind() == std::io::ErrorKind::NotFound;
                    let named = named_at.is_some().then(|| typed(&chain)).flatten();
                    let near = Some(&file).filter(|_| missing).and_then(|file| file.near(files, named));
                    let mut fault = Fault::new(&origin, &place, what);
                    // All of them only where none is near: a long list hides the one that was meant.
                    if file.built_in && near.is_none() {
                        fault = fault.expected(format!("one of {}", list()));
                    }
                    found.fault(fault.hint(near));
                    return None;
                }
            };
            length += bytes.len();
            if length > MOST_TEXT {
                let what = format!("the scenario and what it extends have more than {} MB", MOST_TEXT >> 20);
                let fault = Fault::new(&Origin::whole(&file.shown), &Path::root(), what);
                found.fault(fault.expected("a scenario; numbers by the day are in files of their own"));
                return None;
            }
            let node = parse(&file.shown, &bytes, found)?;
            if node.entries().is_none() {
                found.wrong(&node, &Path::root(), format!("{} is not a scenario", node.shown()), "a map");
                return None;
            }
            read.push(file);
            next = extended(files, &node, &read, found)?;
            chain.push(node);
        }
        let mut root: Option<Node> = None;
        let mut sources = Ledger::default();
        let beneath = |setting: &&Setting| setting.beneath.is_some();
        let under: Vec<&Setting> = settings.iter().filter(beneath).collect();
        // The file that they lie over; else the one that extends nothing.
        let over = under.first().and_then(|setting| setting.beneath.as_ref()).map(|beneath| {
            read.iter().position(|file| *file.shown == *beneath.over).unwrap_or(read.len() - 1)
        });
        let mut bases = Vec::new();
        let mut set: Vec<(Path, Option<Node>)> = Vec::new();
        for (at, node) in chain.into_iter().enumerate().rev() {
            let stated = stated(&node);
            let before = root.clone();
            let after = node.merged_over(root);
            sources.change(before.as_ref(), &after, &stated, BY_SCENARIO);
            root = Some(after);
            if over == Some(at) {
                for setting in &under {
                    root = root.map(|root| apply(root, setting, &mut sources, &mut bases, found));
                    let path = Path::of(&setting.path);
                    let stands = root.as_ref().and_then(|root| root.find(&path)).cloned();
                    set.push((path, stands));
                }
            }
        }
        let mut root = root?;
        set.retain(|(path, stood)| root.find(path).map(Node::to_json) != stood.as_ref().map(Node::to_json));
        let overlaid = set.into_iter().map(|(path, _)| path.to_string()).collect();
        if let Value::Map(entries) = &mut root.value {
            entries.retain(|e| e.key != "extends" && e.key != "$schema");
        }
        for setting in settings.iter().filter(|setting| !beneath(setting)) {
            root = apply(root, setting, &mut sources, &mut bases, found);
        }
        Some(Self { root, bases, files: read, sources, overlaid })
    }

    /// Reads a file that a value of the document names.
    pub fn side_file(&self, files: &impl Files, path: &Path, named: &str) -> Result<SideFile, Box<Fault>> {
        let origin = self.root.origin_of(path);
        // A setting names files as the scenario itself does.
        let naming = self.files.iter().find(|f| *f.shown == *origin.file).or(self.files.first());
        let fault = |what: String| Fault::new(origin, path, what);
        let naming = naming.ok_or_else(|| fault("there is no file to start from".to_owned()))?;
        let Some(at) = beside(&naming.path, named) else {
            return Err(leaves_folder(origin, path, named).into());
        };
        let file = Named { built_in: naming.built_in, ..Named::file(files, &at) };
        let bytes = file.read(files).map_err(|error| {
            let near = Some(&file).filter(|_| error.kind() == std::io::ErrorKind::NotFound);
            let near = near.filter(|file| !file.built_in).and_then(|file| files.near(&file.path));
            fault(format!("\"{named}\": {}", why(&error))).hint(near.map(|near| renamed(named, &near)))
        })?;
        Ok(SideFile { path: file.path, shown: file.shown, bytes })
    }
}

/// Applies a setting: to the part of the document in which it changes anything, where there is one.
fn apply(
    mut root: Node,
    setting: &Setting,
    sources: &mut Ledger,
    bases: &mut Vec<Path>,
    found: &mut Found,
) -> Node {
    let keys: Vec<&str> = setting.path.split('.').collect();
    // A source for a whole section may stand for something else in it.
    let deep = if sources.holds(keys[0]) { 1 } else { 2 };
    let taken = match deep.min(keys.len() - 1) {
        0 => None,
        deep => part::take(&mut root, &keys[..deep]),
    };
    let (before, place) = match taken {
        Some((part, place)) => (part, Some(place)),
        None => (mem::replace(&mut root, Node { origin: Origin::whole(""), value: Value::Null }), None),
    };
    let after = setting.apply(before.clone(), found);
    sources.change(Some(&before), &after, &[], BY_SETTING);
    bases.extend(setting.base_of(&after));
    match place {
        Some(place) => part::put_back(&mut root, after, &place),
        None => root = after,
    }
    root
}

/// What the last file read extends, as typed.
fn typed(chain: &[Node]) -> Option<&str> {
    chain.last()?.get("extends")?.text()
}

/// The file that the last one read extends; the outer `None` where that is a fault.
#[expect(clippy::option_option, reason = "a fault, nothing to extend, or a file")]
fn extended(
    files: &impl Files,
    node: &Node,
    read: &[Named],
    found: &mut Found,
) -> Option<Option<(Named, Option<Origin>)>> {
    let path = Path::of("extends");
    let Some(value) = node.get("extends").filter(|n| n.value != Value::Null) else { return Some(None) };
    let Some(text) = value.text() else {
        found.wrong(
            value,
            &path,
            format!("{} is not a path", value.shown()),
            "the path of a file, as a text",
        );
        return None;
    };
    let naming = read.last()?;
    let file = if let Some(name) = text.strip_prefix(PREFIX) {
        Named::built_in(name)
    } else if let Some(at) = beside(&naming.path, text) {
        if naming.built_in { Named::built_in(at.trim_end_matches(".json")) } else { Named::file(files, &at) }
    } else {
        found.fault(leaves_folder(&value.origin, &path, text));
        return None;
    };
    if let Some(i) = read.iter().position(|f| *f == file) {
        let round: Vec<&str> =
            read[i..].iter().map(|f| f.shown.as_str()).chain([file.shown.as_str()]).collect();
        let what = format!("the files extend each other in a circle: {}", round.join(" → "));
        found.fault(Fault::new(&value.origin, &path, what));
        return None;
    }
    if read.len() >= MOST_EXTENDS {
        let what = format!("more than {MOST_EXTENDS} files extend each other");
        found.fault(Fault::new(&value.origin, &path, what));
        return None;
    }
    Some(Some((file, Some(value.origin.clone()))))
}

fn leaves_folder(origin: &Origin, path: &Path, named: &str) -> Fault {
    Fault::new(origin, path, format!("{} leaves the folder of this file", node::show_text(named)))
        .expected("a path inside it, with \"/\" between its parts")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Memory;

    const TOWN: &str = r#"{
      "hub": { "staff": { "mon-fri": 4, "sun": 1 } }, "hospital": { "beds": 9 },
      "services": { "team": { "places": 20, "stay": { "fixed": "9d" } },
                    "beds": { "places": { "base": 10, "changes": [{ "from": "start", "to": 12 }] } } },
      "provenance": { "hub": { "kind": "assumed", "source": "guess" }, OTHER
                      "services.team": { "kind": "assumed", "source": "the rest" },
                      "services.team.places": { "kind": "stated", "source": "plan", "range": [18, 22] },
                      "services.beds.places": { "kind": "stated", "source": "contract" } }
    }"#;

    #[test]
    fn a_setting_on_a_part_does_what_it_does_on_the_whole() {
        let all = [
            "services.team.places=25",
            "services.team.places=20",
            "services.team.places*=2",
            "services.team.stay=null",
            "services.team.stay.fixed=2d",
            "services.team.hours={\"mon-fri\": \"09-17\"}",
            "services.beds.places=14",
            "services.beds.places+=3",
            "services.beds.places.base=14",
            "services.beds=null",
            "services.beds={\"places\": 3}",
            "services.bed.places=3",
            "services.team.places.deep.er=3",
            "services.beds.places.changes[0].to=3",
            "services=null",
            "hub.staff+=1",
            "hub.staff.mon-fri=2",
            "hub=null",
            "hospital.beds=unlimited",
            "costs.acute_bed_day=3",
        ];
        for other in ["", r#""services": { "kind": "assumed", "source": "all of them" },"#] {
            let text = TOWN.replace("OTHER", other);
            let files = Memory([("a.json".to_owned(), text)].into());
            let read = || Document::read(&files, "a.json", &[], &mut Found::default()).expect("a document");
            for (first, second) in all.iter().flat_map(|first| all.iter().map(move |second| (first, second)))
            {
                let settings = [first, second].map(|text| Setting::parse(text).expect("a setting"));
                let (mut whole, mut aside) = (read(), Found::default());
                for setting in &settings {
                    let before = whole.root.clone();
                    whole.root = setting.apply(whole.root, &mut aside);
                    whole.sources.change(Some(&before), &whole.root, &[], BY_SETTING);
                    whole.bases.extend(setting.base_of(&whole.root));
                }
                let mut found = Found::default();
                let parts = Document::read(&files, "a.json", &settings, &mut found).expect("a document");
                let told = |of: &Document| format!("{:?} {:?} {:?}", of.root, of.bases, of.sources);
                assert_eq!(told(&parts), told(&whole), "{first} {second} {other}");
                let faults = [found, aside].map(|found| found.finish().err().map(|f| f.to_string()));
                assert_eq!(faults[0], faults[1], "{first} {second}");
            }
        }
    }
}
