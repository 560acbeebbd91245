-- vi: Chỉ tiêu và kết quả theo đơn vị
-- en: Targets and results by unit
SELECT holder, period, subject, quota, count, count_subject, percent_printed, percent_computed, quota_number, count_number
FROM quotas_and_counts
ORDER BY holder, period, subject, quota_number, count_number
