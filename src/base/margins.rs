//! Tables of counts from their margins: iterative proportional fitting (Deming and Stephan 1940), whole numbers that
//! keep a total (largest remainders) or both margins (controlled rounding: Cox 1987, unbiased).

use super::luck::Luck;

/// A table by rows.
pub type Rows = Vec<Vec<f64>>;

/// So near to a whole number a cell is one.
const WHOLE: f64 = 1e-7;

/// Whole numbers in proportion to these weights that sum to a total: what is lost in rounding down goes to the
/// largest remainders, the first of equal ones first. All 0 where no weight is above 0.
pub fn whole(weights: &[f64], total: u32) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|w| w / sum * f64::from(total)).collect();
    let mut counts: Vec<u32> = exact.iter().map(|x| (x + WHOLE).floor() as u32).collect();
    let mut order: Vec<usize> = (0..exact.len()).filter(|&i| weights[i] > 0.0).collect();
    let rest = |i: usize| exact[i] - (exact[i] + WHOLE).floor();
    order.sort_by(|&a, &b| rest(b).total_cmp(&rest(a)).then(a.cmp(&b)));
    let missing = total.saturating_sub(counts.iter().sum()) as usize;
    for &i in order.iter().cycle().take(missing) {
        counts[i] += 1;
    }
    counts
}

/// The table with these sums of rows and of columns that is nearest to a first one in the sense of Deming and Stephan
/// (1940): rows and columns are scaled to their sums by turns. Cells that are 0 stay 0. Both margins should have one
/// sum; what cannot be met is met as far as it can.
pub fn fitted(mut table: Rows, rows: &[f64], columns: &[f64]) -> Rows {
    const ROUNDS: usize = 1000;
    const NEAR: f64 = 1e-12;
    for _ in 0..ROUNDS {
        let mut worst: f64 = 0.0;
        for (row, &wanted) in table.iter_mut().zip(rows) {
            let sum: f64 = row.iter().sum();
            if sum > 0.0 {
                for x in row.iter_mut() {
                    *x *= wanted / sum;
                }
            }
        }
        for (c, &wanted) in columns.iter().enumerate() {
            let sum: f64 = table.iter().map(|row| row[c]).sum();
            if sum > 0.0 {
                worst = worst.max((sum - wanted).abs() / wanted.max(1.0));
                for row in &mut table {
                    row[c] *= wanted / sum;
                }
            }
        }
        if worst < NEAR {
            break;
        }
    }
    table
}

/// Each cell up or down to a whole number so that sums of rows and of columns, which must be whole, stay what they
/// are. Round each cycle of cells that are not whole, what one gains the next loses, until one of them is whole; which
/// of the two ways is a draw that leaves every cell its mean (Cox 1987).
pub fn rounded(mut table: Rows, luck: Luck) -> Vec<Vec<u32>> {
    let mut turns = 0;
    while let Some(cycle) = cycle(&table) {
        // How far the cells at even places can rise and those at odd ones fall, and the other way.
        let up = room(&table, &cycle, 0);
        let down = room(&table, &cycle, 1);
        let rises = luck.part(turns).uniform() * (up + down) < down;
        let by = if rises { up } else { -down };
        for (i, &(r, c)) in cycle.iter().enumerate() {
            let x = table[r][c] + if i % 2 == 0 { by } else { -by };
            table[r][c] = if is_whole(x) { x.round() } else { x };
        }
        turns += 1;
    }
    table.iter().map(|row| row.iter().map(|x| x.round() as u32).collect()).collect()
}

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() <= WHOLE
}

/// How much every second cell of a cycle, from this one on, can rise while the others fall.
fn room(table: &Rows, cycle: &[(usize, usize)], first: usize) -> f64 {
    let of = |(i, &(r, c)): (usize, &(usize, usize))| {
        let x = table[r][c];
        if i % 2 == first { x.ceil() - x } else { x - x.floor() }
    };
    cycle.iter().enumerate().map(of).fold(f64::INFINITY, f64::min)
}

