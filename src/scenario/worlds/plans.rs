//! The plan of each world, made when a replication needs it first and kept from then on as far as there is room.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::WORD;
use super::laid::{InWorlds, Laid};
use super::read::read;
use crate::scenario::built_in::{BuiltIn, PREFIX};
use crate::scenario::plan::{ByWorld, Chance, Costs, NoPlan, Plan};
use crate::scenario::text::document::Document;
use crate::scenario::text::fault::{Fault, Faults, Found};
use crate::scenario::text::files::{Files, Opened};
use crate::scenario::text::node::Origin;
use crate::scenario::text::path::Path;
use crate::scenario::{Scenario, Setting, Warning};

impl Scenario {
    /// Reads a scenario from a file on disk, or a built-in one, in its worlds.
    ///
    /// # Errors
    /// Every fault of the scenario, of the file of worlds, and of the scenario in the first of them.
    pub fn open_in(path: &std::path::Path, settings: &[Setting], worlds: &InWorlds) -> Result<Self, Faults> {
        let shown = path.to_string_lossy();
        if shown.starts_with(PREFIX) {
            return in_worlds(&BuiltIn, &shown, settings, worlds);
        }
        let files = Opened::of(path)?;
        in_worlds(&files, files.name, settings, worlds)
    }
}

fn in_worlds(
    files: &impl Files,
    path: &str,
    settings: &[Setting],
    asked: &InWorlds,
) -> Result<Scenario, Faults> {
    if matches!(asked, InWorlds::AsItStands) {
        return Scenario::load(files, path, settings);
    }
    let files = Recording { files, read: RefCell::default() };
    let base = Scenario::load(&files, path, settings)?;
    let laid = match asked {
        InWorlds::AsNamed if base.file.worlds.is_some() => named(&files, path, settings)?.map(Arc::new),
        InWorlds::AsNamed | InWorlds::AsItStands => None,
        InWorlds::These(laid) => Some(Arc::clone(laid)),
    };
    let Some(laid) = laid else { return Ok(base) };
    let all = |world| laid.settings(world).into_iter().chain(settings.iter().cloned()).collect::<Vec<_>>();
    // What is wrong in every world is told before anything runs.
    let first = Scenario::load(&files, path, &all(0))?;
    if laid.worlds.all.len() == 1 {
        return Ok(first);
    }
    alike(&base, &first, &all(0))?;
    let mut found = Found::default();
    let document = Document::read(&files, path, &all(0), &mut found);
    let overlaid = document.into_iter().flat_map(|document| document.overlaid);
    let mut warnings = base.warnings.clone();
    warnings.extend(overlaid.map(|path| Warning {
        code: "W35",
        text: format!("{path} is set here, over the worlds of {}: it is the same in all of them", laid.shown),
        path,
    }));
    let fingerprint = fingerprint(&base, &laid);
    let count = laid.worlds.all.len();
    let plans = Plans {
        base: base.clone(),
        laid: Arc::clone(&laid),
        path: path.to_owned(),
        settings: settings.to_vec(),
        files: Snapshot(files.read.into_inner()),
        made: std::iter::repeat_with(OnceLock::new).take(count).collect(),
        costs: std::iter::repeat_with(OnceLock::new).take(count).collect(),
    };
    let mut plan = base.plan.clone();
    plan.chance = Some(Chance::Worlds(Arc::new(plans)));
    Ok(Scenario { plan, warnings, fingerprint, worlds: Some(laid), ..base })
}

/// The worlds that a scenario names.
fn named(files: &impl Files, path: &str, settings: &[Setting]) -> Result<Option<Laid>, Faults> {
    let mut found = Found::default();
    let of = |found: &mut Found| {
        let document = Document::read(files, path, settings, found)?;
        let at = Path::of(WORD);
        let named = document.root.find(&at)?.text()?.to_owned();
        let over = document.root.origin_of(&at).file.to_string();
        let side = match document.side_file(files, &at, &named) {
            Ok(side) => side,
            Err(fault) => {
                found.fault(*fault);
                return None;
            }
        };
        let worlds = read(&side.shown, &side.bytes, found)?;
        Some(Laid { worlds, shown: side.shown, over })
    };
    let laid = of(&mut found);
    found.finish()?;
    Ok(laid)
}

