//! What posts and comments say.

pub(crate) const TITLES: &[&str] = &[
    "How we test {subject}",
    "{number} things to know before you buy {subject}",
    "A visit to the people who make {subject}",
    "{Subject}: what the price tells you, and what it hides",
    "Repair, don't replace: {subject}",
    "Our favorite {subject} of the {season}",
    "Why we stopped selling cheap {subject}",
    "The long history of {subject}",
    "{Subject} for small rooms",
    "A {season} with {subject}",
    "{number} questions about {subject}, answered",
    "What our customers taught us about {subject}",
];

pub(crate) const SUBJECTS: &[&str] = &[
    "headphones",
    "merino sweaters",
    "cast-iron pans",
    "fountain pens",
    "raincoats",
    "cookbooks",
    "floor lamps",
    "mechanical keyboards",
    "houseplants",
    "hiking boots",
    "atlases",
    "stoneware",
    "record players",
    "linen sheets",
    "board games",
    "e-readers",
    "kitchen knives",
    "backpacks",
    "wool rugs",
    "pocket notebooks",
    "desk chairs",
    "winter coats",
    "teapots",
    "travel cameras",
];

pub(crate) const SEASONS: &[&str] = &["spring", "summer", "autumn", "winter"];

pub(crate) const TAGS: &[&str] = &[
    "behind the scenes",
    "care",
    "cooking",
    "design",
    "gifts",
    "history",
    "how-to",
    "interview",
    "materials",
    "news",
    "outdoors",
    "reading",
    "repair",
    "seasonal",
    "sound",
    "sustainability",
];

pub(crate) const HEADINGS: &[&str] = &[
    "Where it starts",
    "What to look for",
    "A word on materials",
    "The test",
    "What surprised us",
    "Looking after it",
    "What it costs, and why",
    "If it breaks",
    "Our choice",
    "One more thing",
];

/// A gap is filled with the subject.
pub(crate) const SENTENCES: &[&str] = &[
    "People ask us about {subject} more than about anything else.",
    "We have spent a good part of this year with {subject}, and a few habits have stuck.",
    "Most of what is written about {subject} repeats what the box says.",
    "So we bought a dozen, used them every day and wrote down what happened.",
    "The difference is rarely where the advertisement says it is.",
    "It is in the seams, the hinges and the parts that nobody photographs.",
    "A good maker will tell you what their {subject} cannot do.",
    "We asked three of them, in three countries, and got one answer: take your time.",
    "Weight is a fair hint, but not a proof.",
    "Cheap {subject} are not always bad, and dear ones are not always good.",
    "What matters is whether you can open, clean and mend them.",
    "In our workshop the same two faults come back again and again.",
    "Both can be avoided with **five minutes of care a month**.",
    "If you already own some, start with what you have.",
    "Write to us if your experience is another one; we read everything.",
    "The oldest pair in our collection is from 1962 and still in use.",
    "None of this needs special tools.",
    "There is a `care card` in every parcel; it fits into a wallet.",
];

pub(crate) const POINTS: &[&str] = &[
    "Look at it in daylight.",
    "Ask for the spare parts list.",
    "Keep the receipt, and the box for a week.",
    "Clean it *before* you store it.",
    "Compare the weight, not the picture.",
    "Read the one-star reviews first.",
    "Try it with cold hands.",
    "Write the date of purchase inside.",
];

pub(crate) const QUOTES: &[&str] = &[
    "Buy it once, and learn how it is made.",
    "The best one is the one that you stop noticing.",
    "My grandmother would have repaired it. So I did.",
    "Nobody ever came back to complain that it lasted too long.",
];

pub(crate) const REPLIES: &[&str] = &[
    "Thank you, that settled it for me.",
    "I have had mine for nine years and agree with every word.",
    "Could you say more about the second point?",
    "This is not my experience at all.",
    "Finally somebody says it.",
    "What about people with small hands?",
    "We tried this at home last weekend.",
    "Merci pour cet article !",
    "Sehr hilfreich, danke.",
    "Great read with my morning coffee.",
    "The link in the newsletter brought me here, glad it did.",
    "素晴らしい記事でした。",
];

pub(crate) const REPLY_ENDINGS: &[&str] = &[
    "Is there a printed version?",
    "My father still swears by his old one.",
    "Looking forward to the next part.",
    "I'd add: check the warranty.",
    "Ordered one yesterday.",
    "It took me two tries, but it works.",
];
