import type { Temporal } from "temporal-polyfill";
import type { Draft } from "@/queries/editorial";
import { Classify, type StrategyChoices } from "./Classify";
import { Options } from "./Options";
import type { Limited } from "./rules";
import { Targets } from "./Targets";
import { toggleTitled } from "./titles";
import type { PlannedDate } from "./useDate";
import { When } from "./When";

interface Props {
  channels: readonly Limited[];
  strategy: StrategyChoices;
  draft: Draft;
  date: PlannedDate;
  locked: boolean;
  now: Temporal.Instant;
  edit: (change: (draft: Draft) => Draft, key: string) => void;
}

/** The left column: where to, when, what for, and what if it is late. */
export function Settings({ channels, strategy, draft, date, locked, now, edit }: Props) {
  return (
    <>
      <div data-part="targets">
        <Targets
          channels={channels}
          draft={draft}
          locked={locked}
          toggle={(id) => edit((d) => toggleTitled(d, id, channels), "channels")}
        />
      </div>
      <div data-part="date">
        <When
          wall={date.wall}
          zone={date.zone}
          locked={locked || !date.may}
          now={now}
          error={date.error}
          change={date.set}
        />
      </div>
      <Classify
        draft={draft}
        choices={strategy}
        locked={locked}
        setLinks={(links) => edit((d) => ({ ...d, links }), "links")}
        setLabels={(labels) => edit((d) => ({ ...d, labels }), "labels")}
      />
      <Options
        draft={draft}
        locked={locked}
        setLate={(late) => edit((d) => ({ ...d, late }), "late")}
        setTitle={(title) => edit((d) => ({ ...d, title }), "title")}
        setState={(state) => edit((d) => ({ ...d, state }), "state")}
      />
    </>
  );
}
