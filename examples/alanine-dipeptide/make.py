"""Writes alanine-dipeptide.prmtop and alanine-dipeptide.inpcrd.

ACE-ALA-NME is built from standard bond lengths, angles and torsions (C7eq conformation), given the ff14SB parameters
(Maier et al. 2015, doi:10.1021/acs.jctc.5b00255) that the `openmm` package ships, minimised in vacuum with OpenMM and
written in Amber's formats with ParmEd.

    pip install openmm==8.6.1 parmed==4.3.1
    python make.py
"""

from pathlib import Path

import numpy as np
import openmm
import parmed
from openmm import app, unit

HERE = Path(__file__).parent

# residue, atom, (bonded atom at the distance, at the angle, at the torsion), distance / Å, angle / deg, torsion / deg.
# Peptide geometry: Engh & Huber 1991 (doi:10.1107/S0108767391001071); hydrogens: 1.09 Å on C, 1.01 Å on N.
PHI, PSI = -80.0, 75.0
INTERNAL = [
    ("ACE", "CH3", None, 0, 0, 0),
    ("ACE", "C", ("ACE:CH3",), 1.52, 0, 0),
    ("ALA", "N", ("ACE:C", "ACE:CH3"), 1.33, 116.2, 0),
    ("ALA", "CA", ("ALA:N", "ACE:C", "ACE:CH3"), 1.46, 121.7, 180),
    ("ALA", "C", ("ALA:CA", "ALA:N", "ACE:C"), 1.525, 111.2, PHI),
    ("NME", "N", ("ALA:C", "ALA:CA", "ALA:N"), 1.33, 116.2, PSI),
    ("NME", "CH3", ("NME:N", "ALA:C", "ALA:CA"), 1.46, 121.7, 180),
    ("ACE", "O", ("ACE:C", "ALA:N", "ALA:CA"), 1.23, 123.0, 0),
    ("ALA", "O", ("ALA:C", "NME:N", "NME:CH3"), 1.23, 123.0, 0),
    ("ALA", "H", ("ALA:N", "ACE:C", "ACE:O"), 1.01, 119.0, 180),
    ("NME", "H", ("NME:N", "ALA:C", "ALA:O"), 1.01, 119.0, 180),
    ("ALA", "CB", ("ALA:CA", "ALA:C", "ALA:N"), 1.525, 110.5, 123.0),
    ("ALA", "HA", ("ALA:CA", "ALA:C", "ALA:N"), 1.09, 109.0, -118.0),
    ("ALA", "HB1", ("ALA:CB", "ALA:CA", "ALA:N"), 1.09, 109.5, 60),
    ("ALA", "HB2", ("ALA:CB", "ALA:CA", "ALA:N"), 1.09, 109.5, 180),
    ("ALA", "HB3", ("ALA:CB", "ALA:CA", "ALA:N"), 1.09, 109.5, -60),
    ("ACE", "HH31", ("ACE:CH3", "ACE:C", "ACE:O"), 1.09, 109.5, 0),
    ("ACE", "HH32", ("ACE:CH3", "ACE:C", "ACE:O"), 1.09, 109.5, 120),
    ("ACE", "HH33", ("ACE:CH3", "ACE:C", "ACE:O"), 1.09, 109.5, -120),
    ("NME", "HH31", ("NME:CH3", "NME:N", "NME:H"), 1.09, 109.5, 0),
    ("NME", "HH32", ("NME:CH3", "NME:N", "NME:H"), 1.09, 109.5, 120),
    ("NME", "HH33", ("NME:CH3", "NME:N", "NME:H"), 1.09, 109.5, -120),
]

# Order of the atoms in the files, as Amber's own residue templates have it.
ORDER = {
    "ACE": ["HH31", "CH3", "HH32", "HH33", "C", "O"],
    "ALA": ["N", "H", "CA", "HA", "CB", "HB1", "HB2", "HB3", "C", "O"],
    "NME": ["N", "H", "CH3", "HH31", "HH32", "HH33"],
}


def place(bonded, angle_atom, torsion_atom, distance, angle, torsion):
    """Position at a distance from one atom, an angle with a second and a torsion with a third."""
    angle, torsion = np.radians([angle, torsion])
    axis = bonded - angle_atom
    axis /= np.linalg.norm(axis)
    normal = np.cross(angle_atom - torsion_atom, axis)
    normal /= np.linalg.norm(normal)
    side = np.cross(normal, axis)
    return bonded + distance * (
        -np.cos(angle) * axis + np.sin(angle) * (np.cos(torsion) * side + np.sin(torsion) * normal)
    )


def build():
    xyz = {}
    for residue, atom, references, distance, angle, torsion in INTERNAL:
        near = [xyz[name] for name in references or ()]
        if not near:
            position = np.zeros(3)
        elif len(near) == 1:
            position = near[0] + np.array([distance, 0, 0])
        else:
            third = near[2] if len(near) == 3 else near[1] + np.array([0, 1.0, 0])
            position = place(near[0], near[1], third, distance, angle, torsion)
        xyz[f"{residue}:{atom}"] = position
    n, ca, c, cb = (xyz[f"ALA:{name}"] for name in ("N", "CA", "C", "CB"))
    assert np.dot(n - ca, np.cross(c - ca, cb - ca)) > 0, "not the L enantiomer"
    return xyz


def topology():
    top = app.Topology()
    chain = top.addChain("A")
    for residue, names in ORDER.items():
        parent = top.addResidue(residue, chain)
        for name in names:
            element = app.Element.getBySymbol("H" if name.startswith("H") else name[0])
            top.addAtom(name, element, parent)
    atoms = {f"{atom.residue.name}:{atom.name}": atom for atom in top.atoms()}
    for residue, atom, references, *_ in INTERNAL:
        if references:
            top.addBond(atoms[references[0]], atoms[f"{residue}:{atom}"])
    return top


def main():
    xyz = build()
    top = topology()
    positions = np.array([xyz[f"{atom.residue.name}:{atom.name}"] for atom in top.atoms()])
    system = app.ForceField("amber14/protein.ff14SB.xml").createSystem(
        top, nonbondedMethod=app.NoCutoff, constraints=None, rigidWater=False, removeCMMotion=False
    )
    context = openmm.Context(
        system, openmm.VerletIntegrator(0.001), openmm.Platform.getPlatformByName("Reference")
    )
    context.setPositions(positions * unit.angstrom)
    openmm.LocalEnergyMinimizer.minimize(context, 0.5)
    relaxed = context.getState(getPositions=True).getPositions(asNumpy=True).value_in_unit(unit.angstrom)
    relaxed -= relaxed.mean(axis=0)
    structure = parmed.openmm.load_topology(top, system, xyz=relaxed)
    structure.title = "ACE-ALA-NME, ff14SB"
    for atom, source in zip(structure.atoms, top.atoms()):
        assert atom.name == source.name
    amber = parmed.amber.AmberParm.from_structure(structure)
    amber.parm_data["TITLE"] = ["ACE-ALA-NME, ff14SB"]
    amber.write_parm(str(HERE / "alanine-dipeptide.prmtop"))
    restart = parmed.amber.AmberAsciiRestart(
        str(HERE / "alanine-dipeptide.inpcrd"), "w", natom=len(relaxed), title="ACE-ALA-NME, minimised in vacuum"
    )
    restart.coordinates = relaxed
    restart.close()


if __name__ == "__main__":
    main()
