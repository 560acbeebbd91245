-- vi: Danh sách văn bản
-- en: The documents
SELECT type, number, issued_on, issuer, title, pages, origin, errors, warnings
FROM documents_overview
ORDER BY issued_on, number, id
