/**
 * Answers in odd forms: extra fields, missing ones, unusual finishes, unusable bodies, compressed bytes (RES-02…06).
 * @module
 */
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble, errorOf, whole } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw, streamed } from "../../upstream/wire.ts";
import type { SimulatedAnswer } from "../../upstream/wires/wire.ts";
import { parsedCalls, pinned } from "../_shared/support.ts";
import { checkCompletionShape } from "./recorded.ts";

/** One question, one simulated answer. */
async function answered(context: CaseContext, answer: UpstreamAnswer, more: JsonObject = {}) {
  const session = await context.open();
  session.answer(answer);
  const reply = await session.send(ask(pinned(context.endpoint()), more));
  return { session, reply };
}

/** A good answer with some fields changed. */
function changed(
  context: CaseContext,
  change: (body: JsonObject, choice: JsonObject, message: JsonObject) => void,
): UpstreamAnswer {
  const body = context.wire.completion("Out.", context.wire.usage({ prompt: 9, completion: 2 }));
  const choice = Array.isArray(body.choices) && isObject(body.choices[0]) ? body.choices[0] : {};
  change(body, choice, isObject(choice.message) ? choice.message : {});
  return json(200, body);
}

const FINISHES: readonly [word: string, expected: string][] = [
  ["stop", "stop"],
  ["length", "length"],
  ["content_filter", "content_filter"],
  ["eos", "stop"],
  ["max_tokens", "length"],
];

/** 200s that hold no answer, on any wire. */
const unusable = ({ wire }: CaseContext): [name: string, answer: UpstreamAnswer][] => [
  ["null", raw(200, "application/json", "null")],
  ["string", raw(200, "application/json", '"hi"')],
  ["empty-object", json(200, {})],
  ["half-json", raw(200, "application/json", JSON.stringify(wire.completion("Out.")).slice(0, 30))],
  ["html", raw(200, "text/html", "<html><body>maintenance</body></html>")],
  ["empty-body", raw(200, "application/json", "")],
  ...wire.answerless.map((body, i): [string, UpstreamAnswer] => [`answerless-${i}`, json(200, body)]),
];

const EVERY_FINISH = ["stop", "length", "content_filter"] as const;

