//! Faults of a census: each with the line of its row.

use super::*;

const HEAD: &str = "where,since,group,pathway,ready,waiting_for,traits";

/// The sound scenario from Tuesday, 24 September 2024 on, with a bridge, a care home and a census.
fn told(rows: &str) -> Vec<String> {
    let scenario = SOUND
        .replace("\"p1\": { \"services\": [\"care\", \"abroad\"] }", "\"p1\": { \"services\": [\"care\", \"abroad\"], \"bridge\": \"over\" }")
        .replace(
            "\"abroad\": {",
            "\"over\": { \"bridge\": true, \"places\": 3, \"respond_within\": \"4h\" }, \"for_good\": { \"permanent\": true }, \"abroad\": {",
        )
        .replace("\"hospital\": {", "\"initial\": { \"census\": \"people.csv\" }, \"hospital\": {");
    let files = files(&[("s.json", &scenario), ("people.csv", rows)]);
    Scenario::load(&files, "s.json", &[])
        .map_or_else(|faults| faults.all().iter().map(ToString::to_string).collect(), |_| Vec::new())
}

fn row(row: &str) -> String {
    let all = told(&format!("{HEAD}\n{row}\n"));
    assert_eq!(all.len(), 1, "{all:#?}");
    let start = "people.csv line 2 · initial.census: ";
    all[0].strip_prefix(start).unwrap_or_else(|| panic!("{}", all[0])).to_owned()
}

#[test]
fn a_sound_census_has_no_fault() {
    let rows = "hospital,2024-09-20,older,,,,\nhospital,2024-09-01 10:00,older,p1,2024-09-20 11:30,care;abroad,far\n\
                hospital,2024-09-01,older,,2024-09-24,,\nhome,2024-09-20,home,,,care,\ncare,2024-08-01,older,p1,,,\n\
                over,2024-09-20,older,p1,2024-09-19,care,\n";
    assert_eq!(told(&format!("{HEAD}\n{rows}")), [""; 0]);
}

#[test]
fn every_faulty_row_is_told_with_its_line() {
    let all = told(&format!(
        "{HEAD}\nhospital,2024-09-20,odler,,,,\nhome,x,home,,,,\ncaer,2024-09-20,older,,,,\nhospital,,older,,,,\n"
    ));
    // A faulty date hides neither the words of other rows nor those of its own.
    assert_eq!(
        all,
        [
            "people.csv line 2 · initial.census: there is no group \"odler\"; did you mean \"older\"?",
            "people.csv line 3 · initial.census: \"since\": \"x\" is not a moment; expected a date as in \
             \"2025-01-07\", or with its hour as in \"2025-01-07 14:20\"",
            "people.csv line 4 · initial.census: there is no service \"caer\"; did you mean \"care\"?",
            "people.csv line 5 · initial.census: \"since\" is left out",
        ]
    );
    let all = told(&format!(
        "{HEAD}\nhospital,2024-09-20,odler,,,,\ncare,2024-09-20,older,,,,\ncaer,2024-09-20,older,,,,\n"
    ));
    assert_eq!(
        all,
        [
            "people.csv line 2 · initial.census: there is no group \"odler\"; did you mean \"older\"?",
            "people.csv line 4 · initial.census: there is no service \"caer\"; did you mean \"care\"?",
        ]
    );
}

#[test]
fn columns_of_a_census_are_known() {
    assert_eq!(
        told("where,sinse,group\nhospital,2024-09-20,older\n"),
        [
            "people.csv line 1 · initial.census: there is no column \"sinse\" in a census; did you mean \"since\"?",
            "people.csv line 1 · initial.census: the column \"since\" is left out",
        ]
    );
    assert_eq!(
        told("where,since,group\nhospital,2024-09-20\n"),
        ["people.csv line 2 · initial.census: the row has 2 cells, the heading 3"]
    );
}

