//! Any bytes as the manifest of a folder that a run is to replace: the folder is refused, or what the
//! run wrote is there and nothing beside the folder has changed.

use std::fs;
use std::path::Path;

use serde_json::json;
use wardflow::report::folder::{Folder, Identity, MANIFEST, Request};

const KEPT: &str = "nobody may change this";

/// Tries these bytes, with and without `--force` by the first of them.
pub fn run(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let place = tempfile::tempdir().expect("a temporary folder");
    let (folder, beside) = (place.path().join("out"), place.path().join("beside"));
    for made in [&folder, &folder.join("charts"), &beside] {
        fs::create_dir(made).expect("a folder");
    }
    fs::write(folder.join(MANIFEST), bytes).expect("a file");
    fs::write(folder.join("charts/old.svg"), "old").expect("a file");
    fs::write(beside.join("kept.txt"), KEPT).expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../beside", folder.join("link")).expect("a link");
    let request = Request { seed: 1, runs: 4, precision: None };
    let run = Identity { fingerprint: "0011aabb".to_owned(), request };
    let manifest = json!({ "fingerprint": "0011aabb", "files": ["results.json"] });
    if let Ok(mut made) = Folder::prepare(&folder, run, which % 2 == 0)
        && made.add("results.json", b"{}").is_ok()
        && made.finish(manifest).is_ok()
    {
        assert_eq!(read(&folder.join("results.json")), "{}");
    }
    assert_eq!(read(&beside.join("kept.txt")), KEPT, "a file beside the folder is changed or gone");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
