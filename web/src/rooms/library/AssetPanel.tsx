import { Button, TagsInput, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/components/Confirm";
import { SidePanel } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { Query } from "@/components/Query";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import {
  type Asset,
  assetQuery,
  fileOf,
  thumbnail,
  useBinAsset,
  useEditAsset,
  useEraseAsset,
  useRestoreAsset,
} from "@/queries/media";
import classes from "./Library.module.css";

/** One file: what it shows, what is said of it, the bin. */
export function AssetPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("library");
  const { id: ws } = useWorkspace();
  const asset = useQuery(assetQuery(ws, id));
  return (
    <SidePanel opened onClose={onClose} title={asset.data?.name ?? t("title")} size={460}>
      <Query of={asset} height={320}>
        {(data) => <AssetForm asset={data} onClose={onClose} />}
      </Query>
    </SidePanel>
  );
}

function AssetForm({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const { t } = useTranslation("library");
  const { id: ws, may } = useWorkspace();
  const format = useFormat();
  const { fieldErrors, sayField } = useProblem();
  const { value, set, text } = useFields({
    name: asset.name,
    alt: asset.alt,
    credit: asset.credit,
    tags: asset.tags,
    focalX: asset.focalX,
    focalY: asset.focalY,
  });
  const save = useEditAsset(ws);
  const errors = fieldErrors(save.error);
  const submit = () =>
    save.mutate(
      { id: asset.id, ...value },
      {
        onSuccess: () => {
          toast.done(t("common:saved"));
          onClose();
        },
      },
    );
  const facts = [
    asset.mime.replace(/^\w+\//, "").toUpperCase(),
    `${format.number(asset.width)} × ${format.number(asset.height)}`,
    format.bytes(asset.size),
    asset.durationMs > 0 ? format.duration(asset.durationMs / 1000) : "",
    asset.uses > 0 ? t("uses", { count: asset.uses }) : t("unused"),
  ];
  return (
    <Form
      onSubmit={submit}
      error={save.error}
      pending={save.isPending}
      disabled={!may("media.write")}
      aside={may("media.write") && <BinButtons asset={asset} onClose={onClose} />}
    >
      <Look asset={asset} focal={value} onFocal={set} />
      <p className="pv-xs pv-3 pv-num">{facts.filter(Boolean).join(" · ")}</p>
      {asset.advice.map((word) => (
        <p key={word} className="pv-s pv-amber">
          {sayField({ path: "", code: word, message: word })}
        </p>
      ))}
      <Textarea
        label={t("alt")}
        description={t("altSays")}
        autosize
        minRows={2}
        {...text("alt")}
        error={errors.alt}
      />
      <TextInput label={t("name")} {...text("name")} error={errors.name} />
      <TextInput label={t("credit")} {...text("credit")} error={errors.credit} />
      <TagsInput
        label={t("tags")}
        value={value.tags}
        onChange={(tags) => set({ tags })}
        acceptValueOnBlur
        error={errors.tags}
      />
      <a href={fileOf(ws, asset.id)} download={asset.name} className="pv-row pv-s">
        <IconDownload size={16} stroke={1.75} aria-hidden /> {t("download")}
      </a>
    </Form>
  );
}

interface LookProps {
  asset: Asset;
  focal: { focalX: number; focalY: number };
  onFocal: (focal: { focalX: number; focalY: number }) => void;
}

const step = 500; // ten thousandths: an arrow key moves by a twentieth

/** The picture with its focal point, set by a click or the arrow keys; a video plays. */
function Look({ asset, focal, onFocal }: LookProps) {
  const { t } = useTranslation("library");
  const { id: ws } = useWorkspace();
  if (asset.kind === "video") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: the subtitles of a library file are a file of their own
      <video
        className={classes.player}
        src={fileOf(ws, asset.id)}
        poster={thumbnail(ws, asset.id, 960)}
        controls
        preload="none"
        aria-label={asset.alt || asset.name}
      />
    );
  }
  const keep = (n: number) => Math.max(0, Math.min(10_000, Math.round(n)));
  const onClick = (event: React.MouseEvent<HTMLButtonElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (event.detail === 0) {
      return; // Enter on the button is no place
    }
    onFocal({
      focalX: keep(((event.clientX - box.left) / box.width) * 10_000),
      focalY: keep(((event.clientY - box.top) / box.height) * 10_000),
    });
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const dx = event.key === "ArrowLeft" ? -step : event.key === "ArrowRight" ? step : 0;
    const dy = event.key === "ArrowUp" ? -step : event.key === "ArrowDown" ? step : 0;
    if (dx || dy) {
      event.preventDefault();
      onFocal({ focalX: keep(focal.focalX + dx), focalY: keep(focal.focalY + dy) });
    }
  };
  return (
    <div>
      <button
        type="button"
        className={classes.full}
        onClick={onClick}
        onKeyDown={onKeyDown}
        aria-label={t("focal")}
      >
        <img src={thumbnail(ws, asset.id, 960)} alt="" />
        <span
          className={classes.focal}
          style={{ left: `${focal.focalX / 100}%`, top: `${focal.focalY / 100}%` }}
        />
      </button>
      <p className="pv-xs pv-3">{t("focalSays")}</p>
    </div>
  );
}

function BinButtons({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const { t } = useTranslation("library");
  const { id: ws } = useWorkspace();
  const { say } = useProblem();
  const bin = useBinAsset(ws);
  const restore = useRestoreAsset(ws);
  const erase = useEraseAsset(ws);
  const [asking, setAsking] = useState(false);
  if (!asset.binnedAt) {
    const onSuccess = () => {
      onClose();
      toast.undoable(t("binned", { name: asset.name }), () => restore.mutateAsync(asset.id));
    };
    return (
      <Button
        variant="subtle"
        leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
        loading={bin.isPending}
        onClick={() => bin.mutate(asset.id, { onSuccess, onError: (error) => toast.problem(say(error)) })}
      >
        {t("toBin")}
      </Button>
    );
  }
  return (
    <>
      <Button
        variant="default"
        loading={restore.isPending}
        onClick={() => restore.mutate(asset.id, { onSuccess: onClose })}
      >
        {t("restore")}
      </Button>
      <Button variant="subtle" data-tone="danger" onClick={() => setAsking(true)}>
        {t("erase")}
      </Button>
      {asking && (
        <Confirm
          title={t("eraseTitle", { name: asset.name })}
          confirm={t("erase")}
          onClose={() => setAsking(false)}
          onConfirm={() => erase.mutate(asset.id, { onSuccess: onClose })}
          pending={erase.isPending}
          error={erase.error}
        >
          <p>{t("eraseSays")}</p>
        </Confirm>
      )}
    </>
  );
}
