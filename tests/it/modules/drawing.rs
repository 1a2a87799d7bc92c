//! The drawing of the modules: which layer uses which, and which folder or file inside each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::graph::{Arrows, between_folders, folder_of, inside};

/// The page, in Markdown with diagrams that Git forges show.
pub fn page(files: &Arrows, layers: &[&str]) -> String {
    let mut text = String::from(
        "# The modules\n\n\
         Made from the paths in the source by a test; `WARDFLOW_RENEW=modules cargo test --test it modules`\n\
         draws it anew. An arrow goes from what uses to what is used; a number says how many pairs of files\n\
         stand behind it. A name that is handed on counts where it is defined. Tests are left out.\n\
         Tests beside it fail where a layer uses one to its right, where files of several folders of `scenario`,\n\
         `experiment` or `report` stand in a circle, and where folders of the last two do. `ARCHITECTURE.md` says what each is for.\n\n\
         ## Layers\n\n",
    );
    let pairs = pairs_between(files, |file| file.split_once('/').map_or("", |(layer, _)| layer));
    let lines = pairs.iter().filter(|((from, to), _)| layers.contains(from) && layers.contains(to));
    text += &diagram(layers.iter().copied(), lines.map(|((from, to), n)| (*from, *to, *n)));
    for layer in layers {
        let own = inside(layer, files);
        let folders = between_folders(&own);
        let _ = write!(text, "\n## `{layer}`\n\n{} files.\n\n", own.len());
        let without =
            |name: &str| name.trim_start_matches(&format!("{layer}/")).trim_end_matches(".rs").to_owned();
        if folders.len() > 1 {
            let pairs = pairs_between(&own, |file| folder_of(file, &own));
            let nodes: Vec<String> = folders.keys().map(|folder| without(folder)).collect();
            let lines: Vec<_> =
                pairs.iter().map(|((from, to), n)| (without(from), without(to), *n)).collect();
            text += &diagram(
                nodes.iter().map(String::as_str),
                lines.iter().map(|(from, to, n)| (from.as_str(), to.as_str(), *n)),
            );
        } else {
            let used: BTreeSet<&String> = own.values().flatten().collect();
            let front =
                |file: &&String| !file.ends_with("/mod.rs") || !own[*file].is_empty() || used.contains(*file);
            let nodes: Vec<String> = own.keys().filter(front).map(|file| without(file)).collect();
            let lines: Vec<_> = own
                .iter()
                .flat_map(|(file, used)| used.iter().map(move |other| (file, other)))
                .map(|(file, other)| (without(file), without(other)))
                .collect();
            text += &diagram(
                nodes.iter().map(String::as_str),
                lines.iter().map(|(from, to)| (from.as_str(), to.as_str(), 1)),
            );
        }
    }
    text
}

/// How many pairs of files stand behind each pair of their groups.
fn pairs_between<'a>(
    files: &'a Arrows,
    group: impl Fn(&'a str) -> &'a str,
) -> BTreeMap<(&'a str, &'a str), usize> {
    let mut all = BTreeMap::new();
    for (file, used) in files {
        for other in used {
            let pair = (group(file), group(other));
            if pair.0 != pair.1 {
                *all.entry(pair).or_default() += 1;
            }
        }
    }
    all
}

/// A flow chart of Mermaid; nodes have numbers, as words like `end` mean something there.
fn diagram<'a>(
    nodes: impl Iterator<Item = &'a str>,
    arrows: impl Iterator<Item = (&'a str, &'a str, usize)>,
) -> String {
    let mut text = "```mermaid\nflowchart LR\n".to_owned();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, node) in nodes.enumerate() {
        numbers.insert(node, i);
        let _ = writeln!(text, "  n{i}[\"{node}\"]");
    }
    for (from, to, n) in arrows {
        let (from, to) = (numbers[from], numbers[to]);
        let count = if n > 1 { format!("|{n}|") } else { String::new() };
        let _ = writeln!(text, "  n{from} -->{count} n{to}");
    }
    text + "```\n"
}
