import { ELEMENT_SYMBOLS, InputError, type Topology } from "@qmmm/core";

/** Which of a potential file's elements the atoms are. */
export interface ElementTypes {
  /** Names in the file of the elements that occur, by type. */
  readonly names: readonly string[];
  /** Type of each atom; length N. */
  readonly typeOf: Int32Array;
}

/**
 * Finds the atoms' elements in a potential file.
 *
 * @param known - names in the file
 * @param renamed - name in the file by element symbol, where they differ
 * @throws QmmmError `QMMM_MM_PARAMETERS_MISSING`, `QMMM_MM_TYPE_UNKNOWN`
 */
export function elementTypes(
  topology: Topology,
  known: ReadonlySet<string>,
  renamed: Readonly<Record<string, string>>,
  file: string,
): ElementTypes {
  for (const [symbol, name] of Object.entries(renamed)) {
    if (known.has(name)) continue;
    throw new InputError("QMMM_MM_TYPE_UNKNOWN", `elements takes ${symbol} to "${name}", which ${file} does not have`, {
      value: name,
      allowed: [...known],
      action: "Use one of the names of the file",
      place: { file },
    });
  }
  const typeOfName = new Map<string, number>();
  const typeOf = Int32Array.from(topology.elements, (element, atom) => {
    const symbol = element === 0 ? "" : ELEMENT_SYMBOLS[element]!;
    const name = Object.hasOwn(renamed, symbol) ? renamed[symbol]! : symbol;
    if (!known.has(name)) throw missing(element === 0 ? "a site without nucleus" : symbol, atom, known, file);
    const type = typeOfName.get(name) ?? typeOfName.size;
    typeOfName.set(name, type);
    return type;
  });
  return { names: [...typeOfName.keys()], typeOf };
}

function missing(what: string, atom: number, known: ReadonlySet<string>, file: string): InputError {
  return new InputError("QMMM_MM_PARAMETERS_MISSING", `${file} has no parameters for ${what}, atom ${atom} (from 0)`, {
    value: what,
    allowed: [...known],
    action: "Use a potential file with all elements, or say in elements which name of the file an element has",
    place: { file },
  });
}
