//! What is typed of a scenario: its file, what is set in it, and what is varied.

use std::path::Path;

use super::Exit;
use super::flags::Common;
use super::messages::{complain, faulty, refused, warn};
use super::worlds::InThem;
use crate::experiment::sweep::{self, Point};
use crate::experiment::vary::{Axis, Design, NotVaried, apart};
use crate::scenario::{Faults, InWorlds, OVERRIDDEN, Scenario, Setting, Variants, Warning, built_in};

/// The settings that were typed; of what a later one overrides, a warning is printed.
pub fn settings(typed: &[String], quiet: bool) -> Result<Vec<Setting>, Exit> {
    let all: Vec<Setting> = typed
        .iter()
        .map(|text| Setting::parse(text))
        .collect::<Result<_, _>>()
        .map_err(|faults| faulty(&faults, None))?;
    for (i, setting) in all.iter().enumerate() {
        let later = all[i + 1..].iter().position(|later| later.overrides(setting));
        if let Some(later) = later.filter(|_| !quiet) {
            let (this, by) = (&typed[i], &typed[i + 1 + later]);
            complain(&format!("warning: --set {this} does nothing: --set {by} comes after it"));
        }
    }
    Ok(all)
}

/// The scenario that was typed, or the built-in baseline.
pub fn open(file: Option<&Path>, settings: &[Setting]) -> Result<Scenario, Faults> {
    match file {
        Some(file) => Scenario::open(file, settings),
        None => Scenario::built_in(built_in::BASELINE, settings),
    }
}

/// The same; its faults are said.
pub fn read(file: Option<&Path>, settings: &[Setting]) -> Result<Scenario, Exit> {
    open(file, settings).map_err(|faults| faulty(&faults, file))
}

/// The same in its worlds.
pub fn read_in(file: Option<&Path>, settings: &[Setting], worlds: &InWorlds) -> Result<Scenario, Exit> {
    let built_in = format!("{}{}", built_in::PREFIX, built_in::BASELINE);
    let path = file.unwrap_or(Path::new(&built_in));
    Scenario::open_in(path, settings, worlds).map_err(|faults| faulty(&faults, file))
}

/// The scenario that was typed, or the built-in baseline, as it stands, with what may be changed of it.
pub fn variants(base: Option<&Path>, common: &Common) -> Result<Variants, Exit> {
    variants_of(base, InWorlds::AsItStands, common)
}

/// The same in its worlds.
pub fn variants_in(base: Option<&Path>, worlds: &InThem, common: &Common) -> Result<Variants, Exit> {
    variants_of(base, worlds.over(base)?.of_base().clone(), common)
}

fn variants_of(base: Option<&Path>, worlds: InWorlds, common: &Common) -> Result<Variants, Exit> {
    let settings = settings(&common.set, common.quiet)?;
    let variants = Variants::in_worlds(base, settings, worlds).map_err(|faults| faulty(&faults, base))?;
    if !common.quiet {
        warn(&variants.base().warnings);
    }
    Ok(variants)
}

/// The axes that were typed.
pub fn axes(typed: &[String]) -> Result<Vec<Axis>, Exit> {
    let axes: Vec<Axis> = typed
        .iter()
        .map(|text| Axis::parse(text))
        .collect::<Result<_, _>>()
        .map_err(|error| wrong(&error))?;
    apart(&axes).map_err(|error| wrong(&error))?;
    Ok(axes)
}

/// The points of a design, each a sound scenario.
pub fn points(
    variants: &Variants,
    axes: &[Axis],
    design: Design,
    common: &Common,
) -> Result<Vec<Point>, Exit> {
    let settings = design.points(axes, common.seed).map_err(|error| wrong(&error))?;
    common.not_too_many(settings.len() + 1)?;
    let points =
        sweep::points(variants, settings).map_err(|faults| faulty(&faults, Some(variants.file())))?;
    tell_overridden(variants.base(), &points, common);
    Ok(points)
}

/// Warns of values that are varied and that a dated change overrides: once each, however many points.
pub fn tell_overridden(base: &Scenario, points: &[Point], common: &Common) {
    let mut told: Vec<Warning> = Vec::new();
    for warning in points.iter().flat_map(|point| &point.scenario.warnings) {
        let new = !told.contains(warning) && !base.warnings.contains(warning);
        if warning.code == OVERRIDDEN && new {
            told.push(warning.clone());
        }
    }
    if !common.quiet {
        warn(&told);
    }
}

/// Says what is wrong with what is varied.
pub fn wrong(error: &NotVaried) -> Exit {
    refused(&error.to_string())
}
