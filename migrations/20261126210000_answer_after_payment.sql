-- Whether a payment before acceptance begins the one-stop's time to answer anew is the province's rule.
ALTER TABLE clock_rule ADD COLUMN payment_restarts_answer boolean NOT NULL DEFAULT true;
ALTER TABLE clock_rule ALTER COLUMN payment_restarts_answer DROP DEFAULT;
COMMENT ON COLUMN clock_rule.payment_restarts_answer IS 'Whether the one-stop''s time to answer begins anew when what is due before acceptance has been paid.';
