import { ActionIcon, TextInput } from "@mantine/core";
import { IconCheck, IconLink, IconPencil, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LinkCard } from "@/queries/editorial";
import classes from "./LinkBox.module.css";

interface Props {
  link: LinkCard;
  locked: boolean;
  change: (link: LinkCard | undefined) => void;
}

/** The card of an address under a message: seen as it will be, edited in place. */
export function LinkBox({ link, locked, change }: Props) {
  const { t } = useTranslation("composer");
  const [open, setOpen] = useState(!link.title);
  if (locked || !open) {
    return (
      <div className={classes.box}>
        <span className={classes.icon}>
          <IconLink size={18} aria-hidden="true" />
        </span>
        <span className="pv-grow">
          <span className={classes.address}>{link.url.replace(/^https?:\/\//, "")}</span>
          <b className={classes.title}>{link.title || t("link.untitled")}</b>
          {link.description && <span className={classes.description}>{link.description}</span>}
        </span>
        {!locked && (
          <>
            <ActionIcon variant="subtle" size={34} aria-label={t("link.edit")} onClick={() => setOpen(true)}>
              <IconPencil size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              size={34}
              aria-label={t("link.remove")}
              onClick={() => change(undefined)}
            >
              <IconX size={16} />
            </ActionIcon>
          </>
        )}
      </div>
    );
  }
  const field = (key: "url" | "title" | "description") => (
    <TextInput
      size="sm"
      label={t(`link.${key}`)}
      type={key === "url" ? "url" : "text"}
      value={link[key] ?? ""}
      onChange={(event) => change({ ...link, [key]: event.currentTarget.value })}
    />
  );
  return (
    <div className={classes.form}>
      {field("url")}
      {field("title")}
      {field("description")}
      <div className={classes.actions}>
        <ActionIcon
          variant="subtle"
          size={34}
          aria-label={t("link.remove")}
          onClick={() => change(undefined)}
        >
          <IconX size={16} />
        </ActionIcon>
        <ActionIcon variant="default" size={34} aria-label={t("link.done")} onClick={() => setOpen(false)}>
          <IconCheck size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}
