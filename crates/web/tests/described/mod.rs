//! Reads answers against an OpenAPI description, as strictly as it can be meant: what is not described is wrong too.

use super::asked::Answer;
use serde_json::{Map, Value};

/// A description.
pub struct Described {
    document: Value,
}

impl Described {
    pub fn read(document: Value) -> Described {
        assert_eq!(document["openapi"], "3.1.0");
        Described { document }
    }

    /// The addresses that are described.
    pub fn paths(&self) -> Vec<String> {
        self.document["paths"].as_object().unwrap().keys().cloned().collect()
    }

    /// The description of an address: the one with most fixed parts.
    fn path(&self, address: &str) -> Option<(&String, &Value)> {
        let path = address.split('?').next().unwrap();
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |template: &&String| {
            let own: Vec<&str> = template.split('/').collect();
            let same = |(own, part): (&&str, &&str)| {
                own == part || (own.starts_with('{') && !part.is_empty())
            };
            own.len() == parts.len() && own.iter().zip(&parts).all(same)
        };
        let all = self.document["paths"].as_object().unwrap();
        let best = all.keys().filter(fits).min_by_key(|template| template.matches('{').count())?;
        Some((best, &all[best]))
    }

    /// Checks an answer; gives the described address and the status.
    #[track_caller]
    pub fn check(&self, address: &str, answer: &Answer) -> (String, u16) {
        let status = answer.status.as_u16();
        let Some((template, path)) = self.path(address) else {
            assert_eq!(status, 404, "{address}: answered and not described");
            self.check_schema("Problem", &answer.json());
            return (String::new(), status);
        };
        let described = &path["get"]["responses"][status.to_string()];
        assert!(described.is_object(), "{address}: {status} is not described");
        if let Some(content) = described.get("content") {
            let kind = answer.header("content-type");
            let schema = &content[kind]["schema"];
            assert!(schema.is_object(), "{address}: {kind} is not described for {status}");
            if let Err(wrong) = self.fits(schema, &answer.json(), "$") {
                panic!("{address}: {wrong}");
            }
        }
        (template.clone(), status)
    }

    /// Checks a value against a named schema.
    #[track_caller]
    pub fn check_schema(&self, name: &str, value: &Value) {
        if let Err(wrong) = self.fits(&self.document["components"]["schemas"][name], value, name) {
            panic!("{wrong}: {value}");
        }
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let mut known = Vec::new();
        self.one(schema, value, at, &mut known)?;
        match value {
            // A schema without properties is free.
            Value::Object(own) if !known.is_empty() => {
                match own.keys().find(|key| !known.contains(key)) {
                    Some(key) => Err(format!("{at}.{key} is not described")),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    /// Checks all keywords; `known` gathers the properties that are described, also those of parts.
    fn one(
        &self,
        schema: &Value,
        value: &Value,
        at: &str,
        known: &mut Vec<String>,
    ) -> Result<(), String> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.strip_prefix("#/components/schemas/").unwrap();
            let named = &self.document["components"]["schemas"][name];
            assert!(named.is_object(), "{name} is referred to and not there");
            self.one(named, value, at, known)?;
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.one(part, value, at, known)?;
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            self.choice(choices, value, at, known)?;
        }
        kind(schema, value, at)?;
        bounds(schema, value, at)?;
        match value {
            Value::Object(own) => self.properties(schema, own, at, known),
            Value::Array(items) => {
                let Some(schema) = schema.get("items").filter(|items| items.is_object()) else {
                    return Ok(());
                };
                let mut items = items.iter().enumerate();
                items.try_for_each(|(n, item)| self.fits(schema, item, &format!("{at}[{n}]")))
            }
            _ => Ok(()),
        }
    }

    fn choice(
        &self,
        choices: &[Value],
        value: &Value,
        at: &str,
        known: &mut Vec<String>,
    ) -> Result<(), String> {
        let (mut fitting, mut wrong) = (Vec::new(), Vec::new());
        for choice in choices {
            let mut own = Vec::new();
            match self.one(choice, value, at, &mut own) {
                Ok(()) => fitting.push(own),
                Err(why) => wrong.push(why),
            }
        }
        match fitting.len() {
            1 => known.extend(fitting.remove(0)),
            0 => return Err(format!("{at} is none of its choices: {wrong:?}")),
            count => return Err(format!("{at} is {count} of its choices")),
        }
        Ok(())
    }

    fn properties(
        &self,
        schema: &Value,
        own: &Map<String, Value>,
        at: &str,
        known: &mut Vec<String>,
    ) -> Result<(), String> {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !own.contains_key(name.as_str().unwrap()) {
                return Err(format!("{at} lacks {name}"));
            }
        }
        let Some(properties) = schema["properties"].as_object() else { return Ok(()) };
        for (name, schema) in properties {
            known.push(name.clone());
            if let Some(value) = own.get(name) {
                self.fits(schema, value, &format!("{at}.{name}"))?;
            }
        }
        Ok(())
    }
}

fn kind(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{at}: the kind {other} is not known"),
    };
    let fine = match &schema["type"] {
        Value::Null => true,
        Value::String(one) => is(one),
        Value::Array(any) => any.iter().any(|one| is(one.as_str().unwrap())),
        other => panic!("{at}: {other} is no type"),
    };
    if fine { Ok(()) } else { Err(format!("{at} is {value}, not {}", schema["type"])) }
}

