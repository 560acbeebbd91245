-- vi: Văn bản được viện dẫn nhưng không có trong kho
-- en: Documents that are cited and not in the archive
SELECT cited_type, cited_number, cited_issued_on, cited_issuer, count(*) AS citations, min(number) AS first_cited_by
FROM citations_resolved
WHERE in_archive = 'no' AND cited_number IS NOT NULL
GROUP BY cited_type, cited_number, cited_issued_on, cited_issuer
ORDER BY citations DESC, cited_number
