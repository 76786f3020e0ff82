"""The card that a shared link shows."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from tests.site import logs
from tests.site.markup import read

from decidedly import diagrams
from decidedly.drawing import cards
from decidedly.drawing.cards import Card
from decidedly.pages import Site
from decidedly.pages import cards as cards_of

Image = pytest.importorskip("PIL.Image")

CARD = Card(
    "DR-013", "Where does the backend run?", "On two servers", "accepted", "Accepted", "The log", "9 Feb 2026"
)


def opened(card: Card):
    return Image.open(io.BytesIO(cards.draw(card))).convert("RGB")


def test_a_card_is_a_picture_of_the_right_size_the_same_each_time():
    assert opened(CARD).size == (1200, 630)
    assert cards.draw(CARD) == cards.draw(CARD)
    assert len(cards.draw(CARD)) < 60_000


@pytest.mark.parametrize(
    "status", ["accepted", "proposed", "rejected", "withdrawn", "deprecated", "superseded", "draft", "other"]
)
def test_its_edge_has_the_colour_of_the_status(status: str):
    colour = opened(replace(CARD, status=status)).getpixel((10, 300))
    assert colour == cards.COLOURS.get(status, cards.OTHER)


def test_long_words_stay_inside():
    for title in ("word " * 90, "W" * 400, "Supercalifragilistic " * 20):
        image = opened(replace(CARD, title=title, answer=title, log=title))
        right = image.crop((1200 - cards.MARGIN + 8, 160, 1200, 630))
        assert right.getcolors() == [(right.width * right.height, cards.GROUND)], title[:20]


def test_what_the_letters_can_not_write_has_no_card():
    assert not cards.writable("データベース")
    assert not cards.writable("")
    assert cards.writable("Where does it run? 🚀")
    assert opened(replace(CARD, title="Queue 🚀", answer="データ")).size == (1200, 630)


def test_other_words_are_written_with_a_font_of_the_system():
    if not (font := diagrams.font()):
        pytest.skip("no such font here")
    title = "Größe für Łódź?"
    assert not cards.writable(title)
    assert cards.writable(title, font)
    card = replace(CARD, title=title)
    assert cards.draw(card, font) != cards.draw(replace(CARD, title="Gre fr d?"), font)
    assert cards.draw(CARD, font) == cards.draw(CARD), "English looks the same everywhere"


def test_pages_name_their_cards_where_the_site_has_an_address():
    files = dict([logs.record(1, "Host", answer="Use **Render**"), logs.record(2, "データベース")])
    site = Site(url="https://log.example/adr", title="Log", cards=True)
    made = cards_of(logs.report(files), site)
    assert set(made) == {"og.png", "og/dr-001.png"}
    assert made["og/dr-001.png"].answer == "Use Render"

    def image(path: str, site: Site) -> list[str]:
        return [
            one.attributes["content"]
            for one in read(logs.built(files, site)[path]).all("meta")
            if one.attributes.get("property") == "og:image"
        ]

    assert image("d/dr-001.html", site) == ["https://log.example/adr/og/dr-001.png"]
    assert image("d/dr-002.html", site) == ["https://log.example/adr/og.png"]
    assert image("index.html", site) == ["https://log.example/adr/og.png"]
    assert image("index.html", replace(site, url="")) == []
    assert image("index.html", replace(site, cards=False)) == []
    assert cards_of(logs.report(files), replace(site, url="")) == {}


def test_a_card_is_drawn_once(tmp_path):
    made: list[str] = []

    def draw() -> bytes:
        made.append("x")
        return b"png"

    assert [diagrams.kept("cards", "a", draw, tmp_path / "c") for _ in range(2)] == [b"png", b"png"]
    assert made == ["x"]
    diagrams.kept("cards", "b", draw, tmp_path / "c")
    assert made == ["x", "x"]
