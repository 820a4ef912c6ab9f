//! Rebuilds when migrations or catalogues change: both are compiled into the program.
fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=locales");
}
