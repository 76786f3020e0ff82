"""The vocabulary of metadata: which words name which field, in the languages and spellings that teams use."""

from __future__ import annotations

import functools
import re

from decidedly.text import without_emoji

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "decision id", "adr id", "adr number", "number", "identifier", "record id", "decision number", "eip", "pep", "rfc number"),
    "title": ("title", "decision title", "adr title", "name"),
    "answer": ("answer", "decision summary", "tl;dr", "tldr"),
    "status": ("status", "state", "stage", "decision status", "adr status", "current status", "rfc status",
               "statut", "estado", "stato", "stand", "状态", "状態", "ステータス"),
    "date": ("date", "decided", "decided on", "decision date", "date decided", "date of decision", "effective date", "effective",
             "accepted on", "date accepted", "approved on", "status date", "adr date", "datum", "fecha", "data", "日期", "日付"),
    "created": ("created", "created on", "created at", "creation date", "date created", "create date", "start date", "proposed on",
                "date proposed", "opened", "authored", "originally proposed", "erstellt", "创建日期", "作成日"),
    "updated": ("updated", "last updated", "last update", "last modified", "last changed", "updated on", "modified", "date updated"),
    "decision-makers": ("decision makers", "decision maker", "deciders", "decider", "decided by", "decision makers and contributors",
                        "entscheider", "décideurs", "decideurs", "decisores", "决策者", "決定者"),
    "approver": ("approved by", "approver", "approvers", "accepted by", "signed off by", "sign off", "ratified by"),
    "author": ("author", "authors", "author(s)", "written by", "proposer", "proposed by", "submitter", "champion", "lead author",
               "created by", "contact", "autor", "autoren", "autores", "auteur", "auteurs", "作者"),
    "owner": ("owner", "owners", "owner(s)", "decision owner", "responsible", "accountable", "maintainer", "maintainers", "owner slack",
              "owning team", "verantwortlich"),
    "consulted": ("consulted", "contributors", "participants", "reviewers", "reviewer", "reviewed by"),
    "informed": ("informed", "stakeholders"),
    "component": ("component", "components", "area", "domain", "subsystem", "capability", "komponente"),
    "tags": ("tags", "tag", "categories", "category", "labels", "label", "keywords", "topics", "schlagworte", "etiquetas", "标签"),
    "aliases": ("aliases", "alias", "slug", "also known as", "former id", "formerly"),
    "due": ("due", "due date", "deadline", "decide by", "decision due"),
    "review": ("review", "review date", "review by", "next review", "next review date", "review on", "revisit", "revisit on", "revisit by",
               "revisit date", "review in", "review cycle", "review every", "review after", "review at"),
    "last-reviewed": ("last reviewed", "last reviewed on", "last review", "last review date", "reviewed", "reviewed on"),
    "reviews": ("reviews", "review log", "review history"),
    "assumptions": ("assumptions",),
    "applies-to": ("applies to", "affects", "governs", "scope", "paths", "affected paths"),
    "ticket": ("ticket", "tickets", "technical story", "issue", "issues", "jira", "tracking issue", "pull request", "pr", "prs",
               "rfc pr", "discussions to", "implementation", "bug", "bugs", "epic", "story"),
    "links": ("links", "references"),
    # the kinds of link
    "supersedes": ("supersedes", "supercedes", "supersceeds", "supersede", "supercede", "replaces", "obsoletes",
                   "superseding", "ersetzt", "remplace", "reemplaza", "substitui", "取代", "sostituisce"),
    "superseded-by": ("superseded by", "superceded by", "supersceded by", "superseeded by", "superseded-by", "replaced by",
                      "obsoleted by", "obsolete by", "superseder", "deprecated by", "deprecated in favor of", "deprecated in favour of", "ersetzt durch", "remplacé par", "reemplazado por",
                      "substituído por", "被取代"),
    "supersedes-in-part": ("supersedes in part", "partially supersedes", "partly supersedes", "supersedes parts of",
                           "supersedes part of"),
    "superseded-in-part-by": ("superseded in part by", "partially superseded by", "partly superseded by", "partially replaced by",
                              "partly replaced by", "provisionally superseded by"),
    "amends": ("amends", "amend", "updates", "modifies", "ändert"),
    "amended-by": ("amended by", "updated by", "modified by"),
    "depends-on": ("depends on", "depends", "dependencies", "requires", "needs", "blocked by", "builds on", "based on", "hängt ab von"),
    "required-by": ("required by", "blocks", "enables"),
    "refines": ("refines", "extends", "specializes", "details"),
    "refined-by": ("refined by", "extended by"),
    "relates-to": ("relates to", "relates", "related", "related to", "related decisions", "related decision", "related adrs", "related adr",
                   "related records", "related rfcs", "related rfc", "see also", "see", "linked adrs", "verwandt"),
    "conflicts-with": ("conflicts with", "contradicts", "conflicts"),
}  # fmt: skip
"""Canonical field name → labels, in lower case with single spaces. First come is first named: a label stands once."""

LINK_FIELDS: frozenset[str] = frozenset(
    ("supersedes", "superseded-by", "supersedes-in-part", "superseded-in-part-by", "amends", "amended-by", "depends-on",
     "required-by", "refines", "refined-by", "relates-to", "conflicts-with")
)  # fmt: skip

PEOPLE: dict[str, str] = {
    "owner": "owner",
    "decision-makers": "decider",
    "approver": "approver",
    "author": "author",
    "consulted": "consulted",
    "informed": "informed",
}
"""Field → role of the people it names."""

_BY_LABEL = {label: name for name, labels in FIELDS.items() for label in labels}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[*_`~]+")


@functools.lru_cache(maxsize=4096)
def folded(label: str) -> str:
    """A label without marks, emoji, case, trailing punctuation, dashes and underscores."""
    bare = (
        without_emoji(_MARKS.sub("", label))
        if "_" not in label.strip("_*")
        else without_emoji(label.strip("_* "))
    )
    spaced = _CAMEL.sub(" ", bare).replace("-", " ").replace("_", " ")
    return " ".join(spaced.lower().split()).strip(" :：.-–—")


def canonical(label: str) -> str | None:
    """The canonical name of the field that `label` names, or None for a label nobody knows."""
    return _BY_LABEL.get(folded(label))


def link_kind(words: str) -> str | None:
    """The kind of link that `words` ("Superseded by", "Builds on") stand for, or None."""
    found = canonical(words)
    return found if found in LINK_FIELDS else None
