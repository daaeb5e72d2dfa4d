"""Reads back with MDAnalysis and ASE what @qmmm/io writes.

    pip install MDAnalysis ase
    python validation/io_readback.py FOLDER

FOLDER holds frames.dcd, frames.xyz and frames.json (the same frames as numbers: Å, eV, eV/Å), as
validation/io_readback.mjs writes them.
"""

import json
import sys
from pathlib import Path

import numpy as np
from ase.io import read
from MDAnalysis.lib.formats.libdcd import DCDFile


def main(folder):
    expected = json.loads((folder / "frames.json").read_text())
    with DCDFile(str(folder / "frames.dcd")) as dcd:
        assert len(dcd) == len(expected["frames"]), len(dcd)
        print("DCD header", {k: v for k, v in dcd.header.items()})
        for want in expected["frames"]:
            frame = dcd.read()
            np.testing.assert_allclose(frame.xyz, want["positions"], rtol=2e-7)
            a, gamma, b, beta, alpha, c = frame.unitcell
            np.testing.assert_allclose([a, b, c, alpha, beta, gamma], want["cell"], rtol=1e-9)
    for atoms, want in zip(read(folder / "frames.xyz", index=":"), expected["frames"], strict=True):
        np.testing.assert_allclose(atoms.positions, want["positions"], atol=1e-8)
        np.testing.assert_allclose(atoms.cell.cellpar(), want["cell"], rtol=1e-8)
        np.testing.assert_allclose(atoms.get_potential_energy(), want["energy"], rtol=1e-14)
        np.testing.assert_allclose(atoms.get_forces(), want["forces"], atol=1e-8)
        np.testing.assert_allclose(atoms.get_kinetic_energy(), want["kinetic"], rtol=1e-3)
        assert atoms.info["title"] == want["title"], atoms.info
        assert atoms.pbc.all()
    print(f"{len(expected['frames'])} frames of {len(expected['frames'][0]['positions'])} atoms agree in DCD and extended XYZ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
