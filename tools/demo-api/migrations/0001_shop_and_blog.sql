-- The shop and the blog. Money is in whole cents, time is RFC 3339 text in UTC.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE category (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL UNIQUE,
    slug        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL
) STRICT;

CREATE TABLE product (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT NOT NULL,
    description    TEXT NOT NULL,
    price_cents    INTEGER NOT NULL CHECK (price_cents >= 0),
    category_id    INTEGER NOT NULL REFERENCES category (id),
    image_url      TEXT,
    stock          INTEGER NOT NULL CHECK (stock >= 0),
    featured       INTEGER NOT NULL CHECK (featured IN (0, 1)),
    average_rating REAL,
    ratings_count  INTEGER NOT NULL DEFAULT 0,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL
) STRICT;
CREATE INDEX product_category ON product (category_id);
CREATE INDEX product_price ON product (price_cents);
CREATE INDEX product_name ON product (name COLLATE NOCASE);

CREATE TABLE user (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL CHECK (role IN ('admin', 'customer')),
    password_hash TEXT NOT NULL,
    created_at    TEXT NOT NULL
) STRICT;

CREATE TABLE "order" (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id          INTEGER NOT NULL REFERENCES user (id),
    status           TEXT NOT NULL
        CHECK (status IN ('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
    total_cents      INTEGER NOT NULL CHECK (total_cents >= 0),
    shipping_address TEXT NOT NULL CHECK (json_valid(shipping_address)),
    payment_method   TEXT NOT NULL
        CHECK (payment_method IN ('card', 'paypal', 'bank_transfer', 'invoice')),
    created_at       TEXT NOT NULL,
    updated_at       TEXT NOT NULL
) STRICT;
CREATE INDEX order_user ON "order" (user_id);

CREATE TABLE order_item (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id    INTEGER NOT NULL REFERENCES "order" (id) ON DELETE CASCADE,
    product_id  INTEGER NOT NULL REFERENCES product (id),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0)
) STRICT;
CREATE INDEX order_item_order ON order_item (order_id);
CREATE INDEX order_item_product ON order_item (product_id);

CREATE TABLE review (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES user (id),
    rating     INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    comment    TEXT NOT NULL,
    date       TEXT NOT NULL,
    UNIQUE (product_id, user_id)
) STRICT;
CREATE INDEX review_user ON review (user_id);

CREATE TABLE post (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    title        TEXT NOT NULL,
    slug         TEXT NOT NULL UNIQUE,
    body         TEXT NOT NULL,
    author_id    INTEGER NOT NULL REFERENCES user (id),
    published_at TEXT,
    tags         TEXT NOT NULL CHECK (json_valid(tags)),
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL
) STRICT;
CREATE INDEX post_author ON post (author_id);

CREATE TABLE comment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES user (id),
    body       TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX comment_post ON comment (post_id);
CREATE INDEX comment_user ON comment (user_id);
