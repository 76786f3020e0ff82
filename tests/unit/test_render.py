"""A record's body as HTML: what is shown where, what is dressed, and that nothing the author wrote is lost."""

import re
from collections import Counter

import pytest
from tests.unit.rendered import Page, faults, pages, resolve

from decidedly import render as renderer
from decidedly.dialects import read_document, read_record
from decidedly.render import Rendered, RenderedSection, inline, page_anchor, plain_text, render
from decidedly.text import Source


def rendered(text: str, *, dress: bool = True) -> Rendered:
    made = render(read_record(Source("0001-a.md", text)), resolve, dress=dress)
    assert faults(made) == []
    return made


def body(text: str, *, dress: bool = True) -> str:
    """The HTML of a text's body under a title and one section."""
    made = rendered(f"# Title\n\n## Section\n\n{text}\n", dress=dress)
    return made.sections[0].html.strip()


def section(made: Rendered, title: str) -> RenderedSection:
    return next(one for one in made.sections if one.title == title)


# ------------------------------------------------------------------------------------------ sections


def test_the_head_is_left_out_and_the_rest_stays():
    made = rendered(
        "---\nstatus: accepted\n---\n# Use bees\n\n* Date: 2024-01-01\n\nA word before.\n\n## Context\n\nWhy.\n"
    )
    assert [(one.anchor, one.title, one.level) for one in made.sections] == [
        ("", "", 2),
        ("context", "Context", 2),
    ]
    text = " ".join(page.text for page in pages(made))
    assert "Use bees" not in text
    assert "2024-01-01" not in text
    assert "A word before." in text


def test_sections_know_their_roles():
    made = rendered("# T\n\n## Context\n\nx\n\n## Consequences\n\ny\n")
    assert [one.role for one in made.sections] == ["context", "consequences"]


@pytest.mark.parametrize(
    ("headings", "shown"),
    [
        ("# T|## A|### B|## C", "A2 B3 C2"),
        ("# T|# A|## B|# C", "A2 B3 C2"),
        ("# T|### A|##### B|### C", "A2 B3 C2"),
        ("## A|# T|## B", "A2 B2"),
        ("# T|## A|###### B|#### C", "A2 B3 C3"),
        ("# T|T2\n---|A\n===", "T2 2 A2"),
    ],
)
def test_levels_leave_nothing_out(headings, shown):
    made = rendered("\n\n".join(f"{one}\n\nwords" for one in headings.split("|")))
    found = re.findall(
        r"<h(\d)[^>]*>([^<]*)",
        "".join(f"<h2>{one.title_html}</h2>{one.html}" for one in made.sections if one.title),
    )
    assert [(words, int(level)) for level, words in found] == [
        (one[:-1].strip(), int(one[-1])) for one in re.findall(r"[A-Z]\d? ?\d", shown)
    ]


def test_contents_list_the_sections_and_more_where_those_are_few():
    few = rendered("# T\n\n## A\n\n### B:\n\nx\n")
    assert [(one.title, one.level, one.anchor) for one in few.toc] == [("A", 2, "a"), ("B", 3, "b")]
    many = rendered("# T\n\n## A\n\n### B\n\n## C\n\n## D\n\nx\n")
    assert [one.title for one in many.toc] == ["A", "C", "D"]


def test_headings_have_the_ids_that_links_expect():
    made = rendered(
        "# T\n\n## The *Big* One\n\n[here](#the-big-one) [up](#t) [no](#nothing)\n\n### The Big One\n\n[two](#The-Big-One-1)\n"
    )
    html = made.sections[0].html
    assert made.sections[0].anchor == "the-big-one"
    assert '<h3 id="the-big-one-1">' in html
    assert '<a href="#the-big-one">here</a>' in html
    assert '<a href="#the-big-one-1">two</a>' in html
    assert '<a href="#top">up</a>' in html
    assert '<span class="broken" title="There is no “#nothing” in this text">no</span>' in html


def test_headings_that_only_look_alike_get_ids_of_their_own():
    rendered("# T\n\n## Same 1\n\n## Same\n\n## Same\n\n### Same\n\nx\n")


