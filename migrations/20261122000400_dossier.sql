-- Dossiers: the thing everybody works on, its documents, requests, payments and its append-only history.
CREATE TABLE dossier (
    id                uuid PRIMARY KEY,
    code              text UNIQUE,
    lookup_secret     text,
    link_token        text UNIQUE,
    form_key          uuid NOT NULL UNIQUE,
    version           int NOT NULL,
    status            text NOT NULL CHECK (status IN ('draft', 'submitted', 'accepted', 'rejected', 'processing', 'supplement-requested', 'payment-requested', 'withdrawn', 'stopped', 'completed', 'returned')),
    resumes_to        text CHECK (resumes_to IN ('submitted', 'accepted', 'processing')),
    procedure_code    text NOT NULL REFERENCES procedure (code),
    procedure_version uuid NOT NULL REFERENCES procedure_version (id),
    case_key          text NOT NULL,
    channel           text NOT NULL CHECK (channel IN ('direct', 'online', 'postal')),
    entered_by        text NOT NULL CHECK (entered_by IN ('citizen', 'representative', 'officer', 'post')),
    owner_id          uuid REFERENCES account (id),
    filer_id          uuid NOT NULL REFERENCES account (id),
    applicant         jsonb NOT NULL,
    applicant_name    text NOT NULL,
    answers           jsonb NOT NULL DEFAULT '{}',
    return_method     text NOT NULL DEFAULT 'counter' CHECK (return_method IN ('counter', 'postal', 'electronic')),
    receiving_agency  text NOT NULL REFERENCES agency (code),
    settling_agency   text NOT NULL REFERENCES agency (code),
    holding_agency    text NOT NULL REFERENCES agency (code),
    step              int,
    step_role         text,
    holder_id         uuid REFERENCES account (id),
    statutory         jsonb,
    promised          jsonb,
    ledger            jsonb NOT NULL DEFAULT '[]',
    quote             jsonb,
    fee_total         bigint NOT NULL DEFAULT 0 CHECK (fee_total >= 0),
    fee_paid          bigint NOT NULL DEFAULT 0 CHECK (fee_paid >= 0),
    supplement_rounds int NOT NULL DEFAULT 0,
    result            jsonb,
    on_time           boolean,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    status_at         timestamptz NOT NULL,
    submitted_at      timestamptz,
    respond_by        timestamptz,
    accepted_at       timestamptz,
    original_due_at   timestamptz,
    due_at            timestamptz,
    step_due_at       timestamptz,
    completed_at      timestamptz,
    ended_at          timestamptz,
    CHECK (status = 'draft' OR (code IS NOT NULL AND lookup_secret IS NOT NULL AND link_token IS NOT NULL AND submitted_at IS NOT NULL)),
    CHECK (status <> 'processing' OR (step IS NOT NULL AND step_role IS NOT NULL))
);
COMMENT ON TABLE dossier IS 'One dossier from draft to return. Changed only by app::act (drafts: app::draft).';
COMMENT ON COLUMN dossier.version IS 'Rises by one with every change; a form carries the version it was made from.';
COMMENT ON COLUMN dossier.form_key IS 'Made with the form that creates the row: a double submission is harmless.';
COMMENT ON COLUMN dossier.resumes_to IS 'Where a supplement or a payment leads back to.';
COMMENT ON COLUMN dossier.ledger IS 'Append-only marks of the deadline clock (domain::deadline::Ledger); UTC.';
COMMENT ON COLUMN dossier.statutory IS 'Time limit of the law (domain::limit::TimeLimit), frozen at submission.';
COMMENT ON COLUMN dossier.promised IS 'Time limit promised for the channel, frozen at submission; what due_at follows.';
COMMENT ON COLUMN dossier.quote IS 'Fee lines frozen at submission (domain::fee::Quote).';
COMMENT ON COLUMN dossier.fee_total IS 'Whole đồng.';
COMMENT ON COLUMN dossier.fee_paid IS 'Whole đồng.';
COMMENT ON COLUMN dossier.on_time IS 'Verdict, written once when the dossier is completed; statistics read it.';
COMMENT ON COLUMN dossier.respond_by IS 'Until when the one-stop must accept, ask or refuse (8 working hours).';

CREATE INDEX dossier_intake ON dossier (receiving_agency, respond_by, id) WHERE status = 'submitted';
CREATE INDEX dossier_accepted ON dossier (receiving_agency, due_at, id) WHERE status = 'accepted';
CREATE INDEX dossier_supplement ON dossier (receiving_agency, status_at, id) WHERE status = 'supplement-requested';
CREATE INDEX dossier_payment ON dossier (receiving_agency, status_at, id) WHERE status = 'payment-requested';
CREATE INDEX dossier_unpaid ON dossier (receiving_agency, status_at, id) WHERE fee_paid < fee_total AND status IN ('submitted', 'accepted', 'processing', 'payment-requested', 'completed');
CREATE INDEX dossier_to_return ON dossier (receiving_agency, completed_at, id) WHERE status = 'completed';
CREATE INDEX dossier_in_settlement ON dossier (receiving_agency, due_at, id) WHERE status = 'processing';
CREATE INDEX dossier_desk ON dossier (holding_agency, step_role, due_at, id) WHERE status = 'processing';
CREATE INDEX dossier_settling ON dossier (settling_agency, due_at, id) WHERE status IN ('accepted', 'processing', 'supplement-requested', 'payment-requested');
CREATE INDEX dossier_owner ON dossier (owner_id, updated_at DESC, id) WHERE status <> 'draft';
CREATE INDEX dossier_drafts ON dossier (filer_id, updated_at DESC, id) WHERE status = 'draft';
CREATE INDEX dossier_old_drafts ON dossier (updated_at, id) WHERE status = 'draft';

