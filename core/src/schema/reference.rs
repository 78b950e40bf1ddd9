//! References between schemas.

/// Returns `reference`, which has no fragment, as seen from `base`.
///
/// Source: RFC 3986, section 5.2.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if reference.is_empty() || has_scheme(reference) {
        return if reference.is_empty() { base } else { reference }.to_owned();
    }
    let scheme = if has_scheme(base) { base.find(':').map_or(0, |colon| colon + 1) } else { 0 };
    let (scheme, rest) = base.split_at(scheme);
    if reference.starts_with("//") {
        return [scheme, reference].concat();
    }
    let authority = rest.strip_prefix("//").map_or(0, |host| {
        let end = host.find(['/', '?']).unwrap_or(host.len());
        "//".len() + end
    });
    let (authority, path) = rest.split_at(authority);
    let path = path.split('?').next().unwrap_or_default();
    let joined = if reference.starts_with('/') {
        reference.to_owned()
    } else if reference.starts_with('?') {
        [path, reference].concat()
    } else {
        let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
        let folder = if folder.is_empty() && !authority.is_empty() { "/" } else { folder };
        [folder, reference].concat()
    };
    [scheme, authority, &without_dots(&joined)].concat()
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn without_dots(text: &str) -> String {
    let end = text.find('?').unwrap_or(text.len());
    let (path, query) = text.split_at(end);
    let mut steps: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for step in path.split('/') {
        is_folder = matches!(step, "." | "..");
        // The empty step before the first slash is not a folder to leave.
        let can_leave = steps.first().is_some_and(|first| !first.is_empty()) || steps.len() > 1;
        if step == ".." && can_leave {
            steps.pop();
        } else if !is_folder {
            steps.push(step);
        }
    }
    if is_folder {
        steps.push("");
    }
    [&steps.join("/"), query].concat()
}

/// Returns `text` with its `%41` read as bytes.
pub(super) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match tail {
            [high, low, ..] if *first == b'%' => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_seen_from_its_base() {
        for (base, reference, expected) in [
            ("http://a/b/c/d;p?q", "g", "http://a/b/c/g"),
            ("http://a/b/c/d;p?q", "./g/", "http://a/b/c/g/"),
            ("http://a/b/c/d;p?q", "/g", "http://a/g"),
            ("http://a/b/c/d;p?q", "//g", "http://g"),
            ("http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"),
            ("http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"),
            ("http://a/b/c/d;p?q", "..", "http://a/b/"),
            ("http://a/b/c/d;p?q", "../../../g", "http://a/g"),
            ("http://a/b/c/d;p?q", "urn:x:y", "urn:x:y"),
            ("http://a", "g", "http://a/g"),
            ("file:///folder/a.json", "b.json", "file:///folder/b.json"),
            ("", "b.json", "b.json"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference} from {base}");
        }
    }

    #[test]
    fn bytes_may_be_written_as_digits() {
        assert_eq!(percent_decode("a%25b%22%zz"), "a%b\"%zz");
    }
}
