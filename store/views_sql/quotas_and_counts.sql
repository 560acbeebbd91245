-- a target beside each quantity reported for it: of the same holder and in the same row of a table, or with the same subject, unit and period in the same document or in one that cites the target's; a target without one has empty columns
WITH pairs AS (
    SELECT q.id AS quota_id, c.id AS count_id
    FROM quotas AS q
    JOIN counts AS c ON c.document = q.document AND c.holder = q.holder
    WHERE
        (
            c.subject = q.subject
            AND (c.unit = q.unit OR (c.unit IS NULL AND q.unit IS NULL))
            AND (
                (c.period IS NULL AND q.period IS NULL)
                -- in a table's title the period is in capitals (GIAI ĐOẠN, NĂM), and lower() knows only those of ASCII
                OR lower(replace(replace(replace(c.period, 'Đ', 'đ'), 'Ạ', 'ạ'), 'Ă', 'ă'))
                = lower(replace(replace(replace(q.period, 'Đ', 'đ'), 'Ạ', 'ạ'), 'Ă', 'ă'))
            )
        )
        OR (
            c.page = q.page
            AND c.line = q.line
            AND (q.unit IS NULL OR c.unit IS NULL OR (c.unit = '%') = (q.unit = '%'))
            AND EXISTS (
                SELECT 1 FROM tables AS t
                WHERE
                    t.document = q.document
                    AND t.start <= q.start AND t."end" >= q."end"
                    AND t.start <= c.start AND t."end" >= c."end"
            )
        )
    UNION
    SELECT q.id AS quota_id, c.id AS count_id
    FROM quotas AS q
    JOIN citations AS x ON x.cited_document = q.document AND x.document <> q.document
    JOIN counts AS c ON c.document = x.document AND c.holder = q.holder
    WHERE
        c.subject = q.subject
        AND (c.unit = q.unit OR (c.unit IS NULL AND q.unit IS NULL))
        AND (
            (c.period IS NULL AND q.period IS NULL)
            -- as above
            OR lower(replace(replace(replace(c.period, 'Đ', 'đ'), 'Ạ', 'ạ'), 'Ă', 'ă'))
            = lower(replace(replace(replace(q.period, 'Đ', 'đ'), 'Ạ', 'ạ'), 'Ă', 'ă'))
        )
)
SELECT
    q.holder AS holder, -- who is to reach the target
    q.period AS period, -- the stage or period it holds for
    q.subject AS subject, -- what is to be reached
    q.unit AS unit, -- unit of the target
    q.value AS quota, -- the target, exact
    c.value AS count, -- the quantity reported, exact
    c.subject AS count_subject, -- what was counted
    c.unit AS count_unit, -- unit of the quantity
    c.percent AS percent_printed, -- the percentage that the document states
    c.value * 100.0 / NULLIF(q.value, 0) AS percent_computed, -- count / quota, computed here and not rounded
    qd.number AS quota_number, -- số hiệu of the document that sets the target
    q.document AS quota_document, -- its id
    q.page AS quota_page, -- page of the target
    q.line AS quota_line, -- line of the target
    cd.number AS count_number, -- số hiệu of the document that reports
    c.document AS count_document, -- its id
    c.page AS count_page, -- page of the quantity
    c.line AS count_line -- line of the quantity
FROM quotas AS q
JOIN documents AS qd ON qd.id = q.document
LEFT JOIN pairs AS p ON p.quota_id = q.id
LEFT JOIN counts AS c ON c.id = p.count_id
LEFT JOIN documents AS cd ON cd.id = c.document