@pytest.mark.parametrize("name", ["x-menu", "m-yes", "s-accepted", "i-search", "fn-1", "h-x-menu"])
def test_ids_never_clash_with_the_pages_own(name):
    made = rendered(f"# T\n\n## {name}\n\n[there](#{name}) <a id='{name}'>x</a>\n")
    assert made.sections[0].anchor == page_anchor(name) == f"h-{name}"
    assert f'href="#h-{name}"' in made.sections[0].html
    assert page_anchor("context") == "context"


def test_rules_between_sections_go_and_others_stay():
    made = rendered("# T\n\n---\n\n## A\n\none\n\n---\n\ntwo\n\n---\n\n## B\n\nthree\n")
    assert [one.html.count("<hr>") for one in made.sections] == [1, 0]


def test_a_document_loses_only_its_title():
    made = render(read_document(Source("guide.md", "# Guide\n\n**Owner:** me\n\n## Use\n\nIt.\n")), resolve)
    assert [one.title for one in made.sections] == ["", "Use"]
    assert Page(made.sections[0].html).text == "Owner: me"


def test_a_record_that_comes_without_its_tokens_is_parsed():
    from dataclasses import replace

    record = read_record(Source("0001-a.md", "---\nstatus: accepted\n---\n# T\n\n## A\n\nx\n"))
    assert render(replace(record, structure=None), resolve) == render(record, resolve)


# ------------------------------------------------------------------------------------------ Markdown


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a *b* **c** ~~d~~ `e<f>`", "<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e&lt;f&gt;</code></p>"),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>"),
        ("a &amp; <b>b</b> &lt;i>", "<p>a &amp; <b>b</b> &lt;i&gt;</p>"),
        ("> q", "<blockquote><p>q</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li>\n<li>b</li>\n</ol>'),
        ("Term\n: meaning", "<dl><dt>Term</dt>\n<dd>meaning</dd>\n</dl>"),
        ("✅ in prose ⚠️", "<p>✅ in prose ⚠️</p>"),
        ("[b](b.md#x)", '<p><a href="b.html#x" title="DR-002 Bees">b</a></p>'),
        ('[b](b.md "said")', '<p><a href="b.html" title="said">b</a></p>'),
        ("[w](https://e.org/?a=1&b=2)", '<p><a href="https://e.org/?a=1&amp;b=2" rel="noopener noreferrer">w</a></p>'),
        ("<https://e.org>", '<p><a href="https://e.org" rel="noopener noreferrer">https://e.org</a></p>'),
        ("[r][x]\n\n[x]: b.md", '<p><a href="b.html" title="DR-002 Bees">r</a></p>'),
        ("[g](gone.md)", '<p><span class="broken" title="Leads nowhere: gone.md">g</span></p>'),
        ("[s](secret.md)", '<p><span class="unpublished" title="secret.md (not published here)">s</span></p>'),
        ("![A *b*](a.png)", '<p><img src="files/a.png" alt="A b" loading="lazy" decoding="async"></p>'),
        ("![far](https://e.org/a.png)", '<p><a class="image" href="https://e.org/a.png" rel="noopener noreferrer">far</a></p>'),
        ("![](gone.md)", '<p><span class="broken" title="Image not found: gone.md">gone.md</span></p>'),
        ("[![far](https://e.org/a.svg)](b.md)", '<p><a href="b.html" title="DR-002 Bees"><span class="image">far</span></a></p>'),
    ],
)  # fmt: skip
def test_markdown(markdown, html):
    assert body(markdown) == html


def test_tables_scroll_align_and_have_names():
    html = body("| | Size |\n|:--|--:|\n| a | 1 |\n\n| b |\n|--|\n| c |")
    assert html.startswith('<section class="scroll" tabindex="0" aria-label="Table 1: Size"><table>')
    assert 'aria-label="Table 2: b"' in html
    assert '<tr><td></td><th scope="col" class="ta-r">Size</th></tr>' in html
    assert '<td class="ta-l">a</td><td class="ta-r">1</td>' in html


