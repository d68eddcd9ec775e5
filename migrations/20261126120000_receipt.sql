-- Electronic receipts: who collects, which numbers each may give, the receipts, what was done with them, and their signed papers.
CREATE TABLE receipt_collector (
    agency     text PRIMARY KEY REFERENCES agency (code),
    name       text NOT NULL CHECK (name <> ''),
    tax_code   text NOT NULL CHECK (tax_code ~ '^[0-9]{10}(-[0-9]{3})?$'),
    updated_at timestamptz NOT NULL,
    updated_by uuid REFERENCES account (id)
);
COMMENT ON TABLE receipt_collector IS 'In whose name an agency gives receipts. Its row is locked while a number is given.';

CREATE TABLE receipt_range (
    id           uuid PRIMARY KEY,
    agency       text NOT NULL REFERENCES receipt_collector (agency),
    year         int NOT NULL CHECK (year BETWEEN 2000 AND 2099),
    form         text NOT NULL CHECK (form IN ('EBL01', 'EBL02')),
    symbol       text NOT NULL CHECK (symbol ~ '^[0-9]{2}T[ABCDEGHKLMNPQRSTUVXY]{2}$'),
    kind         text NOT NULL CHECK (kind IN ('charge', 'fee')),
    first_number int NOT NULL CHECK (first_number >= 1),
    last_number  int NOT NULL CHECK (last_number <= 99999999),
    next_number  int NOT NULL,
    added_at     timestamptz NOT NULL,
    added_by     uuid REFERENCES account (id),
    CHECK (first_number <= last_number),
    CHECK (next_number BETWEEN first_number AND last_number + 1),
    CHECK (left(symbol, 2)::int = year % 100),
    UNIQUE (agency, form, symbol, first_number)
);
COMMENT ON TABLE receipt_range IS 'Numbers that an agency may give in a year (of Vietnam) for charges or for fees. next_number = the one that comes next; used up when it is past the last.';

CREATE TABLE receipt (
    id         uuid PRIMARY KEY,
    range_id   uuid NOT NULL REFERENCES receipt_range (id),
    agency     text NOT NULL REFERENCES agency (code),
    form       text NOT NULL,
    symbol     text NOT NULL,
    number     int NOT NULL CHECK (number BETWEEN 1 AND 99999999),
    kind       text NOT NULL CHECK (kind IN ('charge', 'fee')),
    origin     text NOT NULL CHECK (origin IN ('first', 'replaces', 'adjusts')),
    about_id   uuid REFERENCES receipt (id),
    reason     text,
    payment_id uuid NOT NULL REFERENCES payment (id),
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    amount     bigint NOT NULL CHECK (amount > 0),
    contents   jsonb NOT NULL,
    check_code text NOT NULL UNIQUE,
    issued_at  timestamptz NOT NULL,
    issued_by  uuid REFERENCES account (id),
    created_at timestamptz NOT NULL,
    UNIQUE (agency, form, symbol, number),
    CHECK ((origin = 'first') = (about_id IS NULL)),
    CHECK ((origin = 'first') = (reason IS NULL))
);
CREATE UNIQUE INDEX receipt_first ON receipt (payment_id, kind) WHERE origin = 'first';
CREATE INDEX receipt_dossier ON receipt (dossier_id);
CREATE INDEX receipt_about ON receipt (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX receipt_day ON receipt (agency, issued_at DESC, id DESC);
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON receipt
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE receipt IS 'Append-only: every receipt that was ever issued. amount in whole đồng: what it says, or takes off when it adjusts.';
COMMENT ON COLUMN receipt.contents IS 'domain::receipt::Contents: collector, payer, lines in whole đồng.';
COMMENT ON COLUMN receipt.issued_at IS 'Its day (in Vietnam) is the day on the receipt and lies in the year of its symbol; UTC.';
COMMENT ON COLUMN receipt.issued_by IS 'Who replaced or adjusted; null for the portal itself.';
COMMENT ON COLUMN receipt.created_at IS 'When the row was written; UTC.';

CREATE TABLE receipt_mark (
    form_key   uuid PRIMARY KEY,
    receipt_id uuid NOT NULL REFERENCES receipt (id),
    step       text NOT NULL CHECK (step IN ('replace', 'adjust', 'cancel')),
    by_receipt uuid UNIQUE REFERENCES receipt (id),
    off        bigint NOT NULL CHECK (off > 0),
    reason     text NOT NULL CHECK (reason <> ''),
    at         timestamptz NOT NULL,
    by         uuid NOT NULL REFERENCES account (id),
    CHECK ((step = 'cancel') = (by_receipt IS NULL))
);
CREATE INDEX receipt_mark_receipt ON receipt_mark (receipt_id, at);
CREATE UNIQUE INDEX receipt_mark_once ON receipt_mark (receipt_id) WHERE step IN ('replace', 'cancel');
CREATE TRIGGER receipt_mark_append_only BEFORE UPDATE OR DELETE ON receipt_mark
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE receipt_mark IS 'Append-only: what was done with a receipt. off in whole đồng: all of it when replaced or cancelled.';
COMMENT ON COLUMN receipt_mark.at IS 'When, UTC.';

CREATE TABLE receipt_paper (
    receipt_id       uuid PRIMARY KEY REFERENCES receipt (id),
    sha256           bytea NOT NULL CHECK (length(sha256) = 32),
    signed_by        text NOT NULL,
    serial           text NOT NULL,
    is_demonstration boolean NOT NULL,
    signed_at        timestamptz NOT NULL
);
CREATE TRIGGER receipt_paper_append_only BEFORE UPDATE OR DELETE ON receipt_paper
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE receipt_paper IS 'Append-only: the signed PDF of a receipt, by its SHA-256 in the store of contents; signed once.';
COMMENT ON COLUMN receipt_paper.signed_at IS 'When, UTC.';
