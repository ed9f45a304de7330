"""One file, or two, for each survey tool and way of exporting: made from made-up people, the same bytes every time."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from imroc_audit.exchange.forms.form import form_of
from tests.exchange.reading.sources import tools
from tests.exchange.reading.sources.people import TEAMS, Person, form, people, pulse
from tests.places import ROOT

FIXTURES: Final = ROOT / "tests" / "exchange" / "fixtures"
MIXED: Final = tuple(one for perspective in ("staff", "service_user", "carer") for one in people(form(perspective), 5))


class Export(NamedTuple):
    """source: what --from would take; everyone: who is in it, those who stopped halfway as well, if the tool has them.

    key: the file that explains its codes; dated: whether days are in it.
    """

    source: str
    write: Callable[[], bytes]
    everyone: tuple[Person, ...]
    key: str = ""
    dated: bool = True


def text(
    make: Callable[[], tools.Rows],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    quoted: bool = False,
    newline: str = "\r\n",
) -> Callable[[], bytes]:
    def write() -> bytes:
        file = io.StringIO(newline="")
        dialect = csv.unix_dialect if quoted else csv.excel
        csv.writer(file, dialect, delimiter=delimiter, lineterminator=newline).writerows(make())
        return file.getvalue().encode(encoding)

    return write


def workbook(make: Callable[[], tools.Rows], times: int) -> Callable[[], bytes]:
    """times: how many columns after the first hold days and times."""

    def write() -> bytes:
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Sheet1"
        headings, *rows = make()
        sheet.append(headings)
        for row in rows:
            when = [datetime.fromisoformat(cell) for cell in row[1 : 1 + times]]
            sheet.append([int(row[0]), *when, *(cell or None for cell in row[1 + times :])])
            for cell in sheet[sheet.max_row]:
                cell.number_format = "m/d/yy h:mm:ss" if cell.data_type == "d" else cell.number_format
                cell.data_type = "s" if cell.data_type == "f" else cell.data_type  # people write no formulas
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return write


def as_json(make: Callable[[], Any]) -> Callable[[], bytes]:
    return lambda: (json.dumps(make(), ensure_ascii=False, indent=1) + "\n").encode()


def ndjson(everyone: tuple[Person, ...]) -> bytes:
    responses = (tools.fhir(form(someone.perspective), someone) for someone in everyone)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in responses).encode()


def data_file(make: Callable[[], tools.Coded], ending: str) -> Callable[[], bytes]:
    """ending: sav, zsav or dta."""

    def write() -> bytes:
        import pandas as pd
        import pyreadstat

        coded = make()
        frame = pd.DataFrame({name: pd.Series(values, dtype="object") for name, values in coded.values.items()})
        for name in set(frame.columns) & set(coded.labels) if ending != "dta" else ():
            frame[name] = frame[name].astype(float)
        named: dict[str, Any] = {"column_labels": coded.texts, "variable_value_labels": coded.labels}
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"answers.{ending}"
            if ending == "dta":
                pyreadstat.write_dta(frame, path, missing_user_values=coded.missing, **named)
            else:
                pyreadstat.write_sav(frame, path, missing_ranges=coded.missing, compress=ending == "zsav", **named)
            return path.read_bytes()

    return write


def _sent(everyone: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(tools.finished(everyone))


_STAFF, _USERS, _CARERS = form("staff"), form("service_user"), form("carer")
_staff, _users, _carers = people(_STAFF), people(_USERS), people(_CARERS)
_teamless = tuple(one._replace(by_field=one.by_field | {"team": ""}) for one in _staff)
"""LimeSurvey numbers the teams, and nobody could know from a number which one it is."""
_SHORT: Final = "%-m/%-d/%y %H:%M"

EXPORTS: Final[dict[str, Export]] = {
    "microsoft-forms.xlsx": Export(
        "microsoft-forms", workbook(partial(tools.microsoft_forms, _STAFF, _staff), times=2), _staff
    ),
    "microsoft-forms-saved-as.csv": Export(
        "microsoft-forms",
        text(partial(tools.microsoft_forms, _USERS, _users, time=_SHORT, quiz=True), encoding="utf-8-sig"),
        _users,
    ),
    "google-forms.csv": Export("google-forms", text(partial(tools.google_forms, _USERS, _users), quoted=True), _users),
    "google-sheets.csv": Export(
        "google-forms", text(partial(tools.google_forms, _CARERS, _carers, time="%d/%m/%Y %H:%M:%S")), _carers
    ),
    "surveymonkey.csv": Export("surveymonkey", text(partial(tools.surveymonkey, _CARERS, _carers)), _carers),
    "surveymonkey-condensed.csv": Export(
        "surveymonkey", text(partial(tools.surveymonkey_condensed, _STAFF, _staff)), _staff
    ),
    "qualtrics.csv": Export("qualtrics", text(partial(tools.qualtrics, _STAFF, _staff), newline="\n"), _staff),
    "qualtrics.tsv": Export(
        "qualtrics",
        text(partial(tools.qualtrics, _USERS, _users, preview="1", yes="1"), delimiter="\t", encoding="utf-16"),
        _users,
    ),
    "qualtrics-legacy.csv": Export("qualtrics", text(partial(tools.qualtrics_legacy, _CARERS, _carers)), _carers),
    "alchemer.csv": Export("alchemer", text(partial(tools.alchemer, _STAFF, _staff), encoding="utf-8-sig"), _staff),
    "typeform.csv": Export("typeform", text(partial(tools.typeform, _USERS, _users), newline="\n"), _users),
    "nextcloud-forms.csv": Export(
        "nextcloud-forms", text(partial(tools.nextcloud_forms, _CARERS, _carers), quoted=True), _carers
    ),
    "nextcloud-forms-early.csv": Export(
        "nextcloud-forms",
        text(partial(tools.nextcloud_forms_early, _STAFF, _staff), delimiter=";", quoted=True),
        _staff,
    ),
    "limesurvey-codes.csv": Export(
        "limesurvey",
        text(partial(tools.limesurvey, _STAFF, _teamless), delimiter=";", quoted=True, encoding="utf-8-sig"),
        _teamless,
    ),
    "limesurvey-full.csv": Export(
        "limesurvey",
        text(
            partial(tools.limesurvey, _USERS, _users, heads="full", answers="label"), quoted=True, encoding="utf-8-sig"
        ),
        _users,
    ),
    "limesurvey-codes-and-text.csv": Export(
        "limesurvey",
        text(
            partial(tools.limesurvey, _CARERS, _carers, heads="both", answers="label"),
            delimiter="\t",
            quoted=True,
            encoding="utf-8-sig",
        ),
        _carers,
    ),
    "redcap.csv": Export("redcap", text(partial(tools.redcap, _USERS, _users), newline="\n"), _users),
    "redcap-caret.csv": Export("redcap", text(partial(tools.redcap, _STAFF, _staff), delimiter="^"), _staff),
    "redcap-pipe.csv": Export("redcap", text(partial(tools.redcap, _CARERS, _carers), delimiter="|"), _carers),
    "redcap-own-names.csv": Export(
        "redcap",
        text(partial(tools.redcap_own_names, _CARERS, _carers)),
        _carers,
        "redcap-own-names-dictionary.csv",
        dated=False,
    ),
    "redcap-labels.csv": Export("redcap", text(partial(tools.redcap_labels, _STAFF, _staff)), _staff),
    "online-surveys.csv": Export(
        "online-surveys",
        text(partial(tools.online_surveys, _STAFF, _staff), quoted=True),
        _staff,
        "online-surveys-key.csv",
    ),
    "online-surveys-texts.csv": Export(
        "online-surveys", text(partial(tools.online_surveys_texts, _CARERS, _carers)), _carers
    ),
    "kobo.csv": Export("kobo", text(lambda: tools.hxl(tools.kobo(_STAFF, _staff)), delimiter=";", quoted=True), _staff),
    "kobo-labels.csv": Export(
        "kobo", text(partial(tools.kobo, _USERS, _users, labels=True), delimiter=";", quoted=True), _users
    ),
    "odk.csv": Export("odk", text(partial(tools.odk, _CARERS, _carers), newline="\n"), _carers),
    "odk-briefcase.csv": Export("odk", text(partial(tools.briefcase, _STAFF, _staff), quoted=True), _staff),
    "ona.csv": Export("ona", text(partial(tools.ona, _USERS, _users), newline="\n"), _users),
    "surveycto.csv": Export("surveycto", text(partial(tools.surveycto, _STAFF, _staff), quoted=True), _staff),
    "surveyjs.json": Export("surveyjs", as_json(partial(tools.surveyjs, _CARERS, _carers)), _carers),
    "limesurvey.zsav": Export("spss", data_file(partial(tools.limesurvey_in_spss, _CARERS, _carers), "zsav"), _carers),
    "analyst.sav": Export("spss", data_file(lambda: tools.analyst_s_spss(_USERS, _sent(_users)), "sav"), _sent(_users)),
    "stata.dta": Export("stata", data_file(lambda: tools.in_stata(_STAFF, _sent(_staff)), "dta"), _sent(_staff)),
    "fhir-response.json": Export("fhir", as_json(partial(tools.fhir, _STAFF, _staff[0], unanswered=True)), _staff[:1]),
    "fhir-bundle.json": Export("fhir", as_json(partial(tools.bundle, _USERS, _users)), _users),
    "fhir.ndjson": Export("fhir", partial(ndjson, MIXED), MIXED),
    "template.csv": Export(
        "template", text(lambda: tools.template((_STAFF, _USERS, _CARERS), _sent(MIXED))), _sent(MIXED)
    ),
    "table.csv": Export("table", text(partial(tools.table, _USERS, _sent(_users)), encoding="cp1252"), _sent(_users)),
}

_FORMS: Final = (_STAFF, _USERS, _CARERS)
_EASY: Final = (_STAFF, form_of(pulse(), "service_user", TEAMS, easy_read=True), _CARERS)
_everyone = tuple(one._replace(number=number) for number, one in enumerate((*_staff, *_users, *_carers), start=1))

WITH_BRANCHES: Final[dict[str, Export]] = {
    "microsoft-forms-branches.xlsx": Export(
        "microsoft-forms", workbook(partial(tools.microsoft_forms_with_branches, _FORMS, _everyone), times=2), _everyone
    ),
    "google-forms-branches.csv": Export(
        "google-forms", text(partial(tools.google_forms_with_branches, _EASY, _everyone), quoted=True), _everyone
    ),
}
"""One form for everybody, in which each perspective has its own questions."""

KEYS: Final[dict[str, Callable[[], bytes]]] = {
    "online-surveys-key.csv": text(partial(tools.online_surveys_key, _STAFF), quoted=True),
    "redcap-own-names-dictionary.csv": text(partial(tools.redcap_dictionary, _CARERS)),
}
