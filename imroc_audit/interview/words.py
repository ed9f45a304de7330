"""Every sentence that the interview says for itself, plain and Easy Read. The rest is the questionnaire's."""

from typing import Final

from imroc_audit.model.questionnaire import Wording

COMMENT_LIMIT: Final = 20_000
"""Characters kept of one comment; long enough for anything a person types, short enough to store."""


def _w(text: str, easy_read: str | None = None) -> Wording:
    return Wording(text=text, easy_read=easy_read)


WORDS: Final[dict[str, Wording]] = {
    # Pages
    "agree": _w("Yes, I agree to take part", "Yes, I want to take part"),
    "decline": _w("No, I do not want to take part"),
    "perspective_heading": _w("About you"),
    "perspective_body": _w("Which of these is most like you?", "Who are you?"),
    "team_heading": _w("Your team or ward"),
    "team_body": _w("Which team or ward are your answers about?", "Which team or ward do you know?"),
    "team_none": _w("I would rather not say", "I do not want to say"),
    "start_heading": _w("Before you start"),
    "start_body": _w(
        "There are {count} statements. For each one, choose the answer that fits best. There are no right "
        "or wrong answers. You can leave any of them out, go back and change your answers, or stop at any "
        "time.",
        "There are {count} sentences. Pick an answer for each one. There is no wrong answer. You can miss "
        "some out. You can go back. You can stop when you want.",
    ),
    "start_code": _w(
        "Each answer is saved as you go. If you stop, you can carry on later with your return code:\n"
        "{code}\nPlease write it down. Anyone who has it can open your answers.",
        "Your answers are saved. You can stop and come back. To come back you need this code:\n"
        "{code}\nPlease write it down. Keep it safe.",
    ),
    "start_no_code": _w(
        "This is a shared computer. If you stop before the end, your answers are deleted.",
        "Other people use this computer. If you stop before the end, we delete your answers.",
    ),
    "place": _w("Statement {n} of {count}", "Sentence {n} of {count}"),
    "comment_label": _w("Comment about ‘{title}’"),
    "your_answer": _w("your answer"),
    "rank": _w("number {n}"),
    "priorities_heading": _w("What matters most"),
    "priorities_body": _w(
        "Which of these should be worked on first? Choose up to {limit}. Start with the one that matters "
        "most to you. Choose one again to take it away.",
        "What should get better first? Pick up to {limit}. Pick the most important one first. Pick it "
        "again to take it away.",
    ),
    "priorities_one": _w(
        "Which of these should be worked on first? You can choose one. Choose it again to take it away.",
        "What should get better first? You can pick one. Pick it again to take it away.",
    ),
    "review_heading": _w("Check your answers"),
    "review_body": _w(
        "Statements: {count}\nAnswered: {answered}\n{dont_know_label}: "
        "{dont_know}\n{not_applicable_label}: {not_applicable}\nLeft blank: {blank}",
    ),
    "consent_label": _w("Taking part"),
    "priorities_chosen": _w("Chosen, most important first: {titles}", "You picked: {titles}"),
    "review_hint": _w(
        "Nothing is sent until you choose to send. You can change any answer first. Blank ones are fine.",
        "We only get your answers if you send them. You can change them first. It is fine to leave some blank.",
    ),
    "blank": _w("left blank"),
    "sent_heading": _w("Thank you"),
    "sent_body": _w(
        "Your answers have been sent.\n\nThey will be put together with everyone else’s. Nobody is shown "
        "what you answered. People who use services, their relatives and friends, and staff then use the "
        "results to agree what to work on first.",
        "We have your answers. Thank you.\n\nWe put them together with other people’s answers. Nobody is "
        "shown what you said. Then people choose what to make better first.",
    ),
    "declined_heading": _w("That is fine"),
    "declined_body": _w("Nothing has been kept. Thank you for looking.", "We have not kept anything. Thank you."),
    "sent_before_heading": _w("Thank you"),
    "sent_before_body": _w(
        "These answers had been sent already, from another window. What you have changed since then was not kept.",
        "You sent these answers before, in another window. We did not keep the new changes.",
    ),
    "closed_heading": _w("This survey has closed"),
    "closed_body": _w(
        "Your answers could not be sent and have been deleted. We are sorry.",
        "We could not take your answers. They are deleted. We are sorry.",
    ),
    "support": _w(
        "If any of this was hard to think about, please talk to someone you trust. You can call "
        "Samaritans free on 116 123 at any time, or call NHS 111 and choose the mental health option.",
        "If you feel upset, talk to someone you trust. You can call Samaritans on 116 123. It is free. "
        "You can call NHS 111 and ask for help with mental health.",
    ),
    # Reasons for staying put
    "not_a_choice": _w("Please choose a number from 1 to {count}.", "Please pick a number from 1 to {count}."),
    "nothing_to_choose": _w("There is nothing to choose by number on this page."),
    "cannot_here": _w("You cannot do that on this page."),
    "nothing_to_edit": _w(
        "Please type edit and the number of a statement, from 1 to {count}, or edit and one of these words: {pages}.",
        "Please type edit and a number from 1 to {count}. Or type edit and one of these words: {pages}.",
    ),
    "enough_priorities": _w(
        "You have chosen {limit} already. To choose another, first take one away by choosing it again.",
        "You have picked {limit}. To pick a new one, first take one away. Pick it again to take it away.",
    ),
    "perspective_fixed": _w(
        "You have already answered as ‘{label}’, so this cannot change now. To begin again, go back to "
        "the first page and choose No. That deletes your answers.",
        "You gave answers as ‘{label}’. You cannot change this now. To start again, go back to the first "
        "page and choose No. Your answers will be deleted.",
    ),
    "wrong_questionnaire": _w(
        "These saved answers belong to another version of the questionnaire, so they cannot be carried on here."
    ),
    "draft_unreadable": _w("These saved answers do not fit the questionnaire, so they cannot be carried on here."),
    "not_saved": _w(
        "That could not be saved, so it was not taken. Your earlier answers are safe. You can try again. If it "
        "still cannot be saved, please tell the person who runs this survey.",
        "We could not save that. Your other answers are safe. You can try again. If it does not work, please tell "
        "the person who runs this survey.",
    ),
    "nothing_saved": _w(
        "That could not be saved, so nothing of yours has been kept. You can try again. If it still cannot be saved, "
        "please tell the person who runs this survey.",
        "We could not save that. We have kept nothing. You can try again. If it does not work, please tell the "
        "person who runs this survey.",
    ),
    "not_sent": _w(
        "Your answers could not be sent. They are still saved. You can try again. If they still cannot be sent, "
        "please tell the person who runs this survey.",
        "We could not send your answers. They are saved. You can try again. If it does not work, please tell the "
        "person who runs this survey.",
    ),
    "not_deleted": _w("Your answers could not be deleted. Please tell the person who runs this survey."),
    # Comments
    "comment_private": _w(
        "This is kept for the whole topic, apart from your other answers. Please leave out names, "
        "addresses and telephone numbers.",
        "Please do not write names, addresses or phone numbers.",
    ),
    "identifying": _w(
        "This may show who someone is. It looks as if it has {kinds}. You may want to take that out.",
        "People may find out who you are. It looks like there is {kinds}. You can take it out.",
    ),
    "identifying_review": _w(
        "Your comment about ‘{title}’ may show who someone is. It looks as if it has {kinds}. To change "
        "it, go to statement {n}.",
        "Look at your comment about ‘{title}’. It looks like there is {kinds}. To change it, go to sentence {n}.",
    ),
    "too_long": _w(
        "Your comment has reached {limit} characters. Anything after that is not kept.",
        "Your comment is too long. We only keep the first {limit} letters.",
    ),
    "and": _w("and"),
    "email": _w("an e-mail address"),
    "telephone": _w("a telephone number", "a phone number"),
    "postcode": _w("a postcode"),
    "nhs-number": _w("an NHS number"),
    "date-of-birth": _w("a date, such as a date of birth", "a date, like a birthday"),
    "name": _w("a name"),
    # Stopping
    "welcome_back": _w("Welcome back. You are where you left off."),
    "stop_question": _w("Stop now?"),
    "stopped": _w(
        "Your answers so far are saved. To carry on later, use your return code:\n{code}",
        "Your answers are saved. To come back you need this code:\n{code}",
    ),
    "stopped_new": _w("You have not started, so nothing is kept.", "You have not started. We have kept nothing."),
    "stopped_unsaved": _w("Nothing could be saved, so nothing is kept.", "We have kept nothing."),
    "stopped_deleted": _w(
        "This is a shared computer, so your answers so far are deleted and not sent.",
        "Other people use this computer. Your answers are deleted. They are not sent.",
    ),
    "still_there": _w(
        "Are you still there? Press any key to carry on. If you do not, your answers are deleted to keep them private.",
        "Are you still there? Press a key to go on. If not, we will delete your answers.",
    ),
    # Names of actions
    "back": _w("Back"),
    "skip": _w("Skip", "Miss out"),
    "next": _w("Go on"),
    "comment": _w("Comment"),
    "clear": _w("Clear answer"),
    "easy_read": _w("Easy Read"),
    "easy_read_off": _w("Standard wording", "Not Easy Read"),
    "language": _w("Language"),
    "stop": _w("Stop"),
    "carry_on": _w("Carry on"),
    "send": _w("Send my answers"),
    # The plain view
    "plain_commands": _w("Type a number, or one of these words: {commands}."),
    "plain_answered": _w("Your answer now: {answer}", "Your answer: {answer}"),
    "plain_words": _w("You can type one of these words: {commands}."),
    "plain_blank": _w("Left blank:"),
    "plain_edit": _w("To see or change an answer, type edit and its number, for example: edit {n}."),
    "ask_number": _w("Your choice, 1 to {count}:"),
    "ask_answer": _w("Your answer, 1 to {count}:"),
    "ask_priorities": _w("A number, or just Enter to go on:"),
    "ask_next": _w("Press Enter to go on:"),
    "ask_review": _w("Type send, edit, back or stop:"),
    "not_understood": _w("That was not understood.", "We did not understand."),
    "plain_comment": _w(
        "Write as many lines as you like. To finish, leave a line empty or type a full stop on its own.",
        "Write what you want. To finish, press Enter on an empty line.",
    ),
    "plain_comment_now": _w(
        "You wrote this before: {text}\nAnything you write now takes its place. Leave the line empty to keep "
        "it, or type delete to remove it.",
        "You wrote this: {text}\nWrite new words to change it. Press Enter to keep it. Type delete to take it away.",
    ),
    "has_comment": _w("You have written a comment about this."),
    "comment_saved": _w("Your comment is saved."),
    "comment_kept": _w("Your comment has not changed."),
    "comment_deleted": _w("Your comment is removed.", "Your comment is gone."),
    "ask_keep": _w("Type keep or change:"),
    "keep_or_change": _w("Type keep to leave the comment as it is, or change to write it again."),
    "ask_again": _w("Press Enter to try again:"),
    "ask_finish": _w("Press Enter to finish:"),
    "still_there_plain": _w(
        "Are you still there? Press Enter to carry on. If you do not, your answers are deleted to keep them private.",
        "Are you still there? Press Enter to go on. If not, we will delete your answers.",
    ),
    # The full-screen view
    "full_plain_exists": _w(
        "Using a screen reader? Stop with Q, then start again with --plain.",
    ),
    "full_more": _w("More to read: Page Down"),
    "full_editor_done": _w("Done"),
    "full_any_key": _w("Press any key to finish."),
    "full_choose": _w("Choose"),
    "full_tenth": _w("Tenth: type 10"),
    "full_number": _w(
        "You typed {n}. Type its next digit, or press Enter.", "You typed {n}. Press Enter, or type one more digit."
    ),
}


def words(key: str, *, easy_read: bool = False, language: str | None = None, **values: object) -> str:
    """The sentence for a key, with its {fields} filled in. Raises KeyError when there is none."""
    return WORDS[key].say(easy_read=easy_read, language=language).format(**values)
