//! Says in plain words what serde says with the names of Rust's types.

/// The same problem without a value of the body and without a name of a Rust type.
pub(super) fn words(problem: &str) -> String {
    if problem.starts_with("data did not match any variant") {
        return "is not a string".to_owned();
    }
    if problem.starts_with("invalid length") {
        return "is not an object".to_owned();
    }
    // From the end: the value, which may hold anything, is quoted before.
    let Some((found, expected)) = problem.rsplit_once(", expected ") else {
        return problem.to_owned();
    };
    if found.starts_with("invalid value") && is_integer(expected) {
        "is out of range".to_owned()
    } else if found.starts_with("invalid ") || found.starts_with("unknown variant ") {
        format!("is not {}", thing(expected))
    } else {
        problem.to_owned()
    }
}

fn thing(expected: &str) -> &str {
    match expected {
        "map" | "a map" => "an object",
        "a sequence" => "a list",
        "f32" | "f64" => "a number",
        "string or map" | "map with a single key" | "variant identifier" => "a string",
        _ if is_integer(expected) => "a whole number",
        _ if expected.starts_with("struct ") => "an object",
        _ if expected.starts_with("enum ") => "a string",
        _ => expected,
    }
}

fn is_integer(expected: &str) -> bool {
    let width = expected.strip_prefix(['i', 'u']).unwrap_or_default();
    matches!(width, "8" | "16" | "32" | "64")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_values_nor_rust_types_are_named() {
        for (problem, plain) in [
            (
                "invalid type: string \"5550147\", expected struct Text",
                "is not an object",
            ),
            (
                "invalid type: map, expected struct Wire with 6 elements",
                "is not an object",
            ),
            (
                "invalid type: string \"a, expected 5550147\", expected i64",
                "is not a whole number",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "is out of range",
            ),
            ("invalid type: null, expected a sequence", "is not a list"),
            (
                "invalid length 3, expected fewer elements in array",
                "is not an object",
            ),
            (
                "unknown variant `5550147`, expected `reply`",
                "is not `reply`",
            ),
            (
                "data did not match any variant of untagged enum Text",
                "is not a string",
            ),
            ("missing field `body`", "missing field `body`"),
            (
                "unknown field `a`, expected one of `b`, `c`",
                "unknown field `a`, expected one of `b`, `c`",
            ),
        ] {
            assert_eq!(words(problem), plain);
        }
    }
}
