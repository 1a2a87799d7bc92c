//! The journey of a scenario as a picture for documents: a Mermaid flowchart made from the plan, so
//! that it cannot tell another story than the one that is simulated.
//! <https://mermaid.js.org/syntax/flowchart.html>

use std::fmt::Write as _;

use crate::base::visible::is_hidden;
use crate::base::{Limit, Position, Time, Timetable};
use crate::scenario::capacities::OfService;
use crate::scenario::names::Names;
use crate::scenario::plan::shares::needed;
use crate::scenario::plan::{
    Diverts, Enters, Exit, Instead, PathwayIndex, Plan, Service, ServiceIndex, Set, StepStarts,
};

/// The flowchart, as text.
pub fn mermaid(plan: &Plan, names: &Names) -> String {
    let mut chart = Chart { plan, names, text: String::from("flowchart LR\n") };
    chart.people_come_in();
    chart.the_hospital();
    chart.the_ways_out();
    chart.services();
    chart.what_follows();
    chart.text
}

struct Chart<'a> {
    plan: &'a Plan,
    names: &'a Names,
    text: String,
}

impl Chart<'_> {
    fn line(&mut self, what: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "  {what}");
    }

    /// Which pathways people reach from the ward, and which from home.
    fn reached(&self, enters: impl Fn(Enters) -> bool) -> Set<PathwayIndex> {
        let mut all = Set::default();
        for (g, _) in self.plan.groups.iter().enumerate().filter(|(_, group)| enters(group.enters)) {
            for (pathway, _) in needed(self.plan, g) {
                all = all.with(pathway);
            }
        }
        all
    }

    fn people_come_in(&mut self) {
        for (g, (group, name)) in self.plan.groups.iter().zip(&self.names.groups).enumerate() {
            self.line(&format!("group{g}([{}])", quoted(&[&name.label])));
            match group.enters {
                Enters::Admission => self.come_to_a_bed(g),
                Enters::Ready => self.line(&format!("group{g} --> ready")),
                Enters::Community => {
                    for &(_, pathway) in &group.needs {
                        self.lead_to_services(&format!("group{g}"), pathway);
                    }
                }
            }
        }
    }

    /// Arrows to an acute bed, and round it.
    fn come_to_a_bed(&mut self, g: usize) {
        self.line(&format!("group{g} --> beds"));
        for one in &self.plan.diversions {
            match one.what {
                Diverts::InsteadOfAdmission { group, service, .. }
                    if group.position() == g && one.share > 0.0 && self.used(service) =>
                {
                    let share = one.typed_share * 100.0;
                    self.line(&format!("group{g} -.->|{share:.0}%, if there is a place| service{service}"));
                }
                Diverts::LeavesBedQueue { group, .. } if group.position() == g && one.share > 0.0 => {
                    self.line(&format!("group{g} -.->|who will not wait for a bed| home([Home])"));
                }
                Diverts::InsteadOfAdmission { .. }
                | Diverts::LeavesBedQueue { .. }
                | Diverts::TakesEarly { .. } => {}
            }
        }
    }

    fn the_hospital(&mut self) {
        let (plan, names) = (self.plan, self.names);
        if plan.groups.iter().any(|group| group.enters == Enters::Admission) {
            let beds = limit(&plan.hospital.beds, "bed");
            self.line(&format!("beds[{}]", quoted(&["Acute bed", &beds])));
            let found = if plan.hospital.rounds.is_empty() { "" } else { "|found at a board round|" };
            self.line(&format!("beds -->{found} ready"));
            for one in &plan.diversions {
                if let Diverts::TakesEarly { service, .. } = one.what
                    && one.share > 0.0
                    && self.used(service)
                {
                    self.line(&format!("beds -.->|before the stay is over| service{service}"));
                }
            }
        }
        if plan.groups.iter().any(|group| group.enters != Enters::Community) {
            let work = self.steps(StepStarts::Ready, Set::ALL);
            self.line(&format!("ready[{}]", quoted(&with("Discharge-ready", &work))));
        }
        let inside = self.reached(|enters| enters != Enters::Community);
        let seen = inside.among(plan.hub.sees);
        if !seen.is_empty() {
            self.line(&format!("hub[{}]", quoted(&[&names.hub])));
            self.line("ready --> hub");
        }
        let decided = self.decided();
        for pathway in decided {
            let from = if plan.hub.sees.has(pathway) && !seen.is_empty() { "hub" } else { "ready" };
            self.line(&format!("{from} --> pathway{pathway}"));
        }
    }

    /// The pathways that may be decided for people in hospital.
    fn decided(&self) -> Set<PathwayIndex> {
        let inside = self.reached(|enters| enters != Enters::Community);
        let mut decided = inside;
        for pathway in self.plan.pathways.numbers().filter(|&p| inside.has(p)) {
            for &(_, to) in self.plan.hub.decides.with(pathway).into_iter().flatten() {
                decided = decided.with(to);
            }
        }
        decided
    }

    /// Work that begins then and concerns one of these pathways, by label.
    fn steps(&self, starts: StepStarts, pathways: Set<PathwayIndex>) -> Vec<String> {
        let all = self.plan.steps.iter().zip(&self.names.steps);
        all.filter(|(step, _)| step.starts == starts && !step.concerns.pathways.among(pathways).is_empty())
            .map(|(_, name)| name.label.clone())
            .collect()
    }

    fn the_ways_out(&mut self) {
        let (plan, names) = (self.plan, self.names);
        let decided = self.decided();
        for ((p, pathway), name) in plan.pathways.numbered().zip(&names.pathways) {
            // People from home pass no ward and no steps: their arrows go to the services.
            if !decided.has(p) {
                continue;
            }
            let mut work = self.steps(StepStarts::Decision, Set::default().with(p));
            work.extend(self.steps(StepStarts::Offer, Set::default().with(p)));
            self.line(&format!("pathway{p}[{}]", quoted(&with(&name.label, &work))));
            if pathway.services.is_empty() {
                self.line(&format!("pathway{p} --> home([Home])"));
            }
            self.lead_to_services(&format!("pathway{p}"), p);
            for &bridge in &pathway.bridge {
                if !self.used(bridge) {
                    continue;
                }
                self.line(&format!("pathway{p} -.->|while waiting| service{bridge}"));
                for service in &pathway.services {
                    self.line(&format!("service{bridge} -.-> service{service}"));
                }
            }
            for &rule in &pathway.gives_way {
                let label = &self.names.gives_way[rule].label;
                match plan.gives_way[rule].service() {
                    Some(s) if self.used(s) => {
                        self.line(&format!("pathway{p} -.->|{}| service{s}", quoted(&[label])));
                        if matches!(plan.gives_way[rule].to, Instead::Bridge(..)) {
                            for service in &pathway.services {
                                self.line(&format!("service{s} -.-> service{service}"));
                            }
                        }
                    }
                    Some(_) => {}
                    None => self.line(&format!("pathway{p} -.->|{}| home([Home])", quoted(&[label]))),
                }
            }
        }
    }

    /// Arrows to the services of a pathway, in the order of preference.
    fn lead_to_services(&mut self, from: &str, pathway: PathwayIndex) {
        let services = &self.plan.pathways[pathway].services;
        let used: Vec<ServiceIndex> = services.iter().copied().filter(|&s| self.used(s)).collect();
        for (rank, service) in used.iter().enumerate() {
            let order = if used.len() > 1 { format!("|{}|", rank + 1) } else { String::new() };
            self.line(&format!("{from} -->{order} service{service}"));
        }
    }

    /// Whether anybody can come to a service: some pathway leads there, and it ever has a place.
    fn used(&self, service: ServiceIndex) -> bool {
        let pathways = &self.plan.pathways;
        let is = |of: &[ServiceIndex]| of.contains(&service);
        let places = &self.plan.services[service].people;
        if !places.is_ever_open() {
            return false;
        }
        pathways.iter().any(|p| is(&p.lines) || is(&p.bridges))
            || self.plan.onward.all().any(|follows| is(&follows.service))
            || self.falls_back_to(service)
            || self.plan.diversions.iter().any(|one| one.service() == Some(service))
    }

    fn falls_back_to(&self, service: ServiceIndex) -> bool {
        let from = self.plan.services.iter().filter(|s| s.people.is_ever_open());
        from.flat_map(|s| &s.bridge).flat_map(|bridge| &bridge.falls_back_to).any(|&s| s == service)
    }

    fn services(&mut self) {
        let (plan, names) = (self.plan, self.names);
        for ((s, service), name) in plan.services.numbered().zip(&names.services) {
            if self.used(s) {
                self.line(&format!("service{s}[{}]", quoted(&with(&name.label, &limits(service)))));
            }
        }
    }

    fn what_follows(&mut self) {
        let plan = self.plan;
        for (s, service) in plan.services.numbered() {
            if !self.used(s) {
                continue;
            }
            for bridge in &service.bridge {
                for next in &bridge.falls_back_to {
                    self.line(&format!("service{s} -.->|at the longest stay| service{next}"));
                }
            }
            let mut before = 0.0;
            for &(upto, exit) in &service.exits {
                let share = upto - before;
                before = upto;
                if share <= 0.0 || service.permanent {
                    continue;
                }
                for next in plan.onward.after(exit).into_iter().flat_map(|follows| &follows.service) {
                    self.line(&format!("service{s} -->|{:.0}%| service{next}", share * 100.0));
                }
                if exit == Exit::Hospital {
                    self.line(&format!("service{s} -->|{:.0}%, back to hospital| beds", share * 100.0));
                }
            }
        }
    }
}

