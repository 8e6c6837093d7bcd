import json
import stat

from goldspan.studio.server import studio_folder


def test_annotators_are_invited_once_and_named_by_pseudonym(goldspan, workspace):
    first = json.loads(goldspan("studio", "invite", "Lan Đỗ", "minh@example.org", "--json").out)
    assert [one["email"] for one in first] == ["lan-do@goldspan.invalid", "minh@example.org"]
    assert len({one["pseudonym"] for one in first}) == 2
    assert all(one["pseudonym"].startswith("annotator-") for one in first)
    again = json.loads(goldspan("studio", "invite", "Lan Đỗ", "--json").out)
    assert again == first[:1]
    shown = goldspan("studio", "invite", "Lan Đỗ")
    assert shown.code == 0 and all(first[0][name] in shown.out + shown.err for name in first[0])
    mode = (studio_folder() / "accounts.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_name_without_latin_letters_is_refused(goldspan, workspace):
    run = goldspan("studio", "invite", "莱苏丹")
    assert run.code == 1 and "use Latin letters" in run.err


def test_a_taken_address_is_refused(goldspan, workspace, running_studio):
    run = goldspan("studio", "invite", running_studio.secrets.email)
    assert run.code == 1 and "is the e-mail taken?" in run.err


def test_without_a_server_there_is_nobody_to_invite(goldspan):
    run = goldspan("studio", "invite", "Lan")
    assert run.code == 1 and "goldspan studio start" in run.err
