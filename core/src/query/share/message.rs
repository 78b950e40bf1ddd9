//! What tabs say to each other.

use crate::query::entity::Said;
use crate::query::{Entity, ListPage, QueryKey};
use crate::record::Identifier;
use serde_json::{Value, json};

/// What other versions say is not understood, and not heard.
const VERSION: u64 = 2;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Message {
    Answer(Answer),
    /// These queries, and all below them, are stale.
    Stale(Vec<QueryKey>),
    /// These queries, and all below them, are gone.
    Gone(Vec<QueryKey>),
    /// The record was read or written.
    Record(String, Row),
    /// A tab is there; a new one wants to hear of the others.
    Beat {
        rank: Rank,
        is_new: bool,
    },
    /// A tab is no longer there.
    Bye {
        stamp: u64,
    },
}

/// The answer to a query for a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) key: QueryKey,
    pub(super) resource: String,
    pub(super) rows: Vec<Row>,
    pub(super) total: Option<u64>,
    /// When it arrived, in milliseconds since the Unix epoch.
    pub(super) at: u64,
    pub(super) validator: Option<String>,
}

/// A record as the server wrote it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) identifier: Option<Identifier>,
    /// What the answers said that are known of it, the earliest first.
    pub(super) said: Vec<Said>,
}

/// Who leads: the least of those that are there. One that is looked at before
/// one that is not, whose timers hardly run; then the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) is_hidden: bool,
    pub(super) since: u64,
    pub(super) stamp: u64,
}

impl Answer {
    /// Returns what there is to be told of a page; `None` where that is more
    /// than `max_bytes`, or a row is gone.
    pub(super) fn of(key: &QueryKey, page: &ListPage, max_bytes: usize) -> Option<Self> {
        let (mut rows, mut bytes) = (Vec::with_capacity(page.rows().len()), 0);
        for entity in page.rows() {
            let row = Row::of(entity)?;
            bytes += row.said.iter().map(|said| said.text.len()).sum::<usize>();
            if bytes > max_bytes {
                return None;
            }
            rows.push(row);
        }
        let resource = page.rows().first().map(|row| row.resource().to_string());
        let (resource, total) = (resource.unwrap_or_default(), page.total());
        Some(Self { key: key.clone(), resource, rows, total, at: 0, validator: None })
    }
}

impl Row {
    /// Returns what there is to be told of a record; `None` where it is not known.
    pub(super) fn of(entity: &Entity) -> Option<Self> {
        let (identifier, said) = (entity.identifier(), entity.said());
        (!said.is_empty()).then_some(Self { identifier, said })
    }

    fn to_value(&self) -> Value {
        let said = |said: &Said| json!([said.text, said.etag, said.asked]);
        let said: Vec<Value> = self.said.iter().map(said).collect();
        json!([self.identifier.as_ref().map(Identifier::as_str), said])
    }

    fn read(value: &Value) -> Option<Self> {
        let said = |said: &Value| {
            let text = |place: usize| said.get(place).and_then(Value::as_str).map(str::to_owned);
            Some(Said { text: text(0)?, etag: text(1), asked: said.get(2)?.as_u64()? })
        };
        Some(Self {
            identifier: value.get(0)?.as_str().map(Identifier::new),
            said: value.get(1)?.as_array()?.iter().map(said).collect::<Option<_>>()?,
        })
    }
}

impl Message {
    pub(super) fn write(&self) -> Vec<u8> {
        let keys = |keys: &[QueryKey]| keys.iter().map(|key| json!(key.segments())).collect();
        let body: Value = match self {
            Self::Answer(answer) => json!({
                "kind": "answer",
                "key": answer.key.segments(),
                "resource": answer.resource,
                "rows": answer.rows.iter().map(Row::to_value).collect::<Vec<_>>(),
                "total": answer.total,
                "at": answer.at,
                "validator": answer.validator,
            }),
            Self::Stale(stale) => json!({"kind": "stale", "keys": Value::Array(keys(stale))}),
            Self::Gone(gone) => json!({"kind": "gone", "keys": Value::Array(keys(gone))}),
            Self::Record(resource, row) => {
                json!({"kind": "record", "resource": resource, "row": row.to_value()})
            }
            Self::Beat { rank, is_new } => json!({
                "kind": "beat",
                "stamp": rank.stamp,
                "since": rank.since,
                "hidden": rank.is_hidden,
                "new": is_new,
            }),
            Self::Bye { stamp } => json!({"kind": "bye", "stamp": stamp}),
        };
        json!([VERSION, body]).to_string().into_bytes()
    }

    /// Reads a message of this version.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let message: Value = serde_json::from_slice(bytes).ok()?;
        if message.get(0)?.as_u64()? != VERSION {
            return None;
        }
        let body = message.get(1)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = |name: &str| body.get(name).and_then(Value::as_u64);
        let flag = |name: &str| body.get(name).and_then(Value::as_bool);
        let key = |key: &Value| Some(QueryKey::from(key.as_array()?.clone()));
        let keys = || body.get("keys")?.as_array()?.iter().map(key).collect::<Option<Vec<_>>>();
        Some(match body.get("kind")?.as_str()? {
            "answer" => Self::Answer(Answer {
                key: key(body.get("key")?)?,
                resource: text("resource")?,
                rows: body.get("rows")?.as_array()?.iter().map(Row::read).collect::<Option<_>>()?,
                total: number("total"),
                at: number("at")?,
                validator: text("validator"),
            }),
            "stale" => Self::Stale(keys()?),
            "gone" => Self::Gone(keys()?),
            "record" => Self::Record(text("resource")?, Row::read(body.get("row")?)?),
            "beat" => Self::Beat {
                rank: Rank {
                    is_hidden: flag("hidden")?,
                    since: number("since")?,
                    stamp: number("stamp")?,
                },
                is_new: flag("new")?,
            },
            "bye" => Self::Bye { stamp: number("stamp")? },
            _ => return None,
        })
    }
}
