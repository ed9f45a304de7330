"""Every sentence that the interview says for itself, plain and Easy Read. The rest is the questionnaire's."""

from functools import partial
from typing import Final

from imroc_audit.model.questionnaire import Wording
from imroc_audit.model.survey_words import (
    ABOUT_YOU,
    FIRST_PRIORITY,
    LEAVE_OUT_NAMES,
    MATTERS_MOST,
    STATEMENTS,
    SUPPORT,
    TEAM,
    TEAM_NOT_SAID,
    sentence,
    together,
    wording,
)

COMMENT_LIMIT: Final = 20_000
"""Characters kept of one comment; long enough for anything a person types, short enough to store."""


WORDS: Final[dict[str, Wording]] = {
    # Pages
    "agree": wording("Yes, I agree to take part", "Yes, I want to take part"),
    "decline": wording("No, I do not want to take part"),
    "perspective_heading": ABOUT_YOU,
    "perspective_body": wording("Which of these is most like you?", "Who are you?"),
    "team_heading": wording("Your team or ward"),
    "team_body": TEAM,
    "team_none": TEAM_NOT_SAID,
    "start_heading": wording("Before you start"),
    "start_body": together(
        STATEMENTS,
        wording(
            "For each one, choose the answer that fits best. There are no right "
            "or wrong answers. You can leave any of them out, go back and change your answers, or stop at any "
            "time.",
            "Pick an answer for each one. There is no wrong answer. You can miss "
            "some out. You can go back. You can stop when you want.",
        ),
    ),
    "start_code": wording(
        "Each answer is saved as you go. If you stop, you can carry on later with your return code:\n"
        "{code}\nPlease write it down. Anyone who has it can open your answers.",
        "Your answers are saved. You can stop and come back. To come back you need this code:\n"
        "{code}\nPlease write it down. Keep it safe.",
    ),
    "start_no_code": wording(
        "This is a shared computer. If you stop before the end, your answers are deleted.",
        "Other people use this computer. If you stop before the end, we delete your answers.",
    ),
    "place": wording("Statement {n} of {count}", "Sentence {n} of {count}"),
    "comment_label": wording("Comment about ‘{title}’"),
    "your_answer": wording("your answer"),
    "rank": wording("number {n}"),
    "priorities_heading": MATTERS_MOST,
    "priorities_body": together(
        FIRST_PRIORITY,
        wording(
            "Choose up to {limit}. Start with the one that matters most to you. Choose one again to take it away.",
            "Pick up to {limit}. Pick the most important one first. Pick it again to take it away.",
        ),
    ),
    "priorities_one": together(
        FIRST_PRIORITY,
        wording(
            "You can choose one. Choose it again to take it away.", "You can pick one. Pick it again to take it away."
        ),
    ),
    "review_heading": wording("Check your answers"),
    "review_body": wording(
        "Statements: {count}\nAnswered: {answered}\n{dont_know_label}: "
        "{dont_know}\n{not_applicable_label}: {not_applicable}\nLeft blank: {blank}",
    ),
    "consent_label": wording("Taking part"),
    "priorities_chosen": wording("Chosen, most important first: {titles}", "You picked: {titles}"),
    "review_hint": wording(
        "Nothing is sent until you choose to send. You can change any answer first. Blank ones are fine.",
        "We only get your answers if you send them. You can change them first. It is fine to leave some blank.",
    ),
    "blank": wording("left blank"),
    "sent_heading": wording("Thank you"),
    "sent_body": wording(
        "Your answers have been sent.\n\nThey will be put together with everyone else’s. Nobody is shown "
        "what you answered. People who use services, their relatives and friends, and staff then use the "
        "results to agree what to work on first.",
        "We have your answers. Thank you.\n\nWe put them together with other people’s answers. Nobody is "
        "shown what you said. Then people choose what to make better first.",
    ),
    "declined_heading": wording("That is fine"),
    "declined_body": wording("Nothing has been kept. Thank you for looking.", "We have not kept anything. Thank you."),
    "sent_before_heading": wording("Thank you"),
    "sent_before_body": wording(
        "These answers had been sent already, from another window. What you have changed since then was not kept.",
        "You sent these answers before, in another window. We did not keep the new changes.",
    ),
    "closed_heading": wording("This survey has closed"),
    "closed_body": wording(
        "Your answers could not be sent and have been deleted. We are sorry.",
        "We could not take your answers. They are deleted. We are sorry.",
    ),
    "support": SUPPORT,
    # Reasons for staying put
    "not_a_choice": wording("Please choose a number from 1 to {count}.", "Please pick a number from 1 to {count}."),
    "nothing_to_choose": wording("There is nothing to choose by number on this page."),
    "cannot_here": wording("You cannot do that on this page."),
    "nothing_to_edit": wording(
        "Please type edit and the number of a statement, from 1 to {count}, or edit and one of these words: {pages}.",
        "Please type edit and a number from 1 to {count}. Or type edit and one of these words: {pages}.",
    ),
    "enough_priorities": wording(
        "You have chosen {limit} already. To choose another, first take one away by choosing it again.",
        "You have picked {limit}. To pick a new one, first take one away. Pick it again to take it away.",
    ),
    "perspective_fixed": wording(
        "You have already answered as ‘{label}’, so this cannot change now. To begin again, go back to "
        "the first page and choose No. That deletes your answers.",
        "You gave answers as ‘{label}’. You cannot change this now. To start again, go back to the first "
        "page and choose No. Your answers will be deleted.",
    ),
    "wrong_questionnaire": wording(
        "These saved answers belong to another version of the questionnaire, so they cannot be carried on here."
    ),
    "draft_unreadable": wording("These saved answers do not fit the questionnaire, so they cannot be carried on here."),
    "not_saved": wording(
        "That could not be saved, so it was not taken. Your earlier answers are safe. You can try again. If it "
        "still cannot be saved, please tell the person who runs this survey.",
        "We could not save that. Your other answers are safe. You can try again. If it does not work, please tell "
        "the person who runs this survey.",
    ),
    "nothing_saved": wording(
        "That could not be saved, so nothing of yours has been kept. You can try again. If it still cannot be saved, "
        "please tell the person who runs this survey.",
        "We could not save that. We have kept nothing. You can try again. If it does not work, please tell the "
        "person who runs this survey.",
    ),
    "not_sent": wording(
        "Your answers could not be sent. They are still saved. You can try again. If they still cannot be sent, "
        "please tell the person who runs this survey.",
        "We could not send your answers. They are saved. You can try again. If it does not work, please tell the "
        "person who runs this survey.",
    ),
    "not_deleted": wording("Your answers could not be deleted. Please tell the person who runs this survey."),
    # Comments
    "comment_private": wording(
        f"This is kept for the whole topic, apart from your other answers. {LEAVE_OUT_NAMES.say()}",
        LEAVE_OUT_NAMES.say(easy_read=True),
    ),
    "identifying": wording(
        "This may show who someone is. It looks as if it has {kinds}. You may want to take that out.",
        "People may find out who you are. It looks like there is {kinds}. You can take it out.",
    ),
    "identifying_review": wording(
        "Your comment about ‘{title}’ may show who someone is. It looks as if it has {kinds}. To change "
        "it, go to statement {n}.",
        "Look at your comment about ‘{title}’. It looks like there is {kinds}. To change it, go to sentence {n}.",
    ),
    "too_long": wording(
        "Your comment has reached {limit} characters. Anything after that is not kept.",
        "Your comment is too long. We only keep the first {limit} letters.",
    ),
    "and": wording("and"),
    "email": wording("an e-mail address"),
    "telephone": wording("a telephone number", "a phone number"),
    "postcode": wording("a postcode"),
    "nhs-number": wording("an NHS number"),
    "date-of-birth": wording("a date, such as a date of birth", "a date, like a birthday"),
    "name": wording("a name"),
    # Stopping
    "welcome_back": wording("Welcome back. You are where you left off."),
    "stop_question": wording("Stop now?"),
    "stopped": wording(
        "Your answers so far are saved. To carry on later, use your return code:\n{code}",
        "Your answers are saved. To come back you need this code:\n{code}",
    ),
    "stopped_new": wording("You have not started, so nothing is kept.", "You have not started. We have kept nothing."),
    "stopped_unsaved": wording("Nothing could be saved, so nothing is kept.", "We have kept nothing."),
    "stopped_deleted": wording(
        "This is a shared computer, so your answers so far are deleted and not sent.",
        "Other people use this computer. Your answers are deleted. They are not sent.",
    ),
    "still_there": wording(
        "Are you still there? Press any key to carry on. If you do not, your answers are deleted to keep them private.",
        "Are you still there? Press a key to go on. If not, we will delete your answers.",
    ),
    # Names of actions
    "back": wording("Back"),
    "skip": wording("Skip", "Miss out"),
    "next": wording("Go on"),
    "comment": wording("Comment"),
    "clear": wording("Clear answer"),
    "easy_read": wording("Easy Read"),
    "easy_read_off": wording("Standard wording", "Not Easy Read"),
    "language": wording("Language"),
    "stop": wording("Stop"),
    "carry_on": wording("Carry on"),
    "send": wording("Send my answers"),
    # The plain view
    "plain_commands": wording("Type a number, or one of these words: {commands}."),
    "plain_answered": wording("Your answer now: {answer}", "Your answer: {answer}"),
    "plain_words": wording("You can type one of these words: {commands}."),
    "plain_blank": wording("Left blank:"),
    "plain_edit": wording("To see or change an answer, type edit and its number, for example: edit {n}."),
    "ask_number": wording("Your choice, 1 to {count}:"),
    "ask_answer": wording("Your answer, 1 to {count}:"),
    "ask_priorities": wording("A number, or just Enter to go on:"),
    "ask_next": wording("Press Enter to go on:"),
    "ask_review": wording("Type send, edit, back or stop:"),
    "not_understood": wording("That was not understood.", "We did not understand."),
    "plain_not_taken": wording(
        "What was typed before this question was shown is not an answer to it and was not taken.",
        "You typed that before the question. We did not take it.",
    ),
    "plain_one_line": wording(
        "Several lines came at once, so none was taken. Please type your answer.",
        "That was too many lines. Please type your answer.",
    ),
    "plain_comment": wording(
        "Write as many lines as you like. To finish, leave a line empty or type a full stop on its own.",
        "Write what you want. To finish, press Enter on an empty line.",
    ),
    "plain_comment_now": wording(
        "You wrote this before: {text}\nAnything you write now takes its place. Leave the line empty to keep "
        "it, or type delete to remove it.",
        "You wrote this: {text}\nWrite new words to change it. Press Enter to keep it. Type delete to take it away.",
    ),
    "has_comment": wording("You have written a comment about this."),
    "comment_saved": wording("Your comment is saved."),
    "comment_kept": wording("Your comment has not changed."),
    "comment_deleted": wording("Your comment is removed.", "Your comment is gone."),
    "ask_keep": wording("Type keep or change:"),
    "keep_or_change": wording("Type keep to leave the comment as it is, or change to write it again."),
    "ask_again": wording("Press Enter to try again:"),
    "ask_finish": wording("Press Enter to finish:"),
    "still_there_plain": wording(
        "Are you still there? Press Enter to carry on. If you do not, your answers are deleted to keep them private.",
        "Are you still there? Press Enter to go on. If not, we will delete your answers.",
    ),
    # The full-screen view
    "full_plain_exists": wording(
        "Using a screen reader? Stop with Q, then start again with --plain.",
    ),
    "full_more": wording("More to read: Page Down"),
    "full_editor_done": wording("Done"),
    "full_any_key": wording("Press any key to finish."),
    "full_choose": wording("Choose"),
    "full_tenth": wording("Tenth: type 10"),
    "full_number": wording(
        "You typed {n}. Type its next digit, or press Enter.", "You typed {n}. Press Enter, or type one more digit."
    ),
}


words = partial(sentence, WORDS)
"""The sentence for a key, with its {fields} filled in. Raises KeyError when there is none."""
