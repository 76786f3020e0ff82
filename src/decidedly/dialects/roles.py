"""Sections by role: what a heading means, in the spellings and languages that templates use."""

from __future__ import annotations

import re

from decidedly.dialects.labels import canonical, folded
from decidedly.record import SectionRole

ROLES: tuple[tuple[SectionRole, tuple[str, ...]], ...] = (
    ("metadata", ("metadata", "meta", "document control", "metadaten", "metadatos", "metadados", "métadonnées", "元数据", "メタデータ", "메타데이터")),
    ("drivers", ("decision drivers", "drivers", "forces", "requirements", "constraints", "goals", "entscheidungstreiber", "treiber", "motivadores", "facteurs décisionnels",
                 "drivers da decisão", "drivers de decisão", "fatores de decisão", "factores de decisión", "impulsores de la decisión",
                 "决策驱动", "决策驱动因素", "facteurs de décision")),
    ("pros-cons", ("pros and cons of the options", "pros and cons of the alternatives", "pros and cons of the solutions", "pros and cons", "option analysis", "options analysis", "evaluation of options",
                   "comparison of options", "vor und nachteile der optionen", "vor und nachteile", "analysis of options",
                   "avantages et inconvénients des options", "avantages et inconvénients", "ventajas y desventajas", "pros y contras de las opciones",
                   "pros y contras", "prós e contras das opções", "prós e contras", "选项的优缺点", "方案优缺点", "選択肢の長所と短所", "メリット・デメリット",
                   "trade offs", "tradeoffs")),
    ("options", ("considered options", "options considered", "options", "alternatives", "alternatives considered", "considered alternatives",
                 "possible solutions", "solutions considered", "proposals", "other options", "positions", "betrachtete optionen",
                 "betrachtete alternativen", "alternativen", "optionen", "options envisagées", "opciones consideradas", "alternativas",
                 "opções consideradas", "备选方案", "考虑的方案", "考虑的选项", "検討した選択肢", "選択肢", "rejected alternatives",
                 "rationale and alternatives", "options and alternatives", "suggested solutions", "alternatives envisagées", "alternatives considérées",
                 "options considérées", "options évaluées", "opciones", "opciones evaluadas", "opções avaliadas", "alternativas evaluadas", "alternativas avaliadas", "alternativas consideradas", "verworfene alternativen", "geprüfte alternativen", "geprüfte optionen", "bewertete optionen", "方案对比", "替代方案对比", "検討した案", "考虑过的方案",
                 "候选方案", "替代方案", "代替案", "検討した代替案", "대안", "고려한 대안", "검토한 대안", "alternatif", "rozważane opcje", "overwogen opties", "alternatieven", "övervägda alternativ", "zvažované možnosti", "варианты", "рассмотренные варианты", "альтернативы")),
    ("decision", ("decision outcome", "decision", "decisions", "the decision", "our decision", "outcome", "resolution", "proposed decision",
                  "decision made", "solution", "proposed solution", "chosen option", "selected option", "conclusion", "recommendation",
                  "entscheidung", "entscheidungsergebnis", "résultat de la décision", "décision retenue", "solution retenue", "resultado de la decisión", "resultado da decisão", "décision prise",
                  "decisión tomada", "decisão tomada", "decisione presa", "getroffene entscheidung",
                  "décision", "decisión", "decisão", "decisione", "决策", "决定", "决策结果", "最终决定", "最终决策", "決定", "決定内容",
                  "決定事項", "beslutning", "besluit", "решение", "결정", "결정 사항", "suggested solution", "key decision", "key decisions", "decision taken",
                  "decisions taken", "final decision", "choice", "the choice", "our choice", "beschluss", "context and decision", "what we decided", "chosen solution", "chosen approach", "selected solution",
                  "selected approach", "decision and rationale", "decision & rationale", "decision and consequences",
                  "keputusan", "quyết định", "decyzja", "beslissing", "beslut", "karar", "rozhodnutí", "päätös", "döntés")),
    ("criteria", ("decision criteria", "criteria", "comparison matrix", "decision matrix", "evaluation criteria", "comparison", "evaluation",
                  "scoring", "kriterien", "entscheidungskriterien", "comparison table", "feature comparison")),
    ("positive", ("positive consequences", "positive", "positives", "benefits", "advantages", "pros", "good", "positive folgen", "vorteile", "positiv",
                  "conséquences positives", "avantages", "positif", "positives", "consecuencias positivas", "ventajas", "consequências positivas",
                  "vantagens", "positivas", "正面", "正面影响", "ポジティブ", "ポジティブな影響", "긍정적", "긍정적 결과",
                  "positive konsequenzen", "积极影响")),
    ("negative", ("negative consequences", "negative", "negatives", "drawbacks", "disadvantages", "cons", "bad", "costs", "negative folgen", "nachteile", "negativ",
                  "conséquences négatives", "inconvénients", "négatif", "négatives", "consecuencias negativas", "desventajas", "consequências negativas",
                  "desvantagens", "negativas", "负面", "负面影响", "ネガティブ", "ネガティブな影響", "부정적", "부정적 결과",
                  "negative konsequenzen", "消极影响")),
    ("neutral", ("neutral consequences", "neutral")),
    ("mitigation", ("mitigation", "mitigations", "risk mitigation")),
    ("risks", ("risks", "risk", "risiken", "security considerations", "risks and mitigations", "concerns")),
    ("consequences", ("consequences", "consequence", "implications", "impact", "impacts", "results", "result", "effects", "ramifications",
                      "konsequenzen", "folgen", "auswirkungen", "conséquences", "consecuencias", "consequências", "conseguenze", "后果", "影响",
                      "結果", "影響", "gevolgen", "konsekvenser", "последствия", "결과", "영향", "konsekuensi", "hậu quả", "konsekwencje", "seuraukset", "sonuçlar", "důsledky")),
    ("confirmation", ("confirmation", "validation", "verification", "compliance", "how to verify", "überprüfung", "bestätigung", "fitness function")),
    ("implementation", ("implementation", "implementation notes", "implementation plan", "implementation details", "rollout", "rollout plan",
                        "detailed design", "design", "migration", "migration plan", "how", "umsetzung", "how we teach this", "action items",
                        "next steps")),
    ("references", ("references", "reference", "links", "related decisions", "related", "see also", "related adrs", "related records",
                    "further reading", "resources", "sources", "verweise", "references and links", "références", "referencias", "referências", "参考", "参考文献",
                    "相关决策", "関連", "참고", "ссылки")),
    ("history", ("changelog", "change log", "history", "revision history", "document history", "status history", "updates", "review log",
                 "reviews", "decision log", "amendments", "historie")),
    ("more", ("more information", "notes", "additional information", "additional details", "appendix", "discussion", "weitere informationen",
              "anmerkungen", "open questions", "unresolved questions", "assumptions", "informations supplémentaires", "informations complémentaires", "información adicional",
              "informações adicionais", "其他信息", "補足", "備考")),
    ("context", ("context and problem statement", "context", "problem statement", "problem", "background", "motivation", "summary", "issue",
                 "the issue", "introduction", "context & problem statement", "context and problem", "description", "situation", "why",
                 "what", "abstract", "overview", "rationale", "question", "kontext", "kontext und problemstellung", "problemstellung", "contexte",
                 "contexto", "contesto", "上下文", "背景", "问题描述", "コンテキスト", "контекст", "context and forces", "ausgangslage",
                 "contexte et problème", "contexte et énoncé du problème", "problème", "contexto y problema", "contexto y planteamiento del problema",
                 "contexto e problema", "contexto e declaração do problema", "problema", "背景与问题", "背景和问题", "背景と課題", "課題", "文脈", "背景与动机", "problématique", "contexte et problématique", "배경", "맥락",
                 "컨텍스트", "문제", "проблема", "контекст и проблема", "latar belakang", "konteks", "bối cảnh", "kontekst", "bakgrund", "bakgrunn",
                 "tausta", "bağlam")),
)  # fmt: skip
"""Role → headings, lower case, dashes as spaces. The first match counts."""

_BY_HEADING: dict[str, SectionRole] = {}
for _role, _headings in ROLES:
    for _heading in _headings:
        _BY_HEADING.setdefault(_heading, _role)

_NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[ivx]+[.)]|[a-z][.)])\s+", re.I)
_BRACKETS = re.compile(r"\s*[(\[（].*?[)\]）]\s*$")


def role_of(heading: str) -> SectionRole:
    """The role that a heading's words stand for, or ""."""
    words = folded(_BRACKETS.sub("", _NUMBERING.sub("", heading[:200].strip())))
    if words in _BY_HEADING:
        return _BY_HEADING[words]
    name = canonical(words)
    if name == "status":
        return "status"
    if name in ("date", "created", "updated"):
        return "date"
    return ""
