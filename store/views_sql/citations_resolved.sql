-- a row a citation, with the document of the archive that it means
SELECT
    d.number AS number, -- số hiệu of the document that cites
    d.issued_on AS issued_on, -- its date of issue
    c.type AS cited_type, -- type of what is cited, as the citation says
    c.number AS cited_number, -- its số hiệu, as the citation says
    c.issued_on AS cited_issued_on, -- its date, as the citation says
    c.issuer AS cited_issuer, -- its issuer, as the citation says
    CASE
        WHEN c.cited_document IS NOT NULL THEN 'yes'
        WHEN c.number = d.number AND (c.type = d.type OR c.type IS NULL) THEN 'self'
        ELSE 'no'
    END AS in_archive, -- yes where exactly one document of the archive is meant; self where a document names itself
    t.number AS found_number, -- số hiệu in that document's own head
    t.issued_on AS found_issued_on, -- date in its own head
    t.issuer AS found_issuer, -- issuer in its own head
    t.title AS found_title, -- its trích yếu
    c.cited_document AS found_document, -- its id
    t.path AS found_path, -- path of its file
    c.document AS document, -- id of the document that cites
    c.page AS page, -- page of the citation
    c.line AS line, -- line of the citation
    c.text AS text -- its words
FROM citations AS c
JOIN documents AS d ON d.id = c.document
LEFT JOIN documents AS t ON t.id = c.cited_document
