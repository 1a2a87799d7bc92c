//! Rows onto pages: what keeps together stays together, and the head of a table is shown again. Knows rows by their
//! heights only. Next: `front.rs`.

use super::flow::Row;

/// A row on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Its top, from the top of the text.
    pub top: f64,
    /// Its number among the rows, or among the heads.
    pub row: usize,
    /// Whether it is a head shown again.
    pub again: bool,
}

/// The pages, each no higher than `room` but where a single row is.
pub fn pages(rows: &[Row], heads: &[Row], room: f64) -> Vec<Vec<Placed>> {
    let mut pages: Vec<Vec<Placed>> = vec![Vec::new()];
    let mut foot = 0.0;
    let mut first = 0;
    while first < rows.len() {
        let end = end_of_group(rows, first);
        let group = &rows[first..end];
        let alone = height_alone(group, heads);
        let here = foot + group.iter().map(|row| row.before + row.height).sum::<f64>();
        if rows[first].begins_page || (here > room && alone <= room) {
            turn(&mut pages, &mut foot);
        }
        for (number, row) in group.iter().enumerate() {
            if foot + row.before + row.height > room {
                turn(&mut pages, &mut foot);
            }
            let Some(page) = pages.last_mut() else { continue };
            if page.is_empty() {
                if let Some(head) = row.head {
                    page.push(Placed { top: 0.0, row: head, again: true });
                    foot = heads[head].height;
                }
            } else {
                foot += row.before;
            }
            page.push(Placed { top: foot, row: first + number, again: false });
            foot += row.height;
        }
        first = end;
    }
    pages
}

/// Begins a page, unless nothing stands on the last one.
fn turn(pages: &mut Vec<Vec<Placed>>, foot: &mut f64) {
    if pages.last().is_some_and(|page| !page.is_empty()) {
        pages.push(Vec::new());
        *foot = 0.0;
    }
}

fn end_of_group(rows: &[Row], first: usize) -> usize {
    let mut end = first + 1;
    while end < rows.len() && rows[end - 1].stays && !rows[end].begins_page {
        end += 1;
    }
    end
}

/// The height of a group at the head of a page.
fn height_alone(group: &[Row], heads: &[Row]) -> f64 {
    let head = group.first().and_then(|row| row.head).map_or(0.0, |head| heads[head].height);
    let rows: f64 = group.iter().map(|row| row.height).sum();
    head + rows + group.iter().skip(1).map(|row| row.before).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f64) -> Row {
        Row { height, ..Row::default() }
    }

    fn numbers(pages: &[Vec<Placed>]) -> Vec<Vec<usize>> {
        pages.iter().map(|page| page.iter().map(|placed| placed.row).collect()).collect()
    }

    #[test]
    fn a_heading_goes_with_what_it_heads() {
        let rows = [row(60.0), Row { stays: true, ..row(20.0) }, row(30.0)];
        assert_eq!(numbers(&pages(&rows, &[], 100.0)), [vec![0], vec![1, 2]]);
        assert_eq!(numbers(&pages(&rows, &[], 110.0)), [vec![0, 1, 2]]);
    }

    #[test]
    fn white_space_at_the_head_of_a_page_is_left_out() {
        let rows = [row(90.0), Row { before: 30.0, ..row(80.0) }];
        let found = pages(&rows, &[], 100.0);
        assert!(found[1][0].top.abs() < 1e-9);
    }

    #[test]
    fn the_head_of_a_table_is_shown_again_where_its_row_begins_a_page() {
        let body = || Row { head: Some(0), ..row(40.0) };
        let found = pages(&[row(50.0), body(), body()], &[row(10.0)], 100.0);
        assert_eq!(found.len(), 2);
        assert!(found[1][0].again && !found[1][1].again);
        assert!((found[1][1].top - 10.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_higher_than_a_page_is_broken_between_its_rows_and_ends() {
        let tall: Vec<Row> = (0..9).map(|_| Row { stays: true, ..row(30.0) }).collect();
        assert_eq!(numbers(&pages(&tall, &[], 100.0)), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8]]);
        assert_eq!(pages(&[row(500.0), row(10.0)], &[], 100.0).len(), 2);
    }

    #[test]
    fn a_page_is_begun_where_it_is_asked_for_and_none_is_empty() {
        let asked = || Row { begins_page: true, ..row(10.0) };
        assert_eq!(numbers(&pages(&[asked(), asked()], &[], 100.0)), [vec![0], vec![1]]);
    }
}
