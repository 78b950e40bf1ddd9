//! The posts and their comments.

use std::collections::HashSet;

use rusqlite::Transaction;
use serde_json::json;

use super::{
    plan::{FIRST, LAST, POSTS, USERS},
    text, words,
};
use crate::{random::Random, timestamp};

const DAY: i64 = 86_400;

pub(super) fn fill(transaction: &Transaction<'_>, random: &mut Random) -> rusqlite::Result<()> {
    let mut post = transaction.prepare(
        "INSERT INTO post (id, title, slug, body, author_id, published_at, tags, created_at, \
         updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut comment = transaction
        .prepare("INSERT INTO comment (post_id, user_id, body, created_at) VALUES (?, ?, ?, ?)")?;
    let mut slugs = HashSet::new();
    for id in 1..=POSTS {
        let (title, subject, slug) = loop {
            let subject = random.pick(words::SUBJECTS);
            let title = text::fill(random.pick(words::TITLES), |gap| match gap {
                "number" => random.between(3, 12).to_string(),
                "season" => random.pick(words::SEASONS).to_owned(),
                "Subject" => capitalized(subject),
                _ => subject.to_owned(),
            });
            let slug = text::slug(&title);
            if slugs.insert(slug.clone()) {
                break (title, subject, slug);
            }
        };
        // A few people write the blog; the first of them is the demo admin.
        let author = [1, 14, 27, 58, 91, 133][random.weighted(&[3, 6, 5, 4, 2, 1])];
        let created = random.between(FIRST, LAST - 3 * DAY);
        let published = (!random.chance(0.1)).then(|| created + random.between(3600, 3 * DAY));
        let updated = published.unwrap_or(created) + random.between(0, DAY);
        let count = random.below(4);
        let tags = text::some(random, words::TAGS, count);
        post.execute((
            id,
            title,
            slug,
            body(random, subject),
            author,
            published.map(timestamp::format),
            json!(tags).to_string(),
            timestamp::format(created),
            timestamp::format(updated),
        ))?;
        let Some(published) = published else { continue };
        for _ in 0..random.weighted(&[8, 14, 16, 15, 12, 9, 7, 5, 3, 2, 1]) {
            let opening = random.pick(words::REPLIES);
            let reply = if random.chance(0.5) {
                format!("{opening} {}", random.pick(words::REPLY_ENDINGS))
            } else {
                opening.to_owned()
            };
            let date = timestamp::format((published + random.between(600, 40 * DAY)).min(LAST));
            comment.execute((id, random.between(2, USERS), reply, date))?;
        }
    }
    Ok(())
}

/// Writes an article in Markdown: an introduction, some sections, a list now and then.
fn body(random: &mut Random, subject: &str) -> String {
    let paragraph = |random: &mut Random, count: usize| {
        let sentences = text::some(random, words::SENTENCES, count);
        text::fill(&sentences.join(" "), |_| subject.to_owned())
    };
    let mut parts = vec![paragraph(random, 3)];
    let count = random.below(3) + 1;
    for heading in text::some(random, words::HEADINGS, count) {
        parts.push(format!("## {heading}"));
        parts.push(paragraph(random, 4));
        if random.chance(0.5) {
            parts.push(format!("- {}", text::some(random, words::POINTS, 3).join("\n- ")));
        }
    }
    if random.chance(0.3) {
        parts.push(format!("> {}", random.pick(words::QUOTES)));
    }
    parts.join("\n\n")
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
