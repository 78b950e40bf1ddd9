//! The expressions and statements of the data model.

use super::tokens::{Token, tokens};
use super::value::Value;
use std::rc::Rc;

/// A function that a script defines.
#[derive(Debug)]
pub struct Function {
    pub(super) parameters: Vec<String>,
    pub(super) body: Vec<Statement>,
}

#[derive(Debug)]
pub(super) enum Statement {
    Declare(Vec<(String, Option<Expression>)>),
    Define(String, Rc<Function>),
    Evaluate(Expression),
    Return(Option<Expression>),
    If(Expression, Box<Self>, Option<Box<Self>>),
    Block(Vec<Self>),
}

#[derive(Debug)]
pub(super) enum Expression {
    Literal(Value),
    Name(String),
    This,
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
    Function(Rc<Function>),
    Member(Box<Self>, Box<Self>),
    Call(Box<Self>, Vec<Self>),
    New(Box<Self>, Vec<Self>),
    Unary(&'static str, Box<Self>),
    Binary(&'static str, Box<Self>, Box<Self>),
    Conditional(Box<Self>, Box<Self>, Box<Self>),
    /// An assignment, with the operator that precedes the `=`, if any.
    Assign(&'static str, Box<Self>, Box<Self>),
}

/// The operators of two operands, by how tightly they bind.
const BINARY: &[&[&str]] = &[
    &["||"],
    &["&&"],
    &["|"],
    &["&"],
    &["===", "!==", "==", "!="],
    &["<=", ">=", "<", ">", "instanceof", "in"],
    &["+", "-"],
    &["*", "/", "%"],
];

const RESERVED: &[&str] = &[
    "break",
    "case",
    "catch",
    "continue",
    "default",
    "delete",
    "do",
    "else",
    "finally",
    "for",
    "function",
    "if",
    "in",
    "instanceof",
    "new",
    "return",
    "switch",
    "throw",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

/// Returns whether a variable can have this name.
pub(super) fn is_name(name: &str) -> bool {
    let parsed = tokens(name);
    matches!(parsed.as_deref(), Ok([Token::Word(word)]) if !RESERVED.contains(&word.as_str()))
}

pub(super) fn expression(source: &str) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens(source)?, position: 0, depth: 0 };
    let expression = parser.expression()?;
    parser.end()?;
    Ok(expression)
}

pub(super) fn script(source: &str) -> Result<Vec<Statement>, String> {
    let mut parser = Parser { tokens: tokens(source)?, position: 0, depth: 0 };
    let mut statements = Vec::new();
    while parser.position < parser.tokens.len() {
        statements.push(parser.statement()?);
    }
    Ok(statements)
}

struct Parser {
    tokens: Vec<Token>,
    position: usize,
    depth: usize,
}

/// How deep expressions and statements may nest, so that none of them exhausts
/// the stack; chains of operators nest too.
const MAX_DEPTH: usize = 64;

impl Parser {
    fn end(&self) -> Result<(), String> {
        self.tokens.get(self.position).map_or(Ok(()), |token| Err(format!("unexpected {token:?}")))
    }

    /// Reads something that is one level further in.
    fn inside<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        let depth = self.depth;
        self.deepen()?;
        let inner = read(self)?;
        self.depth = depth;
        Ok(inner)
    }

    fn deepen(&mut self) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err("it nests too deep".into()) } else { Ok(()) }
    }

    fn peek(&self, text: &str) -> bool {
        match self.tokens.get(self.position) {
            Some(Token::Sign(sign)) => *sign == text,
            Some(Token::Word(word)) => word == text,
            _ => false,
        }
    }

    fn take(&mut self, text: &str) -> bool {
        let is_next = self.peek(text);
        self.position += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) { Ok(()) } else { Err(format!("{text} is missing")) }
    }

    fn name(&mut self) -> Result<String, String> {
        match self.tokens.get(self.position) {
            Some(Token::Word(word)) => {
                self.position += 1;
                Ok(word.clone())
            }
            other => Err(format!("a name is missing before {other:?}")),
        }
    }

    fn statement(&mut self) -> Result<Statement, String> {
        self.inside(Self::read_statement)
    }

    fn read_statement(&mut self) -> Result<Statement, String> {
        let statement = if self.peek("{") {
            return Ok(Statement::Block(self.block()?));
        } else if self.take("var") {
            let mut declared = Vec::new();
            loop {
                let name = self.name()?;
                let value = if self.take("=") { Some(self.assignment()?) } else { None };
                declared.push((name, value));
                if !self.take(",") {
                    break Statement::Declare(declared);
                }
            }
        } else if self.take("function") {
            let name = self.name()?;
            return Ok(Statement::Define(name, self.function()?));
        } else if self.take("return") {
            let is_bare = self.peek(";") || self.peek("}");
            Statement::Return(if is_bare { None } else { Some(self.expression()?) })
        } else if self.take("if") {
            self.expect("(")?;
            let condition = self.expression()?;
            self.expect(")")?;
            let then = Box::new(self.statement()?);
            let other = if self.take("else") { Some(Box::new(self.statement()?)) } else { None };
            return Ok(Statement::If(condition, then, other));
        } else if self.take(";") {
            return Ok(Statement::Block(Vec::new()));
        } else {
            Statement::Evaluate(self.expression()?)
        };
        // A line end or a brace ends a statement as a semicolon does.
        self.take(";");
        Ok(statement)
    }

    fn block(&mut self) -> Result<Vec<Statement>, String> {
        self.expect("{")?;
        let mut statements = Vec::new();
        while !self.take("}") {
            statements.push(self.statement()?);
        }
        Ok(statements)
    }

    /// Reads parameters and body.
    fn function(&mut self) -> Result<Rc<Function>, String> {
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.take(")") {
            parameters.push(self.name()?);
            self.take(",");
        }
        let body = self.block()?;
        Ok(Rc::new(Function { parameters, body }))
    }

    fn expression(&mut self) -> Result<Expression, String> {
        self.assignment()
    }

    fn assignment(&mut self) -> Result<Expression, String> {
        self.inside(Self::read_assignment)
    }

    fn read_assignment(&mut self) -> Result<Expression, String> {
        let target = self.conditional()?;
        for (sign, operator) in [("=", ""), ("+=", "+"), ("-=", "-"), ("*=", "*"), ("/=", "/")] {
            if self.take(sign) {
                let value = self.assignment()?;
                return Ok(Expression::Assign(operator, Box::new(target), Box::new(value)));
            }
        }
        Ok(target)
    }

    fn conditional(&mut self) -> Result<Expression, String> {
        let condition = self.binary(0)?;
        if !self.take("?") {
            return Ok(condition);
        }
        let then = self.assignment()?;
        self.expect(":")?;
        let other = self.assignment()?;
        Ok(Expression::Conditional(Box::new(condition), Box::new(then), Box::new(other)))
    }

    fn binary(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = BINARY.get(level) else { return self.unary() };
        let depth = self.depth;
        let mut left = self.binary(level + 1)?;
        while let Some(operator) = operators.iter().find(|operator| self.peek(operator)) {
            self.position += 1;
            self.deepen()?;
            let right = self.binary(level + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth = depth;
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expression, String> {
        self.inside(Self::read_unary)
    }

    fn read_unary(&mut self) -> Result<Expression, String> {
        for operator in ["!", "-", "+", "typeof", "void"] {
            if self.take(operator) {
                return Ok(Expression::Unary(operator, Box::new(self.unary()?)));
            }
        }
        for (sign, operator) in [("++", "+"), ("--", "-")] {
            if self.take(sign) {
                let target = Box::new(self.unary()?);
                let one = Box::new(Expression::Literal(Value::Number(1.0)));
                return Ok(Expression::Assign(operator, target, one));
            }
        }
        let operand = self.primary()?;
        self.suffixes(operand, true)
    }

    fn suffixes(&mut self, mut left: Expression, calls: bool) -> Result<Expression, String> {
        let depth = self.depth;
        loop {
            self.deepen()?;
            left = if self.take(".") {
                let name = Expression::Literal(Value::text(&self.name()?));
                Expression::Member(Box::new(left), Box::new(name))
            } else if self.take("[") {
                let index = self.expression()?;
                self.expect("]")?;
                Expression::Member(Box::new(left), Box::new(index))
            } else if calls && self.take("(") {
                Expression::Call(Box::new(left), self.list(")")?)
            } else {
                self.depth = depth;
                return Ok(left);
            };
        }
    }

    /// Reads expressions up to `end`, which is taken too.
    fn list(&mut self, end: &str) -> Result<Vec<Expression>, String> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(self.assignment()?);
            if !self.take(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(items)
    }

    fn primary(&mut self) -> Result<Expression, String> {
        let Some(token) = self.tokens.get(self.position).cloned() else {
            return Err("an expression is missing".into());
        };
        self.position += 1;
        Ok(match token {
            Token::Number(number) => Expression::Literal(Value::Number(number)),
            Token::Text(text) => Expression::Literal(Value::text(&text)),
            Token::Sign("(") => {
                let inner = self.expression()?;
                self.expect(")")?;
                inner
            }
            Token::Sign("[") => Expression::Array(self.list("]")?),
            Token::Sign("{") => self.object()?,
            Token::Sign(sign) => return Err(format!("unexpected {sign}")),
            Token::Word(word) => match word.as_str() {
                "true" => Expression::Literal(Value::Bool(true)),
                "false" => Expression::Literal(Value::Bool(false)),
                "null" => Expression::Literal(Value::Null),
                "undefined" => Expression::Literal(Value::Undefined),
                "this" => Expression::This,
                "function" => {
                    if !self.peek("(") {
                        self.name()?;
                    }
                    Expression::Function(self.function()?)
                }
                "new" => {
                    let class = self.primary()?;
                    let class = Box::new(self.suffixes(class, false)?);
                    let values = if self.take("(") { self.list(")")? } else { Vec::new() };
                    // A semicolon behind it is let pass, as documents have it.
                    self.take(";");
                    Expression::New(class, values)
                }
                reserved if RESERVED.contains(&reserved) => {
                    return Err(format!("unexpected {reserved}"));
                }
                _ => Expression::Name(word),
            },
        })
    }

    fn object(&mut self) -> Result<Expression, String> {
        let mut members = Vec::new();
        while !self.take("}") {
            let name = match self.tokens.get(self.position) {
                Some(Token::Text(text)) => text.clone(),
                Some(Token::Word(word)) => word.clone(),
                Some(Token::Number(number)) => number.to_string(),
                other => return Err(format!("unexpected {other:?} in an object")),
            };
            self.position += 1;
            self.expect(":")?;
            members.push((name, self.assignment()?));
            if !self.peek("}") {
                self.expect(",")?;
            }
        }
        Ok(Expression::Object(members))
    }
}
