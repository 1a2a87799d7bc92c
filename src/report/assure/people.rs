//! What is left to people: who has which role, how much assurance is enough, what of the levels of reproducible
//! pipelines is theirs, and the statement that they sign.

use super::Finished;
use super::inputs::Inputs;
use super::paper::Paper;
use crate::report::markdown::BLANK;
use crate::report::words::{count, thousands};

/// The roles of the `AQuA` Book, with what each answers for.
const ROLES: [(&str, &str); 4] = [
    ("Commissioner", "asks the question, says what it is for and how good the answer has to be"),
    ("Analyst", "plans and does the work, checks it and writes down what was assumed"),
    ("Assurer", "looks at it without having done it, and says what was and was not checked"),
    ("Approver", "decides that it may be used for this purpose, and answers for that"),
];

/// What decides how much assurance is enough.
const WEIGHS: [&str; 5] = [
    "what hangs on it: money, safety, law, reputation",
    "how much of the decision rests on it alone",
    "how new the method is here, and how well people know it",
    "how often it will be used again, and by whom",
    "how much time and which skills there are",
];

/// What the levels of reproducible analytical pipelines ask, in our words: level, what, and what the program brings;
/// nothing where it is for people.
const LEVELS: [(&str, &str, &str); 17] = [
    ("Baseline", "made by code in an open language", "yes: Rust, under MIT or Apache-2.0"),
    ("Baseline", "code under version control", ""),
    ("Baseline", "a README says how to make it again", "of the program; of this study 8.1"),
    ("Baseline", "code reviewed by another", ""),
    ("Baseline", "code published, and linked with what it made", ""),
    ("Silver", "output without work by hand", "yes: one command"),
    ("Silver", "guide, structure and method written down", "yes: README, ARCHITECTURE.md, docs/model.md"),
    ("Silver", "ordered in folders as is usual", "yes, checked by a test"),
    ("Silver", "parts that can be used again", "yes: also as a library"),
    ("Silver", "one standard of coding", "yes: rustfmt and clippy"),
    ("Silver", "tests", "yes: unit, whole commands, theory, published models"),
    ("Silver", "what it depends on is listed", "yes: Cargo.lock, THIRD-PARTY.md"),
    ("Silver", "a log of each run", "yes: manifest.json"),
    ("Silver", "data in tidy tables", "yes: CSV, one row a case"),
    ("Gold", "packaged, with tests run by themselves", "yes: a crate, and .ci/run runs every test"),
    ("Gold", "runs on events or by a schedule", ""),
    ("Gold", "changes are announced", "yes: CHANGELOG.md, with what moved in results"),
];

pub(super) fn roles(paper: &mut Paper, of: &Finished, inputs: &Inputs<'_>) {
    paper.item("1.4 Roles");
    paper.say("As the AQuA Book has them; the assurer is not the analyst.\n");
    paper.table(
        &["role", "answers for", "name"],
        ROLES.map(|(role, what)| vec![role.to_owned(), what.to_owned(), String::new()]),
    );
    paper.item("1.5 How much assurance is enough");
    let figures = inputs.figures.len();
    let people = of.manifest["people_simulated"].as_u64();
    let mut known = format!(
        "{} with a source, {} of them assumed",
        count(figures as u64, "figure"),
        inputs.count("assumed")
    );
    if let Some(people) = people {
        known = format!("{known}; {} people simulated", thousands(people as f64, 0));
    }
    paper.say(&format!("In proportion to what hangs on it. Of its size: {known}.\n"));
    paper.table(&["weighs", "here"], WEIGHS.map(|what| vec![what.to_owned(), String::new()]));
    paper.blank("the level of assurance chosen, and why");
}

pub(super) fn reproducible(paper: &mut Paper) {
    paper.item("8.2 Levels of reproducible pipelines");
    paper.say(
        "“for people” is what nobody can see from the folder. A level is reached when all before it is.\n",
    );
    let rows = LEVELS.map(|(level, what, has)| {
        let has = if has.is_empty() { "for people" } else { has };
        [level, what, has, ""].map(str::to_owned).to_vec()
    });
    paper.table(&["level", "asks", "the program brings", "here"], rows);
}

/// The end: to be signed, and not signed by the program.
pub(super) fn statement(paper: &mut Paper) {
    paper.section("10 Statement");
    paper.say(
        "**Nobody has signed this.** It says nothing until people have filled in the blanks above and the names below.\n",
    );
    paper.bullets(
        [
            "The commissioner: the question in 1.1 is the one that was asked, and the limits in 1.3 are understood.",
            "The analyst: the logs in 3 and 4 are complete, and what was found is said no stronger than it is.",
            "The assurer: what was looked at, and what not, is written down in 5.",
            "The approver: it may be used for what 1.1 says, until the day in 9.",
        ]
        .map(str::to_owned),
    );
    paper.say("");
    let rows = ROLES.map(|(role, _)| vec![role.to_owned(), String::new(), String::new(), String::new()]);
    paper.table(&["role", "name", "date", "signature"], rows);
    paper.say(&format!("\n{BLANK}conditions, and what remains open]**"));
}
