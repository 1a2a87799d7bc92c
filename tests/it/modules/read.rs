//! Which file uses which: every path of the source, followed through re-exports to the file that defines
//! what it names. Tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, UseTree};

/// A module: its file, what it defines, and the other names that it brings in.
#[derive(Default)]
struct Module {
    file: String,
    defines: BTreeSet<String>,
    /// What stands first in the macros that it calls: these may define it.
    may_define: BTreeSet<String>,
    /// Names brought in, with what they stand for.
    names: BTreeMap<String, Vec<String>>,
    /// Modules all of whose names are brought in.
    globs: Vec<Vec<String>>,
    /// Paths named in it, as typed.
    paths: BTreeSet<Vec<String>>,
}

/// The modules of a crate, by path from its root.
#[derive(Default)]
pub struct Source {
    modules: BTreeMap<Vec<String>, Module>,
}

impl Source {
    /// Reads the library below a folder of source.
    pub fn of(root: &Path) -> Self {
        let mut source = Self::default();
        source.file(root, "lib.rs", Vec::new());
        source
    }

    fn file(&mut self, root: &Path, file: &str, path: Vec<String>) {
        let text = fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.module(root, file, path, parsed.items);
    }

    fn module(&mut self, root: &Path, file: &str, path: Vec<String>, items: Vec<Item>) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        for item in items {
            if for_tests(attributes(&item)) {
                continue;
            }
            if let Some(name) = name_of(&item) {
                module.defines.insert(name);
            }
            match item {
                Item::Mod(inner) => {
                    let name = inner.ident.to_string();
                    module.defines.remove(&name);
                    let below = [path.clone(), vec![name.clone()]].concat();
                    match inner.content {
                        Some((_, items)) => self.module(root, file, below, items),
                        None => self.file(root, &file_below(root, file, &name), below),
                    }
                }
                Item::Use(import) => {
                    let exported = !matches!(import.vis, syn::Visibility::Inherited);
                    module.import(&import.tree, &mut Vec::new(), exported);
                }
                other => {
                    if let Item::Macro(called) = &other
                        && called.ident.is_none()
                    {
                        let first = called.mac.tokens.clone().into_iter().filter_map(|token| match token {
                            TokenTree::Ident(name) => Some(name.to_string()),
                            _ => None,
                        });
                        module.may_define.extend(first);
                    }
                    Paths(&mut module.paths).visit_item(&other);
                }
            }
        }
        self.modules.insert(path, module);
    }

    /// Each file with those that it uses.
    pub fn uses(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let used = module.paths.iter().filter_map(|named| self.defined_in(path, named, 0));
            let used = used.filter(|file| *file != module.file).map(str::to_owned);
            all.entry(module.file.clone()).or_default().extend(used);
        }
        all
    }

    /// Each file with the modules of the crate that its paths name, whatever these hand on.
    pub fn names(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.modules {
            let named =
                module.paths.iter().filter_map(|named| self.seen_from_root(path, named)?.into_iter().next());
            all.entry(module.file.clone()).or_default().extend(named);
        }
        all
    }

    /// A path named in a module as it is from the root of the crate; `None` where it is no path of the crate.
    fn seen_from_root(&self, at: &[String], path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([at, rest].concat()),
            "super" => {
                self.seen_from_root(&at[..at.len().checked_sub(1)?], &[&["self".to_owned()], rest].concat())
            }
            name => {
                let target =
                    self.modules.get(at)?.names.get(name).filter(|target| target.first() != Some(first));
                let below = [at, path].concat();
                match target {
                    Some(target) => self.seen_from_root(at, &[target.as_slice(), rest].concat()),
                    None => self.modules.contains_key(&below[..=at.len()]).then_some(below),
                }
            }
        }
    }

    /// The file that defines what a path names in a module; `None` where that is no file of this crate or
    /// only a module.
    fn defined_in(&self, at: &[String], path: &[String], depth: usize) -> Option<&str> {
        if depth > 16 {
            return None;
        }
        let module = self.modules.get(at)?;
        let (first, rest) = path.split_first()?;
        let below = [at, std::slice::from_ref(first)].concat();
        match first.as_str() {
            "crate" => self.defined_in(&[], rest, depth),
            "self" => self.defined_in(at, rest, depth),
            "super" => self.defined_in(&at[..at.len().checked_sub(1)?], rest, depth),
            _ if self.modules.contains_key(&below) && !rest.is_empty() => {
                self.defined_in(&below, rest, depth)
            }
            name if module.defines.contains(name) => Some(&module.file),
            name => {
                if let Some(target) = module.names.get(name) {
                    let path = [target.as_slice(), rest].concat();
                    return (path != [name]).then(|| self.defined_in(at, &path, depth + 1)).flatten();
                }
                let through =
                    |glob: &Vec<String>| self.defined_in(at, &[glob.as_slice(), path].concat(), depth + 1);
                let made = || module.may_define.contains(name).then_some(module.file.as_str());
                module.globs.iter().find_map(through).or_else(made)
            }
        }
    }
}