def test_alerts():
    html = body("> [!WARNING]\n> Mind *this*")
    assert html.startswith(
        '<div class="markdown-alert markdown-alert-warning" role="note"><p class="markdown-alert-title">Warning</p>'
    )


def test_admonitions_of_mkdocs_and_docusaurus_look_like_alerts():
    html = body('!!! warning "Mind *this*"\n\n    Text **bold**\n\n    - a\n\nafter')
    assert html.startswith(
        '<div class="markdown-alert markdown-alert-warning" role="note"><p class="markdown-alert-title">Mind <em>this</em></p>\n'
        "<p>Text <strong>bold</strong></p>\n<ul><li>a</li>\n</ul>\n</div>\n<p>after</p>"
    )
    assert '<p class="markdown-alert-title">Note</p>\n<p>plain</p>' in body("!!! note\n    plain\n")
    html = body('???+ danger "Folded"\n    x\n')
    assert html.startswith('<details class="markdown-alert markdown-alert-caution" open><summary')
    html = body(":::tip[Do `it`]\n\nOne\n\n| a |\n|---|\n| b |\n\n:::\n\nafter")
    assert html.startswith('<div class="markdown-alert markdown-alert-tip" role="note">')
    assert "Do <code>it</code></p>\n<p>One</p>" in html
    assert html.endswith("</div>\n<p>after</p>")
    assert '<p class="markdown-alert-title">Info</p>\n<p>One line</p>' in body(":::info\nOne line\n:::")
    for plain in (
        "!!! note",
        "!!! nothing known\n    x",
        ":::note\n\nnever closed",
        ":::",
        ":::video\n\n:::",
        "??? why",
    ):
        assert "markdown-alert" not in body(plain), plain
    hostile = body(
        '!!! note "<img src=x onerror=alert(1)>"\n    <script>alert(2)</script> [x](javascript:alert(3))\n'
    )
    assert "<script" not in hostile
    assert "onerror" not in hostile
    assert "href" not in hostile


def test_footnotes_lead_there_and_back():
    made = rendered(
        "# T\n\n## A\n\nOne[^n], again[^n].\n\n## B\n\nTwo[^m].\n\n[^n]: Note *n*\n[^m]: Note m\n"
    )
    html = "".join(one.html for one in made.sections)
    page = Page(html)
    for link in page.links:
        assert link[1:] in page.ids
    assert {"fn-1", "fn-2", "fnref-1", "fnref-1-1", "fnref-2"} == set(page.ids)
    assert html.count("Note <em>n</em>") == 1


def test_code_is_marked_with_a_few_classes():
    html = body('```python title="x"\n# why\ndef f(): return "<a>" + 1\n```')
    assert '<div class="hl"><pre tabindex="0"><code class="language-python">' in html
    assert '<span class="c"># why</span>' in html
    assert '<span class="k">def</span> <span class="nf">f</span>' in html
    assert "&lt;a&gt;" in html
    assert {css for found in re.findall(r'<span class="([^"]*)"', html) for css in found.split()} <= set(
        renderer.CODE_CLASSES
    )
    assert Page(html).words[0].startswith("# why"), "nothing before the code"


def test_code_in_unknown_languages_stands_plain():
    assert (
        body("```brainfuck\n<+>\n```")
        == '<div class="hl"><pre tabindex="0"><code class="language-brainfuck">&lt;+&gt;\n</code></pre></div>'
    )
    assert (
        body("    indented <b>")
        == '<div class="hl"><pre tabindex="0"><code>indented &lt;b&gt;\n</code></pre></div>'
    )


def test_highlighting_keeps_every_character():
    code = "a: [1, 2]  # x\n\n\n  b: 'ü\t<&>'   \n"
    assert "".join(Page(body(f"```yaml\n{code}```")).words) == code


def test_has_code():
    assert rendered("# T\n\n## A\n\n```\nx\n```\n").has_code
    assert not rendered("# T\n\n## A\n\n`x`\n").has_code


def test_diagrams_are_named_as_such():
    assert body("```mermaid\nA-->B\n```").startswith(
        '<figure class="mermaid-source"><pre tabindex="0"><code>A--&gt;B'
    )


