//! A luminance frame in, QR texts out.
