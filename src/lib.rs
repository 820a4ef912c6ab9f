//! Luwes.