# ------------------------------------------------------------------------------------------ raw HTML


def test_details_around_markdown():
    made = rendered(
        "# T\n\n## A\n\n<details open>\n<summary>More <b>words</b></summary>\n\n## Inside\n\n- *x*\n\n</details>\n\n## B\n\nafter\n"
    )
    assert [one.title for one in made.sections] == ["A", "B"]
    html = re.sub(r"\s+", " ", made.sections[0].html)
    assert html.startswith('<details open> <summary>More <b>words</b></summary> <h3 id="inside">')
    assert html.strip().endswith("<ul><li><em>x</em></li> </ul> </details>")


def test_raw_html_of_the_allow_list_stays():
    assert (
        body("H<sub>2</sub>O <kbd>Ctrl</kbd><br/>x <mark>m</mark>")
        == "<p>H<sub>2</sub>O <kbd>Ctrl</kbd><br>x <mark>m</mark></p>"
    )
    html = body(
        '<table><tr><td colspan="2" align="center" style="x" class="option chosen">a & b</td></tr></table>'
    )
    assert (
        '<td class="ta-c" colspan="2">a &amp; b</td>' in html
        or '<td colspan="2" class="ta-c">a &amp; b</td>' in html
    )


def test_raw_links_and_images_are_resolved_too():
    html = body(
        '<p align="center"><img src="a.png" width="200" height="50%" alt="A"> <a href="b.md">b</a> <a href="gone.md">g</a></p>'
    )
    assert 'src="files/a.png"' in html
    assert 'width="200"' in html
    assert "50%" not in html
    assert 'href="b.html"' in html
    assert '<span class="broken" title="Leads nowhere: gone.md">g</span>' in html


def test_a_centred_paragraph_may_hold_markdown():
    assert '<div class="ta-c">' in body('<p align="center">\n\n![A](a.png)\n\n</p>')


def test_names_given_in_raw_html_can_be_linked_to():
    html = body('<a name="deep"></a>\n\nx [go](#deep)')
    assert '<span id="deep"></span>' in html
    assert '<a href="#deep">go</a>' in html


def test_comments_are_dropped():
    assert body("a <!-- b --> c\n\n<!--\nd\n-->\n\ne").replace("\n", "") == "<p>a  c</p><p>e</p>"


# ------------------------------------------------------------------------------------------ dressing

OPTIONS = """# DR-001: Hosting

**Status:** Accepted

## Decision

**Selected Platform:** **Render**

## Options Considered

### Option 1: Render (SELECTED)
**Pros:**
- ✅ Built-in [workers](b.md) (critical)
- ✅ Flat `price`

**Cons:**
- ❌ Less **flexible**

**Cost Estimate:**
- MVP: $0/month (free tier)
- Production: $14/month

### Option 2: Railway
**Pros:**
- ✅ Easy

**Cons:**
- ❌ No workers
"""


def words(made: Rendered) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(page.text for page in pages(made)).lower()))


def test_what_a_proposal_prefers_is_not_yet_chosen():
    html = section(rendered(OPTIONS.replace("Accepted", "Proposed")), "Options Considered").html
    assert '<section class="option chosen open">' in html
    assert '<use href="#s-proposed"/></svg>Proposed</span>' in html
    assert "hosen</span>" not in html


def test_options_are_cards():
    made = rendered(OPTIONS)
    html = section(made, "Options Considered").html
    assert html.count('<section class="option') == 2
    assert (
        '<section class="option chosen"><header><h3 id="option-1-render-selected"><small class="nth">Option 1</small> Render<a'
        in html
    )
    assert '<span class="pill s-draft">Not chosen</span>' in html
    assert (
        '<use href="#m-yes"/></svg><span>Built-in <a href="b.html" title="DR-002 Bees">workers</a> (critical)</span>'
        in html
    )
    assert '<use href="#m-no"/></svg><span>Less <strong>flexible</strong></span>' in html
    assert "<span>MVP <b>$0/month</b> (free tier)</span><span>Production <b>$14/month</b></span>" in html
    assert "✅" not in html


