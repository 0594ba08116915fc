import { expect, test } from "vitest";
import { providers } from "../../../registry/index.ts";
import { OUTCOMES } from "./model.ts";
import { sequences } from "./sequences.ts";

test.each([0, 1, 20261])("with the seed %i all providers together play every triple of outcomes", (seed) => {
  const turns = Object.keys(providers).keys();
  const played = new Set(
    [...turns].flatMap((turn) => sequences(seed, turn).map((outcomes) => outcomes.join())),
  );
  expect(played.size).toBe(OUTCOMES.length ** 3);
});
