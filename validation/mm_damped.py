"""Reference energies, forces and virials of Wolf's sum and of damped shifted forces, by LAMMPS.

Charges at random in a cubic and a triclinic cell with three excluded pairs, atomic units (LAMMPS's units lj). Writes
packages/mm-forcefield/test/fixtures/damped.json: positions and cells in bohr, charges in e, energies in hartree, forces in
hartree/bohr, virials (-dE/dstrain: xx, yy, zz, xy, xz, yz) in hartree, and every atom's share of them, also those of
Ewald's sum. LAMMPS's energies of coul/wolf shift the potential, its forces the force: they are those of coul/dsf, with more
digits, as coul/dsf has an erfc of 1e-7.

    apt-get install lammps        # the executable lmp
    python validation/mm_damped.py
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "packages/mm-forcefield/test/fixtures/damped.json"
EXCLUDED = [(0, 1), (0, 2), (3, 7)]
CELLS = {
    "cubic": np.diag([18.0, 18.0, 18.0]),
    "triclinic": np.array([[18.0, 0, 0], [3.0, 17.0, 0], [-4.0, 5.0, 19.0]]),
}
ALPHA, CUTOFF = 0.25, 7.5


def charges_at_random(cell, count, seed):
    random = np.random.default_rng(seed)
    positions = []
    while len(positions) < count:
        r = random.random(3) @ cell
        images = [r + np.array(n) @ cell for n in np.ndindex(3, 3, 3)]
        if all(min(np.linalg.norm(q + cell.sum(0) - other) for other in images) > 2 for q in positions):
            positions.append(r)
    # Excluded partners as near as in a molecule.
    for i, j in EXCLUDED:
        positions[j] = positions[i] + 1.9 * (v := random.normal(size=3)) / np.linalg.norm(v)
    charges = random.normal(size=count)
    return np.round(positions, 6), np.round(charges - charges.mean() + 0.05, 6)


def lammps(style, positions, charges, cell, before="", after=""):
    box = cell.tolist()
    with tempfile.TemporaryDirectory() as folder:
        data = [
            "made by mm_damped.py",
            "",
            f"{len(charges)} atoms",
            "1 atom types",
            f"{len(EXCLUDED)} bonds",
            "1 bond types",
            "2 extra special per atom",
            f"0 {box[0][0]!r} xlo xhi",
            f"0 {box[1][1]!r} ylo yhi",
            f"0 {box[2][2]!r} zlo zhi",
            f"{box[1][0]!r} {box[2][0]!r} {box[2][1]!r} xy xz yz",
            "",
            "Masses",
            "",
            "1 1.0",
            "",
            "Atoms",
            "",
            *[f"{k + 1} 1 1 {q!r} {' '.join(repr(float(x)) for x in r)}" for k, (q, r) in enumerate(zip(charges.tolist(), positions))],
            "",
            "Bonds",
            "",
            *[f"{k + 1} 1 {i + 1} {j + 1}" for k, (i, j) in enumerate(EXCLUDED)],
        ]
        (Path(folder) / "data").write_text("\n".join(data) + "\n")
        (Path(folder) / "in").write_text(
            f"""units lj
atom_style full
box tilt large
atom_modify map array
bond_style zero
special_bonds lj 1 1 1 coul 0 1 1
pair_style {style}
{before}
read_data data
pair_coeff * *
bond_coeff 1
neighbor 1.0 bin
{after}
thermo_style custom pe pxx pyy pzz pxy pxz pyz vol
thermo_modify format float %.15g norm no
compute atoms all stress/atom NULL pair kspace
dump f all custom 1 forces id fx fy fz c_atoms[1] c_atoms[2] c_atoms[3] c_atoms[4] c_atoms[5] c_atoms[6]
dump_modify f format float %.15g sort id
run 0
"""
        )
        log = subprocess.run(["lmp", "-in", "in"], cwd=folder, capture_output=True, text=True).stdout
        if "ERROR" in log:
            raise SystemExit(log)
        lines = log.splitlines()
        at = next(k for k, line in enumerate(lines) if re.match(r"\s*PotEng\b.*Volume", line))
        numbers = [float(x) for x in lines[at + 1].split()]
        rows = (Path(folder) / "forces").read_text().splitlines()[9:]
        forces = [[float(x) for x in row.split()[1:4]] for row in rows]
        shares = [[-float(x) for x in row.split()[4:]] for row in rows]
        version = re.search(r"LAMMPS \((.*)\)", log).group(1)
    return {"energy": numbers[0], "virial": [p * numbers[7] for p in numbers[1:7]], "forces": np.ravel(forces).tolist(), "shares": np.ravel(shares).tolist()}, version


def main():
    cases = []
    for seed, (name, cell) in enumerate(CELLS.items()):
        positions, charges = charges_at_random(cell, 40, seed)
        found = {}
        for form in ("wolf", "dsf"):
            found[form], version = lammps(f"coul/{form} {ALPHA} {CUTOFF}", positions, charges, cell)
        found["ewald"], _ = lammps(
            f"coul/long {CUTOFF}",
            positions,
            charges - charges.mean(),
            cell,
            before="kspace_style ewald 1e-9",
            after="kspace_modify gewald 0.6\npair_modify table 0",
        )
        cases.append(
            {
                "name": name,
                "cell": np.ravel(cell).tolist(),
                "positions": np.ravel(positions).tolist(),
                "charges": charges.tolist(),
                "wolf": found["wolf"],
                "dsf": found["dsf"],
                # Of the charges less their mean.
                "ewald": found["ewald"],
            }
        )
    record = {"program": f"LAMMPS {version}", "alpha": ALPHA, "cutoff": CUTOFF, "excluded": EXCLUDED, "cases": cases}
    OUT.write_text(json.dumps(record) + "\n")


main()
