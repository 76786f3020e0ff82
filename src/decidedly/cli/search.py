"""`adr search`."""

from __future__ import annotations

import click

from decidedly.cli.program import examples
from decidedly.cli.state import State, json_option, pass_state

SCHEMA = "decidedly/search@1"


@click.command("search", epilog=examples("adr search postgres", "adr search message queue --json"))
@click.argument("words", nargs=-1, required=True)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="At most so many; 0: all.",
)
@json_option
@pass_state
def command(state: State, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the decisions.

    Finds the records that have every one of WORDS as the beginning of a word, accents and case aside. Ids come before
    titles, then answers, tags and owners, then text.
    """
    from decidedly.cli.terminal import line, out, visible
    from decidedly.outputs import dumps
    from decidedly.search import search

    if not any(char.isalnum() for word in words for char in word):
        raise click.UsageError("nothing to search for: write a word")
    log = state.opened.log
    found = search(log.records, " ".join(words))
    shown = found[:limit] if limit else found
    if as_json:
        hits = [
            {
                "id": hit.record.id,
                "title": hit.record.title,
                "answer": hit.record.answer,
                "status": hit.record.status.name if hit.record.status else None,
                "path": hit.record.path,
                "field": hit.field,
                "line": hit.line,
                "text": hit.text,
            }
            for hit in shown
        ]
        out(dumps({"schema": SCHEMA, "query": " ".join(words), "total": len(found), "hits": hits}))
        return
    if not found:
        state.note("no record has all of these words")
        return
    for hit in shown:
        record = hit.record
        status = f"  [{line(record.status.name)}]" if record.status else ""
        answer = f" → {line(record.answer)}" if record.answer else ""
        head = visible(f"{line(record.id)}  {line(record.title)}{answer}")
        head = click.style(head, bold=True) if state.colored else head
        file = visible(line(state.shown(state.opened.workspace.records / record.path)))
        out(f"{head}{status}\n    {file}:{hit.line}: {line(hit.text)[:200]}")
    if len(shown) < len(found):
        state.note(f"{len(found) - len(shown)} more; --limit 0 shows all")
