//! One running document.

use super::document::{Body, Document, Payload};
use super::evaluate::{Variables, find, put};
use super::event::{Occurrence, Origin, PROCESSOR};
use super::execute::Stopped;
use super::value::Value;
use crate::machine::chart::{Configuration, selects};
use crate::machine::microstep::{Contents, enter_root, exit_all, microstep, select_transitions};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// What a session asks of the interpreter that runs it.
pub(super) enum Request {
    Send { target: String, occurrence: Occurrence, delay: u64 },
    Cancel(String),
    Stop { invoke_id: String },
}

/// An invocation that is under way.
pub(super) struct Invocation {
    /// The invoking state and the place of the invocation in it.
    pub(super) place: (usize, usize),
    pub(super) id: String,
    pub(super) session: usize,
}

/// A session that is to be invoked.
pub(super) struct Invited {
    pub(super) place: (usize, usize),
    pub(super) id: String,
    pub(super) document: Invitation,
    pub(super) data: Vec<(String, Value)>,
}

pub(super) enum Invitation {
    Document(Rc<Document>),
    Source(String),
    Place(String),
}

pub(super) struct Session {
    pub(super) document: Rc<Document>,
    pub(super) id: String,
    /// The invoking session and the id by which it knows this one.
    pub(super) parent: Option<(usize, String)>,
    pub(super) configuration: Configuration,
    pub(super) externals: VecDeque<Occurrence>,
    pub(super) requests: VecDeque<Request>,
    pub(super) invocations: Vec<Invocation>,
    pub(super) is_started: bool,
    pub(super) is_over: bool,
    pub(super) done_data: Value,
    /// The ids of all sessions that are under way.
    pub(super) directory: Rc<RefCell<Vec<String>>>,
    pub(super) globals: Variables,
    pub(super) internals: VecDeque<Occurrence>,
    /// The states whose data were given their values.
    bound: Vec<bool>,
    to_invoke: Vec<usize>,
    next_id: usize,
}

impl Session {
    pub(super) fn new(
        document: Rc<Document>,
        id: String,
        data: Vec<(String, Value)>,
        directory: Rc<RefCell<Vec<String>>>,
    ) -> Self {
        let session = Self {
            bound: vec![false; document.states.len()],
            document,
            id,
            parent: None,
            configuration: Configuration::default(),
            externals: VecDeque::new(),
            requests: VecDeque::new(),
            invocations: Vec::new(),
            is_started: false,
            is_over: false,
            done_data: Value::Undefined,
            directory,
            globals: Variables::default(),
            internals: VecDeque::new(),
            to_invoke: Vec::new(),
            next_id: 0,
        };
        let location = Value::text(&session.location());
        let processor = || Value::object(vec![("location".to_owned(), location.clone())]);
        let processors = [PROCESSOR, "scxml"].map(|name| (name.to_owned(), processor()));
        put(&session.globals, "_sessionid", Value::text(&session.id));
        put(&session.globals, "_name", Value::text(&session.document.name));
        put(&session.globals, "_ioprocessors", Value::object(processors.into()));
        put(&session.globals, "_event", Value::Undefined);
        // What the invoking session gives replaces data of the root alone, and
        // only what the document declares.
        for (name, value) in data {
            if session.document.states[0].data.iter().any(|data| data.id == name) {
                put(&session.globals, &name, value);
            }
        }
        session
    }

    /// The target by which other sessions reach this one.
    pub(super) fn location(&self) -> String {
        format!("#_scxml_{}", self.id)
    }

    pub(super) fn fresh_id(&mut self) -> String {
        self.next_id += 1;
        format!("{}.{}", self.id, self.next_id)
    }

    /// Enters the initial states and runs until an event is needed.
    pub(super) fn start(&mut self) {
        self.is_started = true;
        let document = Rc::clone(&self.document);
        // Which data the invoking session gave is known before any is declared.
        let given: Vec<bool> = document.states[0]
            .data
            .iter()
            .map(|data| find(&self.globals, &data.id).is_some())
            .collect();
        for data in document.states.iter().flat_map(|state| &state.data) {
            if find(&self.globals, &data.id).is_none() {
                put(&self.globals, &data.id, Value::Undefined);
            }
        }
        for (data, is_given) in document.states[0].data.iter().zip(given) {
            if !is_given {
                self.bind(&data.id, &data.value);
            }
        }
        self.bound[0] = true;
        if !document.is_late {
            for state in 1..document.states.len() {
                self.bind_state(state);
            }
        }
        let _ = self.execute(&document.scripts);
        let mut configuration = std::mem::take(&mut self.configuration);
        enter_root(&document.chart, &mut configuration, self);
        self.configuration = configuration;
        self.macrostep();
    }

