"""Acts that race: each on a thread and a connection of its own, the first of every thread at the same moment."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

THREADS = 12


def at_once[Whom, Done](
    act: Callable[[Whom], Done],
    whom: Iterable[Whom],
    *,
    refusals: type[Exception] | tuple[type[Exception], ...] = (),
    threads: int = THREADS,
) -> list[Done | Exception]:
    """What `act` gives back for each, or the refusal that it raises, in their order. Whatever else it raises is raised here."""
    waiting = list(whom)

    def run(each: Whom) -> Done | Exception:
        try:
            return act(each)
        except refusals as refusal:
            return refusal
        finally:
            connections.close_all()

    threads = min(threads, len(waiting))
    with ThreadPoolExecutor(threads, initializer=Barrier(threads).wait, initargs=(30,)) as pool:
        return list(pool.map(run, waiting))


def side_by_side[Done](
    *acts: Callable[[], Done], refusals: type[Exception] | tuple[type[Exception], ...] = ()
) -> list[Done | Exception]:
    """The same, of acts that differ."""
    return at_once(lambda act: act(), acts, refusals=refusals)
