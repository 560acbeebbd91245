"""The rules of scope "series", in the order in which they are reported."""

from __future__ import annotations

from audit.series import (
    citation_agrees,
    cited_missing,
    date_order,
    number_series,
    percent_of_quota,
    repeat_agrees,
    sum_of_parts,
)
from audit.series.rule import SeriesRule

#: Every rule once, what matters most first.
SERIES_RULES: tuple[SeriesRule, ...] = (
    sum_of_parts.RULE,
    percent_of_quota.RULE,
    repeat_agrees.RULE,
    date_order.RULE,
    citation_agrees.RULE,
    number_series.RULE,
    cited_missing.RULE,
)
