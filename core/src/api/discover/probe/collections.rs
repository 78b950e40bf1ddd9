//! Which collections an undescribed API has.

use super::actions;
use super::adopt::{self, adopt};
use super::formats::format_of;
use super::sample::{Sample, noun_of, of_response, sample};
use super::{build, inclusion, json_server, paging};
use crate::api::address::encode;
use crate::api::discover::content::{Content, content};
use crate::api::discover::describe;
use crate::api::discover::evidence::{evidence, issue};
use crate::api::discover::fetch::Fetcher;
use crate::api::discover::page;
use crate::api::discover::partial;
use crate::api::discover::words::{is_verb, plural};
use crate::api::{Api, Dialect, Evidence, Resource, Severity, Source};
use crate::platform::{Message, Response};
use futures::StreamExt;
use futures::stream;
use serde_json::Value;

/// The requests that run at the same time.
pub(in crate::api::discover) const AT_ONCE: usize = 2;
/// What is known of the server before its lists are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api::discover) enum Hint {
    /// Nothing.
    None,
    /// It is json-server.
    JsonServer,
    /// It looks like json-server and is not.
    Other,
}

/// What a data set shows of an API: the names of its lists, and whether there
/// may be more of them.
#[derive(Debug)]
pub(in crate::api::discover) struct Dataset {
    pub(in crate::api::discover) names: Vec<String>,
    pub(in crate::api::discover) is_truncated: bool,
}

/// How sure it is that an address is json-server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::api::discover) enum Certainty {
    /// It is worth a look.
    Guess,
    /// Its start page says so.
    Known,
}

/// Reads the names of the lists in `GET /db` of json-server, which is the
/// whole data set. Its beginning is enough for a small one; of a bigger one a
/// larger part is read, and what lies behind that is guessed by the fields that
/// point there.
pub(in crate::api::discover) async fn dataset(
    fetcher: Fetcher<'_>,
    base: &str,
    certainty: Certainty,
) -> Option<Dataset> {
    let url = format!("{base}/db");
    let mut response = match certainty {
        Certainty::Guess => fetcher.glance(&url).await.ok()?,
        // The larger part would be asked for next.
        Certainty::Known => fetcher.portion(&url).await.ok()?,
    };
    if !response.is_success() {
        return None;
    }
    let beginning = String::from_utf8_lossy(&response.body).into_owned();
    let mut names = partial::lists(&beginning);
    if names.is_empty() {
        return None;
    }
    if response.is_truncated && certainty == Certainty::Guess {
        response = fetcher.portion(&url).await.ok()?;
        names = partial::lists(&String::from_utf8_lossy(&response.body));
    }
    if response.is_truncated {
        let guesses = partial::read(&beginning).map(|value| pointed_to(&value)).unwrap_or_default();
        names.extend(guesses);
        let mut seen: Vec<String> = Vec::new();
        names.retain(|name| {
            let is_new = !seen.contains(name);
            seen.extend(is_new.then(|| name.clone()));
            is_new
        });
    }
    Some(Dataset { names, is_truncated: response.is_truncated })
}

