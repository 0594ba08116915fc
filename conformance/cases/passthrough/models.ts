/**
 * The model that a passed call is recorded under and priced by: the one that the call names, in its path or its body, and
 * only where neither does the one that the answer names, wherever in the answer that stands (PRX-07).
 * @module
 */
import { APPROVED_DOMAINS } from "../../../registry/domains/index.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type JsonObject, without } from "../../../registry/json.ts";
import { times } from "../../../registry/pricing/modifiers/write.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import type { Recording } from "../../recordings/load.ts";
import type { Piece } from "../../upstream/wire.ts";
import { costAt } from "../_shared/bill.ts";
import { openPassing } from "../_shared/pass.ts";
import { sendSlowly } from "../_shared/passed.ts";
import { isStreamed } from "../_shared/support.ts";
import { OLD } from "../cost/declared.ts";
import { reshaped } from "../cost/made-up.ts";
import { callOf, isComputed } from "./told.ts";

const COUNTS = { input: 1000, output: 100 };

/** A model that nobody knows. */
const OTHER = "harbour-1";

/** Under these names answers say which model made them: by themselves, or inside of these. */
const NAMES = ["model", "modelVersion"];
const INSIDE = ["message", "response"];

/** Another model in every place that has one; `null` takes it away. */
function naming(body: JsonObject, model: string | null): JsonObject {
  const entries = Object.entries(body).flatMap(([key, value]): [string, JsonObject[string]][] => {
    if (NAMES.includes(key)) return model === null ? [] : [[key, model]];
    return [[key, INSIDE.includes(key) && isObject(value) ? naming(value, model) : value]];
  });
  return Object.fromEntries(entries);
}

/** A piece of a stream of events with another model; frames name none. */
function pieceNaming(piece: Piece, model: string | null): Piece {
  if (typeof piece !== "string") return piece;
  return piece.replace(/^data: (\{.*\})(\r?)$/gm, (_all, data: string, end: string) => {
    const body: unknown = JSON.parse(data);
    return `data: ${JSON.stringify(isObject(body) ? naming(body, model) : body)}${end}`;
  });
}

/**
 * An answer that names a model: a stream names it as it opens, and never again.
 * @param first what a stream is called at first, where its name comes with its last words alone
 */
function answerNaming({ wire }: CaseContext, model: string | null, stream: boolean, first?: string) {
  const usage = wire.usage({ prompt: COUNTS.input, completion: COUNTS.output });
  if (!stream) {
    const bytes = Buffer.from(JSON.stringify(naming(wire.completion("Out.", usage), model)));
    return { type: "application/json", encoding: "identity", bytes, isWhole: true };
  }
  const pieces = wire.stream(["Out.", " And in."], usage);
  const nameAt = (nth: number): string | null => {
    if (nth === 0) return first ?? model;
    return first === undefined ? null : model;
  };
  const bytes = Buffer.concat(pieces.map((piece, nth) => Buffer.from(pieceNaming(piece, nameAt(nth)))));
  return { type: wire.streamType, encoding: "identity", bytes, isWhole: true };
}

interface Naming {
  label: string;
  /** What the body names: as it was recorded, another model, or none. */
  body: "recorded" | "another" | "none";
  answered: string | null;
  /** By what name its stream opens, where it has another one later. */
  opens?: string;
  /** What the caller says that it is, where nobody else does. */
  override?: string;
  /** The model on the record, and whether it is the endpoint's. */
  model: string;
  isKnown: boolean;
}

/** Do a stream's later events name the model too? */
function isNamedLater(wire: CaseContext["wire"]): boolean {
  const [, ...later] = wire.stream(["Out."]).map(String);
  return later.some((piece) => NAMES.some((name) => piece.includes(`"${name}"`)));
}

/** Routers open a stream under their own name, and Azure under none at all. */
const later = (model: string): Naming[] =>
  [OTHER, ""].map((opens) => ({
    label:
      opens === "" ? "the answer alone, opened without a name" : "the answer alone, opened under another",
    body: "none",
    answered: model,
    opens,
    model,
    isKnown: true,
  }));

