import { createServer } from "node:http";

/** What a webhook was sent. */
export interface Received {
  signature: string;
  body: { type: string; segments?: { text: string }[] };
}

/** The other end of a webhook account: takes posts, or refuses them for good. */
export interface Receiver {
  url: string;
  posts: Received[];
  /** From now on it answers 422. */
  refuse(reason: string): void;
  stop(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const posts: Received[] = [];
  let reason = "";
  const server = createServer(async (request, response) => {
    let said = "";
    for await (const chunk of request) said += chunk;
    const body = JSON.parse(said || "{}");
    if (body.type === "test") return void response.end("{}");
    if (reason) return void response.writeHead(422, { "content-type": "text/plain" }).end(reason);
    posts.push({ signature: String(request.headers["parvis-signature"] ?? ""), body });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: `r${posts.length}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/posts`,
    posts,
    refuse(words) {
      reason = words;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
