-- vi: Những điểm không khớp
-- en: What does not agree
SELECT level, rule, number, page, line, expected, found, blame, message
FROM findings_with_documents
WHERE verdict = 'fails' AND rule <> 'cited-missing'
ORDER BY CASE level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, path, page, line, rule
