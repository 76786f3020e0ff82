"""The example of docs/theme.md, built as it stands; and what the [theme] table refuses or warns of."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.site.markup import read

from decidedly import app
from decidedly.folders import PublishError
from decidedly.pages import look

GUIDE = (ROOT / "docs" / "theme.md").read_text(encoding="utf-8")
RECORD = "---\nstatus: accepted\ndate: 2025-01-15\n---\n# Which hull?\n\n## Decision\n\nWe will use steel.\n"
FONT = b"wOF2 no real font"


def example() -> dict[str, str]:
    """The files that the guide shows, by their names."""
    found = re.findall(r"^`([^`\n]+)`:\n\n```[^\n]*\n(.*?)^```$", GUIDE, re.S | re.M)
    return {name: text for name, text in found}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("ferry")
    (top / ".git").mkdir()
    (top / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    files = example() | {"adr/DR-001-which-hull.md": RECORD}
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, encoding="utf-8")
    (top / "brand" / "ferry.woff2").write_bytes(FONT)
    made = app.build_site(app.open_log(top), date(2026, 1, 1), search=False)
    assert made.warnings == ()
    return made.folder


def test_the_example_of_the_guide(site: Path):
    assert set(example()) == {
        "adr.toml",
        "brand/ferry.svg",
        "brand/extra.css",
        "handbook/how-we-decide.md",
        "brand/layouts/base.html",
    }
    home = read((site / "index.html").read_text(encoding="utf-8"))
    entries = [(one.text, one.attributes["href"]) for one in home.all("nav")[0].all("a")]
    assert entries == [
        ("Decisions", "index.html"),
        ("Graph", "graph.html"),
        ("How we decide", "doc/handbook-how-we-decide.html"),
        ("Wiki", "https://wiki.example.org/"),
    ]


def test_logo_icon_font_and_rules_are_files_of_the_site(site: Path):
    page = (site / "d" / "dr-001.html").read_text(encoding="utf-8")
    logo = re.search(r'<img src="\.\./(assets/[\w.-]+\.svg)" alt="" height="28">Ferry decisions</a>', page)
    assert logo
    assert "<path" in (site / logo[1]).read_text(encoding="utf-8")
    assert f'rel="icon" href="../{logo[1]}" type="image/svg+xml"' in page
    assert "font-src &#39;self&#39;" in page
    for name in ("d/dr-001", "graph", "timeline"):
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        sheet = re.search(r'rel="stylesheet" href="(?:\.\./)?(assets/[\w.-]+)"', text)
        assert sheet
        css = (site / sheet[1]).read_text(encoding="utf-8")
        assert css.endswith(".lead h1 { font-style: italic; }\n")
        assert "--link: light-dark(#8a1538, #ff9ab0)" in css
        font = re.search(r'font-family: "Ferry Sans"; src: url\("([\w.-]+)"\) format\("woff2"\)', css)
        assert font
        assert (site / "assets" / font[1]).read_bytes() == FONT
        assert 'body { font-family: "Charter", serif, Inter' in css
    assert 'content="#fffdf8"' in page


def test_own_pages_and_records_lead_to_each_other(site: Path):
    page = (site / "doc" / "handbook-how-we-decide.html").read_text(encoding="utf-8")
    assert 'href="../d/dr-001.html"' in page
    assert 'href="handbook-how-we-decide.html" aria-current="page"' in page


def test_one_block_of_one_layout(site: Path):
    for name in ("index", "d/dr-001", "timeline"):
        page = (site / f"{name}.html").read_text(encoding="utf-8")
        assert page.count("Ferry company") == 1
        assert 'feed.atom">Feed</a>' in page


# ------------------------------------------------------------------------------------------------------ what is refused

REFUSED = [
    ({"logos": "a.svg"}, "theme.logos is no setting; did you mean “logo”?"),
    ({"logo": "a.gif"}, "theme.logo is “a.gif”; name a file that ends in .svg, .png"),
    ({"logo-dark": "a.svg"}, "theme.logo-dark is set without theme.logo"),
    ({"logo-alone": "yes"}, "write true or false"),
    ({"css": 3}, "theme.css is no text"),
    ({"navigation": ["grahp"]}, "theme.navigation[0] is “grahp”: there is no such page; did you mean “graph”?"),
    ({"navigation": [{"title": "Wiki", "url": "javascript:alert(1)"}]}, "write an address that begins with https://"),
    ({"navigation": [{"title": "Wiki"}]}, "has to have either page or url"),
    ({"navigation": "log"}, "theme.navigation is no list"),
    ({"colors": {"links": "#fff"}}, "theme.colors.links is no setting; did you mean “link”?"),
    ({"colors": {"link": "red"}}, 'theme.colors.link is no colour; write "#0b57d0", or'),
    ({"colors": {"link": "#fff;} body{"}}, "theme.colors.link is no colour"),
    ({"fonts": {"text": 'x"; } body {'}}, "write the name of a font"),
    ({"fonts": {"files": [{"family": "A", "file": "a.exe"}]}}, "name a file that ends in .woff2"),
    ({"fonts": {"files": [{"family": "A", "file": "a.woff2", "weight": "bold"}]}}, "write a number as 400"),
    ({"fonts": []}, "theme.fonts is no table; write [theme.fonts]"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "said"), REFUSED)
def test_what_is_refused(table: dict, said: str):
    with pytest.raises(look.LookError) as caught:
        look.read_look(table)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('logo = "brand/none.svg"', "there is no such file"),
        ('logo = "../secret.svg"', "outside of the repository"),
        ('logo = "active.svg"', "holds a script"),
        ('pages = ["none.md"]', "there is no such file"),
        ('css = "broken.css"', "not UTF-8 text"),
        ('logo = "big.png"', "larger than"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, setting: str, said: str):
    top = tmp_path / "repository"
    (top / "adr").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (top / "adr" / "DR-001-which-hull.md").write_text(RECORD)
    (tmp_path / "secret.svg").write_text("<svg/>")
    (top / "active.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (top / "broken.css").write_bytes(b"\xff")
    (top / "big.png").write_bytes(b" " * 1_000_001)
    (top / "adr.toml").write_text(f"[theme]\n{setting}\n")
    with pytest.raises(PublishError, match=re.escape(said)):
        app.build_site(app.open_log(top), date(2026, 1, 1), search=False)
    assert not (top / "_site").exists()


def test_colours_that_cannot_be_read_are_named(tmp_path: Path):
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr" / "DR-001-which-hull.md").write_text(RECORD)
    (tmp_path / "adr.toml").write_text('[theme.colors]\nlink = "#8a1538"\ntext = ["#111111", "#eeeeee"]\n')
    made = app.build_site(app.open_log(tmp_path), date(2026, 1, 1), search=False)
    assert [re.sub(r"\d\.\d,", "N,", one.partition("adr.toml: ")[2]) for one in made.warnings] == [
        f"theme.colors.link on {ground} is hard to read in the dark scheme: contrast N, 4.5 is needed"
        for ground in ("background", "sunken", "surface")
    ]


def test_a_stylesheet_goes_out_without_what_nobody_reads():
    css = """/* a note: { */
.a > .b :hover,
.c::after { content: "a:  b; /* kept */"; width: calc(1px + 2px) }
@media (max-width: 40rem) and (hover) { .d { margin: 0 -1px } }
"""
    assert look.lean(css).strip() == (
        '.a > .b :hover,.c::after{content:"a:  b; /* kept */";width:calc(1px + 2px)}'
        "@media (max-width:40rem) and (hover){.d{margin:0 -1px}}"
    )