def test_dressing_loses_no_word():
    lost = words(rendered(OPTIONS, dress=False)) - words(rendered(OPTIONS))
    assert set(lost) <= {"pros", "cons", "cost", "estimate", "selected"}, (
        "what the card says with headings and pills of its own"
    )


def test_an_option_with_more_to_it_stays_plain():
    text = OPTIONS.replace("### Option 2", "We tried this for a month.\n\n### Option 2")
    html = section(rendered(text), "Options Considered").html
    assert "We tried this for a month." in html
    assert html.count('<section class="option') == 1, "the other one is still a card"
    assert "✅ Built-in" in html


def test_plain_on_request():
    html = section(rendered(OPTIONS, dress=False), "Options Considered").html
    assert 'class="option' not in html
    assert "✅ Built-in" in html


MATRIX = """# T

## Decision criteria

| Criterion | Weight | Render | Railway | Notes |
|-----------|--------|--------|---------|-------|
| Workers | Critical | ✅ Yes | ❌ | see *docs* |
| Price | High | ✅ Flat | ⚠️ Variable | [b](b.md) |
| **Best?** | | ✅ | ❌ No | |
"""


def test_a_matrix_is_a_heat_table_of_the_same_cells():
    one = section(rendered(MATRIX), "Decision criteria")
    html = one.html
    assert '<table class="grid">' in html
    assert '<th scope="row">Workers<small>Critical</small></th><td class="w">Critical</td>' in html
    assert (
        '<td class="v2"><span class="k"><svg class="mark yes" aria-hidden="true"><use href="#m-yes"/></svg><span>Yes</span>'
        in html
    )
    assert (
        '<td class="v0"><span class="k"><svg class="mark no" aria-hidden="true"><use href="#m-no"/></svg><span>No</span>'
        in html
    )
    assert '<span class="vh">Partly: </span>Variable' in html
    assert "<td>see <em>docs</em></td>" in html
    assert (
        '<tr class="verdict"><th scope="row"><strong>Best?</strong></th><td class="w"></td><td><span class="k">'
        in html
    )
    assert (
        '<tr><th scope="row">Weighted fit</th><td class="w"></td><td class="num">100%</td><td class="num">21%</td><td class="num"></td></tr>'
        in html
    )
    assert "No change of weights can flip this." in html


def test_stars_are_numerals_with_dots():
    html = body(
        "| Factor | Fly | Rail |\n|--|--|--|\n| Ease | ⭐⭐⭐⭐ (Very Good) | ⭐ |\n| Reach | ⭐⭐ | ★★★☆☆ |\n"
    )
    assert '<td class="c c4"><span>4<span class="vh"> of 5 stars</span></span><svg class="pips"' in html
    assert '<small class="said">(Very Good)</small>' in html
    assert "⭐" not in html
    assert "★" not in html
    assert "counts the same" in html


def test_a_matrix_turned_round_keeps_its_orientation():
    html = body("| Option | Speed | Care |\n|--|--|--|\n| Alpha (chosen) | ✅ | ✅ |\n| Beta | ❌ | ✅ |\n")
    assert '<tr><th scope="row" class="win">Alpha' in html
    assert '<th scope="col">Speed</th><th scope="col">Care</th><th scope="col">Fit</th>' in html
    assert '<td class="num">50%</td></tr>' in html
    assert "<tfoot>" not in html


@pytest.mark.parametrize(
    ("beta", "said"),
    [
        ("⭐⭐⭐⭐", "Beta and Alpha score the same"),
        ("⭐⭐⭐⭐⭐", "A close call"),
    ],
)
def test_the_line_under_a_matrix_is_careful(beta, said):
    rows = "".join(
        f"| Goal {at} | {'⭐⭐⭐⭐⭐' if at else '⭐'} | {'⭐⭐⭐⭐' if at else beta} |\n" for at in range(4)
    )
    html = body(f"| Factor | Alpha | Beta |\n|--|--|--|\n{rows}")
    assert said in html or "Alpha and Beta score the same" in html


