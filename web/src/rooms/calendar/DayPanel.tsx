import { ActionIcon, Button } from "@mantine/core";
import { IconNote, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Temporal } from "temporal-polyfill";
import { BandMark } from "./Band";
import bandClasses from "./Band.module.css";
import { type BandItem, bandsOn } from "./band";
import { Row } from "./ListView";
import { useNoteDesk } from "./noteDesk";
import { Panel } from "./Panel";
import classes from "./Panel.module.css";
import type { CardActions } from "./PostCard";
import type { Planned } from "./plan";
import { capital, useDayWords } from "./words";

interface Props {
  day: Temporal.PlainDate;
  cards: readonly Planned[];
  bands: readonly BandItem[];
  workspace: string;
  names: ReadonlyMap<string, string>;
  phone: boolean;
  mayWrite: boolean;
  actions: CardActions;
  close: () => void;
  compose: (day: Temporal.PlainDate) => void;
  showHours: () => void;
}

/** Everything of one day: what a cell of the month has no room for. */
export function DayPanel({
  day,
  cards,
  bands,
  workspace,
  names,
  phone,
  mayWrite,
  actions,
  close,
  compose,
  showHours,
}: Props) {
  const { t } = useTranslation("calendar");
  const words = useDayWords();
  const { add } = useNoteDesk();
  const over = bandsOn(bands, day);
  const here = cards.filter((card) => card.day === day.toString());
  const title = capital(words.long(day));
  return (
    <Panel label={title} phone={phone} close={close}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {!phone && (
          <ActionIcon variant="subtle" size={34} aria-label={t("common:close")} onClick={close}>
            <IconX size={18} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.scroll}>
        {over.length > 0 && (
          <ul className={bandClasses.stack}>
            {over.map((band) => (
              <BandMark key={band.id} item={band} />
            ))}
          </ul>
        )}
        <div className="pv-row">
          <p className="pv-s pv-2 pv-grow">{t("week.count", { count: here.length })}</p>
          {add && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconNote size={16} />}
              onClick={() => add(day)}
            >
              {t("note.short")}
            </Button>
          )}
        </div>
        <ul className={classes.rows}>
          {here.map((item) => (
            <li key={item.id}>
              <Row
                item={item}
                workspace={workspace}
                actions={actions}
                selected={false}
                names={names}
                narrow
              />
            </li>
          ))}
        </ul>
      </div>
      <footer className={classes.foot}>
        <Button variant="default" onClick={showHours}>
          {t("day.hours")}
        </Button>
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => compose(day)}>
            {t("day.add")}
          </Button>
        )}
      </footer>
    </Panel>
  );
}
