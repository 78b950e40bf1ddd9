//! One resource, tried in every way it claims, and compared with the rows it was given.

use std::{
    cmp::Ordering,
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
};

use futures::executor::block_on;
use serde_json::Value;
use vitrine_core::api::discover::{DiscoverOptions, Input, discover, verify};
use vitrine_core::api::{
    Api, Credentials, DataProvider, ErrorKind, Filter, FilterOperator, ListParams, Page,
    Precondition, RestProvider, Sort, Transport, Write,
};
use vitrine_core::platform::{HttpClient, NativeHttp, SystemClock};
use vitrine_core::record::{Identifier, Record};

use crate::table::{Table, first};

/// The rows of a page that is asked for.
const SIZE: u32 = 25;

/// Opens the API at an address as the application does, which is told nothing else.
pub(crate) fn open(url: &str, credentials: &Credentials) -> RestProvider {
    let api = verified(understand(url, credentials), credentials);
    RestProvider::new(Rc::new(api), transport(credentials))
}

/// Gives discovery an address and nothing else.
fn understand(url: &str, credentials: &Credentials) -> Api {
    let http: Rc<dyn HttpClient> = Rc::new(NativeHttp);
    let options = DiscoverOptions { credentials: credentials.clone(), ..Default::default() };
    block_on(discover(&http, &Input::Url(url.to_owned()), &options)).expect("it is understood")
}

/// Tests each list as the application does when it is first opened.
fn verified(mut api: Api, credentials: &Credentials) -> Api {
    let transport = transport(credentials);
    for resource in &mut api.resources {
        if let Some(verification) = block_on(verify(&transport, &api.base_url, resource)) {
            verification.apply(resource);
        }
    }
    api
}

fn transport(credentials: &Credentials) -> Transport {
    Transport::new(Rc::new(NativeHttp), Rc::new(SystemClock::default()), credentials.clone())
}

/// What is tried.
pub(crate) struct Trial<'a> {
    pub(crate) provider: &'a RestProvider,
    /// The resource by the last words of the path of its list.
    pub(crate) resource: &'a str,
    /// The rows as the server should answer them; a field that is not named may be anything.
    pub(crate) rows: Vec<Value>,
    /// What the documentation promises.
    pub(crate) table: Table,
}

/// What is written.
pub(crate) struct Writes {
    /// A new record.
    pub(crate) create: Value,
    /// Changes of it.
    pub(crate) change: Value,
    /// Changes that are refused, with the field that is at fault.
    pub(crate) refused: Option<(Value, &'static str)>,
}

impl Trial<'_> {
    /// Reads in every way.
    pub(crate) fn read(&self) {
        let name = self.resource;
        assert!(
            self.provider.api().resource(name).is_some(),
            "there is no {name} among {:?}",
            self.provider.api().resources.iter().map(|it| &it.name).collect::<Vec<_>>()
        );
        // One failure is not to hide the others: the message of each is in the log.
        let mut failures = 0;
        let mut check = |what: &dyn Fn()| {
            failures += usize::from(catch_unwind(AssertUnwindSafe(what)).is_err());
        };
        check(&|| {
            let wrong = self.table.compare(&self.provider.capabilities(name));
            assert!(wrong.is_empty(), "{name}:\n  {}", wrong.join("\n  "));
        });
        check(&|| self.pages());
        for field in self.table.sorts {
            check(&|| self.order(field, false));
            check(&|| self.order(field, true));
        }
        if self.table.can_sort_many {
            check(&|| self.order_by_two());
        }
        for (field, operators) in self.table.filters {
            for operator in *operators {
                check(&|| self.filter(field, *operator));
            }
        }
        if !self.table.searches.is_empty() {
            check(&|| self.search());
        }
        check(&|| self.records());
        assert_eq!(failures, 0, "of the checks of {name} failed");
    }

