//! Playing histories against rules.
