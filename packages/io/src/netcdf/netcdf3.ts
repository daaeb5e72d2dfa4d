import type { ErrorDetails, FileError } from "@qmmm/core";
import { formatError } from "../text/text-file.js";

/** Bytes of a value by type code: byte, char, short, int, float, double. */
const BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8 };
const DIMENSIONS = 10;
const VARIABLES = 11;
const ATTRIBUTES = 12;

/** A dimension; length 0 stands for records, of which a file has any number. */
interface Dimension {
  readonly name: string;
  readonly length: number;
}

/** Text, or numbers. */
export type NetCdfAttribute = string | readonly number[];

interface Variable {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly attributes: ReadonlyMap<string, NetCdfAttribute>;
  readonly type: number;
  readonly begin: number;
}

/** True for bytes that begin as a NetCDF file of any version does. */
export function isNetCdf(bytes: Uint8Array): boolean {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  return magic.startsWith("CDF") || magic === "\x89HDF";
}

/**
 * A file in NetCDF's classic format, with 32-bit or 64-bit offsets (Unidata, NetCDF Classic Format Specification).
 */
export class NetCdf3 {
  readonly attributes: ReadonlyMap<string, NetCdfAttribute>;
  private readonly view: DataView;
  private readonly wide: boolean;
  private readonly dimensions: readonly Dimension[];
  private readonly variables: readonly Variable[];
  /** Bytes from one record to the next. */
  private readonly recordBytes: number;
  /** Number of records, such as frames of a trajectory. */
  readonly recordCount: number;
  private at = 4;

