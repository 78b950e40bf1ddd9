//! What was measured, as JSON for programs and as a table for people.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::{
    data,
    list::{Plan, ROWS, SLOWDOWNS, Samples},
    statistics::Summary,
    subject::{Goal, Subject},
    visit::Weight,
};

/// A property of [`Weight`] under its name in the results.
type Property = (&'static str, fn(&Weight) -> u64);

const PROPERTIES: [Property; 10] = [
    ("transferred", |weight| weight.transferred()),
    ("app_bytes", |weight| weight.app_bytes),
    ("data_bytes", |weight| weight.data_bytes),
    ("requests", |weight| weight.app_requests + weight.data_requests),
    ("memory", |weight| weight.memory()),
    ("js_heap", |weight| weight.js_heap),
    ("buffers", |weight| weight.buffers),
    ("wasm_memory", |weight| weight.wasm_memory),
    ("embedder_heap", |weight| weight.embedder_heap),
    ("nodes", |weight| weight.nodes),
];

/// Returns all samples with their medians and, beside a peer, the ratios to it.
pub(super) fn to_json(
    subjects: &[Subject],
    samples: &[Samples],
    plan: Plan,
    machine: &Value,
) -> Value {
    let mut results: Vec<Value> =
        subjects.iter().zip(samples).map(|(subject, samples)| one(subject, samples)).collect();
    if let Some(peer) = results.iter().find(|result| result["goal"].is_null()).cloned() {
        for result in &mut results {
            compare(result, &peer);
        }
    }
    json!({
        "scenario": "list",
        "products": data::PRODUCTS,
        "rows": ROWS,
        "runs": plan.runs,
        "warm_ups": plan.warm_ups,
        "weighings": plan.weighings,
        "machine": machine,
        "results": results,
    })
}

fn one(subject: &Subject, samples: &Samples) -> Value {
    let mut result = Map::new();
    result.insert("name".to_owned(), subject.name.into());
    result.insert("label".to_owned(), subject.label.clone().into());
    let goal = match subject.goal {
        Goal::Peer => Value::Null,
        Goal::AtMost(share) => share.into(),
    };
    result.insert("goal".to_owned(), goal);
    for (slowdown, timings) in SLOWDOWNS.into_iter().zip(&samples.timings) {
        let shown: Vec<f64> = timings.iter().map(|timing| timing.shown).collect();
        let inserted: Vec<f64> = timings.iter().map(|timing| timing.inserted).collect();
        result.insert(time_name(slowdown), sample(&shown));
        result.insert(format!("inserted_{slowdown}x"), sample(&inserted));
    }
    for (name, property) in PROPERTIES {
        #[expect(clippy::cast_precision_loss, reason = "sizes and counts are far below 2^53")]
        let values: Vec<f64> =
            samples.weights.iter().map(|weight| property(weight) as f64).collect();
        result.insert(name.to_owned(), sample(&values));
    }
    Value::Object(result)
}

fn time_name(slowdown: u32) -> String {
    format!("shown_{slowdown}x")
}

fn sample(values: &[f64]) -> Value {
    match Summary::of(values) {
        None => Value::Null,
        Some(Summary { median, least, most }) => {
            json!({ "median": median, "least": least, "most": most, "samples": values })
        }
    }
}

/// Adds two ratios to the peer to every sample: of the medians, and the median of the rounds'.
///
/// Where other programs disturb the machine for some rounds, the second is the steadier one.
fn compare(result: &mut Value, peer: &Value) {
    let Some(result) = result.as_object_mut() else { return };
    for (name, sample) in result {
        let of_peer = peer[name]["median"].as_f64().filter(|median| *median > 0.0);
        if let (Some(own), Some(of_peer)) = (sample["median"].as_f64(), of_peer) {
            sample["ratio"] = (own / of_peer).into();
            let rounds: Vec<f64> =
                numbers(sample).zip(numbers(&peer[name])).map(|(own, peer)| own / peer).collect();
            sample["ratio_by_round"] = Summary::of(&rounds).map(|rounds| rounds.median).into();
        }
    }
}

fn numbers(sample: &Value) -> impl Iterator<Item = f64> {
    sample["samples"].as_array().into_iter().flatten().filter_map(Value::as_f64)
}

/// Returns the tables of a result.
pub(super) fn to_text(result: &Value) -> String {
    let mut text = format!(
        "\nlist: navigation to {} rows of {} products; {} runs after {} warm-ups, cold cache\n",
        result["rows"], result["products"], result["runs"], result["warm_ups"]
    );
    let results = result["results"].as_array().map_or(&[][..], Vec::as_slice);
    for slowdown in SLOWDOWNS {
        let title = if slowdown == 1 {
            "full speed".to_owned()
        } else {
            format!("processor {slowdown} times slower")
        };
        line(
            &mut text,
            &title,
            &["median ms", "least to most", "ratio", "by round", "goal"].map(str::to_owned),
        );
        for result in results {
            let time = &result[time_name(slowdown)];
            let cells = [
                milliseconds(&time["median"]),
                format!("{} to {}", milliseconds(&time["least"]), milliseconds(&time["most"])),
                ratio(&time["ratio"]),
                ratio(&time["ratio_by_round"]),
                verdict(&time["ratio"], &result["goal"]),
            ];
            line(&mut text, &label(result), &cells);
        }
    }
    let titles = ["all kB", "ratio", "own kB", "API kB", "requests"];
    line(&mut text, "transferred", &titles.map(str::to_owned));
    for result in results {
        let cells = [
            kilobytes(&result["transferred"]),
            ratio(&result["transferred"]["ratio"]),
            kilobytes(&result["app_bytes"]),
            kilobytes(&result["data_bytes"]),
            count(&result["requests"]),
        ];
        line(&mut text, &label(result), &cells);
    }
    let titles = ["all kB", "ratio", "JS heap kB", "buffers kB", "WASM kB", "DOM nodes"];
    line(&mut text, "memory", &titles.map(str::to_owned));
    for result in results {
        let cells = [
            kilobytes(&result["memory"]),
            ratio(&result["memory"]["ratio"]),
            kilobytes(&result["js_heap"]),
            kilobytes(&result["buffers"]),
            kilobytes(&result["wasm_memory"]),
            count(&result["nodes"]),
        ];
        line(&mut text, &label(result), &cells);
    }
    text.push('\n');
    for (name, value) in result["machine"].as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let _ = writeln!(text, "{name}: {value}");
    }
    if is_busy(&result["machine"]) {
        text.push_str("\nother programs were busy meanwhile: trust the ratios, not the times\n");
    }
    text
}

