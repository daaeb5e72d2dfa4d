"""Non-bonded energies of an Amber system by OpenMM's particle-mesh Ewald, converged: references of the long-range tests.

Prints kJ/mol: Lennard-Jones with scaled 1-4 pairs, its dispersion correction, Coulomb with scaled 1-4 pairs, their sum; plain
cutoff, flexible, OpenMM's Coulomb constant. OpenMM up to 7.7 lacks the uniform background of charged cells; later ones have it.

    pip install openmm==8.6.1
    python validation/mm_long_range.py system.prmtop system.inpcrd [--cutoff 0.9] [--tolerance 1e-6]
"""

import argparse

import openmm
from openmm import app, unit


def energy(system, positions, tolerance, cutoff, keep_lj, keep_charges, dispersion):
    [force] = [f for f in system.getForces() if isinstance(f, openmm.NonbondedForce)]
    part = openmm.NonbondedForce()
    part.setNonbondedMethod(openmm.NonbondedForce.PME)
    part.setCutoffDistance(cutoff)
    part.setEwaldErrorTolerance(tolerance)
    part.setUseDispersionCorrection(dispersion)
    for k in range(force.getNumParticles()):
        charge, sigma, epsilon = force.getParticleParameters(k)
        part.addParticle(charge * keep_charges, sigma, epsilon * keep_lj)
    for k in range(force.getNumExceptions()):
        i, j, product, sigma, epsilon = force.getExceptionParameters(k)
        part.addException(i, j, product * keep_charges, sigma, epsilon * keep_lj)
    bare = openmm.System()
    for k in range(system.getNumParticles()):
        bare.addParticle(system.getParticleMass(k))
    bare.setDefaultPeriodicBoxVectors(*system.getDefaultPeriodicBoxVectors())
    bare.addForce(part)
    platform = openmm.Platform.getPlatformByName("Reference")
    context = openmm.Context(bare, openmm.VerletIntegrator(0.001), platform)
    context.setPositions(positions)
    return context.getState(getEnergy=True).getPotentialEnergy().value_in_unit(unit.kilojoule_per_mole)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("prmtop")
    parser.add_argument("inpcrd")
    parser.add_argument("--cutoff", type=float, default=0.9, help="nm")
    parser.add_argument("--tolerance", type=float, default=1e-6, help="OpenMM's Ewald error tolerance")
    options = parser.parse_args()
    coordinates = app.AmberInpcrdFile(options.inpcrd)
    prmtop = app.AmberPrmtopFile(options.prmtop, periodicBoxVectors=coordinates.boxVectors)
    system = prmtop.createSystem(nonbondedMethod=app.PME, nonbondedCutoff=options.cutoff, constraints=None, rigidWater=False)

    def part(lj, charges, dispersion):
        return energy(system, coordinates.positions, options.tolerance, options.cutoff, lj, charges, dispersion)

    lennard_jones = part(1, 0, False)
    correction = part(1, 0, True) - lennard_jones
    coulomb = part(0, 1, False)
    print(f"Lennard-Jones         {lennard_jones:.6f}")
    print(f"dispersion correction {correction:.6f}")
    print(f"Coulomb               {coulomb:.6f}")
    print(f"sum                   {lennard_jones + correction + coulomb:.6f}")


if __name__ == "__main__":
    main()
