//! What a heading means: the names under which trusts and NHS England publish the same thing. Compared by
//! `keys::key`, so that capitals, dashes and blanks do not matter.

use super::keys::{key, nearest};

/// What a column holds, or a measure of a file with one measure a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Of England, a region or a trust.
    Level,
    /// The code of an organisation.
    OrgCode,
    /// Its name.
    OrgName,
    /// A day.
    Date,
    /// A month or quarter.
    Month,
    /// The group of a metric.
    MetricGroup,
    /// What a value is of.
    Metric,
    /// The value of a metric.
    Value,
    /// People who do not meet the criteria to reside, in the morning.
    Nctr,
    /// Those of them who leave that day, or all who do.
    Discharged,
    /// Those discharged by 17:00 or after it: a part of the day's.
    DischargedPart,
    /// Those who remain at the end of the day.
    Remaining,
    /// Why people wait.
    Reason,
    /// How many.
    Count,
    /// A band of delay.
    Band,
    /// A share.
    Share,
    /// Beds that are open.
    BedsAvailable,
    /// Beds with somebody in them.
    BedsOccupied,
    /// The share of beds with somebody in them.
    Occupancy,
    /// Emergency admissions of a month.
    EmergencyAdmissions,
    /// Elective admissions of a month.
    ElectiveAdmissions,
    /// All admissions of a month.
    Admissions,
    /// A band of age.
    Age,
    /// The number of a stay or a person.
    Id,
    /// When a stay began.
    Admitted,
    /// When it ended.
    Left,
    /// When the person was ready to leave.
    Ready,
    /// How the person came in.
    Method,
    /// Where to.
    Destination,
    /// The specialty.
    Specialty,
    /// The ward.
    Ward,
    /// The pathway.
    Pathway,
    /// What the person waits for.
    WaitsFor,
    /// The group of patients.
    Group,
}

/// Names as keys, each with what it means.
const NAMES: &[(Role, &[&str])] = &[
    (Role::Level, &["level", "organisation level", "org level", "geography", "geography level"]),
    (
        Role::OrgCode,
        &[
            "org code",
            "code",
            "organisation code",
            "provider code",
            "trust code",
            "ods code",
            "provider org code",
            "organisation",
            "org",
            "trust",
            "provider",
        ],
    ),
    (
        Role::OrgName,
        &["org name", "name", "organisation name", "provider name", "trust name", "provider org name"],
    ),
    (
        Role::Date,
        &[
            "date",
            "day",
            "reporting date",
            "report date",
            "snapshot date",
            "activity date",
            "date of return",
            "situation date",
            "return date",
            "period date",
            "census date",
        ],
    ),
    (
        Role::Month,
        &[
            "month",
            "period",
            "reporting month",
            "reporting period",
            "year month",
            "month year",
            "quarter",
            "period name",
            "month name",
        ],
    ),
    (Role::MetricGroup, &["metric group", "metric category", "measure group", "category"]),
    (
        Role::Metric,
        &["metric", "measure", "indicator", "metric name", "measure name", "data item", "metric description"],
    ),
    (Role::Value, &["value", "metric value", "measure value", "data value", "figure"]),
    (Role::Nctr, &["nctr", "no criteria to reside", "ncr", "number nctr", "total nctr"]),
    (
        Role::Discharged,
        &[
            "discharged",
            "discharges",
            "discharged total",
            "total discharged",
            "total discharges",
            "discharges total",
            "patients discharged",
            "number discharged",
            "number of patients discharged",
            "number of discharges",
            "no of patients discharged",
            "discharged patients",
        ],
    ),
    (
        Role::Remaining,
        &[
            "remaining",
            "patients remaining",
            "remaining in hospital",
            "patients remaining in hospital",
            "number of patients remaining in hospital",
            "not discharged",
            "remaining total",
            "total remaining",
            "number remaining",
            "nctr remaining",
        ],
    ),
    (
        Role::Reason,
        &[
            "delay reason",
            "reason",
            "reason for delay",
            "delay reasons",
            "reason for discharge delay",
            "discharge delay reason",
        ],
    ),
    (
        Role::Count,
        &[
            "delay count",
            "count",
            "number",
            "patients",
            "people",
            "number of patients",
            "n",
            "total",
            "delays",
            "number delayed",
        ],
    ),
    (
        Role::Band,
        &["band", "delay band", "length of delay", "days delayed", "delay", "band of delay", "delay days"],
    ),
    (
        Role::Share,
        &[
            "percent",
            "share",
            "proportion",
            "percentage",
            "percentage of discharges",
            "share of delayed",
            "per cent",
        ],
    ),
    (
        Role::Occupancy,
        &["occupancy", "occupancy rate", "bed occupancy", "percent occupied", "occupied", "g a occupancy"],
    ),
    (Role::Age, &["age band", "age group", "age", "age at admission"]),
    (
        Role::Id,
        &[
            "episode id",
            "spell id",
            "spell number",
            "id",
            "patient id",
            "hospital number",
            "nhs number",
            "spell",
            "patient",
            "pseudo id",
            "admission id",
            "encounter id",
            "fin",
            "episode number",
        ],
    ),
    (
        Role::Admitted,
        &[
            "admit date",
            "admission date",
            "date of admission",
            "admission datetime",
            "admitted",
            "admission date time",
            "admit datetime",
            "start date",
            "admit date time",
            "admission",
            "adm date",
            "spell start",
            "spell start date",
            "admission dttm",
        ],
    ),
    (
        Role::Left,
        &[
            "discharge date",
            "date of discharge",
            "discharge datetime",
            "discharge date time",
            "end date",
            "disch date",
            "left",
            "spell end",
            "spell end date",
            "discharge dttm",
        ],
    ),
    (
        Role::Ready,
        &[
            "medically fit date",
            "ready date",
            "discharge ready date",
            "drd",
            "fit date",
            "medically optimised date",
            "no criteria to reside date",
            "nctr date",
            "medically fit for discharge date",
            "mffd date",
            "mofd date",
            "date no criteria to reside",
            "ready since",
            "medically fit since",
            "no criteria to reside since",
            "nctr since",
            "discharge ready",
        ],
    ),
    (
        Role::Method,
        &["method", "admission method", "method of admission", "adm method", "admission method code"],
    ),
    (
        Role::Destination,
        &[
            "discharge destination",
            "destination",
            "destination code",
            "discharge destination code",
            "discharged to",
        ],
    ),
    (
        Role::Specialty,
        &[
            "specialty",
            "speciality",
            "treatment function",
            "treatment function code",
            "main specialty",
            "specialty code",
            "tfc",
        ],
    ),
    (Role::Ward, &["ward", "ward name", "ward code", "current ward"]),
    (Role::Pathway, &["pathway", "discharge pathway", "planned pathway", "d2a pathway"]),
    (Role::WaitsFor, &["waiting for", "waits for", "awaiting", "current delay reason", "waits"]),
    (Role::Group, &["patient group", "group"]),
];

