"""Two exams side by side: what was fixed, what was broken, what stayed, and what that proves."""
