import "@mantine/core/styles/SegmentedControl.layer.css";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Temporal } from "temporal-polyfill";
import { Confirm } from "@/components/Confirm";
import { useWorkspace } from "@/frame/workspace";
import { calendarQuery, type Note, notesQuery } from "@/queries/editorial";
import { policyQuery } from "@/queries/governance";
import { bandItems } from "./band";
import classes from "./CalendarPage.module.css";
import { DayPanel } from "./DayPanel";
import { judgeDrop } from "./drop";
import { FilterBar } from "./FilterBar";
import { Ghost } from "./Ghost";
import { shift } from "./grid";
import { NoteDeskContext } from "./noteDesk";
import type { CardActions } from "./PostCard";
import { PostPanel } from "./PostPanel";
import { type Planned, planned } from "./plan";
import { filterQuery, withoutFilters } from "./search";
import { Toolbar } from "./Toolbar";
import { useCalendar } from "./useCalendar";
import { useCardKeys } from "./useCardKeys";
import { type DropPlace, useDrag } from "./useDrag";
import { useFilterChoices } from "./useFilterChoices";
import { useMoves } from "./useMoves";
import { ViewArea } from "./ViewArea";
import { toDay, toMinute } from "./walltime";
import { ClockChange, ZonePicker } from "./ZonePicker";

const NoteDialog = lazy(() => import("./NoteDialog"));

const MoveDialog = lazy(() => import("./MoveDialog"));

const none: never[] = [];

/** The plan of a workspace. */
export default function CalendarPage() {
  const { t } = useTranslation("calendar");
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const calendar = useCalendar(workspace.zone, phone);
  const { search, change, view, date, days, zone, now, wallNow, today, offset } = calendar;
  const from = days[0]?.toString() ?? "";
  const to = days[days.length - 1]?.toString() ?? "";
  const plan = useQuery(calendarQuery(workspace.id, { from, to, zone, filters: filterQuery(search) }));
  const notes = useQuery(notesQuery(workspace.id, from, to)).data ?? none;
  const policy = useQuery(policyQuery(workspace.id)).data;
  const { choices, names, campaigns } = useFilterChoices(workspace.id);
  const cards = useMemo(() => planned(plan.data ?? [], zone), [plan.data, zone]);
  const bands = useMemo(() => bandItems(notes, campaigns), [notes, campaigns]);
  const byId = useMemo(() => new Map(cards.map((card) => [card.id, card])), [cards]);
  const moves = useMoves(workspace.id, zone);
  const [moving, setMoving] = useState<string>();
  const mayWrite = workspace.may("post.write");
  const mayMove = workspace.may("post.schedule");
  const [noting, setNoting] = useState<{ day: string; note?: Note }>();
  const desk = useMemo(
    () =>
      mayWrite
        ? {
            open: (id: string) => {
              const note = notes.find((one) => one.id === id);
              if (note) setNoting({ day: note.day, note });
            },
            add: (day: Temporal.PlainDate) => setNoting({ day: day.toString() }),
          }
        : {},
    [mayWrite, notes],
  );
  const margin = policy?.margin ?? "same_day";

  const landing = (item: Planned, place: DropPlace) => {
    const day = Temporal.PlainDate.from(place.day);
    return place.minute === undefined ? toDay(item.wall, day) : toMinute(day, place.minute);
  };
  const judge = (item: Planned, place: DropPlace, copy: boolean) =>
    judgeDrop({ status: item.card.status, at: item.instant }, landing(item, place), zone, now, margin, copy);
  const drag = useDrag((id, place, copy) => {
    const item = byId.get(id);
    if (!item) return;
    const verdict = judge(item, place, copy);
    if (!verdict.refusal) moves.move(item, verdict.wall, copy);
  });
  const dragged = drag.drag && byId.get(drag.drag.id);

  const open = (id: string) => change({ ...search, post: id, day: undefined });
  const openDay = (day: Temporal.PlainDate) => change({ ...search, day: day.toString(), post: undefined });
  const close = () => change({ ...search, post: undefined, day: undefined });
  const edit = (id: string) => void navigate({ to: workspace.path("compose", id) });
  const move = (id: string) => mayMove && setMoving(id);
  const compose = (day: Temporal.PlainDate = date, minute?: number) => {
    if (!mayWrite) return;
    const wall = composeAt(day, minute, wallNow);
    void navigate({ to: workspace.path("compose"), search: { wall, zone } as never });
  };
  const key = useCardKeys(cards, { open, edit, move });
  const actions: CardActions = useStable({
    open,
    edit,
    key,
    grab: (id, event) => mayMove && drag.start(id, event),
    swallowClick: drag.swallowClick,
  });
  useNewKey(() => compose());

  const item = moving ? byId.get(moving) : undefined;
  return (
    <div className={classes.page}>
      <Toolbar
        view={view}
        date={date}
        phone={phone}
        mayWrite={mayWrite}
        go={(by) => change({ ...search, date: shift(phone ? "week" : view, date, by).toString() })}
        today={() => change({ ...search, date: undefined })}
        setView={calendar.setView}
        compose={() => compose()}
      />
      <FilterBar
        search={search}
        choices={choices}
        change={(next) => change(next, true)}
        clear={() => change(withoutFilters(search))}
        phone={phone}
      >
        {!phone && (
          <ZonePicker
            zone={zone}
            home={workspace.zone}
            offset={offset}
            change={(next) => change({ ...search, zone: next === workspace.zone ? undefined : next })}
          />
        )}
      </FilterBar>
      <ClockChange zone={zone} offset={offset} />
      <NoteDeskContext value={desk}>
        <div className={classes.body}>
          <ViewArea
            {...{ calendar, cards, bands, names, actions, phone, compose, openDay }}
            workspace={workspace.id}
            query={plan}
            dragged={dragged?.id}
            over={drag.drag?.place?.day}
            setDate={(day) => change({ ...search, date: day.toString() }, true)}
            clear={() => change(withoutFilters(search))}
            mayWrite={mayWrite}
          />
          {search.post && (
            <PostPanel
              key={search.post}
              id={search.post}
              phone={phone}
              close={close}
              edit={edit}
              move={byId.has(search.post) ? move : undefined}
            />
          )}
          {search.day && !search.post && (
            <DayPanel
              day={Temporal.PlainDate.from(search.day)}
              {...{ cards, bands, phone }}
              {...{ actions, close, compose, names }}
              workspace={workspace.id}
              mayWrite={mayWrite}
              showHours={() =>
                calendar.setView("day", Temporal.PlainDate.from(search.day ?? today.toString()))
              }
            />
          )}
        </div>
      </NoteDeskContext>
      {noting && (
        <Suspense>
          <NoteDialog {...noting} workspace={workspace.id} close={() => setNoting(undefined)} />
        </Suspense>
      )}
      {drag.drag && dragged && (
        <Ghost
          drag={drag.drag}
          item={dragged}
          verdict={drag.drag.place && judge(dragged, drag.drag.place, drag.drag.copy)}
        />
      )}
      {item && (
        <Suspense>
          <MoveDialog
            item={item}
            zone={zone}
            margin={margin}
            now={now}
            close={() => setMoving(undefined)}
            move={(one, wall, copy) => {
              setMoving(undefined);
              moves.move(one, wall, copy);
            }}
          />
        </Suspense>
      )}
      {moves.asked && (
        <Confirm
          title={t("reopen.title")}
          confirm={t("reopen.confirm")}
          pending={moves.pending}
          onClose={moves.decline}
          onConfirm={moves.confirm}
        >
          <p>{t("reopen.body")}</p>
        </Confirm>
      )}
    </div>
  );
}