impl Module {
    fn import(&mut self, tree: &UseTree, before: &mut Vec<String>, exported: bool) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before, exported);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before, exported)),
            UseTree::Glob(_) => self.globs.push(before.clone()),
            UseTree::Name(name) => {
                self.bring(name.ident.to_string(), &name.ident.to_string(), before, exported);
            }
            UseTree::Rename(as_) => {
                self.bring(as_.rename.to_string(), &as_.ident.to_string(), before, exported);
            }
        }
    }

    fn bring(&mut self, name: String, typed: &str, before: &[String], exported: bool) {
        let mut path = before.to_vec();
        let name = if typed == "self" {
            before.last().cloned().unwrap_or(name)
        } else {
            path.push(typed.to_owned());
            name
        };
        // What is only handed on is used by those who name it here.
        if !exported {
            self.paths.insert(path.clone());
        }
        self.names.insert(name, path);
    }
}

/// The file of a module declared in another.
fn file_below(root: &Path, file: &str, name: &str) -> String {
    let folder = file
        .strip_suffix("lib.rs")
        .or(file.strip_suffix("mod.rs"))
        .map_or_else(|| format!("{}/", file.trim_end_matches(".rs")), str::to_owned);
    let alone = format!("{folder}{name}.rs");
    if root.join(&alone).exists() { alone } else { format!("{folder}{name}/mod.rs") }
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("cfg")
            && matches!(&a.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    })
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

fn name_of(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(i) => i.ident.to_string(),
        Item::Enum(i) => i.ident.to_string(),
        Item::Fn(i) => i.sig.ident.to_string(),
        Item::Macro(i) => return i.ident.as_ref().map(ToString::to_string),
        Item::Static(i) => i.ident.to_string(),
        Item::Struct(i) => i.ident.to_string(),
        Item::Trait(i) => i.ident.to_string(),
        Item::Type(i) => i.ident.to_string(),
        _ => return None,
    })
}

/// Gathers the paths of an item.
struct Paths<'a>(&'a mut BTreeSet<Vec<String>>);

impl Visit<'_> for Paths<'_> {
    fn visit_path(&mut self, path: &syn::Path) {
        self.0.insert(path.segments.iter().map(|s| s.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, inner: &syn::Macro) {
        self.tokens(inner.tokens.clone());
        visit::visit_macro(self, inner);
    }

    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_item_use(&mut self, import: &syn::ItemUse) {
        // Inside a function.
        let mut module = Module::default();
        module.import(&import.tree, &mut Vec::new(), false);
        self.0.extend(module.paths);
        self.0.extend(module.globs);
    }
}

impl Paths<'_> {
    /// Paths in what is handed to a macro: names with `::` between.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons < 2 {
                        self.end(&mut path);
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end(&mut path);
                    colons = 0;
                    self.tokens(group.stream());
                }
                _ => {
                    self.end(&mut path);
                    colons = 0;
                }
            }
        }
        self.end(&mut path);
    }

    fn end(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            self.0.insert(std::mem::take(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used_by(files: &[(&str, &str)], file: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Source::of(folder.path()).uses().remove(file).unwrap().into_iter().collect()
    }

    #[test]
    fn paths_are_found_in_all_their_forms_and_comments_and_texts_are_not() {
        let text = r##"
            use crate::{base::{Span, Time as Moment}, names::*};
            // use crate::comment::Thing;
            fn f(x: super::here::Here) -> crate::long::Path {
                let s = ("crate::comment::Thing", r#"crate::comment::Thing"#, '"');
                listed![1, crate::listed::In, s];
                Listed::new()
            }
        "##;
        let empty = ["span", "long", "listed", "here", "comment"].map(|name| {
            (
                format!("{name}.rs"),
                "pub struct Span; pub struct Path; pub struct In; pub struct Here; pub struct Thing;"
                    .to_owned(),
            )
        });
        let mut files: Vec<(&str, &str)> = empty.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        files.extend([
            (
                "lib.rs",
                "mod base; mod span; mod names; mod long; mod listed; mod here; mod comment; mod deep;",
            ),
            ("base.rs", "pub use crate::span::Span; pub struct Time;"),
            ("names.rs", "pub struct Listed;"),
            ("deep.rs", text),
        ]);
        let found = used_by(&files, "deep.rs");
        assert_eq!(found, ["base.rs", "here.rs", "listed.rs", "long.rs", "names.rs", "span.rs"]);
    }

    #[test]
    fn what_a_front_hands_on_is_no_arrow_of_its_own_and_tests_are_left_out() {
        let files = [
            ("lib.rs", "mod front;"),
            (
                "front/mod.rs",
                "mod inner; mod other; pub use inner::Thing; #[cfg(test)] mod tests { use super::other::Other; }",
            ),
            ("front/inner.rs", "pub struct Thing;"),
            ("front/other.rs", "use super::Thing; pub struct Other(Thing);"),
        ];
        assert_eq!(used_by(&files, "front/mod.rs"), Vec::<String>::new());
        assert_eq!(used_by(&files, "front/other.rs"), ["front/inner.rs"]);
    }

    #[test]
    fn what_a_macro_makes_is_defined_where_it_is_called() {
        let files = [
            ("lib.rs", "mod words; mod reader;"),
            ("words.rs", "vocabulary! { /// A thing.\n Thing { size: crate::reader::Size, } }"),
            ("reader.rs", "pub struct Size; fn f(thing: crate::words::Thing) {}"),
        ];
        assert_eq!(used_by(&files, "reader.rs"), ["words.rs"]);
        assert_eq!(used_by(&files, "words.rs"), ["reader.rs"]);
    }
}