    /// Makes, changes and removes a record.
    pub(crate) fn write(&self, writes: &Writes) {
        let name = self.resource;
        let made = block_on(self.provider.create(name, &writes.create)).expect("it is made");
        let key = made.identifier.clone().expect("what is made has a key");
        assert_holds(&made.fields, &writes.create);
        self.is_there(&key, &writes.create);
        assert_eq!(self.all(&ListParams::default()).len(), self.rows.len() + 1);
        let previous = block_on(self.provider.get_one(name, &key)).expect("it can be read");
        let write = |changes: &Value, previous: &Record| Write {
            identifier: key.clone(),
            changes: changes.clone(),
            previous: Some(previous.clone()),
            precondition: Precondition::None,
        };
        let changed = block_on(self.provider.update(name, &write(&writes.change, &previous)));
        let changed = changed.expect("it is changed");
        assert_holds(&changed.fields, &writes.change);
        self.is_there(&key, &writes.change);
        // What was not changed stays.
        let mut expected = writes.create.clone();
        for (field, value) in writes.change.as_object().expect("changes are an object") {
            expected[field] = value.clone();
        }
        self.is_there(&key, &expected);
        if let Some((data, field)) = &writes.refused {
            let error = block_on(self.provider.update(name, &write(data, &changed)))
                .expect_err("it is refused");
            assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
            let fields: Vec<String> =
                error.fields().iter().map(|error| error.path.to_string()).collect();
            assert!(fields.iter().any(|known| known == field), "{field} in {fields:?} of {error}");
            self.is_there(&key, &expected);
        }
        block_on(self.provider.delete(name, &write(&Value::Null, &changed))).expect("it goes");
        let gone = block_on(self.provider.get_one(name, &key)).expect_err("it is gone");
        let absent =
            if self.table.hides_absence { ErrorKind::Forbidden } else { ErrorKind::NotFound };
        assert_eq!(gone.kind(), absent, "{gone}");
        assert_eq!(self.all(&ListParams::default()).len(), self.rows.len());
    }

    fn is_there(&self, key: &Identifier, expected: &Value) {
        let record = block_on(self.provider.get_one(self.resource, key)).expect("it can be read");
        assert_holds(&record.fields, expected);
    }

    /// Turns the pages to the end: every row comes once.
    fn pages(&self) {
        let params = ListParams { page: first(SIZE), ..ListParams::default() };
        let page = self.page(&params);
        if self.table.has_total {
            assert_eq!(page.total, Some(self.rows.len() as u64), "the total of {}", self.resource);
        }
        if self.table.can_size {
            assert_eq!(page.records.len(), self.rows.len().min(SIZE as usize));
            let small = self.page(&ListParams { page: first(3), ..params.clone() });
            assert_eq!(small.records.len(), self.rows.len().min(3), "pages of three rows");
        }
        let records = self.all(&params);
        assert_eq!(keys(&records), self.keys(|_| true), "the keys of {}", self.resource);
        assert_eq!(records.len(), self.rows.len(), "each row of {} comes once", self.resource);
        for record in &records {
            let key = record.identifier.as_ref().expect("each row has a key");
            assert_holds(&record.fields, self.row(key));
        }
    }

    fn order(&self, field: &str, is_descending: bool) {
        let sort = vec![Sort { field: field.to_owned(), is_descending }];
        let records = self.all(&ListParams { sort, ..ListParams::default() });
        assert_eq!(records.len(), self.rows.len());
        let values: Vec<&Value> = records.iter().map(|record| &record.fields[field]).collect();
        let ordered = is_ordered(&values, is_descending);
        assert!(ordered, "{} by {field}, descending: {is_descending}: {values:?}", self.resource);
    }

    fn order_by_two(&self) {
        // The first criterion has to repeat itself, or the second says nothing.
        let repeats = |field: &&&str| {
            let values: BTreeSet<String> =
                self.rows.iter().map(|row| row[**field].to_string()).collect();
            values.len() * 3 < self.rows.len()
        };
        let Some(one) = self.table.sorts.iter().find(repeats) else { return };
        let distinct = |field: &&&str| !repeats(field);
        let Some(two) = self.table.sorts.iter().rev().find(distinct) else { return };
        let sort = vec![
            Sort { field: (*one).to_owned(), is_descending: true },
            Sort { field: (*two).to_owned(), is_descending: false },
        ];
        let records = self.all(&ListParams { sort, ..ListParams::default() });
        let first: Vec<&Value> = records.iter().map(|record| &record.fields[one]).collect();
        let runs = records.chunk_by(|before, after| before.fields[one] == after.fields[one]);
        let ordered = is_ordered(&first, true)
            && runs.into_iter().all(|run| {
                let values: Vec<&Value> = run.iter().map(|record| &record.fields[two]).collect();
                is_ordered(&values, false)
            });
        assert!(ordered, "{} by {one} and then {two}", self.resource);
    }

