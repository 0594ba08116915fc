/**
 * The look at the harness finds a broken harness, and says that no gateway was judged.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { providers } from "../../registry/index.ts";
import { HarnessFault, smoke } from "../engine/preflight.ts";
import { type StandIn, Upstream } from "../upstream/server.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

const slugs = Object.keys(providers);

describe("the smoke check", () => {
  test("passes a harness that is in order", async () => {
    await expect(smoke(upstream, slugs)).resolves.toBeUndefined();
  });

  test.each<[string, Partial<StandIn>, string]>([
    ["never answers", { serve: () => upstream.serve(() => ({ kind: "network-error" })) }, "fetch"],
    [
      "answers with something else",
      {
        serve: () =>
          upstream.serve(() => ({
            kind: "answer",
            status: 200,
            headers: [],
            chunks: [new Uint8Array([33])],
          })),
      },
      'came back as "200  !"',
    ],
    ["sees nothing", { received: [] }, "did not see the one request"],
  ])("finds a stand-in that %s", async (_what, broken, said) => {
    const standIn: StandIn = {
      received: broken.received ?? upstream.received,
      serve: broken.serve ?? ((answerer) => upstream.serve(answerer)),
      untilReceived: (count) => upstream.untilReceived(count),
    };
    const fault: unknown = await smoke(standIn, slugs).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(HarnessFault);
    expect(String(fault)).toContain("harness fault, no gateway was judged: the stand-in for providers: ");
    expect(String(fault)).toContain(said);
  });

  test("finds data that is not there", async () => {
    await expect(smoke(upstream, ["constructor"])).rejects.toThrow(
      "registry and recordings: the registry has no provider constructor",
    );
  });
});
