"""What goes in comes out, on SQLite and on PostgreSQL alike."""

import secrets
from collections.abc import Callable, Iterable, Iterator

import pytest
from sqlalchemy import delete

from imroc_audit.errors import AlreadySentError, AuditError, ClosedError
from imroc_audit.model.ids import AuditCycleName, TeamName
from imroc_audit.model.response import Group, ResponseRow
from imroc_audit.store.repository import ImportCount, ImportedRow, Repository
from imroc_audit.store.schema import responses
from tests.ids import CARER, STAFF
from tests.store.people import TERMS, Where, comment, cycle, everyone, response, send

SPRING = "2026-spring"


class TestAuditCycles:
    def test_an_audit_cycle_comes_back_as_it_was_opened(self, store: Repository) -> None:
        assert store.cycles() == (store.cycle(SPRING),) == (cycle(),)

    def test_a_name_is_used_once(self, store: Repository) -> None:
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        with pytest.raises(AuditError, match="Give the new one another name"):
            store.open_cycle(cycle())

    def test_one_audit_cycle_is_open_at_a_time(self, store: Repository) -> None:
        with pytest.raises(AuditError, match="'2026-spring' is still open"):
            store.open_cycle(cycle("2026-autumn"))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn", opened="2026-09-01"))
        assert [(each.name, each.status) for each in store.cycles()] == [
            (SPRING, "closed"),
            ("2026-autumn", "open"),
        ]

    def test_of_two_opened_on_one_day_the_first_comes_first(self, store: Repository) -> None:
        store.close_cycle(SPRING, "2026-03-01", TERMS)
        store.open_cycle(cycle("2026-a-second"))
        assert [each.name for each in store.cycles()] == [SPRING, "2026-a-second"]

    def test_a_closed_audit_cycle_stays_closed(self, store: Repository) -> None:
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        with pytest.raises(AuditError, match="was closed on 2026-04-01, and stays closed"):
            store.close_cycle(SPRING, "2026-05-01", TERMS)
        assert store.cycle(SPRING).closed == "2026-04-01"

    def test_an_unknown_name_is_answered_with_those_there_are(self, store: Repository) -> None:
        for ask in (store.cycle, lambda name: store.close_cycle(name, "2026-04-01", TERMS)):
            with pytest.raises(AuditError, match=r"no audit cycle called 'spring'. Use one of these: '2026-spring'"):
                ask("spring")

    def test_closing_keeps_every_answer_and_comment(self, store: Repository) -> None:
        for team in ("Elm ward", "", "Oak team"):
            send(store, response(team=team), comment())
        before = everyone(store), store.comments(AuditCycleName(SPRING))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        assert (everyone(store), store.comments(AuditCycleName(SPRING))) == before


class TestDrafts:
    def test_the_last_draft_saved_is_the_one_that_is_kept(self, store: Repository) -> None:
        for words in ("first", "zweitens ✓", "{}"):
            store.save_draft("k", AuditCycleName(SPRING), words, "2026-03")
            assert store.load_draft("k") == (SPRING, words)

    def test_a_forgotten_draft_is_gone(self, store: Repository) -> None:
        store.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")
        store.forget_draft("k")
        assert store.load_draft("k") is None

    def test_drafts_are_counted_until_they_are_sent_or_forgotten(self, store: Repository) -> None:
        for key in ("a", "b", "c"):
            store.save_draft(key, AuditCycleName(SPRING), "{}", "2026-03")
        assert store.draft_count(AuditCycleName(SPRING)) == 3
        store.send("a", response(), ())
        store.forget_draft("b")
        assert (store.draft_count(AuditCycleName(SPRING)), store.draft_count(AuditCycleName("2026-autumn"))) == (1, 0)

    def test_responses_are_counted_by_how_they_came(self, store: Repository) -> None:
        for mode in ("paper", "terminal", "paper"):
            store.add_response(response().model_copy(update={"mode": mode}), ())
        store.add_response(response("carer").model_copy(update={"mode": "web"}), ())
        assert store.mode_counts(AuditCycleName(SPRING), ("staff",)) == {"paper": 2, "terminal": 1}
        assert store.mode_counts(AuditCycleName(SPRING), ()) == {}

    def test_closing_deletes_what_rows_without_an_id_are_known_by(self, store: Repository) -> None:
        rows = [("row:1", response(key="a" * 32).row, ()), ("id 2", response(key="b" * 32).row, ())]
        store.add_imported(AuditCycleName(SPRING), rows)
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn", opened="2026-09-01"))
        again = [(row_id, person._replace(audit_cycle=AuditCycleName("2026-autumn")), ()) for row_id, person, _ in rows]
        count = store.add_imported(AuditCycleName("2026-autumn"), again, dry_run=True)
        assert (count.added, count.already_there) == (1, 1)

    def test_closing_deletes_the_drafts(self, store: Repository) -> None:
        store.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        assert store.load_draft("k") is None

    def test_a_closed_audit_cycle_takes_no_draft(self, store: Repository) -> None:
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        with pytest.raises(ClosedError, match="closed and takes no more answers"):
            store.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")

    def test_an_unknown_audit_cycle_takes_no_draft(self, store: Repository) -> None:
        with pytest.raises(AuditError, match="Use one of these: '2026-spring'"):
            store.save_draft("k", AuditCycleName("2026"), "{}", "2026-03")

    def test_a_second_window_cannot_bring_back_a_draft_that_was_sent(self, store: Repository) -> None:
        send(store, response(), draft_key="k")
        with pytest.raises(AlreadySentError, match="already been sent"):
            store.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")
        assert store.group_counts(AuditCycleName(SPRING)) == {Group(STAFF, TeamName("Elm ward")): 1}