    fn filter(&self, field: &str, operator: FilterOperator) {
        if self.rows.iter().all(|row| row[field] == self.rows[0][field]) {
            // Any answer would be right.
            return;
        }
        let value = self.value_for(field, operator);
        let expected = self.keys(|row| fits(&row[field], operator, &value));
        let count = expected.len();
        assert!(count > 0 && count < self.rows.len(), "{field} {operator:?} {value} tells nothing");
        let filter = vec![Filter { field: field.to_owned(), operator, value: value.clone() }];
        let params = ListParams { filter, ..ListParams::default() };
        let what = format!("{}: {field} {operator:?} {value}", self.resource);
        let mut found = keys(&self.all(&params));
        if operator == FilterOperator::Ne {
            // Whether nothing differs from something is answered both ways.
            let nothing = self.keys(|row| row[field].is_null());
            found.retain(|key| !nothing.contains(key));
        } else if self.table.has_total && !self.table.is_total_unfiltered {
            let total = self.page(&params).total;
            assert_eq!(total, Some(count as u64), "the total of {what}");
        }
        assert_eq!(found, expected, "{what}");
    }

    /// Returns a value of the field that some rows have and others have not.
    fn value_for(&self, field: &str, operator: FilterOperator) -> String {
        let mut values: Vec<&Value> =
            self.rows.iter().map(|row| &row[field]).filter(|value| !value.is_null()).collect();
        if operator == FilterOperator::In {
            values.retain(|value| !text(value).contains(','));
        }
        values.sort_by(|one, other| compare(one, other));
        values.dedup();
        let middle = text(values[values.len() / 2]);
        match operator {
            FilterOperator::In if values.len() < 3 => middle,
            FilterOperator::In => {
                format!("{},{}", text(values[0]), text(values[values.len() - 1]))
            }
            FilterOperator::Contains => {
                let word = middle.split(' ').find(|word| word.len() > 3 && word.is_ascii());
                // Whether case counts differs from server to server.
                word.unwrap_or(&middle).to_owned()
            }
            _ => middle,
        }
    }

    fn search(&self) {
        let texts = |row: &Value| -> Vec<String> {
            self.table.searches.iter().map(|field| text(&row[field]).to_lowercase()).collect()
        };
        let words = texts(&self.rows[0]);
        let words = words.iter().flat_map(|text| text.split_whitespace());
        let word = words
            .filter(|word| word.len() > 3 && word.chars().all(char::is_alphanumeric))
            .find(|word| {
                let count = self.keys(|row| texts(row).iter().any(|text| text.contains(*word)));
                !count.is_empty() && count.len() < self.rows.len()
            });
        let word = word.expect("a word tells rows apart");
        let expected = self.keys(|row| texts(row).iter().any(|text| text.contains(word)));
        let params = ListParams { search: Some(word.to_owned()), ..ListParams::default() };
        assert_eq!(keys(&self.all(&params)), expected, "{}: search for {word}", self.resource);
    }

    /// Reads one record and several.
    fn records(&self) {
        let all = self.all(&ListParams::default());
        let key = |position: usize| all[position].identifier.clone().expect("each row has a key");
        let last = key(all.len() - 1);
        self.is_there(&last, self.row(&last));
        let wanted = [key(0), key(all.len() / 2), last];
        let many = block_on(self.provider.get_many(self.resource, &wanted)).expect("they come");
        let wanted: BTreeSet<String> = wanted.iter().map(ToString::to_string).collect();
        assert_eq!(keys(&many), wanted);
        many.iter().for_each(|record| {
            let key = record.identifier.as_ref().expect("each row has a key");
            assert_holds(&record.fields, self.row(key));
        });
    }

    fn page(&self, params: &ListParams) -> Page {
        let page = block_on(self.provider.get_list(self.resource, params));
        page.unwrap_or_else(|error| panic!("{} with {params:?}: {error}", self.resource))
    }

    /// Turns the pages until there is none.
    fn all(&self, params: &ListParams) -> Vec<Record> {
        let mut params = params.clone();
        params.page = first(SIZE);
        let mut records = Vec::new();
        for _ in 0..=self.rows.len() {
            let page = self.page(&params);
            records.extend(page.records);
            if page.has_next != Some(true) {
                return records;
            }
            params.page.number += 1;
            params.page.cursor = page.next_cursor;
        }
        panic!("the pages of {} do not end", self.resource);
    }