fn with<'a>(first: &'a str, rest: &'a [String]) -> Vec<&'a str> {
    std::iter::once(first).chain(rest.iter().map(String::as_str)).collect()
}

/// Lines as a quoted label; marks that Mermaid would read as its own become entities.
pub(super) fn quoted(lines: &[&str]) -> String {
    let safe = |line: &&str| {
        let mut safe = String::new();
        for c in line.chars() {
            match c {
                // Braces and per cent: a directive is looked for in the whole text.
                '"' | '#' | '<' | '>' | '&' | '`' | ';' | '\\' | '%' | '{' | '}' | '[' | ']' | '|' => {
                    let _ = write!(safe, "#{};", u32::from(c));
                }
                _ if is_hidden(c) || c == '\n' => safe.push(' '),
                _ => safe.push(c),
            }
        }
        safe
    };
    let lines: Vec<String> = lines.iter().filter(|line| !line.is_empty()).map(safe).collect();
    format!("\"{}\"", lines.join("<br>"))
}

/// What limits a service.
fn limits(service: &Service) -> Vec<String> {
    let limiting = OfService::ALL.iter().filter(|kind| kind.limits(service));
    let words =
        limiting.map(|kind| kind.told().drawn.map_or_else(|| limit(&service.people, "place"), str::to_owned));
    let all: Vec<String> = words.collect();
    if all.is_empty() { vec!["room for everyone".to_owned()] } else { all }
}

