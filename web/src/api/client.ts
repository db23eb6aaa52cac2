import { offline, problemOf } from "./problem";

type Query = Record<string, string | number | boolean | undefined | null | readonly string[]>;

/** What must be at hand before a problem is told: main.tsx has the words of errors loaded only then. */
export const beforeProblem = { run: async (): Promise<unknown> => undefined };

interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/**
 * One request to the API. It resolves to the decoded body (undefined for an empty one) and rejects with a
 * Problem for everything else. A body that is a Blob or FormData leaves as it is; anything else as JSON.
 */
async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers = new Headers({ accept: "application/json, application/problem+json", ...options.headers });
  let body: BodyInit | undefined;
  if (options.body instanceof Blob || options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    headers.set("content-type", "application/json");
  }
  if (method === "POST" && !headers.has("idempotency-key")) {
    headers.set("idempotency-key", crypto.randomUUID());
  }
  const response = await fetch(`/api/v1${path}${search(options.query)}`, {
    method,
    headers,
    body,
    signal: options.signal,
    credentials: "same-origin",
  }).catch(async (error: unknown) => {
    if (options.signal?.aborted) {
      throw error;
    }
    await beforeProblem.run().catch(() => undefined); // offline, the words may not come either
    throw offline();
  });
  if (!response.ok) {
    await beforeProblem.run();
    throw await problemOf(response);
  }
  if (response.status === 204 || !response.headers.get("content-type")?.includes("json")) {
    return undefined as T;
  }
  return (await response.json()) as T;
}

function search(query: Query | undefined): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (
      value === undefined ||
      value === null ||
      value === "" ||
      (Array.isArray(value) && value.length === 0)
    ) {
      continue;
    }
    params.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

/** The API by verb; paths are below /api/v1. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>("GET", path, { query, signal }),
  post: <T>(path: string, body?: unknown, options?: Options) =>
    request<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: Options) => request<T>("PUT", path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options?: Options) =>
    request<T>("PATCH", path, { ...options, body }),
  delete: <T>(path: string, query?: Query, body?: unknown) => request<T>("DELETE", path, { query, body }),
};

/** The path of something inside a workspace: `inside(ws, "posts", id)`. */
export function inside(workspace: string, ...parts: string[]): string {
  return `/workspaces/${[workspace, ...parts].map(encodeURIComponent).join("/")}`;
}
