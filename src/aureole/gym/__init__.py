"""The world as Gymnasium and PettingZoo environments will stand here; nothing is here yet."""
