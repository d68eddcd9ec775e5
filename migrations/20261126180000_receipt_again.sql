-- A receipt that was cancelled in error is given again, with a new number: it replaces nothing, and names the cancelled one.
ALTER TABLE receipt DROP CONSTRAINT receipt_origin_check;
ALTER TABLE receipt ADD CONSTRAINT receipt_origin_check CHECK (origin IN ('first', 'replaces', 'adjusts', 'again'));
ALTER TABLE receipt_mark DROP CONSTRAINT receipt_mark_step_check;
ALTER TABLE receipt_mark ADD CONSTRAINT receipt_mark_step_check CHECK (step IN ('replace', 'adjust', 'cancel', 'again'));
ALTER TABLE receipt_mark DROP CONSTRAINT receipt_mark_off_check;
ALTER TABLE receipt_mark ADD CONSTRAINT receipt_mark_off_check CHECK (off >= 0 AND (off = 0) = (step = 'again'));
CREATE UNIQUE INDEX receipt_mark_again ON receipt_mark (receipt_id) WHERE step = 'again';
COMMENT ON TABLE receipt_mark IS 'Append-only: what was done with a receipt. off in whole đồng: all of it when replaced or cancelled, nothing when given again.';
CREATE INDEX receipt_mark_at ON receipt_mark (at);

-- Whether a payment has its receipts, so that those without are found without looking at all.
ALTER TABLE payment ADD COLUMN has_receipt boolean NOT NULL DEFAULT false;
UPDATE payment p SET has_receipt = true WHERE EXISTS (SELECT FROM receipt t WHERE t.payment_id = p.id AND t.origin = 'first');
CREATE INDEX payment_without_receipt ON payment (confirmed_at, id) WHERE NOT has_receipt;
COMMENT ON COLUMN payment.has_receipt IS 'Kept by receipt_given: its first receipts were issued.';
CREATE FUNCTION note_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payment SET has_receipt = true WHERE id = NEW.payment_id AND NOT has_receipt;
    RETURN NULL;
END $$;
CREATE TRIGGER receipt_given AFTER INSERT ON receipt
    FOR EACH ROW WHEN (NEW.origin = 'first') EXECUTE FUNCTION note_receipt();

-- What the last try to issue receipts of a dossier said.
CREATE INDEX job_receipts ON job ((payload ->> 'dossier'), id DESC) WHERE kind = 'issue-receipts' AND state <> 'done';
