-- a row an initiative, with its benefit and the document that names it
SELECT
    i.title AS title, -- its name
    i.author AS author, -- who made it
    i.author_title AS author_title, -- title of the author
    i.unit AS unit, -- the author's unit
    i.field AS field, -- its field
    i.benefit_vnd AS benefit_vnd, -- its benefit in đồng, exact; empty where none is stated
    i.benefit_per AS benefit_per, -- the time the benefit recurs in; empty for once
    d.number AS number, -- số hiệu of the document
    d.issued_on AS issued_on, -- its date of issue
    d.issuer AS issuer, -- its issuer
    i.document AS document, -- its id
    i.page AS page, -- page of the initiative
    i.line AS line, -- line of the initiative
    i.confidence AS confidence -- lowest confidence of its words, 0..1; empty where nothing was guessed at
FROM initiatives AS i
JOIN documents AS d ON d.id = i.document