/// An amount in words; one that changes is given as it is at the start.
fn limit(amount: &Timetable<Limit>, what: &str) -> String {
    match amount.value_at(Time::START).number() {
        None => format!("{what}s for everyone"),
        Some(1) if amount.is_constant() => format!("1 {what}"),
        Some(n) if amount.is_constant() => format!("{n} {what}s"),
        Some(n) => format!("{n} {what}s at the start"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn of(text: &str) -> String {
        let scenario = Scenario::from_json(text).unwrap_or_else(|faults| panic!("{faults}"));
        mermaid(&scenario.plan, &scenario.names)
    }

    #[test]
    fn the_journey_of_a_small_scenario_is_drawn() {
        let drawn = of(r#"{
            "name": "small", "calendar": { "start": "2024-01-01", "days": 7 },
            "groups": { "ill": { "arrivals": { "per_day": 1 }, "stay": { "fixed": "1d" }, "needs": { "p0": 0.5, "p1": 0.5 } },
                        "home": { "enters": "community", "arrivals": { "per_day": 1 }, "needs": { "p1": 1 } } },
            "hospital": { "beds": 4 },
            "steps": { "letter": { "starts": "decision", "concerns": { "pathways": ["p0"] }, "takes": { "fixed": "1h" } } },
            "pathways": { "p0": { "services": [] }, "p1": { "services": ["team"] } },
            "services": { "team": { "label": "The \"A\" team", "places": 2, "stay": { "fixed": "3d" }, "exits": { "hospital": 0.1, "independent": 0.9 } } }
        }"#);
        let expected = "\
flowchart LR
  group0([\"Home\"])
  group0 --> service0
  group1([\"Ill\"])
  group1 --> beds
  beds[\"Acute bed<br>4 beds\"]
  beds --> ready
  ready[\"Discharge-ready\"]
  ready --> pathway0
  ready --> pathway1
  pathway0[\"P0<br>Letter\"]
  pathway0 --> home([Home])
  pathway1[\"P1\"]
  pathway1 --> service0
  service0[\"The #34;A#34; team<br>2 places\"]
  service0 -->|10%, back to hospital| beds
";
        assert_eq!(drawn, expected);
    }
}
