"""Moving a site from SQLite to PostgreSQL: every row copied, and every row compared."""
