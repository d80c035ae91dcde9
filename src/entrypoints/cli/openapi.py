"""`till openapi`: the API's document."""

import click


@click.command
def command() -> None:
    """Print the OpenAPI document."""
    from entrypoints.http.openapi.standalone import openapi_document

    click.echo(openapi_document(), nl=False)
