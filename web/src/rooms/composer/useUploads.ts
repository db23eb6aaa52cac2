import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { asProblem } from "@/api/problem";
import { sendFile } from "@/queries/upload";

/** A file on its way to the library, or refused. */
export interface Upload {
  id: number;
  file: File;
  /** Sent so far, 0 to 1. */
  part: number;
  error?: unknown;
  /** The same file may well be taken at another try. */
  again?: boolean;
  /** Where the file goes once it is in the library. */
  arrived: (asset: string) => void;
}

/**
 * Files on their way to the library, one after the other: their order in the post is
 * the order they were given in. Each is shown until it is there, given up, or refused
 * with its reason. They go on when the composer closes.
 */
export function useUploads(workspace: string) {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const last = useRef(0);
  const stops = useRef(new Map<number, AbortController>());
  const line = useRef<Promise<unknown>>(Promise.resolve());

  const change = (id: number, to: Partial<Upload>) =>
    setUploads((now) => now.map((one) => (one.id === id ? { ...one, ...to } : one)));
  const forget = (id: number) => setUploads((now) => now.filter((one) => one.id !== id));

  const send = async ({ id, file, arrived }: Upload, { signal }: AbortController) => {
    if (signal.aborted) return;
    try {
      const asset = await sendFile(workspace, file, (part) => change(id, { part }), signal);
      arrived(asset.id);
      forget(id);
      void client.invalidateQueries({ queryKey: ["media", workspace] });
    } catch (error) {
      const { status } = asProblem(error);
      if (!signal.aborted) change(id, { error, again: status === 0 || status === 429 || status >= 500 });
    } finally {
      stops.current.delete(id);
    }
  };
  const queue = (upload: Upload) => {
    const stop = new AbortController();
    stops.current.set(upload.id, stop);
    line.current = line.current.then(() => send(upload, stop));
  };

  const add = (files: readonly File[], arrived: Upload["arrived"]) => {
    const batch = files.map((file): Upload => ({ id: ++last.current, file, part: 0, arrived }));
    setUploads((now) => [...now, ...batch]);
    batch.forEach(queue);
  };
  const retry = (upload: Upload) => {
    change(upload.id, { error: undefined, part: 0 });
    queue(upload);
  };
  /** Stops a file on its way, or puts a refused one out of sight. */
  const drop = (id: number) => {
    stops.current.get(id)?.abort();
    forget(id);
  };

  const busy = uploads.some((one) => !one.error);
  useEffect(() => {
    if (!busy) return;
    const leave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", leave);
    return () => window.removeEventListener("beforeunload", leave);
  }, [busy]);

  return { uploads, add, retry, drop };
}
