//! Progress on stderr: a bar where a person looks on, else a line for each tenth.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::messages::complain;
use crate::experiment::Progress;

/// A bar on a terminal.
struct Bar(ProgressBar);

/// A line for each tenth.
struct Lines {
    total: AtomicU64,
    since: OnceLock<Instant>,
}

/// What fits where stderr goes.
pub fn for_stderr(quiet: bool) -> Box<dyn Progress> {
    if quiet {
        return Box::new(crate::experiment::Silent);
    }
    if io::stderr().is_terminal() {
        return Box::new(Bar(ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())));
    }
    Box::new(Lines { total: AtomicU64::new(0), since: OnceLock::new() })
}

impl Progress for Bar {
    fn started(&self, total: u64) {
        self.0.set_length(total);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} runs, about {eta} to go") {
            self.0.set_style(style.progress_chars("=> "));
        }
        self.0.enable_steady_tick(Duration::from_millis(200));
    }

    fn done(&self, _: u64) {
        self.0.inc(1);
        if Some(self.0.position()) == self.0.length() {
            self.0.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Lines {
    fn started(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
        self.since.get_or_init(Instant::now);
    }

    fn done(&self, count: u64) {
        let total = self.total.load(Ordering::Relaxed).max(1);
        // Every count comes once, though perhaps not in order.
        if count * 10 / total == (count - 1) * 10 / total {
            return;
        }
        let passed = self.since.get().map_or(0.0, |since| since.elapsed().as_secs_f64());
        let left = passed / count as f64 * (total - count) as f64;
        let to_go = if count < total { format!(", about {left:.0} s to go") } else { String::new() };
        complain(&format!("{count} of {total} runs{to_go}"));
    }
}
