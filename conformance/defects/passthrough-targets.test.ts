/**
 * The tables of targets and the planted defects belong together: every row is let through by one of them, and none lets
 * nothing through.
 * @module
 */
import { describe, expect, test } from "vitest";
import { APPROVED_DOMAINS } from "../../registry/domains/index.ts";
import { lookAlikes } from "../../registry/domains/testing/look-alikes.ts";
import { unsafeTargets } from "../../registry/domains/testing/unsafe-targets.ts";
import { openRegistry } from "../../registry/index.ts";
import { MISTAKES, UNSAFE_HOLES, writtenTarget } from "./passthrough-targets.ts";

/** Fields hold bytes of Latin-1 without line ends. */
const sendable = ({ target }: { target: string }): boolean => /^[\t\x20-\x7e\xa0-\xff]*$/.test(target);

describe("planted defects of unsafe targets", () => {
  const rows = unsafeTargets.filter((row) => row.by === "spelling" && sendable(row));

  test.each(rows)("let $target through ($why)", ({ target }) => {
    expect(UNSAFE_HOLES.filter(({ fits }) => fits(writtenTarget(target))).map(({ id }) => id)).not.toEqual(
      [],
    );
  });

  test.each(UNSAFE_HOLES)("let some row through: $title", ({ fits }) => {
    expect(rows.filter(({ target }) => fits(writtenTarget(target)))).not.toEqual([]);
  });

  test("leave targets alone that may be called", () => {
    for (const target of [
      "https://api.openai.com",
      "https://own.example/",
      "https://8.8.8.8",
      "https://a.b.example:443",
    ])
      expect(UNSAFE_HOLES.filter(({ fits }) => fits(writtenTarget(target))).map(({ id }) => id)).toEqual([]);
  });
});

describe("planted defects of hosts that look alike", () => {
  const { domains } = openRegistry();
  const takenBy = (target: string): string[] => {
    const { host } = writtenTarget(target.replace(/\.$/, ""));
    return MISTAKES.filter(({ takes }) => APPROVED_DOMAINS.some((row) => takes(host, row))).map(
      ({ id }) => id,
    );
  };
  // What stands elsewhere than in the host has defects of its own, and so has the port.
  const rows = lookAlikes.filter((row) => sendable(row) && !/\/.*\/.*\/|@|:\d/.test(row.target));

  test.each(rows)("take $target for an approved domain ($why)", ({ target }) => {
    expect(domains.recognise(writtenTarget(target).host)).toBeNull();
    expect(takenBy(target)).not.toEqual([]);
  });

  test.each(MISTAKES)("take some row: $title", ({ id }) => {
    expect(rows.filter(({ target }) => takenBy(target).includes(id))).not.toEqual([]);
  });
});
