-- A receipt bears a number of the year of its day, in Vietnam: series end with their year. NOT VALID: what was given is not looked at again.
ALTER TABLE receipt ADD CONSTRAINT receipt_year
    CHECK (left(symbol, 2)::int = extract(year FROM issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int % 100) NOT VALID;
