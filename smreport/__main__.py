"""Run the command line with ``python -m smreport``."""

from smreport.cli import main

if __name__ == "__main__":
    main(prog_name="smreport")