    fn bind_state(&mut self, state: usize) {
        if !std::mem::replace(&mut self.bound[state], true) {
            let document = Rc::clone(&self.document);
            for data in &document.states[state].data {
                self.bind(&data.id, &data.value);
            }
        }
    }

    fn bind(&mut self, id: &str, body: &Body) {
        if let Ok(value) = self.body(body) {
            put(&self.globals, id, value);
        }
    }

    /// Takes one event from outside.
    pub(super) fn take_external(&mut self, occurrence: &Occurrence) {
        put(&self.globals, "_event", occurrence.value());
        let document = Rc::clone(&self.document);
        if let Some(invoke_id) = &occurrence.invoke_id {
            let invocation = self.invocations.iter().find(|known| known.id == *invoke_id);
            if let Some((state, place)) = invocation.map(|invocation| invocation.place) {
                let invoke = &document.states[state].invokes[place];
                if let Some(finalize) = &invoke.finalize {
                    let _ = self.execute(finalize);
                    if finalize.is_empty() {
                        self.take_over(&invoke.payload, &occurrence.data);
                    }
                }
            }
        }
        self.take_selected(Some(occurrence));
        self.macrostep();
    }

    /// Writes an answer's data to the places that an invocation sent them from.
    fn take_over(&mut self, payload: &Payload, data: &Value) {
        let Value::Object(members) = data else { return };
        for param in payload.namelist.iter().chain(&payload.params) {
            if param.is_location
                && let Some(value) = find(members, &param.name)
                && let Ok(place) = &param.value.parsed
            {
                let outcome = self.scope(|scope| scope.assign(place, value));
                let _ = self.report(outcome);
            }
        }
    }

    /// Runs until neither a transition without event nor an internal event is
    /// left.
    fn macrostep(&mut self) {
        while !self.configuration.is_done {
            if self.take_selected(None) {
                continue;
            }
            let Some(occurrence) = self.internals.pop_front() else { return };
            put(&self.globals, "_event", occurrence.value());
            self.take_selected(Some(&occurrence));
        }
    }

    fn take_selected(&mut self, occurrence: Option<&Occurrence>) -> bool {
        let document = Rc::clone(&self.document);
        let is_candidate = |edge: &usize| {
            let events = &document.edges[*edge].events;
            match occurrence {
                None => events.is_empty(),
                Some(occurrence) => events.iter().any(|event| selects(event, &occurrence.name)),
            }
        };
        let candidates: Vec<usize> = (0..document.edges.len()).filter(is_candidate).collect();
        let mut configuration = self.configuration.clone();
        let mut is_enabled = |edge: usize| match &document.edges[edge].condition {
            None => true,
            Some(condition) => self.condition(condition),
        };
        let selected =
            select_transitions(&document.chart, &configuration, &candidates, &mut is_enabled);
        if !selected.is_empty() {
            microstep(&document.chart, &mut configuration, &selected, self);
            self.configuration = configuration;
        }
        !selected.is_empty()
    }

    /// Leaves every state.
    pub(super) fn finish(&mut self) {
        self.is_over = true;
        let document = Rc::clone(&self.document);
        let mut configuration = std::mem::take(&mut self.configuration);
        let ended_in = configuration.active.clone();
        exit_all(&document.chart, &mut configuration, self);
        self.configuration = Configuration { active: ended_in, ..configuration };
    }

    pub(super) fn fail(&mut self, name: &str, send_id: Option<String>) {
        let mut occurrence = Occurrence::new(name, Origin::Platform);
        occurrence.send_id = send_id;
        self.internals.push_back(occurrence);
    }

    /// Hands an event to the session itself before any from outside.
    pub(super) fn push_internal(&mut self, occurrence: Occurrence) {
        self.internals.push_back(occurrence);
    }

