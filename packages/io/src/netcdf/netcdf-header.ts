/** Type codes and sizes of the classic format. */
const TYPES = { char: [2, 1], float: [5, 4], double: [6, 8] } as const;
type NumberType = "float" | "double";

const padded = (bytes: number): number => Math.ceil(bytes / 4) * 4;

interface Variable {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly dimensions: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Bytes of the whole variable, or of one record of it. */
  readonly size: number;
  /** Characters of a variable of fixed size; absent for records. */
  readonly text?: string;
}

/**
 * Writes the header of a file in NetCDF's classic format with 64-bit offsets (Unidata, NetCDF Classic Format Specification):
 * texts of fixed size stand behind it, then records, of which there are none yet. Records follow in the order of the calls.
 */
export class NetCdfHeader {
  private readonly variables: Variable[] = [];
  private global: Readonly<Record<string, string>> = {};

  /** @param dimensions - names and lengths; 0 for that of the records */
  constructor(private readonly dimensions: readonly (readonly [string, number])[]) {}

  /** Attributes of the file. */
  attributes(attributes: Readonly<Record<string, string>>): void {
    this.global = attributes;
  }

  /** A variable of characters that does not change. */
  fixed(name: string, dimensions: readonly string[], text: string): void {
    this.variables.push({ name, type: "char", dimensions, attributes: {}, size: padded(text.length), text });
  }

  /** A variable of so many numbers in each record. */
  records(
    name: string,
    type: NumberType,
    dimensions: readonly string[],
    count: number,
    attributes: Readonly<Record<string, string>>,
  ): void {
    this.variables.push({ name, type, dimensions, attributes, size: padded(TYPES[type][1] * count) });
  }

  bytes(): Uint8Array {
    // Its length does not depend on where the variables begin.
    const length = this.header(0).length;
    const header = this.header(length);
    const texts = this.variables.filter(({ text }) => text !== undefined);
    const out = new Uint8Array(length + texts.reduce((sum, { size }) => sum + size, 0));
    out.set(header);
    let at = length;
    for (const { text, size } of texts) {
      for (let k = 0; k < text!.length; k++) out[at + k] = text!.charCodeAt(k);
      at += size;
    }
    return out;
  }

  private header(end: number): Uint8Array {
    const out: number[] = [0x43, 0x44, 0x46, 2];
    const int = (n: number) => out.push((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
    const text = (s: string) => {
      const utf8 = new TextEncoder().encode(s);
      int(utf8.length);
      out.push(...utf8);
      while (out.length % 4 !== 0) out.push(0);
    };
    const list = <T>(tag: number, items: readonly T[], write: (item: T) => void) => {
      int(items.length === 0 ? 0 : tag);
      int(items.length);
      items.forEach(write);
    };
    const attributes = (values: Readonly<Record<string, string>>) =>
      list(12, Object.entries(values), ([name, value]) => {
        text(name);
        int(TYPES.char[0]);
        text(value);
      });
    int(0);
    list(10, this.dimensions, ([name, length]) => {
      text(name);
      int(length);
    });
    attributes(this.global);
    const fixedBytes = this.variables.reduce((sum, { size, text }) => sum + (text === undefined ? 0 : size), 0);
    let [fixedAt, recordAt] = [end, end + fixedBytes];
    list(11, this.variables, (variable) => {
      text(variable.name);
      int(variable.dimensions.length);
      for (const name of variable.dimensions) int(this.dimensions.findIndex(([known]) => known === name));
      attributes(variable.attributes);
      int(TYPES[variable.type][0]);
      int(variable.size);
      int(0);
      int(variable.text === undefined ? recordAt : fixedAt);
      if (variable.text === undefined) recordAt += variable.size;
      else fixedAt += variable.size;
    });
    return Uint8Array.from(out);
  }
}