export const oddAnswers: readonly Case[] = [
  {
    id: "response.finish.each",
    area: "response",
    title: "Each way to finish arrives as what it means, whole and streamed",
    why: "a cut or a filter that says stop is trusted",
    requirements: ["RES-02"],
    run: async (context) => {
      const { wire } = context;
      const usage = wire.usage({ prompt: 9, completion: 2 });
      const call = { id: "call_tide01", name: "tide", arguments: { at: "noon" } };
      const said: SimulatedAnswer[] = [
        ...EVERY_FINISH.map((finish) => ({ text: "Out.", finish })),
        { calls: [call] },
      ];
      for (const answer of said) {
        const finish = answer.finish ?? "tool_calls";
        if (finish === "tool_calls" && !context.endpoint().capabilities.has("tools")) continue;
        const tools = { tools: [{ type: "function", function: { name: "tide" } }] };
        const more: JsonObject = finish === "tool_calls" ? tools : {};
        const { reply } = await answered(context, json(200, wire.answer(answer, usage)), more);
        context.check.equal("RES-02", `${finish}.whole`, whole(reply).finishReasons, [finish]);
        const pieces = context.simulate.pieces(wire.streamAnswer(answer, usage));
        const streamed = await answered(context, pieces, { ...more, stream: true });
        context.check.equal("RES-02", `${finish}.streamed`, assemble(streamed.reply).finishReasons, [finish]);
      }
    },
  },
  {
    id: "response.finish.table",
    area: "response",
    title: "Finish reasons map by the table; none but stop becomes stop",
    why: "a length cut that says stop is trusted",
    requirements: ["RES-02"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      for (const [word, expected] of FINISHES) {
        const { reply } = await answered(
          context,
          changed(context, (_b, choice) => {
            choice.finish_reason = word;
          }),
        );
        context.check.equal("RES-02", `finish.${word}`, whole(reply).finishReasons, [expected]);
      }
    },
  },
  {
    id: "response.finish.unknown",
    area: "response",
    title: "An unknown finish reason maps to the stated value and is shown beside it",
    why: "new reasons appear; hiding them hides what happened",
    requirements: ["RES-02"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { reply } = await answered(
        context,
        changed(context, (_b, choice) => {
          choice.finish_reason = "weather";
        }),
      );
      const [choice] = Array.isArray(reply.json?.choices) ? reply.json.choices : [];
      context.check.equal("RES-02", "stated-value", whole(reply).finishReasons, ["stop"]);
      context.check.equal(
        "RES-02",
        "reported",
        isObject(choice) ? choice.native_finish_reason : null,
        "weather",
      );
      const session = await context.open();
      const pieces = context.wire
        .stream(["Out."])
        .map((piece) => String(piece).replace('"stop"', '"weather"'));
      session.answer(streamed(context.wire.streamType, pieces));
      const put = await session.send(ask(pinned(context.endpoint()), { stream: true }));
      context.check.equal("RES-02", "streamed", assemble(put).finishReasons, ["stop"]);
      context.check.equal("RES-02", "streamed.reported", put.text.includes('"weather"'), true);
    },
  },
  {
    id: "response.finish.tool-calls-say-stop",
    area: "response",
    title: "An answer with tool calls finishes with tool_calls, also when the host says stop",
    why: "agents look at the finish reason to decide whether to act",
    requirements: ["RES-02"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const calls: Json = [{ id: "call_1", type: "function", function: { name: "tide", arguments: "{}" } }];
      const { reply } = await answered(
        context,
        changed(context, (_b, _c, message) => {
          message.tool_calls = calls;
        }),
      );
      context.check.equal("RES-02", "finish", whole(reply).finishReasons, ["tool_calls"]);
    },
  },
  {
    id: "response.tools.arguments",
    area: "response",
    title: "Tool arguments are JSON text, {} for none, whatever form the host sends",
    why: "callers JSON.parse them",
    requirements: ["RES-03"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const fn = (args: Json) => ({
        id: "call_1",
        type: "function",
        function: { name: "tide", arguments: args },
      });
      const forms: [string, Json, Json][] = [
        ["text", '{"at":"noon"}', { at: "noon" }],
        ["object", { at: "noon" }, { at: "noon" }],
        ["empty", "", {}],
        ["null", null, {}],
      ];
      for (const [name, given, expected] of forms) {
        const { reply } = await answered(
          context,
          changed(context, (_b, choice, message) => {
            message.tool_calls = [fn(given)];
            choice.finish_reason = "tool_calls";
          }),
        );
        context.check.equal("RES-03", `arguments.${name}`, parsedCalls(whole(reply)), [
          { id: "call_1", name: "tide", arguments: expected },
        ]);
      }
    },
  },
  {
    id: "response.fields.unknown",
    area: "response",
    title: "Unknown fields and nulls are ignored, not fatal",
    why: "providers add fields every month",
    requirements: ["RES-01", "RES-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { reply } = await answered(
        context,
        changed(context, (body, choice, message) => {
          Object.assign(body, { brand_new: { deep: [1] }, system_fingerprint: null, service_tier: null });
          Object.assign(choice, { stop_sequence: null, brand_new: 1 });
          Object.assign(message, { brand_new: "x", tool_calls: null, name: null });
        }),
      );
      checkCompletionShape(context, reply);
      context.check.equal("RES-04", "text", whole(reply).text, "Out.");
    },
  },
  {
    id: "response.fields.documented",
    area: "response",
    title: "The provider's documented extra fields survive under their own names",
    why: "callers read citations, prices and ids there",
    requirements: ["RES-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { extraFields } = context.api.traits;
      const mark = (name: string): JsonObject => ({ mark: name });
      // What counts tokens may be read as the count that it is: 0 changes nothing.
      const amount = (name: string): number => (name.endsWith("_tokens") ? 0 : 0.000002);
      const { reply } = await answered(
        context,
        changed(context, (body, choice, message) => {
          for (const name of extraFields.completion) body[name] = mark(name);
          for (const name of extraFields.message) message[name] = mark(name);
          for (const name of extraFields.choice ?? []) choice[name] = mark(name);
          if (isObject(body.usage)) for (const name of extraFields.usage) body.usage[name] = amount(name);
          body.system_fingerprint = "fp_1";
        }),
      );
      const [choice] = Array.isArray(reply.json?.choices) ? reply.json.choices.filter(isObject) : [];
      const message = isObject(choice?.message) ? choice.message : {};
      const usage = isObject(reply.json?.usage) ? reply.json.usage : {};
      context.check.equal("RES-04", "standard", reply.json?.system_fingerprint, "fp_1");
      for (const name of extraFields.completion)
        context.check.equal("RES-04", name, reply.json?.[name], mark(name));
      for (const name of extraFields.message) context.check.equal("RES-04", name, message[name], mark(name));
      for (const name of extraFields.choice ?? [])
        context.check.equal("RES-04", `choice.${name}`, choice?.[name], mark(name));
      for (const name of extraFields.usage) context.check.equal("RES-04", name, usage[name], amount(name));
    },
  },
  {
    id: "response.fields.missing-identity",
    area: "response",
    title: "A missing id, created or model is filled in, and milliseconds become seconds",
    why: "clients require them, and hosts forget them",
    requirements: ["RES-01"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const bare = changed(context, (body) => {
        delete body.id;
        delete body.created;
        delete body.model;
      });
      checkCompletionShape(context, (await answered(context, bare)).reply);
      const milliseconds = changed(context, (body) => {
        body.created = 1_796_000_000_123;
      });
      checkCompletionShape(context, (await answered(context, milliseconds)).reply);
    },
  },
  {
    id: "response.unusable",
    area: "response",
    title: "An answer that is empty, null, not JSON or without its required fields is a 502, never a success",
    why: "dereferencing it crashes, and passing it on looks like success",
    requirements: ["RES-05"],
    run: async (context) => {
      for (const [name, answer] of unusable(context)) {
        const { reply } = await answered(context, answer);
        context.check.equal("RES-05", `${name}.status`, reply.status, 502);
        context.check.equal("RES-05", `${name}.type`, errorOf(reply)?.type, "api_error");
      }
    },
  },
  {
    id: "response.encodings",
    area: "response",
    title: "gzip, deflate, br and identity answers are the same answer, described by fresh headers",
    why: "a kept content-encoding on decoded bytes breaks every strict client",
    requirements: ["RES-06"],
    run: async (context) => {
      const body = Buffer.from(
        JSON.stringify(context.wire.completion("Out.", context.wire.usage({ prompt: 9, completion: 2 }))),
      );
      const encoded: [string, Buffer][] = [
        ["identity", body],
        ["gzip", gzipSync(body)],
        ["deflate", deflateSync(body)],
        ["br", brotliCompressSync(body)],
      ];
      for (const [encoding, bytes] of encoded) {
        const headers: [string, string][] = [
          ["content-type", "application/json"],
          ["content-length", String(bytes.length)],
        ];
        if (encoding !== "identity") headers.push(["content-encoding", encoding]);
        const { reply } = await answered(context, { kind: "answer", status: 200, headers, chunks: [bytes] });
        context.check.equal("RES-06", `${encoding}.text`, whole(reply).text, "Out.");
        context.check.equal(
          "RES-06",
          `${encoding}.no-content-encoding`,
          reply.headers.get("content-encoding"),
          null,
        );
        const length = reply.headers.get("content-length");
        const right = length === null || Number(length) === Buffer.byteLength(reply.text);
        context.check.that("RES-06", `${encoding}.length`, right, {
          expected: "none, or the bytes sent",
          seen: length,
        });
        context.check.equal(
          "RES-06",
          `${encoding}.type`,
          reply.headers.get("content-type"),
          "application/json",
        );
      }
    },
  },
];
