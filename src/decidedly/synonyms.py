"""The words that teams use for statuses, in the languages that logs are written in."""

from __future__ import annotations

ENGLISH: dict[str, str] = {
    "draft": "wip, work in progress, idea, sketch, incomplete, final draft",
    "proposed": (
        "proposal, propose, pending, open, review, reviewing, active review, in review, under review, "
        "in discussion, under discussion, discussing, discussion, discussed, last call, "
        "final comment period, provisional, previewing, rfc, request for comments, awaiting review, "
        "scheduled for review, ready for review, needs review, awaiting approval, awaiting decision, "
        "under consideration, for discussion, to be discussed, to be decided, undecided, not decided, "
        "exploring"
    ),
    "accepted": (
        "approved, active, adopted, agreed, decided, done, final, living, merged, ratified, implementable, "
        "implemented, partially implemented, partially accepted, accept, complete, completed, released, "
        "recommended, in force, in use, enforced, signed off, finalized, finalised, decision made, "
        "conditionally approved, ready for release"
    ),
    "rejected": "declined, denied, reject, not accepted, not approved, won't do",
    "withdrawn": "abandoned, cancelled, canceled, retracted, revoked",
    "deprecated": (
        "obsolete, obsoleted, retired, discontinued, reverted, outdated, legacy, no longer relevant, "
        "no longer valid, no longer applicable"
    ),
    "superseded": "replaced, superceded, supersceded, superseeded",
}
"""For each configured name the words, in lower case and set apart by commas."""

OTHERS: dict[str, str] = {
    "draft": (
        "brouillon, entwurf, borrador, rascunho, bozza, concept, 草案, 草稿, черновик, 下書き, ドラフト, 초안, "
        "in arbeit, in bearbeitung, en cours de rédaction, en rédaction"
    ),
    "proposed": (
        "proposé, proposée, en discussion, vorgeschlagen, vorschlag, in diskussion, offen, propuesto, "
        "propuesta, proposto, proposta, voorgesteld, foreslået, foreslått, föreslagen, 提议, 已提议, 提案, "
        "предложено, ehdotettu, запропоновано, diusulkan, đề xuất, à valider, zur diskussion, in prüfung, "
        "in abstimmung, pendiente, pendente, en revisión, en discusión, em revisão, em discussão, "
        "in discussione, 提议中, 讨论中, 评审中, 审核中, 提案中, 検討中, レビュー中, 제안, 제안됨, 검토 중, 검토중, на рассмотрении, "
        "обсуждается, предложен, en cours de discussion, à discuter, en revue, zu entscheiden, "
        "zur entscheidung, 待定, 待审批, 待评审, 承認待ち, レビュー待ち, zaproponowane, proponowane, önerildi, navrženo"
    ),
    "accepted": (
        "accepté, acceptée, adopté, adoptée, validé, validée, akzeptiert, angenommen, beschlossen, "
        "entschieden, aceptado, aceptada, aprobado, aceito, aceita, aceite, aprovado, accettato, accettata, "
        "approvato, geaccepteerd, accepteret, accepterad, akseptert, godkendt, godkjent, godkänd, vedtaget, "
        "已接受, 接受, 已采纳, 采纳, 已批准, 通过, 已通过, 承認, 承認済み, 採用, принято, принят, confirmed, enacted, in effect, "
        "approuvé, approuvée, en vigueur, genehmigt, freigegeben, bestätigt, umgesetzt, in kraft, gültig, "
        "vigente, aprobada, adoptado, adoptada, aprovada, em vigor, adottato, adottata, 生效, 已生效, 已实施, 已实现, "
        "已决定, 已确认, 已完成, 有効, 決定, 決定済み, 採用済み, 採択, 採択済み, 受諾, 実装済み, 승인, 승인됨, 채택, 채택됨, 수락, 수락됨, 확정, 확정됨, "
        "acté, actée, retenu, retenue, décidé, décidée, decidido, decidida, deciso, vastgesteld, besloten, 已合并, "
        "утверждено, утверждён, одобрено, действует, zaakceptowane, zaakceptowany, zaakceptowana, przyjęte, "
        "przyjęta, kabul edildi, hyväksytty, прийнято, diterima, đã chấp nhận, đã duyệt, přijato"
    ),
    "rejected": (
        "rejeté, rejetée, refusé, abgelehnt, verworfen, rechazado, rechazada, rejeitado, rejeitada, "
        "rifiutato, afgewezen, afvist, avvist, avvisad, 拒绝, 已拒绝, 却下, отклонено, hylätty, відхилено, "
        "ditolak, từ chối, refusée, descartado, descartada, recusado, recusada, 거부, 거부됨, 기각, 기각됨, 반려, "
        "отклонён, odrzucone, reddedildi, zamítnuto"
    ),
    "withdrawn": (
        "abandonné, abandonnée, zurückgezogen, retirado, annulé, annulée, 已撤回, 撤回, 철회, 철회됨, отменено, "
        "отозвано"
    ),
    "deprecated": (
        "déprécié, dépréciée, obsolète, veraltet, überholt, obsoleto, obsoleta, verouderd, 废弃, 已废弃, 弃用, "
        "已弃用, 非推奨, 廃止, устарело, inactive, périmé, périmée, außer kraft, deprecado, deprecada, "
        "descontinuado, descontinuada, depreciado, depreciada, 폐기, 폐기됨, 더 이상 사용되지 않음, wycofane"
    ),
    "superseded": (
        "remplacé, remplacée, ersetzt, abgelöst, reemplazado, reemplazada, sustituido, substituído, "
        "substituída, sostituito, vervangen, 取代, 已取代, 被取代, заменено, supersede, supercede, sustituida, "
        "superado, superada, sostituita, 已被取代, 被替代, 已替代, 已被替代, 已替换, 置き換え, 置き換え済み, 置き換えられた, 置換済み, 대체, 대체됨, "
        "заменён, заменен, заменена, zastąpione"
    ),
}
"""The same in other languages, with and without gender, from Czech to Vietnamese."""

SYNONYMS: dict[str, str] = {
    word: name for table in (ENGLISH, OTHERS) for name, words in table.items() for word in words.split(", ")
}
"""The one table of synonyms: words as teams write them → the configured name."""
