import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/components/Confirm";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { type Draft, type Line, preflightQuery } from "@/queries/editorial";
import { useNow } from "../calendar/useNow";
import { Comments } from "../review/Comments";
import { isOut } from "./acts";
import classes from "./Composer.module.css";
import { Editor, targetOf } from "./Editor";
import * as edits from "./edit";
import { Footer } from "./Footer";
import { repairOf } from "./fixes";
import { Header } from "./Header";
import { History } from "./History";
import { MergeNotice } from "./MergeNotice";
import { LibraryPicker, UrlDialog } from "./Pickers";
import { Preflight } from "./Preflight";
import { Previews } from "./Previews";
import { Settings } from "./Settings";
import { Uploads } from "./Uploads";
import { useActs } from "./useActs";
import { useChoices } from "./useChoices";
import { type Start, useComposer } from "./useComposer";
import { useDate } from "./useDate";
import { useKeys } from "./useKeys";
import { useUploads } from "./useUploads";

type Pane = "text" | "settings" | "previews" | "checks";
type Open = { kind: "library" | "url"; segment: string } | { kind: "history" | "now" } | undefined;

const panes: readonly Pane[] = ["text", "settings", "previews", "checks"];

/** One post under the pen: what it is and where it goes, its words, what readers will see. */
export function Composer({ start, onBegin }: { start: Start; onBegin: () => void }) {
  const { t } = useTranslation("composer");
  const { say } = useProblem();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const now = useNow();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const composer = useComposer(start);
  const { draft, post, edit } = composer;
  const { channels, strategy } = useChoices(workspace.id);
  const date = useDate(workspace.id, composer, start);
  const [active, setActive] = useState("original");
  const [pane, setPane] = useState<Pane>("text");
  const [open, setOpen] = useState<Open>();
  const root = useRef<HTMLDivElement>(null);
  const begun = useRef(onBegin);

  useEffect(() => begun.current(), []);
  const out = post ? isOut(post.status) : false;
  const locked = out || !workspace.may("post.write");
  const target = targetOf(active, draft);
  const format = useFormat(date.zone);
  const preflight = useQuery({
    ...preflightQuery(workspace.id, post?.id ?? "", `${post?.version ?? 0} ${post?.due ?? ""}`),
    enabled: post !== undefined && !out,
  });

  const uploads = useUploads(workspace.id);
  const attach = (segment: string, assets: string[]) =>
    edit((d) => edits.addMedia(d, target, segment, assets), "media");
  // A file lands where it was dropped, whatever tab is open when it arrives.
  const upload = (segment: string, files: File[]) => uploads.add(files, (asset) => attach(segment, [asset]));
  const acting = useActs(workspace, composer, date.wall, () => setOpen({ kind: "now" }));
  const close = async () => {
    try {
      await composer.flush();
    } catch (error) {
      toast.problem(say(error));
      return;
    }
    if (window.history.length > 1) window.history.back();
    else void navigate({ to: workspace.path("calendar") });
  };
  useKeys(root, {
    act: () => acting.acts[0] && !acting.busy && acting.act(acting.acts[0]),
    close,
    undo: composer.undo,
    redo: composer.redo,
  });

  const reach = (then: () => void, where: Pane = "text", tab = active) => {
    setPane(where);
    setActive(tab);
    // What was hidden on a phone, or on another tab, is there after the next frame.
    requestAnimationFrame(() => requestAnimationFrame(then));
  };
  const focus = (selector: string) => root.current?.querySelector<HTMLElement>(selector)?.focus();
  const tabOf = (to: edits.Target) => (to === "original" ? "original" : to.channel);
  const fix = (line: Line) => {
    const repair = repairOf(line, draft);
    switch (repair?.kind) {
      case "edit":
        return edit(repair.change, "fix");
      case "text":
        return reach(
          () => focus(`[data-segment="${repair.segment}"] textarea`),
          "text",
          tabOf(repair.target),
        );
      case "title":
        return reach(() => focus('[data-part="title"] input'), "text", tabOf(repair.target));
      case "describe":
        return reach(
          () => window.dispatchEvent(new CustomEvent("parvis:describe", { detail: repair.asset })),
          "text",
          tabOf(repair.target),
        );
      case "library":
        return reach(
          () => setOpen({ kind: "library", segment: repair.segment }),
          "text",
          tabOf(repair.target),
        );
      case "date":
        return reach(() => focus('[data-part="date"] input'), "settings");
      case "targets":
        return reach(() => focus('[data-part="targets"] input'), "settings");
      case "channels":
        return void navigate({ to: workspace.path("channels") });
      case "post":
        return void navigate({ to: workspace.path("compose", repair.id) });
    }
  };

  const undescribed = new Set(
    (preflight.data?.lines ?? []).flatMap((line) =>
      line.fix?.kind === "describe_image" ? [line.asset] : [],
    ),
  );
  const change = (next: (d: Draft) => Draft, key: string) => edit(next, key);
  const shows = (which: Pane) => !phone || pane === which;

  return (
    <div className={classes.page} ref={root}>
      <Header
        composer={composer}
        close={close}
        history={() => setOpen({ kind: "history" })}
        me={workspace.me.id}
      />
      {phone && (
        <SegmentedControl
          className={classes.panes}
          fullWidth
          value={pane}
          onChange={(value) => setPane(value as Pane)}
          aria-label={t("panes.label")}
          data={panes.map((value) => ({
            value,
            label:
              value === "checks" && preflight.data && preflight.data.blocking > 0 ? (
                <span>
                  {t("panes.checks")} <b className="pv-red">{preflight.data.blocking}</b>
                </span>
              ) : (
                t(`panes.${value}`)
              ),
          }))}
        />
      )}
      {composer.notice && (
        <MergeNotice notice={composer.notice} dismiss={composer.dismissNotice} apply={change} />
      )}
      <div className={classes.columns}>
        {shows("settings") && (
          <aside className={classes.side} aria-label={t("panes.settings")}>
            <Settings
              channels={channels}
              strategy={strategy}
              draft={draft}
              date={date}
              locked={locked}
              now={now}
              edit={change}
            />
          </aside>
        )}
        {(shows("text") || shows("checks")) && (
          <div className={classes.middle}>
            {out && <p className={classes.out}>{t("out")}</p>}
            {shows("text") && (
              <Editor
                workspace={workspace.id}
                composer={composer}
                channels={channels}
                active={target === "original" ? "original" : active}
                pick={setActive}
                locked={locked}
                undescribed={undescribed}
                files={upload}
                library={(segment) => setOpen({ kind: "library", segment })}
                fromUrl={(segment) => setOpen({ kind: "url", segment })}
              />
            )}
            <Uploads {...uploads} />
            {shows("checks") && (
              <div className={classes.under}>
                {post && !out && (
                  <Preflight
                    found={preflight.data}
                    error={preflight.error}
                    retry={() => preflight.refetch()}
                    channels={channels}
                    zone={date.zone}
                    checking={preflight.isFetching || composer.state.kind !== "clean"}
                    locked={locked}
                    fix={fix}
                  />
                )}
                {post && (
                  <Comments
                    workspace={workspace.id}
                    post={post.id}
                    mayWrite={workspace.may("comment.write")}
                  />
                )}
              </div>
            )}
          </div>
        )}
        {shows("previews") && (
          <aside className={classes.previews}>
            <Previews
              workspace={workspace.id}
              draft={draft}
              channels={channels}
              when={date.instant ? format.near(date.instant) : t("previews.now")}
            />
          </aside>
        )}
      </div>
      {acting.acts.length > 0 && (
        <Footer
          status={post?.status ?? draft.state}
          path={acting.path}
          acts={acting.acts}
          busy={acting.busy}
          blocked={acting.error ? say(acting.error) : undefined}
          phone={phone ?? false}
          act={acting.act}
        />
      )}
      {open?.kind === "library" && (
        <LibraryPicker
          workspace={workspace.id}
          close={() => setOpen(undefined)}
          pick={(assets) => attach(open.segment, assets)}
          upload={(files) => upload(open.segment, files)}
        />
      )}
      {open?.kind === "url" && (
        <UrlDialog
          workspace={workspace.id}
          close={() => setOpen(undefined)}
          fetched={(asset) => attach(open.segment, [asset])}
        />
      )}
      {open?.kind === "history" && post && (
        <History
          workspace={workspace.id}
          post={post}
          mayWrite={!locked}
          close={() => setOpen(undefined)}
          restored={composer.receive}
        />
      )}
      {open?.kind === "now" && (
        <Confirm
          title={t("confirmNow.title")}
          confirm={t("act.now")}
          pending={acting.busy === "now"}
          error={acting.error}
          onClose={() => setOpen(undefined)}
          onConfirm={() => acting.publish().then((done) => done && setOpen(undefined))}
        >
          <p>{t("confirmNow.body", { count: draft.variants.length })}</p>
        </Confirm>
      )}
    </div>
  );
}
