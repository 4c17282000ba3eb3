"""Two exams compared for people: found, told in words, written as a report."""
