// A server on Fedify, another implementation of ActivityPub, as a peer on loopback. It is told what to do by JSON lines on its standard
// input, and tells what happened by JSON lines on its standard output. It judges our signatures and proofs by Fedify's own means.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createFederation, MemoryKvStore, generateCryptoKeyPair, signRequest, verifyObject, verifyRequest } from "@fedify/fedify";
import { Accept, Article, Create, Endpoints, Follow, Note, Person, Undo } from "@fedify/vocab";

const tell = (event, facts = {}) => console.log(JSON.stringify({ event, ...facts }));
const specOf = (headers) => headers.has("Signature-Input") ? "rfc9421" : headers.has("Signature") ? "cavage" : "none";

// Fedify asks WebFinger by https alone. There is no TLS on loopback: those requests, and no others, go by plain http. Every POST is told.
const fetchAsIs = globalThis.fetch;
globalThis.fetch = async (resource, options) => {
  let request = new Request(resource, options);
  const url = new URL(request.url);
  if (url.protocol === "https:" && url.hostname === "127.0.0.1" && url.pathname === "/.well-known/webfinger") {
    url.protocol = "http:";
    request = new Request(url.href, { headers: request.headers });
  }
  const answer = await fetchAsIs(request);
  if (request.method === "POST") tell("posted", { url: request.url, spec: specOf(request.headers), status: answer.status });
  return answer;
};

const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true });

federation
  .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
    if (identifier !== "amina") return null;
    const pairs = await ctx.getActorKeyPairs(identifier);
    return new Person({
      id: ctx.getActorUri(identifier), preferredUsername: identifier, name: "Amina B.", inbox: ctx.getInboxUri(identifier),
      endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }), url: ctx.getActorUri(identifier),
      publicKey: pairs[0].cryptographicKey, assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher(() => keys);

// raw is what came to an inbox, by the id of the activity: proofs are judged over it.
const raw = new Map();
federation
  .setInboxListeners("/users/{identifier}/inbox", "/inbox")
  .on(Accept, (_, accept) => tell("accept", { actor: accept.actorId?.href, ours: accept.objectId?.href === follow.id.href }))
  .on(Create, async (ctx, create) => {
    const note = raw.get(create.id.href).object;
    const tampered = { ...note, content: note.content + "!" };
    tell("create", {
      id: create.id.href, actor: create.actorId?.href, note: (await create.getObject(ctx))?.id?.href,
      proved: await proves(ctx, note), tamperedProved: await proves(ctx, tampered),
      number: note["federes:record"]?.number, kind: note["federes:record"]?.kind,
    });
  });

async function proves(ctx, note) {
  const verified = await verifyObject(note.type === "Article" ? Article : Note, note, { documentLoader: ctx.documentLoader, contextLoader: ctx.contextLoader });
  return verified?.id?.href === note.id;
}

const server = createServer(async (incoming, outgoing) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method, headers: incoming.headers, body: incoming.method === "POST" ? body : undefined,
  });
  if (incoming.method === "POST") {
    const activity = JSON.parse(body.toString());
    raw.set(activity.id, activity);
    const ctx = federation.createContext(request, undefined);
    const key = await verifyRequest(request.clone(), { documentLoader: ctx.documentLoader, contextLoader: ctx.contextLoader });
    tell("signature", { type: activity.type, key: key?.id?.href ?? null, spec: specOf(request.headers) });
  }
  const answer = await federation.fetch(request, { contextData: undefined });
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
});

let follow;
const acts = {
  async follow(ctx, { handle }) {
    const body = await ctx.lookupObject(`acct:${handle}`);
    let provers = 0;
    for await (const key of body.getAssertionMethods()) provers += key.publicKey.algorithm.name === "Ed25519" ? 1 : 0;
    tell("found", { id: body.id.href, type: body.constructor.name, provers });
    follow = new Follow({ id: new URL(`#follows/${Date.now()}`, ctx.getActorUri("amina")), actor: ctx.getActorUri("amina"), object: body.id, to: body.id });
    await ctx.sendActivity({ identifier: "amina" }, body, follow);
  },
  async undo(ctx) {
    const undo = new Undo({ id: new URL("#undo", follow.id), actor: follow.actorId, object: follow, to: follow.objectId });
    await ctx.sendActivity({ identifier: "amina" }, await ctx.lookupObject(follow.objectId), undo);
  },
  async tamper(ctx, { inbox }) {
    const [pair] = await ctx.getActorKeyPairs("amina");
    const activity = { "@context": "https://www.w3.org/ns/activitystreams", id: `${ctx.getActorUri("amina")}#tampered`, type: "Follow", actor: ctx.getActorUri("amina").href, object: follow.objectId.href };
    const request = new Request(inbox, { method: "POST", headers: { "Content-Type": "application/activity+json" }, body: JSON.stringify(activity) });
    const signed = await signRequest(request, pair.privateKey, pair.keyId, { spec: "draft-cavage-http-signatures-12" });
    await fetch(inbox, { method: "POST", headers: signed.headers, body: JSON.stringify({ ...activity, summary: "altered" }) });
    await fetch(inbox, { method: "POST", headers: signed.headers, body: JSON.stringify(activity) });
  },
};

server.listen(0, "127.0.0.1", () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  tell("listening", { origin, actor: `${origin}/users/amina` });
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const command = JSON.parse(line);
    try {
      await acts[command.act](federation.createContext(new URL(origin), undefined), command);
      tell("done", { act: command.act });
    } catch (error) {
      tell("failed", { act: command.act, error: String(error) });
    }
  }).on("close", () => process.exit(0));
});