def test_other_tables_keep_their_marks():
    html = body("| Field | Required | Nullable |\n|--|--|--|\n| id | ✅ | ❌ |\n| name | ❌ | ✅ |\n")
    assert "<td>✅</td><td>❌</td>" in html
    assert "grid" not in html


def test_consequences_stand_side_by_side():
    text = "# T\n\n## Consequences\n\n### Positive:\n- ✅ Fast *start*\n- No lock-in\n\n### Negative:\n- ⚠️ Dear\n  - much\n\n### Mitigation:\n- Watch\n"
    html = rendered(text).sections[0].html
    assert '<div class="cons"><div><h3 id="positive">Positive:' in html
    assert '<use href="#m-yes"/></svg><div>Fast <em>start</em></div>' in html
    assert '<use href="#m-yes"/></svg><div>No lock-in</div>' in html
    assert '<use href="#m-partly"/></svg><div>Dear\n<ul><li>much</li>\n</ul>' in html
    assert "<ul><li>Watch</li>" in html
    assert not words(rendered(text, dress=False)) - words(rendered(text))


def test_good_because_bad_because():
    html = (
        rendered(
            "# T\n\n## Consequences\n\n* Good, because it is fast\n* Bad, because: dear\n* Good, because known\n"
        )
        .sections[0]
        .html
    )
    good, bad = html.split("<p><b>Bad</b></p>")
    assert good.index("it is fast") < good.index("known")
    assert "dear" in bad
    assert "<p><b>Good</b></p>" in good


@pytest.mark.parametrize(
    "text",
    [
        "* Good, because it is fast\n* We shall see\n* Bad, because dear",
        "* Good, because it is fast\n* Good, because known",
        "### Positive\n\n- Fast\n\nAnd a word more.\n\n### Negative\n\n- Dear\n",
        "### Positive\n\n- [ ] Fast\n\n### Negative\n\n- Dear\n",
        "### Positive\n\n- ✅ Fast\n\nNothing else.\n",
        "- ✅ fast\n- dear",
    ],
)
def test_consequences_in_doubt_stay_plain(text):
    whole = f"# T\n\n## Consequences\n\n{text}\n"
    assert "cons" not in rendered(whole).sections[0].html
    assert rendered(whole) == rendered(whole, dress=False)


def test_task_lists_show_progress():
    html = body("- [x] one\n- [ ] two\n  - [x] deep\n")
    assert (
        '<p class="progress"><progress value="2" max="3" aria-label="2 of 3 done"></progress> 2 of 3 done</p>'
        in html
    )
    assert (
        '<li class="task-list-item done"><svg class="mark done" aria-hidden="true"><use href="#m-done"/></svg><span class="vh">Done: </span>one</li>'
        in html
    )
    assert '<span class="vh">To do: </span>two' in html
    assert "progress" not in body("- [x] one\n- [ ] two\n", dress=False)


def test_every_picture_is_one_of_the_sprite():
    made = [
        rendered(OPTIONS),
        rendered(MATRIX),
        rendered(
            "# T\n\n## A\n\n- [x] a\n- [ ] b\n\n* Good, because a\n* Bad, because b\n* Neutral, because c\n"
        ),
    ]
    used = set(
        re.findall(r'<use href="#([^"]*)"', "".join(one.html for each in made for one in each.sections))
    )
    assert used <= set(renderer.SPRITE_IDS)


# ------------------------------------------------------------------------------------------ one line, only words


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        (
            "Use **Render**, see [b](b.md)",
            'Use <strong>Render</strong>, see <a href="b.html" title="DR-002 Bees">b</a>',
        ),
        ("a <b>open\nline", "a <b>open line</b>"),
        ("<script>x</script> & # no heading", "x &amp; # no heading"),
        ("", ""),
    ],
)
def test_inline(markdown, html):
    assert inline(markdown, resolve) == html


def test_plain_text_is_words_only():
    record = read_record(
        Source(
            "a.md",
            "---\nstatus: accepted\n---\n# Title\n\n## Why\n\nA *b* [c](d.md) `e` <b>f</b>\n\n```\ncode\n```\n\n| g |\n|--|\n| h |\n",
        )
    )
    assert plain_text(record) == "Why A b c e f g h"
