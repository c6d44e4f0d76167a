from qhil.program.isolation.environment import environment_without_credentials


def test_only_what_programs_need_is_let_through():
    ours = {
        "PATH": "/bin",
        "OMP_NUM_THREADS": "1",
        "LC_ALL": "C",
        "HOME": "/home/ada",
        "QE_TOKEN": "secret",
        "QISKIT_IBM_TOKEN": "secret",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "ANYTHING_ELSE": "who knows",
    }

    theirs = environment_without_credentials("/tmp/home", ours)

    assert theirs == {
        "PATH": "/bin",
        "OMP_NUM_THREADS": "1",
        "LC_ALL": "C",
        "HOME": "/tmp/home",
        "USERPROFILE": "/tmp/home",
    }
