-- vi: Số văn bản theo tháng và loại
-- en: Documents by month and type
SELECT substr(issued_on, 1, 7) AS month, type, count(*) AS documents
FROM documents
GROUP BY substr(issued_on, 1, 7), type
ORDER BY month, type