class TestSending:
    def test_a_response_and_its_comments_are_stored_and_the_draft_is_gone(self, store: Repository) -> None:
        said = comment("More walks. {{ }} <b> \U0001f333 שלום")
        assert send(store, response(), said, draft_key="k")
        assert everyone(store) == [("staff", "Elm ward", "3420?1.4-_", "c03 c07")]
        assert store.comments(AuditCycleName(SPRING)) == (said,)
        assert store.load_draft("k") is None

    def test_sending_again_changes_nothing(self, store: Repository) -> None:
        assert send(store, response(), comment(), draft_key="k")
        assert not store.send("k", response(), (comment(),))
        assert store.group_counts(AuditCycleName(SPRING)) == {Group(STAFF, TeamName("Elm ward")): 1}
        assert len(store.comments(AuditCycleName(SPRING))) == 1

    def test_a_draft_that_was_deleted_is_not_said_to_be_sent(self, store: Repository) -> None:
        with pytest.raises(AuditError, match="no saved answers to send"):
            store.send("k", response(), ())
        assert store.group_counts(AuditCycleName(SPRING)) == {}

    def test_a_closed_audit_cycle_takes_no_response(self, store: Repository) -> None:
        store.save_draft("k", AuditCycleName(SPRING), "{}", "2026-03")
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        with pytest.raises(ClosedError, match="closed and takes no more answers"):
            store.send("k", response(), (comment(),))
        assert store.group_counts(AuditCycleName(SPRING)) == {}
        assert store.comments(AuditCycleName(SPRING)) == ()

    def test_a_character_that_postgresql_cannot_keep_does_not_stop_anyone(self, store: Repository) -> None:
        assert send(store, response(), comment("be\0fore"))
        assert [said.text for said in store.comments(AuditCycleName(SPRING))] == ["before"]


