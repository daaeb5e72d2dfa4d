import { charmmKey } from "@qmmm/io";

const ANY = "X";

/** The entry of a dihedral: of the types themselves, or of the middle ones with any at the ends. */
export function dihedralEntry<T>(entries: ReadonlyMap<string, T>, [a, b, c, d]: readonly string[]): T | undefined {
  return entries.get(charmmKey([a!, b!, c!, d!])) ?? entries.get(charmmKey([ANY, b!, c!, ANY]));
}

/** The entry of an improper, whose wildcards CHARMM tries in this order. */
export function improperEntry<T>(entries: ReadonlyMap<string, T>, types: readonly string[]): T | undefined {
  const both = [types, [...types].reverse()];
  const patterns = [
    ...both.map(([a, b, c, d]) => [a!, b!, c!, d!]),
    ...both.map(([a, , , d]) => [a!, ANY, ANY, d!]),
    ...both.map(([, b, c, d]) => [ANY, b!, c!, d!]),
    ...both.map(([, b, c]) => [ANY, b!, c!, ANY]),
    ...both.map(([, , c, d]) => [ANY, ANY, c!, d!]),
  ];
  for (const pattern of patterns) {
    const found = entries.get(charmmKey(pattern));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The entry of a type; wildcards count where the type itself has none: `*` any letters, `%` one, `#` any digits, `+` one. */
export function typeEntry<T>(entries: ReadonlyMap<string, T>, type: string): T | undefined {
  const exact = entries.get(type);
  if (exact !== undefined) return exact;
  for (const [pattern, value] of entries) if (fits(pattern, type)) return value;
  return undefined;
}

const WILDCARDS: Readonly<Record<string, string>> = { "*": ".*", "%": ".", "#": "\\d*", "+": "\\d" };

function fits(pattern: string, type: string): boolean {
  if (!/[*%#+]/.test(pattern)) return false;
  const expression = pattern.replace(/[.*+?^${}()|[\]\\%#]/g, (c) => WILDCARDS[c] ?? `\\${c}`);
  return new RegExp(`^${expression}$`).test(type);
}
