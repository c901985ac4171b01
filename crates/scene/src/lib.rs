//! Puts printed badges before a simulated webcam.
