/**
 * How closely to look at each image: as the caller says it, in the field that the provider's API has for it (MAP-07).
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { bodyOf } from "../../engine/session.ts";
import { objectOf, objects, words } from "../../oracle/meaning/heard.ts";
import { addressOf } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

const IMAGE = `data:image/png;base64,${btoa("\x89PNG\r\n\x1a\n")}`;

/** Side by side in one message, so that the word of one image cannot stand for that of another; `null` says nothing. */
const SAID = ["low", null, "high", "auto"] as const;
type Detail = string | null;

/** What callers say in their API. */
const ASKED: Readonly<Record<string, { path: string; body: JsonObject }>> = {
  chat: {
    path: "/v1/chat/completions",
    body: {
      messages: [
        {
          role: "user",
          content: SAID.map((detail) => ({
            type: "image_url",
            image_url: { url: IMAGE, ...(detail === null ? {} : { detail }) },
          })),
        },
      ],
    },
  },
  responses: {
    path: "/v1/responses",
    body: {
      input: [
        {
          role: "user",
          content: SAID.map((detail) => ({
            type: "input_image",
            image_url: IMAGE,
            ...(detail === null ? {} : { detail }),
          })),
        },
      ],
    },
  },
};

const contents = (turns: unknown): JsonObject[] => objects(turns).flatMap(({ content }) => objects(content));
const inUrl = ({ image_url: image }: JsonObject): Detail => words(objectOf(image).detail) || null;

/** What a provider reads of the images in a body, in their order; by hand, from the documentation of each API that has it. */
const READ: Readonly<Partial<Record<ApiId, (body: JsonObject) => Detail[]>>> = {
  "openai-chat": ({ messages }) => contents(messages).map(inUrl),
  "cohere-v2": ({ messages }) => contents(messages).map(inUrl),
  "openai-responses": ({ input }) => contents(input).map(({ detail }) => words(detail) || null),
};

export const imageDetail: Case = {
  id: "mapping.images.detail",
  area: "mapping",
  title: "Tells the provider how closely to look at each image, from chats and from Responses",
  why: "the detail decides what the image costs and whether small print is read",
  requirements: ["MAP-07"],
  needs: {
    capabilities: ["images"],
    endpoints: {
      that: "whose API has a word for the detail of an image",
      where: ({ api }) => READ[api] !== undefined,
    },
  },
  run: async (context) => {
    const session = await context.open();
    const model = addressOf(context.endpoint(({ capabilities }) => capabilities.has("images")));
    for (const [client, { path, body }] of Object.entries(ASKED)) {
      session.answer(simulated(context));
      await session.send({ model, ...body }, { path, uncompared: "compared-by-the-case" });
      const [request] = session.received;
      const seen = READ[context.api.id]?.(bodyOf(request)).map((detail) => detail ?? "auto");
      // Who says nothing leaves it to the model, which has a word of its own.
      context.check.equal(
        "MAP-07",
        client,
        seen,
        SAID.map((detail) => detail ?? "auto"),
      );
    }
  },
};
