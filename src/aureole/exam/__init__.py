"""Did it drive well: judges, suites and the report."""
