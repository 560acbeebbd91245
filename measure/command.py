"""``doichieu evaluate``: compare and print."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from measure import text
from measure.items import KEYS, Record
from measure.load import gold_records, match, predicted_records
from measure.score import HeadScore, Score, add_head, add_items, judged
from records.errors import FileAccess

Echo = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """Scores over all documents of a gold set; ``absent`` names gold documents with no predicted record."""

    head: HeadScore = field(default_factory=HeadScore)
    kinds: dict[str, Score] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    documents: int = 0


def compare(predicted: list[Record], gold: list[Record]) -> Report:
    """Score every gold document; a kind that no gold file annotates is left out."""
    report = Report(documents=len(gold))
    for record in gold:
        found = match(record, predicted)
        if found is None:
            report.absent.append(record.name)
        add_head(report.head, record, found)
        for kind in KEYS:
            if kind in record.items:
                score = report.kinds.setdefault(kind, Score())
                rows = found.items.get(kind, []) if found else []
                add_items(score, kind, record.name, record.items[kind], judged(rows, record.passed.get(kind, ())))
    return report


def _table(report: Report, echo: Echo) -> None:
    head = report.head
    echo(f"documents {report.documents}, without a record {len(report.absent)}{': ' * bool(report.absent)}"
         f"{', '.join(report.absent)}")  # fmt: skip
    echo(f"head fields {head.fields}, right {head.strict} ({head.strict / max(head.fields, 1):.4f}), "
         f"with names folded {head.folded} ({head.folded / max(head.fields, 1):.4f})")  # fmt: skip
    columns = f"{'precision':>10} {'recall':>8} {'F1':>7} {'F1 in full':>11}"
    echo(f"{'kind':12} {'gold':>6} {'found':>6} {'right':>6} {columns}")
    for kind, score in report.kinds.items():
        echo(f"{kind:12} {score.gold:6} {score.found:6} {score.right:6} {score.precision:10.4f} {score.recall:8.4f} "
             f"{score.f1:7.4f} {score.f1_full:11.4f}")  # fmt: skip


def _as_json(report: Report) -> str:
    head = report.head
    kinds = {
        kind: {
            "gold": s.gold, "found": s.found, "right": s.right, "precision": s.precision, "recall": s.recall,
            "f1": s.f1, "f1_full": s.f1_full, "misses": s.misses,
        }
        for kind, s in report.kinds.items()
    }  # fmt: skip
    fields = {"fields": head.fields, "right": head.strict, "right_folded": head.folded, "misses": head.misses}
    return json.dumps(
        {"documents": report.documents, "absent": report.absent, "head": fields, "kinds": kinds}, ensure_ascii=False
    )


def _texts(predicted: Path, gold: Path, as_json: bool, echo: Echo) -> None:
    try:
        one, other = predicted.read_text(encoding="utf-8"), gold.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileAccess(f"both must be UTF-8 text: {error}") from error
    rates = {"cer": text.cer(one, other), "wer": text.wer(one, other)}
    echo(json.dumps(rates) if as_json else f"CER {rates['cer']:.4f}  WER {rates['wer']:.4f}")


def evaluate_command(predicted: Path, gold: Path, as_json: bool, misses: bool, echo: Echo) -> None:
    """Print the scores. Raises FileAccess or BadConfiguration when one side cannot be read."""
    for path in (predicted, gold):
        if not path.exists():
            raise FileAccess(f"no such file or folder: {path}")
    if predicted.is_file() and predicted.suffix != ".json":
        _texts(predicted, gold, as_json, echo)
        return
    found = gold_records(predicted) if predicted.is_file() else predicted_records(predicted)
    report = compare(found, gold_records(gold, found))
    if as_json:
        echo(_as_json(report))
        return
    _table(report, echo)
    if misses:
        for line in [*report.head.misses, *(line for score in report.kinds.values() for line in score.misses)]:
            echo(line)
