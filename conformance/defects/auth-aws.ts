/**
 * Broken AWS signatures (AUT-04).
 * @module
 */
import { type AwsKey, type AwsScope, signAws } from "../../registry/providers/_shared/aws-signature.ts";
import type { BaseProvider, OutboundRequest, RequestContext } from "../../registry/providers/_shared/base.ts";
import { regionOfHost } from "../upstream/signature.ts";
import type { Defect } from "./defect.ts";
import { withProvider } from "./plants.ts";

/** What a signature is made of. */
interface Signing {
  request: OutboundRequest;
  key: AwsKey;
  scope: AwsScope;
}

const signingOf = (request: OutboundRequest, { credential, nowMs }: RequestContext): Signing => {
  const { accessKeyId = "", sessionToken } = credential.config;
  return {
    request,
    key: {
      accessKeyId,
      secretAccessKey: credential.secret,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    scope: { region: regionOfHost(request.url) ?? "", service: "bedrock", nowMs },
  };
};

type Authenticate = BaseProvider["authenticate"];

/** Every signing provider with a signature of its own making. */
const withAuthenticate = (make: (original: Authenticate) => Authenticate) =>
  withProvider((original) =>
    original.auth === "aws-signature"
      ? { authenticate: make((request, context) => original.authenticate(request, context)) }
      : {},
  );

/** Signs something else than what is sent. */
const signing = (change: (signing: Signing, context: RequestContext) => Signing) =>
  withAuthenticate((original) => async (request, context) => {
    if (context.credential.config.accessKeyId === undefined) return original(request, context);
    const changed = change(signingOf(request, context), context);
    const { headers } = await signAws(changed.request, changed.key, changed.scope);
    return { ...request, headers };
  });

/** Changes a request after it was signed. */
const afterwards = (change: (request: OutboundRequest, context: RequestContext) => OutboundRequest) =>
  withAuthenticate(
    (original) => async (request, context) => change(await original(request, context), context),
  );

const common = { breaks: ["AUT-04"], providers: ["bedrock"] } as const;

export const authAwsDefects: readonly Defect[] = [
  {
    ...common,
    id: "auth.aws.service-of-the-host",
    title: "The scope's service is taken from the host: bedrock-runtime",
    seenIn: "own",
    plant: signing(({ scope, ...rest }) => ({ ...rest, scope: { ...scope, service: "bedrock-runtime" } })),
  },
  {
    ...common,
    id: "auth.aws.path-encoded-once",
    title: "The path is signed as it is sent, without the second encoding",
    seenIn: "own",
    plant: signing(({ request, ...rest }) => ({
      ...rest,
      // Signed from its decoded form, whose only encoding is then the signature's own.
      request: { ...request, url: request.url.replaceAll("%3A", ":") },
    })),
  },
  {
    ...common,
    id: "auth.aws.body-before-its-last-change",
    title: "The body is hashed before it is complete",
    seenIn: "own",
    plant: signing(({ request, ...rest }) => ({
      ...rest,
      request: { ...request, body: request.body.slice(0, -1) },
    })),
  },
  {
    ...common,
    id: "auth.aws.characters-not-bytes",
    title: "The body is signed as Latin-1 text",
    seenIn: "own",
    plant: signing(({ request, ...rest }) => ({
      ...rest,
      request: { ...request, body: Buffer.from(Buffer.from(request.body).toString("utf8"), "latin1") },
    })),
  },
  {
    ...common,
    id: "auth.aws.region-of-the-settings",
    title: "The scope's region is that of the key, whatever host is called",
    seenIn: "own",
    plant: signing(({ scope, ...rest }, { credential }) => ({
      ...rest,
      scope: { ...scope, region: credential.config.region ?? scope.region },
    })),
  },
  {
    ...common,
    id: "auth.aws.token-lost",
    title: "The token of temporary keys is not sent",
    seenIn: "own",
    plant: signing(({ key: { accessKeyId, secretAccessKey }, ...rest }) => ({
      ...rest,
      key: { accessKeyId, secretAccessKey },
    })),
  },
  {
    ...common,
    id: "auth.aws.token-unsigned",
    title: "The token of temporary keys is added after signing",
    seenIn: "own",
    plant: withAuthenticate((original) => async (request, context) => {
      const { sessionToken, ...config } = context.credential.config;
      const credential = { ...context.credential, config };
      const signed = await original(request, { ...context, credential });
      if (sessionToken === undefined) return signed;
      return { ...signed, headers: [...signed.headers, ["x-amz-security-token", sessionToken]] };
    }),
  },
  {
    ...common,
    id: "auth.aws.changed-after-signing",
    title: "The content type gets its charset after signing",
    seenIn: "own",
    plant: afterwards((request) => ({
      ...request,
      headers: request.headers.map(([name, value]) =>
        name === "content-type" ? [name, `${value}; charset=utf-8`] : [name, value],
      ),
    })),
  },
  {
    ...common,
    id: "auth.aws.header-unsigned",
    title: "A header of Amazon's is added after signing",
    seenIn: "own",
    plant: afterwards((request) => ({
      ...request,
      headers: [...request.headers, ["x-amz-request-tier", "standard"]],
    })),
  },
  {
    ...common,
    id: "auth.aws.signature-kept",
    title: "The time of the first signature is used for all",
    seenIn: "own",
    plant: (parts) => {
      let first: number | null = null;
      return signing(({ scope, ...rest }) => {
        first ??= scope.nowMs;
        return { ...rest, scope: { ...scope, nowMs: first } };
      })(parts);
    },
  },
  {
    ...common,
    id: "auth.aws.arn-slash",
    title: "The slash of an ARN is left bare in the path",
    seenIn: "own",
    plant: withProvider((original) => ({
      buildUrl: (context) => original.buildUrl(context).replaceAll("%2F", "/"),
    })),
  },
  {
    ...common,
    id: "auth.aws.api-key-signed",
    title: "An API key is used as a secret to sign with",
    seenIn: "own",
    plant: withAuthenticate((original) => async (request, context) => {
      const { secret, config } = context.credential;
      return original(request, {
        ...context,
        credential: { secret, config: { accessKeyId: secret, ...config } },
      });
    }),
  },
  {
    ...common,
    id: "auth.aws.ambient-token",
    title: "A session token of the environment completes the caller's key",
    seenIn: "own",
    plant: signing(({ key, ...rest }) => {
      const sessionToken = key.sessionToken ?? process.env.AWS_SESSION_TOKEN;
      return { ...rest, key: { ...key, ...(sessionToken === undefined ? {} : { sessionToken }) } };
    }),
  },
];
