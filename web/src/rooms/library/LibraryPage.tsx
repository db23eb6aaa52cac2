import { Button, SegmentedControl, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { ErrorPanel } from "@/components/ErrorPanel";
import { PageHeader } from "@/components/PageHeader";
import { useWorkspace } from "@/frame/workspace";
import { PageWaiting } from "@/pages/PageStates";
import { mediaQuery } from "@/queries/media";
import { AssetPanel } from "./AssetPanel";
import { AssetTile } from "./AssetTile";
import { FromUrl } from "./FromUrl";
import classes from "./Library.module.css";
import { QuotaBar } from "./QuotaBar";
import { UploadList } from "./UploadList";
import { useUploads } from "./useUploads";

const accepted = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,video/mp4";

/** The library: drop, paste, choose or fetch; search; the bin. */
export default function LibraryPage() {
  const { t } = useTranslation("library");
  const { id, may } = useWorkspace();
  const [text, setText] = useState("");
  const [wanted] = useDebouncedValue(text, 200);
  const [bin, setBin] = useState(false);
  const media = useInfiniteQuery(mediaQuery(id, wanted, bin));
  const { sendings, add, forget } = useUploads(id);
  const { asset: open } = useSearch({ strict: false }) as { asset?: string };
  const navigate = useNavigate();
  const show = (asset?: string) =>
    navigate({
      to: ".",
      search: asset ? { asset } : {},
      replace: Boolean(open) || !asset,
      resetScroll: false,
    });
  const write = may("media.write");
  const over = useDropAndPaste(write, add);
  const empty = media.data?.length === 0;
  return (
    <>
      <PageHeader title={t("title")} meta={<QuotaBar />} actions={write && <AddButtons onFiles={add} />} />
      <div className="pv-page">
        <div className="pv-row pv-wrap">
          <TextInput
            className={classes.search}
            leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
            placeholder={t("search")}
            aria-label={t("search")}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <SegmentedControl
            className="pv-push"
            aria-label={t("which")}
            value={bin ? "bin" : "library"}
            onChange={(value) => setBin(value === "bin")}
            data={[
              { value: "library", label: t("inUse") },
              { value: "bin", label: t("bin") },
            ]}
          />
        </div>
        <UploadList sendings={sendings} onForget={forget} />
        {media.error && <ErrorPanel error={media.error} onRetry={() => media.refetch()} />}
        {media.isPending && <PageWaiting />}
        {empty &&
          (bin ? (
            <EmptyState title={t("binEmpty")}>{t("binSays")}</EmptyState>
          ) : wanted ? (
            <EmptyState
              title={t("noneFound", { text: wanted })}
              actions={
                <Button variant="default" onClick={() => setText("")}>
                  {t("clear")}
                </Button>
              }
            />
          ) : (
            <EmptyState title={t("empty")} actions={write && <AddButtons onFiles={add} />}>
              {t("emptyWhy")}
            </EmptyState>
          ))}
        <ul className={classes.grid}>
          {media.data?.map((asset) => (
            <AssetTile key={asset.id} asset={asset} onOpen={() => show(asset.id)} />
          ))}
        </ul>
        {media.hasNextPage && (
          <Button
            variant="default"
            mx="auto"
            loading={media.isFetchingNextPage}
            onClick={() => media.fetchNextPage()}
          >
            {t("common:loadMore")}
          </Button>
        )}
      </div>
      {open && <AssetPanel key={open} id={open} onClose={() => show()} />}
      {over && (
        <div className={classes.drop} role="status">
          {t("dropHere")}
        </div>
      )}
    </>
  );
}

function AddButtons({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation("library");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FromUrl />
      <Button
        leftSection={<IconUpload size={16} stroke={1.75} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {t("add")}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accepted}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Files dropped anywhere on the page, or pasted outside a text field. True while some hover over it. */
function useDropAndPaste(enabled: boolean, add: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const stop = new AbortController();
    const on = <K extends keyof DocumentEventMap>(type: K, act: (event: DocumentEventMap[K]) => void) =>
      document.addEventListener(type, act, { signal: stop.signal });
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    on("dragover", (event) => {
      if (hasFiles(event)) {
        event.preventDefault();
        setOver(true);
      }
    });
    on("dragleave", (event) => {
      if (!event.relatedTarget) {
        setOver(false);
      }
    });
    on("drop", (event) => {
      if (hasFiles(event)) {
        event.preventDefault();
        setOver(false);
        add([...(event.dataTransfer?.files ?? [])]);
      }
    });
    on("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        add(files);
      }
    });
    return () => stop.abort();
  }, [enabled, add]);
  return over;
}
