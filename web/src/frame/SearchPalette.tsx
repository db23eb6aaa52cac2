import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconPhoto, IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Kbd } from "@/components/Kbd";
import { StatusBadge } from "@/components/StatusBadge";
import { searchQuery } from "@/queries/search";
import { footRooms, rooms } from "./rooms";
import classes from "./SearchPalette.module.css";
import { useWorkspace } from "./workspace";

interface Entry {
  key: string;
  group: "rooms" | "posts" | "media";
  label: string;
  icon?: React.ReactNode;
  end?: React.ReactNode;
  go: () => void;
}

/** Ctrl/⌘ K: rooms, posts and media by a few letters; arrows and Enter. */
export default function SearchPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const entries = useEntries(text, onClose);
  const active = Math.min(at, entries.length - 1);

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && entries.length) {
      event.preventDefault();
      setAt((active + step + entries.length) % entries.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      entries[active]?.go();
    }
  };
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, listId]);

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      centered={false}
    >
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.6} aria-hidden />
        <input
          data-autofocus
          value={text}
          onChange={(e) => {
            setText(e.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={t("search.placeholder")}
          role="combobox"
          aria-label={t("search.open")}
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-activedescendant={entries.length ? `${listId}-${active}` : undefined}
        />
        <Kbd>{t("search.escape")}</Kbd>
      </div>
      <div className={classes.list} id={listId} role="listbox" aria-label={t("search.results")}>
        {entries.map((entry, i) => (
          <div key={entry.key} role="presentation">
            {entries[i - 1]?.group !== entry.group && (
              <p className={classes.group}>{t(`search.${entry.group}`)}</p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, as in any combobox */}
            <div
              id={`${listId}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className={classes.entry}
              onMouseMove={() => setAt(i)}
              onClick={entry.go}
            >
              {entry.icon}
              <span className="pv-el pv-grow">{entry.label}</span>
              {entry.end}
            </div>
          </div>
        ))}
        {entries.length === 0 && <p className={classes.none}>{t("search.none", { text })}</p>}
      </div>
    </Modal>
  );
}

function useEntries(text: string, onClose: () => void): Entry[] {
  const { t } = useTranslation();
  const { id, path, may } = useWorkspace();
  const navigate = useNavigate();
  const [settled] = useDebouncedValue(text, 150);
  const { data } = useQuery({ ...searchQuery(id, settled), placeholderData: keepPreviousData });
  const goTo = (to: string) => () => {
    onClose();
    void navigate({ to });
  };
  const places: Entry[] = [...rooms, ...footRooms]
    .filter((room) => !room.permission || may(room.permission))
    .map((room) => ({
      key: room.id,
      group: "rooms",
      label: t(`rooms.${room.id}`),
      icon: <room.icon size={16} stroke={1.75} aria-hidden />,
      end: <IconArrowRight size={14} aria-hidden />,
      go: goTo(path(room.id)),
    }));
  const wanted = fold(text);
  const found = settled.trim().length >= 2 && text.trim().length >= 2 ? data : undefined;
  return [
    ...places.filter((entry) => fold(entry.label).includes(wanted)),
    ...(found?.posts ?? []).map(
      (post): Entry => ({
        key: post.id,
        group: "posts",
        label: post.title || t("untitled"),
        end: <StatusBadge status={post.status} />,
        go: goTo(path("compose", post.id)),
      }),
    ),
    ...(found?.media ?? []).map(
      (asset): Entry => ({
        key: asset.id,
        group: "media",
        label: asset.name,
        icon: <IconPhoto size={16} stroke={1.75} aria-hidden />,
        go: goTo(`${path("library")}?asset=${encodeURIComponent(asset.id)}`),
      }),
    ),
  ];
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();
}
