//! The table of published figures: one trust a row. Knows how a trust is named and nothing of what follows from its
//! figures; `solve` is for that.

use crate::scenario::built_in::england::TRUSTS;
use crate::scenario::csv_file::CsvFile;
use crate::scenario::{Faults, Found, Path, nearest};

/// Makes of the columns an enum and their names.
macro_rules! columns {
    ($($(#[$about:meta])* $key:ident = $name:literal,)*) => {
        /// A column of figures.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Column { $($(#[$about])* $key,)* }

        impl Column {
            /// All of them in their order.
            pub const ALL: &[Self] = &[$(Self::$key,)*];

            /// Its name in the heading.
            pub fn name(self) -> &'static str {
                match self { $(Self::$key => $name,)* }
            }
        }
    };
}

columns! {
    /// Adults discharged a day, daily return.
    Discharged = "discharged_a_day",
    /// People with no criteria to reside a day, daily return.
    Nctr = "nctr_a_day",
    /// Those of them who are still there at the end of the day.
    Remaining = "remaining_a_day",
    /// Further bed-days of stays of a fortnight or more, a week.
    Days14 = "days_14_plus_weekly",
    /// Further bed-days of stays of three weeks or more, a week.
    Days21 = "days_21_plus_weekly",
    /// Discharges on pathway 0 in 304 days.
    P0 = "p0_jun_mar",
    /// Discharges on pathway 1 in 304 days.
    P1 = "p1_jun_mar",
    /// Discharges on pathway 2 in 304 days.
    P2 = "p2_jun_mar",
    /// Discharges on pathway 3 in 304 days.
    P3 = "p3_jun_mar",
    /// Discharges with a discharge-ready date in a year.
    ReadyDischarges = "drd_discharges",
    /// Those of them after that date.
    ReadyDelayed = "drd_delayed",
    /// Bed-days after that date in a year.
    ReadyBedDays = "drd_bed_days_after",
    /// Days after that date, mean of those delayed.
    ReadyMean = "drd_mean_delay_of_delayed",
    /// Delayed by a day.
    Band1 = "band_1",
    /// Delayed by two or three days.
    Band2 = "band_2_3",
    /// Delayed by four to six days.
    Band4 = "band_4_6",
    /// Delayed by seven to thirteen days.
    Band7 = "band_7_13",
    /// Delayed by 14 to 20 days.
    Band14 = "band_14_20",
    /// Delayed by three weeks or more.
    Band21 = "band_21_plus",
    /// General and acute beds available, all ages.
    AllBeds = "ga_beds_available",
    /// General and acute beds occupied, all ages.
    AllOccupied = "ga_beds_occupied",
    /// Adult general and acute beds available.
    Beds = "adult_beds_available",
    /// Adult general and acute beds occupied.
    Occupied = "adult_beds_occupied",
    /// Emergency admissions in a year, all ages.
    Emergencies = "emergency_admissions_year",
    /// Admissions in a year, all ages, day cases among them.
    Admissions = "admissions_year",
    /// Mean length of a spell in days.
    SpellMean = "spell_days_mean",
    /// Median length of a spell in days.
    SpellMedian = "spell_days_median",
    /// People delayed by processes of the hospital.
    HospitalProcess = "reason_hospital_process",
    /// People delayed by concerns for their wellbeing.
    Wellbeing = "reason_wellbeing_concerns",
    /// People delayed by the care transfer hub.
    HubProcess = "reason_care_transfer_hub_process",
    /// People delayed between hospital and others.
    InterfaceProcess = "reason_interface_process",
    /// People delayed as there was no room.
    Capacity = "reason_capacity",
    /// People delayed by arrangements with other areas.
    OutOfArea = "reason_out_of_area",
}

/// Published numbers by pathway, 0 to 3.
pub const PATHWAYS: [Column; 4] = [Column::P0, Column::P1, Column::P2, Column::P3];
/// Published numbers by band of delay.
pub const BANDS: [Column; 6] =
    [Column::Band1, Column::Band2, Column::Band4, Column::Band7, Column::Band14, Column::Band21];
/// Published numbers by reason.
pub const REASONS: [Column; 6] = [
    Column::HospitalProcess,
    Column::Wellbeing,
    Column::HubProcess,
    Column::InterfaceProcess,
    Column::Capacity,
    Column::OutOfArea,
];
/// What has to be there.
pub const NEEDED: [Column; 4] = [Column::Discharged, Column::Remaining, Column::Beds, Column::Occupied];

/// What was published for a trust.
#[derive(Clone, Debug, PartialEq)]
pub struct Trust {
    /// Its code in NHS data, in capitals.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The region of the NHS.
    pub region: String,
    values: Vec<Option<f64>>,
}

impl Trust {
    /// A figure, where it was published.
    pub fn get(&self, column: Column) -> Option<f64> {
        self.values[column as usize]
    }

    /// The same with another figure.
    pub fn set(&mut self, column: Column, value: f64) {
        self.values[column as usize] = Some(value);
    }

    /// Several figures, where all of them were published.
    pub fn all<const N: usize>(&self, columns: [Column; N]) -> Option<[f64; N]> {
        let mut out = [0.0; N];
        for (place, column) in out.iter_mut().zip(columns) {
            *place = self.get(column)?;
        }
        Some(out)
    }
}

/// All trusts, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table(pub Vec<Trust>);

/// Why no trust was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// Nothing is called so; what is nearest.
    Unknown(Vec<String>),
    /// Several are.
    Several(Vec<String>),
}

