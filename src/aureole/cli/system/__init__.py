"""`aureole up`, `status`, `top`, `log`: a car's operating system on this machine, and how it fares."""
