import { CloseButton, Progress } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblem } from "@/i18n/useProblem";
import { uploadFile } from "@/queries/attachments";
import classes from "./Composer.module.css";

interface Upload {
  id: number;
  name: string;
  error?: unknown;
}

/** Files on their way to the library, each shown until it is there or has failed with its reason. */
export function useUploads(workspace: string, arrived: (segment: string, assets: string[]) => void) {
  const { t } = useTranslation("composer");
  const { say } = useProblem();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const last = useRef(0);
  const put = useRef(arrived);
  put.current = arrived;

  const add = async (segment: string, files: File[]) => {
    const batch = files.map((file) => ({ file, id: ++last.current }));
    setUploads((now) => [...now, ...batch.map(({ file, id }) => ({ id, name: file.name }))]);
    // One after the other: their order in the post is the order they were given in.
    for (const { file, id } of batch) {
      try {
        const asset = await uploadFile(workspace, file);
        put.current(segment, [asset.id]);
        setUploads((now) => now.filter((one) => one.id !== id));
      } catch (error) {
        setUploads((now) => now.map((one) => (one.id === id ? { ...one, error } : one)));
      }
    }
  };

  const view: ReactNode = uploads.length > 0 && (
    <ul className={classes.uploads} aria-label={t("uploads.label")}>
      {uploads.map((one) => (
        <li
          key={one.id}
          data-failed={one.error !== undefined || undefined}
          role={one.error ? "alert" : undefined}
        >
          <span className="pv-grow">
            <span className="pv-el">{one.name}</span>
            {one.error !== undefined ? (
              <span>{say(one.error)}</span>
            ) : (
              <Progress value={100} animated size="xs" />
            )}
          </span>
          {one.error !== undefined && (
            <CloseButton
              size="sm"
              aria-label={t("common:close")}
              onClick={() => setUploads((now) => now.filter((other) => other !== one))}
            />
          )}
        </li>
      ))}
    </ul>
  );
  return { add, view };
}
