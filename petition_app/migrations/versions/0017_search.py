"""The index of published names and titles by pieces of up to three letters, behind the signing path."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SQLITE = (
    # Published names and titles that the index does not have yet.
    "CREATE TABLE search_waiting (signature_id CHAR(32) NOT NULL PRIMARY KEY) WITHOUT ROWID",
    # The index knows a signature by a number drawn by lot, which tells nothing of when it came.
    """CREATE TABLE search_entry (
        number INTEGER NOT NULL PRIMARY KEY, petition_id CHAR(32) NOT NULL, signature_id CHAR(32) NOT NULL UNIQUE
    )""",
    # What the index is to forget; its text goes once it has, the number once its file has no traces left.
    """CREATE TABLE search_gone (
        number INTEGER NOT NULL PRIMARY KEY, text VARCHAR(300), is_being_cleared BOOLEAN NOT NULL
    )""",
    """CREATE VIRTUAL TABLE search_grams USING fts5(
        text, content = '', tokenize = 'trigram case_sensitive 1', columnsize = 0
    )""",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_grams', 'row')",
    """CREATE TRIGGER search_of_new AFTER INSERT ON signature WHEN NEW.search_text IS NOT NULL BEGIN
        INSERT INTO search_waiting (signature_id) VALUES (NEW.id);
    END""",
    """CREATE TRIGGER search_of_changed AFTER UPDATE OF search_text, id, petition_id ON signature
    WHEN OLD.search_text IS NOT NEW.search_text OR OLD.id <> NEW.id OR OLD.petition_id <> NEW.petition_id BEGIN
        {forget}
        INSERT INTO search_waiting (signature_id) SELECT NEW.id WHERE NEW.search_text IS NOT NULL;
    END""",
    """CREATE TRIGGER search_of_gone AFTER DELETE ON signature WHEN OLD.search_text IS NOT NULL BEGIN
        {forget}
    END""",
)
_FORGET = """
        DELETE FROM search_waiting WHERE signature_id = OLD.id;
        INSERT INTO search_gone (number, text, is_being_cleared)
            SELECT number, OLD.search_text, FALSE FROM search_entry WHERE signature_id = OLD.id;
        DELETE FROM search_entry WHERE signature_id = OLD.id;"""
_POSTGRESQL = (
    "CREATE TABLE search_waiting (signature_id UUID PRIMARY KEY)",
    """CREATE TABLE search_entry (
        signature_id UUID PRIMARY KEY, petition_id UUID NOT NULL, text VARCHAR(300) NOT NULL
    )""",
    """CREATE FUNCTION search_of_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO search_waiting SELECT id FROM added WHERE search_text IS NOT NULL;
        RETURN NULL;
    END $$""",
    # What waits goes first: whoever feeds the index holds it until the entry is there to be deleted.
    """CREATE FUNCTION search_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM search_waiting WHERE signature_id = OLD.id;
        DELETE FROM search_entry WHERE signature_id = OLD.id;
        IF TG_OP = 'UPDATE' AND NEW.search_text IS NOT NULL THEN
            INSERT INTO search_waiting VALUES (NEW.id);
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER search_of_new AFTER INSERT ON signature REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION search_of_new()""",
    """CREATE TRIGGER search_of_changed AFTER UPDATE ON signature FOR EACH ROW
        WHEN (
            OLD.search_text IS DISTINCT FROM NEW.search_text
            OR OLD.id <> NEW.id OR OLD.petition_id <> NEW.petition_id
        )
        EXECUTE FUNCTION search_of_changed()""",
    """CREATE TRIGGER search_of_gone AFTER DELETE ON signature FOR EACH ROW WHEN (OLD.search_text IS NOT NULL)
        EXECUTE FUNCTION search_of_changed()""",
    # Its cost is told, so that nobody means to call it for all entries instead of asking the index.
    """CREATE FUNCTION search_pieces(text) RETURNS text[] LANGUAGE sql IMMUTABLE COST 1000 AS $$
        SELECT array_agg(DISTINCT substr($1, at, size))
        FROM generate_series(1, length($1)) AS at, generate_series(1, 3) AS size
    $$""",
    "CREATE INDEX ix_search_entry_pieces ON search_entry USING gin (search_pieces(text))",
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE if is_sqlite else _POSTGRESQL:
        op.get_bind().exec_driver_sql(statement.replace("{forget}", _FORGET))
    op.execute(sa.text("INSERT INTO search_waiting SELECT id FROM signature WHERE search_text IS NOT NULL"))
