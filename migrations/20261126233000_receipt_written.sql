-- The table of a period has the receipts that were written in it, whatever day stands on them.
CREATE INDEX receipt_written ON receipt (agency, created_at);
