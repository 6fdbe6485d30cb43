"""A PostgreSQL database that gets back its rows: what each table held is kept beside it, in a schema of its own."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

# Rows that are gone take up room until then.
VACUUM_EVERY = 50

# Whatever of the tables a test can have changed: columns, constraints, indexes, triggers.
SHAPE = """
SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
  SELECT concat_ws(' ', relname, attname, atttypid, attnotnull, attisdropped) AS line
    FROM pg_attribute JOIN pg_class c ON attrelid = c.oid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
) AS shape
"""
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class RestorableDatabase:
    url: str
    host: str
    name: str
    _statements: sql.Composed | None = None
    _shape: object = None
    _restored: int = 0

    def keep(self) -> None:
        """Remember the rows and the shape of all tables as they are now."""
        with self._connection() as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            tables = [sql.Identifier(name) for (name,) in names]
            connection.execute("CREATE SCHEMA kept")
            for table in tables:
                connection.execute(sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(table))
            # As a replica: neither foreign keys nor triggers have a say in this.
            begin = sql.SQL("SET session_replication_role = replica")
            each = sql.SQL("DELETE FROM public.{0}; INSERT INTO public.{0} SELECT * FROM kept.{0}")
            self._statements = sql.SQL(";").join([begin, *(each.format(table) for table in tables)])
            self._shape = connection.execute(SHAPE).fetchone()

    def is_restored(self) -> bool:
        """Give the tables back their rows; false, and nothing done, where the tables themselves were changed."""
        with self._connection() as connection:
            connection.execute(END_OTHERS)
            if connection.execute(SHAPE).fetchone() != self._shape:
                return False
            assert self._statements
            connection.execute(self._statements)
            self._restored += 1
            if self._restored % VACUUM_EVERY == 0:
                connection.execute("VACUUM")
        return True

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(host=self.host, user="postgres", dbname=self.name, autocommit=True)
