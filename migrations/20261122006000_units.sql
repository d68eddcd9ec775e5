-- Units that were not said yet.
COMMENT ON COLUMN document.size IS 'Bytes.';
