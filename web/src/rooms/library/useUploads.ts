import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { sendFile } from "@/queries/upload";

export interface Sending {
  key: number;
  name: string;
  size: number;
  /** 0 to 1 */
  part: number;
  error?: unknown;
  /** The library had this very file already. */
  known?: boolean;
  done?: boolean;
}

/** Files on their way to the library, two at a time; each can be cancelled, and stays listed when it failed. */
export function useUploads(ws: string) {
  const client = useQueryClient();
  const [sendings, setSendings] = useState<Sending[]>([]);
  const stops = useRef(new Map<number, AbortController>());
  const last = useRef(0);
  const line = useRef<Promise<unknown>[]>([Promise.resolve(), Promise.resolve()]);

  const change = useCallback((key: number, to: Partial<Sending>) => {
    setSendings((list) => list.map((one) => (one.key === key ? { ...one, ...to } : one)));
  }, []);
  const forget = useCallback((key: number) => {
    stops.current.get(key)?.abort();
    stops.current.delete(key);
    setSendings((list) => list.filter((one) => one.key !== key));
  }, []);

  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const key = ++last.current;
        const stop = new AbortController();
        stops.current.set(key, stop);
        setSendings((list) => [...list, { key, name: file.name, size: file.size, part: 0 }]);
        const lane = key % line.current.length;
        const send = async () => {
          if (stop.signal.aborted) {
            return;
          }
          try {
            const asset = await sendFile(ws, file, (part) => change(key, { part }), stop.signal);
            change(key, { done: true, part: 1, known: asset.known });
            await client.invalidateQueries({ queryKey: ["media", ws] });
            setTimeout(() => forget(key), asset.known ? 6000 : 1500);
          } catch (error) {
            if (!stop.signal.aborted) {
              change(key, { error });
            }
          }
        };
        line.current[lane] = (line.current[lane] ?? Promise.resolve()).then(send);
      }
    },
    [ws, client, change, forget],
  );

  return { sendings, add, forget };
}
