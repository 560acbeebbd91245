"""Which quota a count is measured against."""

from __future__ import annotations

from collections.abc import Iterable

from audit.stages import same_period, stage_of
from audit.words import fold, words
from records.figures import Count, Quota

#: Long forms of what holders are called, folded, longest first.
_SHORT = (
    ("lien doan lao dong", "ldld"),
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("cong doan co so", "cdcs"),
    ("cong doan", "cd"),
    ("thanh pho", "tp"),
    ("viet nam", "vn"),
)


def holder_key(name: str | None) -> str:
    """A holder's name by which its short and long forms are one.

    >>> holder_key("Liên đoàn Lao động tỉnh An Phú") == holder_key("LĐLĐ tỉnh An Phú")
    True
    """
    key = f" {fold(name or '')} "
    for long, short in _SHORT:
        key = key.replace(f" {long} ", f" {short} ")
    return key.strip()


def same_holder(one: str | None, other: str | None) -> bool:
    """True when both names are of one body: equal keys, or the same without the words of its level."""
    left, right = holder_key(one), holder_key(other)
    return bool(left) and left == right


def quota_of(quotas: Iterable[Quota], count: Count) -> Quota | None:
    """The only quota of the same holder, unit and period; None where there is none or where several differ.

    A count of no stage is measured against a quota of no stage where there is one.
    """
    fitting = [
        quota
        for quota in quotas
        if same_holder(quota.holder, count.holder)
        and same_period(quota.period, count.period)
        and quota.unit not in (None, "%")
        and _same_thing(quota, count)
    ]
    exact = [quota for quota in fitting if count.period and fold(quota.period or "") == fold(count.period)]
    whole = [quota for quota in fitting if stage_of(quota.period) is None]
    fitting = exact or (whole if stage_of(count.period) is None and whole else fitting)
    return fitting[0] if len({quota.value for quota in fitting}) == 1 else None


def _same_thing(quota: Quota, count: Count) -> bool:
    """Their units share a word, and the quota's subject is named in the count's or is the bare unit with a purpose."""
    ours, theirs = words(quota.unit or ""), words(count.unit or "")
    named = words(quota.subject or "") <= words(f"{count.subject or ''} {count.unit or ''}")
    return bool(ours & theirs) and (named or (_begins_with_unit(quota) and _begins_with_unit(count)))


def _begins_with_unit(row: Quota | Count) -> bool:
    """ "sáng kiến trong thực hiện nhiệm vụ": what is counted comes first, the rest says what for."""
    return bool(row.unit) and f"{fold(row.subject or '')} ".startswith(f"{fold(row.unit or '')} ")
