//! Interrupts: what is in hand comes to its end or is given up, and nothing is left half.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use super::Exit;
use super::caller::caller;
use super::messages::complain;

/// What is said after the first interrupt.
const ENDING: &str = "interrupted; ending what is in hand. Once more ends it at once";
/// So long it is waited for that to be read.
const UNREAD: Duration = Duration::from_millis(100);
/// The flag of the process that an interrupt raises, from the moment at which somebody looks at it.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on an interrupt ends the process at once with its own exit code, until somebody looks at the flag
/// of [`until_heard`]; then the first raises that, and a second ends the process at once, whatever
/// it does. A request to terminate and a terminal that is closed count as interrupts.
pub fn hear() {
    // Without a handler an interrupt ends the process at once, which leaves no half file either.
    let _ = ctrlc::set_handler(|| {
        let Some(stop) = STOP.get().filter(|stop| !stop.load(Ordering::Relaxed)) else {
            process::exit(i32::from(Exit::Interrupted as u8));
        };
        // From elsewhere: where what is said is not read, this never ends, and the next interrupt has to be heard.
        let (told, wait) = mpsc::channel();
        thread::spawn(move || {
            complain(ENDING);
            let _ = told.send(());
        });
        let _ = wait.recv_timeout(UNREAD);
        stop.store(true, Ordering::Relaxed);
    });
}

/// A flag that an interrupt, or the caller, raises: what is in hand comes to its end or is given up.
pub fn until_heard() -> Arc<AtomicBool> {
    if let Some(caller) = caller() {
        return caller.stop();
    }
    Arc::clone(STOP.get_or_init(Arc::default))
}
