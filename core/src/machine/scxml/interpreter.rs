//! Sessions that run side by side.

use super::document::Document;
use super::event::{Occurrence, Origin};
use super::session::{Invitation, Invited, Request, Session};
use std::cell::RefCell;
use std::fmt;
use std::mem;
use std::rc::Rc;

/// A delayed event.
struct Timer {
    due: u64,
    session: usize,
    target: String,
    occurrence: Occurrence,
}

/// Finds the document that a place names.
type Loader = Box<dyn Fn(&str) -> Option<String>>;

/// Runs a document and what it invokes.
pub struct Interpreter {
    /// Sessions in the order in which they began; the first is the outermost.
    sessions: Vec<Session>,
    /// Delayed events in the order in which they are due.
    timers: Vec<Timer>,
    /// Milliseconds since the start.
    now: u64,
    load: Loader,
    directory: Rc<RefCell<Vec<String>>>,
}

impl fmt::Debug for Interpreter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Interpreter");
        debug.field("states", &self.states()).field("now", &self.now).finish_non_exhaustive()
    }
}

impl Interpreter {
    /// Returns an interpreter that has not entered any state yet; `load` finds
    /// the documents that are invoked by their place.
    #[must_use]
    pub fn new(document: Document, load: impl Fn(&str) -> Option<String> + 'static) -> Self {
        let (sessions, timers) = (Vec::new(), Vec::new());
        let directory = Rc::default();
        let mut interpreter = Self { sessions, timers, now: 0, load: Box::new(load), directory };
        interpreter.open(Rc::new(document), Vec::new(), None);
        interpreter
    }

    /// Runs until every session waits for an event or a delay.
    pub fn run(&mut self) {
        while let Some(index) = self.sessions.iter().position(Self::is_ready) {
            let session = &mut self.sessions[index];
            if !session.is_started {
                session.start();
            } else if let Some(occurrence) = session.externals.pop_front() {
                self.forward(index, &occurrence);
                self.sessions[index].take_external(&occurrence);
            }
            self.settle(index);
        }
    }

    /// Sends an event to the outermost session, and runs.
    pub fn send(&mut self, event: &str) {
        self.run();
        self.sessions[0].externals.push_back(Occurrence::new(event, Origin::External));
        self.run();
    }

    /// Returns in milliseconds since the start when the next delayed event is
    /// due.
    #[must_use]
    pub fn next_due(&self) -> Option<u64> {
        self.timers.first().map(|timer| timer.due)
    }

    /// Lets the time go on to `now`, in milliseconds since the start, and runs.
    pub fn advance(&mut self, now: u64) {
        self.run();
        while self.timers.first().is_some_and(|timer| timer.due <= now) {
            let timer = self.timers.remove(0);
            self.now = self.now.max(timer.due);
            self.deliver(timer.session, &timer.target, timer.occurrence);
            self.settle(timer.session);
            self.run();
        }
        self.now = self.now.max(now);
    }

    /// Returns whether the state called `id` of the outermost session is
    /// active, or was so when the session ended.
    #[must_use]
    pub fn matches(&self, id: &str) -> bool {
        self.states().contains(&id)
    }

