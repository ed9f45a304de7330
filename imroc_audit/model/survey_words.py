"""What a survey says in every form it takes, on a screen, on paper and in another tool: plain and Easy Read."""

from collections.abc import Mapping
from typing import Final

from imroc_audit.model.questionnaire import Wording


def wording(text: str, easy_read: str | None = None) -> Wording:
    """A sentence of the survey's own. easy_read: None where the plain one is easy enough."""
    return Wording(text=text, easy_read=easy_read)


def together(*wordings: Wording) -> Wording:
    """Sentences one after the other, plain and Easy Read."""
    plain, easy_read = (" ".join(one.say(easy_read=easy) for one in wordings) for easy in (False, True))
    return wording(plain, easy_read)


def sentence(
    wordings: Mapping[str, Wording], key: str, *, easy_read: bool = False, language: str | None = None, **values: object
) -> str:
    """The sentence for a key, with its {fields} filled in. Raises KeyError when there is none."""
    return wordings[key].say(easy_read=easy_read, language=language).format(**values)


ABOUT_YOU: Final = wording("About you")
TEAM: Final = wording("Which team or ward are your answers about?", "Which team or ward do you know?")
TEAM_NOT_SAID: Final = wording("I would rather not say", "I do not want to say")
STATEMENTS: Final = wording("There are {count} statements.", "There are {count} sentences.")
MATTERS_MOST: Final = wording("What matters most")
FIRST_PRIORITY: Final = wording("Which of these should be worked on first?", "What should get better first?")
LEAVE_OUT_NAMES: Final = wording(
    "Please leave out names, addresses and telephone numbers.",
    "Please do not write names, addresses or phone numbers.",
)
SUPPORT: Final = wording(
    "If any of this was hard to think about, please talk to someone you trust. You can call Samaritans free on 116 "
    "123 at any time, or call NHS 111 and choose the mental health option.",
    "If you feel upset, talk to someone you trust. You can call Samaritans on 116 123. It is free. You can call NHS "
    "111 and ask for help with mental health.",
)
