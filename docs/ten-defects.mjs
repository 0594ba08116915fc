/**
 * Ten defects to begin with: one at each kind of seam. Copy this file, change it, and run
 *   npm run prove -- --defects docs/ten-defects.mjs --defect 'mine.*'
 * Nothing has to be imported. `parts` are those of reference-gateway/parts.ts; requirements are in conformance/requirements.
 */

/** The same parts with a transport that changes each request before it is sent. */
const sending = (change) => (parts) => ({
  ...parts,
  transport: { send: (request, signal) => parts.transport.send(change(request), signal) },
});

/** The same parts with some functions of the registry replaced. */
const registryWith = (wrap) => (parts) => ({
  ...parts,
  registry: { ...parts.registry, ...wrap(parts.registry) },
});

/** The same parts with every provider changed; what is not replaced stays as it is. */
const providerWith = (wrap) =>
  registryWith((registry) => ({
    provider: (slug) => {
      const original = registry.provider(slug);
      return original && Object.assign(Object.create(original), wrap(original));
    },
  }));

/** The same parts with every codec of the chat APIs changed. */
const codecWith = (wrap) =>
  providerWith((original) => ({
    apis: original.apis.map((api) =>
      api.codec?.decodeStream ? { ...api, codec: { ...api.codec, ...wrap(api.codec) } } : api,
    ),
  }));

export const defects = [
  // What is sent: URL, headers, bytes.
  {
    id: "mine.url.slash-at-the-end",
    title: "Every path to a provider ends with a slash",
    breaks: ["MAP-01"],
    plant: sending((request) => ({ ...request, url: `${request.url}/` })),
  },
  {
    id: "mine.headers.no-content-type",
    title: "Requests do not say what their body is",
    breaks: ["MAP-01"],
    plant: sending((request) => ({
      ...request,
      headers: request.headers.filter(([name]) => name.toLowerCase() !== "content-type"),
    })),
  },
  // What is written for the provider.
  {
    id: "mine.request.stop-forgotten",
    title: "Stop sequences are left out, and nobody is told",
    breaks: ["MAP-09", "MAP-10"],
    plant: providerWith((original) => ({
      buildBody: ({ stop: _lost, ...request }, endpoint) => original.buildBody(request, endpoint),
    })),
  },
  // Which provider is asked.
  {
    id: "mine.plan.backwards",
    title: "The dearest endpoint is tried first",
    breaks: ["RTE-02"],
    plant: registryWith((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        return plan.ok ? { ...plan, attempts: plan.attempts.toReversed() } : plan;
      },
    })),
  },
  // What is read of an answer, whole and streamed.
  {
    id: "mine.answer.always-stop",
    title: "Whole answers always finish with stop",
    breaks: ["RES-02"],
    plant: codecWith((codec) => ({
      decodeResponse: (body, context) => {
        const decoded = codec.decodeResponse(body, context);
        if (!decoded.ok) return decoded;
        const choices = decoded.completion.choices.map((choice) => ({ ...choice, finish_reason: "stop" }));
        return { ...decoded, completion: { ...decoded.completion, choices } };
      },
    })),
  },
  {
    id: "mine.stream.usage-lost",
    title: "Streams tell no usage",
    breaks: ["USE-04"],
    plant: codecWith((codec) => ({
      decodeStream: async function* (bytes, context) {
        for await (const event of codec.decodeStream(bytes, context)) if (event.type !== "usage") yield event;
      },
    })),
  },
  // Money.
  {
    id: "mine.charge.a-pico-more",
    title: "Every charge is a trillionth of a dollar too high",
    breaks: ["CST-03"],
    plant: registryWith((registry) => ({
      charge: (...asked) => {
        const charge = registry.charge(...asked);
        return { ...charge, amount: charge.amount + 1n };
      },
    })),
  },
  // What is kept.
  {
    id: "mine.record.always-a-success",
    title: "Every record says that all went well",
    breaks: ["OBS-01"],
    plant: (parts) => ({
      ...parts,
      records: {
        ...parts.records,
        put: (record) => parts.records.put({ ...record, outcome: "success", error: null }),
      },
    }),
  },
  // The caller's side: answers and their headers on the way out.
  {
    id: "mine.caller.no-id",
    title: "Callers do not learn the id of their request",
    breaks: ["OBS-01"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const headers = new Headers(response.headers);
      headers.delete("helicone-id");
      return new Response(response.body, { status: response.status, headers });
    },
  },
  {
    id: "mine.caller.errors-as-text",
    title: "Errors are no JSON",
    breaks: ["ERR-01"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      if (response.status < 400) return response;
      return new Response("something went wrong", { status: response.status, headers: response.headers });
    },
  },
];
