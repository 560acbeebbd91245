-- a row a check, with its document
SELECT
    f.verdict AS verdict, -- fails, unknown or holds
    f.level AS level, -- error, warning or note
    f.rule AS rule, -- id of the rule
    f.message AS message, -- one line for a person
    f.message_en AS message_en, -- the same in English
    f.expected AS expected, -- what should stand there
    f.found AS found, -- what stands there
    f.tolerance AS tolerance, -- the difference that the printed digits allow
    f.blame AS blame, -- whose error is likelier: reader, author or unknown
    f.proposal AS proposal, -- the reading that would make it agree
    f.scope AS scope, -- document, or series: across the documents of the archive
    d.type AS type, -- type of the document
    d.number AS number, -- its số hiệu
    d.issued_on AS issued_on, -- its date of issue
    f.document AS document, -- its id
    f.page AS page, -- page of the finding
    f.line AS line, -- line of the finding
    d.path AS path -- path of the file
FROM findings AS f
JOIN documents AS d ON d.id = f.document
