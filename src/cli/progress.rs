//! Progress on stderr: a bar where a person looks on, else a line for each tenth and now and then between. What is
//! not counted, as drawing, is named where it takes longer than a moment.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::caller::{Handed, caller};
use super::messages::complain;
use crate::experiment::Progress;

/// A bar on a terminal.
struct Bar {
    drawn: ProgressBar,
    /// Whether the number of runs may turn out smaller.
    at_most: AtomicBool,
    /// Whether it says how long it still takes.
    timed: AtomicBool,
}

/// Lines where nobody looks on.
struct Lines {
    told: Mutex<Told>,
    /// Until the first line: what is being done.
    begins: Mutex<Option<Doing>>,
}

/// What has been told so far.
struct Told {
    stage: (&'static str, bool),
    total: u64,
    /// The most that are done; counts come once each, though perhaps not in order.
    count: u64,
    /// The tenth that was told last.
    tenth: u64,
    /// When the first was counted, and how many were there before it.
    since: Option<(Instant, u64)>,
    last: Instant,
}

/// Longer without a word looks like standing still.
const SILENCE: Duration = Duration::from_secs(20);

/// What takes longer than this is named, where nobody looks on.
const PATIENCE: Duration = Duration::from_secs(2);
/// The same where somebody does.
const MOMENT: Duration = Duration::from_millis(400);

/// Whether stderr is a terminal on which a line can be drawn over.
fn is_watched() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// What fits where stderr goes; a caller is told whatever is typed.
pub fn for_stderr(quiet: bool) -> Box<dyn Progress> {
    if let Some(caller) = caller() {
        // What comes is counted from its beginning.
        caller.stage("", false);
        return Box::new(Handed(caller));
    }
    if quiet {
        return Box::new(crate::experiment::Silent);
    }
    if is_watched() {
        return Box::new(Bar {
            drawn: ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()),
            at_most: AtomicBool::new(false),
            timed: AtomicBool::new(false),
        });
    }
    let begins = Mutex::new(Some(doing(false, "simulating".to_owned())));
    Box::new(Lines { told: Mutex::new(Told::new()), begins })
}

/// Something that is being done, named where it takes longer than a moment; until it is dropped.
pub struct Doing(Option<(mpsc::Sender<()>, JoinHandle<()>)>);

/// Names what is being done where it takes long, on stderr.
pub fn doing(quiet: bool, what: String) -> Doing {
    if quiet || caller().is_some() {
        return Doing(None);
    }
    let (done, is_done) = mpsc::channel::<()>();
    let watched = is_watched();
    let wait = if watched { MOMENT } else { PATIENCE };
    let teller = thread::Builder::new().spawn(move || {
        if is_done.recv_timeout(wait) != Err(mpsc::RecvTimeoutError::Timeout) {
            return;
        }
        if !watched {
            return complain(&what);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        let _ = is_done.recv();
        bar.finish_and_clear();
    });
    // Where there is no thread to be had, nothing is said.
    Doing(teller.ok().map(|teller| (done, teller)))
}

impl Drop for Doing {
    fn drop(&mut self) {
        if let Some((done, teller)) = self.0.take() {
            drop(done);
            let _ = teller.join();
        }
    }
}

fn word(at_most: bool) -> &'static str {
    if at_most { "at most" } else { "about" }
}

/// So many seconds in the unit that a person would use.
pub fn lasting(seconds: f64) -> String {
    match seconds {
        _ if seconds < 90.0 => format!("{:.0} s", seconds.max(1.0)),
        _ if seconds < 90.0 * 60.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.0} h", seconds / 3600.0),
    }
}

impl Bar {
    fn style(&self) {
        let at_most = self.at_most.load(Ordering::Relaxed);
        let to_go = if self.timed.load(Ordering::Relaxed) {
            format!(", {} {{eta}} to go", word(at_most))
        } else {
            String::new()
        };
        let template = format!("{{prefix}}{{wide_bar}} {{pos}} of {{len}} runs{to_go}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            self.drawn.set_style(style.progress_chars("=> "));
        }
    }
}

impl Progress for Bar {
    fn started(&self, total: u64) {
        if self.drawn.length().is_none() {
            self.style();
            self.drawn.enable_steady_tick(Duration::from_millis(200));
        }
        self.drawn.set_length(total);
    }

