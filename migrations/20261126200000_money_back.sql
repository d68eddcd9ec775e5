-- Whoever asked for a refund may take it back; nobody agrees to what they asked for.
DO $$
DECLARE name text;
BEGIN
    SELECT conname INTO STRICT name FROM pg_constraint
    WHERE conrelid = 'refund'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%decided_by <> requested_by%';
    EXECUTE format('ALTER TABLE refund DROP CONSTRAINT %I', name);
END $$;
ALTER TABLE refund ADD CONSTRAINT refund_second_person
    CHECK (decided_by IS NULL OR requested_by IS NULL OR state = 'declined' OR decided_by <> requested_by);
COMMENT ON TABLE refund IS 'Money that goes back, whole đồng. of_booked = of money that had been booked as paid, of_held = of money that came and was never booked. requested_by is empty where the portal proposed it; nobody agrees to what they asked for.';

-- Booked money that went back is neither paid nor owed any more: dossiers from before say so too.
WITH back AS (
    SELECT d.id, sum(r.of_booked) AS gone, greatest(sum(r.of_booked) - greatest(d.fee_paid - d.fee_total, 0), 0) AS not_owed
    FROM refund r JOIN dossier d ON d.id = r.dossier_id
    WHERE r.state = 'paid-out' AND r.of_booked > 0
    GROUP BY d.id
)
UPDATE dossier d
SET fee_paid = d.fee_paid - b.gone,
    fee_total = d.fee_total - b.not_owed,
    quote = CASE WHEN d.quote IS NULL OR b.not_owed = 0 THEN d.quote
                 ELSE jsonb_set(d.quote, '{given_back}', to_jsonb(b.not_owed)) END
FROM back b
WHERE d.id = b.id;
