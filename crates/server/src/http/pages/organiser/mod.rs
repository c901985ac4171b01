//! The organiser's pages.
