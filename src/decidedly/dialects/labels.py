"""The vocabulary of metadata: which words name which field, in the languages and spellings that teams use."""

from __future__ import annotations

import functools
import re

from decidedly.text import without_emoji

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "decision id", "adr id", "adr number", "number", "identifier", "record id", "decision number", "eip", "pep", "rfc number", "rfc id"),
    "title": ("title", "decision title", "adr title", "name", "rfc name", "rfc title", "titel", "titre", "título", "标题", "タイトル", "제목", "название"),
    "answer": ("answer", "decision summary", "tl;dr", "tldr"),
    "status": ("status", "state", "stage", "decision status", "adr status", "current status", "rfc status", "document status", "record status",
               "statut", "estado", "stato", "stand", "状态", "状態", "ステータス", "상태", "статус", "durum", "stav", "trạng thái", "tila", "stan"),
    "date": ("date", "decided", "decided on", "decision date", "date decided", "date of decision", "effective date", "effective",
             "accepted on", "date accepted", "approved on", "status date", "adr date", "datum", "fecha", "data", "日期", "日付", "날짜", "일자", "дата", "ngày", "tanggal", "dato", "tarih", "päivämäärä", "päiväys", "dátum",
             "fecha de decisión", "data da decisão", "date de décision", "date de la décision", "fecha de la decisión", "data della decisione", "entscheidungsdatum", "决定日期", "决策日期", "決定日", "承認日"),
    "created": ("created", "created on", "created at", "creation date", "date created", "create date", "start date", "proposed on",
                "date proposed", "opened", "authored", "originally proposed", "created date", "erstellt", "erstellt am",
                "fecha de creación", "criado em", "data de criação", "date de création", "创建日期", "创建时间", "作成日", "起票日", "작성일", "создано"),
    "updated": ("updated", "last updated", "last update", "last modified", "last changed", "updated on", "modified", "revised", "revised on", "date updated", "updated date",
                "last modified date", "last revised", "last revision", "last revision date", "revision date", "aktualisiert", "última actualización", "última atualização", "mise à jour", "最后更新", "更新日期", "最終更新日", "更新日", "수정일"),
    "decision-makers": ("decision makers", "decision maker", "decision maker(s)", "deciders", "decider", "decider(s)", "decided by", "decision makers and contributors",
                        "entscheider", "entscheidungsträger", "entscheidung durch", "entschieden von", "décideurs",
                        "décideur", "decideurs", "décidé par", "décisionnaires", "décisionnaire", "decisores", "decisor", "decidido por", "决策者", "决策人", "決定者", "意思決定者",
                        "결정자", "의사결정자", "решение принял", "принявшие решение"),
    "approver": ("approved by", "approver", "approvers", "approver(s)", "accepted by", "signed off by", "sign off", "ratified by", "rfc approver",
                 "rfc approvers", "genehmigt von", "approuvé par", "aprobado por", "aprovado por", "批准人", "承認者", "승인자"),
    "author": ("author", "authors", "author(s)", "written by", "proposer", "proposed by", "submitter", "champion", "lead author",
               "created by", "contact", "autor", "autoren", "autores", "auteur", "auteurs", "auteur·e", "auteur·es",
               "rfc author", "rfc authors", "co author", "co authors", "autor(es)", "autora", "verfasser", "作者", "著者", "起票者", "작성자", "автор", "авторы"),
    "owner": ("owner", "owners", "owner(s)", "decision owner", "decision owners", "responsible", "accountable", "maintainer", "maintainers", "owner slack",
              "owning team", "driver", "rfc driver", "verantwortlich", "responsable", "responsável", "负责人", "担当者", "담당자", "ответственный"),
    "consulted": ("consulted", "contributors", "participants", "reviewers", "reviewer", "reviewed by", "konsultiert", "consultés", "consultados",
                  "revisores", "审核人", "レビュアー"),
    "informed": ("informed", "stakeholders", "informiert", "informés", "informados", "知会"),
    "component": ("component", "components", "area", "domain", "subsystem", "capability", "komponente"),
    "tags": ("tags", "tag", "categories", "category", "labels", "label", "keywords", "topics", "schlagworte", "etiquetas", "mots clés",
             "标签", "タグ", "태그", "теги"),
    "aliases": ("aliases", "alias", "slug", "also known as", "former id", "formerly"),
    "due": ("due", "due date", "deadline", "decide by", "decision due"),
    "review": ("review", "review date", "review by", "next review", "next review date", "next review due", "review due", "review due date", "review on", "revisit", "revisit on", "revisit by",
               "revisit date", "review in", "review cycle", "review every", "review after", "review at"),
    "last-reviewed": ("last reviewed", "last reviewed on", "last review", "last review date", "reviewed", "reviewed on"),
    "reviews": ("reviews", "review log", "review history"),
    "snooze": ("snoozed until", "review snoozed until", "snoozed"),
    "assumptions": ("assumptions",),
    "applies-to": ("applies to", "affects", "governs", "scope", "paths", "affected paths"),
    "ticket": ("ticket", "tickets", "technical story", "issue", "issues", "jira", "tracking issue", "pull request", "pr", "prs",
               "rfc pr", "discussions to", "implementation", "bug", "bugs", "epic", "story"),
    "links": ("links", "references", "relations", "relationships"),
    # the kinds of link
    "supersedes": ("supersedes", "supercedes", "supersceeds", "supersede", "supercede", "replaces", "obsoletes",
                   "superseding", "ersetzt", "löst ab", "remplace", "reemplaza", "reemplaza a", "sustituye",
                   "sustituye a", "substitui", "取代", "替代", "sostituisce", "vervangt", "заменяет", "置き換え対象"),
    "superseded-by": ("superseded by", "superceded by", "supersceded by", "superseeded by", "superseded-by", "replaced by",
                      "obsoleted by", "obsolete by", "superseder", "deprecated by", "deprecated in favor of", "deprecated in favour of", "ersetzt durch", "abgelöst durch", "überholt durch",
                      "remplacé par", "remplacée par", "reemplazado por", "reemplazada por", "sustituido por", "sustituida por",
                      "substituído por", "substituída por", "superado por", "superada por", "sostituito da", "sostituita da", "vervangen door",
                      "заменено на", "заменён на", "заменен на", "заменена на", "被取代", "被替代"),
    "supersedes-in-part": ("supersedes in part", "partially supersedes", "partly supersedes", "supersedes parts of",
                           "supersedes part of", "partially replaces", "partly replaces", "replaces in part", "replaces parts of",
                           "ersetzt teilweise", "teilweise ersetzt", "remplace partiellement", "remplace en partie", "reemplaza parcialmente",
                           "sustituye parcialmente", "substitui parcialmente", "部分取代", "部分替代"),
    "superseded-in-part-by": ("superseded in part by", "partially superseded by", "partly superseded by", "partially replaced by",
                              "partly replaced by", "provisionally superseded by", "teilweise ersetzt durch", "remplacé partiellement par",
                              "remplacée partiellement par", "partiellement remplacé par", "partiellement remplacée par",
                              "remplacé en partie par", "remplacée en partie par", "reemplazado parcialmente por",
                              "parcialmente reemplazado por", "sustituido parcialmente por", "parcialmente sustituido por",
                              "substituído parcialmente por", "parcialmente substituído por"),
    "amends": ("amends", "amend", "updates", "modifies", "ändert", "modifica", "modifie"),
    "amended-by": ("amended by", "updated by", "modified by", "geändert durch", "modificado por", "modificada por", "modifié par", "modifiée par"),
    "depends-on": ("depends on", "depends", "dependencies", "requires", "needs", "blocked by", "builds on", "based on", "hängt ab von",
                   "baut auf", "depende de", "dépend de", "依赖", "зависит от"),
    "required-by": ("required by", "blocks", "enables"),
    "refines": ("refines", "extends", "specializes", "details", "erweitert", "étend", "extiende", "estende"),
    "refined-by": ("refined by", "extended by"),
    "relates-to": ("relates to", "relates", "related", "related to", "related decisions", "related decision", "related adrs", "related adr",
                   "related records", "related rfcs", "related rfc", "see also", "see", "linked adrs", "verwandt",
                   "verwandte entscheidungen", "siehe auch", "voir aussi", "lié à", "liés", "adr liés", "relacionado", "relacionada", "relacionados",
                   "relacionadas", "ergänzt", "complète", "complementa", "relacionado con", "relacionada con", "relacionado a", "relacionado com", "adr relacionados", "adrs relacionados",
                   "adr relacionadas", "adrs relacionadas", "decisiones relacionadas", "decisões relacionadas", "ver también", "ver também",
                   "相关", "相关 adr", "相关决策", "关联", "关联 adr", "关联决策", "関連", "関連 adr", "関連adr", "相关adr", "关联adr", "관련", "관련 adr", "связанные решения", "связанные adr", "см. также"),
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

NO_VALUE: frozenset[str] = frozenset(
    ("", "-", "–", "—", "n/a", "na", "none", "null", "~", "tbd", "todo", "not applicable", "keine", "keiner", "entfällt", "aucun", "aucune",
     "néant", "ninguno", "ninguna", "nenhum", "nenhuma", "nessuno", "geen", "нет", "无", "無", "なし", "없음")
)  # fmt: skip
"""What is written where there is nothing to write, in lower case."""

_BY_LABEL = {label: name for name, labels in FIELDS.items() for label in labels}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[*_`~]+")


def folded(label: str) -> str:
    """A label without marks, emoji, case, trailing punctuation, dashes and underscores; cut where it is none any more."""
    return _folded(label[:200])


@functools.lru_cache(maxsize=4096)
def _folded(label: str) -> str:
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
