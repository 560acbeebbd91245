-- vi: Số lần kiểm tra theo quy tắc
-- en: Checks by rule
SELECT
    rule,
    sum(CASE WHEN verdict = 'holds' THEN 1 ELSE 0 END) AS held,
    sum(CASE WHEN verdict = 'fails' THEN 1 ELSE 0 END) AS failed,
    sum(CASE WHEN verdict = 'unknown' THEN 1 ELSE 0 END) AS undecided
FROM findings
GROUP BY rule
ORDER BY failed DESC, rule
