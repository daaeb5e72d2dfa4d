#!/usr/bin/env python3
"""Reference frequencies and infrared intensities of density-functional levels from PySCF's analytic Hessians.

Adds to packages/cli/test/fixtures/vibrations.json, which vibrations.py writes. Structures are optimised from those
of GFN2-xTB. The Hessian leaves out the derivatives of the grid's weights; derivatives of the dipole moment come from the response
that the Hessian is made with. Standard atomic weights.

    pip install pyscf==2.14.0 scipy numpy
    python validation/dft_vibrations.py CASE     # with xtb 6.5 in the path
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from pyscf import dft, gto
from scipy.optimize import minimize

from vibrations import CASES, KM_PER_MOL, OUT, WEIGHTS, modes

CAFFEINE = str(Path(__file__).parents[1] / "bench" / "molecules" / "caffeine.xyz")

# Name: atoms (angstrom) or a file, PySCF's functional, ours, basis, level of the grid, fitting set.
LEVELS = {
    "ethanol B3LYP/6-31G*": (CASES["ethanol HF/STO-3G"][0], "b3lyp", "B3LYP", "6-31G*", 3, None),
    "caffeine RI-PBE/STO-3G": (CAFFEINE, "pbe", "PBE", "STO-3G", 2, "def2-universal-jfit"),
}


def mean_field(symbols, positions, functional, basis, grid, fitting):
    atoms = list(zip(symbols, positions.reshape(-1, 3)))
    mol = gto.M(atom=atoms, basis=basis, cart=basis == "6-31G*", unit="bohr", verbose=0)
    mf = dft.RKS(mol, xc=functional)
    mf.grids.level = grid
    if fitting:
        mf = mf.density_fit(auxbasis=fitting)
    mf.conv_tol, mf.conv_tol_grad = 1e-11, 1e-7
    mf.kernel()
    assert mf.converged
    return mf


def roughly_optimised(atoms):
    """Symbols, positions (a0) and second derivatives (Eh/a0²) at the minimum of GFN2-xTB."""
    mol = gto.M(atom=atoms, basis="sto-3g", verbose=0)
    with tempfile.TemporaryDirectory() as folder:
        mol.tofile(f"{folder}/start.xyz", format="xyz")
        command = ["xtb", "start.xyz", "--gfn", "2", "--ohess", "tight"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        found = gto.M(atom=f"{folder}/xtbopt.xyz", basis="sto-3g", verbose=0)
        hessian = np.array((Path(folder) / "hessian").read_text().split()[1:], dtype=float)
    return [found.atom_symbol(k) for k in range(found.natm)], found.atom_coords().ravel(), hessian.reshape(3 * found.natm, -1)


def optimised(atoms, *level):
    """Symbols and positions, a0, at the minimum of a level."""
    symbols, positions, hessian = roughly_optimised(atoms)

    def value(x):
        mf = mean_field(symbols, x, *level)
        gradient = mf.nuc_grad_method()
        gradient.grid_response = True
        slope = gradient.kernel().ravel()
        print(mf.e_tot, abs(slope).max(), flush=True)
        return mf.e_tot, slope

    curvatures, directions = np.linalg.eigh(hessian)
    inverse = (directions / np.maximum(curvatures, 0.02)) @ directions.T
    options = {"gtol": 1e-4, "hess_inv0": (inverse + inverse.T) / 2}
    return symbols, minimize(value, positions, jac=True, method="BFGS", options=options).x


def derivatives(mf):
    """Second derivatives of the energy, and first ones of the dipole moment (3·atoms, 3)."""
    hessian = mf.Hessian()
    if hasattr(hessian, "auxbasis_response"):
        hessian.auxbasis_response = 2
    kept = {}
    solve = hessian.solve_mo1

    def keeping(*args, **kwargs):
        kept["mo1"], energies = solve(*args, **kwargs)
        return kept["mo1"], energies

    hessian.solve_mo1 = keeping
    second = hessian.kernel()
    mol, density = mf.mol, mf.make_rdm1()
    occupied = mf.mo_coeff[:, mf.mo_occ > 0]
    dipole = mol.intor("int1e_r")
    # ⟨μ| r ∂ν ⟩, first index of r, then of the derivative.
    moved = mol.intor("int1e_irp").reshape(3, 3, mol.nao, mol.nao)
    rows = []
    for atom, (_, _, begin, end) in enumerate(mol.aoslice_by_atom()):
        for k in range(3):
            change = 2 * kept["mo1"][atom][k] @ occupied.T
            row = -np.einsum("xij,ji->x", dipole, change + change.T)
            row += 2 * np.einsum("xij,ij->x", moved[:, k, :, begin:end], density[:, begin:end])
            row[k] += mol.atom_charge(atom)
            rows.append(row)
    return second.transpose(0, 2, 1, 3).reshape(3 * mol.natm, -1), np.array(rows)


def main(name):
    atoms, functional, ours, basis, grid, fitting = LEVELS[name]
    level = (functional, basis, grid, fitting)
    symbols, positions = optimised(atoms, *level)
    mf = mean_field(symbols, positions, *level)
    hessian, slopes = derivatives(mf)
    masses = np.array([WEIGHTS[symbol] for symbol in symbols])
    wavenumbers, vectors = modes(hessian, masses, positions)
    intensities = KM_PER_MOL * ((vectors / np.sqrt(np.repeat(masses, 3))[:, None]).T @ slopes) ** 2
    print("sum of the dipole's derivatives, 0 for a neutral molecule:", abs(slopes.reshape(-1, 3, 3).sum(axis=0)).max())
    out = json.loads(OUT.read_text())
    out["cases"][name] = {
        "symbols": symbols,
        "basis": basis,
        "functional": ours,
        "grid": grid,
        "fitted": fitting is not None,
        "positions": positions.tolist(),
        "isotopes": [],
        "energy": mf.e_tot,
        "wavenumbers": wavenumbers.tolist(),
        "intensities": intensities.sum(axis=1).tolist(),
    }
    OUT.write_text(json.dumps(out, indent=1) + "\n")
    print(name, np.round(wavenumbers, 2), np.round(intensities.sum(axis=1), 3))


main(*sys.argv[1:])
