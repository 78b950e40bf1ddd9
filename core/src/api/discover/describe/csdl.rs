//! Types and lists in the language of OData.
//!
//! Source: OData Common Schema Definition Language (CSDL) XML 4.01.

use super::xml::{Tag, tags};
use serde_json::{Map, Value, json};

/// A type of records.
#[derive(Debug, Default)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) base: Option<String>,
    pub(super) key: Vec<String>,
    pub(super) properties: Map<String, Value>,
    pub(super) required: Vec<String>,
    /// The property, and the type that it points to.
    pub(super) references: Vec<(String, String)>,
}

/// A list of records.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) can_create: bool,
    pub(super) can_update: bool,
    pub(super) can_delete: bool,
}

/// Reads types and lists.
pub(super) fn read(metadata: &str) -> (Vec<Type>, Vec<Set>) {
    let mut reader = Reader::default();
    for tag in tags(metadata) {
        match tag {
            Tag::Open(name, attributes) => reader.open(name, &Attributes(attributes)),
            Tag::Close("EntityType" | "ComplexType") => reader.is_in_type = false,
            Tag::Close(_) => {}
        }
    }
    choose(&mut reader.types, &reader.enumerations);
    (reader.types, reader.sets)
}

struct Attributes<'a>(Vec<(&'a str, String)>);

impl Attributes<'_> {
    fn get(&self, wanted: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Default)]
struct Reader {
    types: Vec<Type>,
    sets: Vec<Set>,
    enumerations: Vec<(String, Vec<String>)>,
    namespace: String,
    aliases: Vec<(String, String)>,
    /// The type that the open navigation leads to.
    navigation: Option<String>,
    /// What the open annotations are about.
    target: Option<String>,
    is_in_type: bool,
}

impl Reader {
    /// Returns a name with its namespace in the place of an alias.
    fn full(&self, name: &str) -> String {
        let (prefix, rest) = name.rsplit_once('.').unwrap_or(("", name));
        let known = self.aliases.iter().find(|(alias, _)| alias == prefix);
        known.map_or_else(|| name.to_owned(), |(_, namespace)| format!("{namespace}.{rest}"))
    }

    fn named(&self, attributes: &Attributes<'_>) -> String {
        format!("{}.{}", self.namespace, attributes.get("Name").unwrap_or_default())
    }

    fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        match name {
            "Schema" => {
                attributes.get("Namespace").unwrap_or_default().clone_into(&mut self.namespace);
                let alias = attributes.get("Alias");
                self.aliases.extend(alias.map(|alias| (alias.to_owned(), self.namespace.clone())));
            }
            "EntityType" | "ComplexType" => {
                self.is_in_type = true;
                let base = attributes.get("BaseType").map(|base| self.full(base));
                let name = self.named(attributes);
                self.types.push(Type { name, base, ..Type::default() });
            }
            "EnumType" => self.enumerations.push((self.named(attributes), Vec::new())),
            "Member" => {
                if let (Some((_, values)), Some(name)) =
                    (self.enumerations.last_mut(), attributes.get("Name"))
                {
                    values.push(name.to_owned());
                }
            }
            "EntitySet" => self.sets.push(Set {
                name: attributes.get("Name").unwrap_or_default().to_owned(),
                kind: self.full(attributes.get("EntityType").unwrap_or_default()),
                can_create: true,
                can_update: true,
                can_delete: true,
            }),
            "Annotations" => self.target = attributes.get("Target").map(str::to_owned),
            "PropertyValue" => self.restrict(attributes),
            "Annotation"
                if attributes.get("Term").is_some_and(|term| term.ends_with("Computed")) =>
            {
                self.computed();
            }
            _ if self.is_in_type => self.member(name, attributes),
            _ => {}
        }
    }

    /// Reads what stands inside a type.
    fn member(&mut self, name: &str, attributes: &Attributes<'_>) {
        let own_name = attributes.get("Name").unwrap_or_default();
        match name {
            "NavigationProperty" => {
                let kind = attributes.get("Type").unwrap_or_default();
                // Many records are in a list of their own.
                let is_one = !kind.starts_with("Collection(");
                self.navigation = is_one.then(|| self.full(kind));
            }
            "Property" => {
                let schema = self.property(attributes);
                let is_required = attributes.get("Nullable") == Some("false")
                    && attributes.get("DefaultValue").is_none();
                if let Some(own) = self.types.last_mut() {
                    own.required.extend(is_required.then(|| own_name.to_owned()));
                    own.properties.insert(own_name.to_owned(), schema);
                }
            }
            "PropertyRef" => {
                if let Some(own) = self.types.last_mut() {
                    own.key.push(own_name.to_owned());
                }
            }
            "ReferentialConstraint" => {
                let property = attributes.get("Property").unwrap_or_default().to_owned();
                if let (Some(own), Some(kind)) = (self.types.last_mut(), &self.navigation) {
                    own.references.push((property, kind.clone()));
                }
            }
            _ => {}
        }
    }

    /// Reads what cannot be done with a list.
    ///
    /// Source: the vocabulary Org.OData.Capabilities.V1.
    fn restrict(&mut self, attributes: &Attributes<'_>) {
        let name = self.target.as_ref().and_then(|target| target.rsplit('/').next());
        let set = self.sets.iter_mut().find(|known| Some(known.name.as_str()) == name);
        let Some(set) = set.filter(|_| attributes.get("Bool") == Some("false")) else { return };
        match attributes.get("Property") {
            Some("Insertable") => set.can_create = false,
            Some("Updatable") => set.can_update = false,
            Some("Deletable") => set.can_delete = false,
            _ => {}
        }
    }

    /// Marks what only the server writes: `Target="shop.Book/total"`.
    fn computed(&mut self) {
        let target = self.target.as_deref().and_then(|target| target.split_once('/'));
        let Some((kind, property)) = target else { return };
        let kind = self.full(kind);
        let own = self.types.iter_mut().find(|known| known.name == kind);
        if let Some(schema) = own.and_then(|own| own.properties.get_mut(property)) {
            schema["readOnly"] = json!(true);
        }
    }

    /// Returns the JSON Schema of a property.
    fn property(&self, attributes: &Attributes<'_>) -> Value {
        let kind = attributes.get("Type").unwrap_or("Edm.String");
        let (is_many, kind) = match kind.strip_prefix("Collection(") {
            Some(inner) => (true, inner.trim_end_matches(')')),
            None => (false, kind),
        };
        let mut schema = match kind {
            "Edm.String" => json!({"type": "string"}),
            "Edm.Boolean" => json!({"type": "boolean"}),
            "Edm.Byte" | "Edm.SByte" | "Edm.Int16" | "Edm.Int32" | "Edm.Int64" => {
                json!({"type": "integer"})
            }
            "Edm.Decimal" | "Edm.Double" | "Edm.Single" => json!({"type": "number"}),
            "Edm.Date" => json!({"type": "string", "format": "date", "x-bare": true}),
            "Edm.DateTimeOffset" => {
                json!({"type": "string", "format": "date-time", "x-bare": true})
            }
            "Edm.TimeOfDay" => json!({"type": "string", "format": "time", "x-bare": true}),
            "Edm.Guid" => json!({"type": "string", "format": "uuid", "x-bare": true}),
            "Edm.Binary" | "Edm.Stream" => json!({"type": "string", "format": "binary"}),
            other if other.starts_with("Edm.") => json!({}),
            other => json!({"x-type": self.full(other)}),
        };
        if let Some(length) =
            attributes.get("MaxLength").and_then(|length| length.parse::<u64>().ok())
        {
            schema["maxLength"] = json!(length);
        }
        if attributes.get("Nullable") != Some("false")
            && let Some(kind) = schema["type"].as_str().map(str::to_owned)
        {
            schema["type"] = json!([kind, "null"]);
        }
        if is_many { json!({"type": "array", "items": schema}) } else { schema }
    }
}

/// Gives the properties of enumerated types their values.
fn choose(types: &mut [Type], enumerations: &[(String, Vec<String>)]) {
    let schemas = types.iter_mut().flat_map(|own| own.properties.iter_mut());
    for (_, schema) in schemas {
        let Some(name) = schema["x-type"].as_str().map(str::to_owned) else { continue };
        if let Some((_, values)) = enumerations.iter().find(|(known, _)| *known == name) {
            *schema = json!({"type": "string", "enum": values});
        }
    }
}