    fn done(&self, count: u64) {
        // Counts may come out of order; a bar goes forward only.
        if count > self.drawn.position() {
            self.drawn.set_position(count);
        }
        let is_told = count.saturating_mul(10) >= self.drawn.length().unwrap_or(0);
        if is_told && !self.timed.swap(true, Ordering::Relaxed) {
            self.style();
        }
    }

    fn stage(&self, name: &'static str, at_most: bool) {
        self.at_most.store(at_most, Ordering::Relaxed);
        self.drawn.set_prefix(format!("{name} "));
        self.style();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}

impl Told {
    fn new() -> Self {
        Self { stage: ("", false), total: 0, count: 0, tenth: 0, since: None, last: Instant::now() }
    }

    fn share(&self) -> u64 {
        self.count * 10 / self.total.max(1)
    }

    fn started(&mut self, total: u64) {
        self.total = total;
        // What may still follow grows and shrinks while it is looked for.
        self.tenth = self.share();
    }

    /// The line to be told after so many, if any.
    fn done(&mut self, count: u64, now: Instant) -> Option<String> {
        self.count = self.count.max(count);
        let (since, before) = *self.since.get_or_insert((now, count.saturating_sub(1)));
        let tenth = self.share();
        if tenth <= self.tenth && now.duration_since(self.last) < SILENCE {
            return None;
        }
        self.tenth = self.tenth.max(tenth);
        self.last = now;
        let (count, total, (stage, at_most)) = (self.count, self.total.max(self.count), self.stage);
        let passed = now.duration_since(since).as_secs_f64();
        let left = passed / (count - before).max(1) as f64 * (total - count) as f64;
        let stage = if stage.is_empty() { String::new() } else { format!("{stage}: ") };
        // Before the first tenth nobody knows.
        let to_go = if tenth > 0 && count < total {
            format!(", {} {} to go", word(at_most), lasting(left))
        } else {
            String::new()
        };
        Some(format!("{stage}{count} of {total} runs{to_go}"))
    }
}

impl Progress for Lines {
    fn started(&self, total: u64) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).started(total);
    }

    fn done(&self, count: u64) {
        // Told before anybody else may tell, or lines come out of their order.
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = told.done(count, Instant::now()) {
            drop(self.begins.lock().unwrap_or_else(PoisonError::into_inner).take());
            complain(&line);
        }
    }

    fn stage(&self, name: &'static str, at_most: bool) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).stage = (name, at_most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tenth_is_told_once_with_the_time_left() {
        let (mut told, start) = (Told::new(), Instant::now());
        told.last = start;
        told.started(20);
        let at = |count: u64| start + Duration::from_millis(100 * count);
        let lines: Vec<String> = (1..=20).filter_map(|count| told.done(count, at(count))).collect();
        assert_eq!(lines.len(), 10);
        assert_eq!(
            (lines[4].as_str(), lines[9].as_str()),
            ("10 of 20 runs, about 1 s to go", "20 of 20 runs")
        );
    }

    #[test]
    fn times_are_told_in_the_unit_that_a_person_would_use() {
        let told = [0.2, 12.4, 89.0, 95.0, 3000.0, 6000.0].map(lasting);
        assert_eq!(told, ["1 s", "12 s", "89 s", "2 min", "50 min", "2 h"]);
    }

    #[test]
    fn what_is_done_within_a_moment_is_not_named_and_who_names_it_ends_with_it() {
        let since = Instant::now();
        drop(doing(false, "drawing".to_owned()));
        drop(doing(true, "drawing".to_owned()));
        assert!(since.elapsed() < PATIENCE);
    }

    #[test]
    fn a_search_tells_how_long_it_may_take_at_most_and_moves_though_its_end_does() {
        let (mut told, start) = (Told::new(), Instant::now());
        told.last = start;
        told.stage = ("search", true);
        told.started(1000);
        // Between tenths a line comes when nothing has been said for long.
        assert_eq!(told.done(1, start), None);
        let line = told.done(11, start + Duration::from_secs(21)).expect("a line");
        assert_eq!(line, "search: 11 of 1000 runs", "before the first tenth nobody knows");
        let line = told.done(100, start + Duration::from_secs(22)).expect("a line");
        assert_eq!(line, "search: 100 of 1000 runs, at most 3 min to go");
        // Most mixes fall out: what is left is little, and its tenths are told from there on.
        told.started(120);
        let more: Vec<String> =
            (101..=120).filter_map(|count| told.done(count, start + Duration::from_secs(22))).collect();
        assert_eq!(more.len(), 2, "{more:?}");
    }
}
