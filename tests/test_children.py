"""What a test starts does not depend on how the tests were started."""

import signal
from collections.abc import Iterator

import pexpect
import pytest

from tests.children import at_a_terminal


@pytest.fixture(params=["SIGINT", "SIGHUP", "SIGTERM"])
def ignored(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that these tests ignore, as they do when a script starts them in the background."""
    number = signal.Signals[request.param]
    before = signal.signal(number, signal.SIG_IGN)
    yield number
    signal.signal(number, before)


@pytest.mark.terminal
def test_a_signal_that_the_tests_ignore_is_heard_by_what_they_start(ignored: signal.Signals) -> None:
    child = at_a_terminal(["-c", "import time; print('ready'); time.sleep(60)"])
    child.expect_exact("ready")
    child.kill(ignored)
    child.expect(pexpect.EOF)
    child.close()
    assert child.signalstatus == ignored
