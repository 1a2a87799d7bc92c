//! What a command tells while it works, kept until Python asks.

use std::any::Any;
use std::mem::take;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use wardflow::cli::Caller;
use wardflow::experiment::Progress;
use wardflow::scenario;

/// One thing that is wrong with a scenario.
#[pyclass(frozen, get_all)]
#[derive(Clone)]
pub struct Fault {
    file: String,
    line: Option<u32>,
    column: Option<u32>,
    path: String,
    what: String,
    expected: Option<String>,
    hint: Option<String>,
    text: String,
}

/// How many runs are done, of how many, at what stage.
type At = (u64, u64, &'static str);

#[derive(Default)]
struct All {
    said: String,
    complained: Vec<String>,
    faults: Vec<Fault>,
    page: String,
    at: At,
}

/// All that has been told.
pub struct Told {
    all: Mutex<All>,
    program: PathBuf,
    /// What texts are told without: where a call has put what was no file.
    own: Vec<String>,
    /// Ends the command.
    pub stop: Arc<AtomicBool>,
}

impl Told {
    /// Nothing yet; `program` is the file of this module.
    pub fn new(program: PathBuf, own: Vec<String>) -> Self {
        Self { all: Mutex::default(), program, own, stop: Arc::default() }
    }

    /// How far it is.
    pub fn progress(&self) -> At {
        self.all().at
    }

    /// What was said, complained of and found at fault, and the page.
    pub fn take(&self) -> (String, Vec<String>, Vec<Fault>, String) {
        let all = take(&mut *self.all());
        (all.said, all.complained, all.faults, all.page)
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Told {
    fn started(&self, total: u64) {
        self.all().at.1 = total;
    }

    fn done(&self, count: u64) {
        // Counts may come out of order.
        let mut all = self.all();
        all.at.0 = all.at.0.max(count);
    }

    fn stage(&self, name: &'static str, _: bool) {
        let mut all = self.all();
        all.at = (0, all.at.1, name);
    }
}

impl Caller for Told {
    fn said(&self, text: &str) {
        let text = self.told(text);
        self.all().said.push_str(&text);
    }

    fn complained(&self, text: &str) {
        let text = self.told(text);
        self.all().complained.push(text);
    }

    fn faulty(&self, fault: &scenario::Fault) {
        let (text, file, what) =
            (self.told(&fault.to_string()), self.told(&fault.file), self.told(&fault.what));
        let scenario::Fault { line, column, path, expected, hint, .. } = fault.clone();
        self.all().faults.push(Fault { file, line, column, path, what, expected, hint, text });
    }

    fn found(&self, page: &str) {
        self.all().page = self.told(page);
    }

    fn told(&self, text: &str) -> String {
        self.own.iter().fold(text.to_owned(), |text, own| text.replace(own, ""))
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    fn program(&self) -> Option<PathBuf> {
        Some(self.program.clone())
    }
}

/// What is said where the command's thread ended by a slip of ours.
pub fn failed(why: Option<&(dyn Any + Send)>) -> String {
    let why = why.and_then(|why| {
        why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref::<&str>().copied())
    });
    format!(
        "wardflow failed in itself, which is a fault of the program: {}",
        why.unwrap_or("nothing was said")
    )
}
