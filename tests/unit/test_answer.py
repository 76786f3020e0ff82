import pytest
from tests.unit.reading import record

from decidedly.dialects.answer import LIMIT


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        ('Chosen option: "Beta", because it is best.', "Beta"),
        ("**Selected Platform:** Render, free tier first", "Render, free tier first"),
        ("We will use PostgreSQL. It is known to all.", "We will use PostgreSQL"),
        (
            "In the context of billing, facing growth, we decided for PostgreSQL and neglected MySQL, to achieve peace, accepting cost.",
            "PostgreSQL",
        ),
        ("Option choisie : **« Licence MIT »**, parce qu'elle est simple.", "Licence MIT"),
        ("Option choisie : Licence MIT car permissive.", "Licence MIT"),
        ("**Escolhida:** Redis, pois é rápido. É simples.", "Redis"),
        ("Gewählte Lösung: Redis, denn es ist schnell.", "Redis"),
        ("Wir nehmen Redis für alles. Übrigens ist es schnell.", "Wir nehmen Redis für alles"),
        ("`retry` は新しい実行とする。\n前の実行は残す。", "retry は新しい実行とする"),
        ("采用 Redis。它很快。", "采用 Redis"),
        (
            "After some trials, following options were chosen:\n\n1. To keep Redis. It is fast.\n2. To drop disks.",
            "To keep Redis",
        ),
        ("✅ **Supabase (PostgreSQL)**", "Supabase (PostgreSQL)"),
        ("Proposed: use Redis for the queue. To be confirmed.", "use Redis for the queue"),
        (
            "We agree on statuses:\n\n- `Proposed`: it is discussed.\n- `Accepted`: it holds.",
            "We agree on statuses: Proposed: it is discussed; Accepted: it holds",
        ),
        ("{What was decided}", ""),
        ("TBD", ""),
        ("", ""),
    ],
)
def test_answers(decision: str, answer: str):
    assert record(f"# T\n\n## Decision\n\n{decision}\n").answer == answer


@pytest.mark.parametrize(
    ("heading", "words", "answer"),
    [
        ("The Decision: Use Redis", "It is fast.", "Use Redis"),
        ("Decision: Don't shard", "", "Don't shard"),
        ("Decision: Queue storage", "We will use Redis.", "We will use Redis"),
        ("Decision: Use Redis", 'Chosen option: "Kafka"', "Kafka"),
        ("Decision: Accepted", "Redis is fast.", "Redis is fast"),
        ("Decision", "Redis is fast.", "Redis is fast"),
    ],
)
def test_a_heading_that_decides(heading: str, words: str, answer: str):
    assert record(f"# T\n\n## {heading}\n\n{words}\n").answer == answer


def test_a_heading_that_decides_marks_its_option():
    one = record(
        "# T\n\n## Considered Options\n\n* Redis\n* Kafka\n\n## Decision: Use Redis\n\nIt is fast.\n"
    )
    assert [(option.name, option.chosen) for option in one.options] == [("Redis", True), ("Kafka", False)]


@pytest.mark.parametrize(
    "body",
    [
        "**Context:** A queue is slow.\n\n**Decision:** Use Redis.\n\n**Consequences:** Fine.",
        "**Context**\nSlow.\n\n**Decision**\nUse Redis.\n\n**Why**\nFast.",
        "**Decision.**\n\nUse Redis.\n\n**Why.** Fast.",
        "Context: Slow.\n\nDecision: Use Redis.",
        "- **Context**: Slow\n- **Decision**: Use Redis.\n- **Why**: Fast",
        "- **Context:**\n  A queue is slow.\n\n- **Decision:**\n  Use Redis. It is\n  fast.\n",
    ],
)
def test_labels_in_place_of_sections(body: str):
    assert record(f"# T\n\n**Status:** Accepted\n\n{body}\n").answer == "Use Redis"


def test_a_label_without_words_answers_nothing():
    assert record("# T\n\n**Decision:**\n\n**Why:** Fast.\n").answer == ""


