import { api, inside } from "@/api/client";
import type { Asset } from "./media";

/** An upload in pieces, as the server has received it. */
interface Upload {
  id: string;
  size: number;
  received: number;
  piece: number;
}

const tries = 4;

/**
 * Sends a file in pieces and resumes where the server stopped receiving: a broken connection costs one piece.
 * `onProgress` hears the part sent, 0 to 1. Aborting gives the upload up on the server too.
 */
export async function sendFile(
  ws: string,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Asset & { known: boolean }> {
  const uploads = inside(ws, "media", "uploads");
  const begun = await api.post<Upload>(uploads, { name: file.name, size: file.size }, { signal });
  const one = `${uploads}/${begun.id}`;
  try {
    let received = begun.received;
    let failures = 0;
    while (received < file.size) {
      try {
        const piece = file.slice(received, received + begun.piece);
        const now = await api.put<Upload>(`${one}?offset=${received}`, piece, { signal });
        received = now.received;
        failures = 0;
        onProgress(received / file.size);
      } catch (error) {
        failures++;
        if (signal.aborted || failures >= tries || (error as { status?: number }).status !== 0) {
          throw error;
        }
        await pause(1000 * 2 ** failures);
        received = (await api.get<Upload>(`${one}/progress`, undefined, signal)).received;
      }
    }
    return await api.post<Asset & { known: boolean }>(`${one}/complete`, undefined, { signal });
  } catch (error) {
    if (signal.aborted) {
      void api.delete(one).catch(() => undefined); // swept by the server if this one is lost too
    }
    throw error;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
