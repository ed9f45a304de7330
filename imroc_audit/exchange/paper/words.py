"""The sentences that only the paper form says, plain and Easy Read. The rest is the form's."""

from functools import partial
from typing import Final

from imroc_audit.model.questionnaire import Wording
from imroc_audit.model.survey_words import (
    FIRST_PRIORITY,
    STATEMENTS,
    SUPPORT,
    TEAM_NOT_SAID,
    sentence,
    together,
    wording,
)

WORDS: Final[dict[str, Wording]] = {
    "for_whom": wording(
        "This form is for you if you would say: ‘{choose}’. If not, please ask for another form.",
        "This paper is for you if you can say: ‘{choose}’. If not, please ask for a different paper.",
    ),
    "about_heading": wording("About this survey"),
    "after_heading": wording("What happens to your answers", "What happens to your answers?"),
    "after": wording(
        "If you hand this form in, you agree to take part. If you do not want to take part, you need not do anything.\n"
        "Your answers are added to everyone else’s on a computer. The person who types them in sees this form, so "
        "please do not write your name on it.",
        "You take part if you hand this paper in. If you do not want to, that is fine.\n"
        "Someone puts your answers in a computer. They see this paper. Please do not write your name.",
    ),
    "on_screen": wording(
        "If you fill it in on a screen, save it and send it back as you were asked to. An e-mail shows who sent it. "
        "If you do not want that, print the form and hand it in.",
        "You can fill this in on a computer. Save it and send it back. An e-mail shows who sent it. You can print it "
        "and hand it in.",
    ),
    "on_paper": wording(
        "This form cannot be filled in on a screen. Print it, or ask for a printed one, and hand it in.",
        "You cannot fill this in on a computer. Print it, or ask for it on paper. Then hand it in.",
    ),
    "how_heading": wording("How to fill it in"),
    "how": together(
        STATEMENTS,
        wording(
            "For each one, tick the box that fits best. There are no right or wrong "
            "answers. You can leave any of them out.\n"
            "If you change your mind, fill in the wrong box so that it is black, and tick another one.\n"
            "The numbers and letters beside the boxes are only for the person who types the answers in.",
            "Tick one box for each. There is no wrong answer. You can miss some out.\n"
            "Did you make a mistake? Make that box black. Then tick a new box.\n"
            "You do not need the numbers and letters next to the boxes.",
        ),
    ),
    "statement": wording("Statement", "Sentence"),
    "priorities": together(
        FIRST_PRIORITY,
        wording(
            "Write 1 to {ranks} in the boxes, 1 for the one that matters most to you. Leave the other boxes empty.",
            "Write 1 to {ranks} in the boxes. Write 1 for the most important one. Leave the other boxes empty.",
        ),
    ),
    "priority": together(FIRST_PRIORITY, wording("Write 1 in one of the boxes.", "Write 1 in one box.")),
    "team_none": TEAM_NOT_SAID,
    "end_heading": wording("When you have finished"),
    "hand_in": wording("Please hand this form in at:", "Please give this paper to:"),
    "hand_in_by": wording("By this day:"),
    "thanks": together(wording("Thank you."), SUPPORT),
}


words = partial(sentence, WORDS)
"""The sentence for a key, with its {fields} filled in. Raises KeyError when there is none."""
