-- What I have in hand, soonest first: the first tab of every worklist.
CREATE INDEX dossier_in_hand ON dossier (holder_id, due_at, id) WHERE status = 'processing' AND holder_id IS NOT NULL;
