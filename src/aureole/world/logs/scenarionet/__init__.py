"""ScenarioNet files (.pkl, .pkl.gz): pickles of plain data, read without importing or calling anything they name."""
