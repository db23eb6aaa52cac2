import { Button, FileButton, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCheck, IconSearch, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useProblem } from "@/i18n/useProblem";
import { fetchFile } from "@/queries/attachments";
import { mediaQuery, thumbnail } from "@/queries/media";
import classes from "./Pickers.module.css";

interface LibraryProps {
  workspace: string;
  close: () => void;
  pick: (assets: string[]) => void;
  upload: (files: File[]) => void;
}

/** Choosing files of the library, or adding some from this device. */
export function LibraryPicker({ workspace, close, pick, upload }: LibraryProps) {
  const { t } = useTranslation("composer");
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 250);
  const library = useInfiniteQuery(mediaQuery(workspace, q));
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) =>
    setChosen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
  const uploadButton = (
    <FileButton
      multiple
      accept="image/*,video/mp4"
      onChange={(files) => {
        upload(files);
        close();
      }}
    >
      {(props) => (
        <Button variant="default" leftSection={<IconUpload size={16} />} {...props}>
          {t("library.upload")}
        </Button>
      )}
    </FileButton>
  );
  return (
    <Dialog opened onClose={close} title={t("library.title")} size="xl">
      <div className={classes.picker}>
        <div className={classes.bar}>
          <TextInput
            className="pv-grow"
            data-autofocus
            aria-label={t("library.search")}
            placeholder={t("library.search")}
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {uploadButton}
        </div>
        {library.error && <ErrorPanel error={library.error} onRetry={() => library.refetch()} />}
        {library.isPending && <Skeleton height={240} />}
        {library.data?.length === 0 && (
          <EmptyState bare title={t(q ? "library.nothing" : "library.empty")} actions={uploadButton}>
            {t("library.emptyWhy")}
          </EmptyState>
        )}
        <ul className={classes.grid}>
          {library.data?.map((asset) => {
            const rank = chosen.indexOf(asset.id);
            return (
              <li key={asset.id}>
                <button
                  type="button"
                  className={classes.asset}
                  aria-pressed={rank >= 0}
                  onClick={() => toggle(asset.id)}
                  onDoubleClick={() => {
                    pick([asset.id]);
                    close();
                  }}
                >
                  <img
                    src={thumbnail(workspace, asset.id, 320)}
                    alt={asset.alt || asset.name}
                    loading="lazy"
                  />
                  {rank >= 0 && <span className={classes.rank}>{rank + 1}</span>}
                </button>
              </li>
            );
          })}
        </ul>
        {library.hasNextPage && (
          <Button
            variant="subtle"
            loading={library.isFetchingNextPage}
            onClick={() => library.fetchNextPage()}
          >
            {t("library.more")}
          </Button>
        )}
        <div className={classes.foot}>
          <Button variant="subtle" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button
            leftSection={<IconCheck size={16} />}
            disabled={chosen.length === 0}
            onClick={() => {
              pick(chosen);
              close();
            }}
          >
            {t("library.pick", { count: chosen.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface UrlProps {
  workspace: string;
  close: () => void;
  fetched: (asset: string) => void;
}

/** A picture from an address: the server fetches it into the library. */
export function UrlDialog({ workspace, close, fetched }: UrlProps) {
  const { t } = useTranslation("composer");
  const { say } = useProblem();
  const [url, setUrl] = useState("");
  const get = useMutation({
    mutationFn: () => fetchFile(workspace, url.trim()),
    onSuccess: (asset) => {
      fetched(asset.id);
      close();
    },
  });
  return (
    <Dialog opened onClose={close} title={t("url.title")}>
      <form
        className={classes.picker}
        onSubmit={(event) => {
          event.preventDefault();
          get.mutate();
        }}
      >
        <TextInput
          type="url"
          required
          data-autofocus
          label={t("url.label")}
          description={t("url.help")}
          placeholder="https://"
          value={url}
          error={get.error ? say(get.error) : undefined}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <div className={classes.foot}>
          <Button variant="subtle" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={get.isPending}>
            {t("url.fetch")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
