-- What an authority asks for by a notice or decision and is neither a charge nor a fee (a tax, say) has no receipt of charges and fees.
ALTER TABLE payment ADD COLUMN obligations bigint NOT NULL DEFAULT 0 CHECK (obligations BETWEEN 0 AND amount);
COMMENT ON COLUMN payment.obligations IS 'How much of it is neither a charge nor a fee, whole đồng: no receipt stands for it.';
COMMENT ON COLUMN payment.has_receipt IS 'Its first receipts were issued (kept by receipt_given), or it needs none: all of it is obligations.';

-- Booked money that went back, as far as receipts stand for it. What was too much by a fee that became less is the fee's; of everything
-- else the obligations go first, so that a receipt never says less than the fees that were kept.
CREATE FUNCTION back_of_receipts(dossier uuid, states text[]) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (coalesce(sum(r.of_booked) FILTER (WHERE r.cause = 'overpaid'), 0)
            + greatest(0, coalesce(sum(r.of_booked) FILTER (WHERE r.cause <> 'overpaid'), 0)
                          - (SELECT coalesce(sum(p.obligations), 0) FROM payment p WHERE p.dossier_id = $1)))::bigint
    FROM refund r
    WHERE r.dossier_id = $1 AND r.state = ANY ($2)
$$;

-- The same, of what receipts stand for.
CREATE OR REPLACE VIEW unreceipted AS
SELECT p.id, p.dossier_id, d.code, d.receiving_agency AS agency, p.amount - p.obligations AS amount, p.confirmed_at AS at,
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
                 p.amount - p.obligations - coalesce((
                     SELECT sum(t.amount - coalesce((SELECT sum(m.off) FROM receipt_mark m WHERE m.receipt_id = t.id), 0))
                     FROM receipt t
                     WHERE t.payment_id = p.id AND t.origin <> 'adjusts'
                       AND NOT EXISTS (SELECT FROM receipt_mark m
                                       WHERE m.receipt_id = t.id AND m.step IN ('replace', 'cancel'))), 0) AS gap
          FROM payment p
          WHERE p.dossier_id = d.id AND p.has_receipt) q
    CROSS JOIN LATERAL (SELECT back_of_receipts(d.id, ARRAY['approved', 'paid-out']) AS back) b) g
LEFT JOIN LATERAL (
    SELECT t.id AS receipt
    FROM receipt t JOIN receipt_mark m ON m.receipt_id = t.id AND m.step = 'cancel'
    WHERE t.payment_id = g.id AND t.amount <= g.missing
      AND NOT EXISTS (SELECT FROM receipt_mark n WHERE n.receipt_id = t.id AND n.step = 'again')
    ORDER BY m.at DESC, m.form_key LIMIT 1) a ON true
WHERE d.id IN (SELECT t.dossier_id FROM receipt_mark m JOIN receipt t ON t.id = m.receipt_id WHERE m.step IN ('cancel', 'adjust'))
  AND g.missing > 0;
