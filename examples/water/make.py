"""Writes water-droplet.pdb: 110 TIP3P waters around one central water, equilibrated at 300 K.

A cube of liquid water from OpenMM's own solvent box is cut to the 110 molecules nearest to its centre, which at
1 g/cm3 fill a sphere of 9.2 Å. The droplet is minimised and equilibrated for 21 ps with flexible TIP3P water (Jorgensen
et al. 1983, doi:10.1063/1.445869) in a half-harmonic spherical wall, the oxygen of the central water held at the centre.
Molecules are written in the order of their distance from the centre: residue 1 is the central water, at the origin.

    pip install openmm==8.6.1
    python make.py
"""

from pathlib import Path

import numpy as np
import openmm
from openmm import app, unit

HERE = Path(__file__).parent
WATERS = 110
DENSITY = 0.9970  # g/cm3, 298 K
SEED = 20240229
AMU_PER_A3 = 1.66053906892  # g/cm3


def liquid(field):
    """Oxygen-first positions (waters, 3, 3) in Å of a cube of liquid water, centred."""
    modeller = app.Modeller(app.Topology(), [] * unit.nanometer)
    modeller.addSolvent(field, model="tip3p", boxSize=openmm.Vec3(2.5, 2.5, 2.5) * unit.nanometer)
    positions = np.array(modeller.positions.value_in_unit(unit.angstrom)).reshape(-1, 3, 3)
    return positions - 12.5


def nearest_first(waters, count):
    """The molecules nearest to the one in the middle, that one first and at the origin."""
    middle = np.argmin(np.linalg.norm(waters[:, 0], axis=1))
    waters = waters - waters[middle, 0]
    return waters[np.argsort(np.linalg.norm(waters[:, 0], axis=1))[:count]]


def topology(count):
    top = app.Topology()
    chain = top.addChain("A")
    for _ in range(count):
        residue = top.addResidue("HOH", chain)
        oxygen = top.addAtom("O", app.element.oxygen, residue)
        for name in ("H1", "H2"):
            top.addBond(oxygen, top.addAtom(name, app.element.hydrogen, residue))
    return top


def confinement(system, radius):
    """A wall outside the droplet and a tether for the central oxygen."""
    wall = openmm.CustomExternalForce("5000*max(0, sqrt(x^2+y^2+z^2)-wall)^2")
    wall.addGlobalParameter("wall", radius)
    for atom in range(0, 3 * WATERS, 3):
        wall.addParticle(atom)
    tether = openmm.CustomExternalForce("50000*(x^2+y^2+z^2)")
    tether.addParticle(0)
    system.addForce(wall)
    system.addForce(tether)


def main():
    field = app.ForceField("amber14/tip3p.xml")
    waters = nearest_first(liquid(field), WATERS)
    volume = WATERS * 18.015 * AMU_PER_A3 / DENSITY
    radius = (3 * volume / (4 * np.pi)) ** (1 / 3)
    top = topology(WATERS)
    system = field.createSystem(top, nonbondedMethod=app.NoCutoff, constraints=None, rigidWater=False)
    confinement(system, 0.1 * radius)
    integrator = openmm.LangevinMiddleIntegrator(300, 5, 0.0005)
    integrator.setRandomNumberSeed(SEED)
    context = openmm.Context(system, integrator, openmm.Platform.getPlatformByName("Reference"))
    context.setPositions(waters.reshape(-1, 3) * unit.angstrom)
    openmm.LocalEnergyMinimizer.minimize(context, 1.0)
    context.setVelocitiesToTemperature(300, SEED)
    integrator.step(40_000)
    openmm.LocalEnergyMinimizer.minimize(context, 10.0, 50)
    context.setVelocitiesToTemperature(300, SEED + 1)
    integrator.step(2_000)
    state = context.getState(getPositions=True)
    waters = state.getPositions(asNumpy=True).value_in_unit(unit.angstrom).reshape(-1, 3, 3)
    waters = waters - waters[0, 0]
    waters = waters[np.argsort(np.linalg.norm(waters[:, 0], axis=1))]
    with open(HERE / "water-droplet.pdb", "w") as file:
        file.write(f"TITLE     {WATERS} TIP3P WATERS, RESIDUE 1 AT THE CENTRE, 300 K\n")
        for residue, water in enumerate(waters, 1):
            for k, (name, position) in enumerate(zip(("O", "H1", "H2"), water)):
                serial = 3 * residue - 2 + k
                x, y, z = position
                file.write(
                    f"HETATM{serial:5d}  {name:<3} HOH A{residue:4d}    {x:8.3f}{y:8.3f}{z:8.3f}  1.00  0.00          {name[0]:>2}\n"
                )
        for residue in range(WATERS):
            o = 3 * residue + 1
            file.write(f"CONECT{o:5d}{o + 1:5d}{o + 2:5d}\n")
        file.write("END\n")


if __name__ == "__main__":
    main()
