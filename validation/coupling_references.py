#!/usr/bin/env python3
"""References for packages/coupling: link atoms, boundary charges and embedding computed a second time.

Placement of caps and charges, Coulomb and Lennard-Jones sums are written here in NumPy from their definitions; the QM part
is Hartree-Fock from PySCF with its own QM/MM module. Forces on the real atoms come from PySCF's gradients and a numerical
Jacobian of the placement, so that no projection formula enters. Atomic units.

Writes packages/coupling/test/fixtures/coupling-references.json.

Needs: pip install pyscf==2.14.0 basis_set_exchange==0.12
Usage: python validation/coupling_references.py [DATA]
where DATA is a folder with the published cases `ash-qmmm` and `janus-adaptive`; without it their entries are kept as they
are in the file.
"""

import json
import pathlib
import sys

import basis_set_exchange as bse
import numpy as np
import pyscf
from pyscf import gto, lib, qmmm, scf

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "packages/coupling/test/fixtures/coupling-references.json"
BOHR = 0.529177210544
KCAL = 627.5094740631

# Butan-1-ol in two waters, cut between C1 and C2. Angstrom.
ATOMS = [
    ("O", -1.13, 0.71, 0.05), ("H", -1.93, 0.22, 0.11), ("C", 0.01, -0.02, 0.0), ("H", 0.03, -0.63, 0.9),
    ("H", -0.02, -0.66, -0.88), ("C", 1.26, 0.83, 0.03), ("H", 1.22, 1.48, 0.9), ("H", 1.25, 1.5, -0.85),
    ("C", 2.53, 0.01, 0.02), ("H", 2.5, -0.63, 0.91), ("H", 2.56, -0.65, -0.86), ("C", 3.77, 0.87, 0.01),
    ("H", 3.79, 1.51, 0.89), ("H", 3.81, 1.5, -0.89), ("H", 4.67, 0.25, 0.04), ("O", -2.58, 2.92, 1.1),
    ("H", -2.1, 2.1, 0.93), ("H", -3.5, 2.71, 0.8), ("O", 0.9, -4.38, 1.42), ("H", 0.52, -3.6, 1.1), ("H", 1.8, -4.3, 1.22),
]
CHARGES = [-0.68, 0.42, 0.15, 0.02, 0.02, 0.11, 0.03, 0.04, -0.12, 0.06, 0.05, -0.28, 0.06, 0.06, 0.061]
CHARGES += [-0.834, 0.417, 0.417] * 2
BONDS = [(0, 1), (0, 2), (2, 3), (2, 4), (2, 5), (5, 6), (5, 7), (5, 8), (8, 9), (8, 10), (8, 11), (11, 12), (11, 13)]
BONDS += [(11, 14), (15, 16), (15, 17), (18, 19), (18, 20)]
REGION = [0, 1, 2, 3, 4]
Q1, M1, M2, M3 = 2, 5, [6, 7, 8], [9, 10, 11]
RATIO, DISTANCE, SHIFT = 0.71, 1.09 / BOHR, 0.06


def molecule(symbols, positions, basis):
    table = {s: gto.basis.parse(bse.get_basis(basis, elements=[s], fmt="nwchem", header=False), s) for s in set(symbols)}
    return gto.M(atom=list(zip(symbols, positions)), basis=table, unit="Bohr", verbose=0, cart=False)


def embedded_hf(symbols, nuclei, sites, charges, basis, width=0.0, fitted=False):
    """Energy and gradients on nuclei and sites; the energy of the charges among themselves is not in it."""
    mf = scf.RHF(molecule(symbols, nuclei, basis))
    if fitted:
        mf = mf.density_fit(auxbasis="def2-universal-jkfit")
    mf.conv_tol, mf.conv_tol_grad = 1e-12, 1e-8
    if len(charges) > 0:
        radii = np.full(len(charges), width) if width > 0 else None
        mf = qmmm.mm_charge(mf, sites, charges, radii=radii, unit="Bohr")
    energy = mf.kernel()
    assert mf.converged
    gradient = mf.nuc_grad_method()
    on_nuclei = gradient.kernel()
    on_sites = np.zeros((0, 3))
    if len(charges) > 0:
        on_sites = gradient.grad_hcore_mm(mf.make_rdm1()) + gradient.grad_nuc_mm()
    return energy, on_nuclei, on_sites


