"""The sentences that only the paper form says, plain and Easy Read. The rest is the form's."""

from typing import Final

from imroc_audit.model.questionnaire import Wording


def _w(text: str, easy_read: str | None = None) -> Wording:
    return Wording(text=text, easy_read=easy_read)


WORDS: Final[dict[str, Wording]] = {
    "for_whom": _w(
        "This form is for you if you would say: ‘{choose}’. If not, please ask for another form.",
        "This paper is for you if you can say: ‘{choose}’. If not, please ask for a different paper.",
    ),
    "about_heading": _w("About this survey"),
    "after_heading": _w("What happens to your answers", "What happens to your answers?"),
    "after": _w(
        "If you hand this form in, you agree to take part. If you do not want to take part, you need not do anything.\n"
        "Your answers are added to everyone else’s on a computer. The person who types them in sees this form, so "
        "please do not write your name on it.",
        "You take part if you hand this paper in. If you do not want to, that is fine.\n"
        "Someone puts your answers in a computer. They see this paper. Please do not write your name.",
    ),
    "on_screen": _w(
        "If you fill it in on a screen, save it and send it back as you were asked to. An e-mail shows who sent it. "
        "If you do not want that, print the form and hand it in.",
        "You can fill this in on a computer. Save it and send it back. An e-mail shows who sent it. You can print it "
        "and hand it in.",
    ),
    "on_paper": _w(
        "This form cannot be filled in on a screen. Print it, or ask for a printed one, and hand it in.",
        "You cannot fill this in on a computer. Print it, or ask for it on paper. Then hand it in.",
    ),
    "how_heading": _w("How to fill it in"),
    "how": _w(
        "There are {count} statements. For each one, tick the box that fits best. There are no right or wrong "
        "answers. You can leave any of them out.\n"
        "If you change your mind, fill in the wrong box so that it is black, and tick another one.\n"
        "The numbers and letters beside the boxes are only for the person who types the answers in.",
        "There are {count} sentences. Tick one box for each. There is no wrong answer. You can miss some out.\n"
        "Did you make a mistake? Make that box black. Then tick a new box.\n"
        "You do not need the numbers and letters next to the boxes.",
    ),
    "statement": _w("Statement", "Sentence"),
    "priorities": _w(
        "Which of these should be worked on first? Write 1 to {ranks} in the boxes, 1 for the one that matters most to "
        "you. Leave the other boxes empty.",
        "What should get better first? Write 1 to {ranks} in the boxes. Write 1 for the most important one. Leave the "
        "other boxes empty.",
    ),
    "priority": _w(
        "Which of these should be worked on first? Write 1 in one of the boxes.",
        "What should get better first? Write 1 in one box.",
    ),
    "team_none": _w("I would rather not say", "I do not want to say"),
    "end_heading": _w("When you have finished"),
    "hand_in": _w("Please hand this form in at:", "Please give this paper to:"),
    "hand_in_by": _w("By this day:"),
    "thanks": _w(
        "Thank you. If any of this was hard to think about, please talk to someone you trust. You can call Samaritans "
        "free on 116 123 at any time, or call NHS 111 and choose the mental health option.",
        "Thank you. If you feel upset, talk to someone you trust. You can call Samaritans on 116 123. It is free. You "
        "can call NHS 111 and ask for help with mental health.",
    ),
}


def words(key: str, *, easy_read: bool = False, language: str | None = None, **values: object) -> str:
    """The sentence for a key, with its {fields} filled in. Raises KeyError when there is none."""
    return WORDS[key].say(easy_read=easy_read, language=language).format(**values)
