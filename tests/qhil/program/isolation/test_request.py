from qhil.program.isolation.request import RunRequest


def test_it_travels_as_text():
    request = RunRequest("p.py", "ibm_fez", {"x": [1]}, 7, "ideal", recordings=("a", "b"))

    assert RunRequest.from_json(request.to_json()) == request
