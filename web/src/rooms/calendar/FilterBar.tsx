import { Button, CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconChevronDown, IconSearch } from "@tabler/icons-react";
import { lazy, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LatePopover } from "@/components/Late";
import classes from "./FilterBar.module.css";
import { type CalendarSearch, countFilters, type FilterKey } from "./search";

const FilterOptions = lazy(() => import("./FilterOptions"));

export interface Choice {
  id: string;
  name: string;
  mark?: ReactNode;
}

export type Choices = Partial<Record<FilterKey, readonly Choice[]>>;

interface Props {
  search: CalendarSearch;
  choices: Choices;
  change: (search: CalendarSearch) => void;
  clear: () => void;
  phone: boolean;
  /** At the end of the line: the zone. */
  children: ReactNode;
}

/** Always at hand; the others wait behind “more filters”. */
const first: readonly FilterKey[] = ["channel", "status", "pillar", "label"];
const others: readonly FilterKey[] = ["campaign", "objective", "audience", "stage"];

/** What narrows the plan. Everything here is in the address. */
export function FilterBar({ search, choices, change, clear, phone, children }: Props) {
  const { t } = useTranslation("calendar");
  const active = countFilters(search);
  const shown = [...first, ...others.filter((key) => search[key])];
  const hidden = phone ? [...first, ...others] : others.filter((key) => !search[key]);
  return (
    <search className={classes.bar} aria-label={t("filter.group")}>
      <SearchBox value={search.q ?? ""} change={(q) => change({ ...search, q: q || undefined })} />
      {!phone &&
        shown.map((key) => (
          <Filter key={key} name={key} search={search} choices={choices[key] ?? []} change={change} />
        ))}
      {hidden.length > 0 && (
        <MoreFilters keys={hidden} {...{ search, choices, change }} count={phone ? active : 0} />
      )}
      {active > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={clear}>
          {t("filter.clear")}
        </Button>
      )}
      <div className={classes.end}>{children}</div>
    </search>
  );
}

function SearchBox({ value, change }: { value: string; change: (q: string) => void }) {
  const { t } = useTranslation("calendar");
  const [text, setText] = useState(value);
  const send = useDebouncedCallback(change, 250);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      className={classes.search}
      size="sm"
      value={text}
      aria-label={t("filter.search")}
      placeholder={t("filter.search")}
      leftSection={<IconSearch size={16} />}
      rightSection={
        text && (
          <CloseButton
            size="sm"
            aria-label={t("filter.clearSearch")}
            onClick={() => {
              setText("");
              change("");
            }}
          />
        )
      }
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value.trim());
      }}
    />
  );
}

interface FilterProps {
  name: FilterKey;
  search: CalendarSearch;
  choices: readonly Choice[];
  change: (search: CalendarSearch) => void;
}

function Filter({ name, search, choices, change }: FilterProps) {
  const { t } = useTranslation("calendar");
  const chosen = search[name] ?? [];
  const only = chosen.length === 1 ? choices.find((choice) => choice.id === chosen[0]) : undefined;
  return (
    <LatePopover
      options={{ position: "bottom-start", width: 260, padding: 8 }}
      target={
        <Button
          variant="default"
          h={34}
          px={10}
          data-active={chosen.length > 0 || undefined}
          className={classes.filter}
          rightSection={<IconChevronDown size={14} />}
        >
          {only?.mark}
          <span className="pv-el">{only?.name ?? t(`filter.${name}`)}</span>
          {chosen.length > 1 && <span className={classes.count}>{chosen.length}</span>}
        </Button>
      }
    >
      <FilterOptions keys={[name]} choices={{ [name]: choices }} {...{ search, change }} />
    </LatePopover>
  );
}

interface MoreProps extends Omit<FilterProps, "name" | "choices"> {
  keys: readonly FilterKey[];
  choices: Choices;
  count: number;
}

function MoreFilters({ keys, search, choices, change, count }: MoreProps) {
  const { t } = useTranslation("calendar");
  return (
    <LatePopover
      options={{ position: "bottom-start", width: 280, padding: 12 }}
      target={
        <Button
          variant="default"
          h={34}
          px={10}
          className={classes.filter}
          aria-label={t("filter.more")}
          leftSection={<IconAdjustmentsHorizontal size={16} />}
        >
          {t("filter.moreShort")}
          {count > 0 && <span className={classes.count}>{count}</span>}
        </Button>
      }
    >
      <FilterOptions {...{ keys, search, choices, change }} />
    </LatePopover>
  );
}
