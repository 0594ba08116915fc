/**
 * The examples of the integration guide, as their clients send them (PRX-01, PRX-02, PRX-08). Those of SDKs run with the
 * SDKs themselves, in `reference-gateway/passthrough/sdks.test.ts`.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { openPassing, valuesOf } from "../_shared/pass.ts";

interface Example {
  id: string;
  title: string;
  target: string;
  path: string;
  /** Beside `Helicone-Auth` and the target. */
  fields: [string, string][];
  body: object;
  answer: { type: string; text: string };
}

const JSON_ANSWER = { type: "application/json", text: '{"choices":[],"model":"m"}' };
const JSON_TYPE: [string, string] = ["content-type", "application/json"];
const bearer = (key: string): [string, string] => ["Authorization", `Bearer ${key}`];
const ask = (model: string) => ({ model, messages: [{ role: "user", content: "Answer in one word" }] });
const VERTEX = "/v1/projects/my-project/locations/us-central1/publishers/google/models";
const GEMINI_STREAM = {
  type: "application/json; charset=UTF-8",
  text: '[{"candidates":[{"content":{"parts":[{"text":"AMC"}]}}]}\n,\r\n{"usageMetadata":{"totalTokenCount":3}}]',
};

const EXAMPLES: readonly Example[] = [
  {
    id: "groq",
    title: "Groq",
    target: "https://api.groq.com",
    path: "/openai/v1/chat/completions",
    fields: [bearer("gsk"), JSON_TYPE],
    body: ask("llama-3.3-70b-versatile"),
    answer: JSON_ANSWER,
  },
  {
    id: "lemonfox-curl",
    title: "cURL to LemonFox, with its name",
    target: "https://api.lemonfox.ai",
    path: "/v1/chat/completions",
    fields: [
      ["Helicone-Target-Provider", "LemonFox"],
      ["user-agent", "curl/8.5.0"],
      ["accept", "*/*"],
      JSON_TYPE,
    ],
    body: { ...ask("gpt-4o-mini"), max_tokens: 800, temperature: 1 },
    answer: JSON_ANSWER,
  },
  {
    id: "together",
    title: "Together AI",
    target: "https://api.together.xyz",
    path: "/v1/chat/completions",
    fields: [bearer("together"), JSON_TYPE, ["Helicone-Target-Provider", "Together-AI"]],
    body: { ...ask("meta-llama/Llama-2-70b-chat-hf"), max_tokens: 512 },
    answer: JSON_ANSWER,
  },
  {
    id: "cloudflare",
    title: "Cloudflare's gateway before OpenAI",
    target: "https://gateway.ai.cloudflare.com",
    path: "/v1/account-id/gateway-id/openai/chat/completions",
    fields: [bearer("openai"), JSON_TYPE],
    body: ask("gpt-4o-mini"),
    answer: JSON_ANSWER,
  },
  {
    id: "vertex-stream",
    title: "Gemini on Vertex AI, streamed as a list",
    target: "https://us-central1-aiplatform.googleapis.com",
    path: `${VERTEX}/gemini-pro:streamGenerateContent`,
    fields: [bearer("ya29"), JSON_TYPE],
    body: {
      contents: { role: "user", parts: { text: "Which theaters in Mountain View show Barbie movie?" } },
    },
    answer: GEMINI_STREAM,
  },
  {
    id: "vertex-vision",
    title: "Gemini's vision on Vertex AI, with a picture",
    target: "https://us-central1-aiplatform.googleapis.com",
    path: `${VERTEX}/gemini-pro-vision:streamGenerateContent?alt=sse`,
    fields: [bearer("ya29"), JSON_TYPE],
    body: {
      contents: {
        role: "user",
        parts: [{ text: "What is this?" }, { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
      },
    },
    answer: { type: "text/event-stream", text: 'data: {"candidates":[]}\r\n\r\n' },
  },
  {
    id: "azure-v3",
    title: "Azure from the OpenAI SDK before v4, with api-version and api-key",
    target: "https://my-resource.openai.azure.com",
    path: "/openai/deployments/my-deployment/chat/completions?api-version=2024-12-01-preview",
    fields: [
      ["Accept", "application/json, text/plain, */*"],
      ["Content-Type", "application/json"],
      ["User-Agent", "OpenAI/NodeJS/3.3.0"],
      bearer("azure"),
      ["api-key", "azure"],
    ],
    body: { messages: [{ role: "user", content: "Say hi!" }] },
    answer: JSON_ANSWER,
  },
  {
    id: "python-v0",
    title: "Python's openai before v1, as its requests were",
    target: "https://api.lemonfox.ai",
    path: "/chat/completions",
    fields: [
      [
        "X-OpenAI-Client-User-Agent",
        '{"bindings_version": "0.28.1", "httplib": "requests", "lang": "python"}',
      ],
      ["User-Agent", "OpenAI/v1 PythonBindings/0.28.1"],
      bearer("lemonfox"),
      ["Content-Type", "application/json"],
      ["Helicone-Target-Provider", "LemonFox"],
    ],
    body: { model: "mixtral-chat", messages: [{ role: "User", content: "Say hi!" }] },
    answer: JSON_ANSWER,
  },
];

async function run(context: CaseContext, { target, path, fields, body, answer }: Example): Promise<void> {
  const { check } = context;
  const { side, pass } = await openPassing(context);
  side.answer((outgoing) => outgoing.writeHead(200, { "content-type": answer.type }).end(answer.text));
  const text = JSON.stringify(body);
  const got = await pass(target, { method: "POST", path, fields, body: text });
  const [call] = side.calls;
  check.equal(
    "PRX-01",
    "answer",
    [got.status, got.body.toString(), valuesOf(got, "content-type")],
    [200, answer.text, [answer.type]],
  );
  check.equal("PRX-01", "call", [call?.method, call?.path, call?.body.toString()], ["POST", path, text]);
  check.equal("PRX-08", "path", call?.path, path);
  const kept = fields.filter(([name]) => !name.startsWith("Helicone-"));
  const expected = [
    ["Host", new URL(target).host],
    ...kept,
    ["Content-Length", String(Buffer.byteLength(text))],
  ];
  check.equal(
    "PRX-02",
    "fields",
    call?.fields.filter(([name]) => name !== "Connection"),
    expected,
  );
}

export const exampleCases: readonly Case[] = EXAMPLES.map((example) => ({
  id: `passthrough.example.${example.id}`,
  area: "passthrough",
  title: `The guide's example passes: ${example.title}`,
  why: "it is what callers copy",
  requirements: ["PRX-01", "PRX-02", "PRX-08"],
  modes: ["byok"],
  once: true,
  run: (context) => run(context, example),
}));
