//! Lists that are shown a page at a time, by offset.

use serde::Deserialize;

/// The number of rows on a page.
pub const ROWS: u32 = 50;

/// The part of a list to load.
#[derive(Debug, Clone, Copy)]
pub struct PageRange {
    /// The number of rows before the part.
    pub offset: u32,
    /// The largest number of rows in the part.
    pub limit: u32,
}

impl PageRange {
    pub const ALL: Self = Self {
        offset: 0,
        limit: u32::MAX,
    };
}

/// The number of a page in an address, counted from 0.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct PageNumber(u32);

impl PageNumber {
    /// Returns the page's part of the list and one row more, which shows whether another page follows.
    #[must_use]
    pub const fn range(self) -> PageRange {
        PageRange {
            offset: self.0.saturating_mul(ROWS),
            limit: ROWS + 1,
        }
    }

    /// Cuts the rows of [`range`](Self::range) to the page, and returns the addresses of the neighbouring pages.
    /// `list` is the address of the list, to which the page number is added.
    #[must_use]
    pub fn cut<T>(self, rows: &mut Vec<T>, list: &str) -> PageLinks {
        let has_more = rows.len() > ROWS as usize;
        rows.truncate(ROWS as usize);
        let and = if list.contains('?') { '&' } else { '?' };
        let page = |number: u32| format!("{list}{and}page={number}");
        PageLinks {
            back: self.0.checked_sub(1).map(page),
            on: has_more.then(|| page(self.0.saturating_add(1))),
        }
    }
}

/// The addresses of the neighbouring pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PageLinks {
    /// The previous page.
    pub back: Option<String>,
    /// The next page.
    pub on: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_page_is_the_last_one_unless_a_row_more_is_there() {
        let turn = |number, rows: u32| {
            let mut rows: Vec<u32> = (0..rows).collect();
            let turn = PageNumber(number).cut(&mut rows, "/list?all=true");
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
