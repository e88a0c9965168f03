//! The demo, as somebody who evaluates the project starts it.
