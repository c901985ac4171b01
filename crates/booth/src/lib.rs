//! The booth device: enrols, scans, annotates, voids, syncs and exports.
