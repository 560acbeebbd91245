-- a row a document: its head, and how many records and findings it has
SELECT
    d.id AS id, -- id of the document
    d.type AS type, -- type by its abbreviation
    d.number AS number, -- số hiệu
    d.issued_on AS issued_on, -- date of issue
    d.issuer AS issuer, -- who issued it
    d.title AS title, -- trích yếu
    d.signer AS signer, -- who signed it
    d.kind AS kind, -- kind of the file
    d.origin AS origin, -- where most of its text comes from
    d.pages AS pages, -- number of pages
    d.language_score AS language_score, -- share of syllables of its language, 0..1
    (SELECT count(*) FROM citations WHERE document = d.id) AS citations, -- number of citations
    (SELECT count(*) FROM citations WHERE cited_document = d.id) AS cited_by, -- how often documents of the archive cite it
    (SELECT count(*) FROM dates WHERE document = d.id) AS dates, -- number of dates
    (SELECT count(*) FROM quotas WHERE document = d.id) AS quotas, -- number of targets
    (SELECT count(*) FROM counts WHERE document = d.id) AS counts, -- number of reported quantities
    (SELECT count(*) FROM amounts WHERE document = d.id) AS amounts, -- number of amounts of money
    (SELECT count(*) FROM initiatives WHERE document = d.id) AS initiatives, -- number of initiatives
    (SELECT count(*) FROM tables WHERE document = d.id) AS tables, -- number of tables
    (SELECT count(*) FROM findings WHERE document = d.id AND verdict = 'fails' AND level = 'error') AS errors, -- checks that fail, of level error
    (SELECT count(*) FROM findings WHERE document = d.id AND verdict = 'fails' AND level = 'warning') AS warnings, -- checks that fail, of level warning
    (SELECT count(*) FROM findings WHERE document = d.id AND verdict = 'fails' AND level = 'note') AS notes, -- checks that fail, of level note
    (SELECT count(*) FROM findings WHERE document = d.id AND verdict = 'holds') AS checks_held, -- checks that were made and agree
    (SELECT count(*) FROM findings WHERE document = d.id AND verdict = 'unknown') AS checks_undecided, -- checks that could not be decided
    d.path AS path -- path of the file
FROM documents AS d
