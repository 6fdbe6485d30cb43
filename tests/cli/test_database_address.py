"""The addresses of databases as operators write them."""

import pytest
from sqlalchemy import make_url

from petition_app.settings import SettingError, load_settings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("postgres://sam:a%40b@db/petition", "sam:a%40b@db/petition"),
        (
            "postgresql://sam@one:5432,two/petition?sslmode=require",
            "sam@/petition?host=one:5432&host=two&sslmode=require",
        ),
        ("postgresql+psycopg://one,two", "?host=one&host=two"),
    ],
)
def test_a_database_may_be_on_one_of_several_hosts(written: str, meant: str):
    settings = load_settings({"DATABASE_URL": written, "PETITION_READ_DATABASE_URL": written})

    assert settings.database_url == settings.read_database_url == f"postgresql+psycopg://{meant}"
    assert make_url(settings.database_url).drivername == "postgresql+psycopg"


def test_a_replica_of_no_known_kind_is_refused_by_its_name():
    with pytest.raises(SettingError, match="PETITION_READ_DATABASE_URL"):
        load_settings({"DATABASE_URL": "postgresql://a/b", "PETITION_READ_DATABASE_URL": "mysql://a/b"})


@pytest.mark.parametrize(
    ("name", "value"), [("PETITION_READ_DATABASE_URL", "postgresql://a/b"), ("PETITION_DATABASE_POOLER", "true")]
)
def test_what_only_postgresql_has_is_refused_without_it(name: str, value: str):
    with pytest.raises(SettingError, match=name):
        load_settings({name: value})
