//! The file of a shard: its header, a line for each piece of work as a journal has them, and a last line with their
//! number and a checksum over all before it. Without that line, or with another checksum, it is none.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::path::Path;

use serde::Deserialize;

use super::header::{Header, MOST_HEADER};
use crate::report::journal::{CHECK, END, MOST_LINE, checked};
use crate::scenario::{open_plain, why};

/// What the last line begins with.
const LAST: &str = r#"{"pieces":"#;

/// Why a file is no whole shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Not {
    /// The system does not let us.
    Unread(String),
    /// It is no shard.
    Shard,
    /// It was made by this other program.
    Version(String),
    /// It ends too early.
    CutOff,
    /// It is not what was written; where.
    Damaged(String),
}

impl Not {
    /// Behind its name.
    pub fn told(&self) -> String {
        match self {
            Self::Unread(why) => format!("cannot be read: {why}"),
            Self::Shard => "is no shard".to_owned(),
            Self::Version(by) => {
                format!(
                    "was made by {by}, and this is {}: shards of one version belong together",
                    crate::report::version::PROGRAM
                )
            }
            Self::CutOff => "is cut off: it ends before its last line".to_owned(),
            Self::Damaged(why) => format!("is damaged: {why}"),
        }
    }
}

/// Where a piece lies in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place among the parts of the file.
    pub part: u32,
    /// Its number.
    pub index: u64,
    /// Where its line begins, in bytes.
    pub at: u64,
    /// How long that is, in bytes.
    pub length: u32,
}

/// A whole shard, as it was read from its file.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Of what it is.
    pub header: Header,
    /// The parts of its pieces, in their order.
    pub parts: Vec<String>,
    /// Where its pieces lie, in the order of the file.
    pub lines: Vec<Line>,
    /// The checksum over all of it.
    pub check: String,
}

/// Reads a shard, whatever command it is of. The header, where at least that is whole, stands beside what is wrong.
pub fn read(path: &Path) -> Result<Whole, (Not, Option<Box<Header>>)> {
    let unread = |error: std::io::Error| Not::Unread(why(&error));
    let file = open_plain(path).map_err(|error| (unread(error), None))?;
    read_from(&mut BufReader::with_capacity(1 << 20, file))
}

/// The same of what is read.
pub fn read_from(from: &mut impl BufRead) -> Result<Whole, (Not, Option<Box<Header>>)> {
    let mut line = Vec::new();
    let mut next = |line: &mut Vec<u8>, most: u64| {
        line.clear();
        from.by_ref().take(most).read_until(b'\n', line).map_err(|error| Not::Unread(why(&error)))
    };
    let mut at = next(&mut line, MOST_HEADER).map_err(|not| (not, None))? as u64;
    let header = Header::of(&line).map_err(|not| (not, None))?;
    let mut whole = Whole { header, parts: Vec::new(), lines: Vec::new(), check: String::new() };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&line);
    let mut ends = || -> Result<(), Not> {
        for number in 2_u64.. {
            let length = next(&mut line, MOST_LINE)?;
            if !line.ends_with(b"\n") {
                return Err(if length as u64 == MOST_LINE {
                    Not::Damaged(format!("line {number} is too long"))
                } else {
                    Not::CutOff
                });
            }
            let damaged = || Not::Damaged(format!("line {number} is not what was written there"));
            if line.starts_with(LAST.as_bytes()) {
                let (body, check) = checked(&line).ok_or_else(damaged)?;
                hasher.update(body);
                let right = hasher.finalize().to_hex();
                let count = format!("{LAST}{}", whole.lines.len());
                if right.as_bytes() != check {
                    return Err(Not::Damaged("its checksum is another".to_owned()));
                }
                if body != count.as_bytes() || next(&mut line, 1)? > 0 {
                    return Err(damaged());
                }
                right.as_str().clone_into(&mut whole.check);
                return Ok(());
            }
            hasher.update(&line);
            let (part, index) = named(&line).ok_or_else(damaged)?;
            // Those of one part stand together.
            if whole.parts.last() != Some(&part) {
                whole.parts.push(part);
            }
            let [part, length] =
                [whole.parts.len() - 1, length].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
            whole.lines.push(Line { part, index, at, length });
            at += u64::from(length);
        }
        Ok(())
    };
    match ends() {
        Ok(()) => Ok(whole),
        Err(not) => Err((not, Some(Box::new(whole.header)))),
    }
}

/// Of which part a line's piece is, and its number.
fn named(line: &[u8]) -> Option<(String, u64)> {
    #[derive(Deserialize)]
    struct Read {
        part: String,
        index: u64,
    }
    let read: Read = serde_json::from_slice(line).ok()?;
    Some((read.part, read.index))
}

/// Writes a shard: its header, these lines as they stand, and the last one.
pub fn write(
    into: &mut File,
    header: &Header,
    lines: impl Iterator<Item = std::io::Result<Vec<u8>>>,
) -> std::io::Result<u64> {
    let mut into = std::io::BufWriter::with_capacity(1 << 20, into);
    let (mut hasher, mut pieces) = (blake3::Hasher::new(), 0_u64);
    let mut put = |hasher: &mut blake3::Hasher, bytes: &[u8]| {
        hasher.update(bytes);
        into.write_all(bytes)
    };
    put(&mut hasher, header.line().as_bytes())?;
    for line in lines {
        put(&mut hasher, &line?)?;
        pieces += 1;
    }
    let body = format!("{LAST}{pieces}");
    put(&mut hasher, body.as_bytes())?;
    let check = hasher.finalize().to_hex();
    into.write_all(format!("{CHECK}{check}{END}").as_bytes())?;
    into.flush()?;
    Ok(pieces)
}
