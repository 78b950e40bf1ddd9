//! Tests of conditions and of search.

use super::course::{Answer, Course, SIZE};
use super::{alter, choose};
use crate::api::compare::{is_same, meets};
use crate::api::{Filter, FilterOperator, FilterStyle, Kind, ListParams, Outcome, Page};
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
    let is_guess = !course.is_described("filter");
    // Where each project names the parameters, and what is unknown is ignored,
    // only those count that were tried.
    let mut is_loose = is_guess
        && course.is_family("filter")
        && course.resource.dialect.filter.words().0.iter().any(|(_, name, _)| {
            name == "{field}" && course.resource.dialect.filter.words().1.is_empty()
        });
    let mut proved: Vec<String> = Vec::new();
    let mut exact: Vec<Filter> = Vec::new();
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
        if course.resource.dialect.filter == FilterStyle::None {
            return;
        }
        if outcome == Outcome::Proved {
            proved.push(filter.field.clone());
            exact.push(filter.clone());
            is_loose = is_loose && !(proved.len() == 1 && notices(course).await);
            // What is not declared was believed of every field; that is next.
            if is_guess && !is_loose {
                break;
            }
        }
    }
    if is_loose {
        alter::limit_to(&mut course.resource, &exact);
    } else if is_guess && !proved.is_empty() {
        accept_all(course, &plan, proved).await;
    }
}

/// Returns whether the server notices a filter on a field that is not there:
/// it refuses it, or no row meets it. Then it takes filters on all others.
async fn notices(course: &Course<'_>) -> bool {
    let field = "no_such_field".to_owned();
    let filter = Filter { field, operator: FilterOperator::Eq, value: "1".to_owned() };
    match ask(course, Some(&filter)).await {
        Some(Answer::Refused(..)) => true,
        Some(Answer::Rows(page, _)) => page.records.is_empty(),
        _ => false,
    }
}

/// Filters by several fields of one row at once: a server that refuses unknown
/// ones names them, one after the other; those that are left when it refuses
/// no more are known. If it still does in the end, only what was proved stays.
async fn accept_all(course: &mut Course<'_>, plan: &[Filter], proved: Vec<String>) {
    let equal = |filter: &&Filter| filter.operator == FilterOperator::Eq;
    let mut left: Vec<Filter> = plan.iter().filter(equal).cloned().collect();
    left.dedup_by(|one, other| one.field == other.field);
    let names: Vec<String> = left.iter().map(|filter| filter.field.clone()).collect();
    let mut unknown: Vec<String> = Vec::new();
    loop {
        if left.len() < 2 {
            break;
        }
        let params = ListParams { filter: left.clone(), ..course.params(1, SIZE) };
        let answer = course.ask(&params).await;
        match &answer {
            // A server that takes them all, or ignores some: no more is to be learned.
            Answer::Rows(..) => break,
            Answer::Silent if unknown.is_empty() => return,
            Answer::Silent => return keep(course, &names, &proved),
            Answer::Refused(..) => {}
        }
        let mut told = answer.named(&names);
        told.retain(|name| !proved.contains(name));
        if told.is_empty() {
            return keep(course, &names, &proved);
        }
        left.retain(|filter| !told.contains(&filter.field));
        unknown.extend(told);
    }
    let known: Vec<String> = names.iter().filter(|name| !unknown.contains(name)).cloned().collect();
    if !unknown.is_empty() {
        keep(course, &names, &known);
    }
}

/// Keeps only the filters on `known` of those on `names`.
fn keep(course: &mut Course<'_>, names: &[String], known: &[String]) {
    let mut gone: Vec<&String> = names.iter().filter(|name| !known.contains(name)).collect();
    gone.dedup();
    for field in gone {
        let subject = format!("filter:{field}");
        course.say_of(Outcome::Refuted, &subject, "refused", "", &[("field", field)]);
    }
    alter::limit(&mut course.resource, known);
}

fn verdict(course: &Course<'_>, filter: &Filter, answer: &Answer) -> (Outcome, &'static str) {
    let page = match answer {
        Answer::Rows(page, _) => page,
        Answer::Refused(..) => return (Outcome::Refuted, "refused"),
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

/// Returns words that some rows hold and others do not, each of another field;
/// that of the label first, as it is what people search for.
fn words(course: &Course<'_>) -> Vec<String> {
    let resource = &course.resource;
    let mut fields: Vec<_> = resource
        .fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Text | Kind::LongText | Kind::Email))
        .collect();
    fields.sort_by_key(|field| resource.label_field.as_ref() != Some(&field.path));
    let texts = fields.into_iter().map(|field| {
        let texts = course.rows.iter().filter_map(|row| row.get(&field.path));
        texts.collect::<Vec<&Value>>()
    });
    texts.filter_map(|texts| choose::word(&texts)).collect()
}

/// Searches for a word.
pub(super) async fn ask_words(course: &Course<'_>) -> Option<Searched> {
    if !course.claims.can_search {
        return None;
    }
    let word = words(course).into_iter().next()?;
    Some(search(course, word).await)
}

async fn search(course: &Course<'_>, word: String) -> Searched {
    let params = ListParams { search: Some(word.clone()), ..course.params(1, SIZE) };
    Searched { word, answer: course.ask(&params).await }
}

/// Judges whether the search narrows.
pub(super) async fn judge_words(course: &mut Course<'_>, searched: Option<Searched>) {
    if !course.claims.can_search {
        return;
    }
    let name = course.resource.dialect.search.clone().unwrap_or_default();
    let Some(mut searched) = searched else {
        return course.say_of(Outcome::Open, "search", "open", "", &[("parameter", &name)]);
    };
    let is_empty =
        |answer: &Answer| matches!(answer, Answer::Rows(page, _) if page.records.is_empty());
    if is_empty(&searched.answer)
        && let Some(word) = words(course).into_iter().nth(1)
    {
        // The search may look at another field.
        let again = search(course, word).await;
        if !matches!(again.answer, Answer::Silent) {
            searched = again;
        }
    }
    let Searched { word, answer } = searched;
    let arguments = [("parameter", name.as_str()), ("word", word.as_str())];
    let url = answer.url().to_owned();
    let how = match &answer {
        Answer::Silent => {
            return course.say_of(Outcome::Open, "search", "open", "", &arguments);
        }
        Answer::Refused(..) => "refused",
        answer if is_empty(answer) => "emptied",
        Answer::Rows(page, _) if is_same(&page.records, &course.rows) => "ignored",
        Answer::Rows(..) => {
            return course.say_of(Outcome::Proved, "search", "narrowed", &url, &arguments);
        }
    };
    course.say_of(Outcome::Refuted, "search", how, &url, &arguments);
    alter::drop_search(&mut course.resource);
}
