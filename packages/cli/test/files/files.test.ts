import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GrowingFile } from "../../src/files/growing-file.js";
import { lockFolder } from "../../src/files/process-lock.js";
import { FileResources } from "../../src/files/resources.js";
import { writeWhole } from "../../src/files/write-whole.js";
import { makeFolder } from "../helpers/project.js";

describe("a growing file", () => {
  test("is cut back and goes on", () => {
    const path = join(makeFolder(), "f");
    {
      using file = GrowingFile.create(path);
      file.append("first ");
      file.append(new TextEncoder().encode("second"));
      file.patch(0, new TextEncoder().encode("F"));
      expect(file.length).toBe(12);
    }
    using file = GrowingFile.reopen(path, 6, 12);
    file.append("again");
    expect(readFileSync(path, "utf8")).toBe("First again");
  });

  test("tells a full disk", () => {
    using file = GrowingFile.create("/dev/full");
    expect(() => file.append("x")).toThrow(
      expect.objectContaining({ code: "QMMM_OUTPUT_UNWRITABLE", recoverability: "resource" }),
    );
    expect(() => file.append("x")).toThrow("the disk is full");
  });

  test("that lost bytes is refused", () => {
    const path = join(makeFolder({ f: "abc" }), "f");
    expect(() => GrowingFile.reopen(path, 4, 3)).toThrow(
      expect.objectContaining({ code: "QMMM_CHECKPOINT_OUTPUT_MISSING" }),
    );
  });
});

describe("writing whole files", () => {
  test("keeps the one before under another name", () => {
    const folder = makeFolder();
    const [path, previous] = [join(folder, "c"), join(folder, "p")];
    writeWhole(path, "one", previous);
    expect(existsSync(previous)).toBe(false);
    writeWhole(path, "two", previous);
    expect([readFileSync(path, "utf8"), readFileSync(previous, "utf8")]).toEqual(["two", "one"]);
    expect(readdirSync(folder).sort()).toEqual(["c", "p"]);
  });

  test("leaves the old file when the new one can't be written", () => {
    const folder = makeFolder({ c: "old" });
    mkdirSync(join(folder, "c.part"));
    expect(() => writeWhole(join(folder, "c"), "new")).toThrow(
      expect.objectContaining({ code: "QMMM_OUTPUT_UNWRITABLE" }),
    );
    expect(readFileSync(join(folder, "c"), "utf8")).toBe("old");
  });
});

describe("claiming a folder", () => {
  test("ends with its holder and takes over from a dead one", () => {
    const folder = makeFolder();
    lockFolder(folder)[Symbol.dispose]();
    expect(readdirSync(folder)).toEqual([]);
    for (const left of [
      "",
      "{",
      JSON.stringify({ host: "elsewhere", pid: 1, started: "" }),
      JSON.stringify({ host: "x", pid: 2 ** 22, started: "" }),
    ]) {
      writeFileSync(join(folder, ".running"), left);
      using lock = lockFolder(folder);
      expect(lock).toBeDefined();
    }
  });
});

test("resources remember what they read", async () => {
  const folder = makeFolder({ "a/b.txt": "abc" });
  const resources = new FileResources(folder);
  await resources.read("a/b.txt");
  await resources.read("a/b.txt");
  expect(resources.records).toEqual([
    { name: "a/b.txt", bytes: 3, sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  ]);
  await expect(resources.read("c/b.txt")).rejects.toMatchObject({ code: "QMMM_FILE_NOT_FOUND" });
  await expect(resources.read("a/b.txd")).rejects.toMatchObject({ details: { action: 'Did you mean "b.txt"?' } });
});
