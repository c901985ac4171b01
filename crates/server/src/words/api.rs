/// The page that describes the API. The description itself is in English, as programs get it.
pub struct Api {
    /// The page's title.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// Links to the document.
    pub document: &'static str,
    /// A part's heading; `name` is `attendee` or `sponsor`.
    pub part: fn(name: &str) -> String,
    /// Above parameters.
    pub parameters: &'static str,
    /// Above the body's keys.
    pub takes: &'static str,
    /// Above the answer's keys, and before its status.
    pub answers: &'static str,
    /// Above the named shapes.
    pub shapes: &'static str,
    /// The column of names.
    pub name: &'static str,
    /// The column of types.
    pub holds: &'static str,
    /// The column of meanings.
    pub meaning: &'static str,
    /// The row of an answer that is one shape.
    pub whole: &'static str,
    /// Beside a key that is not always there.
    pub may_be_absent: &'static str,
}
