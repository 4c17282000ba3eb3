"""What a perceiver makes of drives, beside what there was: collected look by look, for the scores of perception."""
