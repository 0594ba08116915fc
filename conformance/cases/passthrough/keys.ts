/**
 * The gateway key and the provider key of one call (PRX-02, AUT-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { manage, textAt } from "../_shared/manage.ts";
import { codeOf, HOST, openPassing, valuesOf } from "../_shared/pass.ts";

const PROVIDER_KEY = "the-callers-own-provider-key";
const TARGET: readonly [string, string] = ["Helicone-Target-Url", "https://api.groq.com"];

async function together(context: CaseContext): Promise<void> {
  const { check } = context;
  const { side, ask, session } = await openPassing(context);
  // Keys that the gateway makes have a beginning that no provider's has.
  const own = textAt(await manage(session, "POST", "/v1/keys"), "key");
  const spellings = [
    `Bearer ${own}, Bearer ${PROVIDER_KEY}`,
    `Bearer ${own},${PROVIDER_KEY}`,
    `Bearer ${PROVIDER_KEY}, ${own}`,
  ];
  for (const [index, authorization] of spellings.entries()) {
    side.forget();
    const got = await ask({ path: "/x", fields: [HOST, TARGET, ["Authorization", authorization]] });
    const [call] = side.calls;
    check.equal("PRX-02", `passed.${index}`, got.status, 200);
    check.equal("PRX-02", `provider-key.${index}`, call && valuesOf(call, "authorization"), [
      `Bearer ${PROVIDER_KEY}`,
    ]);
    check.equal("AUT-02", `gateway-key.${index}`, JSON.stringify(call?.fields).includes(own), false);
  }
  side.forget();
  const twice: [string, string][] = [
    ["Helicone-Auth", `Bearer ${own}`],
    ["Authorization", spellings[0] ?? ""],
  ];
  const refused = await ask({ path: "/x", fields: [HOST, TARGET, ...twice] });
  check.equal("PRX-02", "twice", [refused.status, codeOf(refused)], [401, "invalid_gateway_key"]);
  check.equal("PRX-02", "twice.nobody-called", side.calls.length, 0);
}

export const keyCases: readonly Case[] = [
  {
    area: "passthrough",
    modes: ["byok"],
    once: true,
    id: "passthrough.keys.together",
    title: "Takes both keys from one Authorization field, and sends the provider its own alone",
    why: "callers whose SDK has one header for keys would otherwise send the gateway's to the provider",
    requirements: ["PRX-02", "AUT-02"],
    run: together,
  },
];
