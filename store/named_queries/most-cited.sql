-- vi: Văn bản được viện dẫn nhiều nhất
-- en: Documents cited most
SELECT cited_type, cited_number, in_archive, count(*) AS citations, count(DISTINCT document) AS documents
FROM citations_resolved
WHERE cited_number IS NOT NULL
GROUP BY cited_type, cited_number, in_archive
ORDER BY citations DESC, cited_number
