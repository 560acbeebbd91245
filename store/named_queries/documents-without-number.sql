-- vi: Văn bản chưa rõ số hiệu, và lý do
-- en: Documents whose number is not known, and why
SELECT d.type, d.issued_on, d.title, h.reason, h.alternatives, d.path
FROM documents AS d
LEFT JOIN head_fields AS h ON h.document = d.id AND h.name = 'number'
WHERE d.number IS NULL
ORDER BY d.issued_on, d.path
