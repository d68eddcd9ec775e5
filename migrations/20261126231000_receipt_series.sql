-- A series (form, symbol with its year) belongs to one agency under a tax code: two agencies that collect under the same tax code never
-- give receipts of the same name.
CREATE TABLE receipt_series (
    tax_code text NOT NULL CHECK (tax_code ~ '^[0-9]{10}(-[0-9]{3})?$'),
    form     text NOT NULL CHECK (form IN ('EBL01', 'EBL02')),
    symbol   text NOT NULL CHECK (symbol ~ '^[0-9]{2}T[ABCDEGHKLMNPQRSTUVXY]{2}$'),
    agency   text NOT NULL REFERENCES agency (code),
    PRIMARY KEY (tax_code, form, symbol),
    UNIQUE (tax_code, form, symbol, agency)
);
CREATE INDEX receipt_series_agency ON receipt_series (agency);
COMMENT ON TABLE receipt_series IS 'Which agency gives the receipts of a series under a tax code. A row stays once a receipt was given.';

-- Of those that have the same one already, whoever gave receipts first keeps it, or else whoever was set up first.
INSERT INTO receipt_series (tax_code, form, symbol, agency)
SELECT DISTINCT ON (x.tax_code, x.form, x.symbol) x.tax_code, x.form, x.symbol, x.agency
FROM (SELECT t.contents -> 'collector' ->> 'tax_code' AS tax_code, t.form, t.symbol, t.agency, 0 AS place, min(t.created_at) AS at
      FROM receipt t
      GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT c.tax_code, r.form, r.symbol, r.agency, 1, min(r.added_at)
      FROM receipt_range r JOIN receipt_collector c ON c.agency = r.agency
      GROUP BY 1, 2, 3, 4) x
ORDER BY x.tax_code, x.form, x.symbol, x.place, x.at, x.agency;

-- What was given twice before stays as it is (NOT VALID); from now on it cannot happen.
ALTER TABLE receipt ADD COLUMN tax_code text GENERATED ALWAYS AS (contents -> 'collector' ->> 'tax_code') STORED;
ALTER TABLE receipt ADD CONSTRAINT receipt_tax_code CHECK (tax_code IS NOT NULL) NOT VALID;
ALTER TABLE receipt ADD CONSTRAINT receipt_series_fkey FOREIGN KEY (tax_code, form, symbol, agency)
    REFERENCES receipt_series (tax_code, form, symbol, agency) NOT VALID;
COMMENT ON COLUMN receipt.tax_code IS 'Of the collector, as the receipt says.';

CREATE VIEW receipt_numbers AS
SELECT r.id, r.agency, r.year, r.form, r.symbol, r.kind, r.first_number, r.last_number, r.next_number, r.added_at,
       r.last_number - r.next_number + 1 AS numbers
FROM receipt_range r
JOIN receipt_collector c ON c.agency = r.agency
JOIN receipt_series s ON s.tax_code = c.tax_code AND s.form = r.form AND s.symbol = r.symbol AND s.agency = r.agency
WHERE r.next_number <= r.last_number;
COMMENT ON VIEW receipt_numbers IS 'Ranges from which an agency can give numbers now: some are left, and under its tax code the series is its own.';

-- The same, with numbers that can be given.
CREATE OR REPLACE VIEW unreceipted AS
SELECT p.id, p.dossier_id, d.code, d.receiving_agency AS agency, p.amount, p.confirmed_at AS at,
       CASE WHEN c.agency IS NULL THEN 'collector'
            WHEN n.charges IS NULL
              OR (NOT n.charges AND s.said LIKE '%no number left for a charge%')
              OR (NOT n.fees AND s.said LIKE '%no number left for a fee%') THEN 'range'
            ELSE 'waiting' END AS reason,
       s.said, NULL::uuid AS receipt
FROM payment p
JOIN dossier d ON d.id = p.dossier_id
LEFT JOIN receipt_collector c ON c.agency = d.receiving_agency
-- Of which kinds numbers of its year are left; null when of none.
CROSS JOIN LATERAL (
    SELECT bool_or(r.kind = 'charge') AS charges, bool_or(r.kind = 'fee') AS fees
    FROM receipt_numbers r
    WHERE r.agency = d.receiving_agency AND r.form = 'EBL01'
      AND r.year = extract(year FROM p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')) n
LEFT JOIN LATERAL (
    SELECT j.last_error AS said
    FROM job j
    WHERE j.kind = 'issue-receipts' AND j.payload ->> 'dossier' = d.id::text AND j.state <> 'done'
    ORDER BY j.id DESC LIMIT 1) s ON true
WHERE NOT p.has_receipt AND d.code IS NOT NULL
  AND (c.since IS NULL OR (p.confirmed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= c.since)
UNION ALL
-- Those that had one: their dossier keeps more money than its receipts stand for. What is missing is with the smallest gaps first: that
-- is what can be given again.
SELECT g.id, d.id, d.code, d.receiving_agency, g.missing, g.at,
       CASE WHEN a.receipt IS NULL THEN 'lowered' ELSE 'cancelled' END, NULL, coalesce(a.receipt, g.touched)
FROM dossier d
CROSS JOIN LATERAL (
    SELECT q.id, q.at, q.touched,
           least(q.gap, (sum(q.gap) OVER () - b.back - sum(q.gap) OVER (ORDER BY q.gap, q.at, q.id) + q.gap))::bigint AS missing
    FROM (SELECT p.id, p.confirmed_at AS at,
                 (SELECT t.id FROM receipt t JOIN receipt_mark m ON m.receipt_id = t.id
                  WHERE t.payment_id = p.id AND m.step IN ('cancel', 'adjust')
                  ORDER BY m.at DESC, m.form_key LIMIT 1) AS touched,
                 p.amount - coalesce((
                     SELECT sum(t.amount - coalesce((SELECT sum(m.off) FROM receipt_mark m WHERE m.receipt_id = t.id), 0))
                     FROM receipt t
                     WHERE t.payment_id = p.id AND t.origin <> 'adjusts'
                       AND NOT EXISTS (SELECT FROM receipt_mark m
                                       WHERE m.receipt_id = t.id AND m.step IN ('replace', 'cancel'))), 0) AS gap
          FROM payment p
          WHERE p.dossier_id = d.id AND p.has_receipt) q
    CROSS JOIN (SELECT coalesce(sum(r.of_booked), 0) AS back FROM refund r
                WHERE r.dossier_id = d.id AND r.state IN ('approved', 'paid-out')) b) g
LEFT JOIN LATERAL (
    SELECT t.id AS receipt
    FROM receipt t JOIN receipt_mark m ON m.receipt_id = t.id AND m.step = 'cancel'
    WHERE t.payment_id = g.id AND t.amount <= g.missing
      AND NOT EXISTS (SELECT FROM receipt_mark n WHERE n.receipt_id = t.id AND n.step = 'again')
    ORDER BY m.at DESC, m.form_key LIMIT 1) a ON true
WHERE d.id IN (SELECT t.dossier_id FROM receipt_mark m JOIN receipt t ON t.id = m.receipt_id WHERE m.step IN ('cancel', 'adjust'))
  AND g.missing > 0;
