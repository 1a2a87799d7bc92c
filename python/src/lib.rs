//! The border between Python and wardflow: one function, which does what a command line says within the process
//! of Python. What commands say, their faults and their page come back as they are; files are in the folder that
//! the command line names. Knows no command; `wardflow/` beside it is what people import.

mod told;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use told::{Fault, Told};
use wardflow::cli::called;

/// So often it is looked for an interrupt, and progress is told.
const TICK: Duration = Duration::from_millis(100);
/// As much as the program's own first thread has.
const STACK: usize = 8 << 20;

/// How a command ended and what it said.
#[pyclass(frozen, get_all)]
struct Called {
    /// The exit code.
    code: u8,
    /// What it would have printed on stdout.
    said: String,
    /// What it would have printed on stderr, piece by piece.
    complained: Vec<String>,
    /// The faults of scenarios among that.
    faults: Vec<Fault>,
    /// The page of a study, with every table; empty where there is none.
    page: String,
    /// How long the command took, in seconds, without the border.
    seconds: f64,
}

/// Does what these words say; the first is the program's name. The interpreter is free meanwhile, but for calls of
/// `progress` with how many runs are done, of how many, and at what stage. What that raises, or a signal does, ends the
/// command within a simulated day. `program` is the file of this module; texts are told without what stands in `own`.
#[pyfunction]
#[pyo3(signature = (words, program, own = Vec::new(), progress = None))]
fn call(
    py: Python<'_>,
    words: Vec<OsString>,
    program: PathBuf,
    own: Vec<String>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Called> {
    let told = Arc::new(Told::new(program, own));
    let (by, (ended, mut wait)) = (Arc::clone(&told), mpsc::channel());
    let worker = thread::Builder::new().name("wardflow".to_owned()).stack_size(STACK).spawn(move || {
        let since = Instant::now();
        let exit = called(words, by);
        // Where nobody waits any longer, nobody is to be told.
        let _ = ended.send((exit, since.elapsed()));
    })?;
    let (mut raised, mut before) = (None, None);
    let ended = loop {
        let (ended, back) = py.detach(move || (wait.recv_timeout(TICK), wait));
        wait = back;
        match ended {
            Ok(ended) => break Some(ended),
            Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = told.progress();
        let heard = py.check_signals().and_then(|()| match &progress {
            Some(progress) if raised.is_none() && before != Some(now) => {
                before = Some(now);
                progress.call1(now).map(|_| ())
            }
            _ => Ok(()),
        });
        if let Err(error) = heard {
            if raised.is_some() {
                // Asked twice: it ends by itself once it finds out, and nobody waits for that.
                return Err(error);
            }
            told.stop.store(true, Ordering::Relaxed);
            raised = Some(error);
        }
    };
    if let Some(error) = raised {
        return Err(error);
    }
    let Some((exit, took)) = ended else {
        let why = py.detach(move || worker.join()).err();
        return Err(PyRuntimeError::new_err(told::failed(why.as_deref())));
    };
    // The last of it, which may have come since the last look.
    let now = told.progress();
    if let Some(progress) = progress.filter(|_| now.1 > 0 && before != Some(now)) {
        progress.call1(now)?;
    }
    let (said, complained, faults, page) = told.take();
    Ok(Called { code: exit as u8, said, complained, faults, page, seconds: took.as_secs_f64() })
}

/// wardflow's commands, for the package of that name.
#[pymodule]
mod _wardflow {
    #[pymodule_export]
    use super::{Called, call};
    #[pymodule_export]
    use crate::told::Fault;
}
