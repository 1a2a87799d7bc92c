//! Erlang's formulas for a queue with Poisson arrivals, exponential service and c servers
//! (Erlang 1917; Kleinrock, Queueing Systems, volume 1, 1975, section 3.5).

/// The stationary M/M/c queue.
#[derive(Clone, Copy, Debug)]
pub struct Mmc {
    pub arrivals_per_day: f64,
    pub service_days: f64,
    pub servers: u32,
}

impl Mmc {
    /// Mean work asked for, in servers.
    pub fn offered(self) -> f64 {
        self.arrivals_per_day * self.service_days
    }

    /// The share of the servers in use.
    pub fn utilisation(self) -> f64 {
        self.offered() / f64::from(self.servers)
    }

    /// Erlang B: the chance that all servers are busy where nobody waits.
    pub fn blocking(self) -> f64 {
        (1..=self.servers).fold(1.0, |b, n| self.offered() * b / (f64::from(n) + self.offered() * b))
    }

    /// Erlang C: the chance to wait.
    pub fn waits(self) -> f64 {
        let b = self.blocking();
        b / (1.0 - self.utilisation() * (1.0 - b))
    }

    /// Mean number waiting.
    pub fn queue(self) -> f64 {
        self.waits() * self.utilisation() / (1.0 - self.utilisation())
    }

    /// Mean wait, those who do not wait included.
    pub fn wait_days(self) -> f64 {
        self.queue() / self.arrivals_per_day
    }

    /// The chance to wait longer than this.
    pub fn waits_longer_than(self, days: f64) -> f64 {
        self.waits() * (-self.excess_per_day() * days).exp()
    }

    /// The wait that a share of people exceed, where fewer than those who wait.
    pub fn wait_exceeded_by(self, share: f64) -> f64 {
        (self.waits() / share).ln() / self.excess_per_day()
    }

    /// What the servers can do beyond what is asked, in people a day.
    fn excess_per_day(self) -> f64 {
        f64::from(self.servers) / self.service_days - self.arrivals_per_day
    }
}

/// Rows of `tests/data/analytic_mmc.csv`.
pub fn rows() -> Vec<(String, Mmc, [f64; 5])> {
    let text = include_str!("../../data/analytic_mmc.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| {
            let (case, arrivals_per_day, service_days, servers, exact): (String, f64, f64, u32, [f64; 5]) =
                row.expect("a row of the table");
            (case, Mmc { arrivals_per_day, service_days, servers }, exact)
        })
        .collect()
}

#[test]
fn erlang_b_and_c_as_computed_here_agree_with_the_table() {
    let rows = rows();
    assert!(rows.len() >= 10);
    for (_, q, exact) in rows {
        let here = [q.utilisation(), q.blocking(), q.waits(), q.queue(), q.wait_days()];
        for (here, there) in here.into_iter().zip(exact) {
            assert!((here - there).abs() < 1e-6 * there.max(1.0), "{q:?}: {here} against {there}");
        }
    }
}

#[test]
fn one_server_has_the_closed_form_of_a_single_queue() {
    let q = Mmc { arrivals_per_day: 0.5, service_days: 1.0, servers: 1 };
    assert!((q.wait_days() - 1.0).abs() < 1e-12 && (q.waits() - 0.5).abs() < 1e-12);
    assert!((q.wait_exceeded_by(0.25) - 2.0f64.ln() / 0.5).abs() < 1e-12);
    assert!((q.waits_longer_than(q.wait_exceeded_by(0.25)) - 0.25).abs() < 1e-12);
}