fn bounds(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{at} is {value}: {what}"));
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        return wrong("not one of the enum");
    }
    if let Some(number) = value.as_f64() {
        let beyond = |name: &str, is: fn(f64, f64) -> bool| {
            schema[name].as_f64().is_some_and(|bound| is(number, bound))
        };
        if beyond("minimum", |a, b| a < b) || beyond("maximum", |a, b| a > b) {
            return wrong("out of bounds");
        }
    }
    if let Some(items) = value.as_array() {
        let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        let most = schema["maxItems"].as_u64().unwrap_or(u64::MAX) as usize;
        if !(least..=most).contains(&items.len()) {
            return wrong("too few or too many items");
        }
    }
    let Some(text) = value.as_str() else { return Ok(()) };
    if let Some(pattern) = schema["pattern"].as_str() {
        assert_eq!(pattern, "^[0-9a-f]{12}$", "this pattern has no reader here yet");
        let fits = text.len() == 12
            && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if !fits {
            return wrong("not as the pattern has it");
        }
    }
    let fits = match schema["format"].as_str() {
        Some("date-time") => text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok(),
        Some("date") => text.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == text),
        Some("uri") => url::Url::parse(text).is_ok_and(|url| url.has_host()),
        _ => true,
    };
    if fits { Ok(()) } else { wrong("not of its format") }
}

#[test]
fn the_reader_finds_what_is_wrong() {
    let described = Described::read(serde_json::json!({
        "openapi": "3.1.0",
        "components": { "schemas": {
            "A": {
                "type": "object", "required": ["n"],
                "properties": {
                    "n": { "type": "integer", "minimum": 1 },
                    "t": { "$ref": "#/components/schemas/T" },
                    "many": { "type": "array", "minItems": 1, "items": { "enum": ["x", "y"] } },
                },
            },
            "T": { "type": "string", "format": "date-time" },
        } },
    }));
    let check = |value: Value, expected: &str| {
        let schema = &described.document["components"]["schemas"]["A"];
        let wrong = described.fits(schema, &value, "$").err().unwrap_or_default();
        assert!(wrong.starts_with(expected) && wrong.is_empty() == expected.is_empty(), "{wrong}");
    };
    use serde_json::json;
    check(json!({ "n": 1, "t": "2026-11-20T00:00:00Z", "many": ["x"] }), "");
    check(json!({}), "$ lacks");
    check(json!({ "n": "1" }), "$.n is \"1\", not");
    check(json!({ "n": 0 }), "$.n is 0: out of bounds");
    check(json!({ "n": 1, "m": 1 }), "$.m is not described");
    check(json!({ "n": 1, "t": "yesterday" }), "$.t is \"yesterday\": not of its format");
    check(json!({ "n": 1, "t": null }), "$.t is null, not");
    check(json!({ "n": 1, "many": [] }), "$.many is []: too few");
    check(json!({ "n": 1, "many": ["z"] }), "$.many[0] is \"z\": not one");
    check(json!([]), "$ is [], not");
}
