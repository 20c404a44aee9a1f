"""Reports of the movement from locked figures: sơ kết, tổng kết, quarterly notice, report to the city; five-year view."""
