"""The rules of scope "document", in the order in which they are reported."""

from __future__ import annotations

from audit.rule import Rule
from audit.rules import (
    citation_agrees,
    date_order,
    date_real,
    deadline_order,
    header_complete,
    header_type,
    hedge_holds,
    implied_quota,
    name_variant,
    percent_of_quota,
    repeat_agrees,
    repeated_passage,
    row_gap,
    section_gap,
    sum_of_parts,
    table_total,
    target_below_result,
)

#: Every rule once, what matters most first.
RULES: tuple[Rule, ...] = (
    table_total.RULE,
    sum_of_parts.RULE,
    percent_of_quota.RULE,
    hedge_holds.RULE,
    repeat_agrees.RULE,
    implied_quota.RULE,
    target_below_result.RULE,
    date_real.RULE,
    date_order.RULE,
    deadline_order.RULE,
    citation_agrees.RULE,
    header_complete.RULE,
    header_type.RULE,
    row_gap.RULE,
    section_gap.RULE,
    repeated_passage.RULE,
    name_variant.RULE,
)
