import { Select, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { zoneList } from "@/pages/zones";
import { type Channel, type Limits, useChannelMutation } from "@/queries/channels";
import classes from "./Channels.module.css";

const zones = zoneList();

/** Name and time zone of an account, and what its network takes. */
export function ChannelDialog({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useTranslation("channels");
  const { id, may, zone } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { value, set, text } = useFields({ name: channel.name, zone: channel.zone });
  const save = useChannelMutation(id, () => api.patch(inside(id, "channels", channel.id), value));
  const errors = fieldErrors(save.error);
  const manage = may("channel.manage");
  return (
    <Dialog opened onClose={onClose} title={channel.name} size={560}>
      {manage && (
        <Form
          onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
          error={save.error}
          pending={save.isPending}
          onCancel={onClose}
        >
          <TextInput label={t("name")} required withAsterisk={false} {...text("name")} error={errors.name} />
          <Select
            label={t("zone")}
            description={t("zoneOwn", { zone })}
            searchable
            clearable
            data={zones}
            value={value.zone || null}
            onChange={(next) => set({ zone: next ?? "" })}
            error={errors.zone}
          />
        </Form>
      )}
      <h3 style={{ margin: "20px 0 8px" }}>{t("limits")}</h3>
      <LimitList limits={channel.limits} />
    </Dialog>
  );
}

function LimitList({ limits }: { limits: Limits }) {
  const { t } = useTranslation("channels");
  const format = useFormat();
  const count = (n: number) => (n > 0 ? format.number(n) : t("noLimit"));
  const yes = (on: boolean) => t(on ? "yes" : "no");
  const rows: [string, string][] = [
    [t("limit.text"), limits.text.max > 0 ? t("limit.signs", { count: limits.text.max }) : t("noLimit")],
    [t("limit.images"), limits.media.images > 0 ? format.number(limits.media.images) : t("no")],
    [t("limit.videos"), limits.media.videos > 0 ? format.number(limits.media.videos) : t("no")],
    [
      t("limit.imageSize"),
      limits.media.maxImageBytes > 0 ? format.bytes(limits.media.maxImageBytes) : t("noLimit"),
    ],
    [t("limit.alt"), yes(limits.media.altText)],
    [t("limit.thread"), limits.threads ? count(limits.maxThread) : t("no")],
    [t("limit.perDay"), count(limits.perDay)],
    [t("limit.edit"), yes(limits.canEdit)],
    [t("limit.delete"), yes(limits.canDelete)],
  ];
  return (
    <dl className={classes.limits}>
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
