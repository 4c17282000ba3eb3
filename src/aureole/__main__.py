"""`python -m aureole` is `aureole`."""

from aureole.cli.main import main

if __name__ == "__main__":
    main()
