-- vi: Tệp không đọc được, và cách xử lý
-- en: Files that could not be read, and what to do
SELECT path, page, stage, reason, advice
FROM failures
ORDER BY path, page
