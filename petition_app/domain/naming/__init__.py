"""How a text that names an employer is read: its key, its parts, what it means, and what it only looks like."""
