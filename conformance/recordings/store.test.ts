import { expect, test } from "vitest";
import { providers } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { isScenarioId, scenarios } from "./scenarios.ts";
import { isRecorded, recordingAt } from "./store.ts";

const ids = Object.keys(scenarios).filter(isScenarioId);

test.each(Object.entries<BaseProvider>(providers))(
  "tells of %s without reading them which recordings there are and which follow",
  (_slug, provider) => {
    for (const api of provider.chatApis())
      expect(
        ids.filter((id) => isRecorded(provider, api, id)),
        api.id,
      ).toEqual(ids.filter((id) => recordingAt(provider, api, id) !== undefined));
  },
);

test("tells that no recording is there of what nobody wrote", () => {
  const { openai } = providers;
  expect(isRecorded(openai, openai.chatApi(), "nobody.wrote.it")).toBe(false);
});
