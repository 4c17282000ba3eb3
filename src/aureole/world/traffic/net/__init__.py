"""Where traffic drives: lanes as stretches, what conflicts, who waits for whom, lights, crossings, recorded tracks."""
