//! A folder of its own, in which the program runs as it would for a user, and what it leaves there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_wardflow");

/// What lies in a folder, by name.
pub type Contents = BTreeMap<String, Vec<u8>>;

/// A folder, removed when it is dropped.
pub struct Place(tempfile::TempDir);

impl Place {
    /// With these files in it.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, in folders that need not be there yet.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.at(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.read(name)).unwrap()
    }

    /// The program with these words, in this folder: with the long page, and without the forms of a report, which take
    /// longer than a small run. What is tested of them says so.
    pub fn command(&self, words: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env("WARDFLOW_REPORT", "none").env("WARDFLOW_VERBOSE", "1");
        command.current_dir(self.path()).args(words.split_whitespace());
        command
    }

    pub fn run(&self, words: &str) -> Output {
        self.command(words).output().unwrap()
    }

    /// What is said on stdout by a command that ends well.
    #[track_caller]
    pub fn done(&self, words: &str) -> String {
        let ended = self.run(words);
        assert_eq!(ended.status.code(), Some(0), "{words}: {}", err(&ended));
        out(&ended)
    }

    /// What is said on stderr by a command that is wrong.
    #[track_caller]
    pub fn refused(&self, words: &str) -> String {
        let ended = self.run(words);
        assert_eq!(ended.status.code(), Some(2), "{words}: {}", err(&ended));
        err(&ended)
    }

    /// The files below a folder by their names from it, hidden ones too, in order.
    pub fn held(&self, folder: &str) -> Vec<String> {
        let root = self.at(folder);
        let (mut all, mut ahead) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = ahead.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    ahead.push(path);
                } else {
                    all.push(path.strip_prefix(&root).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        all.sort();
        all
    }

    /// The files below a folder and what is in them; of a manifest what does not change between two runs
    /// of the same command.
    pub fn contents(&self, folder: &str) -> Contents {
        let read = |name: String| {
            let bytes = self.read(&format!("{folder}/{name}"));
            let bytes = match name.as_str() {
                "manifest.json" => unchanging(&bytes),
                "findings.json" => as_found(&bytes),
                _ => bytes,
            };
            (name, bytes)
        };
        self.held(folder).into_iter().map(read).collect()
    }
}

/// Findings, which must be whole, without the command that found them.
fn as_found(findings: &[u8]) -> Vec<u8> {
    let mut whole: Value = serde_json::from_slice(findings).expect("whole findings");
    assert!(whole.as_object_mut().unwrap().remove("commands").is_some(), "{whole}");
    whole.to_string().into_bytes()
}

/// A manifest, which must be whole, without the circumstances of its run, of which findings name the command.
fn unchanging(manifest: &[u8]) -> Vec<u8> {
    let mut whole: Value = serde_json::from_slice(manifest).expect("a whole manifest");
    for circumstance in ["started", "simulating_seconds", "wall_seconds", "command"] {
        assert!(whole.as_object_mut().unwrap().remove(circumstance).is_some(), "{circumstance}: {whole}");
    }
    if let Some(hashes) = whole.get_mut("hashes").and_then(Value::as_object_mut) {
        hashes.remove("findings.json");
    }
    whole.to_string().into_bytes()
}

/// What a command said on stdout.
pub fn out(ended: &Output) -> String {
    String::from_utf8(ended.stdout.clone()).unwrap()
}

/// What a command said on stderr.
pub fn err(ended: &Output) -> String {
    String::from_utf8(ended.stderr.clone()).unwrap()
}
