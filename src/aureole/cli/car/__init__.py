"""`aureole car`: the car as a description, shown and checked."""
