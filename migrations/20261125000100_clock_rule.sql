-- The rules of the deadline clock that a province sets, with the day from which they hold and their legal basis.
CREATE TABLE clock_rule (
    valid_from       date PRIMARY KEY,
    mode             text NOT NULL CHECK (mode IN ('day', 'hour')),
    cut_off          time NOT NULL,
    response_minutes int NOT NULL CHECK (response_minutes BETWEEN 1 AND 14400),
    payment_pauses   boolean NOT NULL,
    soon_percent     int NOT NULL CHECK (soon_percent BETWEEN 1 AND 100),
    reschedules      int NOT NULL CHECK (reschedules BETWEEN 0 AND 9),
    legal_basis      text NOT NULL
);
COMMENT ON TABLE clock_rule IS 'How time limits are counted; no row: the law as read (domain::clock_rules::ClockRules::lawful).';
COMMENT ON COLUMN clock_rule.mode IS 'day: whole working days, the first not counted; hour: working minutes from the start.';
COMMENT ON COLUMN clock_rule.cut_off IS 'Local time (UTC+7); same-day procedures received later count to the next working day.';
COMMENT ON COLUMN clock_rule.response_minutes IS 'Working minutes in which an online filing is answered.';
COMMENT ON COLUMN clock_rule.soon_percent IS 'Percent of the time used from which a dossier is due soon.';
COMMENT ON COLUMN clock_rule.reschedules IS 'How often an appointment may be moved.';
