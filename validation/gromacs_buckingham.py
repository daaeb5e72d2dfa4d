"""A GROMACS topology with a Buckingham potential, by OpenMM's Reference platform: since 2020 GROMACS runs no such topology.

    python3 validation/gromacs_buckingham.py

Writes packages/mm-forcefield/test/fixtures/gromacs/buckingham.json (nm, kJ/mol, kJ/mol/nm). The parameters are those of
buckingham.top, combined as its format says: A and C geometric, B harmonic; pairs up to two bonds apart are left out.
"""

import json
import math
import pathlib

import openmm as mm
from openmm import unit

FOLDER = pathlib.Path("packages/mm-forcefield/test/fixtures/gromacs")
TYPES = {"SI": (0, 0, 0), "O": (134015.7, 27.6, 0.0168), "NA": (120200.0, 31.5, 0.0004), "H": (0, 0, 0)}
OVERRIDE = {("O", "SI"): (1737340.9, 48.7318, 0.0128866)}
MOLECULE = [("SI", 1.6), ("O", -0.8), ("O", -0.9), ("H", 0.4), ("O", -0.6)]
ATOMS = MOLECULE * 2 + [("NA", 0.3)] * 2
BONDS = [(0, 1, 0.16, 200000), (0, 2, 0.16, 200000), (2, 3, 0.096, 400000)]
EXCLUDED = {(0, 1), (0, 2), (2, 3), (3, 4), (1, 2), (0, 3), (2, 4)}
PAIR = (1, 4)
POSITIONS = [
    (0.50, 0.50, 0.50), (0.65, 0.53, 0.52), (0.43, 0.62, 0.41), (0.36, 0.60, 0.35), (0.25, 0.66, 0.52),
    (0.91, 0.83, 0.71), (0.81, 0.95, 0.75), (1.04, 0.90, 0.65), (1.10, 0.87, 0.58), (1.27, 0.95, 0.55),
    (0.72, 0.75, 0.35), (0.55, 0.85, 0.80),
]


def constants(a, b):
    override = OVERRIDE.get(tuple(sorted((a, b))))
    if override:
        return override
    (a1, b1, c1), (a2, b2, c2) = TYPES[a], TYPES[b]
    return math.sqrt(a1 * a2), (0 if b1 == 0 or b2 == 0 else 2 / (1 / b1 + 1 / b2)), math.sqrt(c1 * c2)


def main():
    system = mm.System()
    for _ in ATOMS:
        system.addParticle(1)
    bonds = mm.HarmonicBondForce()
    buckingham = mm.CustomBondForce("A*exp(-B*r) - C/r^6")
    coulomb = mm.CustomBondForce("qq/r")
    pairs = mm.CustomBondForce("c12/r^12 - c6/r^6 + qq/r")
    for name in "ABC":
        buckingham.addPerBondParameter(name)
    coulomb.addPerBondParameter("qq")
    for name in ("c6", "c12", "qq"):
        pairs.addPerBondParameter(name)
    # GROMACS's constant, as its code computes it.
    factor = 1.602176634e-19**2 * 6.02214076e23 * 1e6 / (4 * math.pi * 8.8541878128e-12)
    for first in (0, 5):
        for i, j, length, k in BONDS:
            bonds.addBond(first + i, first + j, length, k)
        i, j = (first + k for k in PAIR)
        pairs.addBond(i, j, [0.0021, 1.1e-6, 0.7 * factor * ATOMS[i][1] * ATOMS[j][1]])
    for i in range(len(ATOMS)):
        for j in range(i + 1, len(ATOMS)):
            if j < 10 and i // 5 == j // 5 and (i % 5, j % 5) in EXCLUDED:
                continue
            buckingham.addBond(i, j, constants(ATOMS[i][0], ATOMS[j][0]))
            coulomb.addBond(i, j, [factor * ATOMS[i][1] * ATOMS[j][1]])
    forces = {"bonds": bonds, "buckingham": buckingham, "coulomb": coulomb, "pairs": pairs}
    for group, force in enumerate(forces.values()):
        force.setForceGroup(group)
        system.addForce(force)
    context = mm.Context(system, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(POSITIONS)
    energies = {
        name: context.getState(getEnergy=True, groups={group}).getPotentialEnergy()._value
        for group, name in enumerate(forces)
    }
    total = context.getState(getForces=True).getForces(asNumpy=True)
    found = {
        "program": f"OpenMM {mm.version.version}, Reference platform",
        "positions": POSITIONS,
        "energies": energies,
        "forces": total.value_in_unit(unit.kilojoule_per_mole / unit.nanometer).tolist(),
    }
    (FOLDER / "buckingham.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
