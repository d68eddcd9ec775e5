-- Answers of the e-form that a request for supplement asks to be corrected.
ALTER TABLE supplement_request ADD COLUMN typed jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN supplement_request.typed IS 'What the owner typed for the answers that the request names, before it is sent (domain::procedure::Answers); the dossier changes when it is.';