/// Returns whether more wanted to run before the first visit than the machine has cores.
fn is_busy(machine: &Value) -> bool {
    let (load, cores) = (machine["load"][0].as_f64(), machine["cores"].as_f64());
    load.zip(cores).is_some_and(|(load, cores)| load > cores)
}

fn line(text: &mut String, first: &str, cells: &[String]) {
    let gap = if first.starts_with(' ') { "" } else { "\n" };
    let _ = write!(text, "{gap}{first:<28}");
    for cell in cells {
        let _ = write!(text, "{cell:>15}");
    }
    text.push('\n');
}

fn label(result: &Value) -> String {
    format!("  {}", result["label"].as_str().unwrap_or_default())
}

fn number(value: &Value, digits: usize) -> String {
    value.as_f64().map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
}

fn milliseconds(value: &Value) -> String {
    number(value, 0)
}

fn ratio(value: &Value) -> String {
    number(value, 2)
}

fn count(sample: &Value) -> String {
    number(&sample["median"], 0)
}

fn kilobytes(sample: &Value) -> String {
    sample["median"].as_f64().map_or_else(|| "-".to_owned(), |bytes| format!("{:.1}", bytes / 1e3))
}

fn verdict(ratio: &Value, goal: &Value) -> String {
    match (ratio.as_f64(), goal.as_f64()) {
        (_, None) => "the peer".to_owned(),
        (None, Some(goal)) => format!("<= {goal:.2}"),
        (Some(ratio), Some(goal)) => {
            format!("<= {goal:.2} {}", if ratio <= goal { "met" } else { "not" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_that_of_the_medians() {
        let mut own = json!({ "shown_1x": sample(&[100.0, 300.0, 200.0]) });
        let peer = json!({ "shown_1x": sample(&[1000.0, 600.0, 800.0]) });
        compare(&mut own, &peer);
        assert_eq!(own["shown_1x"]["ratio"], 0.25);
        assert_eq!(own["shown_1x"]["ratio_by_round"], 0.25);
    }

    #[test]
    fn a_goal_is_met_or_not() {
        assert_eq!(verdict(&json!(0.3), &json!(0.5)), "<= 0.50 met");
        assert_eq!(verdict(&json!(0.6), &json!(0.5)), "<= 0.50 not");
        assert_eq!(verdict(&Value::Null, &json!(0.5)), "<= 0.50");
    }
}
