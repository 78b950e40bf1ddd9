//! The blog: what is written, and what is answered.

use utoipa::ToSchema;

/// An article of the blog.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 4, "title": "How we test headphones", "slug": "how-we-test-headphones",
    "body": "## The room\n\nIt is quiet.", "authorId": 1,
    "publishedAt": "2025-01-15T10:30:00Z", "tags": ["audio", "behind the scenes"],
    "createdAt": "2025-01-10T08:00:00Z", "updatedAt": "2025-01-15T10:30:00Z"
}))]
pub struct Post {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// Its headline.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Its name in addresses; unique.
    #[schema(min_length = 1, max_length = 200, pattern = "^[a-z0-9]+(-[a-z0-9]+)*$")]
    pub slug: String,
    /// Its text, in Markdown.
    #[schema(max_length = 50_000, content_media_type = "text/markdown")]
    pub body: String,
    /// Who wrote it: the `id` of one of `/users`.
    #[schema(minimum = 1)]
    pub author_id: i64,
    /// When it was or will be published; null while it is a draft.
    #[schema(format = DateTime, required)]
    pub published_at: Option<String>,
    /// What it is about.
    #[schema(max_items = 10, default = json!([]))]
    pub tags: Vec<String>,
    /// When it was begun.
    #[schema(read_only, format = DateTime)]
    pub created_at: String,
    /// When it was last changed.
    #[schema(read_only, format = DateTime)]
    pub updated_at: String,
}

/// When an article is published.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({ "publishedAt": "2025-01-15T10:30:00Z" }))]
pub struct Publication {
    /// The moment; now when it is left out.
    #[schema(format = DateTime)]
    pub published_at: Option<String>,
}

/// An answer to an article.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase", example = json!({
    "id": 8, "postId": 4, "userId": 2, "body": "Thank you, that settled it for me.",
    "createdAt": "2025-01-16T18:05:00Z"
}))]
pub struct Comment {
    /// Given by the server.
    #[schema(read_only, minimum = 1)]
    pub id: i64,
    /// What is commented on: the `id` of one of `/posts`.
    #[schema(minimum = 1)]
    pub post_id: i64,
    /// Who comments: the `id` of one of `/users`; whoever is signed in when left out.
    #[schema(minimum = 1)]
    pub user_id: i64,
    /// What they have to say.
    #[schema(min_length = 1, max_length = 5000)]
    pub body: String,
    /// When they said it.
    #[schema(read_only, format = DateTime)]
    pub created_at: String,
}