impl Table {
    /// The table in the program.
    pub fn built_in() -> Self {
        Self::read("trusts-2024-25.csv", TRUSTS.as_bytes()).unwrap_or(Self(Vec::new()))
    }

    /// Reads a table of this layout.
    pub fn read(shown: &str, bytes: &[u8]) -> Result<Self, Faults> {
        let mut found = Found::default();
        let table = Self::rows(shown, bytes, &mut found);
        found.finish()?;
        Ok(table.unwrap_or(Self(Vec::new())))
    }

    fn rows(shown: &str, bytes: &[u8], found: &mut Found) -> Option<Self> {
        let words = ["code", "name", "region"];
        let mut file = CsvFile::open(shown, &Path::root(), bytes, &words, found)?;
        let [code, name, region] = words.map(|word| file.need(word, found));
        let (code, name, region) = (code?, name?, region?);
        let columns: Vec<Option<usize>> =
            Column::ALL.iter().map(|column| file.find(column.name(), found)).collect();
        let mut rows = Vec::new();
        while let Some(row) = file.next(found) {
            let mut values = Vec::with_capacity(columns.len());
            for (column, at) in Column::ALL.iter().zip(&columns) {
                let text = at.map_or("", |at| row.cell(at));
                let value = text.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
                if value.is_none() && !text.is_empty() {
                    let what = format!("{}: \"{text}\" is no figure", column.name());
                    found.fault(file.fault(Some(row.line), what).expected("a number from 0 on, or nothing"));
                }
                values.push(value);
            }
            let text = |at: usize| row.cell(at).to_owned();
            rows.push(Trust {
                code: text(code).to_uppercase(),
                name: text(name),
                region: text(region),
                values,
            });
        }
        Some(Self(rows))
    }

    /// The trust of this code or name; a part of a name will do where only one trust has it.
    pub fn find(&self, typed: &str) -> Result<&Trust, NotFound> {
        let wanted = typed.trim().to_lowercase();
        if let Some(one) =
            self.0.iter().find(|t| t.code.to_lowercase() == wanted || t.name.to_lowercase() == wanted)
        {
            return Ok(one);
        }
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let has = |trust: &&Trust| {
            let name = trust.name.to_lowercase();
            !words.is_empty() && words.iter().all(|word| name.contains(word))
        };
        let called: Vec<&Trust> = self.0.iter().filter(has).collect();
        match called.as_slice() {
            [one] => Ok(one),
            [] => Err(NotFound::Unknown(self.near(&wanted))),
            several => Err(NotFound::Several(several.iter().map(|t| t.called()).collect())),
        }
    }

    /// Trusts whose code or name, or a word of it, is nearly so.
    fn near(&self, wanted: &str) -> Vec<String> {
        let like = |trust: &&Trust| {
            let (code, name) = (trust.code.to_lowercase(), trust.name.to_lowercase());
            let words = name.split_whitespace().filter(|word| word.len() > 4);
            nearest(wanted, [code.as_str(), name.as_str()].into_iter().chain(words)).is_some()
        };
        self.0.iter().filter(like).take(5).map(Trust::called).collect()
    }
}

impl Trust {
    /// Its name with its code.
    pub fn called(&self) -> String {
        format!("{} ({})", self.name, self.code)
    }
}