/** The ways of naming a model that a call of the recording has. */
function namings({ wire }: CaseContext, { meta, requestBody }: Recording, endpoint: Endpoint): Naming[] {
  const { model } = meta;
  const path = decodeURIComponent(new URL(meta.request.url).pathname);
  const deployment = /\/deployments\/([^/]+)\//.exec(path)?.[1];
  const other = { label: "the answer names another one", body: "recorded", answered: OTHER } as const;
  if (deployment !== undefined) {
    const isModel = deployment === endpoint.providerModelId;
    return [
      { ...other, model: OTHER, isKnown: false },
      {
        label: "the deployment alone",
        body: "recorded",
        answered: null,
        model: deployment,
        isKnown: isModel,
      },
    ];
  }
  const asCalled: Naming = { ...other, model, isKnown: true };
  const overridden: Naming = {
    label: "the override names another one",
    body: "recorded",
    answered: null,
    override: OTHER,
    model,
    isKnown: true,
  };
  if (path.includes(model))
    return [
      asCalled,
      overridden,
      { label: "the body names another one", body: "another", answered: null, model, isKnown: true },
    ];
  const isInBody = isObject(requestBody) && requestBody.model === model;
  const [opening] = wire.stream(["Out."]);
  const answers = NAMES.some((name) => String(opening).includes(`"${name}"`));
  if (!isInBody || !answers) return [asCalled];
  return [
    asCalled,
    overridden,
    { label: "the answer alone", body: "none", answered: model, model, isKnown: true },
    ...(isNamedLater(wire) ? later(model) : []),
    { label: "nobody", body: "none", answered: null, model: "", isKnown: false },
    { label: "the override alone", body: "none", answered: null, override: model, model, isKnown: true },
  ];
}

/** The region that an address names. */
const REGION = /\/locations\/([^/]+)\/|\.([a-z]+-[a-z]+-\d)\./;

/** The list's price, and twice that in one region. */
async function regional(context: CaseContext): Promise<void> {
  const recording = context.recording("chat.basic");
  const endpoint = context.endpointOf(recording);
  const [, inPath, inHost] = REGION.exec(recording.meta.request.url) ?? [];
  const region = inPath ?? inHost ?? "";
  for (const [name, where, factor] of [
    ["its own", region, 2n],
    ["another", "harbour-1", 1n],
  ] as const) {
    const { data } = reshaped(
      context,
      ({ unpriced: _none, ...config }) => ({
        ...config,
        pricing: [OLD.tier],
        modifiers: [times("region", [where], "2", "made up")],
      }),
      endpoint,
    );
    const passing = await openPassing(context, { data });
    await sendSlowly(passing, callOf(recording), answerNaming(context, recording.meta.model, false));
    const record = await passing.session.lastRecord();
    const cost = picoOfUsd(OLD.usd) * factor;
    context.check.equal("CST-10", `a surcharge in ${name} region`, record?.cost?.amount ?? null, cost);
  }
}

export const passedModelCases: readonly Case[] = [
  {
    id: "passthrough.told.models",
    area: "passthrough",
    title:
      "Records and prices a passed call by the model that it names, and by the answer's only where it names none",
    why: "a call under the answer's name is priced by whatever the host calls itself, and one under none is free",
    requirements: ["PRX-07"],
    modes: ["byok"],
    needs: { scenarios: ["chat.basic", "stream.basic"], endpoints: isComputed },
    run: async (context) => {
      const passing = await openPassing(context);
      for (const recording of context.recordings(["chat.basic", "stream.basic"])) {
        const endpoint = context.endpointOf(recording);
        const call = callOf(recording);
        const named = isObject(recording.requestBody) ? recording.requestBody : {};
        const bodies = {
          recorded: call.body,
          another: JSON.stringify({ ...named, model: OTHER }),
          none: JSON.stringify(without(named, ["model"])),
        };
        for (const way of namings(context, recording, endpoint)) {
          const { label, body, answered, opens, override, model, isKnown } = way;
          const answer = answerNaming(context, answered, isStreamed(recording), opens);
          const named: [string, string][] =
            override === undefined ? [] : [["Helicone-Model-Override", override]];
          const fields = [...call.fields, ...named];
          await sendSlowly(passing, { ...call, fields, body: bodies[body] }, answer);
          const record = await passing.session.lastRecord();
          const name = `${recording.meta.scenario}, ${label}`;
          context.check.equal("PRX-07", `${name}: model`, record?.model, model);
          context.check.equal(
            "PRX-07",
            `${name}: endpoint`,
            record?.served?.endpoint === endpoint.id,
            isKnown,
          );
          context.check.equal("PRX-07", `${name}: provider`, record?.served?.provider, endpoint.provider);
          const cost = isKnown ? costAt(context, endpoint, COUNTS) : null;
          context.check.equal("PRX-07", `${name}: cost`, record?.cost?.amount ?? null, cost);
        }
      }
    },
  },
  {
    id: "passthrough.told.regions",
    area: "passthrough",
    title: "A passed call pays what is charged in the region that its address names",
    why: "a region's surcharge that is forgotten is paid by whoever passes the calls on",
    requirements: ["CST-10"],
    modes: ["byok"],
    needs: {
      scenarios: ["chat.basic"],
      endpoints: {
        that: "at an approved domain that has regions and whose costs are computed",
        where: ({ provider }) =>
          APPROVED_DOMAINS.some(
            (row) => row.slug === provider && row.costSupport && row.region !== undefined,
          ),
      },
    },
    run: regional,
  },
];
