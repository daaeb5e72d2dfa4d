import type { OpenmmAtomType, XmlNode } from "@qmmm/io";
import { invalid } from "./errors.js";

/** Types that fit at one place; undefined: any. */
type Place = ReadonlySet<string> | undefined;

/** What a force-field file states for a combination of types. */
export interface Definition<T> {
  readonly places: readonly Place[];
  readonly wild: boolean;
  readonly value: T;
}

/** Whether types fit in the order in which they stand. */
export function fits({ places }: Definition<unknown>, types: readonly string[]): boolean {
  return places.every((place, k) => place === undefined || place.has(types[k]!));
}

/** Finds the types that `class1` or `type1`, … of an element stand for; an empty name stands for any. */
export class TypePatterns {
  private readonly ofClass = new Map<string, Set<string>>();

  constructor(private readonly types: ReadonlyMap<string, OpenmmAtomType>) {
    for (const type of types.values()) {
      const members = this.ofClass.get(type.class) ?? new Set();
      this.ofClass.set(type.class, members.add(type.name));
    }
  }

  /**
   * The definition that an element makes; undefined where it names a type or class that does not exist, as OpenMM skips it.
   *
   * @param names - suffixes of the attributes: "1", "2", …, or "" for one atom
   */
  definition<T>(node: XmlNode, names: readonly string[], value: T): Definition<T> | undefined {
    const places: Place[] = [];
    for (const name of names) {
      const [byClass, byType] = [node.optional(`class${name}`), node.optional(`type${name}`)];
      if (byClass !== undefined && byType !== undefined) {
        throw invalid(node.place, `<${node.name}> states both class${name} and type${name}`, {
          allowed: "one of the two",
        });
      }
      const stated = byClass ?? byType;
      if (stated === undefined) return undefined;
      if (stated === "") {
        places.push(undefined);
        continue;
      }
      const members = byClass === undefined ? this.existing(stated) : this.ofClass.get(stated);
      if (members === undefined) return undefined;
      places.push(members);
    }
    return { places, wild: places.includes(undefined), value };
  }

  private existing(type: string): Set<string> | undefined {
    return this.types.has(type) ? new Set([type]) : undefined;
  }
}

/** Definitions of chains of atoms, found in either direction: the first that fits, those without wildcards before others. */
export class ChainDefinitions<T> {
  private readonly definitions: Definition<T>[] = [];
  private readonly found = new Map<string, Definition<T> | undefined>();

  /** @param preferSpecific - whether a later definition without wildcards counts before an earlier one with them */
  constructor(private readonly preferSpecific: boolean) {}

  add(definition: Definition<T> | undefined): void {
    if (definition !== undefined) this.definitions.push(definition);
  }

  find(types: readonly string[]): T | undefined {
    const key = types.join("\n");
    if (!this.found.has(key)) this.found.set(key, this.search(types));
    return this.found.get(key)?.value;
  }

  private search(types: readonly string[]): Definition<T> | undefined {
    const reversed = [...types].reverse();
    let match: Definition<T> | undefined;
    for (const definition of this.definitions) {
      if (match !== undefined && definition.wild) continue;
      if (!fits(definition, types) && !fits(definition, reversed)) continue;
      match = definition;
      if (!definition.wild || !this.preferSpecific) break;
    }
    return match;
  }
}
