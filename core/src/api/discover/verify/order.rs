//! Tests of the order.

use super::choose;
use super::course::{Answer, Course, SIZE};
use crate::api::compare::{is_ordered, is_same, order};
use crate::api::rest::capabilities;
use crate::api::{ListParams, Outcome, Resource, Sort, SortStyle};
use crate::record::Record;
use serde_json::Value;

/// The criteria of one request, beyond which servers may refuse all.
const AT_ONCE: usize = 6;

/// What was asked for in an order.
#[derive(Debug)]
pub(super) struct Sorted {
    criteria: Vec<Sort>,
    answer: Answer,
}

fn by(field: &str, is_descending: bool) -> Sort {
    Sort { field: field.to_owned(), is_descending }
}

/// Returns the fields to order by: the most telling one and one whose values
/// repeat.
fn fields(course: &Course<'_>) -> Option<(String, Option<String>)> {
    let columns = choose::sorts(&course.resource, &course.rows, &course.claims);
    let best = columns.first()?;
    let before = choose::repeating(&columns, &best.name);
    Some((best.name.clone(), before.map(|column| column.name.clone())))
}

/// Asks for the largest first.
pub(super) async fn descending(course: &Course<'_>) -> Option<Sorted> {
    let (field, _) = fields(course)?;
    let criteria = vec![by(&field, true)];
    let answer = course.ask(&params(course, &criteria)).await;
    Some(Sorted { criteria, answer })
}

/// Asks for the smallest first, behind a criterion whose values repeat where
/// there is such a field: that shows several criteria at once.
pub(super) async fn ascending(course: &Course<'_>) -> Option<Sorted> {
    if course.resource.dialect.sort == SortStyle::None {
        return None;
    }
    let (field, before) = fields(course)?;
    let mut criteria: Vec<Sort> = before.iter().map(|before| by(before, false)).collect();
    criteria.push(by(&field, false));
    let mut resource = course.resource.clone();
    resource.dialect.can_sort_many = true;
    let answer = course.ask_as(&resource, &params(course, &criteria)).await;
    Some(Sorted { criteria, answer })
}

fn params(course: &Course<'_>, criteria: &[Sort]) -> ListParams {
    ListParams { sort: criteria.to_vec(), ..course.params(1, SIZE) }
}

/// Judges both directions, and several criteria.
pub(super) async fn judge(
    course: &mut Course<'_>,
    descending: Option<Sorted>,
    ascending: Option<Sorted>,
) {
    let Some(mut descending) = descending else {
        if !course.claims.sort_fields.is_empty() {
            course.say(Outcome::Open, "sort", "open", "");
        }
        return;
    };
    let mut ascending = ascending;
    let mut has_asked = false;
    if let Some(sorted) = ascending.take_if(|sorted| is_refused(&sorted.answer)) {
        has_asked = true;
        ascending = Some(without_refused(course, sorted).await);
    }
    if ascending.as_ref().is_some_and(|sorted| is_refused(&sorted.answer)) {
        // Whoever takes one criterion only may refuse two.
        let criteria = vec![by(&descending.criteria[0].field, false)];
        let answer = course.ask(&params(course, &criteria)).await;
        ascending = Some(Sorted { criteria, answer });
        refute_many(course);
    }
    if is_refused(&descending.answer) && course.resource.dialect.sort_fields.is_empty() {
        descending = another(course, descending).await;
    }
    let field = descending.criteria[0].field.clone();
    let arguments = [("field", field.as_str())];
    let url = descending.answer.url().to_owned();
    let plain = values(&course.resource, &course.rows, &field);
    let is_down = match &descending.answer {
        Answer::Rows(page, _) => {
            let values = values(&course.resource, &page.records, &field);
            Some(is_ordered(&values, true) && starts_beyond(&values, &plain, true))
        }
        Answer::Refused(..) => Some(false),
        Answer::Silent => None,
    };
    let is_up = match ascending.as_ref().map(|sorted| (&sorted.answer, &sorted.criteria)) {
        Some((Answer::Rows(page, _), criteria)) => {
            let first = &criteria[0].field;
            let plain = values(&course.resource, &course.rows, first);
            let values = values(&course.resource, &page.records, first);
            let is_new = match &descending.answer {
                Answer::Rows(down, _) => !is_same(&down.records, &page.records),
                _ => true,
            };
            Some(is_ordered(&values, false) && starts_beyond(&values, &plain, false) && is_new)
        }
        Some((Answer::Refused(..), _)) => Some(false),
        _ => None,
    };
    match (is_down, is_up) {
        (Some(true), Some(true)) => {
            course.say_of(Outcome::Proved, "sort", "both_ways", &url, &arguments);
            if let Some(Sorted { criteria, answer: Answer::Rows(page, url) }) = &ascending
                && criteria.len() == 2
            {
                judge_many(course, criteria, &page.records, url);
            }
            // A description that names the parameter means the fields of its rows.
            let is_guess = !course.is_described("sort");
            if course.resource.dialect.can_sort_many && is_guess && !has_asked {
                accept_all(course, &field).await;
            }
        }
        (Some(false), _) | (_, Some(false)) => {
            let how = if is_refused(&descending.answer) { "refused" } else { "ignored" };
            course.say_of(Outcome::Refuted, "sort", how, &url, &arguments);
            course.dialect().sort = SortStyle::None;
            course.dialect().can_sort_many = false;
        }
        _ => course.say_of(Outcome::Open, "sort", "open", &url, &arguments),
    }
}

