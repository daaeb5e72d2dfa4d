"""Dispersion on a mesh (LJ-PME) of molecules in a triclinic box, by OpenMM's Reference platform.

    python3 validation/mm_dispersion_mesh.py

Writes packages/mm-forcefield/test/fixtures/openmm/ljpme-system.xml and ljpme.json (nm, kJ/mol, kJ/mol/nm): a System with charges,
several Lennard-Jones types, excluded and scaled pairs, by fine grids, and its energies with charges and without, forces with both.
"""

import json
import pathlib

import numpy as np
import openmm as mm
from openmm import unit

FOLDER = pathlib.Path("packages/mm-forcefield/test/fixtures/openmm")
BOX = [mm.Vec3(2.4, 0, 0), mm.Vec3(0.3, 2.5, 0), mm.Vec3(-0.4, 0.5, 2.6)]
SITES = [(0.2, 0.33, 0.6), (-0.5, 0.29, 0.9), (0.3, 0.21, 0.1)]
EDGE = 4


def system(scale):
    made = mm.System()
    made.setDefaultPeriodicBoxVectors(*BOX)
    force = mm.NonbondedForce()
    force.setNonbondedMethod(mm.NonbondedForce.LJPME)
    force.setCutoffDistance(0.9)
    force.setPMEParameters(3.6, 80, 80, 80)
    force.setLJPMEParameters(3.4, 80, 80, 80)
    for molecule in range(EDGE**3):
        for charge, sigma, epsilon in SITES:
            made.addParticle(12.0)
            force.addParticle(scale * charge, sigma, epsilon)
        first = 3 * molecule
        force.addException(first, first + 1, 0, 0.3, 0)
        force.addException(first, first + 2, 0, 0.3, 0)
        force.addException(first + 1, first + 2, scale**2 * -0.1, 0.25, 0.15)
    made.addForce(force)
    return made


def positions():
    generator = np.random.default_rng(11)
    shape = np.array([[0, 0, 0], [0.14, 0.02, 0], [0.05, 0.18, 0.03]])
    box = np.array([[*v] for v in BOX])
    found = []
    for n in range(EDGE**3):
        turn, _ = np.linalg.qr(generator.normal(size=(3, 3)))
        place = (np.array([n % EDGE, n // EDGE % EDGE, n // EDGE**2]) + generator.normal(0, 0.04, 3)) / EDGE
        found += (shape @ turn + place @ box).round(5).tolist()
    return found


def evaluate(made, at):
    context = mm.Context(made, mm.VerletIntegrator(0.001), mm.Platform.getPlatformByName("Reference"))
    context.setPositions(at)
    state = context.getState(getEnergy=True, getForces=True)
    forces = state.getForces(asNumpy=True).value_in_unit(unit.kilojoule_per_mole / unit.nanometer)
    return state.getPotentialEnergy()._value, forces.tolist()


if __name__ == "__main__":
    at = positions()
    (FOLDER / "ljpme-system.xml").write_text(mm.XmlSerializer.serialize(system(1)))
    energy, forces = evaluate(system(1), at)
    references = {
        "program": f"OpenMM {mm.version.version}, Reference platform",
        "box": [[*v] for v in BOX],
        "positions": at,
        "energy": energy,
        "withoutCharges": evaluate(system(0), at)[0],
        "forces": forces,
    }
    rounded = json.loads(json.dumps(references), parse_float=lambda text: float(f"{float(text):.10g}"))
    (FOLDER / "ljpme.json").write_text(json.dumps(rounded) + "\n")
    print(energy, references["withoutCharges"])
