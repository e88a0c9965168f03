//! Documented flows, from the HTTP request to the fake vendors' journals.

#[cfg(test)]
mod scheduler;
