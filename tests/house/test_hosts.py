"""Where packages are fetched from is for each machine to say: no file of ours names a registry."""

import pytest

from tests.house.tree import texts

# In two parts each, or this file would be the first one found.
HOSTS = (
    "pypi" + ".org",
    "pypi" + ".python.org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "yarnpkg" + ".com",
    "deb.debian" + ".org",
    "security.debian" + ".org",
    "crates" + ".io",
    "rubygems" + ".org",
    "proxy.golang" + ".org",
)
OPTIONS = ("index" + "-url", "find" + "-links", "trusted" + "-host", "default" + "-index", "index" + "_url")


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_package_registry(host: str):
    assert [path for path, text in texts().items() if host in text.lower()] == []


@pytest.mark.parametrize("option", OPTIONS)
def test_no_file_chooses_where_packages_come_from(option: str):
    assert [path for path, text in texts().items() if option in text.lower()] == []
