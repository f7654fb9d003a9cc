"""A bare click program with one command, for the time that --help takes at the least."""

from __future__ import annotations

import click


@click.command()
@click.argument("name")
def main(name: str) -> None:
    """Greet somebody."""
    click.echo(f"Hello {name}")


if __name__ == "__main__":
    main()
