use serde_json::json;

use super::*;
use crate::messages::samples::samples;

/// A sample that has the place, the place's path and what stands there.
fn sample_with(field: &str) -> (Value, String, Value) {
    for sample in samples() {
        let mut first = None;
        let _ = walk::visit(&sample, field, &mut |path, value| {
            first = Some((path.to_owned(), value.clone()));
            Err(())
        });
        if let Some((path, value)) = first {
            return (sample, path, value);
        }
    }
    panic!("no sample has {field}")
}

/// The sample with another value at a path.
fn with(sample: &Value, path: &str, value: Value) -> Value {
    let mut sample = sample.clone();
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    *sample.pointer_mut(&pointer).expect("the path is there") = value;
    sample
}

#[track_caller]
fn expect_refused(message: &Value, path: &str, texts: &[String]) {
    let error = check_value(message).expect_err(path);
    assert_eq!(error.field(), path);
    for text in texts {
        assert!(error.to_string().contains(text), "{error}: {text}");
    }
}

#[test]
fn every_limit_is_kept_at_its_edge() {
    for limit in LIMITS {
        let (sample, path, value) = sample_with(limit.field);
        let check = |value| check_value(&with(&sample, &path, value));
        let refused = |value, texts: &[String]| {
            expect_refused(&with(&sample, &path, value), &path, texts);
        };
        match limit.bound {
            Bound::Characters { least, most } => {
                if least > 0 {
                    refused(json!(""), &["is empty".to_owned()]);
                }
                if most != ANY {
                    assert_eq!(check(json!("é".repeat(most))), Ok(()), "{path}");
                    let texts = [(most + 1).to_string(), format!("the limit is {most}")];
                    refused(json!("é".repeat(most + 1)), &texts);
                }
            }
            Bound::Items { least, most } => {
                let item = value[0].clone();
                let several = |count: usize| json!(vec![item.clone(); count]);
                refused(several(least - 1), &[format!("at least {least}")]);
                if most != ANY {
                    assert_eq!(check(several(most)), Ok(()), "{path}");
                    refused(
                        several(most + 1),
                        &[(most + 1).to_string(), most.to_string()],
                    );
                }
            }
            Bound::InAll { most } => {
                let (list, _) = path.rsplit_once('[').expect("it is an item of a list");
                let several = |count: usize| with(&sample, list, json!(vec![value.clone(); count]));
                assert_eq!(check_value(&several(most)), Ok(()), "{path}");
                let texts = [format!("the limit is {most}")];
                expect_refused(&several(most + 1), &format!("{list}[{most}]"), &texts);
            }
            Bound::Number { least, most } => {
                let number = |number: i64| match &value {
                    Value::String(_) => json!(number.to_string()),
                    _ => json!(number),
                };
                assert_eq!(check(number(least)), Ok(()), "{path}");
                assert_eq!(check(number(most)), Ok(()), "{path}");
                refused(number(least - 1), &[(least - 1).to_string()]);
                refused(number(most + 1), &[(most + 1).to_string()]);
            }
            Bound::Degrees { most } => {
                assert_eq!(check(json!(most)), Ok(()), "{path}");
                assert_eq!(check(json!(-most)), Ok(()), "{path}");
                refused(json!(most + 1), &[format!("-{most} to {most}")]);
                refused(json!(-most - 1), &[]);
            }
        }
    }
}

#[test]
fn every_limit_has_a_source() {
    for limit in LIMITS {
        assert!(limit.source.starts_with("https://"), "{}", limit.field);
    }
}

#[test]
fn the_text_of_a_draft_flow_may_be_longer() {
    let (sample, path, _) =
        sample_with("interactive{type=flow}.action.parameters{mode=draft}.flow_cta");
    let twenty_three = with(&sample, &path, json!("x".repeat(23)));
    assert_eq!(check_value(&twenty_three), Ok(()));
}
