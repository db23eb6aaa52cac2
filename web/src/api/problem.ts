/** One faulty input of a refused request. */
export interface ProblemField {
  path: string;
  code: string;
  message: string;
  args?: Record<string, unknown>;
}

/** Why a request failed, as RFC 9457 with our stable code. The sentence is made by `useProblem`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly args: Record<string, unknown>;
  readonly fields: ProblemField[];
  readonly request: string | undefined;

  constructor(body: {
    status: number;
    code: string;
    detail: string;
    args?: Record<string, unknown>;
    fields?: ProblemField[];
    request?: string;
  }) {
    super(body.detail);
    this.name = "Problem";
    this.status = body.status;
    this.code = body.code;
    this.args = body.args ?? {};
    this.fields = body.fields ?? [];
    this.request = body.request;
  }
}

/** The request never got an answer: no network, server stopped, request cancelled by a closed page. */
export const offline = () =>
  new Problem({ status: 0, code: "web.offline", detail: "The server did not answer." });

/** Reads the problem of an answer that is not a success, whatever stands between us and the server wrote. */
export async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    status: response.status,
    code: response.status >= 500 ? "internal" : "web.refused",
    detail: response.statusText,
  };
  if (!response.headers.get("content-type")?.includes("json")) {
    return new Problem(fallback);
  }
  const body = await response.json().catch(() => null);
  if (!body || typeof body !== "object") {
    return new Problem(fallback);
  }
  return new Problem({ ...fallback, ...body, status: response.status, code: body.code || fallback.code });
}

/** Whatever was thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof TypeError) {
    return offline();
  }
  return new Problem({ status: 0, code: "web.unexpected", detail: String(error) });
}
