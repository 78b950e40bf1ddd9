//! A schema beside an instance.

use super::super::Schema;
use serde_json::Value;

/// Checks `path: keyword` of every violation.
pub(super) fn check(schema: &Value, instance: &Value, expected: &[&str]) {
    let violations = Schema::new(schema.clone()).validate(instance);
    let actual: Vec<_> = violations.iter().map(|v| format!("{}: {}", v.path, v.keyword)).collect();
    assert_eq!(actual, expected, "{schema} against {instance}");
}

/// Checks which of the instances are valid.
pub(super) fn check_all(schema: &Value, valid: &[Value], invalid: &[Value]) {
    let judge = Schema::new(schema.clone());
    for instance in valid {
        assert_eq!(judge.validate(instance), [], "{schema} accepts {instance}");
    }
    for instance in invalid {
        assert!(!judge.validate(instance).is_empty(), "{schema} refuses {instance}");
    }
}
