//! The house: a layer uses only what stands to its left, no folder inside a layer stands in a circle, and
//! no place has a name outside the scenarios. `docs/modules.md` is drawn from the same paths.

mod drawing;
mod graph;
mod read;

use std::fs;
use std::path::{Path, PathBuf};

use graph::{Arrows, between_folders, circles, inside};
use read::Source;

/// Each module with those that it may use.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("base", &[]),
    ("engine", &["base"]),
    ("sources", &["base"]),
    ("scenario", &["base", "sources"]),
    ("model", &["base", "engine", "scenario"]),
    ("measures", &["base", "scenario", "model"]),
    ("experiment", &["base", "sources", "scenario", "model", "measures"]),
    ("report", &["base", "sources", "scenario", "measures", "experiment"]),
    ("cli", &["base", "engine", "sources", "scenario", "model", "measures", "experiment", "report"]),
];

/// Layers with folders: no file of one stands in a circle with a file of another.
const LAYERS_OF_FOLDERS: [&str; 4] = ["sources", "scenario", "experiment", "report"];

/// Those whose folders as wholes stand in no circle either. In `scenario` the plan is put together from what
/// each section builds, and sections build with what plans share: folders meet there, files do not.
const FOLDERS_WITHOUT_CIRCLES: [&str; 2] = ["experiment", "report"];

/// Names of places and of their services, which belong to scenarios.
const PLACES: [&str; 9] = [
    "milton keynes",
    "milton-keynes",
    "milton_keynes",
    "home first",
    "home_first",
    "seacole",
    "maple centre",
    "maple_centre",
    "maple",
];

/// The files that say which scenarios are built in.
const BUILT_IN: [&str; 2] = ["src/scenario/built_in.rs", "src/scenario/built_in/shipped.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Each file of the library with those that it uses.
fn uses() -> Arrows {
    Source::of(&root()).uses()
}

/// Every file of source of the library and of the examples, by its path, with its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, into) } else { into.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    walk(&root.join("examples"), &mut files);
    // What they try are lines with the shipped scenarios.
    files.retain(|path| !path.starts_with(root.join("examples/hostile")));
    files.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    files.sort();
    assert!(files.len() > 40, "only {} files of source found", files.len());
    let relative = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

fn module_of(file: &str) -> Option<&str> {
    file.split_once('/').map(|(module, _)| module)
}

#[test]
fn no_module_uses_one_to_its_right() {
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for (file, named) in Source::of(&root()).names() {
        // `lib.rs` names all modules.
        let Some(module) = module_of(&file) else { continue };
        let (_, may) = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{file}: no place is laid down for the module {module}"));
        for name in
            named.iter().filter(|name| *name != module && MAY_USE.iter().any(|(other, _)| other == name))
        {
            arrows += 1;
            if !may.contains(&name.as_str()) {
                wrong.push(format!("{file} uses {name}, which does not stand to the left of {module}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(arrows > 50, "only {arrows} arrows found, so the reader of paths is at fault");
}

#[test]
fn no_circle_goes_through_files_of_several_folders() {
    let all = uses();
    let mut wrong = Vec::new();
    for layer in LAYERS_OF_FOLDERS {
        let files = inside(layer, &all);
        assert!(between_folders(&files).len() > 5, "{layer} has no folders");
        let folder = |file: &str| file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        for circle in circles(&files) {
            if circle.iter().any(|file| folder(file) != folder(circle[0])) {
                wrong.push(format!("files that use one another: {}", circle.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_circle_goes_through_folders() {
    let all = uses();
    let mut wrong = Vec::new();
    for layer in FOLDERS_WITHOUT_CIRCLES {
        let files = inside(layer, &all);
        let folders = between_folders(&files);
        wrong.extend(circles(&folders).iter().map(|circle| {
            let arrows = graph::behind(circle, &files);
            format!("folders that use one another: {}\n  {}", circle.join(", "), arrows.join("\n  "))
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_drawing_of_the_modules_is_the_one_that_their_paths_make() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/modules.md");
    let made = drawing::page(&uses(), &MAY_USE.map(|(layer, _)| layer));
    if std::env::var("WARDFLOW_RENEW").is_ok_and(|what| what == "modules") {
        fs::write(&file, made).unwrap();
    } else {
        let drawn = fs::read_to_string(&file).unwrap_or_default().replace('\r', "");
        assert!(
            drawn == made,
            "docs/modules.md is stale; WARDFLOW_RENEW=modules cargo test --test it modules"
        );
    }
}

#[test]
fn every_module_of_the_crate_has_its_layer() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ").or(line.trim().strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';'))
        .collect();
    assert!(modules.len() >= MAY_USE.len(), "{modules:?}");
    for module in modules {
        assert!(MAY_USE.iter().any(|(name, _)| *name == module), "{module} has no layer");
    }
}

#[test]
fn no_place_is_named_outside_the_built_in_scenario() {
    let mut named = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| !BUILT_IN.contains(&file.as_str())) {
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            if let Some(place) = PLACES.iter().find(|place| line.contains(**place)) {
                named.push(format!("{file}:{}: {place}", number + 1));
            }
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
    for own in BUILT_IN {
        assert!(sources().iter().any(|(file, _)| file == own), "{own} is where it should be");
    }
}
