"""Reference frequencies, infrared intensities and thermochemistry from PySCF's analytic Hessians.

Structures are optimised here (BFGS of SciPy on PySCF's gradients); derivatives of the dipole moment are central
differences, independent of the Hessian. Masses are standard atomic weights, except where isotopes are stated.

    pip install pyscf==2.14.0 scipy numpy
    python validation/vibrations.py
"""

import json
from pathlib import Path

import numpy as np
import pyscf
from pyscf import gto, scf
from pyscf.hessian import thermo
from scipy.optimize import minimize

OUT = Path(__file__).parent.parent / "packages/cli/test/fixtures/vibrations.json"
KM_PER_MOL = 974.8801118351438  # per (e/sqrt(u))^2
WEIGHTS = {"H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999}

CASES = {
    "water HF/cc-pVDZ": ("O 0 0 0.12; H 0 0.75 -0.47; H 0 -0.75 -0.47", "cc-pVDZ", {}),
    "heavy water HOD HF/6-31G": ("O 0 0 0.12; H 0 0.75 -0.47; H 0 -0.75 -0.47", "6-31G", {2: 2.01410177812}),
    "carbon dioxide HF/STO-3G": ("C 0 0 0; O 0 0 1.18; O 0 0 -1.18", "STO-3G", {}),
    "ethanol HF/STO-3G": (
        "C -1.2 -0.25 0; C 0.1 0.55 0; O 1.2 -0.32 0; H -2.05 0.43 0; H -1.26 -0.89 0.89; H -1.26 -0.89 -0.89;"
        "H 0.14 1.20 0.88; H 0.14 1.20 -0.88; H 2.02 0.19 0",
        "STO-3G",
        {},
    ),
}


def mean_field(symbols, positions, basis):
    mol = gto.M(atom=list(zip(symbols, positions.reshape(-1, 3))), basis=basis, unit="bohr", verbose=0)
    mf = scf.RHF(mol)
    mf.conv_tol, mf.conv_tol_grad = 1e-13, 1e-9
    mf.kernel()
    assert mf.converged
    return mf


def optimised(symbols, positions, basis):
    def value(x):
        mf = mean_field(symbols, x, basis)
        return mf.e_tot, mf.nuc_grad_method().kernel().ravel()

    return minimize(value, positions.ravel(), jac=True, method="BFGS", options={"gtol": 2e-7}).x


def dipole_derivatives(symbols, positions, basis, step=0.005):
    rows = []
    for k in range(len(positions)):
        shifted = []
        for sign in (1, -1):
            x = positions.copy()
            x[k] += sign * step
            shifted.append(mean_field(symbols, x, basis).dip_moment(unit="AU", verbose=0))
        rows.append((shifted[0] - shifted[1]) / (2 * step))
    return np.array(rows)


def modes(hessian, masses, positions):
    """Wavenumbers and mass-weighted modes with translations and rotations projected out."""
    n = len(masses)
    root = np.sqrt(np.repeat(masses, 3))
    r = positions.reshape(-1, 3) - np.average(positions.reshape(-1, 3), axis=0, weights=masses)
    axes = np.eye(3)
    rigid = [np.tile(axis, n) * root for axis in axes] + [np.cross(axis, r).ravel() * root for axis in axes]
    u, s, _ = np.linalg.svd(np.array(rigid).T, full_matrices=True)
    rank = int((s > 1e-6 * s[0]).sum())
    basis = u[:, rank:]
    dalton = 1822.888486217313
    values, vectors = np.linalg.eigh(basis.T @ (hessian / np.outer(root, root)) @ basis)
    return np.sign(values) * np.sqrt(np.abs(values) / dalton) * 219474.63136314, basis @ vectors


def case(atoms, basis, isotopes):
    mol = gto.M(atom=atoms, basis=basis, verbose=0)
    symbols = [mol.atom_symbol(k) for k in range(mol.natm)]
    positions = optimised(symbols, mol.atom_coords(), basis)
    mf = mean_field(symbols, positions, basis)
    hessian = mf.Hessian().kernel().transpose(0, 2, 1, 3).reshape(3 * mol.natm, -1)
    masses = np.array([isotopes.get(k, WEIGHTS[symbol]) for k, symbol in enumerate(symbols)])
    wavenumbers, vectors = modes(hessian, masses, positions)
    derivatives = dipole_derivatives(symbols, positions, basis)
    intensities = KM_PER_MOL * ((vectors / np.sqrt(np.repeat(masses, 3))[:, None]).T @ derivatives) ** 2
    result = {
        "symbols": symbols,
        "basis": basis,
        "positions": positions.tolist(),
        "isotopes": [[k, mass] for k, mass in isotopes.items()],
        "energy": mf.e_tot,
        "wavenumbers": wavenumbers.tolist(),
        "intensities": intensities.sum(axis=1).tolist(),
    }
    if not isotopes:
        analysis = thermo.harmonic_analysis(mf.mol, mf.Hessian().kernel())
        state = thermo.thermo(mf, analysis["freq_au"], 298.15, 101325)
        numbers = {key: float(np.real(state[key][0])) for key in ("ZPE", "E_0K", "E_tot", "H_tot", "G_tot", "S_tot")}
        result["thermo"] = numbers | {"symmetry": int(state["sym_number"][0])}
    return result


def main():
    cases = {name: case(*what) for name, what in CASES.items()}
    OUT.write_text(json.dumps({"program": f"PySCF {pyscf.__version__}", "cases": cases}, indent=1) + "\n")
    for name, one in cases.items():
        print(name, np.round(one["wavenumbers"], 2), np.round(one["intensities"], 3), one.get("thermo"))


if __name__ == "__main__":
    main()