/// Whether a scenario in a world has the same days and the same parts as it stands.
fn alike(base: &Scenario, world: &Scenario, set: &[Setting]) -> Result<(), Faults> {
    let days = |s: &Scenario| {
        let calendar = &s.plan.calendar;
        (calendar.start(), calendar.measured_days(), calendar.warm_up_days(), calendar.first_day())
    };
    if days(base) == days(world) && base.names == world.names {
        return Ok(());
    }
    let origin = set.first().map_or_else(|| Origin::whole(""), Setting::origin);
    let what = "this world has other days or other parts than the scenario";
    Err(Fault::new(&origin, &Path::root(), what).expected("worlds that change figures only").into())
}

fn fingerprint(base: &Scenario, laid: &Laid) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(base.fingerprint.as_bytes());
    hasher.update(laid.over.rsplit('/').next().unwrap_or_default().as_bytes());
    hasher.update(format!("{:?}", laid.worlds).as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// The plans of a scenario in its worlds.
struct Plans {
    base: Scenario,
    laid: Arc<Laid>,
    path: String,
    settings: Vec<Setting>,
    files: Snapshot,
    made: Vec<OnceLock<Result<Plan, NoPlan>>>,
    /// Unit costs of worlds whose plans are not kept.
    costs: Vec<OnceLock<Costs>>,
}

impl fmt::Debug for Plans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plans({:?})", self.laid)
    }
}

impl Plans {
    fn make(&self, world: usize) -> Result<Plan, NoPlan> {
        let settings: Vec<Setting> =
            self.laid.settings(world).into_iter().chain(self.settings.iter().cloned()).collect();
        let scenario = Scenario::load(&self.files, &self.path, &settings)
            .and_then(|scenario| alike(&self.base, &scenario, &settings).map(|()| scenario))
            .map_err(|faults| NoPlan(faults.to_string().into()))?;
        Ok(Plan { world: u32::try_from(world + 1).unwrap_or(u32::MAX), ..scenario.plan })
    }
}

impl ByWorld for Plans {
    fn plan(&self, seed: u64, replication: u64) -> Result<Cow<'_, Plan>, NoPlan> {
        self.of_world(self.laid.of(seed, replication))
    }

    fn costs(&self, world: usize) -> Result<Costs, NoPlan> {
        let none = || NoPlan("there is no such world".into());
        if let Some(costs) = self.costs.get(world).ok_or_else(none)?.get() {
            return Ok(*costs);
        }
        Ok(self.of_world(world)?.costs)
    }
}

impl Plans {
    fn of_world(&self, world: usize) -> Result<Cow<'_, Plan>, NoPlan> {
        let made = self.made.get(world).ok_or_else(|| NoPlan("there is no such world".into()))?;
        if let Some(made) = made.get() {
            return made.as_ref().map(Cow::Borrowed).map_err(Clone::clone);
        }
        // A study of many points would hold more than there is room for.
        if KEPT.fetch_add(1, Ordering::Relaxed) < MOST_KEPT {
            return made.get_or_init(|| self.make(world)).as_ref().map(Cow::Borrowed).map_err(Clone::clone);
        }
        let plan = self.make(world)?;
        let _ = self.costs[world].set(plan.costs);
        Ok(Cow::Owned(plan))
    }
}

/// How many plans of worlds are kept, of all scenarios together.
static KEPT: AtomicUsize = AtomicUsize::new(0);
/// At most so many: two megabytes each for the built-in baseline. Others are made each time.
const MOST_KEPT: usize = 600;

/// Files as they are read, each with what people are told of it.
type Read = BTreeMap<String, (String, Vec<u8>)>;

/// Reads files and remembers what was in them.
struct Recording<'f, F> {
    files: &'f F,
    read: RefCell<Read>,
}

impl<F: Files> Files for Recording<'_, F> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if let Some((_, bytes)) = self.read.borrow().get(path) {
            return Ok(bytes.clone());
        }
        let bytes = self.files.read(path)?;
        self.read.borrow_mut().insert(path.to_owned(), (self.files.shown(path), bytes.clone()));
        Ok(bytes)
    }

    fn shown(&self, path: &str) -> String {
        self.files.shown(path)
    }

    fn near(&self, path: &str) -> Option<String> {
        self.files.near(path)
    }
}

/// Files as they were when they were read first: a world that is made later is made of the same.
struct Snapshot(Read);

impl Files for Snapshot {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).map(|(_, bytes)| bytes.clone()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn shown(&self, path: &str) -> String {
        self.0.get(path).map_or_else(|| path.to_owned(), |(shown, _)| shown.clone())
    }
}
