//! A server that behaves as the Petstore document says.
//!
//! `petstore.json` has the paths and schemas of the well-known example of `OpenAPI` in our own
//! words. It has no plain collection: pets are found by their status or their tags.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
};

use serde_json::{Map, Value, json};
use tiny_http::{Method, Request, Response, Server};

use super::answering::{OPEN, header};

const DOCUMENT: &str = include_str!("petstore.json");
const BASE: &str = "/api/v3";
/// One connection of the browser must not keep another one waiting.
const WORKERS: usize = 4;

/// A running Petstore; it stops when this value is dropped.
pub(crate) struct Petstore {
    server: Arc<Server>,
    workers: Vec<JoinHandle<()>>,
    stock: Arc<Mutex<Stock>>,
}

impl Petstore {
    pub(crate) fn start() -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a port is free"));
        let stock = Arc::new(Mutex::new(Stock::seeded()));
        let workers = (0..WORKERS)
            .map(|_| {
                let (server, stock) = (Arc::clone(&server), Arc::clone(&stock));
                thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        respond(request, &stock);
                    }
                })
            })
            .collect();
        Self { server, workers, stock }
    }

    /// Returns the address of its document.
    pub(crate) fn document(&self) -> String {
        format!("http://{}{BASE}/openapi.json", self.server.server_addr())
    }

    /// Returns the entry for `config.json`.
    pub(crate) fn config(&self) -> Value {
        json!([{ "name": "Pets", "url": self.document() }])
    }

    /// Returns the pets of that name as the server holds them.
    pub(crate) fn pets_called(&self, name: &str) -> Vec<Value> {
        let stock = lock(&self.stock);
        stock.pets.values().filter(|pet| pet["name"] == name).cloned().collect()
    }
}

impl Drop for Petstore {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.server.unblock();
        }
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

#[derive(Debug, Default)]
struct Stock {
    pets: BTreeMap<i64, Value>,
    orders: BTreeMap<i64, Value>,
    users: BTreeMap<String, Value>,
}

/// The status of an answer and its body; without one, nothing is said.
type Reply = (u16, Value);

const BAD: u16 = 400;
const MISSING: u16 = 404;

impl Stock {
    fn seeded() -> Self {
        const KINDS: [&str; 3] = ["Dogs", "Cats", "Birds"];
        const NAMES: [&str; 9] =
            ["Bruno", "Mimi", "Kiwi", "Wanda", "Otto", "Flocke", "Pepper", "Luna", "Sky"];
        const STATES: [&str; 3] = ["available", "pending", "sold"];
        let mut stock = Self::default();
        for (id, (index, name)) in (1..).zip(NAMES.iter().enumerate()) {
            let kind = index % KINDS.len();
            let pet = json!({
                "id": id,
                "category": { "id": kind + 1, "name": KINDS[kind] },
                "name": name,
                "photoUrls": [format!("https://pictures.example/{}.jpg", name.to_lowercase())],
                "tags": [{ "id": 1, "name": if index % 2 == 0 { "calm" } else { "lively" } }],
                // Each status has three of them.
                "status": STATES[index / KINDS.len()],
            });
            stock.pets.insert(id, pet);
        }
        let order = json!({ "id": 1, "petId": 4, "quantity": 1, "status": "placed" });
        stock.orders.insert(1, order);
        let user = json!({ "id": 1, "username": "greta", "firstName": "Greta", "userStatus": 1 });
        stock.users.insert("greta".to_owned(), user);
        stock
    }

    fn answer(&mut self, call: &Call) -> Reply {
        let steps: Vec<&str> = call.path.split('/').filter(|step| !step.is_empty()).collect();
        match (&call.method, steps.as_slice()) {
            (Method::Get, ["openapi.json"]) => {
                (200, serde_json::from_str(DOCUMENT).expect("the document is JSON"))
            }
            (Method::Get, ["pet", "findByStatus"]) => self.find_by_status(call),
            (Method::Get, ["pet", "findByTags"]) => self.find_by_tags(call),
            (Method::Post, ["pet"]) => self.add_pet(&call.body),
            (Method::Put, ["pet"]) => self.replace_pet(&call.body),
            (method, ["pet", id]) => self.on_pet(method, id, call),
            (Method::Get, ["store", "inventory"]) => (200, self.inventory()),
            (Method::Post, ["store", "order"]) => {
                let id = next(&self.orders);
                place(&mut self.orders, id, &call.body)
            }
            (method, ["store", "order", id]) => self.on_order(method, id),
            (Method::Post, ["user"]) => self.put_user(&call.body),
            (Method::Get, ["user", "login"]) => (200, "signed in".into()),
            (Method::Get, ["user", "logout"]) => (200, Value::Null),
            (method, ["user", name]) => self.on_user(method, name, &call.body),
            _ => (MISSING, problem("there is nothing at this path")),
        }
    }

    fn find_by_status(&self, call: &Call) -> Reply {
        let wanted = call.all("status");
        if wanted.is_empty() || wanted.iter().any(|s| !["available", "pending", "sold"].contains(s))
        {
            return (BAD, problem("status is one of available, pending and sold"));
        }
        let pets = self.pets.values();
        let is_wanted =
            |pet: &&Value| pet["status"].as_str().is_some_and(|status| wanted.contains(&status));
        (200, pets.filter(is_wanted).cloned().collect())
    }

    fn find_by_tags(&self, call: &Call) -> Reply {
        let wanted = call.all("tags");
        if wanted.is_empty() {
            return (BAD, problem("tags are missing"));
        }
        let has_tag = |pet: &&Value| {
            let tags = pet["tags"].as_array().into_iter().flatten();
            tags.filter_map(|tag| tag["name"].as_str()).any(|tag| wanted.contains(&tag))
        };
        (200, self.pets.values().filter(has_tag).cloned().collect())
    }

