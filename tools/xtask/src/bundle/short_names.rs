//! Short names for what a module imports.
//!
//! `wasm-bindgen` ends each name with a hash, which no compression makes smaller, and it stands in
//! the module and in the script. Only these two name it, so that two letters do.

use std::collections::BTreeMap;

use crate::{Error, Result};

/// The identifier of the import section.
const IMPORTS: u8 = 2;

/// Renames the imported functions of `module`; returns it and the new names by the old.
///
/// # Errors
/// When the bytes are no WebAssembly module.
pub fn shorten(module: &[u8]) -> Result<(Vec<u8>, BTreeMap<String, String>)> {
    let mut reader = Reader { bytes: module, at: 8 };
    let mut names = BTreeMap::new();
    while reader.at < module.len() {
        let start = reader.at;
        let section = reader.byte()?;
        let size = reader.number()?;
        let (content, end) = (reader.at, reader.at + size);
        if section == IMPORTS {
            let renamed = rename(&mut reader, &mut names)?;
            let mut out = module[..start].to_vec();
            out.push(IMPORTS);
            write_number(&mut out, renamed.len());
            out.extend(renamed);
            out.extend(module.get(end..).ok_or_else(|| broken(content))?);
            return Ok((out, names));
        }
        reader.at = end;
    }
    Ok((module.to_vec(), names))
}

/// Puts the new names into a script.
#[must_use]
pub fn rename_in(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out + rest
}

fn rename(reader: &mut Reader<'_>, names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let count = reader.number()?;
    write_number(&mut out, count);
    for _ in 0..count {
        let from = reader.text()?;
        let name = reader.text()?;
        let start = reader.at;
        let kind = reader.byte()?;
        match kind {
            0 => drop(reader.number()?),
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            3 => reader.at += 2,
            _ => return Err(broken(start)),
        }
        write_text(&mut out, from);
        let next = short(names.len());
        let name =
            if kind == 0 { names.entry(name.to_owned()).or_insert(next).as_str() } else { name };
        write_text(&mut out, name);
        out.extend(reader.bytes.get(start..reader.at).ok_or_else(|| broken(start))?);
    }
    Ok(out)
}

/// Returns `a` to `z`, then `aa`, `ab` and on. None of two or three letters is a word that a
/// script of wasm-bindgen could not have as the name of a property.
fn short(index: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or_default());
    if index < 26 { letter.to_string() } else { short(index / 26 - 1) + &letter.to_string() }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).ok_or_else(|| broken(self.at))?;
        self.at += 1;
        Ok(byte)
    }

    /// Reads an unsigned LEB128 number.
    fn number(&mut self) -> Result<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return Ok(number);
            }
            if shift > 28 {
                return Err(broken(self.at));
            }
        }
    }

    fn text(&mut self) -> Result<&'a str> {
        let size = self.number()?;
        let bytes = self.bytes.get(self.at..self.at + size).ok_or_else(|| broken(self.at))?;
        self.at += size;
        str::from_utf8(bytes).map_err(|_| broken(self.at))
    }

    /// Skips the limits of a table or memory: a flag, the smallest size, perhaps the largest.
    fn limits(&mut self) -> Result<()> {
        let flags = self.byte()?;
        self.number()?;
        if flags & 1 == 1 {
            self.number()?;
        }
        Ok(())
    }
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        out.push(if number == 0 { low } else { low | 0x80 });
        if number == 0 {
            return;
        }
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_number(out, text.len());
    out.extend(text.as_bytes());
}

fn broken(at: usize) -> Error {
    Error::new("cannot read the module that wasm-bindgen wrote")
        .because(format!("its byte {at} is not what the format asks for"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a type, the imports `m.one_77` (a function) and `m.memory`, and a code section.
    fn module() -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend([1, 4, 1, 0x60, 0, 0]);
        let mut imports = vec![2];
        write_text(&mut imports, "m");
        write_text(&mut imports, "one_77");
        imports.extend([0, 0]);
        write_text(&mut imports, "m");
        write_text(&mut imports, "memory");
        imports.extend([2, 1, 1, 0x80, 0x01]);
        bytes.push(IMPORTS);
        write_number(&mut bytes, imports.len());
        bytes.extend(imports);
        bytes.extend([10, 1, 0]);
        bytes
    }

    #[test]
    fn functions_get_short_names_and_the_rest_stays() {
        let (short, names) = shorten(&module()).unwrap();
        assert_eq!(names, BTreeMap::from([("one_77".to_owned(), "a".to_owned())]));
        let text = String::from_utf8_lossy(&short);
        assert!(text.contains("memory") && !text.contains("one_77"), "{text}");
        assert!(short.ends_with(&[10, 1, 0]));
        assert_eq!(short.len(), module().len() - 5);
        assert_eq!(shorten(&short).unwrap().0, short, "the result is a module");
    }

    #[test]
    fn whole_words_of_a_script_are_renamed() {
        let names = BTreeMap::from([("one_77".to_owned(), "a".to_owned())]);
        assert_eq!(rename_in("{one_77:f,one_772:g}.one_77", &names), "{a:f,one_772:g}.a");
    }

    #[test]
    fn a_broken_module_is_refused() {
        let mut bytes = module();
        bytes.truncate(20);
        assert!(shorten(&bytes).is_err());
    }

    #[test]
    fn names_do_not_repeat() {
        let names: std::collections::HashSet<_> = (0..2000).map(short).collect();
        assert_eq!(names.len(), 2000);
        assert!(names.contains("a") && names.contains("aa"));
    }
}
