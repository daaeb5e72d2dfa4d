"""Reads back with MDAnalysis and ASE what @qmmm/io writes.

    pip install MDAnalysis ase
    python validation/io_readback.py FOLDER

FOLDER holds frames.dcd, frames.nc, frames.xyz and frames.json (the same frames as numbers: Å, eV, eV/Å), as
validation/io_readback.mjs writes them.
"""

import json
import sys
from pathlib import Path

import MDAnalysis
import numpy as np
from ase.io import read


def main(folder):
    expected = json.loads((folder / "frames.json").read_text())
    atom_count = len(expected["frames"][0]["positions"])
    universe = MDAnalysis.Universe.empty(atom_count, trajectory=True)
    universe.load_new(str(folder / "frames.dcd"))
    assert len(universe.trajectory) == len(expected["frames"])
    np.testing.assert_allclose(universe.trajectory.dt, expected["picoseconds"], rtol=1e-6)
    for frame, want in zip(universe.trajectory, expected["frames"]):
        np.testing.assert_allclose(frame.positions, want["positions"], rtol=2e-7)
        np.testing.assert_allclose(frame.dimensions, want["cell"], rtol=2e-7)
    universe.load_new(str(folder / "frames.nc"), format="NCDF")
    assert len(universe.trajectory) == len(expected["frames"])
    for frame, want in zip(universe.trajectory, expected["frames"]):
        np.testing.assert_allclose(frame.positions, want["positions"], rtol=2e-7)
        np.testing.assert_allclose(frame.dimensions, want["cell"], rtol=2e-7)
        np.testing.assert_allclose(frame.time, frame.frame * expected["picoseconds"], rtol=1e-6)
    for atoms, want in zip(read(folder / "frames.xyz", index=":"), expected["frames"], strict=True):
        np.testing.assert_allclose(atoms.positions, want["positions"], atol=1e-8)
        np.testing.assert_allclose(atoms.cell.cellpar(), want["cell"], rtol=1e-8)
        np.testing.assert_allclose(atoms.get_potential_energy(), want["energy"], rtol=1e-14)
        np.testing.assert_allclose(atoms.get_forces(), want["forces"], atol=1e-8)
        np.testing.assert_allclose(atoms.get_kinetic_energy(), want["kinetic"], rtol=1e-3)
        assert atoms.info["title"] == want["title"], atoms.info
        assert atoms.pbc.all()
    print(f"{len(expected['frames'])} frames of {atom_count} atoms agree in DCD, NetCDF and extended XYZ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
