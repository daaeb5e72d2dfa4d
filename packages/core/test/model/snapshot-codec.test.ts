import { decodeSnapshot, encodeSnapshot, type Snapshot } from "@qmmm/core";
import { describe, expect, test } from "vitest";
import { crc32 } from "../../src/model/snapshot-codec.js";

const there = (value: Snapshot): Snapshot => decodeSnapshot(encodeSnapshot(value));
const corrupt = expect.objectContaining({ code: "QMMM_CHECKPOINT_CORRUPT", recoverability: "io" });

describe("there and back", () => {
  test.each<[string, Snapshot]>([
    ["null", null],
    ["true", true],
    ["text", 'a "quoted" ü 水 😀 \u2028'],
    ["1/3", 1 / 3],
    ["the smallest number", Number.MIN_VALUE],
    ["the largest number", Number.MAX_VALUE],
    ["−0", -0],
    ["NaN", Number.NaN],
    ["infinities", [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ["an empty list", []],
    ["an empty object", {}],
    ["objects that look like tags", { n: "NaN", o: { f64: [0, 1] }, f64: [0, 8] }],
    ["awkward keys", { "": 1, "a.b": 2, constructor: 3, length: 4 }],
    ["nested", { a: [1, [2, { b: null }]], c: { d: { e: Float64Array.of(1, 2) } } }],
  ])("%s", (_, value) => {
    expect(there(value)).toStrictEqual(value);
  });

  test("a key named __proto__ is a key", () => {
    const value = Object.fromEntries([["__proto__", 5]]) as unknown as Snapshot;
    const back = there(value) as object;
    expect(Object.keys(back)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  test("arrays keep type, order and every bit, NaN payloads included", () => {
    const floats = Float64Array.of(1 / 3, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324);
    new DataView(floats.buffer).setBigUint64(16, 0x7ff8dead_beef0001n, true);
    const back = there({
      f: floats,
      i: Int32Array.of(-1, 2 ** 31 - 1),
      b: Uint8Array.of(0, 255),
      e: new Float64Array(0),
    });
    const { f, i, b, e } = back as { f: Float64Array; i: Int32Array; b: Uint8Array; e: Float64Array };
    expect(f).toBeInstanceOf(Float64Array);
    expect(new Uint8Array(f.buffer)).toEqual(new Uint8Array(floats.buffer));
    expect(i).toStrictEqual(Int32Array.of(-1, 2 ** 31 - 1));
    expect(b).toStrictEqual(Uint8Array.of(0, 255));
    expect(e).toStrictEqual(new Float64Array(0));
  });

  test("a view on a larger buffer is stored as what it shows", () => {
    const whole = Float64Array.of(0, 1, 2, 3);
    expect(there(whole.subarray(1, 3))).toStrictEqual(Float64Array.of(1, 2));
  });

  test("decoding works at any offset, and what it gives is fresh", () => {
    const bytes = encodeSnapshot({ x: Float64Array.of(1, 2), odd: "z" });
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const one = decodeSnapshot(shifted.subarray(3)) as { x: Float64Array };
    const two = decodeSnapshot(shifted.subarray(3)) as { x: Float64Array };
    one.x[0] = 9;
    expect(two.x[0]).toBe(1);
  });

  test("the same state gives the same bytes", () => {
    expect(encodeSnapshot({ a: 1, b: [2] })).toEqual(encodeSnapshot({ a: 1, b: [2] }));
  });
});

test("crc32 is that of zip and PNG", () => {
  // Check value of the CRC catalogue: CRC-32/ISO-HDLC of "123456789".
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

describe("damage", () => {
  const bytes = encodeSnapshot({ positions: Float64Array.of(1, 2, 3), step: 7 });

  test("cut off anywhere", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSnapshot(bytes.slice(0, length))).toThrow(corrupt);
    }
  });

  test("one flipped bit anywhere", () => {
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1 << (at % 8);
      expect(() => decodeSnapshot(damaged)).toThrow(corrupt);
    }
  });

  test("something appended, something else, another version", () => {
    expect(() => decodeSnapshot(Uint8Array.of(...bytes, 0))).toThrow(corrupt);
    expect(() => decodeSnapshot(new TextEncoder().encode("HEADER    a PDB file, and quite a long one"))).toThrow(
      corrupt,
    );
    const newer = bytes.slice();
    newer[8] = 99;
    expect(() => decodeSnapshot(newer)).toThrow(/version 99/);
  });
});

test("what is not plain data is refused with its path", () => {
  const bad = { a: [1, { b: new Map() }] } as unknown as Snapshot;
  expect(() => encodeSnapshot(bad)).toThrow(/snapshot\.a\[1\]\.b/);
  expect(() => encodeSnapshot({ x: undefined } as unknown as Snapshot)).toThrow(
    expect.objectContaining({ code: "QMMM_SNAPSHOT_VALUE" }),
  );
});