def place(positions, link, scheme):
    """Nuclei, sites and charges that HF is given."""
    q, m = positions[Q1], positions[M1]
    cap = q + RATIO * (m - q) if link == "ratio" else q + DISTANCE * (m - q) / np.linalg.norm(m - q)
    on_atoms = {atom: CHARGES[atom] for atom in range(len(CHARGES)) if atom not in REGION}
    extra = []
    moved = CHARGES[M1] / len(M2)
    if scheme != "none":
        del on_atoms[M1]
    for atom in {"z2": M2, "z3": M2 + M3}.get(scheme, []):
        del on_atoms[atom]
    for k in M2 if scheme in ("rc", "rcd", "cs") else []:
        bond = positions[k] - m
        if scheme == "rc":
            extra.append((m + bond / 2, moved))
        elif scheme == "rcd":
            extra.append((m + bond / 2, 2 * moved))
            on_atoms[k] -= moved
        else:
            on_atoms[k] += moved
            extra.append((m + (1 - SHIFT) * bond, moved / (2 * SHIFT)))
            extra.append((m + (1 + SHIFT) * bond, -moved / (2 * SHIFT)))
    sites = np.array([positions[atom] for atom in on_atoms] + [r for r, _ in extra])
    charges = np.array(list(on_atoms.values()) + [c for _, c in extra])
    return np.vstack([positions[REGION], cap]), sites, charges


def pulled_back(positions, link, scheme, on_nuclei, on_sites):
    """Forces on the real atoms by central differences of the placement (exact to 1e-10 for these maps)."""
    forces = np.zeros_like(positions)
    step = 1e-3
    for atom in range(len(positions)):
        for x in range(3):
            ends = []
            for h in (step, -step, 2 * step, -2 * step):
                moved = positions.copy()
                moved[atom, x] += h
                nuclei, sites, _ = place(moved, link, scheme)
                ends.append((on_nuclei * nuclei).sum() + (on_sites * sites).sum())
            forces[atom, x] = -(8 * (ends[0] - ends[1]) - (ends[2] - ends[3])) / (12 * step)
    return forces


def flat(array):
    return [float(x) for x in np.asarray(array).ravel()]


def butanol():
    symbols = [a[0] for a in ATOMS]
    positions = np.array([a[1:] for a in ATOMS]) / BOHR
    capped = [symbols[a] for a in REGION] + ["H"]
    cases = []
    wanted = [(link, scheme, 0.0) for link in ("ratio", "distance") for scheme in ("none", "z1", "z2", "z3", "rc", "rcd", "cs")]
    wanted += [("ratio", "cs", 1.2), ("distance", "mechanical", 0.0)]
    for link, scheme, width in wanted:
        nuclei, sites, charges = place(positions, link, scheme)
        if scheme == "mechanical":
            sites, charges = np.zeros((0, 3)), np.zeros(0)
        energy, on_nuclei, on_sites = embedded_hf(capped, nuclei, sites, charges, "STO-3G", width)
        if scheme == "mechanical":
            _, sites, _ = place(positions, link, scheme)
            on_sites = np.zeros_like(sites)
        forces = pulled_back(positions, link, scheme, on_nuclei, on_sites)
        cases.append({"link": link, "charges": scheme, "width": width, "energy": energy, "forces": flat(forces)})
    return {
        "elements": [gto.charge(s) for s in symbols],
        "positions": flat(positions),
        "bonds": [a for bond in BONDS for a in bond],
        "charges": CHARGES,
        "region": REGION,
        "ratio": RATIO,
        "distance": DISTANCE,
        "basis": "STO-3G",
        "cases": cases,
    }


def coulomb(positions, charges, i, j):
    return charges[i] * charges[j] / np.linalg.norm(positions[i] - positions[j])


