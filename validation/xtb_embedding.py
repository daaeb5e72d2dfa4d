"""Writes packages/qm-xtb/test/fixtures/embedding.json: molecules in the field of charges by B3LYP/def2-TZVP, for
packages/qm-xtb/test/embedding.test.ts, validation/xtb_embedding.mjs.

    python xtb_embedding.py places OUT.json [NAME…]             geometries and charges, by GFN2-xTB, of these molecules or all
    python xtb_embedding.py solve PLACES.json OUT.json NAME…    interaction energies and forces on the charges of these molecules
    python xtb_embedding.py write OUT.json…                     the fixture, from all of these

Needs pyscf, tblite and ase (pip). Molecules and their complexes with a water are optimised with GFN2-xTB; the water is then
replaced by the charges of TIP3P at its atoms, where it is and moved away by 1 and 3 Å along the line between the centres. Single
charges ±1 e stand at 3, 4 and 6 Å from the nearest nucleus in three directions at random. Two charges ±q at ∓20 Å along each
axis stand for a uniform field of 0.002 a.u. Imidazole has the waters only. Energies are less those without charges, and without
the energy of the charges among themselves. B3LYP has VWN's formula for the random-phase approximation, as Gaussian; density fitting with def2-universal-jkfit.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

BOHR = 0.529177210544
OUT = Path(__file__).parent.parent / "packages/qm-xtb/test/fixtures/embedding.json"
TIP3P = [-0.834, 0.417, 0.417]
# Starting geometries, Å; net charge.
MOLECULES = {
    "water": ("O 0 0 0; H 0.76 0.59 0; H -0.76 0.59 0", 0),
    "ammonia": ("N 0 0 0; H 0.94 0 0.38; H -0.47 0.81 0.38; H -0.47 -0.81 0.38", 0),
    "methanol": ("C 0 0 0; H 1.04 0 0.34; H -0.52 0.9 0.34; H -0.52 -0.9 0.34; O 0 0 -1.41; H 0.9 0 -1.71", 0),
    "formaldehyde": ("C 0 0 0; O 0 0 1.21; H 0.94 0 -0.59; H -0.94 0 -0.59", 0),
    "formamide": ("C 0 0 0; O 1.22 0 0; N -0.7 1.17 0; H -0.6 -0.93 0; H -1.71 1.15 0; H -0.2 2.05 0", 0),
    "imidazole": (
        "N 0 1.1 0; C 1.12 0.31 0; N 0.72 -0.97 0; C -0.62 -0.98 0; C -1.1 0.29 0; H 0 2.1 0; H 2.13 0.69 0;"
        "H -1.2 -1.9 0; H -2.11 0.64 0",
        0,
    ),
    "acetate": ("C 0 0 0; C 1.54 0 0; O 2.15 1.1 0; O 2.15 -1.1 0; H -0.37 1.02 0; H -0.37 -0.51 0.88; H -0.37 -0.51 -0.88", -1),
    "methylammonium": (
        "C 0 0 0; N 1.5 0 0; H -0.36 1.02 0; H -0.36 -0.51 0.88; H -0.36 -0.51 -0.88; H 1.86 -0.96 0; H 1.86 0.48 0.83;"
        "H 1.86 0.48 -0.83",
        1,
    ),
    "methanethiol": ("C 0 0 0; H 1.04 0 0.34; H -0.52 0.9 0.34; H -0.52 -0.9 0.34; S 0 0 -1.82; H 1.33 0 -2.0", 0),
    "hydrogen chloride": ("Cl 0 0 0; H 0 0 1.28", 0),
    "hydrogen fluoride": ("F 0 0 0; H 0 0 0.92", 0),
    "hydrogen sulfide": ("S 0 0 0; H 0.97 0.93 0; H -0.97 0.93 0", 0),
    "hydrogen cyanide": ("C 0 0 0; N 0 0 1.16; H 0 0 -1.07", 0),
}


def optimised(symbols, positions, charge):
    """Positions (Å) and energy (eV) at the minimum."""
    from ase import Atoms
    from ase.optimize import BFGS
    from tblite.ase import TBLite

    atoms = Atoms(symbols, positions)
    atoms.calc = TBLite(method="GFN2-xTB", charge=charge, verbosity=0)
    BFGS(atoms, logfile=None).run(fmax=0.005, steps=400)
    return atoms.positions.copy(), atoms.get_potential_energy()


def direction(random):
    v = random.normal(size=3)
    return v / np.linalg.norm(v)


def turned(random, points):
    q, _ = np.linalg.qr(random.normal(size=(3, 3)))
    return points @ q.T


def beside(random, positions, distance):
    """A point in a random direction from the centre at this distance (Å) from the nearest nucleus."""
    ray, centre = direction(random), positions.mean(0)
    reach = lambda t: np.linalg.norm(positions - (centre + t * ray), axis=1).min()
    t = 20.0
    while reach(t) > distance:
        t -= 1e-3
    return centre + t * ray


def complexes(random, symbols, positions, charge, wanted=2):
    """The lowest different complexes with a water: positions (Å) of molecule and water."""
    water = np.array([[0, 0, 0], [0.76, 0.59, 0], [-0.76, 0.59, 0]])
    found = []
    for _ in range(8):
        start = turned(random, water) + beside(random, positions, 2.6)
        both, energy = optimised([*symbols, "O", "H", "H"], np.vstack([positions, start]), charge)
        if all(abs(energy - other) > 0.01 for other, _ in found):
            found.append((energy, both))
    found.sort(key=lambda pair: pair[0])
    return [both for _, both in found[:wanted]]


def places(names):
    """These molecules in their arrangements of charges, a0 and e."""
    cases = []
    for name in names:
        text, charge = MOLECULES[name]
        random = np.random.default_rng([ord(c) for c in name])
        rows = [row.split() for row in text.split(";")]
        symbols = [row[0] for row in rows]
        positions, _ = optimised(symbols, np.array([[float(x) for x in row[1:]] for row in rows]), charge)

        def add(kind, nuclei, sites, charges):
            rounded = lambda xyz: [round(float(x), 6) for x in (np.asarray(xyz) / BOHR).ravel()]
            cases.append(
                dict(molecule=name, kind=kind, symbols=symbols, charge=charge, nuclei=rounded(nuclei), sites=rounded(sites), charges=charges)
            )

        for both in complexes(random, symbols, positions, charge):
            nuclei, water = both[:-3], both[-3:]
            away = water.mean(0) - nuclei.mean(0)
            away /= np.linalg.norm(away)
            add("water at a hydrogen bond", nuclei, water, TIP3P)
            add("water 1 Å away", nuclei, water + away, TIP3P)
            add("water 3 Å away", nuclei, water + 3 * away, TIP3P)
        if len(symbols) > 8:
            continue
        for distance in (3, 4, 6):
            for _ in range(3):
                site = beside(random, positions, distance)
                for sign in (1, -1):
                    add(f"ion at {distance} Å", positions, [site], [sign])
        for axis in np.eye(3):
            far = 20 * axis
            q = round(0.001 * (20 / BOHR) ** 2, 6)
            add("uniform field", positions, positions.mean(0) + [far, -far], [q, -q])
    return cases


def solve(cases, there):
    """Adds interaction energies (Eh) and forces on the charges (Eh/a0); goes on where it was interrupted."""
    from pyscf import dft, gto, qmmm

    def method(mol):
        mf = dft.RKS(mol, xc="b3lyp").density_fit()
        mf.conv_tol = 1e-9
        return mf

    bare = {}
    done = json.loads(there.read_text()) if there.exists() else []
    for case in cases[len(done) :]:
        nuclei, sites = np.reshape(case["nuclei"], (-1, 3)), np.reshape(case["sites"], (-1, 3))
        charges = np.array(case["charges"], float)
        mol = gto.M(atom=list(zip(case["symbols"], nuclei)), unit="Bohr", basis="def2-tzvp", charge=case["charge"], verbose=0)
        key = tuple(case["nuclei"])
        if key not in bare:
            mf = method(mol)
            bare[key] = (mf.kernel(), mf.make_rdm1())
            assert mf.converged
        energy, density = bare[key]
        mf = qmmm.mm_charge(method(mol), sites, charges, unit="Bohr")
        inside = mf.kernel(dm0=density)
        assert mf.converged
        gradient = mf.nuc_grad_method()
        forces = -(gradient.grad_hcore_mm(mf.make_rdm1()) + gradient.grad_nuc_mm())
        case["energy"] = round(inside - energy, 8)
        case["forces"] = [round(float(f), 7) for f in forces.ravel()]
        done.append(case)
        there.write_text(json.dumps(done))


def write(cases):
    """Geometries once each."""
    geometries, out = [], []
    for case in cases:
        geometry = {key: case[key] for key in ("molecule", "symbols", "charge", "nuclei")}
        if geometry not in geometries:
            geometries.append(geometry)
        out.append({"geometry": geometries.index(geometry), **{key: case[key] for key in ("kind", "sites", "charges", "energy", "forces")}})
    record = {"program": f"PySCF {version('pyscf')}", "method": "B3LYP/def2-TZVP", "geometries": geometries, "cases": out}
    text = json.dumps(record, separators=(",", ":"), ensure_ascii=False)
    OUT.write_text(text.replace('{"geometry"', '\n{"geometry"').replace('{"molecule"', '\n{"molecule"') + "\n")


if __name__ == "__main__":
    mode, *files = sys.argv[1:]
    read = lambda file: json.loads(Path(file).read_text())
    if mode == "places":
        here, *names = files
        Path(here).write_text(json.dumps(places(names or MOLECULES)))
    elif mode == "solve":
        here, there, *names = files
        solve([case for case in read(here) if case["molecule"] in names], Path(there))
    else:
        write([case for file in files for case in read(file)])
