//! Plays a sample day with the real programs, and holds what tests need to run them.
