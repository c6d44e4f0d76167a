from qhil.program.isolation.request import DeviceRequest, RunRequest
from qhil.program.source import ProgramSource


def test_it_travels_as_text():
    device = DeviceRequest("ibm_fez", 7, "ideal", recordings=("a", "b"), runs=3, strict=False)
    source = ProgramSource.of("p.py")
    request = RunRequest(source.to_json(), device, '{"x": [1]}', {"name": "n"}, 2**30)

    travelled = RunRequest.from_json(request.to_json())

    assert travelled == request
    assert travelled.source == source
