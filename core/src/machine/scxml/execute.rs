//! Execution of a session's content.

use super::document::{Body, Code, Content, Payload, Send, Text};
use super::evaluate::{Scope, put};
use super::event::{Occurrence, Origin, PROCESSOR};
use super::session::{Request, Session};
use super::syntax::is_name;
use super::value::Value;

/// The content stopped because of an error, which was reported.
pub(super) struct Stopped;

impl Session {
    pub(super) fn scope<T>(&self, work: impl FnOnce(&Scope<'_>) -> T) -> T {
        let is_in = |name: &str| {
            let states = &self.document.states;
            self.configuration.active.iter().any(|state| states[*state].name == name)
        };
        let (globals, this) = (&self.globals, Value::Undefined);
        work(&Scope { globals, locals: None, this, is_in: &is_in, depth: 0 })
    }

    pub(super) fn report<T>(&mut self, outcome: Result<T, String>) -> Result<T, Stopped> {
        outcome.map_err(|_| {
            self.fail("error.execution", None);
            Stopped
        })
    }

    pub(super) fn evaluate(&mut self, code: &Code) -> Result<Value, Stopped> {
        let outcome = match &code.parsed {
            Ok(expression) => self.scope(|scope| scope.evaluate(expression)),
            Err(message) => Err(message.clone()),
        };
        self.report(outcome)
    }

    pub(super) fn condition(&mut self, code: &Code) -> bool {
        self.evaluate(code).is_ok_and(|value| value.is_truthy())
    }

    pub(super) fn body(&mut self, body: &Body) -> Result<Value, Stopped> {
        match body {
            Body::None | Body::Document(_) => Ok(Value::Undefined),
            Body::Code(code) => self.evaluate(code),
            Body::Value(value) => Ok(value.clone()),
            Body::Broken(message) => self.report(Err(message.clone())),
        }
    }

    pub(super) fn text(&mut self, text: &Text) -> Result<Option<String>, Stopped> {
        Ok(match text {
            Text::None => None,
            Text::Given(text) => Some(text.clone()),
            Text::Worked(code) => Some(self.evaluate(code)?.to_text()),
        })
    }

    pub(super) fn members(&mut self, payload: &Payload) -> Result<Vec<(String, Value)>, Stopped> {
        let mut members = Vec::new();
        for param in payload.namelist.iter().chain(&payload.params) {
            members.push((param.name.clone(), self.evaluate(&param.value)?));
        }
        Ok(members)
    }

    pub(super) fn payload(&mut self, payload: &Payload) -> Result<Value, Stopped> {
        let members = self.members(payload)?;
        if members.is_empty() { self.body(&payload.content) } else { Ok(Value::object(members)) }
    }

    pub(super) fn execute(&mut self, contents: &[Content]) -> Result<(), Stopped> {
        contents.iter().try_for_each(|content| self.execute_one(content))
    }

    fn execute_one(&mut self, content: &Content) -> Result<(), Stopped> {
        match content {
            Content::Raise(event) => {
                self.internals.push_back(Occurrence::new(event, Origin::Internal));
            }
            Content::If(branches) => {
                for (condition, contents) in branches {
                    if condition.as_ref().is_none_or(|condition| self.condition(condition)) {
                        return self.execute(contents);
                    }
                }
            }
            Content::Foreach { array, item, index, content } => {
                let Value::Array(items) = self.evaluate(array)? else {
                    return self.report(Err("only arrays can be iterated".into()));
                };
                if !is_name(item) || !index.as_deref().is_none_or(is_name) {
                    return self.report(Err("an item needs a name".into()));
                }
                let items = items.borrow().clone();
                for (position, value) in items.into_iter().enumerate() {
                    put(&self.globals, item, value);
                    if let Some(index) = index {
                        let position = u32::try_from(position).map_or(f64::NAN, f64::from);
                        put(&self.globals, index, Value::Number(position));
                    }
                    self.execute(content)?;
                }
            }
            Content::Log(code) => {
                if let Some(code) = code {
                    self.evaluate(code)?;
                }
            }
            Content::Assign(location, body) => {
                let value = self.body(body)?;
                self.assign(location, value)?;
            }
            Content::Script(statements) => {
                let outcome = match statements {
                    Ok(statements) => self.scope(|scope| scope.run(statements).map(|_| ())),
                    Err(message) => Err(message.clone()),
                };
                self.report(outcome)?;
            }
            Content::Send(send) => self.send(send)?,
            Content::Cancel(id) => {
                if let Some(id) = self.text(id)? {
                    self.requests.push_back(Request::Cancel(id));
                }
            }
            Content::Unknown(name) => self.report(Err(format!("{name} is not known")))?,
        }
        Ok(())
    }

    pub(super) fn assign(&mut self, location: &Code, value: Value) -> Result<(), Stopped> {
        let outcome = match &location.parsed {
            Ok(place) => self.scope(|scope| scope.assign(place, value)),
            Err(message) => Err(message.clone()),
        };
        self.report(outcome)
    }

    fn send(&mut self, send: &Send) -> Result<(), Stopped> {
        let name = self.text(&send.event)?.unwrap_or_default();
        let target = self.text(&send.target)?.unwrap_or_default();
        let kind = self.text(&send.kind)?.unwrap_or_default();
        let delay = self.text(&send.delay)?.unwrap_or_default();
        let data = self.payload(&send.payload)?;
        let mut send_id = self.text(&send.id)?;
        if let Some(location) = &send.id_location {
            let id = self.fresh_id();
            self.assign(location, Value::text(&id))?;
            send_id = Some(id);
        }
        let is_known = matches!(
            kind.as_str(),
            "" | "scxml" | "http://www.w3.org/TR/scxml" | "http://www.w3.org/TR/scxml/" | PROCESSOR
        );
        let is_target = target.is_empty() || target.starts_with("#_");
        let delay = if delay.is_empty() { Some(0) } else { milliseconds(&delay) };
        let (true, true, Some(delay)) = (is_known, is_target, delay) else {
            self.fail("error.execution", send_id);
            return Err(Stopped);
        };
        if delay == 0 && !self.is_reachable(&target) {
            self.fail("error.communication", send_id);
            return Err(Stopped);
        }
        let sender = Some(self.location());
        let (origin, invoke_id) = (Origin::External, None);
        let occurrence = Occurrence { name, origin, send_id, sender, invoke_id, data };
        if target == "#_internal" && delay == 0 {
            self.internals.push_back(Occurrence { origin: Origin::Internal, ..occurrence });
            return Ok(());
        }
        self.requests.push_back(Request::Send { target, occurrence, delay });
        Ok(())
    }

    fn is_reachable(&self, target: &str) -> bool {
        match target {
            "" | "#_internal" => true,
            "#_parent" => self.parent.is_some(),
            target => {
                if let Some(id) = target.strip_prefix("#_scxml_") {
                    self.directory.borrow().iter().any(|known| known == id)
                } else {
                    let id = target.strip_prefix("#_").unwrap_or(target);
                    self.invocations.iter().any(|known| known.id == id)
                }
            }
        }
    }
}

/// Returns the milliseconds of a duration such as `1.5s` or `20ms`.
fn milliseconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, factor) = match text.strip_suffix("ms") {
        Some(number) => (number, 1.0),
        None => (text.strip_suffix('s')?, 1000.0),
    };
    let duration = number.trim().parse::<f64>().ok()? * factor;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was checked"
    )]
    (0.0..=1e15).contains(&duration).then_some(duration as u64)
}
