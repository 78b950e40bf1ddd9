//! Evaluation of expressions and scripts.

use super::syntax::{Expression, Function, Statement};
use super::value::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// The variables of one session or of one call.
pub(super) type Variables = RefCell<Vec<(String, Value)>>;

/// How deep calls may nest before a script is taken for one that never ends.
const MAX_DEPTH: usize = 40;

/// What an expression can see.
pub(super) struct Scope<'a> {
    pub(super) globals: &'a Variables,
    pub(super) locals: Option<&'a Variables>,
    pub(super) this: Value,
    /// Answers `In(state)`.
    pub(super) is_in: &'a dyn Fn(&str) -> bool,
    pub(super) depth: usize,
}

pub(super) fn find(variables: &Variables, name: &str) -> Option<Value> {
    let variables = variables.borrow();
    variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

pub(super) fn put(variables: &Variables, name: &str, value: Value) {
    put_member(&mut variables.borrow_mut(), name, value);
}

fn put_member(members: &mut Vec<(String, Value)>, name: &str, value: Value) {
    match members.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value,
        None => members.push((name.to_owned(), value)),
    }
}

type Outcome = Result<Value, String>;

impl Scope<'_> {
    pub(super) fn evaluate(&self, expression: &Expression) -> Outcome {
        Ok(match expression {
            Expression::Literal(value) => value.clone(),
            Expression::Name(name) => {
                self.variable(name).ok_or_else(|| format!("{name} is not defined"))?
            }
            Expression::This => self.this.clone(),
            Expression::Array(items) => Value::array(self.all(items)?),
            Expression::Object(members) => {
                let mut values = Vec::new();
                for (name, value) in members {
                    put_member(&mut values, name, self.evaluate(value)?);
                }
                Value::object(values)
            }
            Expression::Function(function) => Value::Function(Rc::clone(function)),
            Expression::Member(left, name) => {
                let (left, name) = (self.evaluate(left)?, self.evaluate(name)?);
                member(&left, &name.to_text())?
            }
            Expression::Call(callee, values) => self.call(callee, values)?,
            Expression::New(class, values) => self.construct(class, values)?,
            Expression::Unary(operator, operand) => self.unary(operator, operand)?,
            Expression::Binary(operator, left, right) => self.binary(operator, left, right)?,
            Expression::Conditional(condition, then, other) => {
                let is_true = self.evaluate(condition)?.is_truthy();
                self.evaluate(if is_true { then } else { other })?
            }
            Expression::Assign(operator, target, value) => {
                let value = match *operator {
                    "" => self.evaluate(value)?,
                    operator => self.binary(operator, target, value)?,
                };
                self.assign(target, value.clone())?;
                value
            }
        })
    }

    fn all(&self, expressions: &[Expression]) -> Result<Vec<Value>, String> {
        expressions.iter().map(|expression| self.evaluate(expression)).collect()
    }

    fn variable(&self, name: &str) -> Option<Value> {
        let local = self.locals.and_then(|locals| find(locals, name));
        local.or_else(|| find(self.globals, name))
    }

    /// Writes to a place that exists.
    pub(super) fn assign(&self, target: &Expression, value: Value) -> Result<(), String> {
        match target {
            Expression::Name(name) => {
                let holds = |variables: &&Variables| find(variables, name).is_some();
                let holder = self.locals.filter(holds).or(Some(self.globals).filter(holds));
                let holder = holder.ok_or_else(|| format!("{name} is not defined"))?;
                if is_system(name) {
                    return Err(format!("{name} cannot be assigned"));
                }
                put(holder, name, value);
                Ok(())
            }
            Expression::Member(left, name) => {
                if matches!(&**left, Expression::Name(name) if is_system(name)) {
                    return Err("system variables cannot be changed".into());
                }
                let (left, name) = (self.evaluate(left)?, self.evaluate(name)?.to_text());
                match left {
                    Value::Object(members) => put_member(&mut members.borrow_mut(), &name, value),
                    Value::Array(items) => {
                        let index: usize =
                            name.parse().map_err(|_| format!("{name} is no index"))?;
                        let mut items = items.borrow_mut();
                        if index > items.len() {
                            return Err(format!("{index} is beyond the end"));
                        }
                        if index == items.len() { items.push(value) } else { items[index] = value }
                    }
                    other => return Err(format!("a {} has no members", other.type_of())),
                }
                Ok(())
            }
            _ => Err("this is no place for a value".into()),
        }
    }

    fn unary(&self, operator: &str, operand: &Expression) -> Outcome {
        if let ("typeof", Expression::Name(name)) = (operator, operand) {
            let value = self.variable(name).unwrap_or_default();
            return Ok(Value::text(value.type_of()));
        }
        let value = self.evaluate(operand)?;
        Ok(match operator {
            "!" => Value::Bool(!value.is_truthy()),
            "-" => Value::Number(-value.to_number()),
            "+" => Value::Number(value.to_number()),
            "typeof" => Value::text(value.type_of()),
            _ => Value::Undefined,
        })
    }

    fn binary(&self, operator: &str, left: &Expression, right: &Expression) -> Outcome {
        let left = self.evaluate(left)?;
        match operator {
            "&&" if !left.is_truthy() => return Ok(left),
            "||" if left.is_truthy() => return Ok(left),
            "&&" | "||" => return self.evaluate(right),
            "instanceof" => {
                let Expression::Name(class) = right else {
                    return Err("the right side of instanceof is no class".into());
                };
                return Ok(Value::Bool(match class.as_str() {
                    "Array" => matches!(left, Value::Array(_)),
                    "Object" => left.type_of() == "object",
                    _ => return Err(format!("{class} is not defined")),
                }));
            }
            _ => {}
        }
        let right = self.evaluate(right)?;
        let (first, second) = (left.to_number(), right.to_number());
        let are_texts = matches!((&left, &right), (Value::String(_), Value::String(_)));
        let compare = |holds: fn(std::cmp::Ordering) -> bool| {
            let order = if are_texts {
                Some(left.to_text().cmp(&right.to_text()))
            } else {
                first.partial_cmp(&second)
            };
            Value::Bool(order.is_some_and(holds))
        };
        Ok(match operator {
            "===" => Value::Bool(left.is_same(&right)),
            "!==" => Value::Bool(!left.is_same(&right)),
            "==" => Value::Bool(left.is_equal(&right)),
            "!=" => Value::Bool(!left.is_equal(&right)),
            "<" => compare(std::cmp::Ordering::is_lt),
            ">" => compare(std::cmp::Ordering::is_gt),
            "<=" => compare(std::cmp::Ordering::is_le),
            ">=" => compare(std::cmp::Ordering::is_ge),
            "in" => match &right {
                Value::Object(members) => {
                    let name = left.to_text();
                    Value::Bool(members.borrow().iter().any(|(known, _)| *known == name))
                }
                other => return Err(format!("a {} has no members", other.type_of())),
            },
            "+" if is_number_like(&left) && is_number_like(&right) => Value::Number(first + second),
            "+" => Value::text(&(left.to_text() + &right.to_text())),
            "-" => Value::Number(first - second),
            "*" => Value::Number(first * second),
            "/" => Value::Number(first / second),
            "%" => Value::Number(first % second),
            "|" => Value::Number(f64::from(to_integer(first) | to_integer(second))),
            _ => Value::Number(f64::from(to_integer(first) & to_integer(second))),
        })
    }

    fn call(&self, callee: &Expression, values: &[Expression]) -> Outcome {
        let values = self.all(values)?;
        match callee {
            Expression::Name(name) if name == "In" => {
                let state = values.first().map(Value::to_text).unwrap_or_default();
                Ok(Value::Bool((self.is_in)(&state)))
            }
            Expression::Name(name) if name == "String" && self.variable(name).is_none() => {
                Ok(Value::text(&values.first().map(Value::to_text).unwrap_or_default()))
            }
            Expression::Member(left, name) => {
                let (left, name) = (self.evaluate(left)?, self.evaluate(name)?.to_text());
                match method(&left, &name, &values) {
                    Some(value) => Ok(value),
                    None => self.apply(&member(&left, &name)?, left, &values),
                }
            }
            callee => self.apply(&self.evaluate(callee)?, Value::Undefined, &values),
        }
    }

    fn construct(&self, class: &Expression, values: &[Expression]) -> Outcome {
        let this = Value::object(Vec::new());
        let made = self.apply(&self.evaluate(class)?, this.clone(), &self.all(values)?)?;
        Ok(if matches!(made, Value::Object(_)) { made } else { this })
    }

    fn apply(&self, function: &Value, this: Value, values: &[Value]) -> Outcome {
        let Value::Function(function) = function else {
            return Err(format!("a {} cannot be called", function.type_of()));
        };
        if self.depth >= MAX_DEPTH {
            return Err("calls nest too deep".into());
        }
        let Function { parameters, body } = &**function;
        let value = |index: usize| values.get(index).cloned().unwrap_or_default();
        let locals =
            parameters.iter().enumerate().map(|(index, name)| (name.clone(), value(index)));
        let locals = RefCell::new(locals.collect());
        let Self { globals, is_in, depth, .. } = *self;
        let inner = Scope { globals, locals: Some(&locals), this, is_in, depth: depth + 1 };
        Ok(inner.run(body)?.unwrap_or_default())
    }

    /// Runs statements; returns the value of the `return` that ended them.
    pub(super) fn run(&self, statements: &[Statement]) -> Result<Option<Value>, String> {
        let variables = self.locals.unwrap_or(self.globals);
        for statement in statements {
            if let Statement::Define(name, function) = statement {
                put(variables, name, Value::Function(Rc::clone(function)));
            }
        }
        for statement in statements {
            match statement {
                Statement::Define(..) => {}
                Statement::Declare(declared) => {
                    for (name, value) in declared {
                        let old = find(variables, name).unwrap_or_default();
                        let value = value.as_ref().map(|value| self.evaluate(value)).transpose()?;
                        put(variables, name, value.unwrap_or(old));
                    }
                }
                Statement::Evaluate(expression) => {
                    self.evaluate(expression)?;
                }
                Statement::Return(value) => {
                    let value = value.as_ref().map(|value| self.evaluate(value)).transpose()?;
                    return Ok(Some(value.unwrap_or_default()));
                }
                Statement::If(condition, then, other) => {
                    let branch = if self.evaluate(condition)?.is_truthy() {
                        Some(then)
                    } else {
                        other.as_ref()
                    };
                    if let Some(branch) = branch
                        && let Some(value) = self.run(std::slice::from_ref(branch))?
                    {
                        return Ok(Some(value));
                    }
                }
                Statement::Block(statements) => {
                    if let Some(value) = self.run(statements)? {
                        return Ok(Some(value));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// Returns whether the processor alone writes the variable.
fn is_system(name: &str) -> bool {
    matches!(name, "_event" | "_sessionid" | "_name" | "_ioprocessors" | "_x")
}

fn is_number_like(value: &Value) -> bool {
    matches!(value, Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_))
}

#[allow(clippy::cast_possible_truncation, reason = "bit operators work on 32 bits")]
fn to_integer(number: f64) -> i32 {
    number as i64 as i32
}

fn member(left: &Value, name: &str) -> Outcome {
    Ok(match left {
        Value::Undefined | Value::Null => {
            return Err(format!("{} has no member {name}", left.to_text()));
        }
        Value::Object(members) => find(members, name).unwrap_or_default(),
        Value::Array(items) if name == "length" => count(items.borrow().len()),
        Value::Array(items) => {
            let index = name.parse::<usize>().ok();
            index.and_then(|index| items.borrow().get(index).cloned()).unwrap_or_default()
        }
        Value::String(text) if name == "length" => count(text.chars().count()),
        _ => Value::Undefined,
    })
}

#[allow(clippy::cast_precision_loss, reason = "no text has 2^53 letters")]
fn count(length: usize) -> Value {
    Value::Number(length as f64)
}

/// Calls a method that the language brings along; `None` if it has no such one.
fn method(left: &Value, name: &str, values: &[Value]) -> Option<Value> {
    let first = values.first().cloned().unwrap_or_default();
    Some(match (left, name) {
        (Value::Array(items), "concat") => {
            let mut joined = items.borrow().clone();
            for value in values {
                match value {
                    Value::Array(more) => joined.extend(more.borrow().iter().cloned()),
                    other => joined.push(other.clone()),
                }
            }
            Value::array(joined)
        }
        (Value::String(text), "slice") => {
            let letters: Vec<char> = text.chars().collect();
            let bound = |value: Option<&Value>, default: usize| {
                let Some(value) = value else { return default };
                let number = i64::from(to_integer(value.to_number()));
                let length = i64::try_from(letters.len()).unwrap_or(i64::MAX);
                let place = if number < 0 { (length + number).max(0) } else { number.min(length) };
                usize::try_from(place).unwrap_or(0)
            };
            let (start, end) = (bound(values.first(), 0), bound(values.get(1), letters.len()));
            let part: String = letters.get(start..end).unwrap_or_default().iter().collect();
            Value::text(&part)
        }
        (Value::String(text), "indexOf") => {
            let at = text.find(&first.to_text());
            at.map_or(Value::Number(-1.0), |at| count(text[..at].chars().count()))
        }
        (Value::Element(element), "getElementsByTagName") => {
            let mut found = Vec::new();
            element.collect(&first.to_text(), &mut found);
            Value::array(found.into_iter().map(Value::Element).collect())
        }
        (Value::Element(element), "getAttribute") => {
            element.attribute(&first.to_text()).map_or(Value::Null, Value::text)
        }
        _ => return None,
    })
}
