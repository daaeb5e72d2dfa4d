import { qmMethodSuite, qmMethodUnderTest } from "@qmmm/core/testing";
import { describe, expect, test } from "vitest";
import plugin from "./index.js";

qmMethodSuite({
  describe,
  test,
  expect,
  name: "harmonic",
  create: () => qmMethodUnderTest({ plugins: [plugin], id: "harmonic" }),
  exclusions: {},
});
