"""The world as Gymnasium and PettingZoo environments: `aureole/Drive-v0`, one learner a world, or many in one."""

from aureole.core.errors import Missing

try:
    import gymnasium
except ModuleNotFoundError:
    raise Missing("Gymnasium is not installed", remedy="pip install 'aureole[gym]'") from None

DRIVE = "aureole/Drive-v0"

gymnasium.register(DRIVE, "aureole.gym.single:Drive", vector_entry_point="aureole.gym.vector:DriveVector")
