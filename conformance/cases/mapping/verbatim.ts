/**
 * What the caller wrote arrives as it was written: texts, definitions of tools, images (MAP-05, MAP-06, MAP-07).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { messagesOf, outbound, pinned, simulated } from "../_shared/support.ts";

/** Texts that somebody's clean-up would change: blanks, line ends, markup, composed letters, rare characters. */
const TEXTS: Readonly<Record<string, string>> = {
  "blanks around it": "  two before, a tab and a line end after\t\n",
  "line ends": "one\r\ntwo\n\n\nthree\rfour",
  "markup and quotes": `<b>&amp;</b> "quoted" 'single' \\n \\u0041 \${x} {{y}} %20`,
  "letters composed and not": "höhe ho\u0308he ﬁ ſ Å Å",
  "beyond the first plane": "𝄞 👩‍🚀 🏴󠁧󠁢󠁳󠁣󠁴󠁿 日本語 العربية",
  "separators and zero widths": "a\u2028b\u2029c\u200bd\ufeffe\u00a0f",
  long: `${"the tide goes out ".repeat(500)}and comes in.`,
};

/** The first bytes of each format are enough: providers look at them, and nobody here decodes an image. */
const IMAGES = Object.entries({
  png: "\x89PNG\r\n\x1a\n",
  jpeg: "\xff\xd8\xff\xe0\x00\x10JFIF",
  webp: "RIFF\x1a\x00\x00\x00WEBPVP8 ",
  gif: "GIF89a",
}).map(([kind, bytes]) => ({ type: `image/${kind}`, data: btoa(bytes) }));

const ADDRESS = "https://images.example/a%20b/tide.png?size=2&sig=x%2By#top";

const SCHEMA = {
  type: "object",
  properties: {
    harbour: { type: "string", description: "Where.", enum: ["Åland", "Brest"] },
    range: {
      type: "array",
      items: { type: "object", properties: { from: { type: "integer" } }, required: ["from"] },
    },
  },
  required: ["harbour"],
} satisfies JsonObject;

/** The same as strict modes demand it: every object closed, every property required. */
const CLOSED = {
  type: "object",
  properties: {
    harbour: { type: "string", description: "Where.", enum: ["Åland", "Brest"] },
    range: {
      type: "array",
      items: {
        type: "object",
        properties: { from: { type: "integer" } },
        required: ["from"],
        additionalProperties: false,
      },
    },
  },
  required: ["harbour", "range"],
  additionalProperties: false,
} satisfies JsonObject;

const NAMES = ["zephyr", "tide", "anchor"] as const;

const definitions = (more: JsonObject = {}): JsonObject[] =>
  NAMES.map((name) => ({
    type: "function",
    function: { name, description: ` About ${name}: "when" & how.\n`, parameters: SCHEMA, ...more },
  }));

const takesTools = ({ capabilities }: Endpoint): boolean => capabilities.has("tools");

