"""Column types of the migrations, as they were when the first was written. Released migrations rely on them."""

import sqlalchemy as sa


def word(name: str, *words: str) -> sa.Enum:
    """One of `words`, kept as text and checked by the database."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)
