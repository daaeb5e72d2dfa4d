import { createScope, createToken, inject, injectable } from "@qmmm/core";
import { describe, expect, test } from "vitest";

const DEPTH = createToken<number>("test/Depth");
const LABEL = createToken<string>("test/Label");

@injectable()
class Engine {
  constructor(
    @inject(DEPTH) readonly depth: number,
    @inject(LABEL) readonly label: string,
  ) {}
}

describe("resolving", () => {
  test("a class gets what its parameters name", () => {
    const scope = createScope("s");
    scope.provideValue(DEPTH, 3);
    scope.provideValue(LABEL, "three");
    expect(scope.resolve(Engine)).toMatchObject({ depth: 3, label: "three" });
  });

  test("a child sees its parents' services and may have its own", () => {
    const root = createScope("root");
    root.provideValue(DEPTH, 0);
    root.provideValue(LABEL, "root");
    const [one, two] = [root.child("one"), root.child("two")];
    one.provideValue(DEPTH, 1);
    expect(one.resolve(Engine)).toMatchObject({ depth: 1, label: "root" });
    expect(two.resolve(DEPTH)).toBe(0);
    expect(root.resolve(DEPTH)).toBe(0);
    expect(one.name).toBe("root/one");
  });

  test("siblings and strangers do not see each other's services", () => {
    const root = createScope("root");
    const [one, two] = [root.child("one"), root.child("two")];
    one.provideValue(DEPTH, 1);
    expect(one.has(DEPTH)).toBe(true);
    expect(two.has(DEPTH)).toBe(false);
    expect(createScope("other").has(DEPTH)).toBe(false);
    expect(() => two.resolve(DEPTH)).toThrow("Nothing provides @qmmm/test/Depth in scope root/two");
  });

  test("the same id is the same token, in every copy of core", () => {
    expect(createToken<number>("test/Depth")).toBe(DEPTH);
    expect(DEPTH).toBe(Symbol.for("@qmmm/test/Depth"));
  });

  test("a token is provided once per scope", () => {
    const scope = createScope("s");
    scope.provideValue(DEPTH, 1);
    expect(() => scope.provideValue(DEPTH, 2)).toThrow("@qmmm/test/Depth is already provided in scope s");
    expect(() => scope.provideFactory(DEPTH, () => 2)).toThrow("already provided");
    expect(scope.resolve(DEPTH)).toBe(1);
  });
});

describe("factories", () => {
  const SERVICE = createToken<{ readonly depth: number }>("test/Service");

  test("run once, on first use, with the scope that they belong to", () => {
    const root = createScope("root");
    root.provideValue(DEPTH, 0);
    let made = 0;
    root.provideFactory(SERVICE, (scope) => {
      made++;
      return { depth: scope.resolve(DEPTH) };
    });
    expect(made).toBe(0);
    const child = root.child("child");
    child.provideValue(DEPTH, 1);
    // Built in the scope that owns it: a child's services do not leak into what others share.
    expect(child.resolve(SERVICE)).toEqual({ depth: 0 });
    expect(root.resolve(SERVICE)).toBe(child.resolve(SERVICE));
    expect(made).toBe(1);
  });

  test("a factory that gives undefined still runs once", () => {
    const scope = createScope("s");
    let made = 0;
    const NOTHING = createToken<undefined>("test/Nothing");
    scope.provideFactory(NOTHING, () => {
      made++;
      return undefined;
    });
    scope.resolve(NOTHING);
    scope.resolve(NOTHING);
    expect(made).toBe(1);
  });
});

describe("dispose", () => {
  test("releases in reverse order, children included, once", async () => {
    const order: string[] = [];
    const owned = (name: string): Disposable => ({ [Symbol.dispose]: () => void order.push(name) });
    const root = createScope("root");
    root.own(owned("first"));
    const child = root.child("child");
    child.own(owned("child first"));
    child.own({
      async [Symbol.asyncDispose]() {
        await Promise.resolve();
        order.push("child second");
      },
    });
    root.own(owned("last"));
    await root.dispose();
    await root.dispose();
    expect(order).toEqual(["last", "child second", "child first", "first"]);
  });

  test("a child released on its own is not released again", async () => {
    let count = 0;
    const root = createScope("root");
    const child = root.child("child");
    child.own({ [Symbol.dispose]: () => void count++ });
    await child.dispose();
    await root.dispose();
    expect(count).toBe(1);
  });
});
