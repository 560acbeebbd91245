-- vi: Thời hạn
-- en: Deadlines
SELECT t.date, t.date_end, d.number, d.title, t.page, t.line, t.text
FROM dates AS t
JOIN documents AS d ON d.id = t.document
WHERE t.role = 'deadline'
ORDER BY t.date, d.number, t.page, t.line