def test_the_front_matter_knows_best():
    assert record("---\nanswer: Just so\n---\n# T\n\n## Decision\n\nWe will use X.\n").answer == "Just so"


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("**Render**", "Render"),
        ("Use **Render**", "Use Render"),
        ("**A** and **B**", "A and B"),
        ("Keep `Map<String, List<T>>`", "Keep Map<String, List<T>>"),
        ("Keep Map<String, List<T>>", "Keep Map<String, List<T>>"),
        ("Load __main__.py and *.tf", "Load __main__.py and *.tf"),
        ("**Render", "Render"),
    ],
)
def test_an_answer_is_plain_words(written: str, answer: str):
    assert record(f'---\nanswer: "{written}"\n---\n# T\n').answer == answer


def test_answers_are_short():
    answer = record("# T\n\n## Decision\n\n" + "We will do this and that and " * 30).answer
    assert 0 < len(answer) <= LIMIT
    assert answer.endswith("…")


def test_a_record_without_a_decision_has_no_answer():
    assert record("# T\n\n## Context\n\nWords.\n").answer == ""


OPTIONS = """# T

## Options

### Option 1: A cron job

### Option 2 - A queue (rejected)

### Option #3. `Stream<Event<T>>`

"""


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        (
            "Chosen option: Option 1 because it is small.\nOption 2 can be taken later, should load grow.",
            "A cron job",
        ),
        ("Chosen option: 3\n\nOption 3 is the easiest.", "Stream<Event<T>>"),
        ("Chosen option: Option #3, since it is typed.", "Stream<Event<T>>"),
        ("Option 1 was chosen, for it is small.", "A cron job"),
        ("Option 2 is slow. After careful consideration we have decided to go with option 1.", "A cron job"),
        ("We'll go with option three as it has more benefits.", "Stream<Event<T>>"),
        ("Proposal 2 is too dear.\n\nWe opted for options 1 and 3.", "A cron job; Stream<Event<T>>"),
        (
            "We will lay out the code as said in Option 2.",
            "We will lay out the code as said in Option 2 (A queue)",
        ),
        ("Option 1 with a lock around it.", "A cron job with a lock around it"),
        ("Option 2: A queue of our own. It scales.", "A queue of our own"),
        (
            "We have decided not to go on with Option 2.",
            "We have decided not to go on with Option 2 (A queue)",
        ),
        ("We choose option 9.", ""),
    ],
)
def test_the_number_of_an_option_is_its_name(decision: str, answer: str):
    assert record(f"{OPTIONS}## Decision\n\n{decision}\n").answer == answer


@pytest.mark.parametrize(
    ("options", "called", "answer"),
    [
        ("## Proposal 4\n\nAsk the broker. It knows.\n", "Proposal 4", "Ask the broker"),
        ("### Alternative B) Two clusters\n", "alternative B", "Two clusters"),
        (
            "### [New] Approach 1.2 – A class of its own\n\n### Approach 1.1 – None\n",
            "approach 1.2",
            "A class of its own",
        ),
        ("## Options\n\n1. Alpha\n2. Beta\n", "option 2", "Beta"),
        ("## Options\n\n- (1) Alpha\n- (2) Beta\n", "Option (2)", "Beta"),
        ("**Solution 2**: Beta\n\n**Solution 3**: Gamma\n", "solution 2", "Beta"),
        ("### Option two: Beta\n", "option 2", "Beta"),
        ("### Option 2 (Beta)\n", "option 2", "Beta"),
        ("### Option 2 (current)\n\nLeave it. It works.\n", "option 2", "Leave it"),
        ("### Option 2\n\n```\nbeta()\n```\n", "option 2", ""),
    ],
)
def test_where_numbers_are_explained(options: str, called: str, answer: str):
    assert record(f"# T\n\n{options}\n## Decision\n\nWe chose {called}.\n").answer == answer


def test_numbers_of_one_question_are_not_those_of_another():
    asked = "## How?\n\n### Option 1: Push\n\n## Where?\n\n### Option 1: Here\n\n### Decision\n\nOption 1.\n"
    assert record(f"# T\n\n{asked}").answer == "Here"


