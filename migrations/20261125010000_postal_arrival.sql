-- A dossier that came by the public postal service.
ALTER TABLE dossier ADD COLUMN post jsonb;
COMMENT ON COLUMN dossier.post IS 'Tracking number and signing of the hand-over record (domain::postal::PostalArrival), where it came by post; the signing is the time of filing.';
