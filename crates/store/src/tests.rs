//! Tests of the whole store, on real files.

mod chain;
mod damage;
mod fixture;
mod lists;
mod model;
mod opening;
mod replies;
