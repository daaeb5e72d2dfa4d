import { atomicNumber, ELEMENT_SYMBOLS } from "@qmmm/core";

// Residues whose atoms are never metals or other two-letter elements (Se of MSE aside): here CA is an alpha carbon.
const BIOPOLYMER = new Set(
  (
    "ALA ARG ASN ASP ASH CYS CYX CYM GLN GLU GLH GLY HIS HID HIE HIP HSD HSE HSP ILE LEU LYS LYN MET PHE PRO SER THR " +
    "TRP TYR VAL ACE NME NMA NHE A C G U DA DC DG DT RA RC RG RU HOH WAT TIP TIP3 SOL H2O DOD"
  ).split(" "),
);

/**
 * Atomic number of a PDB atom: from the element column when it holds one; else from the name, by the rule that the
 * symbol is right-aligned in the first two columns of the name. Undefined when nothing fits.
 *
 * @param name - the four columns of the name, unstripped
 * @param elementColumns - columns 77–78; may be blank
 */
export function deduceElement(name: string, residue: string, elementColumns: string): number | undefined {
  const stated = elementColumns.trim();
  if (stated === "D") return 1;
  if (stated !== "") {
    const z = atomicNumber(stated);
    if (z !== undefined) return z;
  }
  const label = name.trim().replace(/^[0-9'"]+/, "");
  if (label === "") return undefined;
  const single = atomicNumber(label[0] === "D" ? "H" : label[0]!);
  const aligned = name[0] !== " " && !/\d/.test(name[0] ?? "");
  const double = /^[A-Za-z]{2}/.test(label) ? atomicNumber(label.slice(0, 2)) : undefined;
  if (BIOPOLYMER.has(residue)) return single ?? double;
  // Four-column names of hydrogens (HG11) fill the first column too.
  if (aligned && double !== undefined && !(label.length === 4 && label.startsWith("H"))) return double;
  if (double !== undefined && label.toUpperCase() === residue.toUpperCase()) return double; // an ion: ZN in residue ZN
  return single ?? double;
}

/** The two columns of an element, right-aligned, capital. */
export function elementColumns(z: number): string {
  return z === 0 ? "  " : ELEMENT_SYMBOLS[z]!.toUpperCase().padStart(2);
}
