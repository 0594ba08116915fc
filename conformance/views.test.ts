import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openRegistry, providers } from "../registry/index.ts";
import type { BaseProvider } from "../registry/providers/_shared/base.ts";
import { VIEWS } from "./views/index.ts";
import { reviewedLines, snapshotFile } from "./views/snapshot.ts";
import { table } from "./views/table.ts";
import { workloadChanges } from "./views/workload-changes.ts";

const registry = openRegistry();
const root = fileURLToPath(new URL("../snapshots/", import.meta.url));

describe.each(Object.entries<BaseProvider>(providers))("%s (REG-11)", (slug, provider) => {
  test.each(Object.entries(VIEWS))(
    "%s is as reviewed; if the change is meant: npx vitest -u",
    async (view, render) => {
      const text = await render(registry, provider);
      // A page that a person can review: a few lines an endpoint.
      const endpoints = registry.indexes.endpointsOfProvider(slug).length;
      expect(text.split("\n").length).toBeLessThan(60 + 3 * Math.max(endpoints, 30));
      expect(text).not.toMatch(/\b(?:sk-|gsk_)[A-Za-z0-9]{6}|canary0|\/home\/|\/Users\//);
      const told =
        view === "workloads" ? workloadChanges(reviewedLines(slug, view), text.split("\n")).join("\n") : "";
      await expect(text, told).toMatchFileSnapshot(snapshotFile(slug, view));
    },
  );
});

test("nothing else lies among the snapshots", () => {
  const known = Object.keys(providers).flatMap((slug) =>
    Object.keys(VIEWS).map((view) => `${slug}/${view}.md`),
  );
  const found = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`.replace(/^\//, ""));
  // The pages that are not of a provider.
  const others = ["traceability.md", "always-wrong.md"];
  expect(found.filter((name) => ![...known, ...others].includes(name))).toEqual([]);
});

test("a table lines up", () => {
  expect(
    table(
      ["name", "n"],
      [
        ["a", "1"],
        ["long", "200"],
      ],
    ),
  ).toEqual(["| name |   n |", "| ---- | --: |", "| a    |   1 |", "| long | 200 |"]);
});
