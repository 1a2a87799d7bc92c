//! A command within another program: what it would print goes to whoever called it, who is told of progress and
//! may stop it; nothing of the process is touched. Knows nothing of what commands do; `messages`, `progress`,
//! `interrupts` and `terminal` ask here before they turn to the terminal.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Exit;
use crate::experiment::Progress;
use crate::scenario::Fault;

/// A program that has commands done within itself. It is told from several threads.
pub trait Caller: Progress + Send {
    /// What would be printed on stdout.
    fn said(&self, text: &str);

    /// What would be printed on stderr, without the last line's end.
    fn complained(&self, text: &str);

    /// A fault of a scenario. It is complained of as well.
    fn faulty(&self, fault: &Fault);

    /// The page of a study that is done, with every table, in place of what would be printed of it.
    fn found(&self, page: &str);

    /// A text of the command as it is to be told in results: without the place of what nobody typed.
    fn told(&self, text: &str) -> String {
        text.to_owned()
    }

    /// Once this is raised, what is in hand comes to its end or is given up.
    fn stop(&self) -> Arc<AtomicBool>;

    /// The file in which this code lies, so that what another build has kept is not gone on from; `None` where
    /// it is the program's own.
    fn program(&self) -> Option<PathBuf>;
}

thread_local! {
    /// Who has called what this thread does.
    static CALLER: RefCell<Option<Arc<dyn Caller>>> = const { RefCell::new(None) };
}

/// Puts the caller back that was there before, however a command ends.
struct Before(Option<Arc<dyn Caller>>);

impl Drop for Before {
    fn drop(&mut self) {
        CALLER.set(self.0.take());
    }
}

/// Does what these words say, for a caller; the first is the program's name. Nothing is printed, and interrupts
/// of the process are left to whom they belong.
pub fn called(words: impl IntoIterator<Item = OsString>, by: Arc<dyn Caller>) -> Exit {
    let _before = Before(CALLER.replace(Some(by)));
    super::done(words.into_iter().collect())
}

/// Who has called what this thread does; `None` where it is the program itself.
pub fn caller() -> Option<Arc<dyn Caller>> {
    CALLER.with_borrow(Clone::clone)
}

/// A text of the command as it is to be told.
pub fn told(text: &str) -> String {
    caller().map_or_else(|| text.to_owned(), |caller| caller.told(text))
}

/// Hands progress on.
pub struct Handed(pub Arc<dyn Caller>);

impl Progress for Handed {
    fn started(&self, total: u64) {
        self.0.started(total);
    }

    fn done(&self, count: u64) {
        self.0.done(count);
    }

    fn stage(&self, name: &'static str, at_most: bool) {
        self.0.stage(name, at_most);
    }
}
