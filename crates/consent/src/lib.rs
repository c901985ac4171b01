//! Decides which fields an audience sees.
