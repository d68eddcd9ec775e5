-- Notices of one dossier: the warning about a passed appointment looks for them, and a draft that is thrown away.
CREATE INDEX message_dossier ON message (dossier_id) WHERE dossier_id IS NOT NULL;
