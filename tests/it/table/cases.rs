//! The cases of the table, in its order. To add one: make the test public and give it a line here.

use crate::{journey, reference, theory, validation};

/// A test whose figures stand in the table.
pub struct Case {
    pub name: &'static str,
    pub title: &'static str,
    pub source: &'static str,
    /// Judges its figures through `record`.
    pub figures: fn(),
    how: How,
}

enum How {
    /// Where its test stands: the figures themselves.
    Test(&'static str),
    /// Where its test stands, which only `.ci/slow` runs and which asks this table for the figures.
    LongTest(&'static str),
    /// A command of the program itself.
    Command(&'static str),
}

impl Case {
    /// What runs it again.
    pub fn command(&self) -> String {
        match self.how {
            How::Test(path) => format!("cargo test --release --test it {path}"),
            How::LongTest(path) => format!("cargo test --release --test it {path} -- --ignored"),
            How::Command(words) => words.to_owned(),
        }
    }
}

const PLOS_ONE: &str = "[PLOS ONE 17(6), 2022, e0268837](https://doi.org/10.1371/journal.pone.0268837)";
const IPACS: &str = "stored output of [IPACS version 2](https://github.com/nhs-bnssg-analytics/ipacs-model)";
const AMSTERDAM: &str = "[JAMDA 24, 2023, 945–950](https://doi.org/10.1016/j.jamda.2023.04.026)";
const POOLING: &str = "[JAMDA 2025, 105899](https://doi.org/10.1016/j.jamda.2025.105899), abstract";
const ERLANG: &str = "Erlang 1917; Kleinrock, Queueing Systems 1, 1975";
const EICK: &str = "Eick, Massey and Whitt, Management Science 39, 1993";

macro_rules! test {
    ($test:path) => {
        ($test as fn(), How::Test(stringify!($test)))
    };
}

macro_rules! long_test {
    ($figures:path, $test:path) => {
        ($figures as fn(), {
            // The test is there.
            let _: fn() = $test;
            How::LongTest(stringify!($test))
        })
    };
}

const fn case(
    name: &'static str,
    title: &'static str,
    source: &'static str,
    (figures, how): (fn(), How),
) -> Case {
    Case { name, title, source, figures, how }
}

pub const CASES: &[Case] = &[
    case(
        "V1",
        "Beds of two pathways",
        PLOS_ONE,
        long_test!(
            validation::beds::curves_and_least_costs,
            validation::beds::curves_and_least_costs_are_as_published
        ),
    ),
    case(
        "V2",
        "Visits at home",
        PLOS_ONE,
        long_test!(validation::visits::curves, validation::visits::curves_are_as_published),
    ),
    case(
        "V3",
        "A network of three localities",
        IPACS,
        test!(validation::network::full_nodes_queue_as_published),
    ),
    case(
        "V4",
        "What must not be matched",
        IPACS,
        test!(validation::network::other_nodes_differ_and_theory_says_why),
    ),
    case(
        "V5a",
        "Lines for places of realistic size",
        ERLANG,
        long_test!(validation::closed_forms::lines, validation::closed_forms::lines_are_those_of_erlang),
    ),
    case(
        "V5b",
        "Unlimited places, week by week",
        EICK,
        test!(validation::closed_forms::weeks_move_people_as_the_integral_says),
    ),
    case(
        "V6",
        "Four nurses",
        "[pydesrap_mms](https://github.com/pythonhealthdatascience/pydesrap_mms), MIT",
        test!(validation::closed_forms::four_nurses_are_as_busy_as_a_peer_found),
    ),
    case(
        "V7",
        "Milton Keynes as observed",
        "`scenarios/observed/milton-keynes-2024-25.csv`",
        (
            validation::observed::the_year_in_milton_keynes as fn(),
            How::Command(
                "wardflow run scenarios/milton-keynes-year.json --runs 200 --observed scenarios/observed/milton-keynes-2024-25.csv",
            ),
        ),
    ),
    case(
        "V8",
        "Two years of one hospital",
        "`scenarios/observed/milton-keynes-daily.csv` and `milton-keynes-beds.csv`",
        long_test!(
            validation::two_years::figures,
            validation::two_years::one_set_of_parameters_is_as_two_years_were
        ),
    ),
    case(
        "V9",
        "Requests in office hours",
        AMSTERDAM,
        long_test!(
            validation::receiving_hours::figures,
            validation::receiving_hours::waits_are_made_by_hours_and_transfer
        ),
    ),
    case(
        "V10",
        "A tenth of the beds pooled",
        POOLING,
        long_test!(validation::pooling::figures, validation::pooling::a_tenth_pooled_saves_as_published),
    ),
    case(
        "T1",
        "Acute beds as servers",
        ERLANG,
        test!(theory::waiting::acute_beds_as_servers_wait_by_erlang_c),
    ),
    case("T2", "One acute bed", ERLANG, test!(theory::waiting::one_acute_bed_waits_as_a_single_queue)),
    case(
        "T3",
        "Waiting in bed for a service",
        ERLANG,
        test!(theory::waiting::a_service_waited_for_in_bed_delays_by_erlang_c),
    ),
    case(
        "T4",
        "Unlimited beds",
        "Palm 1943",
        test!(theory::occupancy::people_in_unlimited_beds_are_poisson_whatever_the_shape_of_their_stay),
    ),
    case(
        "T5",
        "Rates that vary by season",
        EICK,
        test!(theory::rates::weekdays_months_and_an_event_move_the_number_in_bed_as_the_integral_says),
    ),
    case(
        "T6",
        "Rates that vary by hour",
        EICK,
        test!(theory::rates::the_hour_of_arrival_carries_short_stays_over_midnight_as_the_integral_says),
    ),
    case(
        "T7",
        "Beds blocked by a full service",
        "a Markov chain, solved in the test (Perros 1994)",
        test!(theory::tandem::a_bed_stays_held_until_the_service_has_room),
    ),
    case(
        "T8",
        "Little's law in every queue",
        "Little 1961",
        test!(theory::little::every_queue_holds_as_many_as_come_times_their_wait),
    ),
    case("T9", "Counts of a day", "Poisson law", test!(theory::arrivals::day_counts_are_poisson)),
    case(
        "T10",
        "Planned people who give up",
        "Erlang 1917",
        test!(journey::theory::electives_who_give_up_at_the_door_are_lost_by_erlang_b),
    ),
    case(
        "T11",
        "Emergencies before planned people",
        "Cobham, Operations Research 2, 1954",
        test!(journey::theory::electives_after_emergencies_wait_as_cobham_says),
    ),
    case(
        "T12",
        "A small network by another hand",
        "`tests/data/reference-d2a.csv`",
        test!(reference::the_reference_network_agrees_with_the_hand_written_program),
    ),
    case(
        "T13",
        "One bed, any stays",
        "Pollaczek 1930, Khinchine 1932",
        test!(theory::general::one_bed_waits_by_pollaczek_and_khinchine_whatever_the_shape),
    ),
    case(
        "T14",
        "Four beds, stays of one length",
        "Crommelin 1932",
        test!(theory::general::four_beds_with_stays_of_one_length_wait_by_crommelin),
    ),
    case(
        "T15",
        "Four beds, stays of two phases",
        "a Markov chain, solved in the test",
        test!(theory::general::four_beds_with_stays_of_two_phases_wait_by_their_chain),
    ),
    case(
        "T16",
        "Queues by day and night",
        "Kolmogorov's forward equations, integrated in the test",
        test!(theory::varying::beds_too_few_by_day_queue_as_the_forward_equations_say),
    ),
    case(
        "T17",
        "Two classes in a service's line",
        "Cobham, Operations Research 2, 1954; Kleinrock's conservation law",
        test!(theory::classes::the_group_that_comes_first_in_a_line_waits_as_cobham_says),
    ),
    case(
        "T18",
        "Unlimited beds, twelve kinds of stay",
        "Palm 1943",
        test!(theory::shapes::people_in_unlimited_beds_are_poisson_for_every_family_of_stays),
    ),
    case(
        "T19",
        "Losses, twelve kinds of stay",
        "Erlang 1917; Sevastyanov 1957",
        test!(theory::shapes::losses_are_erlangs_for_every_family_of_stays),
    ),
    case(
        "T20",
        "Flows that come back",
        "Jackson 1957",
        test!(theory::flow::flows_solve_the_traffic_equations_and_each_place_is_as_if_alone),
    ),
];
