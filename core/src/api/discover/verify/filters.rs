//! Tests of conditions and of search.

use super::compare::{is_same, meets};
use super::course::{Answer, Course, SIZE};
use super::{alter, choose};
use crate::api::{Filter, Kind, ListParams, Outcome, Page};
use serde_json::Value;

/// The conditions that are tried at least, where there are as many.
const LEAST: usize = 2;

/// Returns the conditions that are worth trying, most telling first.
pub(super) fn plan(course: &Course<'_>) -> Vec<Filter> {
    choose::filters(&course.resource, &course.rows, &course.claims)
}

/// Asks for the rows that meet a condition.
pub(super) async fn ask(course: &Course<'_>, filter: Option<&Filter>) -> Option<Answer> {
    let filter = filter?;
    let mut params = course.params(1, SIZE);
    params.filter.push(filter.clone());
    Some(course.ask(&params).await)
}

/// Judges the first condition by its answer, and asks for further ones while
/// there are requests left.
pub(super) async fn judge(course: &mut Course<'_>, plan: Vec<Filter>, first: Option<Answer>) {
    if plan.is_empty() {
        if !course.claims.filters.is_empty() {
            course.say(Outcome::Open, "filter", "open", "");
        }
        return;
    }
    let mut answer = first;
    let mut count = 0;
    let mut refuted: Vec<String> = Vec::new();
    for filter in &plan {
        if refuted.contains(&filter.field) {
            continue;
        }
        let answer = match answer.take() {
            Some(answer) => Some(answer),
            None if count >= LEAST && !course.may_ask() => break,
            None => ask(course, Some(filter)).await,
        };
        let Some(answer) = answer else { break };
        let (outcome, how) = verdict(course, filter, &answer);
        let subject = format!("filter:{}", filter.field);
        let arguments = [("field", filter.field.as_str()), ("value", filter.value.as_str())];
        if outcome == Outcome::Open && answer.url().is_empty() {
            break;
        }
        count += 1;
        let url = answer.url().to_owned();
        course.say_of(outcome, &subject, how, &url, &arguments);
        match outcome {
            Outcome::Proved => total_under_filter(course, &answer),
            Outcome::Refuted => {
                refuted.push(filter.field.clone());
                alter::withdraw(&mut course.resource, &course.rows, filter);
            }
            Outcome::Open => {}
        }
        if course.resource.dialect.filter == crate::api::FilterStyle::None {
            break;
        }
    }
}

fn verdict(course: &Course<'_>, filter: &Filter, answer: &Answer) -> (Outcome, &'static str) {
    let page = match answer {
        Answer::Rows(page, _) => page,
        Answer::Refused(_) => return (Outcome::Refuted, "refused"),
        Answer::Silent => return (Outcome::Open, "open"),
    };
    let path = course.resource.field(&filter.field).map(|field| &field.path);
    let value = |row: &'_ crate::record::Record| -> Option<bool> {
        meets(path.and_then(|path| row.get(path)).unwrap_or(&Value::Null), filter)
    };
    let expected = course.rows.iter().filter(|row| value(row) == Some(true)).count();
    if page.records.is_empty() {
        // The value came from a row that is there.
        return if expected > 0 { (Outcome::Refuted, "emptied") } else { (Outcome::Open, "open") };
    }
    if is_same(&page.records, &course.rows) && expected < course.rows.len() {
        return (Outcome::Refuted, "ignored");
    }
    if page.records.iter().any(|row| value(row) == Some(false)) {
        return (Outcome::Refuted, "wrong");
    }
    (Outcome::Proved, "narrowed")
}

/// Judges whether the total counts what is left.
fn total_under_filter(course: &mut Course<'_>, answer: &Answer) {
    let (Answer::Rows(page, url), Some(all)) = (answer, course.plain.total) else { return };
    let Some(total) = page.total else { return };
    let is_stuck = total == all && (page.records.len() as u64) < all;
    let is_narrower = page.records.len() < course.rows.len() || total < all;
    let url = url.clone();
    if is_stuck && (page.has_next != Some(true) || is_short(page)) {
        course.say(Outcome::Refuted, "total:filtered", "unfiltered", &url);
        course.dialect().is_total_unfiltered = true;
    } else if is_narrower && total < all {
        course.say(Outcome::Proved, "total:filtered", "moved", &url);
    }
}

fn is_short(page: &Page) -> bool {
    page.records.len() < SIZE as usize
}

/// What was searched for.
#[derive(Debug)]
pub(super) struct Searched {
    word: String,
    answer: Answer,
}

/// Searches for a word that some rows hold and others do not.
pub(super) async fn ask_words(course: &Course<'_>) -> Option<Searched> {
    if !course.claims.can_search {
        return None;
    }
    let texts = |is_label: bool| -> Vec<&Value> {
        let resource = &course.resource;
        let fields = resource.fields.iter().filter(|field| {
            let is_own = resource.label_field.as_ref() == Some(&field.path);
            if is_label { is_own } else { field.kind == Kind::Text }
        });
        fields.flat_map(|field| course.rows.iter().filter_map(|row| row.get(&field.path))).collect()
    };
    let word = choose::word(&texts(true)).or_else(|| choose::word(&texts(false)))?;
    let params = ListParams { search: Some(word.clone()), ..course.params(1, SIZE) };
    Some(Searched { word, answer: course.ask(&params).await })
}

/// Judges whether the search narrows.
pub(super) fn judge_words(course: &mut Course<'_>, searched: Option<Searched>) {
    if !course.claims.can_search {
        return;
    }
    let name = course.resource.dialect.search.clone().unwrap_or_default();
    let Some(Searched { word, answer }) = searched else {
        return course.say_of(Outcome::Open, "search", "open", "", &[("parameter", &name)]);
    };
    let arguments = [("parameter", name.as_str()), ("word", word.as_str())];
    let url = answer.url().to_owned();
    let how = match &answer {
        Answer::Silent => {
            return course.say_of(Outcome::Open, "search", "open", "", &arguments);
        }
        Answer::Refused(_) => "refused",
        Answer::Rows(page, _) if page.records.is_empty() => "emptied",
        Answer::Rows(page, _) if is_same(&page.records, &course.rows) => "ignored",
        Answer::Rows(..) => {
            return course.say_of(Outcome::Proved, "search", "narrowed", &url, &arguments);
        }
    };
    course.say_of(Outcome::Refuted, "search", how, &url, &arguments);
    alter::drop_search(&mut course.resource);
}
