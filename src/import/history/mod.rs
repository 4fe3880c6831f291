//! Histories: what learners did, from CSV and xAPI.
