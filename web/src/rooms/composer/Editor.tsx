import { Button } from "@mantine/core";
import { IconArrowBackUp, IconLink, IconLinkOff, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Draft } from "@/queries/editorial";
import classes from "./Editor.module.css";
import * as edits from "./edit";
import { NetworkOptions } from "./NetworkOptions";
import { abilities, countSegment, countTarget, type Limited, tightRule } from "./rules";
import { type SegmentActions, SegmentEditor } from "./SegmentEditor";
import { type Tab, Tabs } from "./Tabs";
import { TitleField } from "./TitleField";
import { splitText } from "./thread";
import { relinkTitled, setTitle, titledChannels, titleOf } from "./titles";
import type { Composer } from "./useComposer";

interface Props {
  workspace: string;
  composer: Composer;
  channels: readonly Limited[];
  active: string;
  pick: (tab: string) => void;
  locked: boolean;
  undescribed: ReadonlySet<string>;
  files: (segment: string, files: File[]) => void;
  library: (segment: string) => void;
  fromUrl: (segment: string) => void;
}

/** The text and the files: the original, and what each channel has of its own. */
export function Editor(props: Props) {
  const { workspace, composer, channels, active, pick, locked, undescribed, files, library, fromUrl } = props;
  const { t } = useTranslation("composer");
  const { draft, edit } = composer;
  const target = targetOf(active, draft);
  const channel = target === "original" ? undefined : channels.find((one) => one.id === target.channel);
  const segments = edits.segmentsOf(draft, target);
  const custom = edits.isCustom(draft, target);
  const may = abilities(target, draft, channels);
  const titled = titledChannels(target, draft, channels);
  // A channel that follows the original is written there.
  const follows = target !== "original" && !custom;

  const on = (change: (draft: Draft) => Draft, key: string) => edit(change, key);
  const actions: SegmentActions = {
    text: (id, text) => on((d) => edits.setText(d, target, id, text), `text ${active} ${id}`),
    link: (id, link) => on((d) => edits.setLink(d, target, id, link), `link ${active} ${id}`),
    split: (id) => on((d) => splitSegment(d, target, id, channels), "split"),
    remove: (id) => on((d) => edits.removeSegment(d, target, id), "remove"),
    reorder: (id, from, to) => on((d) => edits.moveMedia(d, target, id, from, to), "reorder"),
    detach: (id, asset) => on((d) => edits.removeMedia(d, target, id, asset), "detach"),
    onDescribe: (asset, alt) => on((d) => edits.setAlt(d, asset, alt), `alt ${asset}`),
    files,
    library,
    fromUrl,
  };

  return (
    <div className={classes.sheet}>
      <Tabs tabs={tabsOf(draft, channels)} active={active} pick={pick} />
      <div id="composer-editor" role="tabpanel" aria-labelledby={`tab-${active}`}>
        {channel && (
          <LinkState
            name={channel.name}
            custom={custom}
            locked={locked}
            customise={() => on((d) => edits.customise(d, channel.id), "customise")}
            relink={() => on((d) => relinkTitled(d, channel.id, channels), "relink")}
          />
        )}
        {titled.length > 0 && (
          <TitleField
            key={active}
            value={titleOf(target, draft, channels)}
            titled={titled}
            locked={locked || follows}
            change={(title) => on((d) => setTitle(d, target, channels, title), `headline ${active}`)}
          />
        )}
        {segments.map((segment, i) => (
          <SegmentEditor
            key={`${active} ${segment.id}`}
            workspace={workspace}
            segment={segment}
            rank={i + 1}
            of={segments.length}
            measure={countSegment(segment, target, draft, channels)}
            mostMedia={may.mostMedia}
            splittable={may.threads}
            linkCards={may.linkCards}
            locked={locked || follows}
            undescribed={undescribed}
            actions={actions}
          />
        ))}
        {!locked && may.threads && !follows && (
          <div className={classes.addPart}>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={16} />}
              onClick={() => on((d) => edits.addSegment(d, target), "add")}
            >
              {t("segment.add")}
            </Button>
          </div>
        )}
        {channel && (
          <NetworkOptions
            channel={channel}
            value={edits.variantOf(draft, channel.id)?.options ?? {}}
            locked={locked}
            change={(options) =>
              on((d) => edits.setVariant(d, channel.id, { options }), `options ${channel.id}`)
            }
          />
        )}
      </div>
    </div>
  );
}

interface LinkStateProps {
  name: string;
  custom: boolean;
  locked: boolean;
  customise: () => void;
  relink: () => void;
}

function LinkState({ name, custom, locked, customise, relink }: LinkStateProps) {
  const { t } = useTranslation("composer");
  return (
    <div className={classes.link}>
      <span className={classes.linkState} data-custom={custom || undefined}>
        {custom ? <IconLinkOff size={14} aria-hidden="true" /> : <IconLink size={14} aria-hidden="true" />}
        {t(custom ? "tabs.isCustom" : "tabs.isLinked", { name })}
      </span>
      {!locked &&
        (custom ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={14} />}
            onClick={relink}
          >
            {t("tabs.relink")}
          </Button>
        ) : (
          <Button variant="default" size="compact-sm" onClick={customise}>
            {t("tabs.customise")}
          </Button>
        ))}
    </div>
  );
}

function tabsOf(draft: Draft, channels: readonly Limited[]): Tab[] {
  const original: Tab = { id: "original", custom: false, measure: countTarget("original", draft, channels) };
  const others = draft.variants.flatMap((variant): Tab[] => {
    const channel = channels.find((one) => one.id === variant.channel);
    if (!channel) return [];
    const target = { channel: channel.id };
    return [
      { id: channel.id, channel, custom: variant.custom, measure: countTarget(target, draft, channels) },
    ];
  });
  return [original, ...others];
}

/** The tab open, or the original when its channel has gone. */
export function targetOf(active: string, draft: Draft): edits.Target {
  return edits.variantOf(draft, active) ? { channel: active } : "original";
}

function splitSegment(draft: Draft, target: edits.Target, id: string, channels: readonly Limited[]): Draft {
  const segment = edits.segmentsOf(draft, target).find((one) => one.id === id);
  if (!segment) return draft;
  return edits.splitInto(draft, target, id, splitText(segment.text, tightRule(target, draft, channels)));
}
