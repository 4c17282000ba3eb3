"""highway-env: 32 controlled vehicles, each observed with its 16 nearest; prints agent-steps per processor second."""

import time

import gymnasium
import highway_env

CARS, STEPS = 32, 10
CONFIG = {
    "controlled_vehicles": CARS,
    "vehicles_count": 0,
    "simulation_frequency": 10,
    "policy_frequency": 10,
    "duration": 1000,
    "action": {"type": "MultiAgentAction", "action_config": {"type": "ContinuousAction"}},
    "observation": {
        "type": "MultiAgentObservation",
        "observation_config": {"type": "Kinematics", "vehicles_count": 17},
    },
}

gymnasium.register_envs(highway_env)
env = gymnasium.make("highway-v0", config=CONFIG).unwrapped
env.reset(seed=0)
action = tuple(space.sample() * 0 for space in env.action_space.spaces)
env.step(action)
started = time.process_time()
for _ in range(STEPS):
    env.step(action)
print(CARS * STEPS / (time.process_time() - started))
