-- What the figures tell payments apart by stands on the payment itself since it is booked: who took it, for what, and who said that it
-- came. None of it changes afterwards, so the figures of a quarter are one walk along an index.
ALTER TABLE payment
    ADD COLUMN agency         text REFERENCES agency (code),
    ADD COLUMN procedure_code text REFERENCES procedure (code),
    ADD COLUMN source         text CHECK (source IN ('counter', 'statement', 'bank', 'callback', 'query'));

-- A payment with an event of its own was taken by a cashier; any other was said by whoever spoke last before it was booked.
UPDATE payment p
SET agency = d.receiving_agency,
    procedure_code = d.procedure_code,
    source = coalesce((SELECT e.source FROM bank_event e WHERE e.id = p.id),
                      (SELECT e.source
                       FROM payment_intent i
                       JOIN event_match m ON m.intent_id = i.id AND m.at <= p.confirmed_at
                       JOIN bank_event e ON e.id = m.event_id AND e.success
                       WHERE i.dossier_id = p.dossier_id
                       ORDER BY m.at DESC, e.id DESC
                       LIMIT 1),
                      'counter')
FROM dossier d
WHERE d.id = p.dossier_id;

ALTER TABLE payment
    ALTER COLUMN agency SET NOT NULL,
    ALTER COLUMN procedure_code SET NOT NULL,
    ALTER COLUMN source SET NOT NULL;
COMMENT ON COLUMN payment.agency IS 'The one-stop that collected it.';
COMMENT ON COLUMN payment.procedure_code IS 'The procedure of its dossier.';
COMMENT ON COLUMN payment.source IS 'Who said that it came; the last who did, where several were needed.';

CREATE INDEX payment_agency ON payment (agency, confirmed_at, id) INCLUDE (dossier_id, amount, source, procedure_code);
CREATE INDEX payment_time ON payment (confirmed_at, id);
CREATE INDEX refund_paid ON refund (agency, paid_at, id) WHERE paid_at IS NOT NULL;
