"""``goldspan studio``: an embedded Label Studio on this machine."""

from typing import Annotated

import typer

from goldspan.options import AsJson

app = typer.Typer(help="An embedded Label Studio on this machine.", no_args_is_help=True)


@app.command()
def start() -> None:
    """Install Label Studio where needed, start it, and wait until it answers.

    Example: goldspan studio start
    """
    from goldspan.console import say
    from goldspan.studio.server import start_studio, studio_folder

    studio = start_studio()
    say(f"Label Studio runs at {studio.url}")
    if studio.is_new:
        say(
            f"Sign in with {studio.secrets.email} and password {studio.secrets.password}\n"
            f"API token: {studio.secrets.token}\n"
            f"(kept in {studio_folder() / 'secrets.json'};"
            " shown again by: goldspan studio status --show-secrets)"
        )


@app.command()
def stop() -> None:
    """Stop the embedded Label Studio; its data stay.

    Example: goldspan studio stop
    """
    from goldspan.console import say
    from goldspan.studio.server import stop_studio

    say("Label Studio stopped." if stop_studio() else "Label Studio wasn't running.")


@app.command()
def status(
    show_secrets: Annotated[
        bool, typer.Option("--show-secrets", help="Show the password and the API token, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say whether the embedded Label Studio runs, and where.

    Example: goldspan studio status --show-secrets
    """
    import msgspec

    from goldspan.studio.environment import LABEL_STUDIO_VERSION
    from goldspan.studio.server import find_studio, studio_folder

    studio = find_studio()
    values: dict[str, object] = {
        "running": studio is not None,
        "url": studio.url if studio else None,
        "version": LABEL_STUDIO_VERSION,
        "data": str(studio_folder() / "data"),
        "log": str(studio_folder() / "label-studio.log"),
    }
    if show_secrets:
        from goldspan.studio.secrets import find_secrets

        secrets = studio.secrets if studio else find_secrets(studio_folder() / "secrets.json")
        values["secrets"] = msgspec.structs.asdict(secrets) if secrets else None
    if as_json:
        typer.echo(msgspec.json.encode(values))
        return
    typer.echo(f"running  {'yes' if studio else 'no'}")
    if studio:
        typer.echo(f"address  {studio.url}")
    typer.echo(f"data     {values['data']}")
    typer.echo(f"log      {values['log']}")
    if show_secrets and isinstance(values["secrets"], dict):
        for name, value in values["secrets"].items():
            typer.echo(f"{name:<8} {value}")


@app.command()
def invite(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME", help="Annotators, by name or e-mail address.")
    ],
    as_json: AsJson = False,
) -> None:
    """Make accounts for annotators, and say how each signs in; a second time says it again.

    Records name them by pseudonym; who is who stays in the workspace.

    Example: goldspan studio invite "Lan" "Minh"
    """
    import msgspec

    from goldspan.console import say
    from goldspan.errors import StudioError
    from goldspan.pseudonyms import Pseudonyms
    from goldspan.studio.accounts import find_or_make_account
    from goldspan.studio.server import find_studio

    studio = find_studio()
    if studio is None:
        raise StudioError("Label Studio isn't running here; start it: goldspan studio start")
    pseudonyms = Pseudonyms("studio")
    invited = []
    for name in names:
        account = find_or_make_account(studio, name)
        invited.append(
            {
                "name": name,
                "pseudonym": pseudonyms.of(account.user),
                "email": account.email,
                "password": account.password,
                "address": studio.url,
            }
        )
    pseudonyms.save()
    if as_json:
        typer.echo(msgspec.json.encode(invited))
        return
    for one in invited:
        say(
            f"{one['name']} ({one['pseudonym']}): sign in at {one['address']}"
            f" with {one['email']} and password {one['password']}"
        )
