//! The study of every trust: for each a folder with the scenario made from what was published for it, and with the
//! options, which lie over that scenario and are the same for all.

use std::collections::BTreeMap;

use super::TRUST;
use crate::experiment::baseline::Baseline;
use crate::report::new;
use crate::report::study::File;
use crate::scenario::{Faults, Memory, Scenario};

/// An option: a scenario that extends each trust's own.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// What its file is called.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// Why an option is none of a trust.
#[derive(Debug)]
pub enum NotLaid {
    /// It has a name that a trust's folder has already.
    Taken(String),
    /// It stands by itself and does not extend a trust's scenario.
    Alone(String),
    /// It has faults, over the scenario of this trust.
    Faulty(String, Box<Faults>),
}

/// The files of a trust, in a folder of its code, with the options; its code.
pub fn files(baseline: &Baseline, options: &[Overlay]) -> Result<(String, Vec<File>), NotLaid> {
    let code = baseline.trust.code.to_lowercase();
    let own = new::files(baseline, None);
    for option in options {
        if own.iter().any(|file| file.name.eq_ignore_ascii_case(&option.name)) {
            return Err(NotLaid::Taken(option.name.clone()));
        }
        let alone = Memory(BTreeMap::from([(option.name.clone(), option.text.clone())]));
        if Scenario::load(&alone, &option.name, &[]).is_ok() {
            return Err(NotLaid::Alone(option.name.clone()));
        }
        let scenario = new::text::typed(&baseline.scenario);
        let laid = [(new::SCENARIO.to_owned(), scenario), (option.name.clone(), option.text.clone())];
        Scenario::load(&Memory(BTreeMap::from(laid)), &option.name, &[])
            .map_err(|faults| NotLaid::Faulty(baseline.trust.called(), Box::new(faults)))?;
    }
    let inside = |name: &str| format!("{code}/{name}");
    let mut all: Vec<File> = own.into_iter().map(|file| File { name: inside(&file.name), ..file }).collect();
    let text = |option: &Overlay| File::of(inside(&option.name), Ok(option.text.clone().into_bytes()));
    all.extend(options.iter().map(text));
    Ok((code, all))
}

/// The command's words, with the scenario of a trust and the options behind its name where none of them names a trust.
/// Without words it is `compare`, or without options `run`.
pub fn words(typed: Vec<String>, options: &[Overlay]) -> Vec<String> {
    if typed.iter().any(|word| word.contains(TRUST)) {
        return typed;
    }
    let usual = if options.is_empty() { "run" } else { "compare" };
    let mut typed = typed.into_iter();
    let name = typed.next().unwrap_or_else(|| usual.to_owned());
    let files = std::iter::once(new::SCENARIO).chain(options.iter().map(|option| option.name.as_str()));
    let files = files.map(|file| format!("{TRUST}/{file}"));
    std::iter::once(name).chain(files).chain(typed).collect()
}