class TestImporting:
    def rows(self, number: int) -> Iterator[ImportedRow]:
        return ((f"row {n}", response(team=f"team {n % 3}").row, (comment(),) * (n == 1)) for n in range(number))

    def test_rows_are_added_and_counted(self, store: Repository) -> None:
        assert store.add_imported(AuditCycleName(SPRING), self.rows(5000)) == ImportCount(5000, 0)
        assert sum(store.group_counts(AuditCycleName(SPRING)).values()) == 5000
        assert len(store.comments(AuditCycleName(SPRING))) == 1

    def test_the_same_file_never_counts_twice(self, store: Repository) -> None:
        store.add_imported(AuditCycleName(SPRING), self.rows(3))
        assert store.add_imported(AuditCycleName(SPRING), self.rows(5)) == ImportCount(2, 3)
        assert sum(store.group_counts(AuditCycleName(SPRING)).values()) == 5

    def test_a_row_given_twice_in_one_file_counts_once(self, store: Repository) -> None:
        once = list(self.rows(2))
        assert store.add_imported(AuditCycleName(SPRING), once + once) == ImportCount(2, 2)
        assert len(store.comments(AuditCycleName(SPRING))) == 1

    def test_a_file_that_breaks_off_leaves_nothing_behind(self, store: Repository) -> None:
        def broken() -> Iterator[ImportedRow]:
            yield from self.rows(5000)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            store.add_imported(AuditCycleName(SPRING), broken())
        assert store.group_counts(AuditCycleName(SPRING)) == {}
        assert store.add_imported(AuditCycleName(SPRING), self.rows(1)) == ImportCount(1, 0)

    def test_an_empty_file_adds_nothing(self, store: Repository) -> None:
        assert store.add_imported(AuditCycleName(SPRING), ()) == ImportCount(0, 0)

    def test_a_closed_audit_cycle_takes_no_rows(self, store: Repository) -> None:
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        with pytest.raises(ClosedError, match="closed and takes no more answers"):
            store.add_imported(AuditCycleName(SPRING), self.rows(1))

    def test_the_groups_of_what_is_new_are_counted(self, store: Repository) -> None:
        store.add_imported(AuditCycleName(SPRING), self.rows(2))
        count = store.add_imported(AuditCycleName(SPRING), self.rows(5))
        assert count.groups == {("staff", "team 0"): 1, ("staff", "team 1"): 1, ("staff", "team 2"): 1}

    def test_a_dry_run_counts_and_stores_nothing(self, store: Repository) -> None:
        store.add_imported(AuditCycleName(SPRING), self.rows(1))
        assert store.add_imported(AuditCycleName(SPRING), self.rows(3), dry_run=True) == ImportCount(2, 1)
        assert sum(store.group_counts(AuditCycleName(SPRING)).values()) == 1
        assert store.comments(AuditCycleName(SPRING)) == ()
        assert store.add_imported(AuditCycleName(SPRING), self.rows(3)) == ImportCount(2, 1)

    def test_a_row_of_an_earlier_audit_cycle_does_not_count_again(self, store: Repository) -> None:
        store.add_imported(AuditCycleName(SPRING), self.rows(3))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        later = [
            (row_id, person._replace(audit_cycle=AuditCycleName("2026-autumn")), ())
            for row_id, person, _ in self.rows(5)
        ]
        assert store.add_imported(AuditCycleName("2026-autumn"), later) == ImportCount(2, 3)

    @pytest.mark.parametrize(
        ("people", "again", "late", "refused"),
        [(12, 12, 1, True), (12, 11, 0, True), (12, 6, 9, True), (12, 5, 9, False), (40, 12, 30, False)],
    )
    def test_late_answers_do_not_come_in_with_those_that_were_counted(
        self, store: Repository, people: int, again: int, late: int, refused: bool
    ) -> None:
        """Who took one result from the other would have the late ones."""
        store.add_imported(AuditCycleName(SPRING), self.forms(SPRING, range(people)))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        second = self.forms("2026-autumn", [*range(again), *range(people, people + late)])
        if not refused:
            assert store.add_imported(AuditCycleName("2026-autumn"), second).added == again + late
            return
        for dry_run in (True, False):
            with pytest.raises(AuditError, match=r"most answers of '2026-spring', or of a team in it, are in"):
                store.add_imported(AuditCycleName("2026-autumn"), second, dry_run=dry_run)
        assert store.group_counts(AuditCycleName("2026-autumn")) == {}

    def test_the_late_answers_of_a_team_do_not_come_in_with_its_earlier_ones(self, store: Repository) -> None:
        """Even if everybody else answered anew."""
        store.add_imported(
            AuditCycleName(SPRING), self.forms(SPRING, range(62), team_of=lambda n: "Elm" if n < 12 else "Oak")
        )
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        anew = [*range(12), *range(100, 151)]
        with pytest.raises(AuditError, match="or of a team in it"):
            store.add_imported(
                AuditCycleName("2026-autumn"),
                self.forms("2026-autumn", anew, team_of=lambda n: "Elm" if n < 101 else "Oak"),
            )

    def test_forms_cannot_be_tried_out_among_many_others(self, store: Repository) -> None:
        store.add_imported(AuditCycleName(SPRING), self.forms(SPRING, range(12)))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        tried = self.forms("2026-autumn", [*range(6), *range(100, 119)])
        assert store.add_imported(AuditCycleName("2026-autumn"), tried, dry_run=True).added == 25

    def test_forms_that_people_sent_themselves_cannot_be_tried_out(self, store: Repository) -> None:
        store.add_imported(AuditCycleName(SPRING), self.forms(SPRING, range(12)))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        for _, row, _ in self.forms("2026-autumn", range(6)):
            store.add_response(response(answers=row.answers).model_copy(update={"audit_cycle": "2026-autumn"}), ())
        tried = self.forms("2026-autumn", [*range(6, 8), *range(100, 110)])
        assert store.add_imported(AuditCycleName("2026-autumn"), tried, dry_run=True).added == 12

    @pytest.mark.parametrize(("again", "new", "refused"), [(6, 0, True), (3, 9, True), (3, 10, False), (2, 0, False)])
    def test_the_same_people_do_not_count_twice_where_their_rows_have_other_ids(
        self, store: Repository, again: int, new: int, refused: bool
    ) -> None:
        """As after a change of the form, or where a survey tool exports it in another layout."""
        store.add_imported(AuditCycleName(SPRING), self.forms(SPRING, range(1, 7)))
        forms = self.forms(SPRING, [*range(1, 1 + again), *range(20, 20 + new)])
        second = [(f"other {id_}", row, said) for id_, row, said in forms]
        if not refused:
            assert store.add_imported(AuditCycleName(SPRING), second).added == again + new
            return
        for dry_run in (True, False):
            with pytest.raises(AuditError, match=f"{again} of {again + new} forms are filled in exactly like one"):
                store.add_imported(AuditCycleName(SPRING), second, dry_run=dry_run)
        assert sum(store.group_counts(AuditCycleName(SPRING)).values()) == 6

    @pytest.mark.parametrize(
        "answers",
        [
            ("3333333333", "4444444444", "0000000000"),
            ("....______", "...._____.", "...______."),
            ("0104______", "1043______", "4310______"),
            ("0101101101", "1101101100", "0111011010"),
        ],
        ids=["all alike", "blank", "short", "two options"],
    )
    def test_forms_that_two_people_may_fill_in_alike_may_come_again(
        self, store: Repository, answers: tuple[str, ...]
    ) -> None:
        for name in ("first", "second"):
            rows = [(f"{name} {one}", response("staff", "", one).row, ()) for one in answers]
            assert store.add_imported(AuditCycleName(SPRING), rows).added == 3

    def test_answers_that_were_typed_before_are_known_again(self, store: Repository) -> None:
        for _, row, _ in self.forms(SPRING, range(12)):
            store.add_response(response(answers=row.answers), ())
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        with pytest.raises(AuditError, match="once more"):
            store.add_imported(AuditCycleName("2026-autumn"), self.forms("2026-autumn", range(13)))

    def test_a_few_forms_cannot_be_tried_out(self, store: Repository) -> None:
        """Not even by somebody who knows all but one of them."""
        store.add_imported(AuditCycleName(SPRING), self.forms(SPRING, range(12)))
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        assert (
            store.add_imported(AuditCycleName("2026-autumn"), self.forms("2026-autumn", range(9)), dry_run=True).added
            == 9
        )

    def forms(
        self, audit_cycle: str, numbers: Iterable[int], team_of: Callable[[int], str] = lambda _: ""
    ) -> list[ImportedRow]:
        """One form for each number, unlike any other."""
        rows = ((n, response("staff", team_of(n), f"{n:010}").row) for n in numbers)
        return [
            (f"row:{audit_cycle}, {n}", row._replace(mode="import", audit_cycle=AuditCycleName(audit_cycle)), ())
            for n, row in rows
        ]

    def test_a_row_of_another_audit_cycle_is_a_bug(self, store: Repository) -> None:
        store.close_cycle(SPRING, "2026-04-01", TERMS)
        store.open_cycle(cycle("2026-autumn"))
        with pytest.raises(ValueError, match="another audit cycle"):
            store.add_imported(AuditCycleName("2026-autumn"), self.rows(1))


