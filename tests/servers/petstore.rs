//! A server that behaves as the Petstore document says.
//!
//! `petstore.json` has the paths and schemas of the well-known example of `OpenAPI` in our own
//! words. It has no plain collection: pets are found by their status or their tags.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Map, Value, json};
use xtask::server::{Reply as Response, Request, Server};

use super::answering::open;

const DOCUMENT: &str = include_str!("petstore.json");
const BASE: &str = "/api/v3";

/// A running Petstore; it stops when this value is dropped.
pub(crate) struct Petstore {
    server: Server,
    stock: Arc<Mutex<Stock>>,
}

impl Petstore {
    pub(crate) fn start() -> Self {
        let stock = Arc::new(Mutex::new(Stock::seeded()));
        let server = Server::start(0, {
            let stock = Arc::clone(&stock);
            move |request| respond(request, &stock)
        });
        Self { server: server.expect("a port is free"), stock }
    }

    /// Returns the address of its document.
    pub(crate) fn document(&self) -> String {
        format!("http://{}{BASE}/openapi.json", self.server.address())
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
        match (call.method.as_str(), steps.as_slice()) {
            ("GET", ["openapi.json"]) => {
                (200, serde_json::from_str(DOCUMENT).expect("the document is JSON"))
            }
            ("GET", ["pet", "findByStatus"]) => self.find_by_status(call),
            ("GET", ["pet", "findByTags"]) => self.find_by_tags(call),
            ("POST", ["pet"]) => self.add_pet(&call.body),
            ("PUT", ["pet"]) => self.replace_pet(&call.body),
            (method, ["pet", id]) => self.on_pet(method, id, call),
            ("GET", ["store", "inventory"]) => (200, self.inventory()),
            ("POST", ["store", "order"]) => {
                let id = next(&self.orders);
                place(&mut self.orders, id, &call.body)
            }
            (method, ["store", "order", id]) => self.on_order(method, id),
            ("POST", ["user"]) => self.put_user(&call.body),
            ("GET", ["user", "login"]) => (200, "signed in".into()),
            ("GET", ["user", "logout"]) => (200, Value::Null),
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

    fn on_pet(&mut self, method: &str, id: &str, call: &Call) -> Reply {
        let Ok(id) = id.parse::<i64>() else { return (BAD, problem("the id is a number")) };
        let Some(pet) = self.pets.get_mut(&id) else {
            return (MISSING, problem("there is no such pet"));
        };
        match method {
            "GET" => (200, pet.clone()),
            "POST" => {
                for name in ["name", "status"] {
                    if let Some(value) = call.all(name).first() {
                        pet[name] = (*value).into();
                    }
                }
                (200, pet.clone())
            }
            "DELETE" => {
                self.pets.remove(&id);
                (200, Value::Null)
            }
            _ => (405, Value::Null),
        }
    }

    fn on_order(&mut self, method: &str, id: &str) -> Reply {
        let order = id.parse().ok().and_then(|id| Some((id, self.orders.get(&id)?.clone())));
        match (method, order) {
            (_, None) => (MISSING, problem("there is no such order")),
            ("GET", Some((_, order))) => (200, order),
            ("DELETE", Some((id, _))) => {
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

    fn on_user(&mut self, method: &str, name: &str, body: &Value) -> Reply {
        if !self.users.contains_key(name) {
            return (MISSING, problem("there is no such user"));
        }
        match method {
            "GET" => (200, self.users[name].clone()),
            "PUT" => self.put_user(body),
            "DELETE" => {
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

/// What is asked for.
struct Call {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    body: Value,
}

impl Call {
    fn read(request: &Request) -> Self {
        let query = request.query.split('&').filter_map(|pair| pair.split_once('='));
        let query = query.map(|(name, value)| (name.to_owned(), value.replace('+', " "))).collect();
        let path = request.path.strip_prefix(BASE).unwrap_or(&request.path).to_owned();
        // A body that is no JSON is refused as an empty one is.
        let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
        Self { method: request.method.clone(), path, query, body }
    }

    /// Returns all values of a parameter, also those that are joined by commas.
    fn all(&self, name: &str) -> Vec<&str> {
        let values = self.query.iter().filter(|(known, _)| known == name);
        let values = values.flat_map(|(_, value)| value.split(','));
        values.filter(|value| !value.is_empty()).collect()
    }
}

fn respond(request: &Request, stock: &Mutex<Stock>) -> Response {
    let call = Call::read(request);
    let (status, body) = match call.method.as_str() {
        "OPTIONS" => (204, Value::Null),
        _ => lock(stock).answer(&call),
    };
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let mut headers = vec![("content-type", "application/json".to_owned())];
    headers.extend(open());
    Response { status, headers, body }
}

fn lock(stock: &Mutex<Stock>) -> MutexGuard<'_, Stock> {
    stock.lock().unwrap_or_else(PoisonError::into_inner)
}
