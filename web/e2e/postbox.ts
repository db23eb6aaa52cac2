import { createServer, type Socket } from "node:net";
import { expect } from "@playwright/test";

/** A letter as its reader sees it. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** A mail server that keeps what it is given, for the time of a test. */
export interface Postbox {
  /** What PARVIS_SMTP_URL says. */
  url: string;
  /** Waits for a letter whose subject or text holds the words. */
  letter(to: string, words: RegExp): Promise<Letter>;
  stop(): Promise<void>;
}

export async function openPostbox(): Promise<Postbox> {
  const letters: Letter[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    converse(socket, (raw) => letters.push(read(raw)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}?from=parvis@quai.example&tls=none`,
    async letter(to, words) {
      const found = () =>
        letters.find((one) => one.to.includes(to) && words.test(`${one.subject}\n${one.text}`));
      await expect
        .poll(() => found()?.subject, { message: `a letter to ${to}`, timeout: 60_000 })
        .toBeTruthy();
      return found() as Letter;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The few verbs of SMTP that a client needs to leave a letter. */
function converse(socket: Socket, keep: (raw: string) => void) {
  let heard = "";
  let inLetter = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 postbox");
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
    for (;;) {
      const end = heard.indexOf(inLetter ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const said = heard.slice(0, end);
      heard = heard.slice(end + (inLetter ? 5 : 2));
      if (inLetter) {
        inLetter = false;
        keep(said);
        say("250 kept");
        continue;
      }
      const verb = said.slice(0, 4).toUpperCase();
      inLetter = verb === "DATA";
      say(verb === "DATA" ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 ok");
    }
  });
}

/** Headers and the plain part of a letter, whatever their encoding. */
function read(raw: string): Letter {
  const [head = "", body = ""] = halves(raw);
  const boundary = head.match(/boundary="?([^"\r\n;]+)/i)?.[1];
  const parts = boundary ? body.split(`--${boundary}`) : [`${head}\r\n\r\n${body}`];
  const plain = parts.map((part) => halves(part.replace(/^\r\n/, ""))).find(([h]) => /text\/plain/i.test(h));
  return {
    to: header(head, "To"),
    subject: header(head, "Subject"),
    text: plain ? decoded(plain[1], header(plain[0], "Content-Transfer-Encoding")) : "",
  };
}

function halves(raw: string): [string, string] {
  const cut = raw.indexOf("\r\n\r\n");
  return cut < 0 ? [raw, ""] : [raw.slice(0, cut), raw.slice(cut + 4)];
}

function header(head: string, name: string): string {
  const unfolded = head.replace(/\r\n[ \t]+/g, " ");
  const value = unfolded.match(new RegExp(`^${name}: *(.*)$`, "im"))?.[1] ?? "";
  return value
    .replace(/\?= +=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, words: string) =>
      decoded(
        how.toLowerCase() === "q" ? words.replaceAll("_", " ") : words,
        how.toLowerCase() === "q" ? "quoted-printable" : "base64",
      ),
    );
}

function decoded(words: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case "base64":
      return Buffer.from(words, "base64").toString("utf8");
    case "quoted-printable": {
      const bytes = words
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    }
    default:
      return Buffer.from(words, "latin1").toString("utf8");
  }
}