class TestReading:
    @pytest.mark.parametrize("size", [1, 2, 3, 7, 1000, None])
    def test_batches_hold_everyone_once_whatever_their_size(self, store: Repository, size: int | None) -> None:
        people = [
            response(perspective, team, answers, priorities)
            for perspective in ("staff", "carer")
            for team in ("", "Elm ward", "Wärd '2'")
            for answers in ("3420?1.4-_", "0000000000", "__________")
            for priorities in ((), ("c03",), ("c03", "c01"))
        ]
        store.add_imported(AuditCycleName(SPRING), [(person.key, person.row, ()) for person in people])
        assert everyone(store, size) == sorted(
            (person.perspective, person.team, person.answers, " ".join(person.priorities)) for person in people
        )
        assert all(
            answers.count("\n") < (size or 1000) for _, answers, _ in store.group_batches(AuditCycleName(SPRING), size)
        )

    @pytest.mark.parametrize("size", [None, 4])
    def test_answers_and_priorities_of_a_batch_belong_together(self, store: Repository, size: int | None) -> None:
        for number in range(9):
            send(store, response(answers=str(number), priorities=(f"c{number}",)))
        assert everyone(store, size) == [("staff", "Elm ward", str(n), f"c{n}") for n in range(9)]

    def test_batches_show_one_moment(self, store: Repository) -> None:
        for _ in range(4):
            send(store, response())
        batches = store.group_batches(AuditCycleName(SPRING), size=2)
        seen = next(batches)[1].count("\n") + 1
        for _ in range(4):
            send(store, response(team="Aspen"))
            send(store, response())
        assert seen + sum(answers.count("\n") + 1 for _, answers, _ in batches) == 4

    def test_counts_are_by_group(self, store: Repository) -> None:
        for group in (("staff", ""), ("carer", "Elm ward"), ("staff", "")):
            send(store, response(*group))
        assert store.group_counts(AuditCycleName(SPRING)) == {
            Group(CARER, TeamName("Elm ward")): 1,
            Group(STAFF, TeamName("")): 2,
        }

    def test_an_audit_cycle_without_answers_has_no_batches(self, store: Repository) -> None:
        assert list(store.group_batches(AuditCycleName(SPRING))) == []
        assert store.group_counts(AuditCycleName("2025")) == {}

    def test_every_connection_is_given_back(self, store: Repository) -> None:
        send(store, response())
        for _ in range(40):
            next(store.group_batches(AuditCycleName(SPRING)))
        assert len(everyone(store)) == 1


