"""Where a car is joined: CAN with protected and authenticated frames, and recordings of real buses."""