/// What this heading or metric means.
pub fn role(heading: &str) -> Option<Role> {
    let key = key(heading);
    let known = NAMES.iter().find(|(_, names)| names.contains(&key.as_str()));
    known.map(|(role, _)| *role).or_else(|| by_words(&key))
}

/// By the words in it: the longer names differ from release to release.
fn by_words(key: &str) -> Option<Role> {
    let has = |word: &str| key.contains(word);
    let lacks = [
        "no longer",
        "not meet",
        "not meeting",
        "without",
        "no criteria",
        "do not",
        "does not",
        "didn t",
        "not met",
    ];
    let nctr = has("nctr") || has("criteria to reside") && lacks.iter().any(|word| has(word));
    if has("additional bed days") || has("length of stay") || has("7+") || has("14+") || has("21+") {
        return None;
    }
    if has("remain") && (nctr || has("hospital") || has("patients")) && !has("reason") {
        return Some(Role::Remaining);
    }
    if has("discharged")
        && (has("17 00") || has("17 01") || has("1700") || has("1701") || has("5pm") || has("23 59"))
    {
        return Some(Role::DischargedPart);
    }
    if has("discharged")
        && has("patients")
        && !has("pathway")
        && !has("delay")
        && !has("ready")
        && !has("to ")
        && !has("not discharged")
    {
        return Some(Role::Discharged);
    }
    if nctr
        && !has("reason")
        && !has("pathway")
        && !has("discharged")
        && !has("date")
        && !has("percent")
        && !has("since")
    {
        return Some(Role::Nctr);
    }
    if has("bed") && (has("available") || has("open")) {
        return Some(Role::BedsAvailable);
    }
    if has("bed") && has("occupied") && !has("percent") {
        return Some(Role::BedsOccupied);
    }
    if has("occupancy") || has("percent") && has("occupied") {
        return Some(Role::Occupancy);
    }
    if has("admission") && !has("date") && !has("method") && !has("time") {
        return Some(if has("emergency") || has("non elective") {
            Role::EmergencyAdmissions
        } else if has("elective") || has("planned") || has("day case") {
            Role::ElectiveAdmissions
        } else {
            Role::Admissions
        });
    }
    None
}

/// The known name that is nearest to a heading that means nothing.
pub fn nearest_name(heading: &str) -> Option<&'static str> {
    nearest(&key(heading), NAMES.iter().flat_map(|(_, names)| names.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_mean_what_they_say_however_they_are_spelt() {
        for (heading, means) in [
            ("do_not_meet_criteria_to_reside", Some(Role::Nctr)),
            ("No. of patients who no longer meet the criteria to reside", Some(Role::Nctr)),
            ("Number of patients who DO meet the criteria to reside", None),
            ("discharged_total", Some(Role::Discharged)),
            ("Patients discharged between 17:01 and 23:59", Some(Role::DischargedPart)),
            (
                "Number of patients remaining in hospital who no longer meet the criteria to reside",
                Some(Role::Remaining),
            ),
            ("Additional bed days – 7+ days", None),
            ("Adult G&A beds available", Some(Role::BedsAvailable)),
            ("Adult G&A beds occupied", Some(Role::BedsOccupied)),
            ("Emergency Admissions via A&E", Some(Role::EmergencyAdmissions)),
            ("Medically fit date", Some(Role::Ready)),
            ("weather", None),
        ] {
            assert_eq!(role(heading), means, "{heading}");
        }
        assert_eq!(nearest_name("dischraged"), Some("discharged"));
    }
}
