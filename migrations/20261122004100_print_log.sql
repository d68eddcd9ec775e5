-- Papers printed at the one-stop: which printing a slip is. One row a printing, never changed.
CREATE TABLE print_log (
    form_key   uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    paper      text NOT NULL CHECK (paper IN ('slip')),
    at         timestamptz NOT NULL,
    by         uuid NOT NULL REFERENCES account (id)
);
CREATE INDEX print_log_dossier ON print_log (dossier_id, paper);
COMMENT ON TABLE print_log IS 'Append-only: one row for each printing of form 01 by the one-stop; the slip shows their number.';
COMMENT ON COLUMN print_log.form_key IS 'Made with the page that prints: a double press of the button counts once.';
CREATE TRIGGER print_log_append_only BEFORE UPDATE OR DELETE ON print_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
