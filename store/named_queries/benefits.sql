-- vi: Sáng kiến và giá trị làm lợi
-- en: Initiatives by their benefit
SELECT title, author, unit, benefit_vnd, benefit_per, number, page, line
FROM initiatives_with_benefit
ORDER BY CASE WHEN benefit_vnd IS NULL THEN 1 ELSE 0 END, benefit_vnd DESC, title
