/**
 * The columns of a record, each looked at by itself: sums of several do not show that two of them changed places.
 * @module
 */
import { expect, test } from "vitest";
import type { Usage } from "../../registry/canonical/usage.ts";
import { recordOf } from "../telemetry/testing/record.ts";
import { columnsOf } from "./record-row.ts";

/** What of a usage stands in which column. */
const COLUMNS: Readonly<Record<string, string>> = {
  input: "tokens_input",
  cacheRead: "tokens_cache_read",
  cacheReadAudio: "tokens_cache_read_audio",
  cacheWrite5m: "tokens_cache_write_5m",
  cacheWrite1h: "tokens_cache_write_1h",
  audioInput: "tokens_audio_input",
  imageInput: "tokens_image_input",
  output: "tokens_output",
  reasoning: "tokens_reasoning",
  audioOutput: "tokens_audio_output",
  imageOutput: "tokens_image_output",
  search: "searches",
};

const countsOf = (usage: Usage): Record<string, bigint | null> => {
  const columns = columnsOf(recordOf({ usage: { kind: "known", usage, raw: {} } }));
  return Object.fromEntries(
    Object.entries(columns).filter(([name]) => Object.values(COLUMNS).includes(name)),
  ) as Record<string, bigint | null>;
};

test("holds every class of a usage in its own column, each with a count of its own", () => {
  const names = Object.keys(COLUMNS);
  const usage = Object.fromEntries(names.map((name, i) => [name, i + 1])) as Usage;
  const expected = Object.fromEntries(names.map((name, i) => [COLUMNS[name], BigInt(i + 1)]));
  expect(countsOf(usage)).toStrictEqual(expected);
});

test.each(Object.entries(COLUMNS))(
  "counts %s alone in the column %s, and nothing in the others",
  (name, column) => {
    const expected = Object.fromEntries(
      Object.values(COLUMNS).map((each) => [each, each === column ? 7n : 0n]),
    );
    expect(countsOf({ [name]: 7 } as Usage)).toStrictEqual(expected);
  },
);
