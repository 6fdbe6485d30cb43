"""Which sites may show a widget, as they are typed and as browsers read them."""

from __future__ import annotations

import pytest

from petition_app.domain.embedding import LONGEST_SITE, SiteIsWrong, frame_ancestors, site_of


@pytest.mark.parametrize(("typed", "site"), [
    ("https://www.example.org", "https://www.example.org"),
    ("  HTTPS://WWW.Example.org/ ", "https://www.example.org"),
    ("www.example.org", "https://www.example.org"),
    ("https://example.org:443", "https://example.org"),
    ("https://example.org:8443", "https://example.org:8443"),
    ("https://*.example.org", "https://*.example.org"),
    ("https://bücher.example", "https://xn--bcher-kva.example"),
    ("https://例え.example", "https://xn--r8jz45g.example"),
])  # fmt: skip
def test_a_site_is_written_as_browsers_write_it(typed: str, site: str):
    assert site_of(typed, on_this_machine=False) == site
    assert len(site) <= LONGEST_SITE


@pytest.mark.parametrize("typed", [
    "", "https://", "http://www.example.org", "ftp://example.org", "javascript:alert(1)", "data:text/html,x",
    "*", "https://*", "https://*.org", "https://a.*.org", "https://w*.example.org", "https://**.example.org",
    "https://*.*.example.org", "https://example.org/page", "https://example.org?x=1", "https://example.org#x",
    "https://user:word@example.org", "https://example.org:99999", "https://example.org:x",
    "https://example.org; script-src *", "https://example.org https://evil.example", "https://example.org,evil.example",
    "https://'self'", "https://127.0.0.1", "https://127.1", "https://0x7f.1", "https://[::1]", "https://localhost",
    "http://localhost:3000", "https://-example.org", "https://exa_mple.org", "https://example.org.",
    f"https://{'a' * 64}.org", f"https://{'a.' * 130}org", "https://straße.example", "https://\u200dexample.org",
])  # fmt: skip
def test_what_is_no_site_is_refused_with_a_sentence(typed: str):
    with pytest.raises(SiteIsWrong) as refused:
        site_of(typed, on_this_machine=False)

    assert refused.value.sentence.rstrip("/").endswith((".", "org", "https:"))


def test_pages_of_this_machine_are_sites_only_where_nobody_else_reaches_it():
    assert site_of("http://localhost:3000", on_this_machine=True) == "http://localhost:3000"
    assert site_of("http://127.0.0.1:80", on_this_machine=True) == "http://127.0.0.1"
    for typed in ("http://example.org", "http://localhost.example.org", "http://192.168.0.1", "ftp://localhost"):
        with pytest.raises(SiteIsWrong):
            site_of(typed, on_this_machine=True)


def test_who_pastes_a_page_is_told_the_site():
    with pytest.raises(SiteIsWrong, match=r"without a page of it: https://example\.org$"):
        site_of("https://example.org/blog/letter", on_this_machine=False)


def test_browsers_are_told_of_the_sites_or_that_there_are_none():
    assert frame_ancestors(()) == "frame-ancestors 'none'"
    assert frame_ancestors(["https://a.example", "https://*.b.example"]) == (
        "frame-ancestors https://a.example https://*.b.example"
    )
