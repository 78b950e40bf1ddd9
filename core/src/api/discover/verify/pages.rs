//! Tests of pages, totals and of several records at once.

use super::alter;
use super::course::{Answer, Course, SIZE};
use crate::api::compare::{identity, is_apart, is_same};
use crate::api::dialect::{decode_many, encode_many};
use crate::api::{ManyById, Outcome, PageRequest, Paging, Total};
use crate::record::Identifier;

/// The rows of a small page.
const SMALL: u32 = 5;

/// What was asked for as the second page.
#[derive(Debug)]
pub(super) struct Turn {
    answer: Answer,
    /// The rows that it was to have.
    size: u32,
}

/// Returns the parameter that pages are asked for by.
fn parameter(paging: &Paging) -> String {
    let name = match paging {
        Paging::Page { page, .. } => page,
        Paging::Offset { offset, .. } => offset,
        Paging::Range { start, .. } => start,
        Paging::Window { parameter, .. } => parameter,
        Paging::Cursor { cursor, .. } => cursor,
        _ => return "next".to_owned(),
    };
    name.clone()
}

fn is_numbered(paging: &Paging) -> bool {
    matches!(
        paging,
        Paging::Page { .. } | Paging::Offset { .. } | Paging::Range { .. } | Paging::Window { .. }
    )
}

/// Asks for the second page, a small one where the size can be chosen: it is
/// inside the plain list then, and shows both at once.
pub(super) async fn turn(course: &Course<'_>) -> Option<Turn> {
    if !course.claims.can_page {
        return None;
    }
    let count = u32::try_from(course.rows.len()).unwrap_or(SIZE);
    let size = if course.claims.can_size { SMALL.min(count / 2).max(1) } else { SIZE };
    let mut params = course.params(2, size);
    if !is_numbered(&course.resource.dialect.paging) {
        let cursor = course.plain.next_cursor.clone()?;
        params.page = PageRequest { number: 2, size, cursor: Some(cursor) };
    }
    Some(Turn { answer: course.ask(&params).await, size })
}

/// Judges the second page, and the total by what is known without a filter.
pub(super) async fn judge(course: &mut Course<'_>, turn: Option<Turn>) {
    let name = parameter(&course.resource.dialect.paging);
    let arguments = [("parameter", name.as_str())];
    match turn {
        Some(turn) if is_numbered(&course.resource.dialect.paging) => {
            judge_number(course, turn, &arguments).await;
        }
        Some(Turn { answer: Answer::Rows(page, url), size }) => {
            if is_apart(&page.records, &course.rows) && !page.records.is_empty() {
                course.say_of(Outcome::Proved, "paging", "compared", &url, &arguments);
                if course.claims.can_size {
                    judge_size(course, page.records.len(), size, &url);
                }
            } else {
                course.say_of(Outcome::Refuted, "paging", "ignored", &url, &arguments);
                course.dialect().paging = Paging::None;
            }
        }
        Some(Turn { answer: Answer::Refused(url, _), .. }) => {
            course.say_of(Outcome::Refuted, "paging", "refused", &url, &arguments);
            course.dialect().paging = Paging::None;
        }
        _ if course.claims.can_page => {
            course.say_of(Outcome::Open, "paging", "open", "", &arguments);
        }
        _ => {}
    }
    judge_total(course);
}

async fn judge_number(course: &mut Course<'_>, turn: Turn, arguments: &[(&'static str, &str)]) {
    let Turn { answer, size } = turn;
    let (page, url) = match answer {
        Answer::Rows(page, url) => (page, url),
        Answer::Refused(url, _) => {
            // Behind the last page some servers answer with an error.
            let is_behind = course.rows.len() < size as usize;
            let (outcome, how) =
                if is_behind { (Outcome::Open, "open") } else { (Outcome::Refuted, "refused") };
            course.say_of(outcome, "paging", how, &url, arguments);
            if outcome == Outcome::Refuted {
                course.dialect().paging = Paging::None;
            }
            return;
        }
        Answer::Silent => return,
    };
    let size = size as usize;
    let expected = course.rows.get(size..(2 * size).min(course.rows.len())).unwrap_or_default();
    if !expected.is_empty() && is_same(&page.records, expected) {
        course.say_of(Outcome::Proved, "paging", "compared", &url, arguments);
        judge_size(course, page.records.len(), size.try_into().unwrap_or(SIZE), &url);
        return;
    }
    let is_same_again =
        page.records.iter().zip(&course.rows).all(|(one, other)| identity(one) == identity(other));
    if page.records.is_empty() && course.rows.len() <= size {
        course.say_of(Outcome::Open, "paging", "open", &url, arguments);
    } else if page.records.is_empty() || is_same_again {
        course.say_of(Outcome::Refuted, "paging", "ignored", &url, arguments);
        course.dialect().paging = Paging::None;
    } else if counts_from_zero(course, size).await {
        if let Paging::Page { first, .. } = &mut course.dialect().paging {
            *first = 0;
        }
        course.say_of(Outcome::Proved, "paging", "from_zero", &url, arguments);
    } else if is_apart(&page.records, &course.rows) || is_apart(&page.records, &course.rows[..size])
    {
        course.say_of(Outcome::Proved, "paging", "compared", &url, arguments);
        judge_size(course, page.records.len(), size.try_into().unwrap_or(SIZE), &url);
    } else {
        course.say_of(Outcome::Refuted, "paging", "overlap", &url, arguments);
        course.dialect().paging = Paging::None;
    }
}

