"""The life of an exam: shards handed to workers, workers that die, a journal, a look ahead at the time."""
