"""Who moves the agents of a batch: for each mind what it decides from the old state, and the step that follows."""
