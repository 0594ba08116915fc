/**
 * AWS signatures: verified as a service would, from the request that arrived (AUT-04).
 * @module
 */
import type { Credential } from "../../../registry/providers/_shared/base.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, headerOf, type Session } from "../../engine/session.ts";
import type { SessionOptions } from "../../engine/session-options.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { type ExpectedSignature, regionOfHost, signatureProblems } from "../../upstream/signature.ts";
import { addressOf, askable } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

const NEEDS = { auth: "aws-signature" } as const;

/** The name in the scope: not the one in the host of the runtime, and the one in the host of Responses. */
const serviceOf = ({ api }: CaseContext): string =>
  api.id === "openai-responses" ? "bedrock-mantle" : "bedrock";
/** A token of temporary keys; the provider sees it, so it holds no canary. */
const TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE/tide+token==";
const TEN_MINUTES = 600_000;

const usual = ({ provider, mode }: CaseContext): Credential =>
  credentialOf(
    provider,
    mode === "byok" ? canaries.vault("a", provider.slug) : canaries.platform(provider.slug),
  );

/** One credential in place of the usual one, in whichever place the mode takes it from. */
function withCredential({ provider: { slug }, mode }: CaseContext, credential: Credential): SessionOptions {
  return mode === "byok"
    ? { keys: [{ provider: slug, byokOnly: true, credential }] }
    : { platformCredentials: { [slug]: credential } };
}

const expectedOf = (
  context: CaseContext,
  { secret, config }: Credential,
  session: Session,
): ExpectedSignature => ({
  accessKeyId: config.accessKeyId ?? "",
  secretAccessKey: secret,
  ...(config.sessionToken === undefined ? {} : { sessionToken: config.sessionToken }),
  service: serviceOf(context),
  nowMs: session.gateway.clock.now(),
});

/** Checks the last request that arrived. */
function verify(context: CaseContext, name: string, session: Session, credential: Credential): void {
  const request = session.received.at(-1);
  const problems = request
    ? signatureProblems(request, expectedOf(context, credential, session))
    : ["no request reached the provider"];
  context.check.equal("AUT-04", `${name}.signature`, problems, []);
}

async function opened(context: CaseContext, credential: Credential): Promise<Session> {
  const session = await context.open(withCredential(context, credential));
  session.serve((request) => simulated(context, context.wire.read(request).stream));
  return session;
}

/** Text beyond ASCII: the hash is of bytes, not of characters. */
const SAID = { messages: [{ role: "user", content: "Ahoj, 港! ⚓" }] };

/** Ids that only their percent form can carry in a path. */
const ARNS = [
  "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.harbour-v1:0",
  "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/tide0pool0x1",
  "arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:provisioned-model/mast7",
];

/** What AWS's own clients would read without being told. */
const AMBIENT: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "AKIDAMBIENT",
  AWS_SECRET_ACCESS_KEY: "AMBIENTSECRET",
  AWS_SESSION_TOKEN: "AMBIENTTOKEN",
  AWS_BEARER_TOKEN_BEDROCK: "AMBIENTBEARER",
  AWS_REGION: "sa-east-1",
  AWS_DEFAULT_REGION: "sa-east-1",
};

