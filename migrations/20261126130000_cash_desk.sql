-- The cash desk: statements taken in, shifts of cashiers, days that were closed, money that goes back.
CREATE TABLE statement_layout (
    agency     text PRIMARY KEY REFERENCES agency (code),
    columns    jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid NOT NULL REFERENCES account (id)
);
COMMENT ON TABLE statement_layout IS 'What the columns of an agency''s bank statements are called, where they do not have a usual name: {"credit": ["…"]}.';

CREATE TABLE statement_import (
    id      uuid PRIMARY KEY,
    agency  text NOT NULL REFERENCES agency (code),
    account text NOT NULL,
    lines   int NOT NULL CHECK (lines >= 0),
    taken   int NOT NULL CHECK (taken > 0),
    amount  bigint NOT NULL CHECK (amount >= 0),
    at      timestamptz NOT NULL,
    by      uuid NOT NULL REFERENCES account (id)
);
CREATE INDEX statement_import_agency ON statement_import (agency, at DESC);
CREATE TRIGGER statement_import_append_only BEFORE UPDATE OR DELETE ON statement_import
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE statement_import IS 'Append-only: statements from which something new was taken in. lines = of money that came in, taken = of these, events that were not known before; amount = what those come to, whole đồng.';

CREATE TABLE shift (
    id        uuid PRIMARY KEY,
    agency    text NOT NULL REFERENCES agency (code),
    cashier   uuid NOT NULL REFERENCES account (id),
    float     bigint NOT NULL CHECK (float >= 0),
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    taken     bigint,
    paid_out  bigint,
    counted   bigint,
    count     jsonb,
    reason    text,
    CHECK ((closed_at IS NULL) = (counted IS NULL)),
    CHECK ((closed_at IS NULL) = (taken IS NULL)),
    CHECK ((closed_at IS NULL) = (paid_out IS NULL)),
    CHECK (closed_at IS NULL OR counted = float + taken - paid_out OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX shift_open ON shift (cashier, agency) WHERE closed_at IS NULL;
CREATE INDEX shift_agency ON shift (agency, opened_at DESC, id);
COMMENT ON TABLE shift IS 'A cashier''s shift. float = what lay in the till when it began, count = pieces by worth of the note, all in whole đồng. A difference is never without its reason.';

CREATE TABLE day_close (
    agency  text NOT NULL REFERENCES agency (code),
    day     date NOT NULL,
    figures jsonb NOT NULL,
    at      timestamptz NOT NULL,
    by      uuid NOT NULL REFERENCES account (id),
    PRIMARY KEY (agency, day)
);
CREATE TRIGGER day_close_append_only BEFORE UPDATE OR DELETE ON day_close
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE day_close IS 'Append-only: days whose money balanced, with their table as it was. day = local.';

CREATE TABLE refund (
    id           uuid PRIMARY KEY,
    dossier_id   uuid NOT NULL REFERENCES dossier (id),
    agency       text NOT NULL REFERENCES agency (code),
    cause        text NOT NULL CHECK (cause IN ('rejected', 'withdrawn', 'overpaid', 'agency-error')),
    of_held      bigint NOT NULL CHECK (of_held >= 0),
    of_booked    bigint NOT NULL CHECK (of_booked >= 0),
    note         text NOT NULL,
    requested_at timestamptz NOT NULL,
    requested_by uuid REFERENCES account (id),
    state        text NOT NULL CHECK (state IN ('requested', 'approved', 'declined', 'paid-out')),
    decided_at   timestamptz,
    decided_by   uuid REFERENCES account (id),
    reason       text,
    paid_at      timestamptz,
    paid_by      uuid REFERENCES account (id),
    method       text CHECK (method IN ('cash', 'transfer')),
    reference    text,
    CHECK (of_held + of_booked > 0),
    CHECK ((state = 'requested') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
    CHECK (decided_by IS NULL OR requested_by IS NULL OR decided_by <> requested_by),
    CHECK ((state = 'declined') = (reason IS NOT NULL)),
    CHECK ((state = 'paid-out') = (paid_at IS NOT NULL) AND (paid_at IS NULL) = (paid_by IS NULL)
           AND (paid_at IS NULL) = (method IS NULL) AND (paid_at IS NULL) = (reference IS NULL))
);
CREATE UNIQUE INDEX refund_open ON refund (dossier_id) WHERE state IN ('requested', 'approved');
CREATE INDEX refund_dossier ON refund (dossier_id, requested_at);
CREATE INDEX refund_agency ON refund (agency, state, requested_at, id);
COMMENT ON TABLE refund IS 'Money that goes back, whole đồng. of_booked = of money that counts as paid on the dossier, of_held = of money that came and was never booked. requested_by is empty where the portal proposed it; nobody decides what they asked for.';

-- What came for a dossier and is not booked stands in one place, for every page and for booking itself.
CREATE FUNCTION money_collected(dossier uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(e.amount), 0)::bigint
    FROM payment_intent i
    JOIN event_match m ON m.intent_id = i.id
    JOIN bank_event e ON e.id = m.event_id
    WHERE i.dossier_id = dossier AND e.success
$$;
COMMENT ON FUNCTION money_collected IS 'All money that came for a dossier, whole đồng.';
CREATE FUNCTION money_held(dossier uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT money_collected(dossier)
         - (SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.dossier_id = dossier)::bigint
         - (SELECT coalesce(sum(r.of_held), 0) FROM refund r
            WHERE r.dossier_id = dossier AND r.state IN ('approved', 'paid-out'))::bigint
$$;
COMMENT ON FUNCTION money_held IS 'Money that came for a dossier, is not booked and does not go back, whole đồng.';

CREATE INDEX bank_event_heard ON bank_event (agency, heard_at DESC, id DESC) WHERE success;
