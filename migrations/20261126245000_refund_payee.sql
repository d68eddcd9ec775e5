-- A refund knows where the money goes: cash at the counter or an account, said by the dossier's owner or at the one-stop. What was said
-- stays; the newest word counts.
CREATE TABLE refund_payee (
    refund_id  uuid NOT NULL,
    turn       int NOT NULL CHECK (turn > 0),
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    way        text NOT NULL CHECK (way IN ('cash', 'account')),
    bank       text CHECK (bank ~ '^[0-9]{6}$'),
    number     text CHECK (number ~ '^[0-9A-Za-z]{4,19}$'),
    ending     text GENERATED ALWAYS AS (right(number, CASE WHEN length(number) < 8 THEN 2 ELSE 4 END)) STORED,
    name       text NOT NULL CHECK (name <> ''),
    basis      text NOT NULL CHECK (basis IN ('owner', 'word', 'paper')),
    said_at    timestamptz NOT NULL,
    said_by    uuid NOT NULL REFERENCES account (id),
    undid_at   timestamptz,
    undid_by   uuid REFERENCES account (id),
    PRIMARY KEY (refund_id, turn),
    CHECK ((way = 'account') = (bank IS NOT NULL) AND (bank IS NULL) = (number IS NULL)),
    CHECK ((undid_at IS NULL) = (undid_by IS NULL))
);
CREATE INDEX refund_payee_dossier ON refund_payee (dossier_id);
CREATE TRIGGER refund_payee_append_only BEFORE UPDATE OR DELETE ON refund_payee
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE refund_payee IS 'Append-only: where the money of a refund goes. The row with the highest turn counts; a refund without a row is paid in cash to the person for whom the dossier is.';
COMMENT ON COLUMN refund_payee.refund_id IS 'The refund. No foreign key: what the portal proposed gives way to another proposal or request, and what was said about it stays.';
COMMENT ON COLUMN refund_payee.turn IS '1 for the first word about this refund, then counted on.';
COMMENT ON COLUMN refund_payee.dossier_id IS 'The dossier of the refund.';
COMMENT ON COLUMN refund_payee.way IS 'cash = at the counter, account = by transfer.';
COMMENT ON COLUMN refund_payee.bank IS 'Number of the bank at NAPAS, six digits.';
COMMENT ON COLUMN refund_payee.number IS 'Number of the account, without spaces; never in lists, exports, logs or addresses.';
COMMENT ON COLUMN refund_payee.ending IS 'The last four signs of the number (two of a short one): what lists show.';
COMMENT ON COLUMN refund_payee.name IS 'Under which name the bank has the account, or who takes the cash; NFC, as given.';
COMMENT ON COLUMN refund_payee.basis IS 'owner = said on the dossier''s own page; word, paper = noted at the one-stop, on the person''s word or signed paper.';
COMMENT ON COLUMN refund_payee.said_at IS 'When it was said.';
COMMENT ON COLUMN refund_payee.said_by IS 'Who said or noted it.';
COMMENT ON COLUMN refund_payee.undid_at IS 'When the agreement was given that this word took back.';
COMMENT ON COLUMN refund_payee.undid_by IS 'Who had given that agreement.';

ALTER TABLE bank_event ADD COLUMN payer_account text;
COMMENT ON COLUMN bank_event.payer_account IS 'From which account the money came, where the bank says so; offered when it goes back, never chosen by itself.';