def test_the_option_of_that_number_is_the_chosen_one():
    one = record(f"{OPTIONS}## Decision\n\nWe went with option 2.\n")
    assert [option.name for option in one.options if option.chosen] == ["A queue"]
    assert not any(one.chosen for one in record(f"{OPTIONS}## Decision\n\nOption 1 is slow.\n").options)


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ('"Only keywords", since nobody asks for more', "Only keywords"),
        (
            '\'Say "Good, because" and "Bad, because"\', because it is short',
            'Say "Good, because" and "Bad, because"',
        ),
        ("“Seven,” because it is prime", "Seven"),
        ('"Option 07", because it is fine', "Option 07"),
        ('"2. Redis", because it is fast', "Redis"),
        ("**Redis** because it is fast", "Redis"),
        ("_MADR_ 4.0", "MADR 4.0"),
        ("`Map<String, List<T>>`", "Map<String, List<T>>"),
    ],
)
def test_what_was_chosen_has_no_half_pair_of_quotes(written: str, answer: str):
    for label in ("Chosen option: ", "**Chosen option**: ", "Selected solution: "):
        assert record(f"# T\n\n## Decision\n\n{label}{written}.\n").answer == answer


def test_a_label_without_a_colon():
    assert (
        record('# T\n\n## Decision\n\n### Scope\n\nChosen option "1. Words", as it is new.\n').answer
        == "Words"
    )


@pytest.mark.parametrize(
    ("below", "answer"),
    [
        ("[x] Root: **Option 2** - By use\n\n[x] Names: Short", "Root: By use; Names: Short"),
        ("- Redis, because it is fast\n- Kafka\n- NATS\n- Pulsar", "Redis; Kafka; NATS"),
        ("Redis. It is fast.", "Redis"),
        ("- [x] Redis\n- [ ] Kafka", "Redis"),
        ("TBD", ""),
    ],
)
def test_a_label_above_what_was_chosen(below: str, answer: str):
    assert record(f"# T\n\n## Decision\n\nChosen options:\n\n{below}\n").answer == answer


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        ("Runs the core as a _loop_ that:\n1. Reads\n2. Writes", "Runs the core as a loop that: Reads, Writes"),
        ("The root package includes\n- a header\n- a footer", "The root package includes: a header, a footer"),
        ("* Calling `init` will\n  * Make a folder\n* Calling `clean` will\n  * Drop it", "Calling init will: Make a folder"),
        ("We take these values:\n\n- one that is long enough to fill a good part of the line\n- another one that is at least as long as the first of them",
         "We take these values: one that is long enough to fill a good part of the line…"),
        ("The way to install it is now the same everywhere and will be the following:\n\n```\na\nb\n```\n\nThe tool ships as one package.",
         "The tool ships as one package"),
        ("We adopt the following address:\n\n```\n/a/:id\n```", "We adopt the following address: /a/:id"),
        ("We draw it like this:\n\nA box has steps. A step has hooks.", "We draw it like this: A box has steps"),
        ("We support the following browsers:\n\n### Desktop\n\n- Firefox\n- Safari",
         "We support the following browsers: Firefox, Safari…"),
        ("We will use Redis for the following reasons:\n\n- fast\n- small", "We will use Redis"),
        ("Example:\n\n```\na\nb\n```\n\nHooks run always.", "Hooks run always"),
        ("We need to decide on two things:\n\n- [ ] Do we want it?\n- [ ] When?", ""),
        ("There are three good hosts:\n\n- Ours\n- Theirs\n\nWe decided to host it ourselves.", "We decided to host it ourselves"),
        ("- We realise that it must be reliable:\n  1. Valid\n- Use `etcd` as a proxy", "Use etcd as a proxy"),
        ("The following decisions have been made:\n\nUpgrades roll.  \nAlways.", "Upgrades roll"),
        ("- Text: Accepted.\n- Sound: Not yet, as it is too large", "Text: Accepted; Sound: Not yet, as it is too large"),
    ],
)  # fmt: skip
def test_a_sentence_that_leads_on_is_not_cut(decision: str, answer: str):
    assert record(f"# T\n\n## Decision\n\n{decision}\n").answer == answer


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        (
            "The old viewer is built for one case. It is slow. We will build one for all.",
            "We will build one for all",
        ),
        (
            "Teams often need this. This proposal offers one way to do it.",
            "This proposal offers one way to do it",
        ),
        ("Take fees in two coins. We will name them later.", "Take fees in two coins"),
        ("The endpoint will be private. We chose so for safety.", "The endpoint will be private"),
        ("We solved it with a stack. #12 added it.", "We solved it with a stack"),
    ],
)
def test_the_sentence_that_resolves_counts(decision: str, answer: str):
    assert record(f"# T\n\n## Decision\n\n{decision}\n").answer == answer


