"""What leads from paper to a petition: its QR code and its flyer, on both engines."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from petition_app.domain.petition import State
from petition_app.web.pictures import png_of
from tests.builders import SLUG, change_petition
from tests.cast import text_of

QR = f"/p/{SLUG}/qr"
ADDRESS = f"http://127.0.0.1:8000/p/{SLUG}"


def read(png: bytes) -> tuple[str, str]:
    """What a telephone reads, and the code's level of error correction."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return found.text, found.ec_level


def drawing_in(page: str) -> str:
    found = re.search(r'<svg class="qr".*?</svg>', page, re.DOTALL)
    assert found
    return found.group()


@pytest.mark.usefixtures("app")
def test_both_files_lead_to_the_petition_in_the_readers_own_language(client: FlaskClient):
    for path in (QR, f"/es{QR}"):
        drawing, picture = client.get(f"{path}.svg"), client.get(f"{path}.png")

        assert (drawing.mimetype, picture.mimetype) == ("image/svg+xml", "image/png")
        assert read(png_of(drawing.text)) == read(picture.data)
        address, level = read(picture.data)
        assert address == ADDRESS
        assert level in ("M", "Q", "H")


@pytest.mark.usefixtures("app")
def test_there_is_room_round_the_code_and_each_square_can_be_printed(client: FlaskClient):
    picture = Image.open(io.BytesIO(client.get(f"{QR}.png").data)).convert("L")

    border = 40
    assert picture.width == picture.height >= 330
    corners = [picture.getpixel((border + shift, border + shift)) for shift in (-1, 0)]
    assert corners == [255, 0]


@pytest.mark.usefixtures("app")
def test_a_file_is_asked_for_again_and_not_sent_again(client: FlaskClient):
    first = client.get(f"{QR}.svg")
    again = client.get(f"{QR}.svg", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Content-Disposition"] == 'inline; filename="letter-qr.svg"'


@pytest.mark.usefixtures("app")
def test_a_flyer_says_what_is_asked_where_and_how_to_keep_safe(client: FlaskClient):
    page = text_of(client, f"/p/{SLUG}/flyer")

    for words in ("An appeal to our leaders", "We ask you to act.", "Act.", f"127.0.0.1:8000/p/{SLUG}",
                  "Do not open this on a work device or network."):  # fmt: skip
        assert words in page
    assert read(png_of(drawing_in(page)))[0] == ADDRESS
    assert "flyer-strips" not in page
    assert text_of(client, f"/p/{SLUG}/flyer?strips=1").count(f'<bdi dir="ltr">127.0.0.1:8000/p/{SLUG}</bdi>') == 8


@pytest.mark.usefixtures("app")
def test_a_petition_that_takes_no_signatures_asks_for_none(client: FlaskClient):
    assert "Read it and sign" in text_of(client, f"/p/{SLUG}/flyer")
    change_petition(state=State.CLOSED)

    assert "Read it and sign" not in text_of(client, f"/p/{SLUG}/flyer")


def test_what_is_not_in_public_has_neither(app: Flask, client: FlaskClient):
    for values in ({"state": State.DRAFT}, {"state": State.OPEN, "hidden_until": 100}):
        change_petition(**values)
        for path in (f"{QR}.svg", f"{QR}.png", f"/p/{SLUG}/flyer"):
            assert client.get(path).status_code == 404
    assert client.get(f"{QR}.pdf").status_code == 404
