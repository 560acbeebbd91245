-- vi: Trang cần xem lại: độ tin cậy thấp nhất
-- en: Pages to look at: the lowest confidence first
SELECT d.path, p.page, p.verdict, p.origin, p.confidence, p.words
FROM pages AS p
JOIN documents AS d ON d.id = p.document
WHERE p.confidence IS NOT NULL
ORDER BY p.confidence, d.path, p.page
