//! Parts of SQL statements that several rooms build.

/// Returns `$3, $4, …`: as many parameters as `count`, numbered from `first`. An empty list in SQL is an error,
/// so it is `NULL`, which no compared column holds.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    if count == 0 {
        return "NULL".into();
    }
    let names: Vec<String> = (first..first + count)
        .map(|number| format!("${number}"))
        .collect();
    names.join(", ")
}
