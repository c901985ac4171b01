//! Mints, draws and checks badge codes.