@pytest.mark.parametrize(
    "decision",
    [
        "Implemented and merged to master.",
        "[PR 12](https://example.org/12)",
        "![A picture of the tables](tables.png)",
        "Two options are presented.\n\n- **Option A** is cheap.\n- **Option B** is dear.\n\nDecision: TBD",
        "TBD\n\nThis is not the goal of this record, but it may become one.",
        "Chosen option: TBD:\n\n1. It is fast",
        "This document describes how clients connect.",
        "We have a few proposed options:\n\n- One\n- Two",
        "> Note: this also renames the metrics.",
    ],
)
def test_where_nothing_is_decided_there_is_no_answer(decision: str):
    assert record(f"# T\n\n## Decision\n\n{decision}\n").answer == ""


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("# T\n\n- **Status:** Decided\n- **Outcome:** Use `std::string` in all\n  of the API\n\n## Outcome\n\nWe chose Option 1.\n", "Use std::string in all of the API"),
        ("# T\n\n- **Status:** Done\n- **Decision:** Accepted\n\n## Decision\n\nWe will use Redis.\n", "We will use Redis"),
        ("# T\n\n## Decision\n\n##### Chosen option: \"Redis for now\"\n\nOption 3 has too many faults.\n", "Redis for now"),
        ("# T\n\n## Proposed decision: Option 2\n\nAll have faults, but this one fits.\n\n## Options\n\n### Option 2: Redis\n", "Redis"),
        ("# T\n\n## Option 2: Redis\n\n## Decision\n\n### Option 2: Redis\n\nThis is fast.\n", "Redis"),
        ("# T\n\n## Decision: use Redis\n", "use Redis"),
        ("# T\n\n## Decision\n\nIt was agreed to go with option 1 - `1. Connectors` since it is flexible.\n", "Connectors"),
        ("# T\n\n## Decision\n\nWe decided to choose the '2. By content' option and look again.\n", "By content"),
    ],
)  # fmt: skip
def test_where_an_answer_may_stand(text: str, answer: str):
    assert record(text).answer == answer


@pytest.mark.parametrize(
    ("title", "plain", "code"),
    [
        ("title: 'Use `x` for *all*'", "Use x for all", ["x"]),
        ("title: '`List<T>` or `x`'", "List<T> or x", ["List<T>", "x"]),
        ("title: Run __init__.py on *.tf", "Run __init__.py on *.tf", []),
        ("title: 2 * 3 * 4 `", "2 * 3 * 4 `", []),
    ],
)
def test_a_title_is_plain_words(title: str, plain: str, code: list[str]):
    one = record(f"---\n{title}\n---\n## Decision\n")
    assert one.title == plain
    assert [plain[span.start : span.end] for span in one.title_code] == code


def test_a_heading_tells_where_its_code_stands():
    one = record("# 1. Have `a` as `Map<A, B>` {#x}\n")
    assert one.title == "Have a as Map<A, B>"
    assert [one.title[span.start : span.end] for span in one.title_code] == ["a", "Map<A, B>"]
    assert one.title_code[0].start == 5


@pytest.mark.parametrize(
    ("options", "decision", "answer"),
    [
        ("- **A — Only `redis` + disk** — cheap\n- **B. Kafka** — slow", "B.", "Kafka"),
        ("- **A — Only `redis` + disk** — cheap\n- **B. Kafka** — slow", "**Escolhida: opção A.** É barata.", "Only redis + disk"),
        ("1. Redis\n2. Kafka", "Opción 2, porque es rápida.", "Kafka"),
        ("- Szenario 1: Redis\n- Szenario 2: Kafka", "Gewählte Option: Szenario 1", "Redis"),
        ("1. **Redis with a disk**\n2. **Kafka**", "Proposed: **Option 1**. To be confirmed.", "Redis with a disk"),
    ],
)  # fmt: skip
def test_options_by_letter_and_in_other_languages(options: str, decision: str, answer: str):
    one = record(f"# T\n\n## Options considérées\n\n{options}\n\n## Résultat de la décision\n\n{decision}\n")
    assert one.answer == answer
    assert [option.name for option in one.options if option.chosen] == [answer]


def test_a_decision_in_the_head_may_be_a_status():
    one = record("# T\n\n**Status:** Complete\n**Decision:** Accepted (#32)\n\n## Decision\n\nUse Redis.\n")
    assert one.answer == "Use Redis"
