//! The fields that an answer is to hold.

use super::parts::Parts;
use crate::api::{ListParams, Naming, Resource};
use crate::record::Segment;

/// Adds the fields that are asked for, with those of the key, by which rows
/// are known.
pub(super) fn push_fields(parts: &mut Parts, resource: &Resource, params: &ListParams) {
    let (select, expand) = (&resource.dialect.select, &resource.dialect.expand);
    let mut fields = params.fields.clone();
    if !fields.is_empty() {
        for path in resource.key_parts.iter().chain([&resource.key]) {
            if let Some(Segment::Key(name)) = path.segments().first()
                && !fields.contains(name)
            {
                fields.push(name.clone());
            }
        }
    }
    // Who names records in the same place has to name the fields as well.
    let is_shared = |select: &Naming| {
        expand.as_ref().is_some_and(|expand| expand.parameter == select.parameter)
    };
    if fields.is_empty() && !params.expand.is_empty() && select.as_ref().is_some_and(is_shared) {
        fields.push("*".to_owned());
    }
    push(parts, select.as_ref(), &fields);
    push(parts, expand.as_ref(), &params.expand);
}

fn push(parts: &mut Parts, naming: Option<&Naming>, names: &[String]) {
    let Some(naming) = naming else { return };
    // What names no field has all of them along, and is said once.
    let names = if naming.value.contains("{field}") { names } else { &names[..names.len().min(1)] };
    for (index, name) in names.iter().enumerate() {
        let parameter = naming.parameter.replace("{index}", &index.to_string());
        let value = naming.value.replace("{field}", name);
        parts.append(&parameter, &value, naming.separator.as_deref());
    }
}
