"""Requests of the `requests` library, caught by `responses` and handed to the door that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Tuple

from responses import BaseResponse, RequestsMock

if TYPE_CHECKING:
    from qhil_mocks.doors.in_process import Door


class _Handed(BaseResponse):
    """Stands for every request that its door handles."""

    def __init__(self, interception: Interception) -> None:
        super().__init__("*", "https://")
        self._interception = interception

    def matches(self, request: Any) -> Tuple[bool, str]:
        return self._interception.door_of(request).handles(request.url), "not of the mock"

    def get_response(self, request: Any) -> Any:
        self._interception.forget()
        return self._interception.door_of(request).answer(request)


class _Passed(BaseResponse):
    """Stands for every other request: it goes to the network."""

    def __init__(self, interception: Interception) -> None:
        super().__init__("*", "https://", passthrough=True)
        self._interception = interception

    def matches(self, request: Any) -> Tuple[bool, str]:
        return not self._interception.door_of(request).handles(request.url), "of the mock"


class Interception:
    """Begins when it is made; `end` gives `requests` back as it was."""

    def __init__(self, door_of: Callable[[Any], Door]) -> None:
        self.door_of = door_of
        self._mock = RequestsMock(assert_all_requests_are_fired=False)
        self._handed = _Handed(self)
        self._mock.add(self._handed)
        self._mock.add(_Passed(self))
        self._mock.start()

    def forget(self) -> None:
        """Drop what `responses` keeps of earlier requests: bodies and tokens, for as long as it runs."""
        self._mock.calls.reset()
        self._handed.calls.reset()

    def end(self) -> None:
        """Let requests go where they would."""
        self._mock.stop()
        self._mock.reset()
