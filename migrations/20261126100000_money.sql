-- Where the money is: what is owed (intent), one try to pay it (attempt), what a cashier, a bank or the payment platform said about
-- money (event), and to what it belongs (match). A dossier is paid when its events say so.
CREATE TABLE bank_account (
    agency     text PRIMARY KEY REFERENCES agency (code),
    bank       text NOT NULL CHECK (bank ~ '^[0-9]{6}$'),
    number     text NOT NULL CHECK (number ~ '^[0-9A-Za-z]{1,19}$'),
    holder     text NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid REFERENCES account (id)
);
CREATE INDEX bank_account_number ON bank_account (number);
COMMENT ON TABLE bank_account IS 'The account to which fees of an agency are transferred; agencies without one use that of the agency above.';
COMMENT ON COLUMN bank_account.bank IS 'Number of the bank at NAPAS, six digits.';

CREATE TABLE payment_intent (
    id         uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    agency     text NOT NULL REFERENCES agency (code),
    reference  text NOT NULL UNIQUE,
    amount     bigint NOT NULL CHECK (amount > 0),
    created_at timestamptz NOT NULL,
    closed_at  timestamptz,
    closed_as  text CHECK (closed_as IN ('paid', 'replaced', 'void')),
    CHECK ((closed_at IS NULL) = (closed_as IS NULL))
);
CREATE UNIQUE INDEX payment_intent_open ON payment_intent (dossier_id) WHERE closed_at IS NULL;
CREATE INDEX payment_intent_dossier ON payment_intent (dossier_id, created_at);
CREATE INDEX payment_intent_agency ON payment_intent (agency, created_at);
COMMENT ON TABLE payment_intent IS 'What is owed, in whole đồng, with the reference by which it is recognised. At most one is open for a dossier; money for a closed one is still taken.';

CREATE TABLE payment_attempt (
    id         uuid PRIMARY KEY,
    intent_id  uuid NOT NULL REFERENCES payment_intent (id),
    method     text NOT NULL CHECK (method IN ('platform')),
    reference  text NOT NULL UNIQUE,
    amount     bigint NOT NULL CHECK (amount > 0),
    state      text NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed', 'expired')),
    pay_url    text,
    begun_at   timestamptz NOT NULL,
    heard_at   timestamptz,
    asked      int NOT NULL DEFAULT 0,
    ask_at     timestamptz,
    expires_at timestamptz NOT NULL
);
CREATE INDEX payment_attempt_intent ON payment_attempt (intent_id, begun_at);
CREATE INDEX payment_attempt_ask ON payment_attempt (ask_at) WHERE ask_at IS NOT NULL;
COMMENT ON COLUMN payment_attempt.amount IS 'Whole đồng.';
COMMENT ON TABLE payment_attempt IS 'One try to pay an intent through the payment platform. asked = how often the platform was asked about it, ask_at = when next.';

CREATE TABLE bank_event (
    id         uuid PRIMARY KEY,
    source     text NOT NULL CHECK (source IN ('counter', 'statement', 'bank', 'callback', 'query')),
    key        text NOT NULL UNIQUE,
    method     text NOT NULL CHECK (method IN ('cash', 'transfer', 'platform')),
    agency     text REFERENCES agency (code),
    amount     bigint NOT NULL CHECK (amount >= 0),
    success    boolean NOT NULL,
    code       text,
    at         timestamptz NOT NULL,
    heard_at   timestamptz NOT NULL,
    number     text,
    memo       text,
    payer      text,
    attempt_id uuid REFERENCES payment_attempt (id),
    by         uuid REFERENCES account (id)
);
CREATE INDEX bank_event_attempt ON bank_event (attempt_id) WHERE attempt_id IS NOT NULL;
CREATE INDEX bank_event_agency ON bank_event (agency, at, id);
CREATE TRIGGER bank_event_append_only BEFORE UPDATE OR DELETE ON bank_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE bank_event IS 'Append-only: what was said about money. key = what makes a repeated message the same event; number = of the bank''s or the platform''s transaction; at = when the money moved. Whole đồng.';

CREATE TABLE event_match (
    event_id  uuid PRIMARY KEY REFERENCES bank_event (id),
    intent_id uuid REFERENCES payment_intent (id),
    kind      text NOT NULL CHECK (kind IN ('reference', 'platform', 'counter', 'cashier', 'aside')),
    by        uuid REFERENCES account (id),
    at        timestamptz NOT NULL,
    reason    text,
    CHECK ((kind = 'aside') = (intent_id IS NULL)),
    CHECK (kind <> 'aside' OR reason IS NOT NULL)
);
CREATE INDEX event_match_intent ON event_match (intent_id) WHERE intent_id IS NOT NULL;
CREATE TRIGGER event_match_append_only BEFORE UPDATE OR DELETE ON event_match
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE event_match IS 'Append-only: to which intent an event belongs; aside = to none, with the reason. An event without a row waits in the inbox.';

ALTER TABLE payment DROP CONSTRAINT payment_method_check;
ALTER TABLE payment ADD CONSTRAINT payment_method_check CHECK (method IN ('cash', 'transfer', 'platform'));
COMMENT ON TABLE payment IS 'Money booked on a dossier: what was outstanding at that moment. Whole đồng.';

-- What was booked before there were events: each gets its intent, event and match, so that every sum balances. The reference of these
-- intents is never looked for on a statement.
INSERT INTO payment_intent (id, dossier_id, agency, reference, amount, created_at, closed_at, closed_as)
SELECT p.id, p.dossier_id, d.receiving_agency, 'EARLIER-' || p.id, p.amount, p.confirmed_at, p.confirmed_at, 'paid'
FROM payment p JOIN dossier d ON d.id = p.dossier_id;
INSERT INTO bank_event (id, source, key, method, agency, amount, success, at, heard_at, number, by)
SELECT p.id, 'counter', 'counter:' || p.id, p.method, d.receiving_agency, p.amount, true, p.confirmed_at, p.confirmed_at, p.reference,
       p.confirmed_by
FROM payment p JOIN dossier d ON d.id = p.dossier_id;
INSERT INTO event_match (event_id, intent_id, kind, by, at)
SELECT p.id, p.id, 'counter', p.confirmed_by, p.confirmed_at FROM payment p;