def methanol_water(data):
    """ASH's test of methanol (QM) beside water (MM), with Hartree-Fock in place of PBE.

    Lennard-Jones parameters and their geometric combination are those of that test; MM charges are TIP3P's and the water
    has no exclusions there, so that its own Coulomb energy is part of the total.
    """
    lines = (data / "ash-qmmm/tests/xyzfiles/h2o_MeOH.xyz").read_text().split("\n")[2:11]
    symbols = [line.split()[0] for line in lines]
    positions = np.array([[float(x) for x in line.split()[1:4]] for line in lines]) / BOHR
    water, qm = [0, 1, 2], list(range(3, 9))
    charges = np.array([-0.834, 0.417, 0.417])
    energy, on_nuclei, on_sites = embedded_hf([symbols[a] for a in qm], positions[qm], positions[water], charges, "def2-SVP")
    sigma = {"C": 3.550053212 / BOHR, "O": 3.150574227 / BOHR, "H": 0.0}
    epsilon = {"C": 0.07 / KCAL, "O": 0.1521 / KCAL, "H": 0.0}
    lennard_jones = 0.0
    forces = np.zeros_like(positions)
    forces[qm], forces[water] = -on_nuclei, -on_sites
    for i in water:
        for j in qm:
            d = positions[i] - positions[j]
            r = np.linalg.norm(d)
            s = np.sqrt(sigma[symbols[i]] * sigma[symbols[j]])
            e = np.sqrt(epsilon[symbols[i]] * epsilon[symbols[j]])
            lennard_jones += 4 * e * ((s / r) ** 12 - (s / r) ** 6)
            f = 4 * e * (12 * (s / r) ** 12 - 6 * (s / r) ** 6) / r**2 * d
            forces[i] += f
            forces[j] -= f
    own = 0.0
    for i, j in ((0, 1), (0, 2), (1, 2)):
        own += coulomb(positions, charges, i, j)
        d = positions[i] - positions[j]
        f = charges[i] * charges[j] / np.linalg.norm(d) ** 3 * d
        forces[i] += f
        forces[j] -= f
    # ASH's published PBE parts: LJ 0.942422 kcal/mol, Coulomb of the water -0.3226951391.
    print("methanol/water: LJ", lennard_jones * KCAL, "kcal/mol; water's Coulomb", own)
    assert abs(lennard_jones * KCAL - 0.942422) < 1e-6
    assert abs(own + 0.3226951391) < 1e-9
    return {
        "basis": "def2-SVP",
        "qm": energy,
        "lennardJones": lennard_jones,
        "coulomb": own,
        "energy": energy + lennard_jones + own,
        "forces": flat(forces),
    }


def three_waters(data):
    """Janus' three TIP3P waters, the first one QM: HF/STO-3G, open. Janus used Psi4's default density fitting."""
    path = data / "janus-adaptive/tests/files/test_openmm/water.pdb"
    rows = [line for line in path.read_text().split("\n") if line.startswith("HETATM")]
    positions = np.array([[float(r[30:38]), float(r[38:46]), float(r[46:54])] for r in rows]) / BOHR
    charges = np.array([-0.834, 0.417, 0.417] * 2)
    none = (np.zeros((0, 3)), np.zeros(0))
    out = {"basis": "STO-3G"}
    for fitted in (False, True):
        bare, _, _ = embedded_hf(["O", "H", "H"], positions[:3], *none, "STO-3G", fitted=fitted)
        field, _, _ = embedded_hf(["O", "H", "H"], positions[:3], positions[3:], charges, "STO-3G", fitted=fitted)
        print("three waters", "fitted" if fitted else "exact", bare, field)
        if fitted:
            # Janus (the last digits depend on the value of the bohr): -74.96297372571573 and -74.97080694971332.
            assert abs(bare + 74.96297372571573) < 5e-8 and abs(field + 74.97080694971332) < 5e-8
        out["fitted" if fitted else "exact"] = {"mechanical": bare, "electrostatic": field}
    return out


def main():
    lib.num_threads(1)
    before = json.loads(OUT.read_text()) if OUT.exists() else {}
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    result = {
        "generator": f"validation/coupling_references.py with PySCF {pyscf.__version__}, basis sets {bse.__version__}",
        "butanol": butanol(),
        "methanolWater": methanol_water(data) if data else before.get("methanolWater"),
        "threeWaters": three_waters(data) if data else before.get("threeWaters"),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
