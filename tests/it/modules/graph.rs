//! What uses what, by file and by folder, and the circles in it.

use std::collections::{BTreeMap, BTreeSet};

/// What uses what, by name.
pub type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The files of one layer and the arrows between them.
pub fn inside(layer: &str, files: &Arrows) -> Arrows {
    let own = |file: &str| file.split_once('/').is_some_and(|(first, _)| first == layer);
    let kept = files.iter().filter(|(file, _)| own(file));
    kept.map(|(file, used)| (file.clone(), used.iter().filter(|other| own(other)).cloned().collect()))
        .collect()
}

/// The folder of a file; of `a/b.rs` beside a folder `a/b`, that folder. A file of a layer outside any folder
/// stands for itself.
pub fn folder_of<'a>(file: &'a str, files: &Arrows) -> &'a str {
    let alone = file.trim_end_matches(".rs");
    let inside = format!("{alone}/");
    if files.range(inside.clone()..).next().is_some_and(|(other, _)| other.starts_with(&inside)) {
        return alone;
    }
    match file.rsplit_once('/') {
        Some((folder, _)) if folder.contains('/') => folder,
        _ => alone,
    }
}

/// The arrows between the folders of files.
pub fn between_folders(files: &Arrows) -> Arrows {
    let mut all = Arrows::new();
    for (file, used) in files {
        let folder = folder_of(file, files);
        let others = used.iter().map(|other| folder_of(other, files)).filter(|other| *other != folder);
        all.entry(folder.to_owned()).or_default().extend(others.map(str::to_owned));
    }
    all
}

/// The arrows between files that make a circle of folders.
pub fn behind(circle: &[&str], files: &Arrows) -> Vec<String> {
    let pairs = files.iter().flat_map(|(file, used)| used.iter().map(move |other| (file, other)));
    let ours = pairs.filter(|(file, other)| {
        let (here, there) = (folder_of(file, files), folder_of(other, files));
        here != there && circle.contains(&here) && circle.contains(&there)
    });
    ours.map(|(file, other)| format!("{file} uses {other}")).collect()
}

/// Everything that can be reached from a name.
fn reached<'a>(from: &'a str, arrows: &'a Arrows) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    let mut next;
    while let Some(one) = open.pop() {
        next = arrows.get(one).into_iter().flatten();
        open.extend(next.map(String::as_str).filter(|other| found.insert(*other)));
    }
    found
}

/// Names each of which reaches all others of its circle.
pub fn circles(arrows: &Arrows) -> Vec<Vec<&str>> {
    let all: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|name| (name.as_str(), reached(name, arrows))).collect();
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for (name, from_here) in &all {
        if from_here.contains(name) && !told.contains(name) {
            let back = |other: &&str| all.get(other).is_some_and(|back| back.contains(name));
            let circle: Vec<&str> = from_here.iter().copied().filter(back).collect();
            told.extend(circle.iter().copied());
            circles.push(circle);
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows(all: &[(&str, &[&str])]) -> Arrows {
        let names = |used: &[&str]| used.iter().map(|name| (*name).to_owned()).collect();
        all.iter().map(|(file, used)| ((*file).to_owned(), names(used))).collect()
    }

    #[test]
    fn a_circle_is_found_whole_and_once_and_a_way_without_return_is_none() {
        let found = arrows(&[("a", &["b"]), ("b", &["c"]), ("c", &["a", "d"]), ("d", &["e"]), ("e", &[])]);
        assert_eq!(circles(&found), [["a", "b", "c"]]);
    }

    #[test]
    fn a_file_beside_a_folder_of_its_name_belongs_to_that_folder() {
        let files = arrows(&[
            ("x/page.rs", &["x/study/files.rs"]),
            ("x/study.rs", &["x/page.rs"]),
            ("x/study/files.rs", &["x/study.rs"]),
            ("x/words.rs", &["x/page.rs"]),
        ]);
        let folders = between_folders(&files);
        assert_eq!(
            folders,
            arrows(&[("x/page", &["x/study"]), ("x/study", &["x/page"]), ("x/words", &["x/page"])])
        );
        assert_eq!(
            behind(&circles(&folders)[0], &files),
            ["x/page.rs uses x/study/files.rs", "x/study.rs uses x/page.rs"]
        );
    }
}
