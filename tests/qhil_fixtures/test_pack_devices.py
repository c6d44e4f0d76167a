from __future__ import annotations

import shutil

import pytest

import qhil_fixtures
from qhil_fixtures import pack_devices


@pytest.fixture
def site_packages(tmp_path):
    """What packing needs of installed packages, made from what it has made."""
    for device in pack_devices.DEVICES:
        short = device.name.split("_", 1)[1]
        packed = qhil_fixtures.device_folder(device.name)
        packages = [package for package in (device.older, device.package) if package]
        dated = sorted(packed.glob("properties-*.gz"))
        for package, properties in zip(packages, dated):
            snapshot = tmp_path / package.release / package.folder / short
            snapshot.mkdir(parents=True)
            files = {"conf": packed / "configuration.json.gz", "props": properties}
            if (packed / "defaults.json.gz").exists():
                files["defs"] = packed / "defaults.json.gz"
            for prefix, path in files.items():
                content = qhil_fixtures.read_file(path)
                (snapshot / f"{prefix}_{short}.json").write_bytes(content)
    return tmp_path


def _contents(folder):
    return {
        path.relative_to(folder): qhil_fixtures.read_file(path) for path in folder.glob("*/*.gz")
    }


def test_packing_gives_what_is_bundled(site_packages, tmp_path):
    target = tmp_path / "target"
    terra = site_packages / pack_devices.TERRA.release
    runtime = site_packages / pack_devices.RUNTIME.release

    pack_devices.main(["--terra", str(terra), "--runtime", str(runtime), "--target", str(target)])

    assert _contents(target) == _contents(qhil_fixtures.devices_folder())


def test_packing_twice_gives_the_same_bytes(site_packages, tmp_path):
    device = pack_devices.DEVICES[0]
    packages = {
        package: site_packages / package.release
        for package in (pack_devices.TERRA, pack_devices.RUNTIME)
    }
    for target in ("one", "other"):
        pack_devices.pack(device, packages, tmp_path / target)

    for path in (tmp_path / "one" / device.name).iterdir():
        assert path.read_bytes() == (tmp_path / "other" / device.name / path.name).read_bytes()
    shutil.rmtree(tmp_path / "one")
