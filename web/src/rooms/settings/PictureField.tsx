import { Button, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { EmptyState } from "@/components/EmptyState";
import { useWorkspace } from "@/frame/workspace";
import { mediaQuery, thumbnail } from "@/queries/media";
import classes from "./PictureField.module.css";

interface Props {
  label: string;
  /** Id of the asset; empty for none. */
  value: string;
  onChange: (id: string) => void;
}

/** A picture of the library, chosen by sight. */
export function PictureField({ label, value, onChange }: Props) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <p className="pv-s pv-b">{label}</p>
      <div className="pv-row">
        {value && <img className={classes.now} src={thumbnail(id, value, 320)} alt="" />}
        <Button variant="default" size="compact-md" onClick={() => setOpen(true)}>
          {t("page.choose")}
        </Button>
        {value && (
          <Button variant="subtle" size="compact-md" onClick={() => onChange("")}>
            {t("common:remove")}
          </Button>
        )}
      </div>
      {open && (
        <Dialog opened onClose={() => setOpen(false)} title={label} size={640}>
          <Choices
            onChoose={(asset) => {
              onChange(asset);
              setOpen(false);
            }}
          />
        </Dialog>
      )}
    </div>
  );
}

function Choices({ onChoose }: { onChoose: (id: string) => void }) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const { data } = useInfiniteQuery(mediaQuery(id, ""));
  const images = data?.filter((asset) => asset.kind === "image") ?? [];
  if (data && images.length === 0) {
    return <EmptyState title={t("page.noPicture")}>{t("page.noPictureWhy")}</EmptyState>;
  }
  return (
    <ul className={classes.grid}>
      {images.map((asset) => (
        <li key={asset.id}>
          <UnstyledButton className={classes.pick} onClick={() => onChoose(asset.id)}>
            <img src={thumbnail(id, asset.id, 320)} alt={asset.alt || asset.name} loading="lazy" />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