    fn row(&self, key: &Identifier) -> &Value {
        let row = self.rows.iter().find(|row| self.identifier(row).as_ref() == Some(key));
        row.unwrap_or_else(|| panic!("there is no {key} in {}", self.resource))
    }

    fn keys(&self, is_wanted: impl Fn(&Value) -> bool) -> BTreeSet<String> {
        let rows = self.rows.iter().filter(|row| is_wanted(row));
        rows.filter_map(|row| Some(self.identifier(row)?.to_string())).collect()
    }

    /// Returns the key of a row that a server was given: `id`, as that is what all of them have.
    fn identifier(&self, row: &Value) -> Option<Identifier> {
        Identifier::from_value(row.get("id")?)
    }
}

fn keys(records: &[Record]) -> BTreeSet<String> {
    records.iter().filter_map(|record| Some(record.identifier.as_ref()?.to_string())).collect()
}

/// Checks that a record has all that is expected of it.
fn assert_holds(record: &Value, expected: &Value) {
    for (field, value) in expected.as_object().expect("rows are objects") {
        let found = &record[field];
        let is_same = match (found.as_f64(), value.as_f64()) {
            (Some(one), Some(other)) => one.total_cmp(&other) == Ordering::Equal,
            _ => found == value,
        };
        assert!(is_same, "{field} is {found}, not {value}, in {record}");
    }
}

/// Tells whether a condition holds, as every server should tell it.
fn fits(value: &Value, operator: FilterOperator, wanted: &str) -> bool {
    if value.is_null() {
        return false;
    }
    let order = match (value.as_f64().or_else(|| decimal(value)), wanted.parse::<f64>()) {
        (Some(value), Ok(wanted)) => value.total_cmp(&wanted),
        _ => text(value).as_str().cmp(wanted),
    };
    match operator {
        FilterOperator::Eq => order == Ordering::Equal,
        FilterOperator::Ne => order != Ordering::Equal,
        FilterOperator::Lt => order == Ordering::Less,
        FilterOperator::Lte => order != Ordering::Greater,
        FilterOperator::Gt => order == Ordering::Greater,
        FilterOperator::Gte => order != Ordering::Less,
        FilterOperator::In => wanted.split(',').any(|wanted| text(value) == wanted),
        _ => text(value).to_lowercase().contains(&wanted.to_lowercase()),
    }
}

/// Orders as servers do: numbers by size, texts by their letters; nothing stands anywhere.
fn compare(one: &Value, other: &Value) -> Ordering {
    let number = |value: &Value| value.as_f64().or_else(|| decimal(value));
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => text(one).cmp(&text(other)),
    }
}

/// Tells whether values come in one of the orders that servers have: by size, byte by byte, or as
/// a dictionary has it.
fn is_ordered(values: &[&Value], is_descending: bool) -> bool {
    let present: Vec<&Value> = values.iter().copied().filter(|value| !value.is_null()).collect();
    if present.iter().all(|value| value.is_boolean()) {
        // Which of the two comes first is a matter of taste.
        return present.windows(2).filter(|pair| pair[0] != pair[1]).count() <= 1;
    }
    let by = |order: &dyn Fn(&Value, &Value) -> Ordering| {
        present.windows(2).all(|pair| {
            let order = order(pair[0], pair[1]);
            order == Ordering::Equal || (order == Ordering::Greater) == is_descending
        })
    };
    by(&compare)
        || by(&|one, other| text(one).cmp(&text(other)))
        || by(&|one, other| dictionary(&text(one)).cmp(&dictionary(&text(other))))
}

/// Returns what a dictionary orders by: signs before digits before letters, without case and
/// accents.
fn dictionary(text: &str) -> Vec<(u8, char)> {
    let letters = text.chars().flat_map(char::to_lowercase).map(|letter| match letter {
        'é' => 'e',
        'ü' => 'u',
        other => other,
    });
    let class = |letter: char| match letter {
        letter if letter.is_alphabetic() => 2,
        letter if letter.is_numeric() => 1,
        _ => 0,
    };
    letters.map(|letter| (class(letter), letter)).collect()
}

fn decimal(value: &Value) -> Option<f64> {
    value.as_str()?.parse().ok()
}

/// Returns a value as a person types it: `422`, not `422.0`.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            number.as_f64().map(|number| number.to_string()).unwrap_or_default()
        }
        other => other.to_string(),
    }
}
