"""Records to SQLite (embedded default) or PostgreSQL, their export, and the small files beside them."""