#[test]
fn times_of_a_census_are_in_order() {
    assert_eq!(
        row("hospital,2024-09-25,older,,,,"),
        "\"since\": 2024-09-25 comes after the start of the run; expected a moment up to 2024-09-24 00:00"
    );
    assert_eq!(
        row("hospital,2024-09-20,older,,2024-09-19,,"),
        "ready on 2024-09-19 and there only since 2024-09-20; expected times in order"
    );
    assert_eq!(
        row("over,2024-09-20,older,p1,2024-09-21,,"),
        "on \"over\" since 2024-09-20 and ready to leave hospital only on 2024-09-21; expected times in order"
    );
    assert_eq!(
        row("care,1990-01-01,older,,,,"),
        "\"since\": 1990-01-01 is too long ago; expected a moment of the ten years before the start of the run"
    );
}

#[test]
fn people_of_a_census_are_where_they_can_be() {
    assert_eq!(
        row("hospital,2024-09-20,home,,,,"),
        "people of \"home\" never come to the hospital; expected a group that does, or \"home\""
    );
    assert_eq!(
        row("home,2024-09-20,older,,,,"),
        "people of \"older\" come from the hospital and do not wait at home; expected a group that enters the community, or the bridge on which this person is"
    );
    assert_eq!(
        row("home,2024-09-20,home,,2024-09-20,,"),
        "no one at home is ready to leave a bed; expected an empty cell in \"ready\""
    );
    assert_eq!(
        row("home,2024-09-20,home,p0,,,"),
        "\"p0\" leads to no service; expected a pathway on which people wait"
    );
    assert_eq!(
        row("for_good,2024-09-20,older,,,,"),
        "\"for_good\" is for good: who lives there takes no place of it; expected the row to be left out"
    );
    assert_eq!(
        row("care,2024-09-20,older,,2024-09-20,,"),
        "in \"care\", and waiting to leave hospital; expected empty cells in \"ready\" and \"waiting_for\""
    );
    assert_eq!(
        row("over,2024-09-20,older,,2024-09-20,,"),
        "on \"over\" without a pathway that leads over it; expected the pathway in its column"
    );
    assert_eq!(
        row("over,2024-09-20,older,p1,,,"),
        "on \"over\", and nothing says when this person was ready to leave hospital; expected the date in the column \"ready\""
    );
}

#[test]
fn lines_of_a_census_are_those_of_the_pathway() {
    assert_eq!(
        row("hospital,2024-09-20,older,p1,,care,"),
        "waits for a service and is not ready to leave; expected the date in the column \"ready\""
    );
    assert_eq!(
        row("hospital,2024-09-20,older,,2024-09-20,care,"),
        "waits for \"care\" on no pathway; expected the pathway in its column"
    );
    assert_eq!(
        row("hospital,2024-09-20,older,p1,2024-09-20,for_good,"),
        "\"p1\" does not lead to \"for_good\"; expected some of care, abroad"
    );
    assert_eq!(
        row("hospital,2024-09-20,older,p1,2024-09-20,abroad,"),
        "\"abroad\" does not take this person; expected a service whose \"accepts\" holds"
    );
    assert_eq!(
        row("hospital,2024-09-20,older,p1,2024-09-20,,fra"),
        "there is no trait \"fra\"; did you mean \"far\"?"
    );
}

#[test]
fn a_census_stands_alone_and_in_the_folder() {
    assert_eq!(
        fault_of_files(
            &[
                (
                    "s.json",
                    &with(
                        "\"hospital\"",
                        "\"initial\": { \"census\": \"people.csv\", \"hospital\": { \"people\": 3 } }, \"hospital\""
                    )
                ),
                ("people.csv", "where,since,group\n"),
            ],
            "s.json"
        ),
        "s.json line 8 column 52 · initial.hospital: the census names everyone who is there; expected no \
         \"hospital\" beside \"census\""
    );
    assert_eq!(
        fault("\"hospital\"", "\"initial\": { \"census\": \"people.csv\" }, \"hospital\""),
        "scenario.json line 8 column 26 · initial.census: \"people.csv\": there is no such file"
    );
}