/// Orders by all fields at once: a server that refuses unknown ones often says
/// which they are.
async fn accept_all(course: &mut Course<'_>, proved: &str) {
    let claimed = capabilities(&course.resource).sort_fields;
    let mut named: Vec<String> = Vec::new();
    let mut some = &claimed[..];
    // Some servers refuse many criteria whatever they are.
    for size in [claimed.len(), AT_ONCE] {
        some = &some[..size.min(some.len())];
        if some.len() < 3 || !course.may_ask() {
            break;
        }
        let criteria: Vec<Sort> = some.iter().map(|field| by(field, false)).collect();
        let mut resource = course.resource.clone();
        resource.dialect.can_sort_many = true;
        let answer = course.ask_as(&resource, &params(course, &criteria)).await;
        named = answer.named(&claimed);
        for field in named.iter().filter(|field| *field != proved) {
            let subject = format!("sort:{field}");
            course.say_of(Outcome::Refuted, &subject, "refused", answer.url(), &[("field", field)]);
        }
        if !named.is_empty() || !is_refused(&answer) || some.len() <= AT_ONCE {
            break;
        }
    }
    if !named.is_empty() {
        let is_known = |field: &String| !named.contains(field) || field == proved;
        course.resource.dialect.sort_fields = claimed.into_iter().filter(is_known).collect();
        course.claims = capabilities(&course.resource);
    }
}

/// Asks again for the smallest first, without the field that was refused.
async fn without_refused(course: &mut Course<'_>, refused: Sorted) -> Sorted {
    let [before, field] = &refused.criteria[..] else { return refused };
    let told = refused.answer.named(&course.claims.sort_fields);
    if !told.contains(&before.field) || told.contains(&field.field) {
        return refused;
    }
    accept_all(course, &field.field.clone()).await;
    match ascending(course).await {
        Some(sorted) if !matches!(sorted.answer, Answer::Silent) => sorted,
        _ => refused,
    }
}

/// Tries another field where the first was refused: not every field of a row
/// has to be one that rows can be ordered by.
async fn another(course: &mut Course<'_>, refused: Sorted) -> Sorted {
    let columns = choose::sorts(&course.resource, &course.rows, &course.claims);
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let Some(field) = names.into_iter().find(|name| *name != refused.criteria[0].field) else {
        return refused;
    };
    let criteria = vec![by(&field, true)];
    let answer = course.ask(&params(course, &criteria)).await;
    match answer {
        Answer::Rows(..) => {
            let others = course.claims.sort_fields.iter();
            let others = others.filter(|name| **name != refused.criteria[0].field).cloned();
            course.resource.dialect.sort_fields = others.collect();
            Sorted { criteria, answer }
        }
        _ => refused,
    }
}

fn judge_many(course: &mut Course<'_>, criteria: &[Sort], rows: &[Record], url: &str) {
    let first = values(&course.resource, rows, &criteria[0].field);
    let second = values(&course.resource, rows, &criteria[1].field);
    let mut is_told = false;
    let is_ordered = first.windows(2).zip(second.windows(2)).all(|(first, second)| {
        if order(first[0], first[1]).is_ne() || second.iter().any(|value| value.is_null()) {
            return true;
        }
        is_told = true;
        is_ordered(second, false)
    });
    if !is_told {
        return;
    }
    let arguments = [("first", criteria[0].field.as_str()), ("second", criteria[1].field.as_str())];
    if is_ordered {
        course.say_of(Outcome::Proved, "sort_many", "ordered", url, &arguments);
        course.dialect().can_sort_many = true;
    } else {
        course.say_of(Outcome::Refuted, "sort_many", "ignored", url, &arguments);
        course.dialect().can_sort_many = false;
    }
}

fn refute_many(course: &mut Course<'_>) {
    if course.claims.can_sort_many {
        course.say(Outcome::Refuted, "sort_many", "refused", "");
    }
    course.dialect().can_sort_many = false;
}

fn is_refused(answer: &Answer) -> bool {
    matches!(answer, Answer::Refused(..))
}

/// Returns whether the first of `values` is no less telling than all of the
/// plain list: what comes first in order is the largest there is.
fn starts_beyond(values: &[&Value], plain: &[&Value], is_descending: bool) -> bool {
    let Some(first) = values.iter().find(|value| !value.is_null()) else { return true };
    let others = plain.iter().filter(|value| !value.is_null());
    let pairs: Vec<[&Value; 2]> = others.map(|other| [*first, *other]).collect();
    pairs.iter().all(|pair| is_ordered(pair, is_descending))
}

/// Returns the values of a field, with null where a row has none.
fn values<'r>(resource: &Resource, rows: &'r [Record], field: &str) -> Vec<&'r Value> {
    const NOTHING: &Value = &Value::Null;
    let path = resource.field(field).map(|field| &field.path);
    rows.iter().map(|row| path.and_then(|path| row.get(path)).unwrap_or(NOTHING)).collect()
}