    /// Returns whether the outermost session reached its end.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.sessions[0].is_over
    }

    /// Returns the names of the active states of the outermost session, or of
    /// those in which it ended.
    #[must_use]
    pub fn states(&self) -> Vec<&str> {
        let session = &self.sessions[0];
        let name = |state: &usize| session.document.states[*state].name.as_str();
        session.configuration.active.iter().map(name).collect()
    }

    fn is_ready(session: &Session) -> bool {
        !session.is_over && (!session.is_started || !session.externals.is_empty())
    }

    fn open(
        &mut self,
        document: Rc<Document>,
        data: Vec<(String, super::Value)>,
        parent: Option<(usize, String)>,
    ) -> usize {
        let index = self.sessions.len();
        let id = format!("session{index}");
        self.directory.borrow_mut().push(id.clone());
        let directory = Rc::clone(&self.directory);
        let mut session = Session::new(document, id, data, directory);
        session.parent = parent;
        self.sessions.push(session);
        index
    }

    fn forward(&mut self, index: usize, occurrence: &Occurrence) {
        let session = &self.sessions[index];
        let is_forwarding = |(state, place): (usize, usize)| {
            session.document.states[state].invokes[place].is_forwarding
        };
        let forwarding = session.invocations.iter().filter(|known| is_forwarding(known.place));
        let children: Vec<usize> = forwarding.map(|invocation| invocation.session).collect();
        for child in children {
            self.sessions[child].externals.push_back(occurrence.clone());
        }
    }

    /// Carries out what a session asked for, until it asks for nothing more.
    fn settle(&mut self, index: usize) {
        loop {
            self.serve(index);
            if self.sessions[index].is_over {
                return;
            }
            if self.sessions[index].configuration.is_done {
                self.end(index);
                return;
            }
            for invited in self.sessions[index].invited() {
                self.invoke(index, invited);
            }
            if !self.sessions[index].resume() {
                return;
            }
        }
    }

    fn serve(&mut self, index: usize) {
        while let Some(request) = self.sessions[index].requests.pop_front() {
            match request {
                Request::Send { target, occurrence, delay: 0 } => {
                    self.deliver(index, &target, occurrence);
                }
                Request::Send { target, occurrence, delay } => {
                    let due = self.now + delay;
                    let behind = self.timers.partition_point(|timer| timer.due <= due);
                    self.timers.insert(behind, Timer { due, session: index, target, occurrence });
                }
                Request::Cancel(id) => self.timers.retain(|timer| {
                    timer.session != index || timer.occurrence.send_id.as_ref() != Some(&id)
                }),
                Request::Stop { invoke_id } => self.stop(index, &invoke_id),
            }
        }
    }

    fn deliver(&mut self, from: usize, target: &str, mut occurrence: Occurrence) {
        if self.sessions[from].is_over && target != "#_parent" {
            return;
        }
        let receiver = match target {
            "" => Some(from),
            "#_internal" => {
                occurrence.origin = Origin::Internal;
                self.sessions[from].push_internal(occurrence);
                return;
            }
            "#_parent" => match self.sessions[from].parent.clone() {
                Some((parent, invoke_id)) => {
                    occurrence.invoke_id = Some(invoke_id);
                    Some(parent)
                }
                None => None,
            },
            target => {
                if let Some(id) = target.strip_prefix("#_scxml_") {
                    self.sessions.iter().position(|session| session.id == id)
                } else {
                    let invocations = &self.sessions[from].invocations;
                    let id = target.strip_prefix("#_").unwrap_or(target);
                    invocations.iter().find(|known| known.id == id).map(|known| known.session)
                }
            }
        };
        match receiver.filter(|receiver| !self.sessions[*receiver].is_over) {
            Some(receiver) => self.sessions[receiver].externals.push_back(occurrence),
            None => self.sessions[from].fail("error.communication", occurrence.send_id),
        }
    }

    fn invoke(&mut self, index: usize, invited: Invited) {
        let Invited { place, id, document, data } = invited;
        let document = match document {
            Invitation::Document(document) => Some(document),
            Invitation::Source(source) => self.read(&source),
            Invitation::Place(place) => (self.load)(&place).and_then(|source| self.read(&source)),
        };
        let Some(document) = document else {
            self.sessions[index].fail("error.communication", None);
            return;
        };
        let session = self.open(document, data, Some((index, id.clone())));
        self.sessions[index].begin(place, id, session);
    }

    fn read(&self, source: &str) -> Option<Rc<Document>> {
        Document::read(source, &*self.load).ok().map(Rc::new)
    }

    /// Stops an invoked session without a word to who invoked it.
    fn stop(&mut self, index: usize, invoke_id: &str) {
        let invocations = &mut self.sessions[index].invocations;
        let Some(position) = invocations.iter().position(|known| known.id == invoke_id) else {
            return;
        };
        let child = invocations.remove(position).session;
        self.sessions[child].parent = None;
        if !self.sessions[child].is_over {
            self.end(child);
        }
    }

    /// Ends a session: it leaves its states, and who invoked it is told.
    fn end(&mut self, index: usize) {
        self.sessions[index].finish();
        self.serve(index);
        self.timers.retain(|timer| timer.session != index);
        let session = &mut self.sessions[index];
        self.directory.borrow_mut().retain(|id| *id != session.id);
        session.externals.clear();
        let data = mem::take(&mut session.done_data);
        if let Some((parent, invoke_id)) = session.parent.clone() {
            let mut occurrence = Occurrence::new("", Origin::External);
            occurrence.name = format!("done.invoke.{invoke_id}");
            occurrence.invoke_id = Some(invoke_id);
            occurrence.data = data;
            self.sessions[parent].externals.push_back(occurrence);
        }
    }
}
