import { createRandomStream, isQmmmError } from "@qmmm/core";
import { AWKWARD_WORDS, mutatedTexts } from "@qmmm/core/testing";
import { describe, expect, it } from "vitest";
import { DCD_HEADER_BYTES, dcdFrame, dcdFrameBytes, dcdHeader, readDcd, readPdb, readXyz } from "../src/index.js";
import { example } from "./support.js";

const PDB = new TextDecoder().decode(example("water/water-droplet.pdb")).split("\n").slice(0, 40).join("\n");
const XYZ = `3
Lattice="20 0 0 0 20 0 1 2 20" Properties=species:S:1:pos:R:3:forces:R:3 energy=-76.5
O 0.0 0.0 0.1 0.01 0.02 -0.03
H 0.0 0.7 -0.5 0.1 0.2 0.3
H 0.0 -0.7 -0.5 -0.11 -0.22 -0.27
`;

function dcd(): Uint8Array {
  const options = { atomCount: 3, firstStep: 0, interval: 1, timeStep: 1, hasCell: true };
  const size = dcdFrameBytes(options);
  const bytes = new Uint8Array(DCD_HEADER_BYTES + 2 * size);
  bytes.set(dcdHeader(options));
  const cell = { vectors: Float64Array.of(30, 0, 0, 3, 31, 0, 2, 1, 32) };
  const frame = dcdFrame(options, { positions: Float64Array.from({ length: 9 }, (_, k) => k + 0.5), cell });
  for (const n of [0, 1]) bytes.set(frame, DCD_HEADER_BYTES + n * size);
  return bytes;
}

/** A few bytes changed; of every fifth file an end is missing. */
function* mutatedBytes(whole: Uint8Array, count: number): Generator<Uint8Array> {
  const random = createRandomStream("bytes");
  const below = (n: number) => Math.floor(random.uniform() * n);
  for (let trial = 0; trial < count; trial++) {
    const bytes = Uint8Array.from(whole);
    for (let k = 0; k <= trial % 3; k++) bytes[below(whole.length)] = below(256);
    yield trial % 5 === 0 ? bytes.slice(0, below(whole.length)) : bytes;
  }
}

/** Expects each to be read as finite numbers or refused with a code. */
function expectSound<T>(sources: Iterable<T>, read: (source: T) => Iterable<number>): void {
  const counts = { read: 0, refused: 0 };
  for (const source of sources) {
    try {
      for (const number of read(source)) if (!Number.isFinite(number)) throw new Error(`there is ${number}`);
      counts.read++;
    } catch (error) {
      if (!isQmmmError(error)) throw error;
      expect(error.code).toMatch(/^QMMM_(FILE|GEOMETRY|TOPOLOGY|CELL|ELEMENT)_/);
      counts.refused++;
    }
  }
  expect(counts.read + counts.refused).toBe(600);
  expect(Math.min(counts.read, counts.refused), JSON.stringify(counts)).toBeGreaterThan(10);
}

describe("600 damaged files are read or refused", () => {
  it("PDB", () => {
    const texts = mutatedTexts(PDB, 600, createRandomStream("pdb"), [...AWKWARD_WORDS, "ATOM", "TER", "CRYST1"]);
    expectSound(texts, (text) => readPdb(text, "x.pdb").geometry.positions);
  });

  it("extended XYZ", () => {
    const texts = mutatedTexts(XYZ, 600, createRandomStream("xyz"), [...AWKWARD_WORDS, '"', "Properties=", "3"]);
    expectSound(texts, (text) => readXyz(text, "x.xyz").flatMap(({ system }) => [...system.geometry.positions]));
  });

  it("DCD", () => {
    expectSound(mutatedBytes(dcd(), 600), (bytes) => {
      const found = readDcd(bytes, "x.dcd");
      return found.frameCount > 0 ? found.frame(found.frameCount - 1).positions : [];
    });
  });
});
