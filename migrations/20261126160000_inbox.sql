-- What waits for a cashier is a list of its own and not all that ever came less all that ever was matched; money remembers the account
-- on which it came, so that everybody who collects on that account sees it.
CREATE FUNCTION collecting(wanted text) RETURNS TABLE (agency text, bank text, number text, holder text) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE above (code, parent, steps) AS (
        SELECT a.code, a.parent, 0 FROM agency a WHERE a.code = wanted
        UNION ALL
        SELECT a.code, a.parent, above.steps + 1 FROM agency a JOIN above ON a.code = above.parent WHERE above.steps < 8
    )
    SELECT b.agency, b.bank, b.number, b.holder
    FROM above JOIN bank_account b ON b.agency = above.code
    ORDER BY above.steps LIMIT 1
$$;
COMMENT ON FUNCTION collecting IS 'The account for the fees that an agency collects, and whose it is: its own, else that of the nearest agency above it.';

ALTER TABLE bank_event ADD COLUMN account text;
COMMENT ON COLUMN bank_event.account IS 'The account on which the money came, letters and digits only; none for cash and for the platform.';
ALTER TABLE bank_event DISABLE TRIGGER bank_event_append_only;
UPDATE bank_event SET account = regexp_replace(split_part(key, ':', 2), '[^0-9A-Za-z]', '', 'g') WHERE key LIKE 'bank:%:%';
-- Numbers were noted as the bank wrote them. Where two of them are the same now, the money was counted twice: that is for a cashier to
-- see, so only the first is known by it.
WITH read AS (
    SELECT id, key, split_part(key, ':', 2) AS account, substr(key, length(split_part(key, ':', 2)) + 7) AS number
    FROM bank_event
    WHERE key ~ '^bank:[^:]+:[0-9A-Za-z'' ]+$'
), now_known AS (
    SELECT id, key, 'bank:' || regexp_replace(account, '[^0-9A-Za-z]', '', 'g') || ':'
                    || upper(ltrim(regexp_replace(number, '\s', '', 'g'), '''')) AS new_key
    FROM read
), first AS (
    SELECT DISTINCT ON (new_key) id, key, new_key FROM now_known ORDER BY new_key, key = new_key DESC, id
)
UPDATE bank_event e SET key = f.new_key FROM first f WHERE f.id = e.id AND f.key <> f.new_key;
ALTER TABLE bank_event ENABLE TRIGGER bank_event_append_only;
CREATE INDEX bank_event_account ON bank_event (account, at) WHERE account IS NOT NULL;

CREATE TABLE inbox (
    event_id uuid PRIMARY KEY REFERENCES bank_event (id)
);
COMMENT ON TABLE inbox IS 'Money of which nobody has said yet what it is for: put here when it is heard of, taken out when it is matched or set aside.';
INSERT INTO inbox (event_id)
SELECT e.id FROM bank_event e WHERE e.success AND NOT EXISTS (SELECT FROM event_match m WHERE m.event_id = e.id);

-- The balance of a day asks for its rows by the moment (its payments and refunds by payment_time and refund_paid).
CREATE INDEX event_match_at ON event_match (at) WHERE intent_id IS NOT NULL;
CREATE INDEX event_match_aside ON event_match (event_id) WHERE intent_id IS NULL;
