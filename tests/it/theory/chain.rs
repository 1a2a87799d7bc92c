//! The long run of a small Markov chain in continuous time.

/// The chance of each of `states` states, by Gauss–Seidel on the balance equations; `moves` gives
/// the rates a day at which a state is left for others.
pub fn stationary(states: usize, moves: impl Fn(usize) -> Vec<(usize, f64)>) -> Vec<f64> {
    let mut into = vec![Vec::new(); states];
    let mut out = vec![0.0; states];
    for (from, out) in out.iter_mut().enumerate() {
        for (to, rate) in moves(from) {
            into[to].push((from, rate));
            *out += rate;
        }
    }
    let mut chance = vec![1.0 / states as f64; states];
    for _ in 0..20_000 {
        let mut step: f64 = 0.0;
        for i in (0..states).rev().chain(0..states) {
            let balanced = into[i].iter().map(|&(from, rate)| rate * chance[from]).sum::<f64>() / out[i];
            step = step.max((balanced - chance[i]).abs());
            chance[i] = balanced;
        }
        let total: f64 = chance.iter().sum();
        for p in &mut chance {
            *p /= total;
        }
        if step < 1e-15 {
            break;
        }
    }
    chance
}

#[test]
fn the_chain_of_a_queue_with_four_servers_has_erlangs_queue() {
    let q = super::erlang::Mmc { arrivals_per_day: 25.0, service_days: 0.1, servers: 4 };
    let most = 150;
    let chances = stationary(most + 1, |n| {
        let mut moves = Vec::new();
        if n < most {
            moves.push((n + 1, q.arrivals_per_day));
        }
        if n > 0 {
            moves.push((n - 1, n.min(4) as f64 / q.service_days));
        }
        moves
    });
    let queue: f64 = chances.iter().enumerate().skip(5).map(|(n, p)| (n - 4) as f64 * p).sum();
    assert!((queue - q.queue()).abs() < 1e-9, "{queue} against {}", q.queue());
}
