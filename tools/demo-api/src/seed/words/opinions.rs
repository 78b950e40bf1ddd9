//! What reviews say, from one star to five: openings and endings.

type Opinion = (&'static [&'static str], &'static [&'static str]);

pub(crate) static OPINIONS: [Opinion; 5] = [
    (
        &[
            "Broke after a week.",
            "Nothing like the picture.",
            "Arrived damaged, twice.",
            "I expected much more for the price.",
            "Does not work at all.",
        ],
        &[
            "Sending it back.",
            "Support never answered.",
            "Save your money.",
            "The second one had the same fault.",
            "What a pity.",
        ],
    ),
    (
        &[
            "Not for me.",
            "Smaller than it looks.",
            "Feels cheap.",
            "Works, but only just.",
            "The color is quite different.",
        ],
        &[
            "I keep it because returning it is a chore.",
            "Maybe the next version is better.",
            "The manual does not help.",
            "Two stars for the quick delivery.",
        ],
    ),
    (
        &[
            "It is fine.",
            "Does what it should, no more.",
            "Good idea, average finish.",
            "Mixed feelings.",
            "Okay for the price.",
        ],
        &[
            "I would look around before buying again.",
            "After a month it still holds up.",
            "The packaging could be simpler.",
            "My sister likes hers better.",
        ],
    ),
    (
        &[
            "Very good.",
            "Well made and just the right size.",
            "Better than I expected.",
            "I use it every day.",
            "A solid choice.",
            "Good value.",
        ],
        &[
            "One star less for the smell at first.",
            "Delivery took a while.",
            "Only the instructions could be clearer.",
            "I would buy it again.",
            "A second color would be nice.",
        ],
    ),
    (
        &[
            "Exactly what I was looking for.",
            "Love it!",
            "Beautiful work.",
            "Perfect.",
            "The best I have had so far.",
            "Five stars, no doubt.",
            "Très content, merci !",
            "Wunderschön und gut verarbeitet.",
            "とても気に入っています。",
            "¡Una maravilla!",
        ],
        &[
            "Bought a second one for my parents.",
            "Arrived a day early.",
            "Everyone who visits asks about it.",
            "I have had it for half a year without any trouble.",
            "Worth every cent.",
            "Would recommend it to anyone.",
        ],
    ),
];