/// Cells that are not whole, by turns two in one row and two in one column, back to the first. As sums are whole, a
/// cell that is not has another in its row and another in its column: the walk from one to the next comes to a row or
/// column where it was before.
fn cycle(table: &Rows) -> Option<Vec<(usize, usize)>> {
    let open = |r: usize, c: usize| !is_whole(table[r][c]);
    let columns = table.first().map_or(0, Vec::len);
    let start =
        (0..table.len()).flat_map(|r| (0..columns).map(move |c| (r, c))).find(|&(r, c)| open(r, c))?;
    let mut cells = vec![start];
    // Where the walk was, before the first cell and after each: a column, a row, a column.
    let mut been = vec![start.1, start.0];
    loop {
        let &(r, c) = cells.last()?;
        let in_row = cells.len() % 2 == 1;
        let next = if in_row {
            (0..columns).find(|&other| other != c && open(r, other)).map(|other| (r, other))?
        } else {
            (0..table.len()).find(|&other| other != r && open(other, c)).map(|other| (other, c))?
        };
        cells.push(next);
        let at = if in_row { next.1 } else { next.0 };
        // Columns stand at even places, rows at odd ones.
        let parity = been.len() % 2;
        if let Some(first) = (0..been.len()).find(|&i| i % 2 == parity && been[i] == at) {
            return Some(cells.split_off(first));
        }
        been.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(table: &[Vec<u32>]) -> (Vec<u32>, Vec<u32>) {
        let rows = table.iter().map(|row| row.iter().sum()).collect();
        let columns = (0..table[0].len()).map(|c| table.iter().map(|row| row[c]).sum()).collect();
        (rows, columns)
    }

    #[test]
    fn largest_remainders_keep_the_total() {
        assert_eq!(whole(&[1.0, 1.0, 1.0], 10), [4, 3, 3]);
        assert_eq!(whole(&[20.99, 18.31, 16.33, 21.40, 10.25, 12.71], 37), [8, 7, 6, 8, 4, 4]);
        assert_eq!(whole(&[0.0, 2.0], 3), [0, 3]);
        assert_eq!(whole(&[0.0, 0.0], 3), [0, 0]);
    }

    #[test]
    fn fitting_keeps_the_odds_of_the_first_table_and_meets_both_margins() {
        // With odds of 4 in the first table: x(x - 5) = 4 (10 - x)(15 - x), where x is the first cell.
        let table = fitted(vec![vec![4.0, 1.0], vec![1.0, 1.0]], &[10.0, 10.0], &[15.0, 5.0]);
        let x = (95.0 - f64::sqrt(95.0 * 95.0 - 4.0 * 3.0 * 600.0)) / 6.0;
        assert!((table[0][0] - x).abs() < 1e-9, "{table:?}, {x}");
        assert!((table[0][0] + table[1][0] - 15.0).abs() < 1e-9, "{table:?}");
        // Without odds each cell is the product of its margins over the total; a 0 stays.
        let even = fitted(vec![vec![1.0; 2]; 2], &[10.0, 30.0], &[20.0, 20.0]);
        assert_eq!(even, [vec![5.0, 5.0], vec![15.0, 15.0]]);
        let zero = fitted(vec![vec![1.0, 0.0], vec![1.0, 1.0]], &[3.0, 7.0], &[6.0, 4.0]);
        assert!(zero[0][1].abs() < 1e-12, "{zero:?}");
        assert!((zero[0][0] - 3.0).abs() < 1e-9 && (zero[1][1] - 4.0).abs() < 1e-9, "{zero:?}");
    }

    #[test]
    fn controlled_rounding_holds_both_margins_exactly_and_moves_no_cell_by_one() {
        for case in 0..200_u64 {
            let luck = Luck::new(3, case);
            let size = |n: u64, most: f64| 1 + (luck.part(n).uniform() * most) as usize;
            let (rows, columns) = (size(0, 12.0), size(1, 6.0));
            let mut of_rows: Vec<u32> =
                (0..rows as u64).map(|r| (luck.part(9).part(r).uniform() * 9.0) as u32).collect();
            of_rows[0] += 1;
            let total: u32 = of_rows.iter().sum();
            let weights: Vec<f64> = (0..columns as u64).map(|c| luck.part(8).part(c).uniform()).collect();
            let of_columns = whole(&weights, total);
            let real = |all: &[u32]| all.iter().map(|&n| f64::from(n)).collect::<Vec<_>>();
            let table = fitted(vec![vec![1.0; columns]; rows], &real(&of_rows), &real(&of_columns));
            let counts = rounded(table.clone(), luck);
            assert_eq!(sums(&counts), (of_rows, of_columns), "{table:?}");
            for (x, n) in table.iter().flatten().zip(counts.iter().flatten()) {
                assert!((x - f64::from(*n)).abs() < 1.0, "{x} is now {n}");
            }
        }
    }

    #[test]
    fn rounding_leaves_every_cell_its_mean() {
        let table = vec![vec![0.2, 0.8], vec![0.8, 0.2]];
        let n = 4000;
        let ups: u32 = (0..n).map(|i| rounded(table.clone(), Luck::new(1, i))[0][0]).sum();
        // Two standard errors are 0.013.
        assert!((f64::from(ups) / n as f64 - 0.2).abs() < 0.02, "{ups} of {n}");
    }
}
