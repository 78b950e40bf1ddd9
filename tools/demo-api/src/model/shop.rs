//! The shop: what is sold, by whom it is bought, and what is said of it.

use utoipa::ToSchema;

/// Something that the shop sells.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 17, "name": "Kestrel Wireless Headphones",
    "description": "Over-ear headphones with 30 hours of battery life.", "price": 129.95,
    "categoryId": 1, "imageUrl": "http://127.0.0.1:4010/images/17.svg", "stock": 42,
    "featured": false, "averageRating": 4.5, "ratingsCount": 12,
    "createdAt": "2024-03-05T09:12:44Z", "updatedAt": "2025-01-15T10:30:00Z"
}))]
pub struct Product {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// What it is called.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// A few sentences about it.
    #[schema(max_length = 2000, default = "")]
    pub description: String,
    /// In euros.
    #[schema(minimum = 0, maximum = 1_000_000, multiple_of = 0.01)]
    pub price: f64,
    /// The category that it belongs to: the `id` of one of `/categories`.
    #[schema(minimum = 1)]
    pub category_id: i64,
    /// A picture of it.
    #[schema(format = "uri", max_length = 500, required)]
    pub image_url: Option<String>,
    /// How many can be ordered.
    #[schema(minimum = 0, maximum = 1_000_000, default = 0)]
    pub stock: i64,
    /// Whether it is shown on the front page.
    #[schema(default = false)]
    pub featured: bool,
    /// The mean of its reviews' ratings; null while there is none.
    #[schema(read_only, minimum = 1, maximum = 5, required)]
    pub average_rating: Option<f64>,
    /// How many reviews it has.
    #[schema(read_only, minimum = 0)]
    pub ratings_count: i64,
    /// When it was created.
    #[schema(read_only, format = DateTime)]
    pub created_at: String,
    /// When it was last changed.
    #[schema(read_only, format = DateTime)]
    pub updated_at: String,
}

/// A part of the shop.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 1, "name": "Electronics", "slug": "electronics",
    "description": "Audio, computers, cameras and what connects them."
}))]
pub struct Category {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// What it is called.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// Its name in addresses; unique.
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: String,
    /// A sentence about it.
    #[schema(max_length = 500, default = "")]
    pub description: String,
}

/// Somebody who can sign in.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 3, "name": "Zoë Lindqvist", "email": "zoe.lindqvist3@example.com", "role": "customer",
    "password": "correct horse", "createdAt": "2024-03-05T09:12:44Z"
}))]
pub struct User {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// Their whole name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Where they are written to, and what they sign in with; unique.
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// What they may do.
    #[schema(default = "customer")]
    pub role: Role,
    /// What they sign in with. It is never sent back.
    #[schema(write_only, format = Password, min_length = 8, max_length = 200)]
    pub password: String,
    /// When they were added.
    #[schema(read_only, format = DateTime)]
    pub created_at: String,
}

/// What a user may do: an admin writes everything, a customer orders, reviews and comments.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Role {
    /// Writes everything.
    Admin,
    /// Orders, reviews and comments as themselves.
    Customer,
}

/// What a user bought.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 9, "userId": 2, "status": "paid", "total": 279.85,
    "shippingAddress": {
        "name": "Zoë Lindqvist", "street": "Storgatan 12", "city": "Uppsala",
        "postalCode": "753 31", "country": "SE"
    },
    "paymentMethod": "card",
    "items": [{ "productId": 17, "quantity": 2, "price": 129.95 },
              { "productId": 5201, "quantity": 1, "price": 19.95 }],
    "createdAt": "2025-01-15T10:30:00Z", "updatedAt": "2025-01-15T10:30:00Z"
}))]
pub struct Order {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// Who ordered: the `id` of one of `/users`; whoever is signed in when left out.
    #[schema(minimum = 1)]
    pub user_id: i64,
    /// How far it has come. Cancelling puts what was ordered back into stock.
    #[schema(default = "pending")]
    pub status: OrderStatus,
    /// What it costs, in euros: the sum of its items.
    #[schema(read_only, minimum = 0, multiple_of = 0.01)]
    pub total: f64,
    /// Where it goes.
    pub shipping_address: ShippingAddress,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// What was ordered. It cannot be changed later.
    #[schema(min_items = 1, max_items = 50)]
    pub items: Vec<OrderItem>,
    /// When it was placed.
    #[schema(read_only, format = DateTime)]
    pub created_at: String,
    /// When it was last changed.
    #[schema(read_only, format = DateTime)]
    pub updated_at: String,
}

/// How far an order has come.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum OrderStatus {
    /// Placed.
    Pending,
    /// Paid for.
    Paid,
    /// On its way.
    Shipped,
    /// Arrived.
    Delivered,
    /// Called off; its items are back in stock.
    Cancelled,
}

/// How an order is paid.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// By credit or debit card.
    Card,
    /// By `PayPal`.
    Paypal,
    /// By bank transfer, in advance.
    BankTransfer,
    /// By invoice, afterwards.
    Invoice,
}

/// Where an order goes.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct ShippingAddress {
    /// Who receives it.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Street and number.
    #[schema(min_length = 1, max_length = 200)]
    pub street: String,
    /// Town.
    #[schema(min_length = 1, max_length = 100)]
    pub city: String,
    /// Postal code in the country's own form.
    #[schema(min_length = 1, max_length = 20)]
    pub postal_code: String,
    /// ISO 3166 code of two letters.
    #[schema(pattern = "^[A-Z]{2}$", min_length = 2, max_length = 2)]
    pub country: String,
}

/// One line of an order.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
pub struct OrderItem {
    /// What was ordered: the `id` of one of `/products`.
    #[schema(minimum = 1)]
    pub product_id: i64,
    /// How many.
    #[schema(minimum = 1, maximum = 1000)]
    pub quantity: i64,
    /// What one cost when it was ordered, in euros.
    #[schema(read_only, minimum = 0, multiple_of = 0.01)]
    pub price: f64,
}

/// What a user says of a product, once for each product.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 5, "productId": 17, "userId": 2, "rating": 5,
    "comment": "Exactly what I hoped for.", "date": "2025-01-15T10:30:00Z"
}))]
pub struct Review {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// What is reviewed: the `id` of one of `/products`.
    #[schema(minimum = 1)]
    pub product_id: i64,
    /// Who reviews: the `id` of one of `/users`; whoever is signed in when left out.
    #[schema(minimum = 1)]
    pub user_id: i64,
    /// From 1, poor, to 5, excellent.
    #[schema(minimum = 1, maximum = 5)]
    pub rating: i64,
    /// What they have to say.
    #[schema(max_length = 2000, default = "")]
    pub comment: String,
    /// When they said it.
    #[schema(read_only, format = DateTime)]
    pub date: String,
}
