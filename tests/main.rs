//! Everything that is tested through the outside of the crate, in one binary (each further one is another link step).

mod support;

mod architecture;
mod identity;
mod imports;