  /** @throws QmmmError `QMMM_FILE_FORMAT` for other formats and for a header that is cut off or contradicts itself */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const version = bytes[3];
    if (!isNetCdf(bytes) || (version !== 1 && version !== 2)) {
      throw this.error("This is not a NetCDF file in the classic format", {
        value: bytes[0] === 0x89 ? "NetCDF 4 (HDF5)" : String(version),
        allowed: "the classic format, with 32-bit or 64-bit offsets",
        action: "Convert it, for example with nccopy -k classic",
      });
    }
    this.wide = version === 2;
    const stated = this.count();
    this.dimensions = this.list(DIMENSIONS, () => ({ name: this.name(), length: this.count() }));
    this.attributes = this.readAttributes();
    this.variables = this.list(VARIABLES, () => this.readVariable());
    const ofRecords = this.variables.filter((variable) => this.isOfRecords(variable));
    const sizes = ofRecords.map((variable) => this.lengthOf(variable) * BYTES[variable.type]!);
    // A single variable of records is not filled up to multiples of four bytes.
    this.recordBytes = sizes.length === 1 ? sizes[0]! : sizes.reduce((sum, size) => sum + Math.ceil(size / 4) * 4, 0);
    this.recordCount = this.countRecords(stated, ofRecords);
  }

  has(name: string): boolean {
    return this.variables.some((variable) => variable.name === name);
  }

  /** Sizes of a variable's dimensions. */
  shape(name: string): number[] {
    return this.variable(name).dimensions.map((index) => this.dimensions[index]!.length);
  }

  /** An attribute of a variable. */
  attribute(name: string, attribute: string): NetCdfAttribute | undefined {
    return this.variable(name).attributes.get(attribute);
  }

  /** Sizes of the dimensions of a variable of records, the first of which is their number. */
  recordShape(name: string): number[] {
    const { dimensions } = this.recordVariable(name);
    return dimensions.map((index, k) => (k === 0 ? this.recordCount : this.dimensions[index]!.length));
  }

  /** The numbers of a variable in one record, from 0. */
  record(name: string, index: number): Float64Array {
    const variable = this.recordVariable(name);
    const begin = variable.begin + index * this.recordBytes;
    return this.numbers(name, variable.type, begin, this.lengthOf(variable));
  }

  /** The numbers of a variable, as in the file. */
  reals(name: string): Float64Array {
    const { begin, type } = this.variable(name);
    return this.numbers(name, type, begin, this.lengthOf(this.variable(name)));
  }

  private numbers(name: string, type: number, begin: number, count: number): Float64Array {
    const end = begin + count * BYTES[type]!;
    if (begin < this.at) throw this.error(`The variable ${name} begins inside the header`, { value: begin });
    if (end > this.bytes.length) {
      throw this.error(`The file ends in the middle of ${name}`, {
        value: `${this.bytes.length} bytes`,
        allowed: `at least ${end} bytes`,
      });
    }
    return Float64Array.from({ length: count }, (_, k) => this.value(type, begin + k * BYTES[type]!));
  }

  /** An error of format of this file. */
  error(message: string, details: ErrorDetails = {}): FileError {
    return formatError(this.file, undefined, message, details);
  }

  private isOfRecords({ dimensions }: Variable): boolean {
    return dimensions.some((index) => this.dimensions[index]!.length === 0);
  }

  /** Numbers of a variable, or of one record of it. */
  private lengthOf({ dimensions }: Variable): number {
    return dimensions.reduce((product, index) => product * (this.dimensions[index]!.length || 1), 1);
  }

  /** As many records as the header states, all of which have to be there; a header being written states none. */
  private countRecords(stated: number, variables: readonly Variable[]): number {
    if (variables.length === 0 || this.recordBytes === 0) return 0;
    const first = Math.min(...variables.map(({ begin }) => begin));
    const whole = Math.max(0, Math.floor((this.bytes.length - first) / this.recordBytes));
    const streaming = 0xffffffff;
    if (stated === streaming || stated <= whole) return stated === streaming ? whole : stated;
    throw this.error(`The header states ${stated} records, but the file ends in record ${whole} (from 0)`, {
      value: stated,
      allowed: `${whole} or fewer in ${this.bytes.length} bytes`,
      action: "Write the file anew, or cut it with cpptraj or ncks",
    });
  }

  private recordVariable(name: string): Variable {
    const found = this.named(name);
    const [first, ...rest] = found.dimensions.map((index) => this.dimensions[index]!.length);
    if (first === 0 && !rest.includes(0)) return found;
    throw this.error(`The variable ${name} is not one of records`, {
      value: name,
      allowed: "variables of a trajectory",
    });
  }

  private named(name: string): Variable {
    const found = this.variables.find((variable) => variable.name === name);
    if (found !== undefined) return found;
    throw this.error(`The file has no variable ${name}`, {
      value: name,
      allowed: this.variables.map((variable) => variable.name),
    });
  }

  private variable(name: string): Variable {
    const found = this.named(name);
    if (this.isOfRecords(found)) {
      throw this.error(`The variable ${name} is one of records, as in a trajectory`, {
        value: name,
        allowed: "variables of fixed size",
      });
    }
    return found;
  }

  private value(type: number, at: number): number {
    switch (type) {
      case 1:
        return this.view.getInt8(at);
      case 2:
        return this.view.getUint8(at);
      case 3:
        return this.view.getInt16(at);
      case 4:
        return this.view.getInt32(at);
      case 5:
        return this.view.getFloat32(at);
      default:
        return this.view.getFloat64(at);
    }
  }

  /** Moves on by so many bytes, filled up to a multiple of four, and returns where they begin. */
  private take(bytes: number): number {
    const at = this.at;
    if (at + bytes > this.bytes.length) {
      throw this.error("The file ends inside its header", { value: `${this.bytes.length} bytes` });
    }
    this.at += Math.ceil(bytes / 4) * 4;
    return at;
  }

  private count(): number {
    return this.view.getUint32(this.take(4));
  }

  private name(): string {
    const length = this.count();
    const at = this.take(length);
    return new TextDecoder("utf-8").decode(this.bytes.subarray(at, at + length));
  }

  private type(): number {
    const type = this.count();
    if (type in BYTES) return type;
    throw this.error(`The header names the type ${type}`, { value: type, allowed: "1 to 6" });
  }

  private list<T>(tag: number, read: () => T): T[] {
    const found = this.count();
    const length = this.count();
    if (found === 0 && length === 0) return [];
    if (found !== tag) throw this.error(`The header has the tag ${found}`, { value: found, allowed: String(tag) });
    const out: T[] = [];
    for (let k = 0; k < length; k++) out.push(read()); // every item takes bytes: a wrong length ends at the file's end
    return out;
  }

  private readAttributes(): Map<string, NetCdfAttribute> {
    return new Map(
      this.list(ATTRIBUTES, (): [string, NetCdfAttribute] => {
        const name = this.name();
        const type = this.type();
        const count = this.count();
        const at = this.take(count * BYTES[type]!);
        if (type === 2) return [name, new TextDecoder("utf-8").decode(this.bytes.subarray(at, at + count))];
        return [name, Array.from({ length: count }, (_, k) => this.value(type, at + k * BYTES[type]!))];
      }),
    );
  }

  private readVariable(): Variable {
    const name = this.name();
    const rank = this.count();
    const first = this.take(4 * rank);
    const dimensions = Array.from({ length: rank }, (_, k) => this.view.getUint32(first + 4 * k));
    for (const index of dimensions) {
      if (index < this.dimensions.length) continue;
      throw this.error(`The variable ${name} has the dimension ${index}`, {
        value: index,
        allowed: `0 to ${this.dimensions.length - 1}`,
      });
    }
    const attributes = this.readAttributes();
    const type = this.type();
    this.count(); // size, which the dimensions tell too
    const high = this.wide ? this.count() : 0;
    return { name, dimensions, attributes, type, begin: high * 2 ** 32 + this.count() };
  }
}
