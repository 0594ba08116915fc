/**
 * Requests for embeddings that say nothing in one of their fields (API-02).
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { EmbeddingsCase } from "../../engine/case.ts";
import { bodyOf } from "../../engine/session.ts";
import { saying } from "../../oracle/meaning/empties.ts";
import { embed, provide } from "./support.ts";

const TEXT = "Where does the tide go?";

const NOTHING: readonly JsonObject[] = [
  { dimensions: null },
  { encoding_format: null },
  { input_type: null },
  { user: null },
];

export const nothingCases: readonly EmbeddingsCase[] = [
  {
    id: "embeddings.nothing-said",
    area: "embeddings",
    operation: "embeddings",
    title: "takes null in a field for nothing said, and asks the provider as without the field",
    why: "A null that becomes 0 dimensions, or is sent to a host that refuses it, fails a request that said nothing.",
    requirements: ["API-02"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const session = await context.open();
      provide(context, session);
      const asked = async (more: JsonObject): Promise<[number, Json]> => {
        const { status } = await embed(session, endpoint, { input: TEXT, ...more });
        return [status, saying(bodyOf(session.received.at(-1)))];
      };
      const plain = await asked({});
      for (const more of NOTHING)
        context.check.equal("API-02", JSON.stringify(more), await asked(more), plain);
    },
  },
];