/** The date a new post opens with: the minute clicked; else nine o'clock, or the next full hour of today. */
function composeAt(
  day: Temporal.PlainDate,
  minute: number | undefined,
  now: Temporal.PlainDateTime,
): string | undefined {
  if (minute !== undefined) {
    const wall = toMinute(day, minute);
    return Temporal.PlainDateTime.compare(wall, now) > 0
      ? wall.toString({ smallestUnit: "minute" })
      : undefined;
  }
  const order = Temporal.PlainDate.compare(day, now.toPlainDate());
  if (order < 0) return undefined;
  const hour = order > 0 ? 9 : Math.max(9, now.hour + 1);
  return hour > 23 ? undefined : day.toPlainDateTime({ hour }).toString({ smallestUnit: "minute" });
}

/** The same object for the life of the page, with the latest functions in it: cards are many and memoised. */
function useStable(actions: CardActions): CardActions {
  const [stable] = useState(() => {
    const box = { now: actions };
    return {
      box,
      actions: {
        open: (id) => box.now.open(id),
        edit: (id) => box.now.edit(id),
        key: (id, event) => box.now.key(id, event),
        grab: (id, event) => box.now.grab(id, event),
        swallowClick: () => box.now.swallowClick(),
      } satisfies CardActions,
    };
  });
  stable.box.now = actions;
  return stable.actions;
}

/** N composes, wherever the focus is but in a field. */
function useNewKey(compose: () => void) {
  const [box] = useState({ compose });
  box.compose = compose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.closest("input, textarea, select, [contenteditable], [role='dialog']");
      if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      event.preventDefault();
      box.compose();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [box]);
}
