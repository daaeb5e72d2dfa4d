import type { OpenmmForceField, OpenmmPatch, OpenmmTemplate } from "@qmmm/io";
import { patched, touchedNames } from "./patches.js";

/** Number of atoms of each element, as a key. */
export function elementCounts(elements: Iterable<number>): string {
  const counts = new Map<number, number>();
  for (const z of elements) counts.set(z, (counts.get(z) ?? 0) + 1);
  return keyOf(counts);
}

/** A set of patches that may be applied to a template together, and the elements that it has then. */
interface Version {
  readonly template: OpenmmTemplate;
  readonly patches: readonly OpenmmPatch[];
  readonly elements: string;
}

/**
 * Templates with the patches of one residue that they permit. Large force fields have some 100,000 of them, so a version is
 * made only where its elements are asked for.
 */
export class PatchedTemplates {
  private readonly permitted = new Map<string, OpenmmPatch[]>();

  constructor(private readonly forceField: OpenmmForceField) {
    for (const { template, patch: name } of forceField.permissions) {
      const patch = forceField.patches.get(name);
      if (patch?.residues !== 1) continue;
      const others = this.permitted.get(template);
      if (others === undefined) this.permitted.set(template, [patch]);
      else if (!others.includes(patch)) others.push(patch);
    }
    for (const patches of this.permitted.values()) patches.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The versions of all templates that have the elements of one of the keys, templates in order. */
  withElements(wanted: ReadonlySet<string>): OpenmmTemplate[] {
    return this.forceField.templates
      .flatMap((template) => [...this.versions(template)].filter(({ elements }) => wanted.has(elements)))
      .flatMap(make);
  }

  /** All versions of the templates of a name. */
  of(name: string): OpenmmTemplate[] {
    return this.forceField.templates
      .filter((template) => template.name === name)
      .flatMap((template) => [...this.versions(template)].flatMap(make));
  }

  private *versions(template: OpenmmTemplate): Generator<Version> {
    const permitted = this.permitted.get(template.name) ?? [];
    if (permitted.length === 0) return;
    const elementOf = (type: string): number => this.forceField.types.get(type)!.element;
    const touched = permitted.map(touchedNames);
    const own = new Map(template.atoms.map(({ name, type }) => [name, elementOf(type)]));
    const counts = new Map<number, number>();
    const count = (element: number, by: number): void => {
      counts.set(element, (counts.get(element) ?? 0) + by);
    };
    for (const element of own.values()) count(element, 1);
    const change = ({ added, removed, changed }: OpenmmPatch, by: 1 | -1): void => {
      for (const { atom } of added) count(elementOf(atom.type), by);
      for (const { name } of removed) if (own.has(name)) count(own.get(name)!, -by);
      for (const { name, atom } of changed) {
        if (!own.has(name)) continue;
        count(own.get(name)!, -by);
        count(elementOf(atom.type), by);
      }
    };
    const extend = function* (chosen: readonly number[]): Generator<Version> {
      for (let k = (chosen.at(-1) ?? -1) + 1; k < permitted.length; k++) {
        if (chosen.some((other) => overlap(touched[other]!, touched[k]!))) continue;
        const together = [...chosen, k];
        change(permitted[k]!, 1);
        yield { template, patches: together.map((index) => permitted[index]!), elements: keyOf(counts) };
        yield* extend(together);
        change(permitted[k]!, -1);
      }
    };
    yield* extend([]);
  }
}

/** The template that a version is; none where a patch does not fit. */
function make({ template, patches }: Version): OpenmmTemplate[] {
  let made = template;
  for (const patch of patches) {
    const [next] = patched(patch, [made]) ?? [];
    if (next === undefined) return [];
    made = next;
  }
  return [made];
}

function keyOf(counts: ReadonlyMap<number, number>): string {
  return [...counts]
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => a - b)
    .join(" ");
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}
