//! Lists that are shown a page at a time.

use serde::Deserialize;

/// Rows of one page.
pub const ROWS: u32 = 50;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Stretch {
    /// How many rows come before.
    pub offset: u32,
    /// How many rows at most.
    pub limit: u32,
}

impl Stretch {
    /// The whole list.
    pub const ALL: Self = Self {
        offset: 0,
        limit: u32::MAX,
    };
}

/// A page's number, counted from 0, as an address says it.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct PageNumber(u32);

impl PageNumber {
    /// The page, and one row more, which tells whether another page follows.
    #[must_use]
    pub const fn stretch(self) -> Stretch {
        Stretch {
            offset: self.0.saturating_mul(ROWS),
            limit: ROWS + 1,
        }
    }

    /// Cuts what was found for [`stretch`](Self::stretch) to the page, and gives where its neighbours are.
    /// `list` is the list's address, up to where a query may go on.
    #[must_use]
    pub fn turn<T>(self, rows: &mut Vec<T>, list: &str) -> Turn {
        let has_more = rows.len() > ROWS as usize;
        rows.truncate(ROWS as usize);
        let and = if list.contains('?') { '&' } else { '?' };
        let page = |number: u32| format!("{list}{and}page={number}");
        Turn {
            back: self.0.checked_sub(1).map(page),
            on: has_more.then(|| page(self.0.saturating_add(1))),
        }
    }
}

/// The addresses of the pages beside one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// The page before.
    pub back: Option<String>,
    /// The page after.
    pub on: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_page_is_the_last_one_unless_a_row_more_is_there() {
        let turn = |number, rows: u32| {
            let mut rows: Vec<u32> = (0..rows).collect();
            let turn = PageNumber(number).turn(&mut rows, "/list?all=true");
            assert!(rows.len() <= ROWS as usize);
            (turn.back, turn.on)
        };
        let page = |number: u32| Some(format!("/list?all=true&page={number}"));
        assert_eq!(turn(0, ROWS), (None, None));
        assert_eq!(turn(0, ROWS + 1), (None, page(1)));
        assert_eq!(turn(2, 0), (page(1), None));
        assert_eq!(turn(u32::MAX, ROWS + 1).0, page(u32::MAX - 1));
    }
}
