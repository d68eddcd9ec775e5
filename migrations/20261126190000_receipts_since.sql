-- Receipts are given for payments from a day on: what was paid before had its receipt on paper.
ALTER TABLE receipt_collector ADD COLUMN since date;
-- Where receipts are given already, they go on being given for what they were given for.
UPDATE receipt_collector c
SET since = (least(c.updated_at,
                   (SELECT min(r.added_at) FROM receipt_range r WHERE r.agency = c.agency),
                   (SELECT min(t.issued_at) FROM receipt t WHERE t.agency = c.agency))
             AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
ALTER TABLE receipt_collector ALTER COLUMN since SET NOT NULL;
COMMENT ON COLUMN receipt_collector.since IS 'The first day, in Vietnam, whose payments get a receipt.';