export const verbatimCases: readonly Case[] = [
  {
    id: "mapping.messages.verbatim",
    area: "mapping",
    title: "Texts arrive to the letter: blanks, line ends, markup, composed and rare characters",
    why: "code, poems and names are changed by every well-meant clean-up",
    requirements: ["MAP-05"],
    run: async (context) => {
      for (const [name, text] of Object.entries(TEXTS)) {
        const { sent } = await outbound(context, pinned(context.endpoint()), {
          messages: [
            { role: "system", content: text },
            { role: "user", content: text },
            { role: "assistant", content: "Aye." },
            { role: "user", content: [{ type: "text", text }] },
          ],
        });
        const said = [sent?.system, sent?.turns.map(({ texts }) => texts)];
        context.check.equal("MAP-05", name, said, [[text], [[text], ["Aye."], [text]]]);
      }
    },
  },
  {
    id: "mapping.messages.names",
    area: "mapping",
    title: "The name of who speaks arrives where the host takes one, and nowhere else",
    why: "a conversation of several people is unreadable without, and strict hosts refuse it",
    requirements: ["MAP-05"],
    needs: { api: "openai-chat", scenarios: ["chat.basic"] },
    run: async (context) => {
      const endpoint = context.endpointOf(context.recording("chat.basic"));
      const { body } = await outbound(context, pinned(endpoint), {
        messages: [{ role: "user", name: "pilot", content: "Where to?" }],
      });
      const taken = context.provider.traitsOf(endpoint).messageNames;
      const expected = taken ? "pilot" : undefined;
      context.check.equal("MAP-05", "name", messagesOf(body)[0]?.name, expected);
    },
  },
  {
    id: "mapping.tools.definitions",
    area: "mapping",
    title: "Definitions of tools arrive whole and in order: descriptions, schemas, enums, what is required",
    why: "a model that does not see a constraint breaks it, and prompts are cached by their exact prefix",
    requirements: ["MAP-06"],
    needs: { capabilities: ["tools"] },
    run: async (context) => {
      const undescribed = [{ name: "bare" }, { name: "silent", description: "" }].map((tool) => ({
        type: "function",
        function: { ...tool, parameters: SCHEMA },
      }));
      const { sent } = await outbound(context, pinned(context.endpoint(takesTools)), {
        tools: [...definitions(), ...undescribed],
      });
      const seen = sent?.tools.map(({ name, description, schema }) => ({ name, description, schema }));
      const expected = NAMES.map((name) => ({
        name,
        description: ` About ${name}: "when" & how.\n`,
        schema: SCHEMA,
      }));
      // Several hosts refuse a description that is empty: one that says nothing is none.
      const bare = ["bare", "silent"].map((name) => ({ name, description: undefined, schema: SCHEMA }));
      context.check.equal("MAP-06", "definitions", seen, [...expected, ...bare]);
    },
  },
  {
    id: "mapping.tools.strict-definitions",
    area: "mapping",
    title: "A tool that is to be followed strictly says so to the provider, with its closed schema",
    why: "without the mark, or the closed schema that goes with it, arguments may be anything",
    requirements: ["MAP-06"],
    needs: { api: "openai-chat", capabilities: ["tools"] },
    run: async (context) => {
      const parameters = CLOSED;
      const { body } = await outbound(context, pinned(context.endpoint(takesTools)), {
        tools: definitions({ strict: true, parameters }),
      });
      const sent = Array.isArray(body.tools) ? body.tools.filter(isObject) : [];
      const seen = sent.map(({ function: fn }) => isObject(fn) && [fn.strict, fn.parameters]);
      const expected = NAMES.map(() => [true, parameters]);
      context.check.equal("MAP-06", "strict", seen, expected);
    },
  },
  {
    id: "mapping.tools.one-at-a-time",
    area: "mapping",
    title: "parallel_tool_calls: false reaches endpoints that take it",
    why: "an agent that can run one tool at a time gets two",
    requirements: ["MAP-06"],
    needs: {
      endpoints: {
        that: "that can be held to one call at a time",
        where: ({ supportedParameters }) => supportedParameters.includes("parallel_tool_calls"),
      },
    },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.supportedParameters.includes("parallel_tool_calls"));
      const named = { type: "function", function: { name: NAMES[0] } };
      for (const [name, choice] of Object.entries({
        required: "required",
        auto: "auto",
        named,
        none: null,
      })) {
        const { sent } = await outbound(context, pinned(endpoint), {
          tools: definitions(),
          parallel_tool_calls: false,
          ...(choice === null ? {} : { tool_choice: choice }),
        });
        context.check.equal("MAP-06", `one-at-a-time.${name}`, sent?.parameters.parallel_tool_calls, false);
      }
    },
  },
  {
    id: "mapping.images.as-given",
    area: "mapping",
    title: "Images of every common type arrive with their type, their data and their order",
    why: "a type that is guessed or fixed is a 400, or another picture",
    requirements: ["MAP-07"],
    needs: { capabilities: ["images"] },
    run: async (context) => {
      const content: Json[] = [
        { type: "text", text: "Which is which?" },
        ...IMAGES.map(({ type, data }) => ({
          type: "image_url",
          image_url: { url: `data:${type};base64,${data}` },
        })),
      ];
      const endpoint = context.endpoint((e) => e.capabilities.has("images"));
      const { sent } = await outbound(context, pinned(endpoint), { messages: [{ role: "user", content }] });
      context.check.equal("MAP-07", "images", sent?.turns[0]?.images, IMAGES);
    },
  },
  {
    id: "mapping.images.by-address",
    area: "mapping",
    title: "An image by address arrives under exactly that address, or is refused by name",
    why: "an address that is cut, fetched by the gateway or dropped shows the model something else",
    requirements: ["MAP-07"],
    needs: { capabilities: ["images"] },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.capabilities.has("images"));
      const session = await context.open();
      session.answer(simulated(context));
      const image = { type: "image_url", image_url: { url: ADDRESS } };
      const reply = await session.send({
        model: pinned(endpoint),
        messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, image] }],
      });
      const [request, ...more] = session.received;
      context.check.equal("MAP-07", "nothing-fetched", more.length, 0);
      if (request) {
        const sent = context.wire.read(request).turns.flatMap(({ images = [] }) => images);
        context.check.equal(
          "MAP-07",
          "address",
          sent.map(({ data }) => data),
          [ADDRESS],
        );
      } else {
        const error = errorOf(reply);
        const named = /image/i.test(`${error?.message} ${error?.param}`);
        context.check.equal("MAP-07", "refused-by-name", [reply.status, named], [400, true]);
      }
    },
  },
];