/// Tells whether what was taken for the first page is the second: page 0 holds
/// other rows then.
async fn counts_from_zero(course: &Course<'_>, size: usize) -> bool {
    let Paging::Page { first: 1, .. } = course.resource.dialect.paging else { return false };
    let mut resource = course.resource.clone();
    if let Paging::Page { first, .. } = &mut resource.dialect.paging {
        *first = 0;
    }
    let size = u32::try_from(size).unwrap_or(SIZE);
    match course.ask_as(&resource, &course.params(1, size)).await {
        Answer::Rows(page, _) => {
            page.records.len() == size as usize && is_apart(&page.records, &course.rows)
        }
        _ => false,
    }
}

/// Judges whether a page has the rows that were asked for.
fn judge_size(course: &mut Course<'_>, count: usize, size: u32, url: &str) {
    if !course.claims.can_size {
        return;
    }
    let Some(name) = alter::size_parameter(&course.resource.dialect.paging) else { return };
    let arguments = [("parameter", name.as_str())];
    let is_full = course.rows.len() >= 2 * size as usize;
    if count == size as usize {
        course.say_of(Outcome::Proved, "size", "obeyed", url, &arguments);
        let rows = course.rows.len();
        if course.plain.total.is_some_and(|total| total > rows as u64) && rows < SIZE as usize {
            alter::cap(&mut course.dialect().paging, rows);
        }
    } else if is_full || count > size as usize {
        course.say_of(Outcome::Refuted, "size", "ignored", url, &arguments);
        let rows = course.rows.len();
        alter::drop_size(&mut course.dialect().paging, rows);
    }
}

/// Judges the total of the plain list.
fn judge_total(course: &mut Course<'_>) {
    let place = match &course.resource.dialect.total {
        Total::None => return,
        Total::Header { name } | Total::Head { name } => name.clone(),
        Total::Body { path } | Total::Pages { path } => path.to_string(),
        Total::Count { path, .. } => path.clone(),
    };
    let is_header = matches!(course.resource.dialect.total, Total::Header { .. });
    let arguments = [("place", place.as_str())];
    let count = course.rows.len() as u64;
    let is_all = course.plain.has_next == Some(false)
        && !matches!(course.resource.dialect.paging, Paging::None);
    match course.plain.total {
        // Another request asks for it; that it is not in this one says nothing.
        None if !matches!(
            course.resource.dialect.total,
            Total::Header { .. } | Total::Body { .. }
        ) => {}
        None => {
            let how = if is_header { "hidden" } else { "absent" };
            course.say_of(Outcome::Refuted, "total", how, "", &arguments);
            course.dialect().total = Total::None;
        }
        Some(total) if total < count || is_all && total != count => {
            course.say_of(Outcome::Refuted, "total", "wrong", "", &arguments);
            course.dialect().total = Total::None;
        }
        Some(_) => course.say_of(Outcome::Open, "total", "told", "", &arguments),
    }
}

/// What was asked for by keys.
#[derive(Debug)]
pub(super) struct Many {
    wanted: Vec<Identifier>,
    /// The keys that came; `None` where the request was refused.
    found: Option<Vec<String>>,
    url: String,
}

/// Asks for the first and the last row by their keys.
pub(super) async fn ask_many(course: &Course<'_>) -> Option<Many> {
    if course.resource.dialect.many == ManyById::Each {
        return None;
    }
    let ends = [course.rows.first()?, course.rows.last()?];
    let wanted: Vec<Identifier> = ends.iter().filter_map(|row| row.identifier.clone()).collect();
    let request = encode_many(&course.resource, course.base_url(), &wanted)?;
    let url = request.url.clone();
    let response = course.send(request).await?;
    let found = response.is_success().then(|| decode_many(&course.resource, &response).ok());
    let found = found.flatten().map(|rows| rows.iter().map(identity).collect());
    Some(Many { wanted, found, url })
}

/// Judges whether exactly the rows came whose keys were given.
pub(super) fn judge_many(course: &mut Course<'_>, many: Option<Many>) {
    let Some(Many { wanted, found, url }) = many else { return };
    let found = found.unwrap_or_default();
    let is_exact = found.len() == wanted.len()
        && wanted.iter().all(|key| found.iter().any(|known| known == key.as_str()));
    if is_exact && wanted.len() == 2 {
        course.say(Outcome::Proved, "many", "found", &url);
    } else {
        course.say(Outcome::Refuted, "many", "ignored", &url);
        course.dialect().many = ManyById::Each;
    }
}
