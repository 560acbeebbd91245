-- vi: Số tiền, lớn nhất trước
-- en: Amounts of money, the largest first
SELECT a.value_vnd, a.value_vnd_max, a.qualifier, a.per, a.what, d.number, a.page, a.line, a.text
FROM amounts AS a
JOIN documents AS d ON d.id = a.document
ORDER BY CASE WHEN a.value_vnd IS NULL THEN 1 ELSE 0 END, a.value_vnd DESC, d.number, a.page, a.line