/// Returns the plurals of the nouns in fields that end in `Id`.
fn pointed_to(data: &Value) -> Vec<String> {
    let lists = data.as_object().into_iter().flatten().filter_map(|(_, list)| list.as_array());
    let rows = lists.flatten().filter_map(Value::as_object);
    let nouns = rows.flat_map(|row| row.keys()).filter_map(|field| field.strip_suffix("Id"));
    let mut names: Vec<String> = Vec::new();
    for noun in nouns.filter(|noun| !noun.is_empty()) {
        let name = plural(noun);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Reads the lists called `names` under `base`; those that are none are left
/// out. `known` is the answer to one of them that is there already.
pub(in crate::api::discover) async fn collections(
    fetcher: Fetcher<'_>,
    base: &str,
    names: &[String],
    hint: Hint,
    known: Option<&Response>,
) -> Api {
    let mut api = Api { title: title(base), base_url: base.to_owned(), ..Api::default() };
    let safe: Vec<&String> = names.iter().filter(|name| !is_verb(name)).collect();
    let mut hint = hint;
    let mut rest = &safe[..];
    let mut proved = Vec::new();
    let mut samples: Vec<(Resource, Vec<Value>)> = Vec::new();
    // The first list tells how the others are asked.
    while let Some((name, others)) = rest.split_first().filter(|_| samples.is_empty()) {
        rest = others;
        let known = known.filter(|response| noun_of(&response.url) == name.as_str());
        let first = first(fetcher, base, name, hint, known).await;
        let Some((mut resource, mut sample, is_json_server)) = first else { continue };
        if is_json_server {
            let url = format!("{base}/{name}");
            let name = name.trim_end_matches('/');
            if let Some(reasons) = json_server::verify(fetcher, &url, name, &sample).await {
                hint = Hint::JsonServer;
                proved = reasons;
            } else {
                hint = Hint::Other;
                let again = self::first(fetcher, base, name, hint, known).await;
                let Some(again) = again else { continue };
                (resource, sample, _) = again;
            }
        }
        show(fetcher, &api, &resource);
        api.operations.extend(actions::operations(&resource, base, &sample.body));
        samples.push((resource, sample.rows));
    }
    let requests = rest.iter().map(|name| first(fetcher, base, name, hint, None));
    let mut results = stream::iter(requests).buffered(AT_ONCE);
    while let Some(result) = results.next().await {
        if let Some((resource, sample, _)) = result {
            show(fetcher, &api, &resource);
            api.operations.extend(actions::operations(&resource, base, &sample.body));
            samples.push((resource, sample.rows));
        }
    }
    for (position, (resource, _)) in samples.iter_mut().enumerate() {
        for reason in &proved {
            let reason = if position == 0 { reason.clone() } else { by_analogy(reason) };
            resource.evidence.retain(|known| known.subject != reason.subject);
            resource.evidence.push(reason);
        }
    }
    let rows: Vec<Vec<Value>>;
    (api.resources, rows) = samples.into_iter().unzip();
    adopt::relate(&mut api.resources);
    inclusion::refer(fetcher, &mut api, &rows).await;
    api.issues.push(issue(Severity::Note, base, "description.none"));
    api
}

/// Hands out a list that was read, while the others are: it can be looked at. What it refers to and
/// how it is written is known when all of them are.
fn show(fetcher: Fetcher<'_>, api: &Api, resource: &Resource) {
    let list = Resource { create: None, update: None, delete: None, ..resource.clone() };
    fetcher.show(Api { resources: vec![list], ..api.clone() });
}

/// Reads one list and its dialect.
async fn first(
    fetcher: Fetcher<'_>,
    base: &str,
    name: &str,
    hint: Hint,
    known: Option<&Response>,
) -> Option<(Resource, Sample, bool)> {
    fetcher.say(Message::new("connect.progress.list").with("name", name));
    let path = format!("/{}", name.split('/').map(encode).collect::<Vec<_>>().join("/"));
    let name = name.trim_end_matches('/');
    let url = format!("{base}{path}");
    if hint == Hint::JsonServer {
        let sample = sample(fetcher, &json_server::first_page(&url), name).await?;
        if json_server::is_page(&sample) {
            let (dialect, reasons) = json_server::dialect(&sample);
            let resource = build::resource(name, &path, &sample, dialect, reasons);
            return Some((resource, sample, true));
        }
    }
    let plain = match known {
        Some(response) => of_response(response, name)?,
        None => sample(fetcher, &url, name).await?,
    };
    if hint != Hint::Other
        && plain.body.is_array()
        && plain.next_link.is_none()
        && plain.rows.len() > 2
    {
        let two = sample(fetcher, &format!("{url}?_page=1&_limit=2"), name).await;
        let fits = |two: &Sample| two.rows == plain.first(2) && two.body.is_array();
        if let Some(two) = two.filter(fits) {
            let (dialect, reasons) = json_server::dialect(&two);
            let resource = build::resource(name, &path, &plain, dialect, reasons);
            return Some((resource, plain, true));
        }
    }
    if format_of(&plain.body).is_some() {
        let dialect = Dialect { rows: plain.place.clone(), ..Dialect::default() };
        let mut resource = build::resource(name, &path, &plain, dialect, Vec::new());
        adopt(&mut resource, &plain.body);
        let rows = adopt::rows(&resource, &plain.body);
        let rows = rows.iter().map(|row| (*row.fields).clone()).collect();
        return Some((resource, Sample { rows, ..plain }, false));
    }
    let (dialect, reasons) = paging::dialect(fetcher, &url, (name, &path), &plain).await;
    let mut resource = build::resource(name, &path, &plain, dialect, reasons);
    ask_schema(fetcher, &mut resource, &plain, &url).await;
    ask_options(fetcher, &mut resource, &plain, &url).await;
    Some((resource, plain, false))
}

/// Asks for the schema that the answer links to.
async fn ask_schema(fetcher: Fetcher<'_>, resource: &mut Resource, plain: &Sample, url: &str) {
    let response = plain.response();
    let link = response.header("link").and_then(|link| page::service_description(link, url));
    let Some(link) = link else { return };
    if let Ok(response) = fetcher.document(&link).await
        && response.is_success()
        && let Content::Json(schema) = content(&response)
    {
        describe::complete_by_schema(resource, &schema);
    }
}

/// Asks what the list takes, where its answer says that it can be asked.
async fn ask_options(fetcher: Fetcher<'_>, resource: &mut Resource, plain: &Sample, url: &str) {
    let Some(allow) = &plain.allow else { return };
    let has = |method: &str| allow.split(',').any(|known| known.trim() == method);
    if !has("POST") {
        resource.create = None;
    }
    resource.evidence.retain(|known| known.subject != "write");
    resource.evidence.push(evidence("write", Source::Response, 70, "allowed"));
    if has("OPTIONS")
        && let Ok(response) = fetcher.options(url).await
        && let Content::Json(value) = content(&response)
    {
        describe::complete(resource, &value);
    }
}

/// Returns what the proof for one list is worth for the others of the server.
fn by_analogy(reason: &Evidence) -> Evidence {
    let mut reason = reason.clone();
    reason.source = Source::Response;
    reason.confidence = 85;
    reason
}

fn title(base: &str) -> String {
    let name = base.split("://").last().unwrap_or(base);
    name.trim_end_matches('/').to_owned()
}
