"""The school of perception: pictures and truth from our own world, a network in torch, training, export."""
