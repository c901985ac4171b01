//! The booth device's encrypted database of signed records.
