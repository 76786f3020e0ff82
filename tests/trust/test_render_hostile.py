"""Records written to do harm: nothing of them is active on a page, nothing breaks out of its section, nothing takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.rendered import Page, faults, pages

from decidedly.dialects import read_document, read_record
from decidedly.render import Href, Rendered, inline, plain_text, render, safe_url
from decidedly.text import Source, decode

SECONDS = 10
"""What any single file may cost; the cases here take a hundredth of it."""


def believes_everything(target: str, image: bool) -> Href:
    """A resolver that hands every target back: what is safe must not depend on it."""
    return Href(target, "file" if image else "external", target)


def rendered(text: str) -> Rendered:
    record = read_record(Source("0001-a.md", text))
    begin = time.process_time()
    made = render(record, believes_everything)
    plain_text(record)
    assert time.process_time() - begin < SECONDS
    assert faults(made) == []
    return made


SCRIPTS = [
    "<script>alert(1)</script>",
    "x <script>alert(1)</script> y",
    "<ScRiPt\n>alert(1)</sCrIpT\n>",
    "<script src=//evil.example/x.js>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x" title="a" onerror="alert(1)" >',
    "<b onmouseover=alert(1)>x</b>",
    "<details ontoggle=alert(1) open>x</details>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" jav&#x09;ascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="vbscript:x">x</a> <a href="data:text/html,<script>alert(1)</script>">y</a>',
    '<a href="//evil.example">x</a> <a href="\\\\evil.example">y</a> <a href="/\\evil.example">z</a>',
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](javascript%3Aalert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=) ![y](data:image/png;base64,iVBOR)",
    "[x](//evil.example) ![y](//evil.example/a.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    '![a" onerror="alert(1)](a.png) [b](b.md \'c" onclick="alert(1)\')',
    "<javascript:alert(1)> <data:text/html,x>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x><script>alert(1)</script></svg>#x'></use></svg>",
    "<use href=https://evil.example/#x></use>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x><applet code=x></applet>",
    "<style>*{background:url(//evil.example)}</style><link rel=stylesheet href=//evil.example>",
    "<p style='position:fixed;inset:0' class='pill option'>x</p>",
    "<form action=//evil.example><input name=a autofocus onfocus=alert(1)><button>go</button></form>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<style><!--</style><img src=x onerror=alert(1)>-->",
    "<textarea></textarea><img src=x onerror=alert(1)><title></title><xmp></xmp>",
    "<template><img src=x onerror=alert(1)></template>",
    "<![CDATA[<img src=x onerror=alert(1)>]]> <?php echo 1 ?> <!DOCTYPE html>",
    "<!--> <img src=x onerror=alert(1)> -->",
    '<p title="x><img src=x onerror=alert(1)>">',
    '```" onmouseover="alert(1)\nx\n```\n\n```</code><script>\nx\n```',
    "| <script> | <td onclick=x> |\n|--|--|\n| </table> | <b |",
    "- [x] <img src=x onerror=alert(1)>\n- [ ] </li></ul><script>",
    "### Option 1: <img src=x onerror=alert(1)>\n\n**Pros:**\n- ✅ <svg onload=alert(1)>\n\n**Cons:**\n- ❌ </section><script>",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "> [!NOTE]\n> <script>alert(1)</script>",
    '<a id="x-menu" name="x-search">x</a> <div id="Content" onclick=x>',
    "{{ 7 * 7 }} {% raw %} ${alert(1)}",
]  # fmt: skip


@pytest.mark.parametrize("text", SCRIPTS)
def test_nothing_active(text):
    made = rendered(f"# T\n\n## Section\n\n{text}\n\n## After\n\nStill here.\n")
    assert "Still here." in " ".join(page.text for page in pages(made))
    assert not [name for page in pages(made) for name in page.ids if name.startswith("x-")]
    for line in text.splitlines():
        assert Page(inline(line, believes_everything)).faults == []


@pytest.mark.parametrize("text", SCRIPTS)
def test_nothing_active_in_a_title(text):
    line = text.replace("\n", " ")
    made = rendered(f"# T\n\n## {line}\n\n### {line}\n\nx\n")
    for one in made.sections:
        assert Page(one.title_html).faults == []


UNBALANCED = [
    "<div><table><tr><td><b>",
    "</div></section></main></body></html>",
    "<details>\n\ntext",
    "- <b>one\n- two</b>",
    "<ul><li>a\n\n- b\n\n</ol>",
    "*a <b>b* c</b>",
    "**<i>x** y</i>",
    "[<b>x](b.md)</b> [a <a href=b.md>b](c.md)</a>",
    "> <div>\n\nafter",
    "<p>one\n\n<p>two\n\n<li>",
    "| <b>a | b</b> |\n|--|--|\n| <details> | c |",
    "<summary>x</summary><td>y</td><dt>z",
    "<b>" * 200,
    "</b>" * 200,
    "<h1>x\n\n<h2>y</h1>",
    "<center>x",
    "<a name=x><a name=y><a href=b.md>z",
]


@pytest.mark.parametrize("text", UNBALANCED)
def test_nothing_breaks_out(text):
    rendered(f"# T\n\n{text}\n\n## Section\n\n{text}\n\n## After\n\nx\n")


COSTLY = {
    "quotes": ">" * 5_000 + " x",
    "spaced quotes": "> " * 5_000 + "x",
    "labels": "[a" * 32_768,
    "image labels": "![a" * 20_000,
    "emphasis": "*a _b " * 12_000,
    "tags that never end": "<a b " * 12_000,
    "quotes in tags": "<a \"" * 12_000 + ">",
    "mixed quotes in tags": "<a x=\"'" * 8_000 + ">",
    "comments": "<!-- " * 12_000,
    "declarations": "<!A " * 12_000 + "<![CDATA[" * 4_000,
    "open elements": "<div>" * 12_000,
    "open blocks": "<div>\n\n" * 8_000,
    "opened and closed": "<div>\n\n" * 4_000 + "</div>\n\n" * 4_000,
    "headings within": "<details>\n\n## a\n\n" * 2_000 + "</details>\n\n" * 2_000,
    "inline elements": "x " + "<b>" * 20_000,
    "headings": "## a\n\n" * 8_000,
    "lists": "".join("  " * depth + "- a\n" for depth in range(300)),
    "wide table": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + ("|" + "✅|" * 300 + "\n") * 100,
    "stars": "| a | b | c |\n|--|--|--|\n" + ("|" + "⭐" * 300 + "|" + "★☆" * 100 + "|" + "✅ " * 100 + "|\n") * 60,
    "footnotes": "[^1] " * 10_000 + "\n\n[^1]: x",
    "tasks": "- [x] a\n" * 5_000,
    "backticks": "".join("`" * (at % 200) + "a" for at in range(1_000)),
    "entities": "&#x1F600;&amp;&lt;" * 5_000,
    "bad code": "".join(f"```{name}\n{text}\n```\n\n" for name, text in (
        ("python", '"' * 900), ("js", "/" * 900), ("html", "<a " * 300), ("php", "<?php " + "/*" * 400), ("sql", "'" * 900),
        ("yaml", ("a: " * 300 + "\n") * 20), ("perl", "s/" * 400), ("ruby", "%q(" * 300), ("diff", "+" * 900), ("bash", "$(" * 400),
        ("markdown", "[a" * 400), ("haskell", "{-" * 400), ("rust", "/*" * 400), ("csharp", "@\"" * 400), ("swift", "\\(" * 400),
    )),
    "long code": "```python\n" + "x = (1, 'a')\n" * 20_000 + "```",
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY)
def test_nothing_takes_long(name):
    rendered(f"# T\n\n## Section\n\n{COSTLY[name]}\n")


def test_controls_and_overrides_are_shown_not_obeyed():
    made = rendered(
        '# T\n\n## A \u202e\n\na\x00b \u202eevil\u202c \u2067z\u2069 \x1b[31m \ud800 [l](x.md "\u202et") عربي \u200f👩\u200d👩\n'
    )
    html = made.sections[0].html
    assert "U+202E" in html
    assert not [char for char in "\x00\x1b\u202e\u202c\u2067\u2069\ud800" if char in html]
    assert "عربي \u200f👩\u200d👩" in html, "honest Arabic and joined emoji stay"
    html.encode()


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://e.org/a?b#c", True),
        ("HTTP://e.org", True),
        ("mailto:a@e.org", True),
        ("../a/b.html#c", True),
        ("#c", True),
        ("a%20b.html", True),
        ("d/a:b.html", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("javascript%3Aalert(1)", False),
        ("javascript&colon;alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//e.org", False),
        ("\\\\e.org", False),
        ("/\\e.org", False),
        ("", False),
    ],
)
def test_addresses(url, safe):
    assert bool(safe_url(url)) is safe


PIECES = st.sampled_from(
    [*SCRIPTS, *UNBALANCED[:-4], "# h", "## h", "### Option 1: X (SELECTED)", "**Pros:**\n- ✅ a", "**Cons:**\n- ❌ b", "- a\n  - b",
     "| C | A1 | B1 |\n|--|--|--|\n| x | ✅ | ❌ |\n| y | ⚠️ | ✅ |", "```py\nx\n```", "> q", "text", "---", "<details>", "</details>",
     "## Consequences", "### Positive\n- a", "### Negative\n- b", "* Good, because x\n* Bad, because y", "- [x] a\n- [ ] b", "[^1]: n", "[^1]"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8), st.sampled_from(["\n\n", "\n", " "]))
def test_any_mixture(pieces, joint):
    rendered("# T\n\n" + joint.join(pieces))


@given(st.text(alphabet="<>/ab \n\"'=&;!-[]()*_`#|✅⭐:\\", max_size=120))
def test_any_text(text):
    rendered("# T\n\n" + text)
    assert Page(inline(text, believes_everything)).faults == []


@pytest.mark.corpora
def test_real_records(corpora):
    for path in sorted(corpora.rglob("*.md")):
        source = decode(path.name, path.read_bytes())
        for read in (read_record, read_document):
            begin = time.process_time()
            made = render(read(source), believes_everything)
            assert time.process_time() - begin < SECONDS, path
            assert faults(made) == [], path
