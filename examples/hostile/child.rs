//! One process under limits, and what is asked of how it ends.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Seconds of processor time. Two runs for each cause of the built-in winter are honest work: nine to
/// thirty seconds, by what else the machine has to do.
const SECONDS: u32 = 60;
/// The same of a build that is not optimised, in which honest work takes several times as long.
const SECONDS_OF_DEBUG: u32 = 240;
/// Seconds on the clock: a process that waits for something uses no processor. More than [`SECONDS`],
/// as the machine may have other work.
const WAITING: Duration = Duration::from_mins(8);
/// KiB of address space.
const MEMORY: u32 = 1024 * 1024;
/// What is read of what it says.
const READ: u64 = 1 << 20;

/// How a process ended.
pub struct Ended {
    /// Its exit code; 128 and more for a signal.
    pub code: i32,
    /// What is wrong with that, if anything.
    pub wrong: Option<String>,
}

/// Runs the program in a folder with these words, and judges how it ends.
pub fn run(program: &Path, folder: &Path, words: &[impl AsRef<OsStr>]) -> anyhow::Result<Ended> {
    let debug = program.parent().is_some_and(|folder| folder.ends_with("debug"));
    let seconds = if debug { SECONDS_OF_DEBUG } else { SECONDS };
    let (mut said, mut complained) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -t {seconds}; ulimit -v {MEMORY}; exec \"$@\""))
        .arg("limits")
        .arg(program)
        .args(words)
        .current_dir(folder)
        .env("MALLOC_ARENA_MAX", "2")
        .stdin(Stdio::null())
        .stdout(said.try_clone()?)
        .stderr(complained.try_clone()?)
        .spawn()?;
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if began.elapsed() > WAITING {
            child.kill()?;
            child.wait()?;
            break None;
        }
        std::thread::sleep(Duration::from_millis(if began.elapsed().as_millis() < 100 { 1 } else { 10 }));
    };
    let (said, complained) = (text(&mut said)?, text(&mut complained)?);
    let code = status.map_or(-1, |status| {
        use std::os::unix::process::ExitStatusExt as _;
        status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
    });
    let wrong = match code {
        -1 => Some(format!("waits for more than {} s", WAITING.as_secs())),
        152 | 137 => Some(format!("needs more than {seconds} s")),
        0 | 1 | 2 | 4 | 130 if complained.contains("panicked at") => Some("panicked".to_owned()),
        1 | 2 | 4 if complained.is_empty() && said.is_empty() => {
            Some(format!("ends with {code} and no word"))
        }
        0 | 1 | 2 | 4 | 130 => None,
        134 => Some("aborted".to_owned()),
        other => Some(format!("ends with {other}")),
    };
    let wrong = wrong.map(|what| {
        let shown: String = complained.chars().take(1200).collect();
        format!("{what}\n{shown}")
    });
    Ok(Ended { code, wrong })
}

fn text(file: &mut File) -> anyhow::Result<String> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(READ).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
