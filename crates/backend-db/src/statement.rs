//! Parts of statements, and the check of their parameters.

use crate::ColumnKind;

/// The names of columns, as a statement lists them.
pub(crate) fn listed(columns: &[(&str, ColumnKind)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// `$1, $2 …`
pub(crate) fn numbered(count: usize) -> String {
    let numbers: Vec<String> = (1..=count).map(|number| format!("${number}")).collect();
    numbers.join(", ")
}

/// Whether a statement's parameters are `$1`, `$2` … in the order of their first use, and as many as
/// there are values. SQLite goes by the order and PostgreSQL by the number: they must agree, or one of
/// the two would swap values.
pub(crate) fn are_in_order(sql: &str, values: usize) -> bool {
    let mut known = 0;
    for place in sql.split('$').skip(1) {
        let digits = place
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(place.len());
        match place[..digits].parse::<usize>() {
            Ok(number) if (1..=known).contains(&number) => {}
            Ok(number) if number == known + 1 => known = number,
            _ => return false,
        }
    }
    known == values
}
