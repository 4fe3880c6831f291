/** The version of the package; `tests/texts.rs` holds it to Cargo.toml. */
export const version = '0.1.0'
