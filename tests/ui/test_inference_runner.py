import os
import sys
import threading

import pytest
from PySide6.QtCore import QObject

from cxrviewer.errors import GenerationFailed, ModelError, WeightsMissing
from cxrviewer.inference.engine import GenerationRequest
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Sampling
from cxrviewer.ui.inference_runner import InferenceRunner
from tests.engines import FailingEngine, GatedEngine, GatedLoader, failing_loader, loader_of
from tests.factories import make_radiograph


class Ear(QObject):
    """Hears every signal of a runner, and on which thread."""

    def __init__(self, runner):
        super().__init__()
        self.heard = []
        self.threads = set()
        for name in ("loaded", "load_failed"):
            getattr(runner, name).connect(self._one)
        for name in ("loading", "started", "chunk", "finished", "cancelled", "failed"):
            getattr(runner, name).connect(getattr(self, f"_{name}"))

    def _one(self, value):
        self._note("load", value)

    def _loading(self, done, total):
        self._note("loading", done, total)

    def _started(self, identifier, _identity):
        self._note("started", identifier)

    def _chunk(self, identifier, text):
        self._note("chunk", identifier, text)

    def _finished(self, identifier, _completion):
        self._note("finished", identifier)

    def _cancelled(self, identifier, _completion):
        self._note("cancelled", identifier)

    def _failed(self, identifier, error):
        self._note("failed", identifier, error)

    def _note(self, *what):
        self.heard.append(what)
        self.threads.add(threading.current_thread())

    def wait_for(self, qtbot, name):
        """Until the main thread has heard it (a waitSignal would be woken on the worker's thread, too early)."""
        qtbot.waitUntil(lambda: any(what[0] == name for what in self.heard), timeout=10_000)

    def of(self, identifier):
        return [what[0] for what in self.heard if what[1] == identifier]


@pytest.fixture
def runner(qapp):
    made = InferenceRunner()
    yield made
    made.close()


@pytest.fixture
def ear(runner):
    return Ear(runner)


def request():
    return GenerationRequest(radiograph=make_radiograph(), conversation=prompts.opening("basic"), sampling=Sampling())


def test_text_comes_to_the_main_thread_in_order(qtbot, runner, ear):
    engine = GatedEngine("a", "b")
    engine.release_all()
    asked = request()
    runner.load(loader_of(engine))
    runner.generate(asked)
    ear.wait_for(qtbot, "finished")
    assert ear.of(asked.identifier) == ["started", "chunk", "chunk", "finished"]
    assert [what[2] for what in ear.heard if what[0] == "chunk"] == ["a", "b"]
    assert ear.threads == {threading.main_thread()}


def test_bytes_beyond_32_bits_arrive_whole(qtbot, runner, ear):
    engine = GatedEngine()

    def load(progress, _cancel):
        progress(14_000_000_000, 28_000_000_000)
        return engine

    runner.load(load)
    ear.wait_for(qtbot, "load")
    assert ("loading", 14_000_000_000, 28_000_000_000) in ear.heard


def test_a_new_request_cancels_the_running_one(qtbot, runner, ear):
    engine = GatedEngine("a", "b")
    runner.load(loader_of(engine))
    first, second = request(), request()
    runner.generate(first)
    ear.wait_for(qtbot, "started")
    runner.generate(second)
    engine.release_all()
    ear.wait_for(qtbot, "finished")
    assert ear.of(first.identifier)[-1] == "cancelled"
    assert ear.of(second.identifier)[-1] == "finished"


def test_a_request_that_never_began_is_cancelled_once(qtbot, runner, ear):
    loader = GatedLoader(GatedEngine())
    runner.load(loader)
    asked = request()
    runner.generate(asked)
    runner.cancel()
    loader.release()
    ear.wait_for(qtbot, "cancelled")
    assert ear.of(asked.identifier) == ["cancelled"]


def test_a_model_error_fails_the_request_and_the_next_one_works(qtbot, runner, ear):
    engine = FailingEngine(GenerationFailed("the model stopped; try again"))
    runner.load(loader_of(engine))
    asked = request()
    runner.generate(asked)
    ear.wait_for(qtbot, "failed")
    assert str(ear.heard[-1][2]) == "the model stopped; try again"
    engine.error = None
    runner.generate(request())
    ear.wait_for(qtbot, "finished")


def test_an_unforeseen_error_is_logged_and_becomes_a_sentence(qtbot, runner, ear, logged):
    engine = FailingEngine(ZeroDivisionError("float division"))
    runner.load(loader_of(engine))
    runner.generate(request())
    ear.wait_for(qtbot, "failed")
    error = ear.heard[-1][2]
    assert isinstance(error, GenerationFailed)
    assert "ZeroDivisionError" in str(error)
    assert logged("cxrviewer.ui.inference_runner")[0].exc_info[0] is ZeroDivisionError


def test_without_a_model_the_request_fails_with_what_to_do(qtbot, runner, ear):
    runner.generate(request())
    ear.wait_for(qtbot, "failed")
    assert isinstance(ear.heard[-1][2], WeightsMissing)


def test_a_failed_load_says_why(qtbot, runner, ear):
    runner.load(failing_loader(ModelError("no weights; fetch them")))
    ear.wait_for(qtbot, "load")
    assert str(ear.heard[-1][1]) == "no weights; fetch them"


def test_a_second_load_replaces_the_first_in_silence(qtbot, runner, ear):
    late, wanted = GatedLoader(GatedEngine()), GatedEngine()
    runner.load(late)
    runner.load(loader_of(wanted))
    ear.wait_for(qtbot, "load")
    assert [what[1] for what in ear.heard if what[0] == "load"] == [wanted.identity]


def test_closing_during_a_load_and_a_request_ends_the_thread(qtbot, runner, ear):
    runner.load(GatedLoader(GatedEngine()))
    runner.generate(request())
    runner.close()
    assert not runner.busy


@pytest.mark.skipif(sys.platform != "linux", reason="a priority is the whole process's")
def test_the_window_comes_before_the_model(qtbot):
    seen = {}

    def load(progress, cancel):
        seen["model"] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        raise WeightsMissing("no weights; add some")

    runner = InferenceRunner()
    with qtbot.waitSignal(runner.load_failed):
        runner.load(load)
    runner.close()
    assert seen["model"] > os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    assert sys.getswitchinterval() < 0.001