    fn add_pet(&mut self, pet: &Value) -> Reply {
        if let Some(refusal) = refuse_pet(pet) {
            return refusal;
        }
        // The example takes the id from the client, or gives one.
        let id = pet["id"].as_i64().filter(|id| *id > 0).unwrap_or_else(|| next(&self.pets));
        place(&mut self.pets, id, pet)
    }

    fn replace_pet(&mut self, pet: &Value) -> Reply {
        match pet["id"].as_i64() {
            Some(id) if self.pets.contains_key(&id) => {
                refuse_pet(pet).unwrap_or_else(|| place(&mut self.pets, id, pet))
            }
            _ => (MISSING, problem("there is no such pet")),
        }
    }

    fn on_pet(&mut self, method: &Method, id: &str, call: &Call) -> Reply {
        let Ok(id) = id.parse::<i64>() else { return (BAD, problem("the id is a number")) };
        let Some(pet) = self.pets.get_mut(&id) else {
            return (MISSING, problem("there is no such pet"));
        };
        match method {
            Method::Get => (200, pet.clone()),
            Method::Post => {
                for name in ["name", "status"] {
                    if let Some(value) = call.all(name).first() {
                        pet[name] = (*value).into();
                    }
                }
                (200, pet.clone())
            }
            Method::Delete => {
                self.pets.remove(&id);
                (200, Value::Null)
            }
            _ => (405, Value::Null),
        }
    }

    fn on_order(&mut self, method: &Method, id: &str) -> Reply {
        let order = id.parse().ok().and_then(|id| Some((id, self.orders.get(&id)?.clone())));
        match (method, order) {
            (_, None) => (MISSING, problem("there is no such order")),
            (Method::Get, Some((_, order))) => (200, order),
            (Method::Delete, Some((id, _))) => {
                self.orders.remove(&id);
                (200, Value::Null)
            }
            _ => (405, Value::Null),
        }
    }

    fn put_user(&mut self, user: &Value) -> Reply {
        let Some(name) = user["username"].as_str() else {
            return (BAD, problem("username is missing"));
        };
        self.users.insert(name.to_owned(), user.clone());
        (200, user.clone())
    }

    fn on_user(&mut self, method: &Method, name: &str, body: &Value) -> Reply {
        if !self.users.contains_key(name) {
            return (MISSING, problem("there is no such user"));
        }
        match method {
            Method::Get => (200, self.users[name].clone()),
            Method::Put => self.put_user(body),
            Method::Delete => {
                self.users.remove(name);
                (200, Value::Null)
            }
            _ => (405, Value::Null),
        }
    }

    fn inventory(&self) -> Value {
        let mut counts = Map::new();
        for pet in self.pets.values() {
            let status = pet["status"].as_str().unwrap_or("unknown").to_owned();
            let count = counts.get(&status).and_then(Value::as_u64).unwrap_or_default();
            counts.insert(status, (count + 1).into());
        }
        counts.into()
    }
}

fn refuse_pet(pet: &Value) -> Option<Reply> {
    if !pet.is_object() {
        return Some((BAD, problem("a pet is an object")));
    }
    if pet["name"].as_str().is_none_or(str::is_empty) {
        return Some((422, problem("name is missing")));
    }
    (!pet["photoUrls"].is_array()).then(|| (422, problem("photoUrls are missing")))
}

fn place(shelf: &mut BTreeMap<i64, Value>, id: i64, value: &Value) -> Reply {
    if !value.is_object() {
        return (BAD, problem("the body is an object"));
    }
    let mut value = value.clone();
    value["id"] = id.into();
    shelf.insert(id, value.clone());
    (200, value)
}

fn next(shelf: &BTreeMap<i64, Value>) -> i64 {
    shelf.keys().last().copied().unwrap_or_default() + 1
}

fn problem(message: &str) -> Value {
    json!({ "code": 1, "type": "error", "message": message })
}

/// A request, read whole.
struct Call {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Value,
}

impl Call {
    fn read(request: &mut Request) -> Self {
        let url = request.url().to_owned();
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        let query = query.map(|(name, value)| (name.to_owned(), value.replace('+', " "))).collect();
        let mut text = String::new();
        // A body that is no text is no JSON either, and is refused as such.
        let _ = request.as_reader().read_to_string(&mut text);
        let path = path.strip_prefix(BASE).unwrap_or(path).to_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { method: request.method().clone(), path, query, body }
    }

    /// Returns all values of a parameter, also those that are joined by commas.
    fn all(&self, name: &str) -> Vec<&str> {
        let values = self.query.iter().filter(|(known, _)| known == name);
        let values = values.flat_map(|(_, value)| value.split(','));
        values.filter(|value| !value.is_empty()).collect()
    }
}

fn respond(mut request: Request, stock: &Mutex<Stock>) {
    let call = Call::read(&mut request);
    let (status, body) = match call.method {
        Method::Options => (204, Value::Null),
        _ => lock(stock).answer(&call),
    };
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let mut response = Response::from_string(text).with_status_code(status);
    response.add_header(header("content-type", "application/json"));
    for (name, value) in OPEN {
        response.add_header(header(name, value));
    }
    // The browser may have gone away; there is nobody to tell.
    let _ = request.respond(response);
}

fn lock(stock: &Mutex<Stock>) -> MutexGuard<'_, Stock> {
    stock.lock().unwrap_or_else(PoisonError::into_inner)
}