async function withAmbient(work: () => Promise<void>): Promise<void> {
  const before = Object.keys(AMBIENT).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, AMBIENT);
  try {
    await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

export const awsCases: readonly Case[] = [
  {
    id: "auth.aws.verifies",
    area: "auth",
    title: "The signature of every endpoint verifies over what arrived, streamed and not",
    why: "a path that is encoded once instead of twice, or a body signed before its last change, is a 403",
    requirements: ["AUT-04"],
    needs: NEEDS,
    run: async (context) => {
      const credential = usual(context);
      const session = await opened(context, credential);
      for (const endpoint of context.sample(askable(context), { own: true })) {
        await session.send(ask(addressOf(endpoint), { ...SAID, stream: false }));
        verify(context, endpoint.id, session, credential);
      }
      await session.send(ask(addressOf(context.endpoint()), { ...SAID, stream: true }));
      verify(context, "streamed", session, credential);
    },
  },
  {
    id: "auth.aws.region",
    area: "auth",
    title: "The scope has the region of the host that is called: the deployment's, or else the key's",
    why: "a region taken from the settings alone signs for a host that is not called",
    requirements: ["AUT-04"],
    needs: NEEDS,
    run: async (context) => {
      const good = usual(context);
      const credential = { ...good, config: { ...good.config, region: "ap-south-1" } };
      const session = await opened(context, credential);
      const regions = new Map(askable(context).map((endpoint) => [endpoint.region, endpoint]));
      for (const [region = "ap-south-1", endpoint] of regions) {
        await session.send(ask(addressOf(endpoint), SAID));
        const url = session.received.at(-1)?.url ?? "https://nobody.example";
        // A plain `model/provider` may mean any of its deployments, in the gateway's order.
        if (endpoint.deployment !== "default")
          context.check.equal("AUT-04", `${endpoint.id}.host`, regionOfHost(url), region);
        verify(context, endpoint.id, session, credential);
      }
    },
  },
  {
    id: "auth.aws.temporary-keys",
    area: "auth",
    title: "The token of temporary keys is sent and signed",
    why: "without it, or with it added after signing, AWS knows neither key nor signature",
    requirements: ["AUT-04"],
    needs: NEEDS,
    run: async (context) => {
      const good = usual(context);
      const credential = { ...good, config: { ...good.config, sessionToken: TOKEN } };
      const session = await opened(context, credential);
      for (const stream of [false, true]) {
        const reply = await session.send(ask(addressOf(context.endpoint()), { ...SAID, stream }));
        verify(context, `stream-${stream}`, session, credential);
        context.check.equal("AUT-04", `stream-${stream}.not-shown`, reply.text.includes(TOKEN), false);
      }
    },
  },
  {
    id: "auth.aws.arns",
    area: "auth",
    title: "A model named by its ARN is one segment of the path, in the ARN's own region",
    why: "ARNs hold colons and slashes, and the model exists in one region only",
    requirements: ["AUT-04"],
    modes: ["byok"],
    needs: { ...NEEDS, unlistedModels: true },
    run: async (context) => {
      const credential = usual(context);
      const session = await opened(context, credential);
      for (const arn of ARNS) {
        const reply = await session.send(ask(`${arn}/${context.provider.slug}`, SAID));
        context.check.equal("AUT-04", `${arn}.status`, reply.status, 200);
        const url = session.received.at(-1)?.url ?? "https://nobody.example";
        context.check.equal("AUT-04", `${arn}.host`, regionOfHost(url), arn.split(":")[3]);
        const [, , segment = ""] = new URL(url).pathname.split("/");
        context.check.equal("AUT-04", `${arn}.segment`, decodeURIComponent(segment), arn);
        verify(context, arn, session, credential);
      }
    },
  },
  {
    id: "auth.aws.each-attempt",
    area: "auth",
    title: "Every attempt is signed anew, with the time at which it is made",
    why: "a signature is good for five minutes; one that is kept is refused after a slow first attempt",
    requirements: ["AUT-04"],
    needs: NEEDS,
    run: async (context) => {
      const credential = usual(context);
      const session = await context.open(withCredential(context, credential));
      const address = addressOf(context.endpoint());
      let attempts = 0;
      session.serve((request) => {
        verify(context, `attempt-${++attempts}`, session, credential);
        session.gateway.clock.advance(TEN_MINUTES);
        return attempts === 1
          ? context.simulate.error(503, "The quay is full")
          : simulated(context, context.wire.read(request).stream);
      });
      await session.send(ask(`${address},${address}`, SAID));
      context.check.equal("AUT-04", "attempts", attempts, 2);
    },
  },
  {
    id: "auth.aws.api-key",
    area: "auth",
    title: "A key without an access key id is an API key: a bearer, and no signature",
    why: "two kinds of keys share one provider; mixed up, both are refused",
    requirements: ["AUT-04"],
    needs: NEEDS,
    run: async (context) => {
      const { secret: _hidden, config } = usual(context);
      const { accessKeyId = "", ...others } = config;
      const session = await opened(context, { secret: accessKeyId, config: others });
      await session.send(ask(addressOf(context.endpoint()), SAID));
      const request = session.received.at(-1);
      const seen = ["authorization", "x-amz-date", "x-amz-security-token"].map((name) =>
        headerOf(request, name),
      );
      context.check.equal("AUT-04", "bearer", seen, [`Bearer ${accessKeyId}`, null, null]);
    },
  },
  {
    id: "auth.aws.nothing-ambient",
    area: "auth",
    title: "Keys, tokens and regions that lie about in the environment are not read",
    why: "a clever client library completes a caller's key with the gateway's own, and signs for nobody",
    requirements: ["AUT-04"],
    needs: NEEDS,
    run: (context) =>
      withAmbient(async () => {
        const credential = usual(context);
        const signed = await opened(context, credential);
        await signed.send(ask(addressOf(context.endpoint()), SAID));
        verify(context, "signed", signed, credential);
        const { accessKeyId = "", ...others } = credential.config;
        const bearer = await opened(context, { secret: accessKeyId, config: others });
        await bearer.send(ask(addressOf(context.endpoint()), SAID));
        for (const [name, session] of Object.entries({ signed, bearer })) {
          const request = session.received.at(-1);
          const text = `${request?.url}\n${JSON.stringify([...(request?.headers ?? [])])}`;
          const found = Object.values(AMBIENT).filter((value) => text.includes(value));
          context.check.equal("AUT-04", `${name}.ambient`, found, []);
        }
      }),
  },
];