    /// Notes that an invoked session began.
    pub(super) fn begin(&mut self, place: (usize, usize), id: String, session: usize) {
        self.invocations.push(Invocation { place, id, session });
    }

    /// Goes on with what was put into the internal queue from outside, and
    /// returns whether there was something.
    pub(super) fn resume(&mut self) -> bool {
        let has_more = !self.internals.is_empty();
        if has_more {
            self.macrostep();
        }
        has_more
    }

    /// Works out what the states that were entered and not left invoke.
    pub(super) fn invited(&mut self) -> Vec<Invited> {
        let document = Rc::clone(&self.document);
        let mut invited = Vec::new();
        for state in std::mem::take(&mut self.to_invoke) {
            for place in 0..document.states[state].invokes.len() {
                if let Ok(session) = self.invite(&document, (state, place)) {
                    invited.push(session);
                }
            }
        }
        invited
    }

    fn invite(&mut self, document: &Document, place: (usize, usize)) -> Result<Invited, Stopped> {
        let state = &document.states[place.0];
        let invoke = &state.invokes[place.1];
        let id = match self.text(&invoke.id)? {
            Some(id) => id,
            None => format!("{}.{}", state.name, self.fresh_id()),
        };
        if let Some(location) = &invoke.id_location {
            self.assign(location, Value::text(&id))?;
        }
        let kind = self.text(&invoke.kind)?.unwrap_or_default();
        let kind = kind.strip_suffix('/').unwrap_or(&kind);
        if !matches!(kind, "" | "scxml" | "http://www.w3.org/TR/scxml") {
            return self.report(Err(format!("{kind} cannot be invoked")));
        }
        let data = self.members(&invoke.payload)?;
        let source = self.text(&invoke.source)?;
        let document = match (&invoke.payload.content, source) {
            (_, Some(place)) => Invitation::Place(place),
            (Body::Document(document), None) => Invitation::Document(Rc::clone(document)),
            (body, None) => Invitation::Source(self.body(body)?.to_text()),
        };
        Ok(Invited { place, id, document, data })
    }
}

impl Contents for Session {
    fn exit(&mut self, state: usize, configuration: &Configuration) {
        self.configuration.active.clone_from(&configuration.active);
        let document = Rc::clone(&self.document);
        for block in &document.states[state].exit {
            let _ = self.execute(block);
        }
        self.to_invoke.retain(|other| *other != state);
        for invocation in self.invocations.iter().filter(|known| known.place.0 == state) {
            self.requests.push_back(Request::Stop { invoke_id: invocation.id.clone() });
        }
        if self.is_over && document.chart.states[state].parent == Some(0) {
            self.done_data = self.done_value(state);
        }
    }

    fn take(&mut self, edge: usize, configuration: &Configuration) {
        self.configuration.active.clone_from(&configuration.active);
        let document = Rc::clone(&self.document);
        let _ = self.execute(&document.edges[edge].content);
    }

    fn enter(&mut self, state: usize, configuration: &Configuration) {
        self.configuration.active.clone_from(&configuration.active);
        self.bind_state(state);
        let document = Rc::clone(&self.document);
        for block in &document.states[state].entry {
            let _ = self.execute(block);
        }
        if !document.states[state].invokes.is_empty() {
            self.to_invoke.push(state);
        }
    }

    fn take_default(&mut self, state: usize, configuration: &Configuration) {
        self.configuration.active.clone_from(&configuration.active);
        let document = Rc::clone(&self.document);
        let _ = self.execute(&document.states[state].default);
    }

    fn done(&mut self, state: usize, finished: usize, _: &Configuration) {
        if state == 0 {
            return;
        }
        let mut occurrence = Occurrence::new("", Origin::Platform);
        occurrence.name = format!("done.state.{}", self.document.states[state].name);
        occurrence.data = self.done_value(finished);
        self.internals.push_back(occurrence);
    }
}

impl Session {
    fn done_value(&mut self, finished: usize) -> Value {
        let document = Rc::clone(&self.document);
        let payload = document.states[finished].done.as_ref();
        payload.and_then(|payload| self.payload(payload).ok()).unwrap_or_default()
    }
}
