//! The sponsor's pages.
