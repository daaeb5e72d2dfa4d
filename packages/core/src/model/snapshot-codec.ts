import { FileError, InputError } from "../errors/qmmm-error.js";
import type { Snapshot } from "./snapshot.js";

/*
 * Layout, little-endian: "QMMMSNAP", version (u32), length of the header in bytes (u32), length of the payload in bytes
 * (f64), header (JSON, UTF-8), payload (the arrays, one after the other), CRC-32 of everything before it (u32).
 *
 * In the header null, booleans, text and numbers that JSON keeps stand for themselves, lists are lists, and everything
 * else is an object with one key: {"o": object}, {"n": "NaN" | "-0" | "Infinity" | "-Infinity"}, {"f64" | "i32" | "u8":
 * [offset in the payload, number of elements]}.
 */
const MAGIC = Uint8Array.from("QMMMSNAP", (letter) => letter.charCodeAt(0));
const VERSION = 1;
const PREAMBLE = 24;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

type ArrayKind = "f64" | "i32" | "u8";
const ELEMENT_SIZE: Readonly<Record<ArrayKind, number>> = { f64: 8, i32: 4, u8: 1 };

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** CRC-32 of IEEE 802.3 (reflected polynomial EDB88320), as in zip and PNG. */
export function crc32(bytes: Uint8Array): number {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let value = n;
    for (let k = 0; k < 8; k++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    table[n] = value;
  }
  let crc = 0xffffffff;
  for (let k = 0; k < bytes.length; k++) crc = table[(crc ^ bytes[k]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Turns host byte order into file byte order and back. */
function swapOnBigEndian(bytes: Uint8Array, size: number): Uint8Array {
  if (LITTLE_ENDIAN || size === 1) return bytes;
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
}

class Encoder {
  readonly arrays: Uint8Array[] = [];
  payloadLength = 0;

  encode(value: Snapshot, path: string): Json {
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    if (typeof value === "number") {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { n: Object.is(value, -0) ? "-0" : String(value) };
    }
    if (value instanceof Float64Array) return this.array("f64", value);
    if (value instanceof Int32Array) return this.array("i32", value);
    if (value instanceof Uint8Array) return this.array("u8", value);
    if (Array.isArray(value)) return value.map((item: Snapshot, k) => this.encode(item, `${path}[${k}]`));
    const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
    if (prototype !== Object.prototype && prototype !== null) {
      throw new InputError("QMMM_SNAPSHOT_VALUE", `A snapshot can't hold what is at ${path}`, {
        value: typeof value,
        allowed:
          "null, booleans, numbers, text, Float64Array, Int32Array, Uint8Array, lists and plain objects of these",
        action: "Take the snapshot as plain data",
      });
    }
    return {
      o: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.encode(item, `${path}.${key}`)])),
    };
  }

  private array(kind: ArrayKind, values: Float64Array | Int32Array | Uint8Array): Json {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    const offset = this.payloadLength;
    this.arrays.push(swapOnBigEndian(bytes, ELEMENT_SIZE[kind]));
    this.payloadLength += bytes.length;
    return { [kind]: [offset, values.length] };
  }
}

/**
 * Writes a snapshot as bytes: versioned, with a checksum, keeping every bit of its numbers and the types of its arrays.
 *
 * @throws QmmmError `QMMM_SNAPSHOT_VALUE` naming the path of something that is not plain data
 */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const encoder = new Encoder();
  const header = new TextEncoder().encode(JSON.stringify(encoder.encode(snapshot, "snapshot")));
  const bytes = new Uint8Array(PREAMBLE + header.length + encoder.payloadLength + 4);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, header.length, true);
  view.setFloat64(16, encoder.payloadLength, true);
  bytes.set(header, PREAMBLE);
  let at = PREAMBLE + header.length;
  for (const array of encoder.arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  view.setUint32(at, crc32(bytes.subarray(0, at)), true);
  return bytes;
}

function corrupt(why: string): FileError {
  return new FileError("QMMM_CHECKPOINT_CORRUPT", `The checkpoint can't be read: ${why}`, {
    action: "Resume from an older checkpoint, or start the run again",
  });
}

function decodeValue(value: Json, payload: Uint8Array): Snapshot {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Json) => decodeValue(item, payload));
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) throw corrupt("its header is malformed");
  const [kind, content] = entry;
  if (kind === "n") return Number(content);
  if (kind === "o" && content !== null && typeof content === "object") {
    return Object.fromEntries(Object.entries(content).map(([key, item]) => [key, decodeValue(item, payload)]));
  }
  if (kind === "f64" || kind === "i32" || kind === "u8") {
    const [offset, length] = Array.isArray(content) ? (content as readonly Json[]) : [];
    const size = ELEMENT_SIZE[kind];
    if (typeof offset !== "number" || typeof length !== "number" || offset + size * length > payload.length) {
      throw corrupt("an array lies outside the file");
    }
    const bytes = swapOnBigEndian(payload.slice(offset, offset + size * length), size);
    if (kind === "u8") return bytes;
    return kind === "f64" ? new Float64Array(bytes.buffer) : new Int32Array(bytes.buffer);
  }
  throw corrupt(`it holds something unknown (${kind})`);
}

/**
 * Reads what `encodeSnapshot` wrote.
 *
 * @throws QmmmError `QMMM_CHECKPOINT_CORRUPT` for bytes that are cut off, damaged or of another version
 */
export function decodeSnapshot(source: Uint8Array): Snapshot {
  // Subclasses such as Node's Buffer share memory in `slice`: work on plain bytes.
  const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (bytes.length < PREAMBLE + 4 || MAGIC.some((byte, k) => bytes[k] !== byte)) {
    throw corrupt(bytes.length === 0 ? "it is empty" : "it is not a checkpoint of this program, or is cut off");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) throw corrupt(`it has version ${version}, and this program reads version ${VERSION}`);
  const headerEnd = PREAMBLE + view.getUint32(12, true);
  const end = headerEnd + view.getFloat64(16, true);
  if (end + 4 !== bytes.length) throw corrupt(`it has ${bytes.length} bytes instead of ${end + 4}`);
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end, true)) throw corrupt("its checksum is wrong");
  let header: Json;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREAMBLE, headerEnd)));
  } catch (error) {
    throw corrupt(`its header is malformed (${error instanceof Error ? error.message : String(error)})`);
  }
  return decodeValue(header, bytes.subarray(headerEnd, end));
}
