//! Ids, the seven fields, signed bytes and sync messages.
