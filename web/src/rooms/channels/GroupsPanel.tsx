import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { EmptyState } from "@/components/EmptyState";
import { Form } from "@/components/Form";
import { NetworkBadges } from "@/components/NetworkBadge";
import { Section } from "@/components/Section";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { type Channel, type ChannelGroup, groupsQuery, useChannelMutation } from "@/queries/channels";
import classes from "./Channels.module.css";

/** Accounts that are chosen together in the composer. */
export function GroupsPanel({ channels, icon }: { channels: readonly Channel[]; icon: React.ReactNode }) {
  const { t } = useTranslation("channels");
  const { id, may } = useWorkspace();
  const { data: groups } = useQuery(groupsQuery(id));
  const [open, setOpen] = useState<ChannelGroup | "new" | null>(null);
  const create = may("channel.manage") && channels.length > 0 && (
    <Button variant="default" leftSection={icon} onClick={() => setOpen("new")}>
      {t("groups.create")}
    </Button>
  );
  const networksOf = (group: ChannelGroup) =>
    channels.filter((channel) => group.channels.includes(channel.id)).map((channel) => channel.network);
  return (
    <>
      {groups?.length ? (
        <Section title={t("groups.title")}>
          <ul>
            {groups.map((group) => (
              <li key={group.id} className={classes.switch}>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => setOpen(group)}
                  disabled={!may("channel.manage")}
                >
                  {group.name}
                </Button>
                <NetworkBadges networks={networksOf(group)} />
              </li>
            ))}
          </ul>
          {create}
        </Section>
      ) : (
        <EmptyState title={t("groups.empty")} actions={create}>
          {t("groups.emptyWhy")}
        </EmptyState>
      )}
      {open && (
        <GroupDialog
          group={open === "new" ? undefined : open}
          channels={channels}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

interface DialogProps {
  group?: ChannelGroup;
  channels: readonly Channel[];
  onClose: () => void;
}

function GroupDialog({ group, channels, onClose }: DialogProps) {
  const { t } = useTranslation("channels");
  const { id } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { value, set, text } = useFields({ name: group?.name ?? "", channels: group?.channels ?? [] });
  const save = useChannelMutation(id, () =>
    group
      ? api.put(inside(id, "channel-groups", group.id), value)
      : api.post(inside(id, "channel-groups"), value),
  );
  const remove = useChannelMutation(id, () => api.delete(inside(id, "channel-groups", group?.id ?? "")));
  const errors = fieldErrors(save.error);
  return (
    <Dialog opened onClose={onClose} title={group ? group.name : t("groups.create")}>
      <Form
        onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
        error={save.error ?? remove.error}
        pending={save.isPending}
        onCancel={onClose}
        aside={
          group && (
            <Button
              variant="subtle"
              data-tone="danger"
              onClick={() => remove.mutate(undefined, { onSuccess: onClose })}
            >
              {t("groups.remove")}
            </Button>
          )
        }
      >
        <TextInput
          label={t("groups.name")}
          required
          withAsterisk={false}
          data-autofocus
          {...text("name")}
          error={errors.name}
        />
        <MultiSelect
          label={t("title")}
          data={channels.map((channel) => ({ value: channel.id, label: channel.name }))}
          value={value.channels}
          onChange={(list) => set({ channels: list })}
          error={errors.channels}
        />
      </Form>
    </Dialog>
  );
}