CREATE TABLE history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier_id   uuid NOT NULL REFERENCES dossier (id),
    version      int NOT NULL,
    at           timestamptz NOT NULL,
    actor_id     uuid NOT NULL REFERENCES account (id),
    actor_agency text REFERENCES agency (code),
    action       text NOT NULL,
    from_status  text NOT NULL,
    to_status    text NOT NULL,
    event        jsonb NOT NULL
);
CREATE INDEX history_dossier ON history (dossier_id, id);
COMMENT ON TABLE history IS 'Append-only: every event of every dossier (domain::event::Event).';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE blob (
    sha256     bytea PRIMARY KEY,
    size       bigint NOT NULL CHECK (size > 0),
    media_type text NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE blob IS 'Contents held in the object store, by SHA-256. Size in bytes.';

CREATE TABLE document (
    id          uuid PRIMARY KEY,
    dossier_id  uuid NOT NULL REFERENCES dossier (id),
    doc_key     text NOT NULL,
    name        text NOT NULL,
    file_name   text,
    sha256      bytea REFERENCES blob (sha256),
    media_type  text,
    size        bigint,
    originals   int NOT NULL DEFAULT 0,
    copies      int NOT NULL DEFAULT 0,
    round       int NOT NULL,
    staged      boolean NOT NULL,
    uploaded_by uuid NOT NULL REFERENCES account (id),
    uploaded_at timestamptz NOT NULL,
    form_key    uuid NOT NULL UNIQUE
);
CREATE INDEX document_dossier ON document (dossier_id, uploaded_at);
COMMENT ON TABLE document IS 'Documents of a dossier: uploaded (sha256) or handed in on paper (originals, copies).';
COMMENT ON COLUMN document.doc_key IS 'Key of the required document; result for the issued result.';
COMMENT ON COLUMN document.round IS '0 with the submission, n with the n-th supplement.';
COMMENT ON COLUMN document.staged IS 'Not handed in yet: the draft or the supplement is still open.';

CREATE TABLE supplement_request (
    id           uuid PRIMARY KEY,
    dossier_id   uuid NOT NULL REFERENCES dossier (id),
    round        int NOT NULL,
    stage        text NOT NULL CHECK (stage IN ('intake', 'appraisal')),
    items        jsonb NOT NULL,
    note         text NOT NULL,
    until        date NOT NULL,
    requested_by uuid NOT NULL REFERENCES account (id),
    requested_at timestamptz NOT NULL,
    answered_at  timestamptz,
    UNIQUE (dossier_id, round)
);
COMMENT ON TABLE supplement_request IS 'What was asked for, per document, with reasons (form 02).';

CREATE TABLE consultation (
    id          uuid PRIMARY KEY,
    dossier_id  uuid NOT NULL REFERENCES dossier (id),
    agency      text NOT NULL REFERENCES agency (code),
    question    text NOT NULL,
    asked_by    uuid NOT NULL REFERENCES account (id),
    asked_at    timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    answer      text,
    agrees      boolean,
    answered_by uuid REFERENCES account (id),
    answered_at timestamptz
);
CREATE INDEX consultation_open ON consultation (agency, due_at, id) WHERE answered_at IS NULL;
CREATE INDEX consultation_dossier ON consultation (dossier_id);
COMMENT ON TABLE consultation IS 'Opinions asked of coordinating agencies, each with its own deadline.';

CREATE TABLE payment (
    id           uuid PRIMARY KEY,
    dossier_id   uuid NOT NULL REFERENCES dossier (id),
    amount       bigint NOT NULL CHECK (amount > 0),
    method       text NOT NULL CHECK (method IN ('cash', 'transfer')),
    reference    text,
    confirmed_by uuid NOT NULL REFERENCES account (id),
    confirmed_at timestamptz NOT NULL
);
CREATE INDEX payment_dossier ON payment (dossier_id);
COMMENT ON TABLE payment IS 'Money taken: cash at the counter, or a transfer that the cashier confirmed. Whole đồng.';

CREATE TABLE dossier_serial (
    agency text NOT NULL,
    day    date NOT NULL,
    last   int NOT NULL,
    PRIMARY KEY (agency, day)
);
COMMENT ON TABLE dossier_serial IS 'Last serial given per receiving agency and local day; gaps are allowed, repeats are not.';