class TestComments:
    def test_a_review_is_kept(self, store: Repository) -> None:
        send(store, response(), comment("Ann is kind.", key="k"), comment(key="other"))
        store.review_comment("k", "redacted", "[name] is kind.")
        (reviewed,) = store.comments(AuditCycleName(SPRING), status="redacted")
        assert (reviewed.text, reviewed.shown) == ("Ann is kind.", "[name] is kind.")
        assert [said.key for said in store.comments(AuditCycleName(SPRING), status="waiting")] == ["other"]

    def test_comments_come_by_challenge_and_then_by_random_key(self, store: Repository) -> None:
        for challenge, key in (("c02", "b"), ("c01", "z"), ("c02", "a")):
            send(store, response(), comment(challenge=challenge, key=key))
        assert [said.key for said in store.comments(AuditCycleName(SPRING))] == ["z", "a", "b"]

    def test_an_unknown_comment_is_refused(self, store: Repository) -> None:
        with pytest.raises(AuditError, match="no longer there"):
            store.review_comment("k", "approved", "")


def test_what_was_acknowledged_is_there_for_the_next_program(where: Where) -> None:
    for _ in range(3):
        with Repository.open(where) as repository:
            send(repository, response())
    with Repository.open(where) as repository:
        assert len(everyone(repository)) == 3


def test_a_transaction_that_fails_leaves_nothing(store: Repository) -> None:
    send(store, response(), comment())

    def delete_and_fail() -> None:
        with store.database.write() as connection:
            connection.execute(delete(responses))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        delete_and_fail()
    assert len(everyone(store)) == 1


def test_keys_of_drafts_never_stand_beside_answers(store: Repository) -> None:
    key = secrets.token_hex(16)
    send(store, response(), comment(), draft_key=key)
    with store.database.read() as connection:
        for table in ("responses", "comments"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 - our own names
            assert key not in repr(rows)


def test_a_row_has_the_columns_of_its_table_in_their_order() -> None:
    assert ResponseRow._fields == tuple(column.name for column in responses.columns)
