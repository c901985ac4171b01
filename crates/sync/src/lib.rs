//! Decides what a device sends next and what each reply means.
